"""A network's error against λ over many starts: training and validation, with and without a penalty."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import lambda_axis
from charts.choosing_lambda.lambda_rules import choice_rules, now_rules
from charts.choosing_lambda.titles import title_above
from charts.choosing_lambda.zones import LINE, ZONE_COLUMNS, zone_shades, zone_table, zone_words
from charts.numbers import fixed, number, plus_minus, vega_fixed, vega_number
from charts.palette import MARKER_COLOR, SPLIT_DASHES, TEXT_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.many_starts import ErrorsOverStarts

HEIGHT = 450
_TOP = 7 * LINE  # pixels above the curves, for the names of the zones
_COLUMNS = ["set", "lam", "lambd", "mean", "low", "high"]
_PLACE = "datum.lam <= lam"  # what the bar has come to


def start_errors(
    _: Translate,
    lambdas: tuple[float, ...],
    errors: ErrorsOverStarts | None,
    penalty: str,
    lam: Track,
    alt_text: str,
    *,
    drawn: Sequence[float] = (),
    votes: bool = False,
) -> Picture:
    """Training and validation loss against λ up to the place of the bar: mean, and the middle 80 % of starts.

    errors: at `lambdas`; None as long as no net is trained, and the frame is empty. drawn: the validation
    loss that somebody expects at each λ. votes: says above each λ how many starts
    have their lowest validation loss there.
    """
    ends = {"x": [lambdas[0], lambdas[-1]]}
    expected = pd.DataFrame({"x": lambdas[: len(drawn)], "mean": list(drawn)})
    if errors is None:
        tables = {
            "curves": pd.DataFrame(columns=_COLUMNS),
            "free": pd.DataFrame(columns=_COLUMNS),
            "zones": pd.DataFrame(columns=ZONE_COLUMNS),
            "extent": pd.DataFrame(ends | {"mean": [0.0, 1.0]}),
            "chosen": pd.DataFrame(columns=["x", "text", "side", "lam"]),
            "now": pd.DataFrame({"lam": [0], "x": lambdas[:1], "text": [f"λ = {number(lambdas[0])}"]}).assign(
                side="right"
            ),
            "votes": pd.DataFrame(columns=["x", "starts", "lam"]),
            "drawn": expected,
        }
        return Picture(_errors(_, penalty, lam), tables, alt_text)
    curves, free = _curves(errors)
    tables = {
        "curves": curves,
        "free": free,
        "zones": zone_table(_, errors),
        "extent": pd.DataFrame(ends | {"mean": _reach(curves, free, drawn)}),
        "chosen": _lowest(_, errors),
        "now": _now(_, errors),
        "votes": _votes(errors) if votes else pd.DataFrame(columns=["x", "starts", "lam"]),
        "drawn": expected,
    }
    return Picture(_errors(_, penalty, lam), tables, alt_text, lambda: _numbers(_, errors))


def _numbers(_: Translate, errors: ErrorsOverStarts) -> pd.DataFrame:
    """The mean losses, and the nets that they are means of."""
    rows = range(len(errors.lambdas) + 1)
    losses = {
        name: [errors.mean(part, row) for row in rows]
        for name, part in ((_("training"), errors.training), (_("validation"), errors.validation))
    }
    return pd.DataFrame(
        {"λ": [_("without a penalty"), *map(number, errors.lambdas)]}
        | {
            name: ["–" if mean is None else plus_minus(mean.mean, mean.standard_error) for mean in means]
            for name, means in losses.items()
        }
    )


def _curves(errors: ErrorsOverStarts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean and band at every λ, and without a penalty."""
    curves: list[dict[str, Any]] = []
    free: list[dict[str, Any]] = []
    for name, losses in (("train", errors.training), ("validation", errors.validation)):
        for row, lambd in enumerate((None, *errors.lambdas)):
            sound = losses[row][np.isfinite(losses[row])]
            if len(sound):
                low, high = np.quantile(sound, [0.1, 0.9])
                band = {"set": name, "lam": row - 1, "lambd": lambd, "mean": sound.mean()}
                (free if lambd is None else curves).append(band | {"low": low, "high": high})
    return pd.DataFrame(curves, columns=_COLUMNS), pd.DataFrame(free, columns=_COLUMNS)


def _reach(curves: pd.DataFrame, free: pd.DataFrame, drawn: Sequence[float]) -> list[float]:
    """How far the vertical axis goes, wherever the bar stands."""
    low = min(curves["low"].min(), free["mean"].min(), *drawn)
    high = max(curves["high"].max(), free["mean"].max(), *drawn)
    return [float(low), float(high)] if np.isfinite([low, high]).all() and low < high else [0.0, 1.0]


def _lowest(_: Translate, errors: ErrorsOverStarts) -> pd.DataFrame:
    """The λ with the lowest mean validation loss; its name stands where there is more room."""
    best = errors.best()
    places = [] if best is None else [best]
    return pd.DataFrame(
        {
            "x": [errors.lambdas[k] for k in places],
            "text": _("lowest"),
            "side": ["right" if 2 * k < len(errors.lambdas) else "left" for k in places],
            "lam": places,
        }
    )


