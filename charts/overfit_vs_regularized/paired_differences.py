"""What a penalty changes from run to run, each against itself without a penalty, and their mean.

The runs are of one start each on the same examples, or of one start on one draw of the examples each.
"""

from functools import cache

import altair as alt
import pandas as pd

from charts.numbers import vega_fixed
from charts.overfit_vs_regularized.run_lists import ByPenalty, at_the_bar, cell, extent_table, lists_table
from charts.overfit_vs_regularized.seed_spread import HEIGHT
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.many_starts import means

FINE = 0.01  # nats; a standard error below it is written to three decimals, others to two


def paired_differences(
    _: Translate,
    over: str,
    penalties: tuple[str, ...],
    tables: Tables,
    step: Track,
    lam: Track,
    alt_text: str,
) -> Picture:
    """Every run's validation cross-entropy minus that of the same run without a penalty: mean ± s/√n.

    over: "starts" or "draws" of the data. tables: those of `difference_tables`, packed or not.
    """
    return Picture(_spec(_, over, penalties, step, lam), tables, alt_text)


def difference_tables(validation: ByPenalty) -> dict[str, pd.DataFrame]:
    """Table "runs": a row for each penalty and run, in the list v what the run loses or gains by the penalty,
    d_i = loss_i − loss_i without. Table "means": their mean in v and its standard error in e, over the runs
    of which neither net diverged. Table "extent": how far the axis reaches.
    """
    free = validation["none"]
    pairs = {penalty: losses - free for penalty, losses in validation.items() if penalty != "none"}
    averages = {penalty: means(values) for penalty, values in pairs.items()}
    return {
        "runs": lists_table({"v": pairs}),
        "means": lists_table(
            {
                "v": {penalty: average.mean[None] for penalty, average in averages.items()},
                "e": {penalty: average.error[None] for penalty, average in averages.items()},
            }
        ),
        "extent": extent_table(pairs),
    }


@cache
def _spec(_: Translate, over: str, penalties: tuple[str, ...], step: Track, lam: Track) -> dict[str, object]:
    titles = {
        "starts": _("Each start against itself without a penalty"),
        "draws": _("Each draw of the data against itself without a penalty"),
    }
    below = {
        "starts": _("mean ± standard error over the starts, these points alone"),
        "draws": _("mean ± standard error over the draws, this start alone"),
    }
    seeds = {"starts": _("Start seed"), "draws": _("Data seed")}
    penalized = [penalty for penalty in penalties if penalty != "none"]
    names = [penalty_names(_)[penalty] for penalty in penalized]
    color = penalty_color(penalized, names, field="net", legend=None)
    y = alt.Y(field="net", type="nominal", title=None, sort=names, axis=alt.Axis(ticks=False))

    def nats(field: str) -> alt.X:
        title = _("Difference in validation cross-entropy (nats)")
        scale = alt.Scale(domain=span("v"), nice=True)
        return alt.X(field=field, type="quantitative", title=title, scale=scale)

    zero = (
        alt.Chart(alt.NamedData("extent"))
        .mark_rule(color=MARKER_COLOR, strokeDash=[4, 4])
        .encode(x=alt.datum(0))
    )
    tooltip = [
        alt.Tooltip(field="net", type="nominal", title=_("Net")),
        alt.Tooltip(field="seed", type="ordinal", title=seeds[over]),
        alt.Tooltip(field="difference_text", type="nominal", title=_("difference")),
    ]
    ticks = (
        at_the_bar(_, "runs", step, lam)
        .transform_calculate(difference_text=vega_fixed("datum.now", sign=True))
        .mark_tick(thickness=2, clip=True, height=22, opacity=0.6)
        .encode(x=nats("now"), y=y, color=color, tooltip=tooltip)
    )
    averages = at_the_bar(_, "means", step, lam).transform_calculate(error=cell("e", step, lam))
    bar = averages.transform_calculate(
        low="datum.now - datum.error", high="datum.now + datum.error"
    ).mark_rule(strokeWidth=4, clip=True)
    mean = averages.mark_point(filled=True, clip=True, size=110, opacity=1, shape="diamond")
    two, three = (
        f"{vega_fixed('datum.now', decimals, sign=True)} + ' ± ' + {vega_fixed('datum.error', decimals)}"
        for decimals in (2, 3)
    )
    written = f"datum.error < {FINE} ? {three} : {two}"
    text = averages.transform_calculate(words=f"!isValid(datum.now) ? '' : ({written})").mark_text(
        align="left", dy=-30, fontSize=13, fontWeight="bold"
    )
    chart = alt.layer(
        zero,
        ticks,
        bar.encode(x=nats("low"), x2=alt.X2(field="high"), y=y, yOffset=alt.value(36), color=color),
        mean.encode(x=nats("now"), y=y, color=color),
        text.encode(x=alt.value(4), y=y, text=alt.Text(field="words", type="nominal")),
    )
    title = alt.Title(
        titles[over],
        subtitle=below[over],
        anchor="start",
        fontSize=14,
        subtitleColor=MARKER_COLOR,
    )
    room = {"left": 5, "right": 5, "top": 12, "bottom": 5}  # Chinese is higher than Vega measures a title
    chart = chart.properties(height=HEIGHT, title=title, padding=room)
    return finished(chart.configure(aria=False), step, lam)
