"""Work shared out to helper processes: the same results, reports in step, nobody left behind."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
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
    assert waiting.process.pid == process
    waiting.process.kill()
    waiting.process.wait()
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


def waits_for(path, report):
    """Reports until there is a file of this name, as a run that goes on does."""
    while not Path(path).exists():
        report(0.5)
    return "done", os.getpid()


def silent(path, report):
    """Does not report, and goes on for ever once it has said that it has begun."""
    Path(path).write_text(str(os.getpid()))
    while True:
        pass


def is_alive(process):
    """Whether there is such a process, which may be a zombie."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def gone(process):
    """Waits until a process that is nobody's child here, or was reaped, is gone."""
    while is_alive(process):
        time.sleep(0.01)
    return True


def test_who_is_told_to_stop_waits_for_the_next_work(tmp_path):
    def stop(done):
        raise workers.StoppedError

    shares = [{"path": str(tmp_path / "never")}] * 2
    with pytest.raises(workers.StoppedError):
        workers.in_processes(waits_for, shares, stop)
    waiting = {helper.process.pid for helper in workers._idle}
    (tmp_path / "never").touch()
    again = workers.in_processes(waits_for, shares, None)
    assert {process for _, process in again} >= waiting
    assert waiting


def test_a_crew_has_its_size_and_one_share_of_it_is_not_computed_here():
    crew = workers.Crew(2)
    ((result, process),) = workers.shared_out(halves, [{"numbers": [2]}], crew, None)
    assert (result, process != os.getpid()) == ([1], True)
    ((_, here),) = workers.shared_out(halves, [{"numbers": [2]}], 1, None)
    assert here == os.getpid()
    results = workers.each_of([1, 2, 3, 4, 5], scaled, {"factor": 10}, crew, None)
    assert [result for result, _ in results] == [10, 20, 30, 40, 50]
    assert len({process for _, process in results} - {os.getpid()}) == 2
    with pytest.raises(ValueError, match="crew needs 3 processes, a share each, got 2"):
        workers.in_processes(halves, [{"numbers": []}] * 3, None, crew)


def test_another_thread_can_end_a_crew_and_none_of_it_is_left_behind(tmp_path):
    crew, begun = workers.Crew(1), tmp_path / "begun"

    def end():
        while not (begun.exists() and begun.read_text()):
            time.sleep(0.01)
        crew.end()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(end)
        with pytest.raises(workers.HelperEndedError, match="a helper process ended with code -9"):
            workers.in_processes(silent, [{"path": str(begun)}], None, crew)
    assert not is_alive(int(begun.read_text()))  # reaped: no zombie either
    with pytest.raises(workers.HelperEndedError):
        workers.in_processes(halves, [{"numbers": []}], None, crew)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="there are no priorities here")
def test_a_nice_crew_is_nice_and_has_processes_of_its_own():
    def of(crew):
        ((_, process),) = workers.in_processes(halves, [{"numbers": []}], None, crew)
        return process, os.getpriority(os.PRIO_PROCESS, process)

    here = os.getpriority(os.PRIO_PROCESS, 0)
    nice, plain = of(workers.Crew(1, 3)), of(workers.Crew(1))
    assert nice[1] == min(here + 3, 19)
    assert plain[1] == here
    if (os.cpu_count() or 1) >= 2:
        assert of(workers.Crew(1, 3)) == nice


def test_who_has_been_idle_for_long_is_ended(monkeypatch):
    monkeypatch.setattr(workers, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_watched", threading.Event())  # nobody waits for those of other tests
    ((_, process),) = workers.in_processes(halves, [{"numbers": []}], None)
    assert gone(process)
    assert workers._idle == []


def test_helpers_at_work_end_when_the_process_is_killed_that_they_work_for(tmp_path):
    begun = tmp_path / "begun"
    program = (
        "from l2core.workers import in_processes; from tests.core.test_workers import silent\n"
        f"in_processes(silent, [{{'path': {str(begun)!r}}}], None)"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", program], cwd=root) as at_work:
        while not (begun.exists() and begun.read_text()):
            time.sleep(0.01)
        at_work.kill()
    assert gone(int(begun.read_text()))
