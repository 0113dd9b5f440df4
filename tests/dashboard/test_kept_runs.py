"""Runs whose results are kept: computed once for all who ask meanwhile, own data apart, shown as they go."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NoReturn

import numpy as np
import pytest
import streamlit as st

from dashboard import caches, kept_runs, patience
from dashboard.kept_runs import NotKeptError, run_for_everybody
from dashboard.networks import grid
from dashboard.networks.grid import LAMBDA_CODES
from dashboard.run_queue import GivenUpError, Progress, RunQueue
from l2core.workers import HelperEndedError
from tests.conftest import OpenPage, component

LONG = 60.0


@dataclass(frozen=True)
class Data:
    X: np.ndarray
    name: str = "moons"


@pytest.fixture(autouse=True)
def nothing_is_kept_yet() -> None:
    st.cache_data.clear()


@pytest.fixture
def queue() -> RunQueue:
    return RunQueue(1, lingers=0.0)


def test_found_without_the_queue_once_it_is_there(queue: RunQueue) -> None:
    seen: list[Progress] = []

    @run_for_everybody(4, queue)
    def doubled(data: Data, steps: int, _progress: Progress) -> np.ndarray:
        seen.append(_progress)
        return 2 * data.X

    X = np.arange(6.0)
    with pytest.raises(NotKeptError):
        doubled(Data(X), 3, Progress(may_start=False))
    first = doubled(Data(X), 3, Progress())
    first[:] = 0  # whoever comes later has a copy
    again = doubled(Data(X.copy()), 3, _progress=Progress(may_start=False))
    assert again.tolist() == (2 * X).tolist()
    changed = X.copy()
    changed[3] += 1e-12
    doubled(Data(changed), 3, Progress())
    doubled(Data(X), 4, Progress())
    doubled(Data(X, "circles"), 3, Progress())
    assert len(seen) == 4
    assert all(isinstance(one, kept_runs.Run) for one in seen)


def test_many_ask_while_it_is_computed_and_all_see_how_far_it_is(
    queue: RunQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_runs, "FIRST_LOOK", 0.0)
    monkeypatch.setattr(kept_runs, "LOOK", 0.001)
    times: list[float] = []
    heard = [threading.Event() for _ in range(8)]

    class Waiter(Progress):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

        def told(self, done: float, before: int) -> None:
            if (done, before) == (0.5, 0):
                heard[self.number].set()

    @run_for_everybody(4, queue)
    def slow(name: str, _progress: Progress) -> str:
        times.append(0.0)
        _progress.report(0.5)
        assert all(event.wait(LONG) for event in heard)
        return name

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda k: slow("moons", Waiter(k)), range(8)))
    assert results == ["moons"] * 8
    assert len(times) == 1


def test_one_leaves_and_the_others_have_their_result(
    queue: RunQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_runs, "FIRST_LOOK", 0.0)
    monkeypatch.setattr(kept_runs, "LOOK", 0.001)
    begun, left, goes_on = threading.Event(), threading.Event(), threading.Event()
    times: list[str] = []

    class Leaves(Progress):
        def told(self, done: float, before: int) -> None:
            assert goes_on.wait(LONG)  # until the other waits too
            raise GivenUpError

    class Stays(Progress):
        def told(self, done: float, before: int) -> None:
            goes_on.set()

    @run_for_everybody(4, queue)
    def slow(name: str, _progress: Progress) -> str:
        times.append(name)
        begun.set()
        assert left.wait(LONG)
        _progress.report(0.9)
        return name

    def leaves() -> None:
        with pytest.raises(GivenUpError):
            slow("moons", Leaves())
        left.set()

    with ThreadPoolExecutor(2) as threads:
        gone = threads.submit(leaves)
        assert begun.wait(LONG)
        assert slow("moons", Stays()) == "moons"
        gone.result()
    assert times == ["moons"]


def test_a_run_given_up_is_not_kept(queue: RunQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_runs, "FIRST_LOOK", 0.0)

    @run_for_everybody(4, queue)
    def slow(name: str, _progress: Progress) -> str:
        assert _progress.given_up.wait(LONG)
        _progress.report(0.5)
        return name

    progress = Progress()
    progress.given_up.set()
    with pytest.raises(GivenUpError):
        slow("moons", progress)
    with pytest.raises(NotKeptError):
        slow("moons", Progress(may_start=False))


def test_within_a_run_it_is_known_whose_data_they_were_when_it_was_asked_for(queue: RunQueue) -> None:
    said: list[bool] = []

    @run_for_everybody(4, queue)
    def asks(name: str, _progress: Progress) -> str:
        said.append(caches.on_own_data())
        caches.compute_on_own_data(False)  # as a page does that is on other data by now
        said.append(caches.on_own_data())
        return name

    with caches.computed_on_own_data(True):
        asks("moons", Progress())
    assert said == [True, True]
    asks("circles", Progress())
    assert said[2:] == [False, False]


def test_what_has_no_digest_is_no_key() -> None:
    with pytest.raises(TypeError, match="no digest is made of a function"):
        caches.digest([1, lambda: 0])
    alike = [(1, 2), [1, 2], range(1, 3)]
    assert len({caches.digest(value) for value in alike}) == 1
    different = [1, 1.0, True, "1", b"1", None, (), ((),), (1, (2,)), ((1, 2),), {"a": 1}, np.float64(1), ""]
    different += [("a", "b"), ("ab",), Data(np.zeros(1)), Data(np.zeros(2)), Data(np.zeros(2), "circles")]
    assert len({caches.digest(value) for value in different}) == len(different)


class Place:
    def __init__(self) -> None:
        self.shown: list[Any] = []

    def progress(self, *what: object) -> None:
        self.shown.append(what)

    def empty(self) -> None:
        self.shown.append("empty")


def test_the_bar_says_how_far_it_is_or_how_many_come_before_and_says_it_once() -> None:
    place = Place()
    bar = patience._Bar(words="Training 51 networks", place=place)
    bar.clear()
    for done, before in [(0.0, 3), (0.0, 3), (0.0, 1), (0.0, 0), (0.004, 0), (0.5, 0), (1.5, 0)]:
        bar.told(done, before)
    bar.part(1, 4).told(0.5, 0)
    bar.clear()
    assert place.shown == [
        (0, "Waiting: 3 runs before yours"),
        (0, "Waiting: 1 run before yours"),
        (0, "Training 51 networks"),
        (50, "Training 51 networks"),
        (100, "Training 51 networks"),
        (38, "Training 51 networks"),
        "empty",
    ]


def test_a_page_whose_processes_ended_twice_says_so_and_offers_to_try_again(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address stays what it was but for what was moved: whoever reloads it goes on from there."""

    def ends(*_arguments: object) -> NoReturn:
        assert begun.wait(LONG)
        raise HelperEndedError("a helper process ended with code -9")

    begun, shown = threading.Event(), patience._Bar.told

    def told(bar: patience._Bar, done: float, before: int) -> None:
        shown(bar, done, before)
        begun.set()

    monkeypatch.setattr(patience._Bar, "told", told)
    asked = {"m": "20", "net": "8", "steps": "1000", "eta": "0.03", "lam": "3", "step": "1000"}
    with monkeypatch.context() as patched:
        patched.setattr(grid, "complete_run", ends)
        app = open_page("weight_shrinkage", flip="10", **asked)
        said = app.error[0].value
        assert said.startswith("This could not be computed: ")
        assert not app.get("progress")  # what says that it is computed is gone
        assert dict(app.query_params) == {"flip": "10", **asked}
        app.session_state["weight_shrinkage.flip"] = 15
        app.run()
        assert [error.value for error in app.error] == [said]
        assert app.query_params["flip"] == "15"
        assert app.query_params["lam"] == "3"
    [again] = [button for button in app.button if button.label == "Try again"]
    again.click().run()
    assert not app.error
    assert not app.exception
    assert component(app, "transport")["positions"]["lam"] == LAMBDA_CODES.index("3")


def test_what_is_computed_of_own_data_is_for_its_session_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    here = threading.local()

    def nothing_kept(_max_entries: int) -> Callable[[Callable], Callable]:
        return lambda function: function

    monkeypatch.setattr(kept_runs, "kept_for_session", nothing_kept)
    monkeypatch.setattr(kept_runs, "get_script_run_ctx", lambda: SimpleNamespace(session_id=here.session))
    monkeypatch.setattr(kept_runs, "add_script_run_ctx", lambda _thread, _context: None)
    both, computed = threading.Barrier(2), []

    @kept_runs.run_for_session(4, RunQueue(2), 1)
    def of_the_session(name: str, _progress: Progress) -> str:
        computed.append(name)
        both.wait(LONG)  # as they are at the same moment, one run would wait for the other for ever
        return name

    def asks(session: str) -> str:
        here.session = session
        return of_the_session("own table", Progress())

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(asks, ["a", "b"])) == ["own table"] * 2
    assert len(computed) == 2
