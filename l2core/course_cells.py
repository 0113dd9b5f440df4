"""The two test cells of the course for the notes' two functions, drawn anew from their seeds.

deeplearning.ai, Improving Deep Neural Networks, week 1, Regularization: the arrays of
`compute_cost_with_regularization_test_case` and `backward_propagation_with_regularization_test_case`.
"""

import numpy as np

from l2core.checks import FloatArray
from l2core.network import Parameters, forward_propagation

LAYER_DIMS = (3, 2, 3, 1)
LABELS = np.array([[1.0, 1.0, 0.0, 1.0, 0.0]])
SEED = 1
COST_LAMBDA, GRADIENT_LAMBDA = 0.1, 0.7
PRINTED = 8  # the decimals with which the course writes down A3 for the cell of the cost


def gradient_cell() -> tuple[FloatArray, FloatArray, tuple[FloatArray, ...]]:
    """X (3, 5), Y (1, 5) and the cache, as `backward_propagation_with_regularization` takes them."""
    X, parameters = _seeded_network()
    return X, LABELS, forward_propagation(X, parameters)[1]


def cost_cell() -> tuple[FloatArray, FloatArray, Parameters]:
    """A3 (1, 5), Y (1, 5) and the parameters, as `compute_cost_with_regularization` takes them.

    A3 is that of the other cell, with eight decimals; the parameters are the first numbers of the seed.
    """
    A3 = forward_propagation(*_seeded_network())[0]
    return A3.round(PRINTED), LABELS, _parameters(np.random.RandomState(SEED))


def _seeded_network() -> tuple[FloatArray, Parameters]:
    """What stands in the cell of the gradients: X, then the parameters, out of one seed."""
    rng = np.random.RandomState(SEED)
    X = rng.randn(LAYER_DIMS[0], LABELS.shape[1])
    return X, _parameters(rng)


def _parameters(rng: np.random.RandomState) -> Parameters:
    parameters: dict[str, FloatArray] = {}
    for layer in range(1, len(LAYER_DIMS)):
        parameters[f"W{layer}"] = rng.randn(LAYER_DIMS[layer], LAYER_DIMS[layer - 1])
        parameters[f"b{layer}"] = rng.randn(LAYER_DIMS[layer], 1)
    return parameters
