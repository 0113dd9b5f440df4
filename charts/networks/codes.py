"""How the browser takes in every weight of a run, for every λ at every kept step.

Where a picture has a row for every weight and step, each move of λ costs the browser 40 ms. So a row is a
weight, and its cells are lists: for each λ one number a kept step, in 16 bits.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.numbers import vega_number
from charts.picture import Translate
from charts.vega import filled
from l2core.checks import FloatArray
from l2core.trajectories import Weights

FULL = 30_000  # the code of what reaches the end of an axis
MISSING = -(2**15)  # the code of what is no number: a net that diverged
TELLING = 50  # from this size on a code is exact to 1 %


def places_table(weights: Weights) -> pd.DataFrame:
    """A row a weight: where it stands."""
    return pd.DataFrame(
        {"name": weights.names, "layer": weights.layer, "row": weights.row, "column": weights.column}
    )


def lists(name: str, values: np.ndarray) -> pd.DataFrame:
    """Columns name0, name1, … from (n, L, S): a cell is the list of one row's numbers at one λ."""
    return pd.DataFrame({f"{name}{lam}": list(values[:, lam]) for lam in range(values.shape[1])})


def flat(values: np.ndarray) -> "pd.Series[Any]":
    """A column from (n, L, S): a cell is the list of one row's numbers, λ by λ."""
    return pd.Series(list(values.reshape(len(values), -1)))


def codes(values: FloatArray, unit: FloatArray | float) -> NDArray[np.int16]:
    """values / unit as whole numbers of 16 bits: 0 where a value is exactly 0 and nowhere else, NaN MISSING.

    What needs more than 16 bits becomes the largest number that does not.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        whole = np.clip(np.rint(values / unit), 1 + MISSING, -1 - MISSING)
    whole = np.where((whole == 0) & (values != 0), np.sign(values), whole)
    return np.where(np.isnan(values), MISSING, whole).astype(np.int16)


def way(_: Translate, depth: int) -> str:
    """Vega's expression for what a weight connects, in words."""
    neuron, entrance, exit_ = _("neuron {number} of layer {layer}"), _("input {number}"), _("the output")
    source = filled(neuron, number="datum.column", layer="(datum.layer - 1)")
    source = f"(datum.layer == 1 ? {filled(entrance, number='datum.column')} : {source})"
    target = filled(neuron, number="datum.row", layer="datum.layer")
    return f"{source} + ' → ' + (datum.layer == {depth} ? {filled(exit_)} : {target})"


def coarse_number(_: Translate, code: str, unit: str) -> str:
    """Vega's expression that writes code × unit, both expressions, as far as 16 bits tell it.

    "≈ 0.21"; "less than 0.005 in size" where a code is so small that two digits would be its rounding.
    """
    small = filled(_("less than {size} in size"), size=vega_number(f"({TELLING} * {unit})", 2))
    value = vega_number(f"({code} * {unit})", 2)
    return f"({code} == 0 ? '0' : abs({code}) < {TELLING} ? {small} : '≈ ' + {value})"


def weight_value(_: Translate, value: str) -> str:
    """Vega's expression that writes the weight `value`, itself an expression: "exactly 0", or its number."""
    zero = filled(_("exactly 0"))
    return f"({value} == 0 ? {zero} : {vega_number(value)})"
