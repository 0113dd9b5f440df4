"""Runs take turns: one for all who ask, fair among sessions, and none for those who left."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from dashboard.run_queue import GivenUpError, Progress, Run, RunQueue
from l2core.workers import Crew, HelperEndedError

LONG = 60.0  # seconds that nothing here takes


class Computation:
    """One that begins when the queue lets it, and goes on when the test lets it."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.begun, self.goes_on, self.reported = threading.Event(), threading.Event(), threading.Event()
        self.times = 0
        self.seen: list[Progress] = []

    def __call__(self, progress: Progress) -> str:
        self.times += 1
        self.seen.append(progress)
        self.begun.set()
        assert self.goes_on.wait(LONG)
        progress.report(0.5)
        self.reported.set()
        return f"result {self.name}"


@pytest.fixture
def let_go() -> Iterator[Callable[..., Computation]]:
    """Makes computations, none of which is left behind in mid-run."""
    made: list[Computation] = []

    def computation(name: str = "") -> Computation:
        made.append(Computation(name))
        return made[-1]

    yield computation
    for one in made:
        one.goes_on.set()


def ends(run: Run) -> Any:
    assert run.ended.wait(LONG)
    return run.outcome()


def test_what_many_ask_for_at_the_same_moment_is_computed_once(let_go: Callable[..., Computation]) -> None:
    queue, first, others = RunQueue(1), let_go("first"), [let_go() for _ in range(9)]
    runs = [queue.joined("key", "a", first)]
    runs += [queue.joined("key", f"session {k}", other) for k, other in enumerate(others)]
    assert len(set(map(id, runs))) == 1
    assert first.begun.wait(LONG)
    first.seen[0].report(0.25)
    assert {run.done for run in runs} == {0.25}
    first.goes_on.set()
    assert {ends(run) for run in runs} == {"result first"}
    assert first.times == 1
    assert not any(other.times for other in others)


def test_who_comes_before_the_result_is_kept_has_it_too_and_who_comes_later_computes_anew(
    let_go: Callable[..., Computation],
) -> None:
    queue, first, again = RunQueue(1), let_go("first"), let_go("again")
    first.goes_on.set()
    again.goes_on.set()
    run = queue.joined("key", "a", first)
    ends(run)
    late = queue.joined("key", "b", again)
    assert late is run
    for session in "ab":
        queue.left(run, session)
    assert ends(queue.joined("key", "c", again)) == "result again"
    assert (first.times, again.times) == (1, 1)


def test_it_goes_on_for_as_long_as_anybody_waits_and_ends_when_the_last_has_left(
    let_go: Callable[..., Computation],
) -> None:
    queue, shared, anew = RunQueue(1, lingers=0.0), let_go(), let_go("anew")
    run = queue.joined("key", "a", shared)
    for session in "bc":
        queue.joined("key", session, shared)
    assert shared.begun.wait(LONG)
    queue.left(run, "a")
    queue.left(run, "c")
    assert not run.given_up.wait(0.05)
    queue.left(run, "b")
    assert run.given_up.wait(LONG)
    another = queue.joined("key", "a", anew)
    assert another is not run
    shared.goes_on.set()
    with pytest.raises(GivenUpError):
        ends(run)
    anew.goes_on.set()
    assert ends(another) == "result anew"


def test_a_page_that_asks_again_at_once_finds_its_run_going_on(let_go: Callable[..., Computation]) -> None:
    queue, shared = RunQueue(1, lingers=LONG), let_go()
    run = queue.joined("key", "a", shared)
    assert shared.begun.wait(LONG)
    queue.left(run, "a")
    assert queue.joined("key", "a", shared) is run
    shared.goes_on.set()
    ends(run)
    assert shared.times == 1


