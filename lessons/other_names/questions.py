"""The question on conventions: what can be answered, and what the formula says."""

import math

from charts.numbers import number
from charts.picture import Translate
from l2core.conventions import conventions

LAMBD, ROWS = 0.1, 1000
RIDGE_OPTIONS = {"0.0001": "0.0001", "0.1": "0.1", "100": "100"}


def ridge_for_mean_loss(_: Translate) -> tuple[str, str]:
    """The alpha of scikit-learn's Ridge for λ = LAMBD on ROWS rows."""
    ridge = next(c for c in conventions("l2", "squared error") if c.name == "scikit-learn Ridge")
    alpha = ridge.from_canonical(LAMBD, ROWS)
    happened = min(RIDGE_OPTIONS, key=lambda guess: abs(math.log(float(guess) / alpha)))
    words = _("Ridge sums the loss over the rows: alpha = {rows} · {lambd} = {alpha}.")
    return happened, words.format(rows=ROWS, lambd=number(LAMBD), alpha=number(alpha))
