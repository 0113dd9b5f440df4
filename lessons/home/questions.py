"""The questions of the first page: each is run, and what happened is told with the numbers of the run."""

from dataclasses import replace

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from dashboard.scene import Act, Outcome, Show
from lessons.home.choice import Choice
from lessons.home.run import DEGREE, LAMBDA_CODES, LAMBDA_TEXTS, LAMBDAS, run

MOVED = Choice("l2", 4, 1.0)
FEW = Choice("l1")
ALIKE = 2.0  # times as far is "about as far"


def acts(_: Translate) -> list[Act]:
    """The best λ, the say of one point, the zeros of L1."""
    return [
        Act(
            "best",
            _("Regularisation makes large weights cost; λ is the price. Which λ predicts new points best?"),
            {
                "low": _("The smallest: closest to the points"),
                "between": _("One in between"),
                "high": _("The largest: the flattest curve"),
            },
        ),
        Act(
            "say",
            _("Point 4 from the left was moved up by 1. Where does it drag the curve farther?"),
            {
                "small": _("At the smallest λ"),
                "alike": _("About as far at both ends"),
                "large": _("At the largest λ"),
            },
            {"point": "4", "shift": "1"},
        ),
        Act(
            "zeros",
            _(
                "Now λ multiplies the sum of the sizes |w| (L1), not of their squares. Which weights become"
                " exactly 0 while λ grows?"
            ),
            {
                "none": _("None"),
                "some": _("Some before others"),
                "together": _("All, at one λ"),
            },
            {"penalty": "l1"},
        ),
    ]


def outcome(_: Translate, choice: Choice, act: str) -> Outcome:
    """What came out in the act of this name, for the points of the page."""
    return {"best": best, "say": say, "zeros": zeros}[act](_, choice)


def best(_: Translate, choice: Choice) -> Outcome:
    """Which λ of the bar has the least error on new points: the first, the last, or one in between."""
    fit = run(choice).fit
    place, error = fit.best, fit.validation_error / 2
    happened = "low" if place == 0 else "high" if place == len(LAMBDAS) - 1 else "between"
    because = _(
        "The error on new points is {low} at the smallest λ, {best} at λ = {where} and {high} at the largest:"
        " free weights follow the noise, weights near 0 cannot follow the curve."
    ).format(
        low=number(error[0]), best=number(error[place]), where=LAMBDA_TEXTS[place], high=number(error[-1])
    )
    shows = [
        Show(_("Show me the smallest λ"), choice.codes | {"lam": LAMBDA_CODES[0]}),
        Show(_("Show me the best one"), choice.codes | {"lam": LAMBDA_CODES[place]}),
    ]
    return Outcome(happened, because, shows)


def say(_: Translate, choice: Choice) -> Outcome:
    """Where a moved point drags the curve farther: max over x of |ŷ after − ŷ before| at each end of the bar.

    "alike" where neither is more than `ALIKE` times the other. It is the point that the question speaks of,
    whichever the page has moved since.
    """
    moved_run = run(replace(MOVED, penalty=choice.penalty))
    far = np.abs(moved_run.fit.curves - moved_run.before.curves).max(axis=1)
    small, large = float(far[0]), float(far[-1])
    alike = max(small, large) <= ALIKE * min(small, large)
    happened = "alike" if alike else "small" if small > large else "large"
    because = _(
        "It drags the curve by up to {small} at the smallest λ and by up to {large} at the largest: only"
        " large weights let a curve turn to a single point, and λ makes them dear."
    ).format(small=number(small, 2), large=number(large, 2))
    codes = replace(MOVED, penalty=choice.penalty).codes
    shows = [
        Show(_("Show me the smallest λ"), codes | {"lam": LAMBDA_CODES[0]}),
        Show(_("Show me the largest λ"), codes | {"lam": LAMBDA_CODES[-1]}),
    ]
    return Outcome(happened, because, shows)


def zeros(_: Translate, choice: Choice) -> Outcome:
    """Whether under L1 some weights are exactly 0 while others are not, all at once, or none ever."""
    few = replace(choice, penalty="l1")
    used = run(few).fit.path.nonzeros
    mixed, gone = np.flatnonzero((used > 0) & (used < DEGREE)), np.flatnonzero(used == 0)
    happened = "some" if mixed.size else "together" if gone.size else "none"
    place, last = run(few).fit.best, int(gone[0]) if gone.size else len(LAMBDAS) - 1
    because = _(
        "At λ = {some}, {zeros} of {count} are exactly 0; at λ = {all}, {gone} are. L1 pulls at a small"
        " weight as hard as at a large one, until it is 0; the pull of L2 fades with the weight."
    ).format(
        some=LAMBDA_TEXTS[place],
        zeros=DEGREE - int(used[place]),
        count=DEGREE,
        all=LAMBDA_TEXTS[last],
        gone=DEGREE - int(used[last]),
    )
    shows = [
        Show(_("Show me a few weights left"), few.codes | {"lam": LAMBDA_CODES[place]}),
        Show(_("Show me the same λ with L2"), few.codes | {"penalty": "l2", "lam": LAMBDA_CODES[place]}),
    ]
    return Outcome(happened, because, shows)
