"""A clock that is set, by an hour or by a day, moves nothing that the lab measures."""

import re
import time
from itertools import cycle
from pathlib import Path

import pytest

from dashboard.run_queue import Progress, RunQueue
from dashboard.votes.memory import MemoryRooms
from dashboard.votes.room import Question
from l2core import workers

ROOT = Path(__file__).resolve().parents[2]
HOLDER, VOTER = "a" * 32, "b" * 32
DAY = 86_400.0


def test_neither_a_vote_nor_a_run_ends_by_a_clock_that_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, jumps = time.time, cycle([0.0, 3600.0, -3600.0, DAY, -DAY])
    monkeypatch.setattr(time, "time", lambda: clock() + next(jumps))
    assert abs(time.time() - time.time()) > 1000
    rooms, queue = MemoryRooms(), RunQueue(1)
    question = Question("descent_speed", {}, "race", 1, ("l1", "l2"))
    rooms.open("K7MPX", HOLDER)
    rooms.turn("K7MPX", HOLDER, "first", question)
    rooms.vote("K7MPX", VOTER, "l2", question)

    def compute(progress: Progress) -> list[float]:
        return workers.each_of([1.0, 4.0], pow, {"exp": 0.5}, progress.workers, progress.report)

    run = queue.joined("key", "session", compute)
    assert run.ended.wait(60.0)
    queue.left(run, "session")
    assert run.outcome() == [1.0, 2.0]
    assert dict(rooms.votes("K7MPX", 1)) == {VOTER: "l2"}


def test_nothing_is_measured_by_a_clock_that_is_set() -> None:
    """Such a clock says what day it is; how long a thing takes `time.monotonic` or `performance.now` says."""
    clock = re.compile(r"\btime\.time\b|from time import|\bDate\.now\b")
    folders = ("charts", "dashboard", "deploy", "l2core", "lessons", "pages")
    files = [
        file
        for folder in folders
        for end in ("py", "js", "html")
        for file in ROOT.glob(f"{folder}/**/*.{end}")
    ]
    assert len(files) > 200
    assert [str(file) for file in files if clock.search(file.read_text(encoding="utf-8"))] == []
