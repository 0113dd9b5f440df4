"""Pieces of Vega expressions that several pictures share."""

import json
from collections.abc import Mapping
from typing import Any

import altair as alt

SCALES_TOLD = "scales_told"  # the name of the signal in which a picture tells its scales


def with_scales_told(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The spec of a picture that tells where the numbers of its axes are, at every size that it takes.

    In an input that nobody sees: the pixels of x = 0, x = 1, y = 0 and y = 1 from the corner of the axes, and
    how wide and high these are. Vega-Lite knows no parameter that goes on being computed and has an input,
    but passes Vega's own `update` on.
    """
    told = {
        "name": SCALES_TOLD,
        "value": "",
        "update": "[scale('x', 0), scale('x', 1), scale('y', 0), scale('y', 1), width, height]",
        "bind": {"input": "text"},
    }
    return {**spec, "params": [*spec.get("params", []), told]}


def filled(words: str, **expressions: str) -> str:
    """Vega's expression for words whose {placeholders} are filled from expressions."""
    said = json.dumps(words, ensure_ascii=False)
    for name, expression in expressions.items():
        said = f"replace({said}, '{{{name}}}', {expression})"
    return said


def span(field: str, table: str = "extent") -> list[alt.ExprRef]:
    """A domain that reaches from the first to the second row of a table.

    Where a domain comes from rows that the bar filters, Vega encodes every mark of the picture anew at each
    move of the bar; and the axes would not stand still.
    """
    row = f"data('{table}')[{{row}}].{field}"
    return [alt.ExprRef(f"length(data('{table}')) > 1 ? {row.format(row=k)} : {k}") for k in range(2)]


def list_of(name: str, lam: str = "''") -> str:
    """Vega's expression for a cell of column `name`, or name0, name1, …: Arrow hands its list over packed."""
    return f"datum['{name}' + {lam}].data[0].values"
