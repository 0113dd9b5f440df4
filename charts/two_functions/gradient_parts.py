"""Every entry of the gradient as a bar: what the data say and, in blue, what the penalty adds."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.two_functions.code_lines import Numbers
from charts.two_functions.gradient_entries import entry_name, in_order


def gradient_parts(_: Translate, tables: Tables, here: Numbers, lam: Track) -> Picture:
    """Each entry of dW_l and db_l as a bar of its data part and, in blue, its penalty part.

    tables: of `part_tables`. here: what is computed where the bar stands.
    """
    takeaway = _(
        "In every entry of dW3, dW2 and dW1 the penalty part is (λ/m) times its weight; the data part and all"
        " of db stay as they are at every λ."
    )
    return Picture(_spec(_, lam), tables, takeaway, partial(_numbers, _, here))


def _numbers(_: Translate, here: Numbers) -> pd.DataFrame:
    """The two parts of every entry at one λ, and both together."""
    parts = _parts(_, [here]).pivot_table("amount", ["entry", "total"], "part", sort=False)
    table = parts.reset_index().rename(columns={"entry": _("Entry"), "total": _("Both together")})
    words = list(_part_words(_).values())
    for column in (*words, _("Both together")):
        table[column] = [number(float(x)) for x in table[column]]
    return table[[_("Entry"), *words, _("Both together")]]


def part_tables(_: Translate, numbers: Sequence[Numbers]) -> dict[str, pd.DataFrame]:
    """The two parts of every entry at every λ, and how far both reach over all of them.

    numbers: what the functions compute, for each λ.
    """
    parts = _parts(_, numbers).astype({"amount": "float32", "total": "float32"})
    ends = parts.assign(up=parts.amount.clip(lower=0), down=parts.amount.clip(upper=0))
    sums = ends.groupby(["lam", "entry"])[["up", "down"]].sum()
    return {"parts": parts, "reach": pd.DataFrame({"amount": [sums.down.min(), sums.up.max()]})}


def _parts(_: Translate, numbers: Sequence[Numbers]) -> pd.DataFrame:
    data_word, penalty_word = _part_words(_).values()
    rows = []
    for lam, here in enumerate(numbers):
        for name in in_order(name for name in here if name[:2] in ("dW", "db")):
            data = here.get(f"data_{name}", here[name])
            pull = here.get(f"penalty_{name}", np.zeros_like(data))
            for entry in np.ndindex(data.shape):
                shared = {"lam": lam, "entry": entry_name(name, entry), "total": here[name][entry]}
                rows.append(shared | {"part": data_word, "amount": data[entry], "place": 0})
                rows.append(shared | {"part": penalty_word, "amount": pull[entry], "place": 1})
    return pd.DataFrame(rows)


@cache
def _spec(_: Translate, lam: Track) -> dict[str, Any]:
    x = alt.X(
        field="entry",
        type="nominal",
        title=_("Entry of the gradient"),
        sort=None,
        axis=alt.Axis(labelAngle=-90),
    )
    amount = alt.Y(
        field="amount",
        type="quantitative",
        title=_("Gradient (cost per unit of the weight)"),
        axis=alt.Axis(labelExpr=vega_number("datum.value")),
    )
    words = _part_words(_)
    legend = alt.Legend(orient="top", labelLimit=300, offset=8, padding=0, title=None)
    color = penalty_color(list(words), list(words.values()), field="part", legend=legend)
    tips = [
        alt.Tooltip(field="entry", type="nominal", title=_("Entry")),
        alt.Tooltip(field="part", type="nominal", title=_("Part")),
        alt.Tooltip(field="amount_text", type="nominal", title=_("Its amount")),
        alt.Tooltip(field="total_text", type="nominal", title=_("Both together")),
    ]
    parts = (
        alt.Chart(alt.NamedData("parts"))
        .transform_filter(f"datum.lam == {lam.name}")
        .transform_calculate(
            amount_text=vega_number("datum.amount", 4), total_text=vega_number("datum.total", 4)
        )
    )
    outwards = alt.Order(field="place", type="quantitative")  # grey at 0, where it stands still
    bars = parts.mark_bar().encode(x=x, y=amount, color=color, order=outwards, tooltip=tips)
    total = parts.mark_text(text="◆", fontSize=11, baseline="middle").encode(
        x=x, y=alt.Y(field="total", type="quantitative"), tooltip=tips
    )
    # Not drawn: holds the axis to the same numbers at every λ.
    reach = alt.Chart(alt.NamedData("reach")).mark_point(opacity=0).encode(y=amount)
    zero = alt.Chart(alt.NamedData("reach")).mark_rule(color=MARKER_COLOR).encode(y=alt.datum(0))
    title = alt.TitleParams(text=_("Data part + penalty part = ◆"), offset=8)
    return finished(alt.layer(bars, zero, total, reach).properties(height=400, title=title), lam)


def _part_words(_: Translate) -> dict[str, str]:
    return {"none": _("data part"), "l2": _("penalty part (λ/m) W")}
