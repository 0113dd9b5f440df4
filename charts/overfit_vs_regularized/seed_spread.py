"""How much of the difference between two penalties is the luck of the start: one dot a start, and pairs."""

import warnings
from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import CEILING
from charts.networks.codes import flat
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, named, penalty_names
from charts.picture import Picture, Tables, Translate, finished, scrubbed
from charts.vega import list_of, span
from l2core.checks import FloatArray

_HEIGHT = 260

Losses = Mapping[str, FloatArray]


def seed_spread(
    _: Translate, penalties: tuple[str, ...], tables: Tables, last_step: int, last_lam: int, alt_text: str
) -> Picture:
    """Every start's validation cross-entropy under each penalty; a line joins what began at the same start.

    tables: those of `spread_tables`, packed or not.
    """
    return Picture(_spread(_, penalties, last_step, last_lam), tables, alt_text)


def paired_differences(
    _: Translate, penalties: tuple[str, ...], tables: Tables, last_step: int, last_lam: int, alt_text: str
) -> Picture:
    """Every start's validation cross-entropy minus that of the same start without a penalty: mean ± s/√n.

    tables: those of `difference_tables`, packed or not.
    """
    return Picture(_differences(_, penalties, last_step, last_lam), tables, alt_text)


def spread_tables(validation: Losses) -> dict[str, pd.DataFrame]:
    """ "starts": a row for each penalty and start; its cell v lists the losses, λ by λ, in each snapshot by
    snapshot. "means": a row for each penalty, the mean over the starts likewise. "extent": how far the axis
    reaches, whatever λ and the step are. nets: how many λ a list holds.

    validation: penalty -> (starts, S, L), L = 1 for "none"; NaN where a net diverged: the means are over the
    others.
    """
    means = {penalty: _mean_and_error(losses)[0] for penalty, losses in validation.items()}
    return {
        "starts": _lists({"v": validation}),
        "means": _lists({"v": {penalty: mean[None] for penalty, mean in means.items()}}),
        "extent": _extent(validation),
    }


def difference_tables(validation: Losses) -> dict[str, pd.DataFrame]:
    """The same for what each start loses or gains by a penalty, d_i = loss_i − loss_i without; in "means"
    their mean in v and its standard error in e.
    """
    free = validation["none"]
    pairs = {penalty: losses - free for penalty, losses in validation.items() if penalty != "none"}
    estimates = {penalty: _mean_and_error(values) for penalty, values in pairs.items()}
    means = {
        letter: {penalty: both[k][None] for penalty, both in estimates.items()}
        for k, letter in enumerate("ve")
    }
    return {"starts": _lists({"v": pairs}), "means": _lists(means), "extent": _extent(pairs)}


def _lists(columns: Mapping[str, Losses]) -> pd.DataFrame:
    """A row for each penalty and start, each column from (starts, S, L)."""
    tables = []
    for penalty in next(iter(columns.values())):
        cells = {
            name: flat(values[penalty].transpose(0, 2, 1).astype(np.float32))
            for name, values in columns.items()
        }
        starts, _steps, nets = next(iter(columns.values()))[penalty].shape
        places = {"penalty": penalty, "seed": np.arange(starts, dtype=np.int16), "nets": nets}
        tables.append(pd.DataFrame(places | cells))
    return pd.concat(tables, ignore_index=True)


