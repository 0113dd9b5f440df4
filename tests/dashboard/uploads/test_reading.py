"""Every wrong file gets one sentence with the place; every right one its numbers, however it was written."""

import io
import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.uploads.columns import columns_of
from dashboard.uploads.reading import LARGEST_FILE, TableError, read_table
from dashboard.uploads.two_classes import classification_arrays, default_columns
from l2core.datasets import from_table

ROWS = [(0.5 * k, 3 - 0.25 * k, "yes" if k % 3 == 0 else "no") for k in range(30)]


def written(rows=ROWS, header="x1,x2,label", separator=","):
    lines = [header.replace(",", separator), *(separator.join(map(str, row)) for row in rows)]
    return "\n".join(lines) + "\n"


def replaced(row, column, value):
    rows = [list(r) for r in ROWS]
    rows[row][column] = value
    return written(rows)


def read(text, encoding="utf-8"):
    return read_table(text.encode(encoding), "table.csv")


def test_a_plain_table_is_read_with_its_row_numbers():
    table = read(written())
    assert table.columns.tolist() == ["x1", "x2", "label"]
    assert table.index.tolist() == list(range(2, 32))
    np.testing.assert_array_equal(table[["x1", "x2"]].to_numpy(), [row[:2] for row in ROWS])
    assert table["label"].tolist() == [row[2] for row in ROWS]
    assert table.attrs["name"] == "table.csv"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gbk"])
def test_separator_and_encoding_are_found_out(separator, encoding):
    text = written(header="长度,宽度,类别", separator=separator).replace("yes", "是").replace("no", "否")
    data = text.encode(encoding)
    table = read_table(b"\xfe\xff" + data if encoding == "utf-16-be" else data, "表.csv")
    assert table.columns.tolist() == ["长度", "宽度", "类别"]
    pd.testing.assert_frame_equal(
        table.set_axis(["x1", "x2", "label"], axis=1).replace({"是": "yes", "否": "no"}),
        read(written()),
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_decimal_commas_are_decimals(separator):
    text = written(separator=separator).replace(".", ",")
    pd.testing.assert_frame_equal(read(text), read(written()))


def test_quoted_decimal_commas_are_decimals_too():
    table = read('x1,x2,label\n"1,5","-0,25",a\n"2,5",",75",b\n')
    np.testing.assert_array_equal(table[["x1", "x2"]].to_numpy(), [[1.5, -0.25], [2.5, 0.75]])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_quotes_blank_lines_and_empty_columns_do_no_harm(line_end):
    text = 'x1,x2,"label, said",,\n\n1,2,"a ""b""",,\n,,,,\n 3 , 4e-1 ,"c,d",,\n\n\n,,\n'
    table = read(text.replace("\n", line_end))
    assert table.columns.tolist() == ["x1", "x2", "label, said"]
    assert table.to_numpy().tolist() == [[1.0, 2.0, 'a "b"'], [3.0, 0.4, "c,d"]]
    assert table.index.tolist() == [3, 5]


def test_row_names_without_a_header_are_left_out():
    buffer = io.StringIO()
    pd.DataFrame(ROWS, columns=["x1", "x2", "label"]).to_csv(buffer)
    assert read(buffer.getvalue()).columns.tolist() == ["x1", "x2", "label"]


@given(
    st.lists(
        st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.text(string.printable, max_size=8)),
        min_size=1,
        max_size=8,
    )
)
def test_what_pandas_writes_is_read_back(rows):
    frame = pd.DataFrame(rows, columns=["value", "word"])
    frame["word"] = "w" + frame["word"].str.replace(r"\s", " ", regex=True) + "w"
    buffer = io.StringIO()
    frame.to_csv(buffer, index=False, lineterminator="\n")
    table = read(buffer.getvalue())
    np.testing.assert_array_equal(table["value"], frame["value"])
    assert table["word"].tolist() == frame["word"].tolist()


def problem(data):
    """The problem that the lab sets out with after this upload."""
    table = read_table(data, "table.csv")
    features, label, split = default_columns(table, columns_of(table))
    return classification_arrays(table, features, label, split)


def outcome(data):
    """The problem, which the core then takes, or else the sentence."""
    try:
        rows = problem(data)
    except TableError as error:
        return str(error)
    return from_table(rows.X, rows.labels, rows.split)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_or_a_sentence(data):
    assert outcome(data)


@given(st.text("12.,;\t\n\"ax-' ", max_size=60))
def test_any_almost_table_gives_a_table_or_a_sentence(text):
    assert outcome(("a,b,c\n" + text).encode())


WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \r\n", "The file is empty."),
        (b",,\n,,\n", "The file is empty."),
        (b"x1,x2,label\n", "The file has a header, but no rows below it."),
        (b"x1,x2,label\n\n,,\n", "The file has a header, but no rows below it."),
        (WORKBOOK, "This is an Excel workbook. Save the sheet as CSV and upload that file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "This is an Excel workbook. Save the sheet as CSV and upload that file.",
        ),
        (b"\x89PNG\r\n\0\0", "This is not a text file. Save the table as CSV and upload that file."),
        (
            "x1,x2,label\n1,2,a\n1,муж,жена\n".encode("cp1251"),
            "Row 3 is not written in UTF-8. Save the file as “CSV UTF-8”.",
        ),
        (
            "x1,x2,café\n1,2,a\n".encode() + "1,2,café\n".encode("cp1252"),
            "Row 3 is not written in UTF-8. Save the file as “CSV UTF-8”.",
        ),
        (
            b"x\n1\n2\n",
            "Only one column was found. Put commas, semicolons, tabs or blanks between the columns.",
        ),
        (b"a,b,a\n1,2,3\n", "Two columns have the name a. Give each column its own name."),
        (b"a,,b\n1,2,3\n", "Column 2 has no name."),
        (b"a,b,c\n1,2,3\n4,5\n", "Row 3 has 2 values for 3 columns."),
        (
            b"a,b,c\n1,5,2,5,x\n",
            "Row 2 has 5 values for 3 columns. "
            "If its commas are decimal commas, put semicolons between the columns.",
        ),
        (b'a,b\n1,2\n3,"4\n5,6\n', "Row 3 cannot be read. Look at its quotation marks."),
        (b'"a";"b"\n1;2\n3;"4\n5;6\n', "Row 3 cannot be read. Look at its quotation marks."),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(data, sentence):
    with pytest.raises(TableError) as caught:
        read_table(data, "table.csv")
    assert str(caught.value) == sentence
    assert caught.value.template.format(**caught.value.values) == sentence


def test_a_file_or_a_table_too_large_is_told_its_size():
    with pytest.raises(TableError, match=r"^The file has 24\.0 MB; at most 20 MB are read\.$"):
        read_table(b"1" * (6 * LARGEST_FILE // 5), "big.csv")
    with pytest.raises(TableError, match=r"^The file has 600,001 lines; at most 500,000 are read"):
        read("x,y\n" + "1,2\n" * 600_000)


def test_a_long_value_is_shortened_in_the_sentence():
    with pytest.raises(TableError) as caught:
        problem(replaced(4, 1, "z" * 200).encode())
    assert str(caught.value) == f"Row 6, column x2: {'z' * 39}… is not a number."
    with pytest.raises(TableError, match=r"name y{39}…"):
        read(f"{'y' * 300},{'y' * 300}\n1,2\n")
