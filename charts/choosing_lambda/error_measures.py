"""What a cross-validated error is called, in which direction it is drawn, and what the bar says of it.

The core counts every measure as an error; a picture shows 1 − AUC as the AUC.
"""

from charts.picture import Translate
from l2core.checks import FloatArray


def measure_title(_: Translate, measure: str) -> str:
    """The title of an axis of the measure "squared error", "deviance", "misclassification" or "auc"."""
    return {
        "squared error": _("Mean squared error"),
        "deviance": _("Deviance (−2 log-likelihood per row)"),
        "misclassification": _("Share of rows put into the wrong class"),
        "auc": _("AUC (area under the ROC curve)"),
    }[measure]


def here_words(_: Translate, measure: str) -> str:
    """What is said of one λ, with {lambd} and {error} to be filled."""
    return {
        "squared error": _("λ = {lambd}: error {error}"),
        "deviance": _("λ = {lambd}: deviance {error}"),
        "misclassification": _("λ = {lambd}: {error} wrong"),
        "auc": _("λ = {lambd}: AUC {error}"),
    }[measure]


def as_shown(measure: str, errors: FloatArray) -> FloatArray:
    """The numbers that are drawn: the errors themselves, but the AUC for 1 − AUC."""
    return 1 - errors if measure == "auc" else errors