def _now(_: Translate, errors: ErrorsOverStarts) -> pd.DataFrame:
    """Where the bar stands, and the mean validation loss there."""
    words, lost = _("λ = {lambd}: validation loss {loss}"), _("λ = {lambd}: diverged")
    means = [errors.mean(errors.validation, k + 1) for k in range(len(errors.lambdas))]
    texts = [
        (lost if mean is None else words).format(
            lambd=number(lambd), loss="" if mean is None else fixed(mean.mean)
        )
        for lambd, mean in zip(errors.lambdas, means, strict=True)
    ]
    lam = np.arange(len(texts))
    side = np.where(lam < len(lam) / 2, "right", "left")
    return pd.DataFrame({"lam": lam, "x": errors.lambdas, "text": texts, "side": side})


def _votes(errors: ErrorsOverStarts) -> pd.DataFrame:
    counts = errors.votes()
    return pd.DataFrame({"x": errors.lambdas, "starts": counts, "lam": np.arange(len(counts))}).query(
        "starts > 0"
    )


@cache
def _errors(_: Translate, penalty: str, lam: Track) -> dict[str, Any]:
    kinds = {"free": _("without a penalty"), "curves": _("with L2") if penalty == "l2" else _("with L1")}
    points = {"train": _("training"), "validation": _("validation")}
    y = alt.Y(
        field="mean",
        type="quantitative",
        title=None,
        scale=alt.Scale(
            domain=span("mean"), zero=False, nice=False, padding=4, range=[alt.ExprRef("height"), _TOP]
        ),
        axis=alt.Axis(labelExpr=vega_number("datum.value"), minExtent=34),
    )
    dash = alt.StrokeDash(
        field="points",
        type="nominal",
        scale=alt.Scale(domain=list(points.values()), range=[SPLIT_DASHES[name] for name in points]),
        legend=alt.Legend(
            title=None,
            columns=1,
            symbolStrokeColor=MARKER_COLOR,
            symbolType="stroke",
            symbolSize=900,
        ),
    )
    legend = alt.Legend(
        title=None,
        columns=1,
        symbolType="stroke",
        symbolStrokeWidth=3,
        symbolOpacity=1,
        symbolSize=400,
    )
    color = penalty_color(["none", penalty], list(kinds.values()), field="kind", legend=legend)
    tooltip = [
        alt.Tooltip(field="points", type="nominal", title=_("Loss")),
        alt.Tooltip(field="at", type="nominal", title="λ"),
        alt.Tooltip(field="mean_text", type="nominal", title=_("mean over the starts")),
        alt.Tooltip(field="low_text", type="nominal", title=_("one start in ten is below")),
        alt.Tooltip(field="high_text", type="nominal", title=_("one start in ten is above")),
    ]

    def losses(table: str) -> alt.Chart:
        texts = {f"{name}_text": vega_fixed(f"datum.{name}") for name in ("mean", "low", "high")}
        return (
            alt.Chart(alt.NamedData(table))
            .transform_filter(_PLACE)
            .transform_calculate(
                points=f"datum.set == 'train' ? {points['train']!r} : {points['validation']!r}",
                kind=repr(kinds[table]),
                at=vega_number("datum.lambd"),
                **texts,
            )
        )

    x, curves = lambda_axis(_, "lambd", span("x")), losses("curves")
    place = lambda_axis(_, "x", span("x"))
    band = curves.mark_area(opacity=0.22).encode(
        x=x,
        y=alt.Y(field="low", type="quantitative"),
        y2=alt.Y2(field="high"),
        color=color,
        detail=alt.Detail(field="set", type="nominal"),
    )
    lines = curves.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=color, strokeDash=dash)
    dots = curves.mark_point(filled=True, size=45, opacity=1).encode(x=x, y=y, color=color, tooltip=tooltip)
    free = losses("free").mark_rule(strokeWidth=2).encode(y=y, color=color, strokeDash=dash, tooltip=tooltip)
    votes = (
        alt.Chart(alt.NamedData("votes"))
        .transform_filter(_PLACE)
        .mark_text(baseline="bottom", fontSize=13, fontWeight="bold", color=alt.ExprRef(TEXT_COLOR))
        .encode(
            x=place,
            y=alt.value(alt.ExprRef("height - 6")),
            text=alt.Text(field="starts", type="quantitative"),
            tooltip=[alt.Tooltip(field="starts", type="quantitative", title=_("starts that are best here"))],
        )
    )
    expected = (
        alt.Chart(alt.NamedData("drawn"))
        .mark_line(strokeDash=[1, 4], strokeWidth=3, strokeCap="round", color=alt.ExprRef(TEXT_COLOR))
        .encode(x=place, y=y, tooltip=alt.value(_("your drawing")))
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=place, y=y)
    layers = [
        extent,
        zone_shades(_, span("x"), _PLACE),
        *zone_words(_, span("x"), _PLACE),
        *choice_rules(place, _TOP, _PLACE),
        expected,
        band,
        free,
        lines,
        dots,
        votes,
        *now_rules(place, _TOP - 2, str(_TOP - 4)),
    ]
    title = title_above(
        _("Cross-entropy after the last step (nats)"), _("The bands hold eight starts out of ten")
    )
    chart = alt.layer(*layers).properties(height=HEIGHT, title=title).configure(aria=False)
    return finished(chart.configure_legend(orient="bottom"), lam)  # on a wall elsewhere: charts.projected
