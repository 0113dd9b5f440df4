"""What `make serve` runs: processes of the lab that are started anew where they end, a proxy, a Redis."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0  # seconds for a process to answer
GRACE = 10.0  # seconds for it to end by itself


@dataclass
class Process:
    """One process of the lab, which is started anew where it ends by itself."""

    port: int
    env: Mapping[str, str]
    running: subprocess.Popen[bytes] | None = None
    begun: float = field(default=0.0)

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
        env = {**self.env, "STREAMLIT_SERVER_PORT": str(self.port)}
        self.begun = time.monotonic()
        # In a session of its own: Ctrl-C goes to us alone, and what it leaves behind can be ended with it.
        self.running = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def has_ended(self) -> bool:
        return self.running is None or self.running.poll() is not None

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200) and not self.has_ended()
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_it_answers(self) -> bool:
        while time.monotonic() - self.begun < PATIENCE and not self.has_ended():
            if self.answers():
                return True
            time.sleep(0.1)
        return False

    def ask_to_end(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def end(self) -> None:
        """Waits for it, and ends it and its helpers where they do not end by themselves."""
        if self.running is None:
            return
        try:
            self.running.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            say(f"The process at port {self.port} did not end by itself within {GRACE:g} s.")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


class Lab:
    """All that runs: the processes, nginx, and a Redis of our own; `run` ends when it is asked to."""

    def __init__(
        self,
        processes: Sequence[Process],
        proxy: Sequence[str],
        redis: Sequence[str] | None,
        *,
        listens_at: tuple[str, int],
        where: str,
    ) -> None:
        self._processes = processes
        self._commands = (proxy, redis)
        self._listens_at = listens_at
        self._where = where
        self._proxy: subprocess.Popen[bytes] | None = None
        self._redis: subprocess.Popen[bytes] | None = None
        self._is_to_end = False
        self._is_to_renew = False

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._hear_end)
        signal.signal(signal.SIGINT, self._hear_end)
        signal.signal(signal.SIGHUP, self._hear_renew)
        try:
            return self._run()
        finally:
            if self._proxy is not None:
                self._proxy.send_signal(signal.SIGQUIT)  # it takes nobody in any more, and answers who is in
            for process in self._processes:
                process.ask_to_end()
            for process in self._processes:
                process.end()
            for other in (self._proxy, self._redis):
                if other is not None:
                    _end(other)

    def _run(self) -> int:
        proxy, redis = self._commands
        if redis is not None:
            self._redis = _started(redis)
        for process in self._processes:
            process.start()
        for process in self._processes:
            if not process.wait_until_it_answers():
                say(f"The process at port {process.port} does not answer.")
                return 1
        self._proxy = _started(proxy)
        if not self._listens():
            say("nginx does not listen.")
            return 1
        say(f"The lab is at {self._where}, {len(self._processes)} processes. Ctrl-C ends it.")
        while not self._is_to_end:
            time.sleep(0.5)  # a signal ends it, or is heard after it
            if any(other is not None and other.poll() is not None for other in (self._proxy, self._redis)):
                say("nginx or Redis ended by itself.")
                return 1
            if self._is_to_renew:
                self._is_to_renew = False
                self._renew()
            for process in self._processes:
                if process.has_ended() and time.monotonic() - process.begun > 5 and not self._is_to_end:
                    say(f"The process at port {process.port} ended by itself; it is started anew.")
                    process.end()
                    process.start()
        return 0

    def _listens(self) -> bool:
        assert self._proxy is not None
        for _look in range(int(GRACE / 0.05)):
            with contextlib.suppress(OSError), socket.create_connection(self._listens_at, timeout=5):
                return True
            if self._proxy.poll() is not None:
                return False
            time.sleep(0.05)
        return False

    def _renew(self) -> None:
        """One after the other: whoever was at it goes on at another, with the address of the page."""
        for process in self._processes:
            process.ask_to_end()
            process.end()
            process.start()
            if self._is_to_end:
                return
            if not process.wait_until_it_answers():
                say(f"The process at port {process.port} does not answer; the others are left as they are.")
                return
        say("All processes were started anew.")

    def _hear_end(self, _signal: int, _frame: object) -> None:
        self._is_to_end = True

    def _hear_renew(self, _signal: int, _frame: object) -> None:
        self._is_to_renew = True


def say(words: str) -> None:
    print(words, flush=True)


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def _end(other: subprocess.Popen[bytes]) -> None:
    other.terminate()
    try:
        other.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        other.kill()
        other.wait()
