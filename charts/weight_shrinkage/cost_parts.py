"""What a net descends over training, its two parts apart: cost = data loss + penalty."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from charts.axes import above, step_axis
from charts.numbers import fixed, vega_fixed
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import filled
from charts.weight_shrinkage.divergence import diverged_sentence
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
    tracks: tuple[Track, Track],
) -> Picture:
    """Data loss, and the penalty stacked on it, (S, L) each, of the nets that `weights` are of.

    high: where the axis ends. at: step and λ of the words. tracks: those of step and λ.
    """
    table = pd.DataFrame(
        {"place": range(len(weights.steps)), "step": weights.steps, "high": high, "zero": 0.0}
    )
    for letter, part in (("d", data_loss), ("p", penalty)):
        table = table.join(pd.DataFrame(part).add_prefix(letter))
    return Picture(
        _spec(_, weights.penalty, *tracks),
        {"cost": table},
        _sentence(_, weights, data_loss, penalty, at["lam"], at["step"]),
        partial(_numbers, _, weights, data_loss, penalty, at["lam"]),
    )


def _numbers(
    _: Translate, weights: Weights, data_loss: FloatArray, penalty: FloatArray, lam: int
) -> pd.DataFrame:
    """Both parts and their sum at every kept step, at one λ."""
    net = weights.net(lam)
    parts = {_("data loss (training)"): data_loss, _("penalty term"): penalty, _("cost"): data_loss + penalty}
    columns = {name: [fixed(value) for value in part[:, net]] for name, part in parts.items()}
    return pd.DataFrame({_("Step of training"): weights.steps} | columns)


def _sentence(
    _: Translate, weights: Weights, data_loss: FloatArray, penalty: FloatArray, lam: int, step: int
) -> str:
    if weights.has_diverged(lam, step):
        return diverged_sentence(_, weights, lam)
    place = step, weights.net(lam)
    words = _("{name} at step {step}: data loss {loss} + penalty {penalty} ≈ cost {cost}, in nats.")
    return words.format(
        name=penalty_names(_)[weights.penalty],
        step=f"{weights.steps[step]:,}",
        loss=fixed(data_loss[place]),
        penalty=fixed(penalty[place]),
        cost=fixed(data_loss[place] + penalty[place]),
    )


@cache
def _spec(_: Translate, name: str, step: Track, lam: Track) -> dict[str, Any]:
    net = "0" if name == "none" else lam.name
    parts = {_("data loss"): ("zero", "d", 0.35), _("penalty"): ("d", "c", 0.9)}
    x = step_axis(_, "step")
    scale = alt.Scale(domain=[0, alt.ExprRef("data('cost')[0].high")], nice=False)
    opacity = alt.Opacity(
        field="part",
        type="nominal",
        sort=list(parts),
        scale=alt.Scale(domain=list(parts), range=[shade for _low, _high, shade in parts.values()]),
        legend=None,  # what is pale is said below the three panels
    )
    table = (
        alt.Chart(alt.NamedData("cost"))
        .transform_calculate(d=f"datum['d' + {net}]", p=f"datum['p' + {net}]")
        .transform_calculate(c="isValid(datum.d) ? datum.d + datum.p : null")
    )
    now = table.transform_filter(f"datum.place == {step.name}").transform_calculate(
        loss=vega_fixed("datum.d"), extra=vega_fixed("datum.p"), sum=vega_fixed("datum.c")
    )
    # Parts that are rounded each need not add up to the rounded sum
    sums = filled(
        _("{loss} + {penalty} ≈ {cost}"), loss="datum.loss", penalty="datum.extra", cost="datum.sum"
    )
    diverged = filled(_("diverged"))
    text = f"isValid(datum.d) ? {sums} : {diverged}"
    tooltip = [
        alt.Tooltip(field="step", type="quantitative", title=_("Step"), format=","),
        alt.Tooltip(field="loss", type="nominal", title=_("data loss")),
        alt.Tooltip(field="sum", type="nominal", title=_("cost")),
    ]

    def y(field: str) -> alt.Y:
        return alt.Y(
            field=field,
            type="quantitative",
            title=_("Nats per example"),
            scale=scale,
            axis=alt.Axis(**above()),
        )

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
        ).properties(
            height=HEIGHT, title=alt.TitleParams(text=penalty_names(_)[name], anchor="start", offset=8)
        ),
        step,
        lam,
    )
