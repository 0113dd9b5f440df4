"""What the pictures of a race share: names, colours, rows, and the words above them in place of a legend."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.penalties import penalty_color, penalty_names
from charts.picture import Translate
from l2core.checks import FloatArray
from l2core.race import RACERS, Race

TEXT: dict[str, Any] = {"fontSize": 13}
COLOR = penalty_color(RACERS, legend=None)  # the words of `scoreboard` name the colours
DASH = alt.condition("datum.penalty == 'elastic_net'", alt.value([7, 4]), alt.value([1, 0]))
PITCH = 175  # pixels that the words for one racer take on a wide picture
NARROW = 560  # pixels of width below which two racers share a row

_PER_ROW = f"(width < {NARROW} ? 2 : racers)"
ROWS = f"ceil(racers / {_PER_ROW})"  # of words above a picture


def racer_names(_: Translate) -> dict[str, str]:
    """What the racers are called: as their penalties, and without one after what still moves the weight."""
    return penalty_names(_) | {"none": _("Data alone")}


def racer_rows(_: Translate, race: Race, columns: Mapping[str, Mapping[str, FloatArray]]) -> pd.DataFrame:
    """One row a racer and step; column `w7` holds what `columns["w"]` has for the λ of index 7."""
    racers, names, n = list(race.weights), racer_names(_), race.steps + 1
    values = {
        f"{key}{lam}": np.concatenate([of[racer][lam] for racer in racers])
        for key, of in columns.items()
        for lam in range(len(race.lambdas))
    }
    racing = {"penalty": np.repeat(racers, n), "name": np.repeat([names[racer] for racer in racers], n)}
    steps = {"step": np.tile(np.arange(n), len(racers)), "racers": len(racers)}
    steps["place"] = np.repeat(np.arange(len(racers)), n)
    return pd.DataFrame(racing | steps | values)


def racer_count() -> alt.Parameter:
    """How many weights race, which `scoreboard` needs to know."""
    return alt.param(name="racers", expr="length(data('weights')) ? data('weights')[0].racers : 1")


def scoreboard(now: alt.Chart, words: str) -> list[alt.Chart]:
    """The words above a picture, in place of a legend: what each racer's row of `now` says at this moment.

    words: a Vega expression of the row.
    """
    x = alt.ExprRef(f"(datum.place % {_PER_ROW}) * (width < {NARROW} ? width / 2 : {PITCH})")
    y = alt.ExprRef(f"-13 - 18 * ({ROWS} - 1 - floor(datum.place / {_PER_ROW}))")
    text = now.transform_calculate(words=words)
    return [
        text.mark_text(align="left", fontSize=17, x=x, y=y).encode(
            color=COLOR, text=alt.condition("datum.penalty == 'elastic_net'", alt.value("╍"), alt.value("●"))
        ),
        text.mark_text(
            **TEXT | {"fontWeight": "bold"},
            align="left",
            dx=alt.ExprRef("datum.penalty == 'elastic_net' ? 24 : 16"),
            x=x,
            y=y,
        ).encode(text=alt.Text(field="words", type="nominal")),
    ]


def over_lines(text: alt.Chart, words: alt.Text, **look: Any) -> list[alt.Chart]:
    """Words that lie over the lines: the same twice, first as a rim in the colour of the background."""
    rim: dict[str, Any] = {
        "stroke": alt.ExprRef("background"),
        "strokeWidth": 4,
        "strokeJoin": "round",
        "opacity": 0.85,
    }
    return [text.mark_text(**TEXT, **look, **more).encode(text=words) for more in (rim, {})]
