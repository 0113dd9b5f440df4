"""The lab as it is run and as it is served, and an app of one chart in its place on the same settings."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.serve import taken

ROOT = Path(__file__).resolve().parent.parent.parent
_PATIENCE = 60.0  # seconds for a server to answer, or to end


@dataclass(frozen=True)
class Server:
    """name: in the table. pid: of the process whose children do the rest."""

    name: str
    port: int
    pid: int


@contextmanager
def one_chart_folder() -> Iterator[Path]:
    """A folder like the lab's, with the settings and the proxy of the lab, for the app of one chart."""
    with tempfile.TemporaryDirectory(prefix="one-chart-") as made:
        folder = Path(made)
        shutil.copy(ROOT / "benchmarks" / "one_chart_app.py", folder / "streamlit_app.py")
        for of_the_lab in (".streamlit", "deploy"):
            shutil.copytree(ROOT / of_the_lab, folder / of_the_lab)
        yield folder


@contextmanager
def started(name: str, folder: Path, processes: int) -> Iterator[Server]:
    """The app of a folder: one process by the README's own command, or several by deploy/serve.py.

    It may not answer yet.
    """
    port = _free_ports(processes + 2)
    env = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # as the Makefile has it
    if processes == 1:
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true"]
        command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    else:
        command = [sys.executable, "-m", "deploy.serve", f"--processes={processes}"]
        command += ["--host=127.0.0.1", f"--port={port}"]
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield Server(name, port, server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_until_well(server: Server) -> None:
    begun = time.monotonic()
    while time.monotonic() < begun + _PATIENCE:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{server.name} does not answer")


def _free_ports(count: int) -> int:
    """The first of `count` free ports in a row."""
    while True:
        first = random.randrange(20_000, 30_000)
        if not taken(range(first, first + count)):
            return first
