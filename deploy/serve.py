"""Serves the lab from one machine: a process a core behind nginx, and a Redis for the votes.

    python deploy/serve.py --processes 4 --port 8500

SIGTERM or Ctrl-C ends it gracefully; SIGHUP starts its processes anew, one after the other, while the others
go on.
"""

import argparse
import contextlib
import ipaddress
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_NGINX = """\
make serve needs nginx, which is not installed. Debian and Ubuntu: apt install nginx-light; elsewhere:
nginx from your package manager. For one process without it: make run."""
NO_REDIS = """\
Votes: there is no redis-server here, so phones see a room only if they happen to be at the process of its
teacher. Install it (Debian and Ubuntu: apt install redis-server), or set LAB_ROOMS, or PROCESSES=1."""
NO_FOLDER = "make serve keeps its settings in a temporary folder: TMPDIR has to name one that takes files."
PATIENCE = 60.0  # seconds for a process to answer
GRACE = 10.0  # seconds for it to end by itself


def nginx_config(
    servers: Sequence[str],
    *,
    listen: str,
    own_port: int,
    folder: str,
    tls: tuple[str, str] | None = None,
    in_frames: bool = False,
) -> str:
    """deploy/nginx.conf filled in: what goes into the http block of an nginx.

    servers: host:port of each process. own_port: on loopback, where nginx asks itself for what it compresses
    and keeps in `folder`. in_frames: pages of other sites may hold the lab in a frame; that takes TLS.
    """
    cookie = "SameSite=None; Secure" if in_frames else "SameSite=Lax; Secure" if tls else "SameSite=Lax"
    # For a week: it holds for whatever else is served on other ports of the host.
    by_tls_alone = 'add_header Strict-Transport-Security "max-age=604800" always;'
    values = {
        "BY_TLS_ALONE": by_tls_alone if tls else "",
        "LISTEN": f"{listen} ssl" if tls else listen,
        "TLS": f"ssl_certificate {tls[0]};\n    ssl_certificate_key {tls[1]};" if tls else "",
        "COOKIE": cookie,
        "OWN_PORT": str(own_port),
        "FOLDER": folder,
    }
    lines = []
    for line in Path(__file__).with_name("nginx.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("# serve.py") or line.startswith("# `python"):
            continue
        of_each = [
            {"N": str(number), "SERVER": server, "PATTERN": re.escape(server)}
            for number, server in enumerate(servers, start=1)
        ]
        for one in of_each if re.search("@(N|SERVER|PATTERN)@", line) else [{}]:
            filled = _filled(line, values | one)
            if filled.strip() or not line.strip():
                lines.append(filled)
    return "\n".join(lines) + "\n"


def _filled(line: str, values: Mapping[str, str]) -> str:
    return re.sub("@([A-Z_]+)@", lambda found: values[found[1]], line)


def _whole_config(http: str, folder: Path) -> str:
    """An nginx of our own round `http`, which writes nowhere but into `folder`."""
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""{user}
worker_processes auto;
worker_shutdown_timeout 3s;  # sockets stay open for as long as a page does
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
    default_type application/octet-stream;
{temporary}
{http}}}
"""


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


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def _end(other: subprocess.Popen[bytes]) -> None:
    other.terminate()
    try:
        other.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        other.kill()
        other.wait()


def say(words: str) -> None:
    print(words, flush=True)


def host_in_the_network() -> str | None:
    """The number of this machine in its network, None where it has none. A datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ways:
        try:
            ways.connect(("192.0.2.1", 9))  # kept free for examples (RFC 5737); nobody is there
        except OSError:
            return None
        host: str = ways.getsockname()[0]
    return None if ipaddress.ip_address(host).is_loopback else host


def taken(ports: Sequence[int]) -> list[int]:
    """Those at which something listens already."""
    found = []
    for port in ports:
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                found.append(port)
    return found


