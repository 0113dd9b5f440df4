"""Every weight of a run, for every λ at every kept step, and how the browser takes that in.

Where a picture has a row for every weight and step, each move of λ costs the browser 40 ms. So a row is a
weight, and its cells are lists: for each λ one number a kept step, in 16 bits.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.picture import Translate
from l2core.checks import FloatArray
from l2core.history import History

FULL = 30_000  # the code of what reaches the end of an axis
MISSING = -(2**15)  # the code of what is no number: a net that diverged


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights of the nets of one penalty: `values` (n, L, S), weight × λ × kept step, NaN once diverged.

    layer, row, column (n,): the weight is W_layer[row, column], counted from 1. steps (S,): those kept.
    diverged_at (L,): the step, or −1. Without a penalty one net stands for every λ: L = 1.
    """

    penalty: str
    values: FloatArray
    layer: NDArray[np.intp]
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    steps: NDArray[np.intp]
    diverged_at: NDArray[np.intp]

    @property
    def names(self) -> list[str]:
        """W1[1, 1], W1[1, 2], …"""
        places = zip(self.layer, self.row, self.column, strict=True)
        return [f"W{layer}[{row}, {column}]" for layer, row, column in places]

    @property
    def depth(self) -> int:
        return int(self.layer[-1])

    @cached_property
    def zeros(self) -> NDArray[np.intp]:
        """How many weights of each layer are exactly 0: (layers, L, S)."""
        zero = self.values == 0
        return np.stack([zero[self.layer == layer].sum(axis=0) for layer in range(1, self.depth + 1)])

    @cached_property
    def dies(self) -> NDArray[np.intp]:
        """At which kept step each weight became 0 for good, S if it did not: (n, L)."""
        last_first = (self.values != 0)[..., ::-1]
        return np.where(last_first.any(axis=-1), self.values.shape[-1] - last_first.argmax(axis=-1), 0)

    @cached_property
    def sound(self) -> NDArray[np.intp]:
        """At how many of the kept steps each net had not diverged: (L,)."""
        return np.isfinite(self.values[0]).sum(axis=-1)

    def only(self, weight: int) -> "Weights":
        """One weight alone."""
        one = slice(weight, weight + 1)
        return replace(
            self, values=self.values[one], layer=self.layer[one], row=self.row[one], column=self.column[one]
        )

    def places(self) -> pd.DataFrame:
        """A row a weight: where it stands."""
        return pd.DataFrame({"name": self.names, "layer": self.layer, "row": self.row, "column": self.column})


def every_weight(
    history: History, nets: slice, penalty: str, arrays: Mapping[str, FloatArray] | None = None
) -> Weights:
    """The weights of these nets, layer by layer, row by row; or `arrays` of their shapes, like a gradient."""
    arrays = history.weights if arrays is None else arrays
    layers = [arrays[f"W{layer}"][:, nets] for layer in range(1, len(history.layer_dims))]
    places = [np.indices(W.shape[2:]).reshape(2, -1) + 1 for W in layers]
    row, column = np.concatenate(places, axis=1)
    return Weights(
        penalty,
        np.concatenate([W.reshape(*W.shape[:2], -1) for W in layers], axis=-1).transpose(2, 1, 0),
        np.repeat(np.arange(1, len(layers) + 1), [place.shape[1] for place in places]),
        row,
        column,
        history.epochs,
        history.diverged_at[nets],
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


def list_of(name: str, lam: str = "''") -> str:
    """Vega's expression for a cell of column `name`, or name0, name1, …: Arrow hands its list over packed."""
    return f"datum['{name}' + {lam}].data[0].values"


def way(_: Translate, depth: int) -> str:
    """Vega's expression for what a weight connects, in words."""
    neuron, entrance, exit_ = _("neuron {number} of layer {layer}"), _("input {number}"), _("the output")
    source = filled(neuron, number="datum.column", layer="(datum.layer - 1)")
    source = f"(datum.layer == 1 ? {filled(entrance, number='datum.column')} : {source})"
    target = filled(neuron, number="datum.row", layer="datum.layer")
    return f"{source} + ' → ' + (datum.layer == {depth} ? {filled(exit_)} : {target})"


def filled(words: str, **expressions: str) -> str:
    """Vega's expression for words whose {placeholders} are filled from expressions."""
    said = json.dumps(words, ensure_ascii=False)
    for name, expression in expressions.items():
        said = f"replace({said}, '{{{name}}}', {expression})"
    return said


def number(value: str) -> str:
    """Vega's expression for a number: three decimals, or a power of ten where it is tiny; – for none."""
    digits = f"{value} % 1 == 0 ? ',d' : abs({value}) < 0.001 ? '.1e' : '.3f'"
    return f"(isValid({value}) ? format({value}, {digits}) : '–')"


def exactly(_: Translate, value: str) -> str:
    """The same for a weight, where 0 is said to be exactly 0."""
    zero = filled(_("exactly 0"))
    return f"({value} == 0 ? {zero} : {number(value)})"
