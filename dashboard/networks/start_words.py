"""What the network lessons say of the same nets from many starts."""

import numpy as np

from charts.networks.start_bands import DIVERGED, LOSSES, measure_names
from charts.numbers import fixed, number
from charts.penalties import penalty_names
from dashboard import controls
from dashboard.networks.grid import LAMBDA_CODES
from dashboard.networks.starts import STARTS, Starts
from dashboard.text import Translate
from l2core.many_starts import inside, left_out, middle

FEW = left_out(STARTS)  # so many starts lie above the band, and so many below


def explanation(_: Translate) -> str:
    """What is done again, and how the pictures show it."""
    words = _(
        "Everything above began with one draw of the starting weights. The switch trains every λ again from "
        "{starts} draws, on the same points: what it shows is the luck of the start, not that of the points. "
        "The line is the median of the starts. The band holds the middle {inside}: the {few} lowest and the "
        "{few} highest are left out."
    )
    return words.format(starts=STARTS, inside=inside(STARTS), few=FEW)


def starts_switch(_: Translate, *, default: bool) -> bool:
    """Whether to train from all starts, as the user or the page has it."""
    return controls.switch(
        "starts",
        _("Train from {starts} starts").format(starts=STARTS),
        default=default,
        help=_("Start seeds 0 to {last}. The starts that are done are kept when you move a control.").format(
            last=STARTS - 1
        ),
    )


def band_sentence(_: Translate, starts: Starts, measure: str, lam: int, snapshot: int) -> str:
    """The median and the middle starts of every net, in one sentence, at one place of the bar."""
    each = ", ".join(
        _("{name} {median} ({low} to {high})").format(
            name=penalty_names(_)[penalty],
            **{end: _value_text(_, measure, value, starts.weights) for end, value in at.items()},
        )
        for penalty, at in _middles(starts, measure, lam, snapshot).items()
    )
    return _("{measure}, median of {starts} starts and where the middle {inside} lie: {each}.").format(
        measure=measure_names(_)[measure], starts=STARTS, inside=inside(STARTS), each=each
    )


def zeros_sentence(_: Translate, starts: Starts, penalty: str, lam: int, snapshot: int) -> str:
    """How many weights one penalty makes exactly 0 from how many starts."""
    at = _middles(starts, "zeros", lam, snapshot)[penalty]
    words = _(
        "{name} with λ = {lambd} after step {step:,}: a median of **{median} of {weights}** weights are "
        "exactly 0; the middle {inside} of {starts} starts lie between {low} and {high}."
    )
    return words.format(
        name=penalty_names(_)[penalty],
        lambd=LAMBDA_CODES[lam],
        step=starts.grid.steps()[snapshot],
        weights=starts.weights,
        inside=inside(STARTS),
        starts=STARTS,
        **{end: _value_text(_, "zeros", value, starts.weights) for end, value in at.items()},
    )


def diverged_sentence(_: Translate, starts: Starts, lam: int, snapshot: int) -> str:
    """Which nets diverged from more than a few starts; nothing if none did."""
    lost = {
        penalty: int(np.isnan(values[:, snapshot, min(lam, values.shape[-1] - 1)]).sum())
        for penalty, values in starts.by_penalty("training").items()
    }
    words = _(
        "{name} diverged from {count} of {starts} starts: there the band counts the loss and the weights as "
        "larger than any number, and no weight as 0."
    )
    return " ".join(
        words.format(name=penalty_names(_)[penalty], count=count, starts=STARTS)
        for penalty, count in lost.items()
        if count > FEW
    )


def _middles(starts: Starts, measure: str, lam: int, snapshot: int) -> dict[str, dict[str, float]]:
    """penalty -> "low", "median", "high" -> the number."""
    return {
        penalty: {
            end: float(value)
            for end, value in middle(values[:, snapshot, min(lam, values.shape[-1] - 1)], DIVERGED[measure])
            ._asdict()
            .items()
        }
        for penalty, values in starts.by_penalty(measure).items()
    }


def _value_text(_: Translate, measure: str, value: float, weights: int) -> str:
    if not np.isfinite(value):
        return _("diverged")
    if measure == "zeros":
        return number(round(2 * value * weights) / 2)  # a median of two counts may be a half
    return fixed(value, 3 if measure in LOSSES else 1)
