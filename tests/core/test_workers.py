"""Work shared out to helper processes: the same results, reports in step, nobody left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from l2core import workers


def halves(numbers, report):
    """Half of each number, with a report after each (imported by the helpers under this name)."""
    for i, _ in enumerate(numbers, start=1):
        if report is not None and report(i / len(numbers)):
            return "stopped", os.getpid()
    return [number / 2 for number in numbers], os.getpid()


def scaled(item, factor):
    """One item's result, and where it was computed (imported by the helpers under this name)."""
    return factor * item, os.getpid()


def refuse(item):
    if item > 2:
        raise ValueError(f"item needs a number of at most 2, got {item}")
    return item


def leave(code, report):
    os._exit(code)


@pytest.fixture(autouse=True)
def helpers_find_the_tests(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    workers._end_idle()
    workers._idle.clear()


def test_each_share_in_a_process_of_its_own_that_stays_for_the_next_time():
    first = workers.in_processes(halves, [{"numbers": [2, 4]}, {"numbers": [6]}], None)
    assert [result for result, _ in first] == [[1, 2], [3]]
    processes = {process for _, process in first}
    assert len(processes | {os.getpid()}) == 3
    again = workers.in_processes(halves, [{"numbers": [2]}, {"numbers": [6]}], None)
    if (os.cpu_count() or 1) >= 2:
        assert {process for _, process in again} == processes


def test_reports_are_heard_once_and_in_step_and_their_answer_stops_all():
    shares, heard = [{"numbers": [1, 2, 3, 4]}, {"numbers": [5, 6, 7, 8]}], []
    workers.in_processes(halves, shares, heard.append)
    assert heard == [0.25, 0.5, 0.75, 1.0]
    results = workers.in_processes(halves, shares, lambda done: done == 0.5)
    assert [result for result, _ in results] == ["stopped", "stopped"]


def test_what_the_report_raises_ends_the_helpers_and_the_next_ones_are_sound():
    shares = [{"numbers": [1, 2]}, {"numbers": [3, 4]}]
    with pytest.raises(ZeroDivisionError):
        workers.in_processes(halves, shares, lambda done: 1 / (done - 0.5))
    assert workers._idle == []
    assert [r for r, _ in workers.in_processes(halves, shares, None)] == [[0.5, 1], [1.5, 2]]


def test_a_helper_that_ends_is_reported_and_one_that_ended_while_waiting_is_replaced():
    with pytest.raises(RuntimeError, match="a helper process ended with code 3"):
        workers.in_processes(leave, [{"code": 3}], None)
    ((_, process),) = workers.in_processes(halves, [{"numbers": []}], None)
    (waiting,) = workers._idle
    assert waiting.pid == process
    waiting.kill()
    waiting.wait()
    ((result, other),) = workers.in_processes(halves, [{"numbers": [8]}], None)
    assert result == [4]
    assert other != process


def test_helpers_end_with_the_process_they_work_for():
    program = (
        "from l2core.workers import in_processes; from tests.core.test_workers import process_id\n"
        "print(*in_processes(process_id, [{}], None))"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True, timeout=60
    )
    with pytest.raises(ProcessLookupError):
        os.kill(int(run.stdout), 0)


def process_id(report):
    return os.getpid()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_items_come_back_in_their_order_from_any_number_of_workers(count):
    heard = []
    results = workers.each_of([1, 2, 3, 4, 5], scaled, {"factor": 10}, count, heard.append)
    assert [result for result, _ in results] == [10, 20, 30, 40, 50]
    assert len({process for _, process in results}) == count
    assert heard == sorted(heard)
    assert heard[-1] == 1


@pytest.mark.parametrize("count", [1, 2])
def test_what_the_report_raises_ends_the_work_on_items(count):
    with pytest.raises(ZeroDivisionError):
        workers.each_of([1, 2, 3, 4], scaled, {"factor": 1}, count, lambda done: 1 / (done - 0.5))


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_wrong_with_an_item_is_said_wherever_it_is_found(count):
    with pytest.raises(ValueError, match="item needs a number of at most 2, got 3"):
        workers.each_of([1, 2, 1, 3, 1, 2], refuse, {}, count, lambda done: None)
    assert workers.each_of([1, 2], refuse, {}, count, None) == [1, 2]
