"""What the marks of the decision boundaries stand for: one key for all panels, as HTML."""

from collections.abc import Sequence
from html import escape

from charts.palette import CLASS_COLORS, CLASS_SHAPES
from charts.picture import Translate

_GLYPHS = {"circle": "●", "square": "■"}
_STYLE = "display:flex;flex-wrap:wrap;gap:0.1rem 1.1rem;font-size:0.8rem;line-height:1.3"


def class_key(_: Translate, classes: Sequence[str]) -> str:
    """A line of HTML: the mark and the name of each class, and the line on which a net is undecided.

    classes: their names in words, that of label 0 first.
    """
    marks = [(_GLYPHS[shape], color) for shape, color in zip(CLASS_SHAPES, CLASS_COLORS, strict=True)]
    names = [*classes, _("undecided, p = ½")]
    items = [
        f'<span><span style="color:{color}" aria-hidden="true">{glyph}</span> {escape(name)}</span>'
        for (glyph, color), name in zip([*marks, ("━", "inherit")], names, strict=True)
    ]
    return f'<div style="{_STYLE}">{"".join(items)}</div>'
