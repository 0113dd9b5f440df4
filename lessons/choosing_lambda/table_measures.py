"""How the error of a model is measured, and what that is called: of numbers in one way, of two classes in
three."""

from charts.numbers import number
from charts.picture import Translate

SQUARED = "squared error"  # of a target that is a number
MEASURES = ("deviance", "misclassification", "auc")  # of two classes, the first unless another is asked for


def measure_names(_: Translate) -> dict[str, str]:
    """What chooses λ where there are two classes, as a control says it."""
    return {"deviance": _("deviance"), "misclassification": _("misclassification"), "auc": "AUC"}


def error_of(_: Translate, measure: str, balanced: bool) -> str:
    """The error as the subject of a sentence."""
    if measure == "misclassification" and balanced:
        return _("the mean error rate of the two classes")
    return {
        SQUARED: _("the mean squared error"),
        "deviance": _("the deviance"),
        "misclassification": _("the share of rows put into the wrong class"),
        "auc": _("1 − AUC"),
    }[measure]


def what_it_is(_: Translate, measure: str, balanced: bool) -> str:
    """How the error is measured, and in which unit."""
    if measure == "misclassification" and balanced:
        return _(
            "The error is the mean of two shares: of the rows of either class those that are put into the "
            "other, by a probability above or below ½."
        )
    words = {
        SQUARED: _("The error is the mean squared error, in squares of the target's unit."),
        "deviance": _(
            "The error is the deviance: twice the mean of −ln of the probability that the model gives to the "
            "class that is true."
        ),
        "misclassification": _(
            "The error is the share of rows put into the wrong class, by a probability above or below ½."
        ),
        "auc": _(
            "The error is 1 − AUC: how often a row of class 0 gets a larger probability than one of class 1; "
            "0.5 is chance."
        ),
    }[measure]
    if measure == "deviance" and balanced:
        words += " " + _("Both classes count alike in that mean.")
    return words


def percent(share: float) -> str:
    """A share as whole per cents; what is not 0 or 1 does not look like it."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "< 1 %"
    if whole == 100 and share < 1:
        return "> 99 %"
    return f"{whole} %"


def percent_more(larger: float, smaller: float) -> str:
    """By how many per cents one is larger than the other, to two digits."""
    return f"{number(100 * (larger / smaller - 1), 2)} %" if smaller > 0 else "∞ %"


def beside(value: float, other: float, digits: int = 4) -> str:
    """`value`; as a sum with `other` where these digits would not tell the two apart: "2,993 + 0.21"."""
    written = number(value, digits)
    if value == other or written != number(other, digits):
        return written
    return f"{number(other, digits)} {'+' if value > other else '−'} {number(abs(value - other), 2)}"
