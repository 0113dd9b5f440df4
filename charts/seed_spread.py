"""How much of the difference between two penalties is the luck of the start: one dot a start, and pairs."""

from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.learning_curves import CEILING, named, penalty_names, span
from charts.palette import MARKER_COLOR, PENALTY_COLORS
from charts.picture import Picture, Translate, finished, scrubbed
from l2core.checks import FloatArray
from l2core.evaluation import estimate, paired_difference

_HEIGHT = 260

Losses = Mapping[str, FloatArray]


def seed_spread(_: Translate, validation: Losses, lambd: str, alt_text: str) -> Picture:
    """Every start's validation cross-entropy under each penalty; a line joins what began at the same start.

    validation: penalty -> (S, seeds), "none" among them, NaN where a net diverged. lambd: the λ, as text.
    """
    spec = _spread(_, tuple(validation), len(validation["none"]) - 1)
    return Picture(spec, spread_tables(validation, lambd), alt_text)


def paired_differences(_: Translate, validation: Losses, lambd: str, alt_text: str) -> Picture:
    """Every start's validation cross-entropy minus that of the same start without a penalty: mean ± s/√n."""
    spec = _differences(_, tuple(validation), len(validation["none"]) - 1)
    return Picture(spec, spread_tables(validation, lambd), alt_text)


def spread_tables(validation: Losses, lambd: str) -> dict[str, pd.DataFrame]:
    """ "starts": a row for each penalty and start, and for every snapshot a column v0 … (validation loss) and
    d0 … (its difference to no penalty). "means": a row for each penalty and snapshot. "extent": how far the
    axes reach, whatever the step is.
    """
    starts, means, free = [], [], validation["none"]
    for penalty, losses in validation.items():
        columns = {"penalty": penalty, "seed": np.arange(losses.shape[1], dtype=np.int16)}
        for letter, values in (("v", losses), ("d", losses - free)):
            columns |= {f"{letter}{s}": row for s, row in enumerate(values.astype(np.float32))}
        starts.append(pd.DataFrame(columns))
        means += [
            {"penalty": penalty, "step": s, "lambd": lambd} | _mean(losses[s], free[s])
            for s in range(len(losses))
        ]
    every = np.stack(list(validation.values()))
    low_high = {
        name: np.clip([np.nanmin(values), np.nanmax(values)], -CEILING, CEILING)
        for name, values in (("validation", every), ("difference", every - free))
    }
    return {
        "starts": pd.concat(starts, ignore_index=True),
        "means": pd.DataFrame(means),
        "extent": pd.DataFrame(low_high),
    }


def _mean(losses: FloatArray, free: FloatArray) -> dict[str, float]:
    """The mean over the starts that did not diverge, and the mean difference with ± one standard error."""
    both = np.isfinite(losses) & np.isfinite(free)
    if both.sum() < 2:
        return dict.fromkeys(("mean", "difference", "error", "low", "high"), np.nan)
    pairs = paired_difference(losses[both], free[both])
    return {
        "mean": estimate(losses[both]).mean,
        "difference": pairs.mean,
        "error": pairs.standard_error,
        "low": pairs.mean - pairs.standard_error,
        "high": pairs.mean + pairs.standard_error,
    }


