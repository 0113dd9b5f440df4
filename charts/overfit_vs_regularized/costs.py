"""What each net minimises at one step of training: data loss + penalty = cost, and the gap to validation."""

import json
from functools import cache

import altair as alt

from charts.numbers import vega_fixed
from charts.overfit_vs_regularized.learning_curves import HEIGHT, at_this_lambda
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_color, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import span


def costs(
    _: Translate, penalties: tuple[str, ...], tables: Tables, step: Track, lam: Track, alt_text: str
) -> Picture:
    """A bar a net: data loss, then the penalty upon it; a tick where the validation loss is.

    tables: those of `learning_curves.curve_tables`, packed or not.
    """
    return Picture(_spec(_, penalties, step, lam), tables, alt_text)


@cache
def _spec(_: Translate, penalties: tuple[str, ...], step: Track, lam: Track) -> dict[str, object]:
    names = [penalty_names(_)[penalty] for penalty in penalties]
    y = alt.Y(
        field="net",
        type="nominal",
        title=None,
        sort=names,
        axis=alt.Axis(ticks=False, domain=False, grid=False, labelPadding=6, labelLimit=90),
    )
    pieces = [_("data loss (training)"), _("penalty term")]
    opacity = alt.Opacity(
        field="piece",
        type="ordinal",
        sort=pieces,
        scale=alt.Scale(domain=pieces, range=[1, 0.4]),
        legend=alt.Legend(
            title=None,
            orient="top",
            direction="horizontal",
            offset=4,
            symbolFillColor=PENALTY_COLORS["l2"],
        ),
    )
    now = (
        at_this_lambda(_, lam)
        .transform_filter(f"datum.step == {step.name}")
        .transform_calculate(zero="0", cost="datum.training + datum.term", sum=_sum(_), gap=_gap(_))
        .encode(y=y)
    )
    color = penalty_color(penalties, names, field="net", legend=None)
    layers = [
        now.transform_calculate(piece=json.dumps(words))
        .mark_bar(height=12, clip=True)
        .encode(x=_nats(_, start), x2=alt.X2(field=end), color=color, opacity=opacity)
        for start, end, words in zip(("zero", "training"), ("training", "cost"), pieces, strict=True)
    ]
    layers += [
        now.mark_tick(height=24, thickness=3, color=MARKER_COLOR, clip=True).encode(x=_nats(_, "validation")),
        _line_of_text(now, "sum", -17),
        _line_of_text(now, "gap", 19),
        alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=_nats(_, "cost")),
    ]
    title = alt.Title(_("What each net makes small"), anchor="start", fontSize=14)
    chart = alt.layer(*layers).properties(height=HEIGHT, title=title)
    return finished(chart.configure(aria=False), step, lam)


def _line_of_text(chart: alt.Chart, field: str, dy: int) -> alt.Chart:
    text = alt.Text(field=field, type="nominal")
    return chart.mark_text(align="left", dy=dy, fontSize=11).encode(x=alt.value(2), text=text)


def _sum(_: Translate) -> str:
    """Vega's expression for data loss + penalty ≈ cost, in numbers: rounded, they need not add up."""
    words = (_("data loss"), _("penalty"), _("cost"))
    values = ("datum.training", "datum.term", "(datum.training + datum.term)")
    parts = [
        f"{json.dumps(f'{sign}{word} ')} + {vega_fixed(value)}"
        for sign, word, value in zip(("", " + ", " ≈ "), words, values, strict=True)
    ]
    diverged = json.dumps(_("diverged"))
    return f"isValid(datum.training) ? {' + '.join(parts)} : {diverged}"


def _gap(_: Translate) -> str:
    """Vega's expression for the validation loss and what it has over the training loss."""
    validation, gap = _("validation"), _("gap")
    text = (
        f"{json.dumps(f'{validation} ')} + {vega_fixed('datum.validation')} + {json.dumps(f' · {gap} ')} + "
        + vega_fixed("(datum.validation - datum.training)", sign=True)
    )
    return f"isValid(datum.training) ? {text} : ''"


def _nats(_: Translate, field: str) -> alt.X:
    return alt.X(
        field=field, type="quantitative", title=_("Nats per example"), scale=alt.Scale(domain=span("cost"))
    )
