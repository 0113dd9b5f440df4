"""Files that mean no good: bounded before anything is computed of them, and told in one sentence."""

import re
import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

from dashboard import glossary
from dashboard.uploads import layout, reading
from dashboard.uploads.columns import columns_of
from dashboard.uploads.preparation import Choices
from dashboard.uploads.prepared import prepared
from dashboard.uploads.reading import read_table
from dashboard.uploads.suggestions import possible_variables, target_columns
from dashboard.uploads.table_error import TableError
from dashboard.uploads.two_classes import classification_arrays, label_columns
from tests.conftest import ROOT

# Modules with patterns that words of a file or of an address are matched with: as a whole, or place by place.
WHOLE = ["address", "uploads.columns", "uploads.layout", "uploads.number_formats"]
WHOLE += ["votes.device", "votes.names", "votes.rules"]
PLACES = ["live_formula", "live_words", "text"]
PIECES = [
    "1",
    "1,",
    "1 1",
    "1 ",
    " ",
    "(",
    "[",
    "[](",
    "[a](",
    "$",
    "`",
    "-",
    "+1",
    "_",
    "a",
    "a ",
    "id ",
    "1.1",
    "1e",
]
PIECES += [
    "1,111",
    "1'111",
    "(1",
    "(-1",
    "·10",
    "{,}111",
    "\t",
    '"',
    "1:11",
    ".",
    "=",
    ":a",
    "www",
    "@",
    "éa",
    "«",
]
ENDS = ["x", ")"]
LONG = 30_000  # what is linear takes milliseconds, what goes over the square of it seconds, each time
SIXTY = "".join(f"{k % 7},{k % 5},{'ab'[k % 2]}\n" for k in range(60))


def patterns(modules: list[str]) -> list[re.Pattern[str]]:
    found: list[re.Pattern[str]] = []
    for name in modules:
        for value in vars(import_module(f"dashboard.{name}")).values():
            held = value.values() if isinstance(value, dict) else [value]
            found += [one for one in held if isinstance(one, re.Pattern)]
    return found


