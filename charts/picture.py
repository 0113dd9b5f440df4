"""A picture is a finished Vega-Lite spec that never changes, and the tables that do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pyarrow as pa
from altair.utils import schemapi

from charts.palette import FAINT_TEXT_COLOR, TEXT_COLOR
from charts.track import Track

# Altair checks each part of a spec against its schema as it is made, which takes as long as all the rest; the
# tests switch that on again (`tests/conftest.py`), and the lab draws no other specs than they do.
schemapi.disable_debug_mode()

_WORDS = {"axis": ("labelColor", "titleColor"), "legend": ("labelColor", "titleColor")}  # beside a picture

Translate = Callable[[str], str]  # says an English message in the language of the page
Tables = Mapping[str, pd.DataFrame | bytes]  # by name; bytes are what `packed` made


@dataclass(frozen=True)
class Picture:
    """What one chart needs: its spec, its tables by name, and the sentence that says what it shows.

    A table is a DataFrame, or what `packed` made of one. numbers: what it shows at this place of the bar as a
    table to be read, made when it is asked for; its columns have names in the language of the page.
    """

    spec: Mapping[str, Any]
    tables: Tables
    alt: str
    numbers: Callable[[], pd.DataFrame] | None = None


def packed(table: pd.DataFrame | Mapping[str, Any]) -> bytes:
    """A table as the browser receives it (Arrow), to be made once and kept.

    Streamlit passes bytes on; a DataFrame it converts again at every run, which costs 50 µs a column. A list
    of arrays makes a column whose cells are lists.
    """
    columns = {
        str(name): pa.array(cells if isinstance(cells, list) else np.asarray(cells))
        for name, cells in table.items()
    }
    arrow = pa.table(columns)
    stream = pa.BufferOutputStream()
    with pa.ipc.new_file(stream, arrow.schema) as file:
        file.write_table(arrow)
    return stream.getvalue().to_pybytes()


def finished(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart, *tracks: Track, canvas: bool = True
) -> dict[str, Any]:
    """The chart as a spec, to be made once and kept; it follows these tracks of the bar.

    canvas: draws pixels instead of a node per mark, which follows the hand better.
    """
    spec = chart.to_dict(validate=schemapi.DEBUG_MODE)
    spec["params"] = [*spec.get("params", []), *map(_follower, tracks)]
    spec["config"]["text"] = {"color": {"expr": TEXT_COLOR}}
    for part, names in _WORDS.items():
        spec["config"].setdefault(part, {}).update({name: {"expr": FAINT_TEXT_COLOR} for name in names})
    # One description for the whole picture (its `alt`), not one computed for every mark at every move.
    spec["config"].setdefault("mark", {}).setdefault("aria", False)
    if canvas:
        spec["usermeta"] = {"embedOptions": {"renderer": "canvas"}}
    return spec


def _follower(track: Track) -> dict[str, Any]:
    """The parameter by which a picture follows the bar, from 0 to the last place."""
    slider = {"input": "range", "min": 0, "max": track.last, "step": 1, "name": track.name}
    return {"name": track.name, "value": track.start, "bind": slider}