def _mean_and_error(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """x̄ and s/√n over the starts that did not diverge, (S, L); NaN where fewer than two are left."""
    n = np.isfinite(values).sum(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no start left
        mean, deviation = np.nanmean(values, axis=0), np.nanstd(values, axis=0, ddof=1)
        return np.where(n < 2, np.nan, mean), np.where(n < 2, np.nan, deviation / np.sqrt(n))


def _extent(values: Losses) -> pd.DataFrame:
    ends = [
        min(float(np.nanmin(of)) for of in values.values()),
        max(float(np.nanmax(of)) for of in values.values()),
    ]
    return pd.DataFrame({"v": np.clip(ends, -CEILING, CEILING)})


@cache
def _spread(_: Translate, penalties: tuple[str, ...], last_step: int, last_lam: int) -> dict[str, object]:
    x = alt.X(
        field="net",
        type="nominal",
        title=None,
        sort=_names(_, penalties),
        axis=alt.Axis(labelAngle=0, ticks=False),
    )

    def nats(field: str) -> alt.Y:
        title = _("Validation cross-entropy (nats)")
        scale = alt.Scale(domain=span("v"), zero=False, nice=True)
        return alt.Y(field=field, type="quantitative", title=title, scale=scale)

    starts, means = _here(_, "starts", last_step), _here(_, "means", last_step)
    pairs = starts.mark_line(strokeWidth=1, clip=True, opacity=0.35, color=MARKER_COLOR).encode(
        x=x, y=nats("now"), detail=alt.Detail(field="seed", type="nominal")
    )
    dots = starts.mark_point(filled=True, clip=True, size=45, opacity=0.75).encode(
        x=x, y=nats("now"), color=_color(_, penalties), tooltip=_tooltip(_, _("validation"), ".3f")
    )
    mean = means.mark_tick(thickness=3, clip=True, width=46, opacity=1).encode(
        x=x, y=nats("now"), color=_color(_, penalties)
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(y=nats("v"))
    title = _("Each dot one start, each bar their mean")
    return _picture(title, [pairs, dots, mean, extent], last_step, last_lam)


@cache
def _differences(
    _: Translate, penalties: tuple[str, ...], last_step: int, last_lam: int
) -> dict[str, object]:
    def nats(field: str) -> alt.X:
        title = _("Difference in validation cross-entropy (nats)")
        scale = alt.Scale(domain=span("v"), nice=True)
        return alt.X(field=field, type="quantitative", title=title, scale=scale)

    penalized = tuple(penalty for penalty in penalties if penalty != "none")
    y = alt.Y(field="net", type="nominal", title=None, sort=_names(_, penalized), axis=alt.Axis(ticks=False))
    zero = (
        alt.Chart(alt.NamedData("extent"))
        .mark_rule(color=MARKER_COLOR, strokeDash=[4, 4])
        .encode(x=alt.datum(0))
    )
    dots = (
        _here(_, "starts", last_step)
        .mark_tick(thickness=2, clip=True, height=22, opacity=0.6)
        .encode(
            x=nats("now"),
            y=y,
            color=_color(_, penalized),
            tooltip=_tooltip(_, _("difference"), "+.3f"),
        )
    )
    means = _here(_, "means", last_step).transform_calculate(error=_cell("e", last_step))
    bar = means.transform_calculate(low="datum.now - datum.error", high="datum.now + datum.error").mark_rule(
        strokeWidth=4, clip=True
    )
    mean = means.mark_point(filled=True, clip=True, size=110, opacity=1, shape="diamond")
    words = "!isValid(datum.now) ? '' : format(datum.now, '+.3f') + ' ± ' + format(datum.error, '.3f')"
    text = means.transform_calculate(words=words).mark_text(
        align="left", dy=-30, fontSize=13, fontWeight="bold"
    )
    layers = [
        zero,
        dots,
        bar.encode(
            x=nats("low"), x2=alt.X2(field="high"), y=y, yOffset=alt.value(36), color=_color(_, penalized)
        ),
        mean.encode(x=nats("now"), y=y, color=_color(_, penalized)),
        text.encode(x=alt.value(4), y=y, text=alt.Text(field="words", type="nominal")),
    ]
    title = _("Each start against itself without a penalty")
    return _picture(title, layers, last_step, last_lam, _("mean ± standard error"))


def _picture(
    title: str, layers: Sequence[alt.Chart], last_step: int, last_lam: int, below: str = ""
) -> dict[str, object]:
    chart = alt.layer(*layers).add_params(
        scrubbed("step", last_step, last_step), scrubbed("lam", last_lam, last_lam // 2)
    )
    heading = alt.Title(title, subtitle=below, anchor="start", fontSize=14, subtitleColor=MARKER_COLOR)
    return finished(chart.properties(height=_HEIGHT, title=heading).configure(aria=False))


def _here(_: Translate, table: str, last_step: int) -> alt.Chart:
    """A table at the place of the bar."""
    return alt.Chart(alt.NamedData(table)).transform_calculate(net=named(_), now=_cell("v", last_step))


def _cell(column: str, last_step: int) -> str:
    """Vega's expression for what a list of `_lists` holds at this λ and step."""
    return f"{list_of(column)}[(datum.nets > 1 ? lam * {last_step + 1} : 0) + step]"


def _tooltip(_: Translate, words: str, digits: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(field="net", type="nominal", title=_("Net")),
        alt.Tooltip(field="seed", type="ordinal", title=_("Start seed")),
        alt.Tooltip(field="now", type="quantitative", title=words, format=digits),
    ]


def _names(_: Translate, penalties: Sequence[str]) -> list[str]:
    return [penalty_names(_)[penalty] for penalty in penalties]


def _color(_: Translate, penalties: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=_names(_, penalties), range=[PENALTY_COLORS[penalty] for penalty in penalties])
    return alt.Color(field="net", type="nominal", scale=scale, legend=None)
