"""What a net minimises over training, its two parts apart: cost = data loss + penalty."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import filled
from l2core.checks import FloatArray
from l2core.trajectories import Weights

HEIGHT = 320


def cost_parts(
    _: Translate,
    weights: Weights,
    data_loss: FloatArray,
    penalty: FloatArray,
    high: float,
    at: Mapping[str, int],
    last_lam: int,
) -> Picture:
    """Data loss, and the penalty stacked on it, (S, L) each, of the nets that `weights` are of.

    high: where the axis ends.
    """
    lam, step = min(at["lam"], data_loss.shape[1] - 1), at["step"]
    table = pd.DataFrame(
        {"place": range(len(weights.steps)), "step": weights.steps, "high": high, "zero": 0.0}
    )
    for letter, part in (("d", data_loss), ("c", data_loss + penalty)):
        table = table.join(pd.DataFrame(part.astype(np.float32)).add_prefix(letter))
    words = _(
        "{name} at step {step}: data loss {loss:.3f} + penalty {penalty:.3f} = cost {cost:.3f}, in nats."
    )
    numbers = {"loss": data_loss[step, lam], "penalty": penalty[step, lam]}
    numbers["cost"] = numbers["loss"] + numbers["penalty"]
    return Picture(
        _spec(_, weights.penalty, len(weights.steps), last_lam),
        {"cost": table},
        words.format(name=penalty_names(_)[weights.penalty], step=weights.steps[step], **numbers),
    )


@cache
def _spec(_: Translate, name: str, S: int, last_lam: int) -> dict[str, Any]:
    lam = "0" if name == "none" else "lam"
    parts = {_("data loss"): ("zero", "d", 0.35), _("penalty"): ("d", "c", 0.9)}
    x = alt.X(
        field="step",
        type="quantitative",
        title=_("Step of training"),
        scale=alt.Scale(nice=False),
        axis=alt.Axis(grid=False, tickCount=4),
    )
    scale = alt.Scale(domain=[0, alt.ExprRef("data('cost')[0].high")], nice=False)
    opacity = alt.Opacity(
        field="part",
        type="nominal",
        sort=list(parts),
        scale=alt.Scale(domain=list(parts), range=[shade for _low, _high, shade in parts.values()]),
        legend=alt.Legend(
            title=None, orient="bottom", symbolFillColor=PENALTY_COLORS[name], symbolType="square"
        ),
    )
    table = alt.Chart(alt.NamedData("cost")).transform_calculate(
        d=f"datum['d' + {lam}]", c=f"datum['c' + {lam}]"
    )
    now = table.transform_filter("datum.place == step")
    sums = filled(
        _("{loss} + {penalty} = {cost}"),
        loss="format(datum.d, '.3f')",
        penalty="format(datum.c - datum.d, '.3f')",
        cost="format(datum.c, '.3f')",
    )
    diverged = filled(_("diverged"))
    text = f"isValid(datum.d) ? {sums} : {diverged}"
    tooltip = [
        alt.Tooltip(field="step", type="quantitative", title=_("Step"), format=","),
        alt.Tooltip(field="d", type="quantitative", title=_("data loss"), format=".4f"),
        alt.Tooltip(field="c", type="quantitative", title=_("cost"), format=".4f"),
    ]

    def y(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", title=_("Nats per example"), scale=scale)

    areas = [
        table.transform_calculate(part=filled(part))
        .mark_area(clip=True, color=PENALTY_COLORS[name], aria=False)
        .encode(x=x, y=y(low), y2=alt.Y2(field=high), opacity=opacity)
        for part, (low, high, _shade) in parts.items()
    ]
    return finished(
        alt.layer(
            *areas,
            now.mark_rule(aria=False).encode(x=x, color=alt.value(MARKER_COLOR)),
            now.mark_circle(clip=True, size=80, opacity=1, color=PENALTY_COLORS[name], aria=False).encode(
                x=x, y=y("c"), tooltip=tooltip
            ),
            now.transform_calculate(text=text)
            .mark_text(
                align="right", x=alt.ExprRef("width"), y=-12, fontSize=13, fontWeight="bold", aria=False
            )
            .encode(text=alt.Text(field="text", type="nominal")),
        )
        .add_params(scrubbed("step", S - 1, S - 1), scrubbed("lam", last_lam, last_lam // 2))
        .properties(
            height=HEIGHT, title=alt.TitleParams(text=penalty_names(_)[name], anchor="start", offset=-2)
        )
    )
