"""Encodings, headers, ways to write numbers, codes for missing: what is decided, said and refused."""

import math
import random
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas._libs.parsers import STR_NA_VALUES

from dashboard.uploads import reading
from dashboard.uploads.number_formats import ALL_MISSING, MISSING
from dashboard.uploads.reading import TableError, numbers, read_table
from dashboard.uploads.suspicions import Suspicion
from tests.dashboard.uploads.reading_cases import CASES
from tests.dashboard.uploads.test_reading_files import alike, by_pandas

DATA = Path(__file__).resolve().parents[3] / "data"
WESTERN = """
Größe Höhe Länge Breite_ä Übung Maß Fuß Straße Körpergröße Öl größer heißt süß Österreich Zürich Köln Türen
âge durée coût élève très déjà Noël être forêt été où cœur garçon hôpital à température année niños tamaño
corazón España área ¿qué? coração São não avó é ålder höjd längd Århus Ørsted år blåbær brød kön °C m² µg/l ±5
€100 £5 5€ „Zitat“ don’t 1–2 §5 5×4 «mot» cm³
"""
CHINESE = """
深圳 肌酐 总胆固醇 甘油三酯 鑫 婷 王婷 年龄 男 是 否 价格 城市 蜷 蜷缩 色泽 酯 尿酸 血红蛋白 浦东 长度 张婷婷
王喆 朱镕基 李玥 编号 触感 含糖率 A股 x轴 温度℃ 长(cm) 重量（克） BMI指数 T细胞 邯郸 衢州 濮阳 肌酸激酶
"""


def read(text: str, encoding: str = "utf-8") -> pd.DataFrame:
    return read_table(text.encode(encoding), "table.csv")


def notes(table: pd.DataFrame) -> list[str]:
    return list(map(str, table.attrs["reading"].notes))


@pytest.mark.parametrize(
    ("words", "encoding", "said"),
    [(WESTERN, "cp1252", "Western European (Windows-1252)"), (CHINESE, "gb18030", "Chinese (GB18030)")],
)
def test_western_and_chinese_words_are_not_taken_for_each_other(words, encoding, said):
    for word in words.split():
        for text in (f"{word},x,y\n1,2,3\n4,5,6\n", f"x,y,label\n1,2,{word}\n4,5,b\n"):
            table = read(text, encoding)
            assert word in [*table.columns, *table.iloc[:, -1].tolist()], word
            assert notes(table) == [f"The file is not in UTF-8; it is read as {said}."]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Длина,Ширина,y\n1,2,3\n", "cp1251"),
        ("長度,寬度,類別\n1,2,是\n3,4,否\n", "big5"),
        ("長さ,幅,種類\n1,2,ア\n3,4,イ\n", "shift_jis"),
        ("długość,wysokość,płeć\n1,2,3\n", "cp1250"),
        ("ηλικία,ύψος\n1,2\n", "cp1253"),
    ],
)
def test_another_encoding_is_refused_rather_than_guessed(text, encoding):
    with pytest.raises(TableError, match=r"^Row 1 is not written in UTF-8"):
        read(text, encoding)


def test_missing_cells_are_those_of_pandas_and_more():
    assert MISSING == STR_NA_VALUES
    assert {"?", ".", "-"} < ALL_MISSING - MISSING


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,2,3\n4,5,6\n7,8,9.5\n", ["1", "2", "3"]),  # as pandas writes a table without names
        ("country,1990,1995,2000\nA,5.3,6,7\nB,6.2,7,8\n", ["country", "1990", "1995", "2000"]),
        ("country,2019\nA,5.3\nB,6.2\n", ["country", "2019"]),
        ("x,2019,y\n1,2,3\n4,5,6\n", ["x", "2019", "y"]),
        ("a,b\nx,y\nz,w\n", ["a", "b"]),
        ("1,2\n3,4\n5,6\n", ["column 1", "column 2"]),
        ("5.1,3.5,setosa\n4.9,3,setosa\n", ["column 1", "column 2", "column 3"]),
        ("7,1.5,?\n8,2.5,3\n9,1,4\n", ["column 1", "column 2", "column 3"]),
        ("Title\n1.5,2\n3,4\n", ["column 1", "column 2"]),
    ],
)
def test_numbers_above_numbers_are_a_row_unless_they_count_or_are_years(text, names):
    table = read(text)
    assert list(table) == names
    header = table.attrs["reading"].header
    assert header == (names[0] != "column 1")
    first = text.split("\n").index(next(line for line in text.split("\n") if "," in line)) + 1
    said = f"Row {first} holds numbers like those below it, so it is no header. The columns are called "
    said += "column 1, …"
    assert (said in notes(table)) != header
    assert table.index[0] == first + header


