"""A picture's title with the title of its vertical axis below it: upright, where every language reads it."""

import altair as alt

from charts.palette import FAINT_TEXT_COLOR, TEXT_COLOR


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
