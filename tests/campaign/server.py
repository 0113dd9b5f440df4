"""A lab of its own for the campaign: started, looked into, and started anew where a case has stopped it."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.browser.lab_server import free_port

ROOT = Path(__file__).resolve().parents[2]


class Lab:
    """The lab on a free port of this machine, and what it wrote into its log."""

    def __init__(self) -> None:
        with tempfile.NamedTemporaryFile(delete=False) as log:
            self._log = Path(log.name)
        self._read = 0
        self.begin()

    def begin(self) -> None:
        """Starts the server and waits until it is well."""
        self.port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
        command += ["--server.headless=true", f"--server.port={self.port}", "--server.address=127.0.0.1"]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 60
        while not self.is_well():
            if time.monotonic() > deadline or self._server.poll() is not None:
                raise RuntimeError(f"the lab does not answer: {self.said()}")
            time.sleep(0.1)

    def is_well(self) -> bool:
        """Whether the server answers to the question that a balancer asks it."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def said(self) -> str:
        """What the server has written into its log since this was asked last."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            said = log.read()
        self._read += len(said)
        return said.decode("utf-8", "replace")

    def seconds(self) -> float:
        """The time that the server has computed for: what else this machine does makes it no longer."""
        fields = Path(f"/proc/{self._server.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """The memory that the server holds (RSS)."""
        status = Path(f"/proc/{self._server.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def end(self) -> None:
        """Stops the server, whatever it is doing."""
        self._server.terminate()
        try:
            self._server.wait(10)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._log.unlink(missing_ok=True)
