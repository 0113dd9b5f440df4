"""Where on an axis of λ the chosen λ are, and where the bar stands."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR, TEXT_COLOR

_LINE = 14  # pixels of a line of names
_NAME = 40  # pixels of a name


def choice_table(
    x_min: float, x_1se: float, low: float, high: float, narrowest: int, *, logarithmic: bool = True
) -> pd.DataFrame:
    """λ_min and λ_1se on an axis from `low` to `high`, as `choice_rules` draws them.

    side: where the name stands, away from the other one as long as it stays inside the axis. line: 1 where it
    stands below the other name. narrowest: how many pixels the axis has on a telephone.
    """
    share = _NAME / narrowest
    places = np.array([x_min, x_1se, low, high])
    scaled = np.log(places) if logarithmic else places
    at = (scaled[:2] - scaled[2]) / ((scaled[3] - scaled[2]) or 1.0)
    if x_min == x_1se:
        side = "right" if at[0] < 0.5 else "left"
        return pd.DataFrame({"x": [x_min], "text": ["λ_min = λ_1se"], "side": [side], "line": [0]})
    order = np.argsort(at, kind="stable")
    first, second = at[order]
    sides = ["left" if first >= share else "right", "right" if second <= 1 - share else "left"]
    below = sides[0] == sides[1] and second - first < share
    return pd.DataFrame(
        {
            "x": places[:2][order],
            "text": np.array(["λ_min", "λ_1se"], dtype=object)[order],
            "side": sides,
            "line": [0, int(below)],
        }
    )


def choice_rules(x: alt.X, top: int, when: str = "true", *, names_below: bool = False) -> list[alt.Chart]:
    """The λ that are chosen as vertical lines with their names, from the table "chosen".

    when: which of its rows, as Vega says it. names_below: at the foot of the lines instead of their head.
    """
    chosen = alt.Chart(alt.NamedData("chosen")).transform_filter(when)
    rule = chosen.mark_rule(color=MARKER_COLOR, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x=x, y=alt.value(top), y2=alt.value(alt.ExprRef("height"))
    )
    sides: list[tuple[Any, int]] = [("left", -4), ("right", 4)]
    names = [
        chosen.transform_filter(f"datum.side == '{side}'")
        .mark_text(
            align="right" if side == "left" else "left",
            baseline="top",
            dx=dx,
            dy=alt.ExprRef(f"{_LINE} * (datum.line || 0)"),
            y=alt.ExprRef(f"height - {2 * _LINE + 2}") if names_below else top + 2,
            fontSize=12,
            fontWeight="bold",
        )
        .encode(x=x, text=alt.Text(field="text", type="nominal"))
        for side, dx in sides
    ]
    return [rule, *names]


def now_rules(x: alt.X, top: int, words_at: str) -> list[alt.Chart]:
    """Where the bar stands, with its words at the height `words_at`, from the table "now"."""
    now = alt.Chart(alt.NamedData("now")).transform_filter("datum.lam == lam")
    rule = now.mark_rule(color=alt.ExprRef(TEXT_COLOR), strokeWidth=2).encode(
        x=x, y=alt.value(top), y2=alt.value(alt.ExprRef("height"))
    )
    words = [
        now.transform_filter(f"datum.side == '{side}'")
        .mark_text(
            align="right" if side == "left" else "left",
            baseline="bottom",
            dx=-6 if side == "left" else 6,
            y=alt.ExprRef(words_at),
            fontSize=12,
            fontWeight="bold",
        )
        .encode(x=x, text=alt.Text(field="text", type="nominal"))
        for side in ("left", "right")
    ]
    return [rule, *words]
