"""What a member of a class does: opens a lesson at its question, answers, moves bar and controls, goes on.

All names and values are those that the server sent. Only which controls of a page that trains ask for no
new run, and which for other examples, is said here.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.classroom.book import Book
from dashboard.address_names import checked
from tests.visitor import Visitor
from tests.widget_states import is_same

NEXT = ":material/arrow_forward:"  # the icon of the link to the next question, or the next lesson
OTHER_EXAMPLES = {  # page that trains -> the controls that ask for other examples, or other folds
    "choosing_lambda": ("cvseed", "folds", "table"),
    "overfit_vs_regularized": ("data", "flip", "m", "seed"),
    "weight_shrinkage": ("data", "flip", "m", "seed"),
}
LOOKS = {  # page that trains -> the controls that ask for no run
    "choosing_lambda": ("against", "penalty", "rule"),
    "overfit_vs_regularized": ("val",),
    "weight_shrinkage": ("look", "scale", "w"),
}
CHEAP = ("bar", "control")  # kinds of moves that train nothing and stay on the question
_OWN = "own"  # in the words of the choice of a table of one's own, which is nobody's here

for _page, _names in [*OTHER_EXAMPLES.items(), *LOOKS.items()]:
    for _name in _names:
        checked(_name, _page)


@dataclass(frozen=True)
class Habits:
    """How a member moves for some seconds, every so many seconds.

    trains: the share of moves on a page that trains which ask for other examples. goes_on: the share of moves
    to the next question; leaves: to the next lesson.
    """

    seconds: float
    every: float = 2.0
    trains: float = 0.0
    goes_on: float = 0.05
    leaves: float = 0.0


async def moves(visitor: Visitor, book: Book, habits: Habits, dice: random.Random) -> None:
    """A member with a page before him moves again and again; a move that is late is made at once."""
    due = time.monotonic() + dice.uniform(0, habits.every)
    end = time.monotonic() + habits.seconds
    while due < end:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        due = max(time.monotonic(), due + habits.every * dice.uniform(0.6, 1.4))
        kind, move = next_move(visitor, habits, dice)
        if not await book.time(kind, visitor, move()):
            return


def next_move(
    visitor: Visitor, habits: Habits, dice: random.Random
) -> tuple[str, Callable[[], Awaitable[object]]]:
    """A move that reaches the server, and its kind, chosen from what is on the page."""
    if answers := visitor.buttons("answer."):
        tapped = [name for name in answers if not name.endswith(".shown")] or answers
        name = dice.choice(tapped)
        return "answer", lambda: visitor.press(name)
    page, chance = visitor.page or "home", dice.random()
    onward = [link for link in visitor.links() if link.icon == NEXT]
    questions = [link for link in onward if link.page == visitor.page]
    lessons = [link for link in onward if link.page != visitor.page]
    if lessons and chance < habits.leaves:
        return "lesson", lambda: visitor.follow(lessons[0])
    if questions and chance < habits.leaves + habits.goes_on:
        return "question", lambda: visitor.follow(questions[0])
    there = visitor.controls()
    if dice.random() < habits.trains:
        fresh = [name for name in OTHER_EXAMPLES.get(page, ()) if name in there]
        if fresh:
            name = dice.choice(fresh)
            return "trains", lambda: visitor.move(name, other_value(visitor, name, dice))
    looks = [name for name in there if name in LOOKS.get(page, there) and others(visitor, name)]
    bar = visitor.bar()
    if bar is not None and bar["tells"] and (not looks or dice.random() < 0.5):
        codes = {track["name"]: dice.choice(track["codes"]) for track in bar["tracks"]}
        return "bar", lambda: visitor.move_bar(**codes)
    if looks:
        name = dice.choice(looks)
        return "control", lambda: visitor.move(name, other_value(visitor, name, dice))
    if links := questions or [link for link in visitor.links() if link.page == visitor.page] or lessons:
        link = dice.choice(links)
        return "question", lambda: visitor.follow(link)
    return "again", visitor.run


def others(visitor: Visitor, name: str) -> list[bool | float | str]:
    """The values of a control at which it does not stand."""
    here = visitor.value(name)
    others = [value for value in visitor.choices(name) if not is_same(value, here)]
    return [value for value in others if _OWN not in str(value).lower()]


def other_value(visitor: Visitor, name: str, dice: random.Random) -> bool | float | str:
    return dice.choice(others(visitor, name))
