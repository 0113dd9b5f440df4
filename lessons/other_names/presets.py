"""Numbers that people have without having chosen them: what the libraries begin with."""

from charts.picture import Translate
from dashboard.presets import Preset


def places(_: Translate) -> list[Preset]:
    """Each on a table of so many rows, with a word on why."""
    return [
        Preset(
            _("C of LogisticRegression"),
            _("What scikit-learn begins with on 1000 rows: C weighs the loss, so a larger C is a smaller λ."),
            {"penalty": "l2", "conv": "scikit-learn-logisticregression-c", "value": "1", "n": "1000"},
        ),
        Preset(
            _("alpha of Ridge"),
            _("What scikit-learn begins with on 1000 rows: the loss is a sum, so more rows weaken it."),
            {"penalty": "l2", "conv": "scikit-learn-ridge-alpha", "value": "1", "n": "1000"},
        ),
        Preset(
            _("alpha of Lasso"),
            _("The same 1 in the same library, but here the loss is a mean: a λ 1000 times as large."),
            {"penalty": "l1", "conv": "scikit-learn-lasso-alpha", "value": "1", "n": "1000"},
        ),
        Preset(
            _("alpha of MLPClassifier"),
            _("What scikit-learn begins with, in batches of 200: divided by the batch, not by all rows."),
            {
                "penalty": "l2",
                "conv": "scikit-learn-mlpclassifier-alpha",
                "value": "0.0001",
                "n": "1000",
            },
        ),
        Preset(
            _("glmnet's lambda of a ridge, for scikit-learn"),
            _(
                "Section 6.5.1 of “An Introduction to Statistical Learning”: ridge on the 263 players whose "
                "salary is known. glmnet divides salaries by their standard deviation, which is 450.26."
            ),
            {
                "penalty": "l2",
                "conv": "glmnet-gaussian-lambda",
                "to": "scikit-learn-ridge-alpha",
                "value": "11498",
                "n": "263",
                "s": "450.26",
            },
            kind="published",
        ),
    ]
