"""A class before a lab: one run for all of a link, places for those who stay, no process left behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.browser.lab_server import free_port, wait_until_up
from tests.visitor import Visitor, outcome

ROOT = Path(__file__).resolve().parents[2]
PAGE = "weight_shrinkage"
LONG = 60.0


@dataclass(frozen=True)
class Lab:
    port: int
    pid: int
    notes: Path

    def runs(self) -> list[list[str]]:
        """What was noted of the runs that train."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [line.split() for line in lines if line.split()[1] == "_train"]

    def helpers(self) -> list[int]:
        """The processes that the server has as its children, zombies too."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    async def until_noted(self, count: int) -> list[list[str]]:
        """The notes, once there are so many."""
        end = time.monotonic() + LONG
        while len(self.runs()) < count:
            assert time.monotonic() < end, self.runs()
            await asyncio.sleep(0.02)
        return self.runs()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if not Path("/proc/self/task").exists():
        pytest.skip("processes are counted in /proc")
    notes = tmp_path_factory.mktemp("lab") / "notes"
    port = free_port()
    command = [sys.executable, "-m", "tests.dashboard.watched_lab", str(notes), "streamlit_app.py"]
    command += ["--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"]
    env = {**os.environ, "LAB_HELPERS": "2", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until_up(f"http://127.0.0.1:{port}", server)
            yield Lab(port, server.pid, notes)
        finally:
            server.kill()


def test_a_fresh_link_of_many_is_computed_once(lab: Lab) -> None:
    visitors = [Visitor(lab.port, PAGE, "m=20&seed=7") for _ in range(6)]

    async def opened() -> None:
        await asyncio.gather(*(visitor.open() for visitor in visitors))
        for visitor in visitors:
            await visitor.close()

    outcome(opened())
    assert lab.runs() == [["begins", "_train"], ["ends", "_train", "NoneType"]]
    assert 1 <= len(lab.helpers()) <= 2


def test_who_is_gone_frees_the_place(lab: Lab) -> None:
    async def come_and_go() -> list[list[str]]:
        before = len(lab.runs())
        gone = Visitor(lab.port, PAGE, "m=300&seed=8&steps=5000&penalty=elastic_net")
        opening = asyncio.create_task(gone.open())
        await lab.until_noted(before + 1)
        await gone.close()
        with contextlib.suppress(ConnectionClosed):
            await opening
        return (await lab.until_noted(before + 2))[before:]

    assert outcome(come_and_go()) == [["begins", "_train"], ["ends", "_train", "GivenUpError"]]


def test_a_run_whose_process_is_killed_is_made_again(lab: Lab) -> None:
    async def killed() -> list[list[str]]:
        before = len(lab.runs())
        stays = Visitor(lab.port, PAGE, "m=200&seed=9")
        opening = asyncio.create_task(stays.open())
        await lab.until_noted(before + 1)
        while not lab.helpers():
            await asyncio.sleep(0.01)
        os.kill(lab.helpers()[0], signal.SIGKILL)
        await opening
        await stays.close()
        return lab.runs()[before:]

    assert outcome(killed()) == [["begins", "_train"], ["ends", "_train", "NoneType"]]
    assert 1 <= len(lab.helpers()) <= 2
