"""How controls of many options stand in the address."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from dashboard.controls import NONE, codes_of, line
from tests.campaign.values import NAMES, VALUES


@given(st.lists(st.text(max_size=8), max_size=5, unique=True))
def test_a_line_is_read_as_it_was_written(codes: list[str]) -> None:
    assert codes_of(line(codes)) == codes


def test_a_line_of_hostile_names_is_read_as_it_was_written() -> None:
    assert codes_of(line([*NAMES.values()])) == [*NAMES.values()]


def test_what_is_no_line_is_told_as_such() -> None:
    assert codes_of("\n\n* a") is None
    assert codes_of("a" * 200_000) is None
    assert codes_of(NONE) == codes_of("") == []
    for value in VALUES.values():
        found = codes_of(unquote(value, errors="replace"))
        assert found is None or len(set(found)) == len(found)


def test_a_code_counts_once() -> None:
    assert codes_of("a,b,a") == ["a", "b"]
