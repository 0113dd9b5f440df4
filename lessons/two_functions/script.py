"""The two functions as a script: every number of the network at one λ, and what their check says of it."""

from collections.abc import Iterator

from dashboard.script_text import SHOW, code_cell, joined, number, title_cell
from lessons.two_functions.choice import Choice
from lessons.two_functions.run import LAMBDAS

_ABOUT = r"""The cost $J = -\tfrac1m \sum [Y \log A_3 + (1-Y) \log(1-A_3)]
+ \tfrac1m \tfrac{\lambda}{2} \sum_l \lVert W_l \rVert^2$ of a network small enough to print, and its
gradients, of which each $dW_l$ carries $+\tfrac{\lambda}{m} W_l$."""
_FUNCTIONS = (
    "backward_propagation_with_regularization",
    "compute_cost_with_regularization",
    "cross_entropy",
    "forward_propagation",
)


def source(choice: Choice, lam: int, slip: str | None = None, cell: str | None = None) -> str:
    """Python source that prints the numbers of the page with the bar at the λ of place `lam`.

    slip: the mistake that the gradient is checked with, cell: the test cell of the course ("cost" or
    "gradients"); each None where it is not on the page.
    """
    cells = [
        title_cell("The two functions, with every number", _ABOUT),
        code_cell(_imports(slip, cell)),
        code_cell(_settings(choice, lam, slip), "Settings"),
        code_cell(_computation(), "Forward, cost, backward"),
        code_cell(_results(), "Every number, and how much of each gradient is λ's"),
    ]
    if slip is not None:
        cells.append(code_cell(_check(), "The gradient check of every mistake"))
    if cell is not None:
        cells.append(code_cell(_cell(cell), "What the course's test cell comes to"))
    return joined(cells)


def _imports(slip: str | None, cell: str | None) -> Iterator[str]:
    yield "import numpy as np"
    yield ""
    if cell is not None:
        setting = "COST_LAMBDA, cost_cell" if cell == "cost" else "GRADIENT_LAMBDA, gradient_cell"
        yield f"from l2core.course_cells import {setting}"
    if slip is not None:
        yield "from l2core.gradient_check import gradient_check"
    yield "from l2core.network import ("
    yield from (f"    {function}," for function in _FUNCTIONS)
    yield ")"
    checked = "SLIPS, gradients_with_slip, " if slip is not None else ""
    yield f"from l2core.worked_example import {checked}worked_example"


def _settings(choice: Choice, lam: int, slip: str | None) -> Iterator[str]:
    yield f"layer_dims, m, seed = {choice.layer_dims}, {choice.m}, {choice.seed}"
    yield f"lambd = {number(LAMBDAS[lam])}"
    if slip is not None:
        yield f'slip = "{slip}"  # what is wrong in the code, one of SLIPS'


def _computation() -> Iterator[str]:
    yield "X, Y, parameters = worked_example(layer_dims, m, seed)"
    yield "A3, cache = forward_propagation(X, parameters)"
    yield "cost = compute_cost_with_regularization(A3, Y, parameters, lambd)"
    yield "gradients = backward_propagation_with_regularization(X, Y, cache, lambd)"
    yield ""
    yield "Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache"
    yield "penalty = lambd / (2 * m) * sum(np.sum(W**2) for W in (W1, W2, W3))"
    yield "data_part = backward_propagation_with_regularization(X, Y, cache, lambd=0)"


def _results() -> Iterator[str]:
    yield from SHOW
    yield from ("", "")
    yield "def show_matrix(name, matrix):"
    yield "    for (row, column), entry in np.ndenumerate(matrix):"
    yield '        show(f"{name}[{row + 1}, {column + 1}]", entry)'
    yield from ("", "")
    yield 'for name, matrix in {"X": X, "Y": Y, **parameters}.items():'
    yield "    show_matrix(name, matrix)"
    yield 'forward = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}'
    yield "for name, matrix in forward.items():"
    yield "    show_matrix(name, matrix)"
    yield 'show("cross-entropy", cross_entropy(A3, Y))'
    yield 'show("penalty", penalty)'
    yield 'show("cost", cost)'
    yield "for name, matrix in gradients.items():"
    yield "    show_matrix(name, matrix)"
    yield "for layer, W in {3: W3, 2: W2, 1: W1}.items():"
    yield '    show_matrix(f"data part of dW{layer}", data_part[f"dW{layer}"])'
    yield '    show_matrix(f"penalty part of dW{layer}", lambd / m * W)'


def _check() -> Iterator[str]:
    yield "for mistake in SLIPS:"
    yield "    returned = gradients_with_slip(X, Y, cache, lambd, mistake)"
    yield "    check = gradient_check(X, Y, parameters, returned, lambd)"
    yield "    for name, error in check.relative_error.items():"
    yield '        show(f"{mistake}: relative error of {name}", error)'
    yield "    if mistake == slip:"
    yield "        for name, slope in check.approximation.items():"
    yield '            show_matrix(f"analytical {name}", returned[name])'
    yield '            show_matrix(f"numerical {name}", slope)'


def _cell(cell: str) -> Iterator[str]:
    if cell == "cost":
        yield 'show("cost of the cell", compute_cost_with_regularization(*cost_cell(), COST_LAMBDA))'
        return
    yield "of_the_cell = backward_propagation_with_regularization(*gradient_cell(), GRADIENT_LAMBDA)"
    yield 'for name in ("dW1", "dW2", "dW3"):'
    yield '    show_matrix(f"{name} of the cell", of_the_cell[name])'
