"""Places worth seeing on a table."""

from charts.picture import Translate
from dashboard.presets import Preset


def places(_: Translate, act: int) -> list[Preset]:
    """Known to work, known to fail; each leaves the act that is on, the one at place `act`, as it is."""
    every = [
        Preset(
            _("Ridge beside the lasso"),
            _("Under ridge no weight of this table is exactly 0, however strong λ is."),
            {"penalty": "l2"},
        ),
        Preset(
            _("30 measurements of a tumour"),
            _("Many of them say nearly the same; the lasso takes a few and leaves the others at 0."),
            {"table": "breast_cancer"},
        ),
        Preset(
            _("Without standardising"),
            _("The penalty spares a variable whose numbers are large, whatever it is worth."),
            {"std": "0"},
            "fails",
        ),
        Preset(
            _("No penalty to speak of"),
            _(
                "At the weakest λ of the bar all ten variables are in; with 442 rows for 10 variables that "
                "costs next to nothing."
            ),
            {"lam": "0.00501"},
        ),
        Preset(
            _("The path of Efron and others"),
            _("As it is drawn in the paper on LARS; its knots, and glmnet's path, beside those of the lab."),
            {"against": "norm1", "published": "1"},
            "published",
        ),
    ]
    on = {"table": "diabetes", "penalty": "l1", "std": "1"} | ({"act": str(act + 1)} if act else {})
    return [Preset(one.words, one.why, {**on, **one.codes}, one.kind) for one in every]
