"""Nets that answer every example alike: since when, what shows in their weights, and when λ is too much.

Two things end like that. The penalty takes the weights, until no two answers can differ; or a step was so
long that it switched off every neuron of a layer, and no gradient comes back.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray
from l2core.evaluation import ALIKE
from l2core.network import Parameters, forward_propagation


def alike_since(alike: ArrayLike) -> int | None:
    """min {s : alike_t for all t ≥ s}: from which kept step on a net answers alike; None if not at the last.

    alike (S,): whether it does at each kept step (`l2core.evaluation.answers_alike`).
    """
    differs = np.flatnonzero(~np.asarray(alike, dtype=bool))
    since = int(differs[-1]) + 1 if differs.size else 0
    return since if since < np.size(alike) else None


def weights_gone(parameters: Mapping[str, FloatArray], X: FloatArray) -> bool:
    """¼ Π_l ‖W_l‖₂ · max_ij ‖x_i − x_j‖ < 0.01: whether such weights cannot give two examples two answers.

    ‖·‖₂ is the largest singular value; σ is nowhere steeper than ¼, and a ReLU than 1, so that the left side
    bounds |a_i − a_j|. X (n_0, m). True is a proof that the answers are alike, False proves nothing.
    """
    norms = [np.linalg.norm(W, 2) for name, W in parameters.items() if name.startswith("W")]
    widest = float(np.linalg.norm(X[:, :, np.newaxis] - X[:, np.newaxis], axis=0).max())
    return float(np.prod(norms)) * widest / 4 < ALIKE


def layer_off(X: ArrayLike, parameters: Parameters) -> int | None:
    """min {l : A_l = 0 for every example}: the first hidden layer, from 1, of which no neuron responds.

    X (n_0, m). None where every hidden layer has a neuron that is above 0 for some example.
    """
    cache = forward_propagation(X, parameters)[1]
    activations = cache[1:-4:4]  # (Z1, A1, W1, b1, Z2, A2, W2, b2, …), without the output's
    return next((layer for layer, A in enumerate(activations, start=1) if not np.any(A)), None)


def last_that_tells(silent: ArrayLike, k: int) -> int | None:
    """max {j < k : not silent_j} where all of silent_k, silent_{k+1}, … hold; None elsewhere.

    The largest smaller λ with which the net still tells examples apart, if from λ_k on none does.
    silent (L,): of the same net under rising λ, whether it answers alike or diverged.
    """
    silent = np.asarray(silent, dtype=bool)
    tells = np.flatnonzero(~silent[:k])
    return int(tells[-1]) if silent[k:].all() and tells.size else None
