"""Lines over the kept steps, each drawn as one shape from a list of codes.

Vega's own line mark is an item a vertex, and each costs the browser several expressions whenever λ moves: for
a hundred lines 40 ms, against 4.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.track import Track

_ROOM = 450  # square pixels
STEPS = "steps"  # the table of `steps_table`, which a picture with such lines has


def steps_table(steps: Sequence[int] | np.ndarray, **ends: float) -> pd.DataFrame:
    """The kept steps, each as its share of the last, and in every row where the axes end."""
    return pd.DataFrame({"step": steps, "part": np.asarray(steps) / steps[-1]}).assign(**ends)


def step_params(step: Track, pixel: str, zero: str) -> list[alt.Parameter]:
    """Pixels a code, the height of code 0, where each kept step is (`at`, in codes) and the current one.

    `at` has a place more than there are steps, far outside of the picture.
    """
    places = [f"data('{STEPS}')[{s}].part * width / pixel" for s in range(step.places)]
    expressions = {
        "pixel": pixel,
        "zero": zero,
        "at": f"[{','.join(places)},9 * width / pixel]",
        "moment": f"at[{step.name}] * pixel",
    }
    return [alt.param(name=name, expr=expr) for name, expr in expressions.items()]


def room_at_the_end() -> alt.Chart:
    """An unseen dot at the right edge, as large as what else reaches out of the plot there.

    Lines and the dots on them do, where the bar stands at the end; without this one Vega would give the plot
    another width then.
    """
    middle: dict[str, Any] = {"x": alt.ExprRef("width"), "y": alt.ExprRef("height / 2")}
    return alt.Chart(alt.sequence(1, as_="one")).mark_point(size=_ROOM, opacity=0, aria=False, **middle)


def vertices(codes: str, step: Track) -> str:
    """Vega's expression for the line through the codes of a list, one a step; `codes` is one too."""
    return f"[{','.join(f'[at[{s}],{codes}[{s}]]' for s in range(step.places))}]"


def as_lines(table: alt.Chart, lines: str) -> alt.Chart:
    """Each row as a shape, for mark_geoshape: `lines` is Vega's expression for a list of lines."""
    return table.transform_calculate(
        type="'Feature'", geometry=f"{{type: 'MultiLineString', coordinates: {lines}}}"
    ).project(type="identity", reflectY=True, scale=alt.ExprRef("pixel"), translate=alt.ExprRef("[0, zero]"))
