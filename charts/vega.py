"""Pieces of Vega expressions that several pictures share."""

import json

import altair as alt


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
