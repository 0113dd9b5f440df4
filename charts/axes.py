"""The axes that pictures share: the step of training, λ, and where an axis ends at the latest."""

from typing import Any

import altair as alt

from charts.numbers import vega_number
from charts.picture import Translate

CEILING = (
    5.0  # nats at which axes of a loss end at the latest, so that a net that diverges leaves others room
)
FARTHEST = 2.0  # × the size without a penalty, at which axes of weights end at the latest


def above(left: int = 30) -> dict[str, Any]:
    """For the axis on the left of a picture: its title upright above it, from `left` pixels before it on.

    A title that lies on its side is hard to read, in Chinese more so, and is cut off where room is short.
    """
    return {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleBaseline": "bottom",
        "titleX": -left,
        "titleY": -6,
    }


def step_axis(_: Translate, field: str = "epoch", domain: Any = alt.Undefined) -> alt.X:
    """The step of training, from left to right."""
    return alt.X(
        field=field,
        type="quantitative",
        title=_("Step of training"),
        scale=alt.Scale(domain=domain, nice=False),
        axis=alt.Axis(grid=False, tickCount=4),
    )


def lambda_axis(_: Translate, field: str = "lambd", domain: Any = alt.Undefined) -> alt.X:
    """λ in decades, from left to right, with numbers at 1, 2 and 5 where there is room for them."""
    digit = "substring(format(datum.value, '.0e'), 0, 1)"
    label = f"indexof('125', {digit}) < 0 ? '' : {vega_number('datum.value')}"
    return alt.X(
        field=field,
        type="quantitative",
        title=_("Penalty λ (logarithmic scale)"),
        scale=alt.Scale(type="log", domain=domain, nice=False),
        axis=alt.Axis(grid=False, labelExpr=label, labelOverlap="greedy"),
    )
