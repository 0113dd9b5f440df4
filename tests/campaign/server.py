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
QUICK = ROOT / "tests" / "campaign" / "quick_lab.py"
AS_SERVED = ROOT / "streamlit_app.py"
_STOPPED = 2.0  # seconds without a look at the clock, in which this process was not running


class Lab:
    """The lab on a free port of this machine, and what it wrote into its log. script: which one."""

    def __init__(self, script: Path = QUICK) -> None:
        self._script = script
        self._now, self._looked = 0.0, time.monotonic()
        with tempfile.NamedTemporaryFile(delete=False) as log:
            self._log = Path(log.name)
        self._read = 0
        self.begin()

    def begin(self) -> None:
        """Starts the server and waits until it is well."""
        self.port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(self._script)]
        command += ["--server.headless=true", f"--server.port={self.port}", "--server.address=127.0.0.1"]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        begun = self.clock()
        while not self.is_well():
            if self.clock() > begun + 60 or self.has_ended():
                self._server.kill()
                raise RuntimeError(f"the lab does not answer: {self.said()}")
            time.sleep(0.1)

    def is_well(self, patience: float = 5.0) -> bool:
        """Whether the server answers to the question that a balancer asks it, within so many seconds."""
        try:
            address = f"http://127.0.0.1:{self.port}/_stcore/health"
            with urllib.request.urlopen(address, timeout=patience) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def has_ended(self) -> bool:
        """Whether there is no server any more, though nobody has stopped it."""
        return self._server.poll() is not None

    def said(self) -> str:
        """What the server has written into its log since this was asked last."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            said = log.read()
        self._read += len(said)
        return said.decode("utf-8", "replace")

    def clock(self) -> float:
        """Seconds in which the campaign was running: one that is stopped for a while makes nobody slow.

        It is looked at all the time, by whoever waits.
        """
        looked, self._looked = self._looked, time.monotonic()
        self._now += min(self._looked - looked, _STOPPED)
        return self._now

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
