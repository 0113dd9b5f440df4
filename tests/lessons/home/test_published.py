"""What is said of the book's table is so: counted by hand, with weights from the normal equations."""

import re

import numpy as np
import pytest

from lessons.home import published

V = np.linspace(0, 1, 10)[:, None] ** np.arange(10)
T = [0.349486, 0.830839, 1.007332, 0.971507, 0.133066, 0.166823, -0.848307, -0.445686, -0.563567, 0.261502]


def english(message: str) -> str:
    return message


def by_hand(ln: float) -> np.ndarray:
    if np.isinf(ln):
        return np.linalg.solve(V, T)
    return np.linalg.solve(V.T @ V + np.exp(ln) * np.eye(10), V.T @ T)


def printed_alike(column: float, ln: float) -> int:
    """How many weights at e^ln are printed like those of a column: two decimals, the large ones whole."""
    pairs = zip(published.TABLE[column], by_hand(ln), strict=True)
    return sum(abs(book - w) <= (0.5 if abs(book) > 1000 else 0.005) for book, w in pairs)


def test_the_counts_and_the_lambdas_are_those_found_by_hand() -> None:
    said = published.what_came_out(english)
    free, small, large, there_small, ln_small, there_large, ln_large = re.match(
        r"Without a price (\d+) of 10 weights agree; at the λ printed over the other two columns (\d+)"
        r" and (\d+) of 10 do\. .* another λ: (\d+) of 10 agree at ln λ = (\S+) instead of −18, and (\d+)"
        r" of 10 at ln λ = (\S+) instead of 0\.",
        said,
    ).groups()
    assert int(free) == printed_alike(-np.inf, -np.inf) == 10
    assert int(small) == printed_alike(-18, -18)
    assert int(large) == printed_alike(0, 0)
    found = [float(text.replace("−", "-")) for text in (ln_small, ln_large)]
    assert int(there_small) == printed_alike(-18, found[0]) == 10
    assert int(there_large) == printed_alike(0, found[1]) == 10


@pytest.mark.parametrize("column", published.PENALISED)
def test_no_other_lambda_comes_nearer_to_a_column(column: float) -> None:
    best = np.abs(by_hand(published.reproduced().ln_found[column]) - published.TABLE[column]).max()
    every = [np.abs(by_hand(ln) - published.TABLE[column]).max() for ln in np.linspace(-22, 5, 2701)]
    assert best <= min(every) + 1e-6


def test_the_marks_are_set_where_both_numbers_are_printed_alike() -> None:
    rows = published.reproduced()
    assert len(rows.as_printed) == 30
    assert len(rows.elsewhere) == 20
    for row in (*rows.as_printed, *rows.elsewhere):
        assert row.agrees == (
            abs(row.published - row.computed) <= (0.5 if abs(row.published) > 1000 else 0.005)
        )


def test_the_rounding_that_is_said_is_what_the_worst_signs_do() -> None:
    worst = max(np.abs(np.linalg.inv(V)) @ np.full(10, 5e-7))
    assert f"can move a weight by {worst:.1f}," in published.about(english)
    assert max(abs(by_hand(-np.inf))) > 1e6
