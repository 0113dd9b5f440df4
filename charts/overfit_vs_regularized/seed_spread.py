"""How much of the loss under each penalty is the luck of the start: one dot a start."""

from functools import cache

import altair as alt
import pandas as pd

from charts.numbers import vega_fixed
from charts.overfit_vs_regularized.run_lists import ByPenalty, at_the_bar, extent_table, lists_table
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.many_starts import means

HEIGHT = 260


def seed_spread(
    _: Translate, penalties: tuple[str, ...], tables: Tables, step: Track, lam: Track, alt_text: str
) -> Picture:
    """Every start's validation cross-entropy under each penalty; a line joins what began at the same start.

    tables: those of `spread_tables`, packed or not.
    """
    return Picture(_spec(_, penalties, step, lam), tables, alt_text)


def spread_tables(validation: ByPenalty) -> dict[str, pd.DataFrame]:
    """Table "starts": a row for each penalty and start, its losses in the list v. Table "means": a row for
    each penalty, likewise the mean over the starts that did not diverge. Table "extent": how far the axis
    reaches, whatever λ and the step are.
    """
    averages = {penalty: means(losses).mean[None] for penalty, losses in validation.items()}
    return {
        "starts": lists_table({"v": validation}),
        "means": lists_table({"v": averages}),
        "extent": extent_table(validation),
    }


@cache
def _spec(_: Translate, penalties: tuple[str, ...], step: Track, lam: Track) -> dict[str, object]:
    names = [penalty_names(_)[penalty] for penalty in penalties]
    color = penalty_color(penalties, names, field="net", legend=None)
    axis = alt.Axis(labelAngle=0, ticks=False)
    x = alt.X(field="net", type="nominal", title=None, sort=names, axis=axis)

    def nats(field: str) -> alt.Y:
        title = _("Validation cross-entropy (nats)")
        scale = alt.Scale(domain=span("v"), zero=False, nice=True)
        return alt.Y(field=field, type="quantitative", title=title, scale=scale)

    starts, averages = (at_the_bar(_, table, step, lam) for table in ("starts", "means"))
    pairs = starts.mark_line(strokeWidth=1, clip=True, opacity=0.35, color=MARKER_COLOR).encode(
        x=x, y=nats("now"), detail=alt.Detail(field="seed", type="nominal")
    )
    tooltip = [
        alt.Tooltip(field="net", type="nominal", title=_("Net")),
        alt.Tooltip(field="seed", type="ordinal", title=_("Start seed")),
        alt.Tooltip(field="loss_text", type="nominal", title=_("validation")),
    ]
    dots = (
        starts.transform_calculate(loss_text=vega_fixed("datum.now"))
        .mark_point(filled=True, clip=True, size=45, opacity=0.75)
        .encode(x=x, y=nats("now"), color=color, tooltip=tooltip)
    )
    mean = averages.mark_tick(thickness=3, clip=True, width=46, opacity=1).encode(
        x=x, y=nats("now"), color=color
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(y=nats("v"))
    title = alt.Title(_("Each dot one start, each bar their mean"), anchor="start", fontSize=14)
    chart = alt.layer(pairs, dots, mean, extent).properties(height=HEIGHT, title=title)
    return finished(chart.configure(aria=False), step, lam)
