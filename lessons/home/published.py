"""The polynomial of a book, computed again: PRML's table of weights for three prices λ."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from charts.numbers import fixed, number
from charts.picture import Translate
from dashboard.caches import kept_for_everybody
from dashboard.presets import Published
from l2core.power_polynomial import (
    PRML_ROUNDING,
    PRML_T,
    PRML_X,
    moved_by_rounding,
    nearest_lambd,
    power_weights,
)

SOURCE = "Bishop 2006, Pattern Recognition and Machine Learning, table 1.2"
DEGREE = 9
# ln λ over a column -> w₀ … w₉ as printed, with two decimals
TABLE: dict[float, tuple[float, ...]] = {
    -np.inf: (
        *(0.35, 232.37, -5321.83, 48568.31, -231639.30),
        *(640042.26, -1061800.52, 1042400.18, -557682.99, 125201.43),
    ),
    -18.0: (0.35, 4.74, -0.77, -31.97, -3.89, 55.28, 41.32, -45.95, -91.53, 72.68),
    0.0: (0.13, -0.05, -0.06, -0.05, -0.03, -0.02, -0.01, -0.00, 0.00, 0.01),
}
PENALISED = (-18.0, 0.0)
_LARGE = 1000.0  # from here on the points, known to six decimals, fix no decimal of a weight
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Reproduced:
    """The table at its own λ, and the two columns with a price at the λ that fits each best.

    ln_found: that λ, by the ln λ over the column.
    """

    as_printed: Sequence[Published]
    elsewhere: Sequence[Published]
    ln_found: dict[float, float]

    def agree(self, results: Sequence[Published], column: float) -> int:
        """How many weights of a column agree."""
        return sum(result.agrees for result in results if result.what.endswith(_over(column)))


@kept_for_everybody()
def reproduced() -> Reproduced:
    """All three columns, computed."""
    found = {column: nearest_lambd(PRML_X, PRML_T, TABLE[column]) for column in PENALISED}
    return Reproduced(
        [row for column in TABLE for row in _column(column, float(np.exp(column)))],
        [row for column, lambd in found.items() for row in _column(column, lambd)],
        {column: float(np.log(lambd)) for column, lambd in found.items()},
    )


def about(_: Translate) -> str:
    """What is compared."""
    moved = float(moved_by_rounding(PRML_X, DEGREE, PRML_ROUNDING).max())
    return _(
        "Ten noisy points of a sine, and a polynomial with ten weights of powers of x: the first example of a"
        " well-known book. Without a price the curve goes through every point, and its weights reach sizes"
        " beyond a million. The points are published with six decimals; that rounding alone can move a weight"
        " by {moved}, so the large ones are compared without their decimals."
    ).format(moved=number(moved, 2))


def what_came_out(_: Translate) -> str:
    """How much of the table comes out at the λ that is printed over it, and at which λ all of it does."""
    all_of_it = reproduced()
    counts = {column: all_of_it.agree(all_of_it.as_printed, column) for column in TABLE}
    words = _(
        "Without a price {free} of 10 weights agree; at the λ printed over the other two columns {small} and"
        " {large} of 10 do. Those columns come out of the same cost at another λ: {there_small} of 10 agree"
        " at ln λ = {ln_small} instead of −18, and {there_large} of 10 at ln λ = {ln_large} instead of 0."
    )
    small, large = PENALISED
    return words.format(
        free=counts[-np.inf],
        small=counts[small],
        large=counts[large],
        there_small=all_of_it.agree(all_of_it.elsewhere, small),
        there_large=all_of_it.agree(all_of_it.elsewhere, large),
        ln_small=fixed(all_of_it.ln_found[small], 4),
        ln_large=fixed(all_of_it.ln_found[large], 2),
    )


def _column(column: float, lambd: float) -> list[Published]:
    """The ten weights over which `column` is printed, computed at λ = `lambd`."""
    weights = power_weights(PRML_X, PRML_T, DEGREE, lambd)
    return [
        Published(
            f"w{k}".translate(_BELOW) + f", {_over(column)}",
            SOURCE,
            printed,
            float(weight),
            0 if abs(printed) >= _LARGE else 2,
        )
        for k, (printed, weight) in enumerate(zip(TABLE[column], weights, strict=True))
    ]


def _over(column: float) -> str:
    return f"ln λ = {number(column)}"
