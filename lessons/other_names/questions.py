"""The question on conventions: what can be answered, and what the library's own formula says."""

import math

from charts.numbers import number
from charts.picture import Translate
from dashboard.scene import Act, Outcome, Show
from dashboard.strengths import address_code
from l2core.conventions import conventions

LAMBD, ROWS = 0.1, 1000
RIDGE_OPTIONS = {"0.0001": "0.0001", "0.1": "0.1", "100": "100"}


def acts(_: Translate) -> tuple[Act, ...]:
    """The question of the page."""
    question = _(
        "Ridge regression on 1000 rows, a mean loss of ½(ŷ − y)² and λ = 0.1. Which alpha does "
        "scikit-learn's Ridge need for the same model?"
    )
    return (Act("alpha", question, RIDGE_OPTIONS),)


def outcome(_: Translate) -> Outcome:
    """Which alpha it is, why, and where the page says the same."""
    happened, because = ridge_for_mean_loss(_)
    by_rows = next(c for c in conventions("l2", "squared error") if c.name == "scikit-learn SGDRegressor")
    codes = {"conv": address_code(by_rows), "value": number(LAMBD), "n": str(ROWS), "penalty": "l2"}
    return Outcome(happened, because, (Show(_("Show me this λ below"), codes),))


def ridge_for_mean_loss(_: Translate) -> tuple[str, str]:
    """The alpha of scikit-learn's Ridge for λ = LAMBD on ROWS rows."""
    ridge = next(c for c in conventions("l2", "squared error") if c.name == "scikit-learn Ridge")
    alpha = ridge.from_canonical(LAMBD, ROWS)
    happened = min(RIDGE_OPTIONS, key=lambda guess: abs(math.log(float(guess) / alpha)))
    words = _("Ridge sums the loss over the rows: alpha = {rows} · {lambd} = {alpha}.")
    return happened, words.format(rows=ROWS, lambd=number(LAMBD), alpha=number(alpha))