@cache
def _spread(_: Translate, penalties: tuple[str, ...], last_step: int) -> dict[str, object]:
    def loss(field: str) -> alt.Y:
        title = _("Validation cross-entropy (nats)")
        scale = alt.Scale(domain=span("validation"), zero=False, nice=True)
        return alt.Y(field=field, type="quantitative", title=title, scale=scale)

    starts, means = _at_this_step(_)
    x = alt.X(
        field="net",
        type="nominal",
        title=None,
        sort=_names(_, penalties),
        axis=alt.Axis(labelAngle=0, ticks=False),
    )
    pairs = starts.mark_line(strokeWidth=1, clip=True, opacity=0.35, color=MARKER_COLOR).encode(
        x=x, y=loss("validation"), detail=alt.Detail(field="seed", type="nominal")
    )
    dots = starts.mark_point(filled=True, clip=True, size=45, opacity=0.75).encode(
        x=x,
        y=loss("validation"),
        color=_color(_, penalties),
        tooltip=[
            alt.Tooltip(field="net", type="nominal", title=_("Net")),
            alt.Tooltip(field="seed", type="ordinal", title=_("Start seed")),
            alt.Tooltip(field="validation", type="quantitative", title=_("validation"), format=".3f"),
        ],
    )
    mean = means.mark_tick(thickness=3, clip=True, width=46, opacity=1).encode(
        x=x, y=loss("mean"), color=_color(_, penalties)
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(y=loss("validation"))
    chart = alt.layer(pairs, dots, mean, extent).add_params(scrubbed("step", last_step, last_step))
    title = alt.Title(_("Each dot one start, each bar their mean"), anchor="start", fontSize=14)
    return finished(chart.properties(height=_HEIGHT, title=title).configure(aria=False))


@cache
def _differences(_: Translate, penalties: tuple[str, ...], last_step: int) -> dict[str, object]:
    def nats(field: str) -> alt.X:
        title = _("Difference in validation cross-entropy (nats)")
        scale = alt.Scale(domain=span("difference"), nice=True)
        return alt.X(field=field, type="quantitative", title=title, scale=scale)

    starts, means = _at_this_step(_, "datum.penalty != 'none'")
    penalized = tuple(penalty for penalty in penalties if penalty != "none")
    y = alt.Y(field="net", type="nominal", title=None, sort=_names(_, penalized), axis=alt.Axis(ticks=False))
    zero = (
        alt.Chart(alt.NamedData("extent"))
        .mark_rule(color=MARKER_COLOR, strokeDash=[4, 4])
        .encode(x=alt.datum(0))
    )
    dots = starts.mark_tick(thickness=2, clip=True, height=22, opacity=0.6).encode(
        x=nats("difference"),
        y=y,
        color=_color(_, penalized),
        tooltip=[
            alt.Tooltip(field="net", type="nominal", title=_("Net")),
            alt.Tooltip(field="seed", type="ordinal", title=_("Start seed")),
            alt.Tooltip(field="difference", type="quantitative", title=_("difference"), format="+.3f"),
        ],
    )
    bar = means.mark_rule(strokeWidth=4, clip=True).encode(
        x=nats("low"), x2=alt.X2(field="high"), y=y, yOffset=alt.value(36), color=_color(_, penalized)
    )
    mean = means.mark_point(filled=True, clip=True, size=110, opacity=1, shape="diamond").encode(
        x=nats("difference"), y=y, color=_color(_, penalized)
    )
    words = (
        "!isValid(datum.difference) ? '' : format(datum.difference, '+.3f') + ' ± ' + "
        "format(datum.error, '.3f') + '  (λ = ' + datum.lambd + ')'"
    )
    text = (
        means.transform_calculate(words=words)
        .mark_text(align="left", dy=-30, fontSize=13, fontWeight="bold")
        .encode(x=alt.value(4), y=y, text=alt.Text(field="words", type="nominal"))
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=nats("difference"))
    chart = alt.layer(zero, dots, bar, mean, text, extent).add_params(scrubbed("step", last_step, last_step))
    title = alt.Title(
        _("Each start against itself without a penalty: mean ± standard error"), anchor="start", fontSize=14
    )
    return finished(chart.properties(height=_HEIGHT, title=title).configure(aria=False))


def _at_this_step(_: Translate, only: str = "true") -> tuple[alt.Chart, alt.Chart]:
    """The tables "starts" and "means" at the step of the bar, of the penalties for which `only` holds."""
    starts = alt.Chart(alt.NamedData("starts")).transform_calculate(
        net=named(_), validation="datum['v' + step]", difference="datum['d' + step]"
    )
    means = alt.Chart(alt.NamedData("means")).transform_filter("datum.step == step")
    return starts.transform_filter(only), means.transform_calculate(net=named(_)).transform_filter(only)


def _names(_: Translate, penalties: Sequence[str]) -> list[str]:
    return [penalty_names(_)[penalty] for penalty in penalties]


def _color(_: Translate, penalties: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=_names(_, penalties), range=[PENALTY_COLORS[penalty] for penalty in penalties])
    return alt.Color(field="net", type="nominal", scale=scale, legend=None)