def test_the_crew_of_a_run_that_does_not_come_to_tell_how_far_it_is_is_ended(
    let_go: Callable[..., Computation], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Crew] = []
    is_ended = threading.Event()
    monkeypatch.setattr(Crew, "end", lambda crew: (ended.append(crew), is_ended.set()))
    queue, silent, prompt = RunQueue(2, lingers=0.0, grace=0.0), let_go(), let_go()
    run = queue.joined("silent", "a", silent)
    assert silent.begun.wait(LONG)
    queue.left(run, "a", at_once=True)
    assert is_ended.wait(LONG)
    assert ended == [run.workers]
    silent.goes_on.set()
    assert run.ended.wait(LONG)
    prompt.goes_on.set()
    run = queue.joined("prompt", "a", prompt)
    ends(run)
    queue.left(run, "a")
    assert len(ended) == 1


def test_sessions_take_turns_whoever_asks_for_many(let_go: Callable[..., Computation]) -> None:
    queue, order = RunQueue(1), []
    first = let_go()
    queue.joined("first", "z", first)

    def noted(name: str) -> Callable[[Progress], None]:
        return lambda _progress: order.append(name)

    asked = [("a", n) for n in range(3)] + [("b", 0), ("c", 0), ("b", 1), ("c", 1), ("a", 3)]
    runs = [queue.joined((s, n), s, noted(f"{s}{n}")) for s, n in asked]
    expected = ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "a3"]
    places = {f"{s}{n}": queue.before(run, s) for (s, n), run in zip(asked, runs, strict=True)}
    assert sorted(places, key=places.__getitem__) == expected
    assert sorted(places.values()) == list(range(1, 9))  # the first is at work
    first.goes_on.set()
    for run in runs:
        ends(run)
    assert order == expected


@pytest.mark.parametrize("seed", range(5))
def test_the_place_that_is_told_is_the_one_it_has(seed: int, let_go: Callable[..., Computation]) -> None:
    rng, queue, first, order = np.random.default_rng(seed), RunQueue(1), let_go(), []
    queue.joined("first", "z", first)

    def noted(progress: Progress) -> None:
        assert isinstance(progress, Run)
        order.append(progress.key)

    asked = [(int(rng.integers(15)), f"{rng.integers(5)}") for _ in range(30)]  # some by several, some twice
    runs = [queue.joined(key, session, noted) for key, session in asked]
    gone = set(rng.choice(30, 8, replace=False))
    for k in gone:
        queue.left(runs[k], asked[k][1])
    told = {run.key: queue.before(run, asked[k][1]) for k, run in enumerate(runs) if k not in gone}
    first.goes_on.set()
    for k, run in enumerate(runs):
        if k not in gone:
            ends(run)
    assert [told[key] for key in order] == list(range(1, len(told) + 1))


def test_who_leaves_the_queue_gives_up_the_place_at_once(let_go: Callable[..., Computation]) -> None:
    queue, first, left, shared, last = (RunQueue(1), *(let_go() for _ in range(4)))
    at_work = queue.joined("first", "a", first)
    waiting = queue.joined("left", "b", left)
    both = queue.joined("shared", "c", shared)
    queue.joined("shared", "d", shared)
    end = queue.joined("last", "e", last)
    assert [queue.before(run, s) for run, s in ((at_work, "a"), (waiting, "b"), (both, "c"), (end, "e"))] == [
        0, 1, 2, 3,
    ]  # fmt: skip
    queue.left(waiting, "b")
    queue.left(both, "c")
    assert [queue.before(both, "d"), queue.before(end, "e")] == [1, 2]
    for one in (first, shared, last):
        one.goes_on.set()
    ends(end)
    ends(both)
    assert left.times == 0
    with pytest.raises(GivenUpError):
        waiting.report(1.0)


def test_a_run_has_all_places_alone_and_one_where_others_wait(let_go: Callable[..., Computation]) -> None:
    queue, computations = RunQueue(4), [let_go() for _ in range(6)]
    first = queue.joined(0, "a", computations[0])
    runs = [queue.joined(k, f"{k}", one) for k, one in enumerate(computations[1:], start=1)]
    assert (first.begun, first.places) == (True, 4)
    assert isinstance(first.workers, Crew)
    assert first.workers.size == 4
    computations[0].goes_on.set()
    ends(first)
    for one in computations[1:5]:
        assert one.begun.wait(LONG)
    assert [run.places for run in runs] == [1, 1, 1, 1, 0]
    for one in computations:
        one.goes_on.set()
    for run in runs:
        ends(run)
    alone = let_go()
    few = queue.joined("few", "a", alone, most=2)
    assert few.places == 2


