"""One weight under several penalties, step by step, for every λ of the bar: what its pictures share."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.penalties import PENALTY_COLORS
from charts.picture import Translate
from l2core.checks import FloatArray
from l2core.descent import stability

RACERS = ("l1", "l2", "elastic_net", "none")  # "none": the data alone
START = {"step": 20, "lam": 7}  # where the bar stands at first
TEXT: dict[str, Any] = {"fontSize": 13}
COLOR = alt.Color(
    field="penalty",
    type="nominal",
    scale=alt.Scale(domain=list(RACERS), range=[PENALTY_COLORS[racer] for racer in RACERS]),
    legend=None,  # the words above the picture name the colours, with the value of the moment
)


@dataclass(frozen=True, eq=False)
class Race:
    """One weight under every penalty at every λ: `weights` by penalty, shape (L, steps + 1).

    With data as a parabola of curvature h around c, `resting` says where each weight ends, shape (L,), and
    where L1 is clipped, `proximal` what it would do unclipped, shape (L, steps + 1), otherwise empty.
    """

    lambdas: FloatArray
    learning_rate: float
    l1_step: str
    l1_ratio: float
    weights: Mapping[str, FloatArray]
    curvature: float
    center: float
    resting: Mapping[str, FloatArray]
    proximal: FloatArray

    @property
    def start(self) -> float:
        return float(self.weights["l1"][0, 0])

    @property
    def steps(self) -> int:
        return int(self.weights["l1"].shape[1]) - 1

    def toll(self, lam: int) -> float:
        """ηλ, what L1 takes off at every step."""
        return float(self.learning_rate * self.lambdas[lam])

    def product(self, lam: int) -> float:
        """η(h + λ), which decides whether L2 settles."""
        return float(self.learning_rate * (self.curvature + self.lambdas[lam]))

    def factor(self, lam: int) -> float:
        """1 − η(h + λ), by which L2's distance from rest is multiplied at every step."""
        return 1 - self.product(lam)

    def outlook(self, lam: int) -> str:
        """What L2 will do, as `stability` says it; "data diverge" where every weight is thrown off."""
        if stability(self.learning_rate, 0, self.curvature) == "diverges":
            return "data diverge"
        return stability(self.learning_rate, float(self.lambdas[lam]), self.curvature)

    def zero_since(self, penalty: str, lam: int) -> int | None:
        """The step from which the weight is exactly 0 to the end of the race, if there is one."""
        last_moving = int(np.flatnonzero(self.weights[penalty][lam])[-1])
        return last_moving + 1 if last_moving < self.steps else None

    def overtaken_at(self, lam: int) -> int | None:
        """The step at which L1 comes ahead of L2 after it was behind, if it does."""
        ahead = np.abs(self.weights["l1"][lam]) < np.abs(self.weights["l2"][lam])
        later = np.flatnonzero(ahead[2:] & ~ahead[1:-1])
        return int(later[0]) + 2 if later.size else None

    def named(self, _: Translate) -> Iterator[tuple[str, str, FloatArray]]:
        """Every racer, what it is called, and its weights."""
        words = {"l1": _("L1"), "l2": _("L2"), "elastic_net": _("elastic net"), "none": _("data alone")}
        return ((racer, words[racer], self.weights[racer]) for racer in RACERS if racer in self.weights)


def number(x: float) -> str:
    """A weight as the pictures write it: three decimals, or a power of ten."""
    if x == 0 or 0.0005 <= abs(x) < 1000:
        return f"{x + 0.0:.3f}".replace("-", "−")  # + 0.0: no −0
    return f"{x:.1e}".replace("e-0", "e-").replace("e+0", "e+").replace("-", "−", int(x < 0))


def signed(x: float) -> str:
    """A number to three digits, with a minus sign that is one."""
    return f"{x + 0.0:.3g}".replace("-", "−", int(x < 0))


def wide(_: Translate, race: Race, columns: Mapping[str, Mapping[str, FloatArray]]) -> pd.DataFrame:
    """One row a racer and step; column `w7` holds what `columns["w"]` has for the λ of index 7."""
    racers, named, _weights = zip(*race.named(_), strict=True)
    n = race.steps + 1
    values = {
        f"{key}{lam}": np.concatenate([of[racer][lam] for racer in racers])
        for key, of in columns.items()
        for lam in range(len(race.lambdas))
    }
    racing = {"penalty": np.repeat(racers, n), "name": np.repeat(named, n)}
    return pd.DataFrame(racing | {"step": np.tile(np.arange(n), len(racers))} | values)


def scoreboard(now: alt.Chart, words: str, per_row: str) -> list[alt.Chart]:
    """The words above a picture, in place of a legend: what each racer's row of `now` says at this moment.

    words: a Vega expression of the row. per_row: one for how many stand side by side.
    """
    place = f"indexof({json.dumps(RACERS)}, datum.penalty)"
    x = alt.ExprRef(f"({place} % ({per_row})) * width / ({per_row})")
    y = alt.ExprRef(f"-13 - 18 * (ceil(racers / ({per_row})) - 1 - floor({place} / ({per_row})))")
    text = now.transform_calculate(words=words)
    return [
        text.mark_text(text="●", align="left", fontSize=17, x=x, y=y).encode(color=COLOR),
        text.mark_text(**TEXT | {"fontWeight": "bold"}, align="left", dx=16, x=x, y=y).encode(
            text=alt.Text(field="words", type="nominal")
        ),
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


def shown(value: str) -> str:
    """The Vega expression that writes `value` as `number` does."""
    plain = f"{value} == 0 || (abs({value}) >= 0.0005 && abs({value}) < 1000)"
    return f"format({value}, ({plain}) ? '.3f' : '.1e')"


def racers_of(steps: int) -> alt.Parameter:
    """How many weights race, for the scoreboard."""
    return alt.param(name="racers", expr=f"length(data('weights')) / {steps + 1}")
