"""Every check accepts what it promises and names the argument, what came and what it needs otherwise."""

import datetime

import numpy as np
import pytest

from l2core.checks import (
    finite_array,
    finite_number,
    fraction,
    nonnegative,
    nonnegative_array,
    one_of,
    positive,
    whole_number,
)


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        ([[1, 2], [3, 4]], np.float64),
        (np.ones(3, np.float32), np.float32),
        (np.ones(3, np.float16), np.float64),
        ([True, False], np.float64),
        (np.array([1, 2], dtype=object), np.float64),
        (7, np.float64),
    ],
)
def test_numbers_become_a_float_array_and_float32_stays(value, dtype):
    array = finite_array("X", value)
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, np.asarray(value, dtype=float))


@pytest.mark.parametrize(
    "value",
    [
        *("1.5", ["1", "2"], [1j], [[1, 2], [3]], {"a": 1}, [datetime.date(2020, 1, 1)], 10**400),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
    ],
)
def test_what_is_not_a_number_is_refused_by_name(value):
    with pytest.raises(ValueError, match=r"^X needs numbers, got "):
        finite_array("X", value)


def test_the_place_of_the_first_value_that_is_not_finite_is_told():
    with pytest.raises(ValueError, match=r"X needs finite numbers, got nan at index \(1, 0\)"):
        finite_array("X", [[1.0, 2.0], [np.nan, np.inf]])
    with pytest.raises(ValueError, match=r"lambd needs finite numbers, got inf$"):
        finite_number("lambd", np.inf)


def test_a_missing_value_is_not_a_number():
    with pytest.raises(ValueError, match=r"X needs finite numbers, got nan at index \(1,\)"):
        finite_array("X", [1.0, None])


def test_dimensions_are_told():
    with pytest.raises(ValueError, match=r"w needs 1 dimension\(s\), got shape \(1, 2\)"):
        finite_array("w", [[1, 2]], ndim=1)
    with pytest.raises(ValueError, match="lambd needs 0 dimension"):
        nonnegative("lambd", [0.1, 0.2])


@pytest.mark.parametrize(
    ("check", "good", "bad", "needs"),
    [
        (nonnegative, (0, 0.0, 3), (-1e-300, -1), "a number of at least 0"),
        (nonnegative_array, (0, [0, 3.5]), (-1, [1, -2]), "numbers of at least 0"),
        (positive, (1e-300, 3), (0, -0.0, -1), "a number above 0"),
        (fraction, (0, 0.5, 1), (-0.01, 1.01), "a number from 0 to 1"),
    ],
)
def test_ranges(check, good, bad, needs):
    for value in good:
        np.testing.assert_array_equal(check("x", value), value)
    for value in bad:
        with pytest.raises(ValueError, match=f"^x needs {needs}, got "):
            check("x", value)


def test_whole_numbers_keep_every_digit():
    assert whole_number("seed", 2**60 + 1, at_least=0) == 2**60 + 1
    assert whole_number("steps", np.int64(5), at_least=1) == 5
    assert isinstance(whole_number("steps", 5.0, at_least=1), int)
    for bad in (0, 1.5, -3):
        with pytest.raises(ValueError, match="steps needs a whole number of at least 1, got "):
            whole_number("steps", bad, at_least=1)


def test_one_of_names_the_choices():
    assert one_of("penalty", "l1", ("l1", "l2")) == "l1"
    for bad in ("L1", "", None, ["l1"], np.array(["l1", "l2"])):
        with pytest.raises(ValueError, match="penalty needs one of l1, l2, got "):
            one_of("penalty", bad, ("l1", "l2"))


def test_a_long_value_is_shown_short():
    with pytest.raises(ValueError, match=r"\.\.\.$") as error:
        one_of("penalty", "x" * 5000, ("l1",))
    assert len(str(error.value)) < 130