def match_everything() -> None:
    """Every pattern, as it is asked, on long texts made of every piece and end."""
    for text in (piece * (LONG // len(piece)) + end for piece in PIECES for end in ENDS):
        for pattern in patterns(WHOLE):
            pattern.fullmatch(text)
        for pattern in (glossary.pattern(str), *patterns(PLACES)):
            pattern.sub("", text)


def files() -> None:
    """Every piece as a cell, a name, a line and a whole file, through the reader."""
    sentences: list[str] = []
    for piece in PIECES:
        long = piece * (12_000 // len(piece))
        texts = [
            f"a,b\n{long}x,2\n3,4\n",
            f"{long},b\n1,2\n3,4\n",
            f"a;b\n{long}\n{long}x\n3;4\n",
            f"sep={long}\n{long}",
        ]
        texts += [long * 4, f'{long}"{long}\n{long}', f"a,b\n1,2\n\n{long}x"]
        for text in texts:
            for data in (text.encode(), text.encode("cp1252", "replace")):
                try:
                    columns_of(read_table(data, "t.csv"))
                except TableError as error:
                    sentences.append(str(error))
    assert all(0 < len(sentence) < 400 for sentence in sentences)


@pytest.mark.parametrize("what", ["match_everything", "files"])
def test_no_pattern_goes_back_without_bound(what: str) -> None:
    """In a process of its own, since a pattern that does holds the interpreter.

    Linear ones take a few seconds in all, one that goes over the square of the length minutes.
    """
    code = f"from tests.dashboard.uploads import test_hostile_files as here; here.{what}()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_patterns_are_found_where_they_are() -> None:
    assert len(patterns(WHOLE)) >= 9
    assert len(patterns(PLACES)) >= 3


def told(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read_table(data, "t.csv")
    return str(caught.value)


def test_cells_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_records", None)  # whatever is read of it fails
    commas = layout.MOST_CELLS
    assert told(b"a,b\n" + b"," * commas) == (
        "The file has up to 4,000,003 cells, empty ones among them; at most 4,000,000 are read."
    )


def test_columns_without_a_name_are_trimmed_and_those_with_one_are_counted(monkeypatch) -> None:
    empty = "," * 16_381
    lines = ["a,b,label", *SIXTY.splitlines()]
    table = read_table("\n".join(line + empty for line in lines).encode(), "t.csv")
    assert table.columns.tolist() == ["a", "b", "label"]
    assert len(table) == 60
    for count in (reading.MOST_COLUMNS, reading.MOST_COLUMNS + 1, 100_000):
        text = "\n".join(
            [",".join(f"c{k}" for k in range(count)), *(",".join(["1"] * count) for _ in range(3))]
        )
        if count > reading.MOST_COLUMNS:
            monkeypatch.setattr(reading, "read_columns", None)  # before it is computed with
            assert told(text.encode()) == (
                f"The table has {count:,} columns; at most 10,000 are read. Leave some of them out."
            )
        else:
            assert read_table(text.encode(), "t.csv").shape == (3, count)


def test_a_giant_cell_and_a_giant_name_are_told() -> None:
    giant = "x" * (layout.LONGEST_CELL + 1)
    assert told(f"a,b,label\n1,2,{giant}\n{SIXTY}".encode()) == (
        "Row 2 has a cell of more than 131,072 characters. Look at its quotation marks."
    )
    assert told(f"a,{'n' * 501},label\n{SIXTY}".encode()) == (
        "The name of column 2 has 501 characters; at most 500 are read."
    )
    assert read_table(f"a,{'n' * 500},label\n{SIXTY}".encode(), "t.csv").shape == (60, 3)


def test_words_too_long_for_a_name_are_no_classes_and_no_variable() -> None:
    rows = "".join(f"{k % 7},{k % 5},{'yn'[k % 2] * 201}\n" for k in range(60))
    table = read_table(f"a,b,label\n{rows}".encode(), "t.csv")
    columns = columns_of(table)
    assert columns["label"].kind == "text"
    assert not columns["label"].binary
    assert "label" not in target_columns(columns, [])
    assert label_columns(table, columns) == []
    assert "label" not in possible_variables(columns, "a", None)
    _table, preparation = prepared(table, Choices("a"))
    assert [(one.name, one.reason) for one in preparation.left_out] == [("label", "long")]
    with pytest.raises(TableError, match="more than 200 characters"):
        classification_arrays(table, ["a", "b"], "label")


@pytest.mark.parametrize("cell", ["1_0", "1__000", "١٢", "１２", "1²", "1e1_0", "0x10", "१"])
def test_digits_of_other_scripts_and_of_programs_are_words(cell: str) -> None:
    table = read_table(f"a,b\n{f'{cell},1' + chr(10)}".encode() + f"{cell},2\n".encode() * 20, "t.csv")
    assert table["a"].tolist() == [cell] * 21
    assert columns_of(table)["a"].kind == "words"


@pytest.mark.parametrize("size", ["e-320", "e-308", "e-200", "e-101"])
def test_numbers_whose_squares_vanish_are_told(size: str) -> None:
    rows = "".join(f"{k % 7 + 1}{size},{k % 5},{k % 3}\n" for k in range(60))
    table = read_table(f"a,b,c\n{rows}".encode(), "t.csv")
    for choices in (Choices("a"), Choices("b")):
        with pytest.raises(TableError, match="numbers of column a are too small"):
            prepared(table, choices)


@pytest.mark.parametrize("cell", ["1e101", "-1e308", "1e309", "inf", "-Infinity"])
def test_numbers_whose_squares_overflow_are_told(cell: str) -> None:
    table = read_table(f"a,b,c\n{cell},1,2\n{SIXTY.replace('a', '1').replace('b', '2')}".encode(), "t.csv")
    for choices in (Choices("a"), Choices("b")):
        with pytest.raises(TableError, match=r"Row 2, column a: .* is too large\."):
            prepared(table, choices)


def test_a_file_that_the_page_reads_comes_through() -> None:
    """What the uploader says, what Streamlit's server takes, and what the proxy before it lets through."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] * 2**20 == reading.LARGEST_FILE
    proxies = list((ROOT / "deploy").glob("*nginx.conf"))
    assert len(proxies) == 2
    for proxy in proxies:
        [size] = re.findall(r"client_max_body_size (\d+)m;", proxy.read_text(encoding="utf-8"))
        assert 0 < int(size) * 2**20 - reading.LARGEST_FILE <= 2**20
