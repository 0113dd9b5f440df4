"""The arrays of the course's cells are those that it prints, and what the functions make of them is too."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from l2core.course_cells import COST_LAMBDA, GRADIENT_LAMBDA, cost_cell, gradient_cell
from l2core.network import backward_propagation_with_regularization, compute_cost_with_regularization

# As the course writes them down: Z1, W1, b2 and A3 of the cell of the gradients.
Z1 = [
    [-1.52855314, 3.32524635, 2.13994541, 2.60700654, -0.75942115],
    [-1.98043538, 4.1600994, 0.79051021, 1.46493512, -0.45506242],
]
W1 = [[-1.09989127, -0.17242821, -0.87785842], [0.04221375, 0.58281521, -1.10061918]]
B2 = [[0.53035547], [-0.69166075], [-0.39675353]]
A3 = [[0.40682402, 0.01629284, 0.16722898, 0.10118111, 0.40682402]]


def test_the_cell_of_the_gradients_holds_what_the_course_writes_down() -> None:
    X, Y, cache = gradient_cell()
    assert X.shape == (3, 5)
    assert Y.tolist() == [[1, 1, 0, 1, 0]]
    for place, printed in ((0, Z1), (2, W1), (7, B2), (9, A3)):
        assert_allclose(cache[place], printed, rtol=0, atol=5.1e-9)


def test_the_cell_of_the_cost_holds_what_the_course_writes_down() -> None:
    given, Y, parameters = cost_cell()
    assert given.tolist() == A3
    assert Y.tolist() == [[1, 1, 0, 1, 0]]
    np.random.seed(1)
    for layer, (rows, columns) in enumerate(((2, 3), (3, 2), (1, 3)), start=1):
        assert_allclose(parameters[f"W{layer}"], np.random.randn(rows, columns))
        assert_allclose(parameters[f"b{layer}"], np.random.randn(rows, 1))


def test_the_two_functions_come_to_what_the_course_prints() -> None:
    cost = compute_cost_with_regularization(*cost_cell(), COST_LAMBDA)
    assert cost == pytest.approx(1.78648594516, abs=5e-12)
    gradients = backward_propagation_with_regularization(*gradient_cell(), GRADIENT_LAMBDA)
    assert_allclose(gradients["dW3"], [[-1.77691347, -0.11832879, -0.09397446]], rtol=0, atol=5.1e-9)
