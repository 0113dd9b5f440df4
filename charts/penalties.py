"""What the penalties are called and how they are coloured, in every picture and every sentence of the lab.

The family is closed: each is a λ and a share r of L1 (`l2core.penalties`).
"""

import json
from collections.abc import Sequence

import altair as alt

from charts.picture import Translate

# After Okabe & Ito (2008): apart for colour-blind eyes, at least 3 : 1 on the light and the dark background.
PENALTY_COLORS = {"none": "#868686", "l2": "#0072B2", "l1": "#D55E00", "elastic_net": "#009E73"}

# The same hues for words, which need 4.5 : 1: on a light ground, on a dark one.
PENALTY_INKS = {
    "none": ("#6A6A6A", "#868686"),
    "l2": ("#0072B2", "#4FA9DF"),
    "l1": ("#B84F00", "#D55E00"),
    "elastic_net": ("#007D5A", "#009E73"),
}


def penalty_ink(penalty: str) -> alt.ExprRef:
    """The colour of a word about a penalty, on the background that the picture has."""
    light, dark = PENALTY_INKS[penalty]
    return alt.ExprRef(f"luminance(background) < 0.5 ? '{dark}' : '{light}'")


def penalty_names(_: Translate) -> dict[str, str]:
    """What the penalties are called."""
    return {"none": _("No penalty"), "l2": _("L2"), "l1": _("L1"), "elastic_net": _("Elastic net")}


def linear_names(_: Translate) -> dict[str, str]:
    """What linear models with these penalties are called."""
    return {"l2": _("Ridge (L2)"), "l1": _("Lasso (L1)"), "elastic_net": _("Elastic net")}


def named(_: Translate) -> str:
    """Vega's expression for the name of datum.penalty: a table need not speak a language."""
    return f"{json.dumps(penalty_names(_), ensure_ascii=False)}[datum.penalty]"


def penalty_color(
    penalties: Sequence[str],
    names: Sequence[str] | None = None,
    *,
    field: str = "penalty",
    legend: alt.Legend | None,
) -> alt.Color:
    """The colour of a penalty by `field`, which holds its code or, where `names` are given, these.

    penalties: those that the picture shows, in the order of the legend.
    """
    scale = alt.Scale(
        domain=list(penalties if names is None else names),
        range=[PENALTY_COLORS[penalty] for penalty in penalties],
    )
    return alt.Color(field=field, type="nominal", scale=scale, legend=legend)