def environment(options: argparse.Namespace, name: str | None) -> dict[str, str]:
    """What every process of the lab is told."""
    env = dict(os.environ)
    env |= {
        "OPENBLAS_NUM_THREADS": "1",
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    # The processors are shared out: together the processes have one helper for each.
    env.setdefault("LAB_HELPERS", str(max(1, (os.cpu_count() or 1) // options.processes)))
    # What one process signs another has to know, also one that was started anew.
    env.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", secrets.token_hex(32))
    if name:
        env["STREAMLIT_BROWSER_SERVER_ADDRESS"] = name
    if options.in_frames:
        env["LAB_FRAMED_BY"] = " ".join(options.in_frames)
        env["STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE"] = "none"
    return env


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="one a core, if not given")
    parser.add_argument("--host", default="", help="where nginx listens; everywhere, if not given")
    parser.add_argument("--port", type=int, default=8500, help="the processes are at the ports after it")
    parser.add_argument("--name", help="the host by which others come, for links and QR codes")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    parser.add_argument(
        "--in-frames",
        nargs="+",
        metavar="SITE",
        help="whose pages may hold it in a frame: https://school.example",
    )
    parser.add_argument(
        "--print-nginx", action="store_true", help="for an nginx that runs already; starts nothing"
    )
    parser.add_argument("--servers", nargs="+", metavar="HOST:PORT", help="with --print-nginx: the processes")
    parser.add_argument("--folder", default="/var/cache/nginx", help="with --print-nginx: for what it keeps")
    options = parser.parse_args(arguments)
    if options.processes < 1:
        parser.error("--processes: at least one")
    if options.in_frames and not options.tls and not options.print_nginx:
        parser.error("--in-frames: browsers keep the cookies of a frame only with --tls")
    ports = [options.port + number for number in range(1, options.processes + 1)]
    own_port = options.port + options.processes + 1
    listen = f"{options.host}:{options.port}" if options.host else str(options.port)
    tls = (os.path.abspath(options.tls[0]), os.path.abspath(options.tls[1])) if options.tls else None

    def config(servers: Sequence[str], folder: str) -> str:
        return nginx_config(
            servers,
            listen=listen,
            own_port=own_port,
            folder=folder,
            tls=tls,
            in_frames=bool(options.in_frames),
        )

    at = [f"127.0.0.1:{port}" for port in ports]
    if options.print_nginx:
        print(config(options.servers or at, options.folder), end="")
        return 0
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    if nginx is None:
        say(NO_NGINX)
        return 1
    if not_free := taken([options.port, *ports, own_port]):
        say(f"Taken already: port {', '.join(map(str, not_free))}. Choose another by --port.")
        return 1
    listens_to_all = options.host in ("", "0.0.0.0", "::")
    name = options.name or (host_in_the_network() if listens_to_all else None)
    env = environment(options, name)
    where = f"{'https' if tls else 'http'}://{name or options.host or 'localhost'}:{options.port}"
    with contextlib.ExitStack() as kept:
        try:
            folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="lab-"))
            own = Path(folder)
            (own / "nginx.conf").write_text(_whole_config(config(at, folder), own), encoding="utf-8")
        except OSError as error:  # it is not there, or full, or another's
            say(f"{NO_FOLDER} ({error})")
            return 1
        proxy = [nginx, "-p", folder, "-e", "stderr", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]
        check = subprocess.run([*proxy, "-t"], check=False, capture_output=True, text=True)
        if check.returncode:
            say(check.stderr)
            return 1
        redis = None
        if "LAB_ROOMS" not in env and options.processes > 1:
            if server := shutil.which("redis-server"):
                env["LAB_ROOMS"] = f"unix://{folder}/redis.sock"
                quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning", "--dir", folder]
                redis = [server, "--port", "0", "--unixsocket", f"{folder}/redis.sock", *quiet]
            else:
                say(NO_REDIS)
        return Lab(
            [Process(port, env) for port in ports],
            proxy,
            redis,
            listens_at=("127.0.0.1" if listens_to_all else options.host, options.port),
            where=where,
        ).run()


if __name__ == "__main__":
    sys.exit(main())
