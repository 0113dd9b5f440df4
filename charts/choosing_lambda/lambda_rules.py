"""Where on an axis of λ the chosen λ are, and where the bar stands."""

from typing import Any

import altair as alt

from charts.palette import MARKER_COLOR, TEXT_COLOR


def choice_rules(x: alt.X, top: int, when: str = "true") -> list[alt.Chart]:
    """The λ that are chosen as vertical lines with their names, from the table "chosen".

    when: which of its rows, as Vega says it.
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
            y=top + 2,
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
