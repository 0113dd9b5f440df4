"""The lines that compute the page's numbers in a notebook."""

from lessons.two_functions.run import Here


def notebook(here: Here) -> str:
    """What to type to get the cost and the gradients of this network at this λ."""
    choice = here.choice
    return f"""from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
)
from l2core.worked_example import worked_example

X, Y, parameters = worked_example({list(choice.layer_dims)}, m={choice.m}, seed={choice.seed})
A3, cache = forward_propagation(X, parameters)
cost = compute_cost_with_regularization(A3, Y, parameters, lambd={here.lambda_code})
gradients = backward_propagation_with_regularization(X, Y, cache, lambd={here.lambda_code})
print(f"{{cost:.6f}}")  # {here.numbers["cost"][0, 0]:.6f}
print(gradients["dW2"].round(3))
"""
