"""Files that are no tables, and tables that mean no good: each made when it is thrown."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence

from tests.campaign.values import MARK, NAMES

Rows = Sequence[Sequence[object]]


def text_of(rows: Rows, separator: str = ",", end: str = "\n", quoted: bool = True) -> str:
    """The rows as a text file; quoted: cells that need it."""
    text = io.StringIO(newline="")
    if not quoted:
        return "".join(separator.join(row) + end for row in rows)
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue()


def sound(rows: int = 60, names: Sequence[str] = ("x1", "x2", "word")) -> list[list[str]]:
    """A table of two columns of numbers and one of two words: the header and so many rows."""
    dice = random.Random(1)
    body = [
        [f"{dice.gauss(0, 1):.3f}", f"{dice.gauss(5, 2):.3f}", "yes" if k % 2 else "no"] for k in range(rows)
    ]
    return [list(names), *body]


TABLE = text_of(
    [
        [*row, "" if k % 9 == 5 else str(-99 if k % 11 == 3 else k % 7), ("train", "test")[k % 4 == 0]]
        if k
        else [*row, "gaps", "split"]
        for k, row in enumerate(sound(80))
    ]
).encode()  # with everything that a table can be asked for: gaps, a code for missing, a column that splits


def _with_cells(*values: str) -> bytes:
    rows = sound()
    for k, value in enumerate(values):
        rows[3 + 7 * k][0] = value
    return text_of(rows).encode("utf-8", "surrogatepass")


def _with_name(place: int, name: str) -> bytes:
    names = ["x1", "x2", "word"]
    names[place] = name
    return text_of(sound(names=names)).encode()


def _with_word(word: str) -> bytes:
    rows = sound()
    return text_of([rows[0], *([a, b, word if c == "yes" else c] for a, b, c in rows[1:])]).encode()


def _counted(columns: int, rows: int, cell: Callable[[random.Random], str]) -> bytes:
    dice = random.Random(0)
    lines = [",".join([*(f"c{i}" for i in range(columns)), "word"])]
    lines += [",".join([*(cell(dice) for _ in range(columns)), "ab"[k % 2]]) for k in range(rows)]
    return ("\n".join(lines) + "\n").encode()


def _again(table: bytes, times: int) -> bytes:
    header, rows = table.split(b"\n", 1)
    return header + b"\n" + rows * times


def _of(*cells: Callable[[int], str]) -> bytes:
    rows = [[cell(k) for cell in cells] for k in range(60)]
    return text_of([["a", "b", "word", "split"][: len(cells)], *rows]).encode()


def _digit(dice: random.Random) -> str:
    return str(dice.randint(0, 9))


def _workbook() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", "0" * 50_000_000)
    return stream.getvalue()


def _noise(low: int) -> bytes:
    dice = random.Random(0)
    return bytes(dice.randrange(low, 256) for _ in range(20_000))


_PLAIN = text_of(sound())
_TEXT = _PLAIN.encode()
_WIDE = b"," * 16_381

NO_TABLES: Mapping[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a line end": lambda: b"\n",
    "spaces": lambda: b"   \n  \n",
    "a byte order mark": lambda: b"\xef\xbb\xbf",
    "a header": lambda: b"a,b,c\n",
    "one line": lambda: b"a,b,word",
    "noise": lambda: _noise(0),
    "noise without nul": lambda: _noise(1),
    "a workbook that unpacks to 50 MB": _workbook,
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0" + bytes(1_000),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(500),
    "packed": lambda: b"\x1f\x8b\x08" + _noise(1),
    "a pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "a page": f"<html><script>{MARK}</script>,a,b\n1,2,3\n</html>".encode,
    "json": lambda: b'[{"a": 1, "b": 2},\n {"a": 3, "b": 4}]\n',
    "quotation marks": lambda: b'"' * 10_000,
    "4.9 MB of one letter": lambda: b"a" * 4_900_000,
    "4.9 MB of line ends": lambda: b"\n" * 4_900_000,
    "4.9 MB of commas": lambda: b"," * 4_900_000,
    "4.9 MB of quotation marks": lambda: b'"' * 4_900_000,
    "too many bytes": lambda: b"a,b\n" + b"1,2\n" * (21 * 2**18),
}
ENCODINGS: Mapping[str, Callable[[], bytes]] = {
    "nul inside": lambda: _PLAIN.replace("yes", "y\0s").encode(),
    "utf-8 with its mark": lambda: b"\xef\xbb\xbf" + _TEXT,
    "two marks": lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + _TEXT,
    "utf-16": lambda: _PLAIN.encode("utf-16"),
    "utf-16, cut": lambda: _PLAIN.encode("utf-16")[:-1],
    "utf-16 without its mark": lambda: _PLAIN.encode("utf-16-le"),
    "half a surrogate": lambda: b"\xff\xfe" + "a,b,c\n1,2,".encode("utf-16-le") + b"\x00\xd8\n\x00",
    "utf-32": lambda: _PLAIN.encode("utf-32"),
    "utf-32, big end first": lambda: b"\x00\x00\xfe\xff" + _PLAIN.encode("utf-32-be"),
    "utf-7": lambda: _PLAIN.replace("yes", "+AGEA").encode(),
    "latin-1": lambda: _PLAIN.replace("yes", "é").encode("latin-1"),
    "gbk": lambda: _PLAIN.replace("yes", "是").encode("gbk"),
    "gbk with the mark of utf-8": lambda: b"\xef\xbb\xbf" + _PLAIN.replace("yes", "是").encode("gbk"),
    "two encodings": lambda: _PLAIN.replace("yes", "é").encode() + "1,2,é\n".encode("latin-1"),
    "half of a letter": lambda: _PLAIN.encode() + "1,2,é".encode()[:-1],
    "old line ends": lambda: _PLAIN.replace("\n", "\r").encode(),
    "mixed line ends": lambda: _PLAIN.replace("\n", "\r\n", 20).replace("no\n", "no\r", 5).encode(),
    "line ends of Unicode": lambda: _PLAIN.replace("\n", "\u2028").encode(),
    "form feeds": lambda: _PLAIN.replace("\n", "\x0c\n").encode(),
    "an open quotation": lambda: _PLAIN.replace("yes", '"yes', 1).encode(),
    "an open quotation at the end": lambda: _TEXT + b'1,2,"no',
    "a quotation mark inside": lambda: _PLAIN.replace("yes", 'y"es', 1).encode(),
    "semicolons": lambda: text_of(sound(), ";").encode(),
    "tabs": lambda: text_of(sound(), "\t").encode(),
    "bars": lambda: text_of(sound(), "|").encode(),
    "decimal commas": lambda: text_of(sound(), ";").replace(".", ",").encode(),
    "decimal commas between commas": lambda: _PLAIN.replace(".", ",").encode(),
    "ragged": lambda: _TEXT + b"1,2\n3,4,yes,5\n",
    "commas at the ends": lambda: b"a,b,word\n" + b"1,2,yes,,,,,\n3,4,no,,,,\n" * 30,
    "names twice": lambda: text_of(sound(names=("x", "x", "word"))).encode(),
    "names twice but for case": lambda: text_of(sound(names=("x", "X", "word"))).encode(),
    "names twice but for a space": lambda: text_of(sound(names=("x", "x ", "word"))).encode(),
    "names twice in another form": lambda: text_of(sound(names=("é", "e\u0301", "word"))).encode(),
    "no name": lambda: text_of(sound(names=("x1", "", "word"))).encode(),
    "no names": lambda: text_of(sound(names=("", "", ""))).encode(),
    "numbers for names": lambda: text_of(sound(names=("1.5", "2", "3"))).encode(),
}
NUMBERS: Mapping[str, Callable[[], bytes]] = {
    "±1e308": lambda: _with_cells("1e308", "-1e308"),
    "±1e99": lambda: _with_cells("1e99", "-1e99"),
    "1e100": lambda: _with_cells("1e100", "-9.99e99"),
    "all of 1e99": lambda: _counted(3, 60, lambda dice: f"{dice.uniform(-1, 1)}e99"),
    "1e999": lambda: _with_cells("1e999"),
    "inf": lambda: _with_cells("inf", "-Infinity"),
    "nan": lambda: _with_cells("nan", "NaN", "?"),
    "hexadecimal": lambda: _with_cells("0x10", "1_000", "1e"),
    "arabic digits": lambda: _with_cells("١٢٣", "٣"),
    "full width": lambda: _with_cells("１２"),
    "denormals": lambda: _counted(3, 60, lambda dice: f"{dice.randint(1, 9)}e-320"),
    "tiny": lambda: _counted(3, 60, lambda dice: f"{dice.random()}e-200"),
    "small": lambda: _counted(3, 60, lambda dice: f"{dice.random()}e-99"),
    "huge and tiny": lambda: _counted(
        4, 60, lambda dice: f"{dice.uniform(-1, 1)}e{dice.choice([-90, 99, 0])}"
    ),
    "far from zero": lambda: _counted(3, 60, lambda dice: f"{10**15 + dice.randint(0, 3)}"),
    "all alike": lambda: _of(lambda _k: "1", lambda _k: "2", lambda k: "ab"[k % 2]),
    "one alike": lambda: _of(lambda _k: "1", lambda k: str(k % 7), lambda k: "ab"[k % 2]),
    "alike but one": lambda: _of(
        lambda k: "2" if k == 9 else "1", lambda k: str(k % 7), lambda k: "ab"[k % 2]
    ),
    "a column twice": lambda: _of(lambda k: str(k % 7), lambda k: str(k % 7), lambda k: "ab"[k % 2]),
    "one of a class": lambda: _of(lambda k: str(k % 7), lambda k: str(k % 5), lambda k: "ab"[k == 30]),
    "four of a class": lambda: _of(lambda k: str(k % 7), lambda k: str(k % 5), lambda k: "ab"[k < 4]),
    "three classes": lambda: _of(lambda k: str(k % 7), lambda k: str(k % 5), lambda k: "abc"[k % 3]),
    "sixty classes": lambda: _of(lambda k: str(k % 7), lambda k: str(k % 5), lambda k: f"w{k}"),
    "classes parted by a line": lambda: _of(str, lambda k: str(k % 5), lambda k: "ab"[k > 29]),
    "dates": lambda: _of(lambda k: f"2024-01-{k % 28 + 1:02d}", lambda k: str(k % 5), lambda k: "ab"[k % 2]),
    "truths": lambda: _of(lambda k: str(k % 3 > 0).lower(), lambda k: str(k % 5), lambda k: str(k % 2 == 0)),
    "all missing": lambda: _of(lambda _k: "", lambda _k: "NA", lambda _k: "?"),
    "a column missing": lambda: _of(lambda _k: "", lambda k: str(k % 5), lambda k: "ab"[k % 2]),
    "half missing": lambda: _of(
        lambda k: str(k) if k % 2 else "", lambda k: str(k % 5), lambda k: "ab"[k % 2]
    ),
    "words among numbers": lambda: _of(lambda k: "1" if k % 3 else "w", lambda k: "w", lambda k: "ab"[k % 2]),
    "a split": lambda: _of(
        lambda k: str(k % 7),
        lambda k: str(k % 5),
        lambda k: "ab"[k % 2],
        lambda k: ("train", "test")[k % 3 == 0],
    ),
    "a split of all for the test": lambda: _of(
        lambda k: str(k % 7), lambda k: str(k % 5), lambda k: "ab"[k % 2], lambda k: ("test", "train")[k == 9]
    ),
    "minus zero": lambda: _of(lambda k: str(k % 7), lambda k: str(k % 5), lambda k: ("0", "-0", "1")[k % 3]),
    "one row": lambda: text_of(sound(1)).encode(),
    "nine rows": lambda: text_of(sound(9)).encode(),
    "ten rows": lambda: text_of(sound(10)).encode(),
    "one column": lambda: b"a\n" + b"1\n2\n" * 30,
    "names of rows": lambda: text_of(
        [["", "a", "b"], *([f"r{k}", k % 7, k % 5] for k in range(60))]
    ).encode(),
    "a split of two rows": lambda: _of(
        lambda k: str(k % 7), lambda k: str(k % 5), lambda k: "ab"[k % 2], lambda k: ("train", "test")[k > 57]
    ),
    "words in quotation marks": lambda: _of(
        lambda k: str(k % 7),
        lambda k: str(k % 5),
        lambda k: ('x, "y"', f"${MARK}$\n[l](http://127.0.0.1:9)")[k % 2],
    ),
    "2,000 digits": lambda: _with_cells("1" * 2_000),
}
LARGE: Mapping[str, Callable[[], bytes]] = {
    "a million rows": lambda: b"a,b,l\n" + b"1,\n" * 1_000_000,
    "400,000 rows": lambda: b"a,b,l\n" + b"1,2,x\n3,4,y\n" * 200_000,
    "500,000 lines": lambda: b"a,b,word\n" + b"1,2,x\n3,4,y\n" * 249_999,
    "4,000,000 cells": lambda: _again(_counted(9_999, 7, _digit), 56),
    "almost 20 MB": lambda: _again(_counted(39, 240, lambda dice: f"{dice.random():.18f}"), 100),
    "100,000 words": lambda: text_of([["a", "word"], *([k % 7, f"w{k}"] for k in range(100_000))]).encode(),
    "gaps in 1,000 columns": lambda: _counted(
        1_000, 300, lambda dice: dice.choice(["", "NA", "1", "2", "x"])
    ),
    "20,000 rows": lambda: text_of(sound(20_000)).encode(),
    "20,000 rows of 30 columns": lambda: _counted(30, 20_000, _digit),
    "5,000 rows of 100 columns": lambda: _counted(100, 5_000, lambda dice: f"{dice.random():.2f}"),
    "200 rows of 2,000 columns": lambda: _counted(2_000, 200, _digit),
    "60 rows of 10,000 columns": lambda: _counted(9_999, 60, _digit),
    "12 rows of 100,000 columns": lambda: _counted(100_000, 12, _digit),
    "100,000 empty columns": lambda: b"a,b,word" + b"," * 100_000 + (b"\n1,2,x" + b"," * 100_000) * 20,
    "16,384 columns as spreadsheets save them": lambda: b"a,b,word" + _WIDE + (b"\n1,2,x" + _WIDE) * 100,
    "a row of 100,000 commas": lambda: _TEXT + b"," * 100_000 + b"\n",
    "a row of 5,000,000 commas": lambda: _TEXT + b"," * 5_000_000 + b"\n",
    "a cell of 130,000 digits and a letter": lambda: _with_cells("1" * 130_000 + "x"),
    "a cell of 130,000 digits": lambda: _with_cells("1" * 130_000),
    "a cell of 130,000 letters": lambda: _with_cells("x" * 130_000),
    "a cell of 4 MB": lambda: _with_cells('"' + "x" * 4_000_000),
    "a cell of 20,000 digits and a letter": lambda: _with_cells("1" * 20_000 + "x"),
    "a name of 130,000 digits": lambda: _with_name(0, "1" * 130_000 + "x"),
    "classes of 5,000 letters": lambda: _of(
        lambda k: str(k % 7), lambda k: str(k % 5), lambda k: "yn"[k % 2] * 5_000
    ),
}


def _of_words() -> dict[str, Callable[[], bytes]]:
    found: dict[str, Callable[[], bytes]] = {}
    for kind, words in NAMES.items():
        found[f"name, {kind}"] = lambda words=words: _with_name(0, words)
        found[f"second name, {kind}"] = lambda words=words: _with_name(1, words)
        found[f"name of the words, {kind}"] = lambda words=words: _with_name(2, words)
        found[f"word, {kind}"] = lambda words=words: _with_word(words)
        found[f"cell, {kind}"] = lambda words=words: _with_cells(words)
    return found


CORPUS: Mapping[str, Callable[[], bytes]] = {**NO_TABLES, **ENCODINGS, **NUMBERS, **LARGE, **_of_words()}

FILE_NAMES = {
    "link": f"[{MARK}](http://127.0.0.1:9).csv",
    "image": f"![{MARK}](a).csv",
    "html": f"<img src={MARK} onerror=alert(1)>.csv",
    "path": f"../../etc/{MARK}.csv",
    "long": "n" * 3_000 + ".csv",
}

_PIECES = ["", "1", "-2.5", "1e3", "1,5", "x", "yes", "train", "nan", "?", "1e400", '"', '""', "'", "\\", "λ"]
_PIECES += ["\x85", "\u2028", "0x1", " 3 ", "+.5", ".", "1.2.3", "1,234", "#", "=1+1", "-", "e", "inf", "١"]
_PIECES += ["a\nb", "\r", "\ufeff", "1e-320", "1e99", "-1e-99", "2024-01-02", "NA", f"${MARK}$"]


def drawn(dice: random.Random) -> bytes:
    """A file drawn at random: a sound table with damage, cells out of a bag, or bytes changed."""
    shape = dice.random()
    if shape < 0.4:
        rows = sound(dice.randint(12, 60))
        for _ in range(dice.randint(0, 4)):
            dice.choice(rows)[dice.randrange(3)] = dice.choice(_PIECES)
        end = dice.choice(["\n", "\r\n", "\r"])
        data = text_of(rows, dice.choice(",;\t"), end, quoted=dice.random() < 0.7).encode()
    elif shape < 0.8:
        columns = dice.randint(1, 6)
        rows = [
            [dice.choice(_PIECES) for _ in range(columns + (dice.random() < 0.05))]
            for _ in range(dice.randint(1, 40))
        ]
        data = text_of(rows, dice.choice(",;\t|"), quoted=dice.random() < 0.7).encode()
    else:
        changed = bytearray(text_of(sound(30)).encode())
        for _ in range(dice.randint(1, 8)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        data = bytes(changed)
    how = dice.random()
    if how < 0.1:
        return b"\xef\xbb\xbf" + data
    if how < 0.2:
        return data.decode("utf-8", "replace").encode(dice.choice(["utf-16", "utf-32"]))
    return data[: len(data) // 2] if how < 0.25 else data