def test_what_waits_for_another_run_lends_its_place(let_go: Callable[..., Computation]) -> None:
    queue, needed, other = RunQueue(1), let_go(), let_go()
    steps: list[str] = []

    def outer(progress: Progress) -> str:
        run = queue.joined("needed", "a", needed)
        with progress.aside():
            ends(run)
        steps.append("came back")
        queue.left(run, "a")
        return "done"

    whole = queue.joined("outer", "a", outer)
    assert needed.begun.wait(LONG)
    later = queue.joined("other", "b", other)
    assert not later.begun
    other.goes_on.set()
    needed.goes_on.set()
    assert ends(whole) == "done"
    assert steps == ["came back"]
    assert ends(later) == "result "


def test_a_run_whose_processes_end_is_made_once_more_and_then_it_says_so() -> None:
    queue, times, both_wait = RunQueue(2), [], threading.Event()

    def dies(lives: int) -> Callable[[Progress], str]:
        def compute(_progress: Progress) -> str:
            assert both_wait.wait(LONG)
            times.append(lives)
            if times.count(lives) <= lives:
                raise HelperEndedError("a helper process ended with code -9")
            return "done"

        return compute

    once, twice = queue.joined("once", "a", dies(1)), queue.joined("twice", "a", dies(2))
    assert queue.joined("twice", "b", dies(2)) is twice
    both_wait.set()
    assert ends(once) == "done"
    with pytest.raises(HelperEndedError):
        ends(twice)
    assert sorted(times) == [1, 1, 2, 2]


def test_what_a_run_raises_is_for_all_who_wait_and_is_not_kept(let_go: Callable[..., Computation]) -> None:
    queue, fine = RunQueue(1), let_go()
    goes_on = threading.Event()

    def refuses(_progress: Progress) -> None:
        assert goes_on.wait(LONG)
        raise ValueError("no column goes with the target")

    runs = [queue.joined("key", session, refuses) for session in "ab"]
    goes_on.set()
    for run in runs:
        with pytest.raises(ValueError, match="no column goes with the target"):
            ends(run)
    fine.goes_on.set()
    assert ends(queue.joined("key", "c", fine)) == "result "


def test_a_part_tells_its_progress_for_the_whole() -> None:
    whole = Progress()
    whole.part(3, 20).part(1, 2).report(0.5)
    assert whole.done == pytest.approx((3 + 0.75) / 20)
    whole.given_up.set()
    with pytest.raises(GivenUpError):
        whole.part(4, 20).report(0.0)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_places_suffice_and_all_who_stay_have_their_result(
    seed: int, let_go: Callable[..., Computation]
) -> None:
    rng = np.random.default_rng(seed)
    places = int(rng.integers(1, 4))
    queue, at_work, most, lock = RunQueue(places, lingers=0.0), [0], [0], threading.Lock()
    gate = threading.Semaphore(0)

    def compute(progress: Progress) -> object:
        assert isinstance(progress, Run)
        with lock:
            at_work[0] += progress.places
            most[0] = max(most[0], at_work[0])
        gate.acquire(timeout=LONG)
        with lock:
            at_work[0] -= progress.places
        progress.report(1.0)
        return progress.key

    waiting: list[tuple[Run, str]] = []
    for _ in range(120):
        if rng.random() < 0.6 or not waiting:
            session = f"{rng.integers(6)}"
            waiting.append((queue.joined(int(rng.integers(12)), session, compute), session))
        elif rng.random() < 0.6:
            queue.left(*waiting.pop(int(rng.integers(len(waiting)))))
        else:
            gate.release()
    for _ in range(200):
        gate.release()
    for run, session in waiting:
        assert ends(run) == run.key
        queue.left(run, session)
    assert 1 <= most[0] <= places
