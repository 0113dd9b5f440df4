"""Names of rooms."""

import pytest

from dashboard.votes.names import LENGTH, LETTERS, legal_name, new_name


def test_a_new_name_is_legal_and_cannot_be_misread() -> None:
    names = [new_name() for _name in range(500)]
    assert len(set(names)) > 490  # of 17 million
    assert all(legal_name(name) == name and len(name) == LENGTH for name in names)
    assert set("".join(names)) == set(LETTERS)
    assert not set(LETTERS) & set("0O1ILAEU")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("k7mpx", "K7MPX"),
        ("Statistics-2", "STATISTICS-2"),
        ("-", "-"),
        ("x" * 24, "X" * 24),
        ("x" * 25, None),
        ("", None),
        ("a b", None),
        ("a\n", None),
        ("a:voters", None),
        ("教室", None),
        ("ſ", None),  # a long s, whose capital is an S
        ("٣", None),  # a digit, but not of ours
    ],
)
def test_what_an_address_may_ask_for(text: str, name: str | None) -> None:
    assert legal_name(text) == name
