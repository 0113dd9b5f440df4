"""Serves the lab from one machine: a process a core behind nginx, and a Redis for the votes.

    python -m deploy.serve --processes 4 --port 8500

SIGTERM or Ctrl-C ends it gracefully; SIGHUP starts its processes anew, one after the other, while the others
go on.
"""

import argparse
import contextlib
import ipaddress
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.processes import Lab, Process, say
from deploy.proxy import nginx_config, whole_config

NO_NGINX = """\
make serve needs nginx, which is not installed. Debian and Ubuntu: apt install nginx-light; elsewhere:
nginx from your package manager. For one process without it: make run."""
NO_REDIS = """\
Votes: there is no redis-server here, so phones see a room only if they happen to be at the process of its
teacher. Install it (Debian and Ubuntu: apt install redis-server), or set LAB_ROOMS, or PROCESSES=1."""
NO_FOLDER = "make serve keeps its settings in a temporary folder: TMPDIR has to name one that takes files."


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
            (own / "nginx.conf").write_text(whole_config(config(at, folder), own), encoding="utf-8")
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
