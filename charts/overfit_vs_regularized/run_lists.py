"""How the browser takes in what many runs of a net came to, for every λ and kept step.

A row is a run from one start or on one draw of the data; its cell lists its numbers, λ by λ, in each step by
step: moving the bar then reads another place of each list and filters nothing.
"""

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import CEILING
from charts.networks.codes import flat
from charts.penalties import named
from charts.picture import Translate
from charts.track import Track
from charts.vega import list_of
from l2core.checks import FloatArray

ByPenalty = Mapping[str, FloatArray]  # (runs, S, L), L = 1 for "none"; NaN where a net diverged


def lists_table(columns: Mapping[str, ByPenalty]) -> pd.DataFrame:
    """A row for each penalty and run, each column from its (runs, S, L). nets: how many λ a list holds."""
    tables = []
    for penalty in next(iter(columns.values())):
        cells = {
            name: flat(values[penalty].transpose(0, 2, 1).astype(np.float32))
            for name, values in columns.items()
        }
        runs, _steps, nets = next(iter(columns.values()))[penalty].shape
        places = {"penalty": penalty, "seed": np.arange(runs, dtype=np.int16), "nets": nets}
        tables.append(pd.DataFrame(places | cells))
    return pd.concat(tables, ignore_index=True)


def extent_table(values: ByPenalty) -> pd.DataFrame:
    """From where to where the axis of losses reaches, whatever the bar shows: to CEILING at most."""
    ends = [
        min(float(np.nanmin(of)) for of in values.values()),
        max(float(np.nanmax(of)) for of in values.values()),
    ]
    return pd.DataFrame({"v": np.clip(ends, -CEILING, CEILING)})


def at_the_bar(_: Translate, table: str, step: Track, lam: Track) -> alt.Chart:
    """A table of lists with its number at the place of the bar, `now`, and the name of its net, `net`."""
    return alt.Chart(alt.NamedData(table)).transform_calculate(net=named(_), now=cell("v", step, lam))


def cell(column: str, step: Track, lam: Track) -> str:
    """Vega's expression for what a list holds at the place of the bar."""
    return f"{list_of(column)}[(datum.nets > 1 ? {lam.name} * {step.places} : 0) + {step.name}]"
