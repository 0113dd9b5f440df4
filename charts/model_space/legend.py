"""What each mark in the panels stands for, once for all of them: a mark has another colour in every panel."""

from html import escape

from charts.penalties import PENALTY_COLORS
from charts.picture import Translate

_GREY = PENALTY_COLORS["none"]
_ROW = "display:flex;flex-wrap:wrap;gap:0 1.1rem;font-size:0.85rem;line-height:1.5"
_PLACE = "display:inline-block;margin-right:0.4rem;vertical-align:middle"


def legend(_: Translate) -> str:
    """One row of HTML: each mark, in the colour of the words or in the grey of the loss, and its name."""
    marks = {
        _("optimum"): "width:13px;height:13px;border-radius:50%;background:currentColor",
        _("allowed by the budget"): "width:16px;height:13px;background:currentColor;opacity:0.25",
        _("free optimum"): f"width:13px;height:13px;border-radius:50%;border:3px solid {_GREY}",
        _("path to 0"): "width:22px;border-top:3px dotted currentColor",
        _("−∇loss"): "width:22px;height:11px;background:currentColor;"
        "clip-path:polygon(0 38%,60% 38%,60% 0,100% 50%,60% 100%,60% 62%,0 62%)",
        _("normal cone"): "width:16px;height:14px;background:currentColor;opacity:0.55;"
        "clip-path:polygon(50% 100%,0 25%,25% 4%,50% 0,75% 4%,100% 25%)",
        _(
            "loss contour (thick: touching)"
        ): f"width:22px;height:13px;border-radius:50%;border:2.5px solid {_GREY}",
        _("drag it: move, turn or stretch the bowl"): "width:15px;height:15px;border-radius:50%;"
        "border:2px solid currentColor",
    }
    parts = (
        f'<span><i style="{_PLACE};{style}" aria-hidden="true"></i>{escape(name)}</span>'
        for name, style in marks.items()
    )
    return f'<div style="{_ROW}">{"".join(parts)}</div>'
