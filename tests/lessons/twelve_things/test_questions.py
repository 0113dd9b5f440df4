"""Twelve questions with one right answer each, in an order of their own for each round."""

from dashboard.navigation import PAGES
from lessons.twelve_things.questions import AFTER, BEFORE, RIGHT, score, shuffled, twelve


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


def test_the_score_counts_the_right_answers() -> None:
    given = {thing.name: RIGHT for thing in THINGS[:5]} | {THINGS[5].name: "wrong"}
    assert score(THINGS, given) == 5
