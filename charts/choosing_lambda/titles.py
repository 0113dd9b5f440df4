"""A picture's title with the title of its vertical axis below it: upright, where every language reads it.

And the titles of axes that several pictures share.
"""

import altair as alt

from charts.palette import FAINT_TEXT_COLOR, TEXT_COLOR
from charts.picture import Translate


def title_above(axis: str, heading: str = "") -> alt.Title:
    """What the vertical axis measures, above it from its left edge; over that a heading, if any."""
    if not heading:
        return alt.Title(
            axis,
            anchor="start",
            frame="bounds",
            fontSize=12,
            fontWeight="normal",
            color=alt.ExprRef(TEXT_COLOR),
        )
    return alt.Title(
        heading,
        subtitle=axis,
        anchor="start",
        frame="bounds",
        fontSize=14,
        subtitleFontSize=12,
        subtitleColor=alt.ExprRef(FAINT_TEXT_COLOR),
    )


def effect_title(_: Translate, family: str) -> str:
    """What the axis of the effects measures: "gaussian", in units of y, or "binomial", in log-odds."""
    return {
        "gaussian": _("Effect of one standard deviation more (in units of y)"),
        "binomial": _("Effect of one standard deviation more (in log-odds)"),
    }[family]
