"""Which arrays the gradient check names under each mistake."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.exported import columns_of
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.two_functions.gradient_entries import in_order
from l2core.worked_example import RIGHT_BELOW, SLIPS, SlipCheck


def slip_words(_: Translate) -> dict[str, str]:
    """What is wrong in the code, in a few signs."""
    words = (
        _("nothing is wrong"),
        _("no (λ/m) W1"),
        _("no (λ/m) W2"),
        _("no (λ/m) W3"),
        _("no (λ/m) W at all"),
        _("λ W, not (λ/m) W"),
        _("− (λ/m) W"),
        _("(λ/m) b in db too"),
        _("no ReLU gate"),
        _("dZ3 = Y − A3"),
    )
    return dict(zip(SLIPS, words, strict=True))


def slip_table(_: Translate, tables: Tables, takeaway: str, lam: Track) -> Picture:
    """The relative error of each array under each slip: the darker, the more wrong.

    tables: of `error_tables`. takeaway: what it shows at the current λ.
    """
    return Picture(_spec(_, lam), tables, takeaway)


def slip_numbers(_: Translate, tables: Tables, at: int) -> pd.DataFrame:
    """The relative error of each array under each slip, at the λ of place `at`. tables: of `error_tables`."""
    rows = pd.DataFrame(columns_of(tables["errors"]))
    errors = rows[rows.lam == at].pivot_table("error", "slip", "array", sort=False)
    columns = {name: [number(value) for value in errors[name]] for name in errors}
    return pd.DataFrame({_("What is wrong in the code"): errors.index} | columns)


def error_tables(_: Translate, check: SlipCheck, chosen: str) -> dict[str, pd.DataFrame]:
    """The relative error of each array under each slip at every λ; `chosen`: the slip to be framed."""
    rows = [
        {
            "lam": lam,
            "slip": words,
            "array": name,
            "error": errors[name],
            "text": _printed_error(errors[name]),
            "depth": _depth(errors[name]),
            "chosen": int(slip == chosen),
        }
        for slip, words in slip_words(_).items()
        for lam, errors in enumerate(check.relative_errors[slip])
        for name in in_order(errors)
    ]
    return {"errors": pd.DataFrame(rows)}


def _printed_error(error: float) -> str:
    """A tick where the check is content; a box has no room for more than a digit of a power of ten."""
    return "✓" if error < RIGHT_BELOW else number(error, 2 if error >= 1e-3 else 1)


def _depth(error: float) -> float:
    """How dark a box is: by a tenth for every power of ten."""
    return 0.06 if error < RIGHT_BELOW else 0.1 + 0.1 * float(np.log10(error / RIGHT_BELOW))


@cache
def _spec(_: Translate, lam: Track) -> dict[str, Any]:
    x = alt.X(field="array", type="nominal", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0))
    y = alt.Y(
        field="slip", type="nominal", sort=None, title=None, axis=alt.Axis(labelLimit=170, labelPadding=6)
    )
    tips = [
        alt.Tooltip(field="slip", type="nominal", title=_("Mistake")),
        alt.Tooltip(field="array", type="nominal", title=_("Array")),
        alt.Tooltip(field="error_text", type="nominal", title=_("Relative error")),
    ]
    cells = (
        alt.Chart(alt.NamedData("errors"))
        .transform_filter(f"datum.lam == {lam.name}")
        .transform_calculate(error_text=vega_number("datum.error"))
        .encode(x=x, y=y, tooltip=tips)
    )
    filled = cells.mark_rect(color=MARKER_COLOR, cornerRadius=3).encode(
        opacity=alt.Opacity(field="depth", type="quantitative", scale=None, legend=None)
    )
    framed = cells.transform_filter("datum.chosen").mark_rect(
        filled=False, stroke=alt.ExprRef(TEXT_COLOR), strokeWidth=2, cornerRadius=3
    )
    text = cells.mark_text(fontSize=12).encode(text=alt.Text(field="text", type="nominal"))
    title = alt.TitleParams(text=_("Relative error of each array"), offset=8)
    return finished(alt.layer(filled, framed, text).properties(height=400, title=title), lam)
