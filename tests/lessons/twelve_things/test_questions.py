"""Twelve questions with one right answer each, in an order of their own for each round."""

import ast
import gettext

from dashboard.navigation import PAGES
from lessons.twelve_things.questions import (
    AFTER,
    BEFORE,
    RIGHT,
    asked_in_lessons,
    score,
    shuffled,
    twelve,
)
from tests.conftest import ROOT


def english(message: str) -> str:
    return message


THINGS = twelve(english)


def test_there_are_twelve_and_each_can_be_learned_on_a_page() -> None:
    assert len({thing.name for thing in THINGS}) == 12
    assert {thing.lesson for thing in THINGS} <= {page.file for page in PAGES}
    for thing in THINGS:
        assert RIGHT in thing.options
        assert len(set(thing.options.values())) == len(thing.options) == 3
        assert thing.question.endswith("?")
        assert thing.because.endswith(".")


def test_the_rounds_ask_the_same_in_another_order() -> None:
    before, after = shuffled(THINGS, BEFORE), shuffled(THINGS, AFTER)
    assert [thing.name for thing, _codes in before] != [thing.name for thing, _codes in after]
    for order in (before, after):
        assert {thing.name for thing, _codes in order} == {thing.name for thing in THINGS}
        assert all(sorted(codes) == sorted(thing.options) for thing, codes in order)
        places = {codes.index(RIGHT) for _thing, codes in order}
        assert places == {0, 1, 2}  # the right answer has no place of its own
    assert shuffled(THINGS, BEFORE) == before


def test_no_length_and_no_place_gives_the_right_answer_away() -> None:
    for language in ("en", "zh"):
        things = twelve(
            gettext.translation("twelve_things", ROOT / "locales", [language], fallback=True).gettext
        )
        longest = shortest = 0
        for thing in things:
            sizes = {code: len(words) for code, words in thing.options.items()}
            others = [size for code, size in sizes.items() if code != RIGHT]
            longest += sizes[RIGHT] > max(others)
            shortest += sizes[RIGHT] < min(others)
            assert max(sizes.values()) <= 2.1 * min(sizes.values()), (language, thing.name, sizes)
        assert max(longest, shortest) <= 6, (language, longest, shortest)
    for name in (BEFORE, AFTER):
        places = [codes.index(RIGHT) for _thing, codes in shuffled(THINGS, name)]
        assert max(places.count(place) for place in range(3)) <= 6


def test_each_thing_is_asked_in_a_lesson_and_ticked_once_that_was_answered() -> None:
    known = acts_of_the_lessons()
    for thing in THINGS:
        names = [tuple(name.split(".")) for name in thing.asked]
        assert any(name in known for name in names), (thing.name, thing.asked)
        assert not asked_in_lessons(thing, {})
        assert asked_in_lessons(thing, {names[0][0]: {names[0][1]: "shown"}})
    assert not asked_in_lessons(THINGS[0], {"home": {"gap": "shown"}})


def acts_of_the_lessons() -> set[tuple[str, str]]:
    """(lesson, act) of every Act whose name stands in the source."""
    found = set()
    for module in (ROOT / "lessons").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Act":
                found |= {(module.parent.name, a.value) for a in node.args[:1] if isinstance(a, ast.Constant)}
    return found


def test_the_score_counts_the_right_answers() -> None:
    given = {thing.name: RIGHT for thing in THINGS[:5]} | {THINGS[5].name: "wrong"}
    assert score(THINGS, given) == 5
