"""Files with the quirks of real ones are read, and pandas reads them alike when told what the lab found."""

import io

import numpy as np
import pandas as pd
import pytest

from dashboard.uploads.reading import read_table
from dashboard.uploads.record import Reading
from tests.dashboard.uploads.reading_cases import CASES


def by_pandas(data: bytes, reading: Reading) -> pd.DataFrame:
    """What the lines of a script make of the file."""
    scope = {"pd": pd, "np": np, "file": io.BytesIO(data)}
    for line in reading.pandas_lines("file"):
        exec(line.replace("'file'", "file"), scope)
    table = scope["table"]
    assert isinstance(table, pd.DataFrame)
    return table


def alike(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    assert list(ours) == [name for name in map(str, theirs) if not name.startswith("Unnamed")]
    for name in ours:
        if ours[name].dtype == float:
            np.testing.assert_allclose(theirs[name].astype(float), ours[name], rtol=1e-14, err_msg=name)
        else:
            assert [None if pd.isna(cell) else cell for cell in theirs[name]] == ours[name].tolist(), name


@pytest.mark.parametrize("name", CASES)
def test_a_file_with_quirks_is_read(name: str) -> None:
    case = CASES[name]
    table = read_table(case.data, "table.csv")
    assert list(table) == list(case.columns)
    for column, expected in case.columns.items():
        if all(value is None or not isinstance(value, str) for value in expected):
            np.testing.assert_allclose(table[column], np.array(expected, float), rtol=1e-14, err_msg=column)
        else:
            assert table[column].tolist() == expected
    reading = table.attrs["reading"]
    assert {field: getattr(reading, field) for field in case.told} == case.told


@pytest.mark.parametrize("name", CASES)
def test_pandas_reads_the_same(name: str) -> None:
    case = CASES[name]
    table = read_table(case.data, "table.csv")
    alike(table, by_pandas(case.data, table.attrs["reading"]))
