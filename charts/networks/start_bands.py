"""The same nets from many starts: the median over training, and the band that holds most of the starts."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import CEILING, FARTHEST, step_axis
from charts.exported import columns_of
from charts.numbers import number, vega_fixed
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import named, penalty_color, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray
from l2core.many_starts import Middle, inside, middle

_HEIGHT = 330
_BEYOND = 20  # what runs away is drawn this many times as high as the axis: out of the picture

LOSSES = ("training", "validation")
SUMS = ("l1", "l2")
MEASURES = (*LOSSES, *SUMS, "zeros")  # the cross-entropies, Σ|w| and Σw², the share of weights exactly 0
DIVERGED = dict.fromkeys((*LOSSES, *SUMS), np.inf) | {"zeros": 0.0}  # what a net that diverged counts as
_DECIMALS = dict.fromkeys(LOSSES, 3) | dict.fromkeys(SUMS, 1)

ByPenalty = Mapping[str, FloatArray]


def measure_names(_: Translate) -> dict[str, str]:
    """What the measures are called."""
    return {
        "training": _("Training loss"),
        "validation": _("Validation loss"),
        "l1": "Σ|w|",
        "l2": "Σw²",
        "zeros": _("Exactly 0"),
    }


def start_bands(
    _: Translate,
    measure: str,
    penalties: tuple[str, ...],
    tables: Tables,
    starts: int,
    step: Track,
    lam: Track,
    alt_text: str,
) -> Picture:
    """One of MEASURES over training: for each penalty the median and the band of the middle starts.

    tables: those of `band_tables`, packed or not. starts: over how many.
    """
    return Picture(_spec(_, measure, penalties, starts, step, lam), tables, alt_text)


def band_numbers(_: Translate, tables: Tables, lam: int) -> pd.DataFrame:
    """The median of every net at every kept step, and the band around it, at one λ."""
    bands, (low, high) = columns_of(tables["bands"]), columns_of(tables["extent"])["value"]
    beyond = low + _BEYOND * (high - low)  # what is drawn there is as high, or higher
    names = {"lo": _("lower end"), "mid": _("median"), "hi": _("upper end")}
    columns = {
        name: [number(x) if x < beyond * (1 - 1e-6) else f"≥ {number(beyond)}" for x in bands[f"{end}{lam}"]]
        for end, name in names.items()
    }
    penalty = [penalty_names(_)[code] for code in bands["penalty"]]
    return pd.DataFrame({_("Penalty"): penalty, _("Step of training"): bands["epoch"]} | columns)


def band_tables(measure: str, epochs: Sequence[int], starts: ByPenalty) -> dict[str, pd.DataFrame]:
    """Table "bands": a row for each penalty and snapshot, for every λ the columns lo0 …, mid0 … and hi0 ….
    Table "extent": how far the axes reach, whatever λ is.

    epochs (S,): the steps kept. starts: penalty -> (starts, S, L), NaN where a net diverged; a net without a
    penalty has one column for all λ.
    """
    lambdas = max(values.shape[-1] for values in starts.values())
    bands = {penalty: middle(values, DIVERGED[measure]) for penalty, values in starts.items()}
    low, high = _ends(measure, bands)
    beyond, rows = low + _BEYOND * (high - low), []
    for penalty, band in bands.items():
        columns = {"step": np.arange(len(epochs), dtype=np.int16), "epoch": epochs, "penalty": penalty}
        for name, values in zip(("lo", "mid", "hi"), band, strict=True):
            drawn = np.broadcast_to(np.minimum(values, beyond), (len(epochs), lambdas)).astype(np.float32)
            columns |= {f"{name}{lam}": column for lam, column in enumerate(drawn.T)}
        rows.append(pd.DataFrame(columns))
    extent = {"epoch": [epochs[0], epochs[-1]], "value": [low, high]}
    return {"bands": pd.concat(rows, ignore_index=True), "extent": pd.DataFrame(extent)}


def _ends(measure: str, bands: Mapping[str, Middle]) -> tuple[float, float]:
    """Where the axis begins and ends: nets that run away leave the others room."""
    if measure == "zeros":
        return 0.0, 1.0
    highest = {penalty: float(band.high[np.isfinite(band.high)].max()) for penalty, band in bands.items()}
    if measure in LOSSES:
        low = min(float(band.low.min()) for band in bands.values())
        return low, min(CEILING, max(highest.values()))
    return 0.0, 1.05 * min(FARTHEST * highest["none"], max(highest.values()))


@cache
def _spec(
    _: Translate, measure: str, penalties: tuple[str, ...], starts: int, step: Track, lam: Track
) -> dict[str, object]:
    x = step_axis(_, "epoch", span("epoch"))
    percent = alt.Axis(format="%", tickCount=5) if measure == "zeros" else alt.Undefined
    units = {"l1": "Σ|w|", "l2": "Σw²", "zeros": _("Share of all weights")}

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=span("value"), zero=False, nice=measure != "zeros")
        title = units.get(measure, _("Cross-entropy (nats)"))
        return alt.Y(field=field, type="quantitative", title=title, scale=scale, axis=percent)

    names = [penalty_names(_)[penalty] for penalty in penalties]
    legend = alt.Legend(title=None, orient="bottom", symbolOpacity=1)
    color = penalty_color(penalties, names, field="net", legend=legend)
    table = (
        alt.Chart(alt.NamedData("bands"))
        .transform_calculate(
            net=named(_), low="datum['lo' + lam]", median="datum['mid' + lam]", high="datum['hi' + lam]"
        )
        .encode(x=x, color=color)
    )
    now = table.transform_filter("datum.step == step")
    ends = {"median": _("median"), "low": _("from"), "high": _("to")}
    tooltip = [
        alt.Tooltip(field="net", type="nominal", title=_("Net")),
        alt.Tooltip(field="epoch", type="quantitative", title=_("Step of training"), format=","),
        *(alt.Tooltip(field=f"{field}_text", type="nominal", title=words) for field, words in ends.items()),
    ]
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=x, y=y("value"))
    dash = SPLIT_DASHES["validation"] if measure == "validation" else SPLIT_DASHES["train"]
    line = table.mark_line(strokeWidth=2, clip=True, strokeDash=dash or alt.Undefined)
    chart = alt.layer(
        table.mark_area(opacity=0.22, clip=True).encode(y=y("low"), y2=alt.Y2(field="high")),
        line.encode(y=y("median")),
        now.mark_rule(strokeWidth=1.5).encode(x=x, color=alt.value(MARKER_COLOR)),
        now.transform_calculate(**{f"{field}_text": _end_text(_, measure, field) for field in ends})
        .mark_point(filled=True, size=60, opacity=1, clip=True)
        .encode(y=y("median"), tooltip=tooltip),
        extent,
    )
    words = _("{measure}: median, middle {inside} of {starts} starts")
    words = words.format(measure=measure_names(_)[measure], inside=inside(starts), starts=starts)
    title = alt.Title(words, anchor="start", fontSize=14)
    return finished(chart.properties(height=_HEIGHT, title=title).configure(aria=False), step, lam)


def _end_text(_: Translate, measure: str, field: str) -> str:
    """Vega's expression for an end of the band in numbers, if it is not far out of the picture."""
    row = "data('extent')[{}].value".format
    off = f"datum.{field} > {row(0)} + {_BEYOND - 1} * ({row(1)} - {row(0)})"
    words = json.dumps(_("off the top"), ensure_ascii=False)
    value = f"datum.{field}"
    text = f"format({value}, '.0%')" if measure == "zeros" else vega_fixed(value, _DECIMALS[measure])
    return f"{off} ? {words} : {text}"
