"""A real Redis for the tests: Debian's, on a free port of this machine, with nothing on the disk."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis


def redis_server() -> str | None:
    """The path of the server; None where it is not installed."""
    return shutil.which("redis-server")


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """The address of a server that runs meanwhile; `folder` is where it would write if it did."""
    path = redis_server()
    assert path, "the package `redis-server` is needed"
    for _attempt in range(5):
        port = free_port()
        options = f"--port {port} --bind 127.0.0.1 --dir {folder} --appendonly no --loglevel warning".split()
        server = subprocess.Popen([path, *options, "--save", ""], stdout=subprocess.DEVNULL)
        try:
            if answers(server, port):
                yield f"redis://127.0.0.1:{port}/0"
                return
        finally:
            server.terminate()
            server.wait(timeout=10)
    raise RuntimeError("a Redis was started five times and never answered")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether this server came to answer there; not where another took the port and it gave up."""
    with redis.Redis(port=port) as client:
        for _look in range(500):
            if server.poll() is not None:
                return False
            try:
                return int(client.info("server")["process_id"]) == server.pid
            except redis.ConnectionError:
                time.sleep(0.02)
    return False
