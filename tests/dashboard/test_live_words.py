"""The templates and numbers that go to the browser are the sentences of every place."""

from hypothesis import given
from hypothesis import strategies as st

from charts.numbers import fixed, number
from charts.track import Track
from dashboard.live_words import Line, packed

STEP, LAM = Track("step", 3, 2), Track("lam", 4, 0)


def unpacked(line: dict, place: int) -> str:
    """What live_words.js makes of it."""
    template, *gaps = line["places"][place]
    parts = line["templates"][template].split("\0")
    return "".join((line["numbers"][gaps[k - 1]] if k else "") + part for k, part in enumerate(parts))


@given(st.lists(st.floats(-1e9, 1e9), min_size=12, max_size=12))
def test_every_place_says_its_sentence(values: list[float]) -> None:
    sentences = [
        f"**L1** is at {number(x)}, L2 at {fixed(x, sign=True)} (W1[{k}, 2])" if x else ""
        for k, x in enumerate(values)
    ]
    line = packed(Line(sentences, (STEP, LAM)))
    assert [unpacked(line, place) for place in range(12)] == sentences
    assert [track["places"] for track in line["tracks"]] == [3, 4]


def test_sentences_of_one_form_share_a_template() -> None:
    line = packed(Line([f"After step {s:,}: λ = {number(10.0**-s)}." for s in range(0, 2000, 50)]))
    assert line["templates"] == ["After step \0: λ = \0."]
    assert len(line["places"]) == 40


def test_the_same_number_is_sent_once() -> None:
    assert packed(Line(["1 and 2", "2 and 1"]))["numbers"] == ["1", "2"]
