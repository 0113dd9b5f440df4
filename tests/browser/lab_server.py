"""Starts the lab on a free port of this machine, as a user's `streamlit run` would."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def running_lab(
    cwd: Path = ROOT, script: Path = ROOT / "streamlit_app.py", env: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The address of a lab of its own, which ends with the block; a new process, so a cold one.

    env: what it finds in its environment beside ours.
    """
    port = free_port()
    with started_lab(port, cwd, script, env):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def started_lab(
    port: int,
    cwd: Path = ROOT,
    script: Path = ROOT / "streamlit_app.py",
    env: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The process of a lab at this port, once it answers; it ends with the block."""
    with lab_process(port, cwd, script, env) as server:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield server


@contextmanager
def lab_process(
    port: int,
    cwd: Path = ROOT,
    script: Path = ROOT / "streamlit_app.py",
    env: Mapping[str, str] | None = None,
    module: str = "streamlit",
    options: Sequence[str] = (),
    log: Path = Path(os.devnull),
) -> Iterator[subprocess.Popen[bytes]]:
    """The process of a lab that will answer at this port, in a second or two; it ends with the block.

    module: what runs the script. options: more of them for it. log: where it writes to.
    """
    command = [sys.executable, "-m", module, "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [*command, *options],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            yield server
        finally:
            server.terminate()


def wait_until_up(lab: str, server: subprocess.Popen[bytes] | None = None) -> None:
    """Waits until the lab at this address answers, as long as its process is there."""
    for _attempt in range(300):
        if server is not None and server.poll() is not None:
            raise RuntimeError(f"the lab ended with {server.returncode} before it was up")
        try:
            with urllib.request.urlopen(f"{lab}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"nothing answered at {lab} within 30 seconds")
