"""The weights of trained nets over training: each by itself, all in one number, and which are exactly 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray, one_of
from l2core.history import History


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
        """How many layers of weights there are."""
        return int(self.layer[-1])

    @property
    def layer_sizes(self) -> NDArray[np.intp]:
        """How many weights each layer has: (layers,)."""
        return np.bincount(self.layer)[1:]

    @cached_property
    def zeros(self) -> NDArray[np.intp]:
        """How many weights of each layer are exactly 0: (layers, L, S)."""
        zero = self.values == 0
        return np.stack([zero[self.layer == layer].sum(axis=0) for layer in range(1, self.depth + 1)])

    @cached_property
    def connected(self) -> list[NDArray[np.bool_]]:
        """Which neurons of each layer, inputs and output included, lie on a path of weights other than 0 that
        leads from an input to the output: one array (n_l, L, S) a layer. None once a net has diverged.

        What the neurons make of their inputs is not asked: a ReLU may be off for every example.
        """
        wire = np.isfinite(self.values) & (self.values != 0)
        nets = wire.shape[1:]
        layers = []
        for layer in range(1, self.depth + 1):
            here = self.layer == layer
            layers.append(wire[here].reshape(self.row[here].max(), self.column[here].max(), *nets))
        reached = [np.ones((layers[0].shape[1], *nets), dtype=np.bool_)]
        for wires in layers:
            reached.append((wires & reached[-1]).any(axis=1))
        heard = [np.ones((len(layers[-1]), *nets), dtype=np.bool_)]
        for wires in reversed(layers):
            heard.append((wires & heard[-1][:, np.newaxis]).any(axis=0))
        return [a & b for a, b in zip(reached, reversed(heard), strict=True)]

    @cached_property
    def dies(self) -> NDArray[np.intp]:
        """At which kept step each weight became 0 for good, S if it did not: (n, L)."""
        last_first = (self.values != 0)[..., ::-1]
        return np.where(last_first.any(axis=-1), self.values.shape[-1] - last_first.argmax(axis=-1), 0)

    @cached_property
    def sound(self) -> NDArray[np.intp]:
        """At how many of the kept steps each net had not diverged: (L,)."""
        return np.isfinite(self.values[0]).sum(axis=-1)

    def reaches(self, count: int) -> NDArray[np.intp]:
        """The first kept step at which `count` weights or more are exactly 0, S where none is: (L,)."""
        enough = self.zeros.sum(axis=0) >= count
        return np.where(enough.any(axis=-1), enough.argmax(axis=-1), enough.shape[-1])

    def beginning(self) -> "Weights":
        """The same before the first step: what comes later is not known yet, and NaN."""
        later = np.arange(self.values.shape[-1]) > 0
        return replace(
            self,
            values=np.where(later, np.nan, self.values),
            diverged_at=np.full_like(self.diverged_at, -1),
        )

    def net(self, lam: int) -> int:
        """The place of the net with λ number `lam`, of those on the second axis."""
        return lam if len(self.diverged_at) > 1 else 0

    def has_diverged(self, lam: int, step: int) -> bool:
        """Whether the net with λ number `lam` had diverged by kept step number `step`."""
        return bool(step >= self.sound[self.net(lam)])

    def at(self, lam: int, step: int) -> FloatArray:
        """All weights of the net with λ number `lam` at kept step number `step`: (n,)."""
        return self.values[:, self.net(lam), step]

    def summed(self, norm: str) -> FloatArray:
        """Σ|w| ("l1") or Σw² ("l2") over all weights: (L, S), NaN once diverged."""
        return _powers(self.values, norm).sum(axis=0)

    def only(self, weight: int) -> "Weights":
        """One weight alone."""
        one = slice(weight, weight + 1)
        return replace(
            self, values=self.values[one], layer=self.layer[one], row=self.row[one], column=self.column[one]
        )


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


def weight_names(dims: Sequence[int]) -> list[str]:
    """W1[1, 1], W1[1, 2], …: the weights of a net (n_0, …, n_L), in the order of `every_weight`."""
    return [
        f"W{layer}[{row}, {column}]"
        for layer, (n_previous, n) in enumerate(pairwise(dims), start=1)
        for row in range(1, n + 1)
        for column in range(1, n_previous + 1)
    ]


def summed(parameters: Mapping[str, FloatArray], norm: str) -> FloatArray:
    """Σ_l Σ|W_l| ("l1") or Σ_l Σ W_l² ("l2") of one net or many, without the biases: (…).

    parameters: {"W1": (…, n_1, n_0), "b1": (…, n_1, 1), …}; summed in float64, NaN once diverged.
    """
    layers = [W for name, W in parameters.items() if name.startswith("W")]
    return np.sum([_powers(W, norm).sum(axis=(-2, -1), dtype=np.float64) for W in layers], axis=0)


def exact_zeros(parameters: Mapping[str, FloatArray]) -> NDArray[np.intp]:
    """How many weights, biases not counted, are exactly 0.0, without a tolerance: (…)."""
    layers = [W for name, W in parameters.items() if name.startswith("W")]
    return np.sum([(W == 0).sum(axis=(-2, -1)) for W in layers], axis=0)


def weight_count(parameters: Mapping[str, FloatArray]) -> int:
    """How many weights one net has, biases not counted: Σ n_l n_{l−1}."""
    return sum(W.shape[-2] * W.shape[-1] for name, W in parameters.items() if name.startswith("W"))


def _powers(w: FloatArray, norm: str) -> FloatArray:
    return np.abs(w) if one_of("norm", norm, ("l1", "l2")) == "l1" else np.square(w)