def test_rows_keep_the_number_a_spreadsheet_gives_them():
    assert read("# one\n# two\nx,y\n1,2\n\n3,4\n").index.tolist() == [4, 6]
    assert read("sep=;\nx;y\n1;2\n3;4\n").index.tolist() == [2, 3]  # Excel does not show that line
    assert read('x,y\n"a\nb",2\nc,4\n').index.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        (
            'x,y\n"1,000",1\n"2,500",2\n',
            1000,
            "Column x: 1,000 can be read in two ways; it is taken as 1000.",
        ),
        ("x\ty\n1,000\t1\n2,500\t2\n", 1000, "Column x: 1,000 can be read in two ways; it is taken as 1000."),
        ("x;y\n1,000;1\n2,500;2\n", 1, "Column x: 1,000 can be read in two ways; it is taken as 1."),
        ("x;y\n1,000;1,5\n2,500;2\n", 1, None),
        ("x;y\n1,000;1.5\n2,500;2\n", 1000, None),
        ("x;y\n1.000;1,5\n2.500;2\n", 1000, None),
        ("x;y\n1.125;1.5\n2.500;2\n", 1.125, None),
    ],
)
def test_what_a_comma_means_is_decided_by_the_table_or_said(text, value, said):
    table = read(text)
    assert table["x"].iloc[0] == value
    assert notes(table) == ([said] if said else [])


def test_a_cell_that_keeps_a_column_from_being_numbers_is_named():
    table = read("a,b\n1,2\n3,oops\n4,5\n")
    assert notes(table) == ["Row 3, column b: oops is not a number, as most of the column is."]
    np.testing.assert_array_equal(numbers(table["b"]), [2, np.nan, 5])
    assert numbers(table["b"]).index.tolist() == [2, 3, 4]
    table = read("a;b\n1;2,5\n2;1.5\n3;0,5\n")
    assert notes(table) == [
        "Row 2, column b: 2,5 has a decimal comma, but row 3 has a decimal point. Use one of them."
    ]
    np.testing.assert_array_equal(numbers(table["b"]), [2.5, np.nan, 0.5])
    assert notes(read("a,b\n1,x\n2,y\n3,5\n")) == []  # a column of words


def test_what_was_left_out_or_read_in_its_own_way_is_said():
    assert notes(
        read("My title\nx,y,t\n?,1,12:30\n2,NA,7:15\n3,4,8:00\n5,6,9:00\n\nSource: us\n# end\n")
    ) == [
        "Lines above the table that are left out: 1.",
        "Lines below the table that are left out: 2.",
        "Taken as missing: ?  NA.",
        "Column t: times are read as hours, 12:30 as 12.5.",
    ]


PIECES = ["1", "-2.5", "1,5", "x", "$5", "5%", "12:30", "0.5", "(3)", "1,000", "T", "−2", "?", "NA", ""]


@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=9))
def test_a_note_of_a_cell_is_true_whenever_it_is_said(cells):
    rows = "".join(f"{k};{cell}\n" for k, cell in enumerate(cells))
    table = read(f"id;c\n{rows}")
    given_cells = [cell for cell in cells if cell not in ("", "NA", "?")]
    for said in notes(table):
        if match := re.fullmatch(
            r"Row (\d+), column c: (.*) is not a number, as most of the column is\.", said
        ):
            row, value = int(match[1]), match[2]
            assert cells[row - 2] == value
            read_as_numbers = numbers(table["c"])
            assert math.isnan(read_as_numbers[row])
            assert 2 * read_as_numbers.notna().sum() > len(given_cells)
        if match := re.fullmatch(r"Row (\d+), column c: (.*) has a decimal comma, but row (\d+) .*", said):
            assert "," in cells[int(match[1]) - 2] == match[2]
            assert "." in cells[int(match[3]) - 2]
    if table["c"].dtype == object and numbers(table["c"]).notna().sum() > len(given_cells) / 2:
        assert any("column c" in said for said in notes(table))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_table_in_any_form_gives_its_numbers_and_pandas_reads_it_alike(data):
    separator = data.draw(st.sampled_from([",", ";", "\t", "|", " "]))
    decimal = data.draw(st.sampled_from([".", ","] if separator != "," else ["."]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "cp1252"]))
    above = data.draw(st.sampled_from(["", "# a comment\n", "Title\n\n"]))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    seed = data.draw(st.integers(0, 10_000))
    dice = random.Random(seed)
    word = {"gb18030": "深圳", "cp1252": "Größe"}.get(encoding, "word")
    rows = [
        [round(dice.gauss(0, 10 ** dice.randint(-3, 5)), 4), dice.randint(0, 99), word] for _ in range(12)
    ]
    names = ["amount", "count", "名称" if encoding == "gb18030" else "name"]
    lines = [separator.join(names)]
    for amount, count, name in rows:
        lines.append(separator.join([repr(amount).replace(".", decimal), str(count), name]))
    raw = (above + "\n".join(lines) + "\n").replace("\n", end).encode(encoding)
    table = read_table(raw, "t.csv")
    assert list(table) == names
    assert table["amount"].tolist() == [row[0] for row in rows]
    assert table["count"].tolist() == [row[1] for row in rows]
    assert table[names[2]].tolist() == [word] * 12
    alike(table, by_pandas(raw, table.attrs["reading"]))


