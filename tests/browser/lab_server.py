"""Starts the lab on a free port of this machine, as a user's `streamlit run` would."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
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
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield server
        finally:
            server.terminate()


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the lab ended with {server.returncode} before it was up")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"nothing answered at {address} within 30 seconds")