@given(
    st.lists(
        st.tuples(
            *[st.sampled_from([*PIECES, " 3 ", "a b", "TRUE", "1_000", "λ", "1e400", ".", "#c", "'"])] * 3
        ),
        min_size=2,
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
)
@settings(deadline=None)
def test_pandas_reads_any_table_alike(rows, separator):
    quoted = [
        ['"' + cell + '"' if separator in cell or " " in cell else cell for cell in row] for row in rows
    ]
    raw = "".join(f"{separator.join(row)}\n" for row in [["a", "b", "c"], *quoted]).encode()
    try:
        table = read_table(raw, "t.csv")
    except TableError:
        return
    alike(table, by_pandas(raw, table.attrs["reading"]))


def test_of_too_many_rows_a_random_part_is_read_and_said(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 20)
    raw = ("x,y,z\n" + "".join(f"{k},{k % 7},${k}\n,,\n" for k in range(100))).encode()
    table = read_table(raw, "t.csv")
    assert notes(table) == ["Of 100 rows, 20 drawn at random are read."]
    assert (table.attrs["reading"].rows, table.attrs["reading"].part) == (100, True)
    assert len(table) == 20
    assert table["x"].is_monotonic_increasing
    assert table["x"].max() > 50
    assert (table["x"] == (table.index - 2) / 2).all()  # every other row is empty
    alike(table, by_pandas(raw, table.attrs["reading"]))


def suspected(columns: dict[str, list[float]]) -> tuple[Suspicion, ...]:
    return read(pd.DataFrame(columns).to_csv(index=False)).attrs["reading"].suspicions


def test_codes_for_missing_are_pointed_out_and_left_in():
    dice = np.random.default_rng(0)
    values = dice.uniform(1, 30, 60).round(2)
    columns = {
        "carbon": [-200.0 if k % 20 == 0 else x for k, x in enumerate(values)],
        "pressure": [0.0 if k % 15 == 0 else 40 + x for k, x in enumerate(values)],
        "age": [999.0 if k % 30 == 0 else round(20 + x) for k, x in enumerate(values)],
        "temperature": [-9999.0 if k % 12 == 0 else x - 15 for k, x in enumerate(values)],
        "children": [float(k % 6) for k in range(60)],
        "rain": [0.0 if k % 3 == 0 else round(x / 10, 2) for k, x in enumerate(values)],
        "sign": [float(-1) ** k for k in range(60)],
        "once": [-999.0 if k == 3 else x for k, x in enumerate(values)],
        "percent": [99.0 if k % 20 == 0 else 39 + 2 * x for k, x in enumerate(values)],
    }
    assert suspected(columns) == (
        Suspicion("carbon", -200, 3),
        Suspicion("pressure", 0, 4),
        Suspicion("age", 999, 2),
        Suspicion("temperature", -9999, 5),
    )
    table = read(pd.DataFrame(columns).to_csv(index=False))
    assert (table["carbon"] == -200).sum() == 3


def test_zeros_next_to_other_values_are_not_suspected():
    table = read_table((DATA / "breast_cancer.csv").read_bytes(), "breast_cancer.csv")
    with_zeros = [name for name in table if (table[name] == 0).any()]
    assert len(with_zeros) == 6
    for one in table.attrs["reading"].suspicions:  # 13 zeros, then nothing below a sixth of the median
        others = table[one.column][table[one.column] > 0]
        assert one.column in with_zeros
        assert others.min() > others.median() / 12
    assert len(table.attrs["reading"].suspicions) <= 2


def test_the_record_is_not_copied_with_every_column():
    table = read_table(CASES["pipes"].data, "t.csv")
    assert table["x"].attrs["reading"] is table.attrs["reading"]


def test_a_wide_table_is_read_column_by_column_without_a_square_of_their_number():
    names = ",".join(f"g{k}" for k in range(5_000))
    table = read(f"{names}\n" + 3 * (",".join(["0.5"] * 5_000) + "\n"))
    assert table.shape == (3, 5_000)
    assert (table.to_numpy() == 0.5).all()
