"""The numbers that the course prints below its two test cells, and what the two functions come to."""

import numpy as np

from charts.picture import Translate
from dashboard.presets import Published
from l2core.course_cells import COST_LAMBDA, GRADIENT_LAMBDA, cost_cell, gradient_cell
from l2core.network import backward_propagation_with_regularization, compute_cost_with_regularization

CELLS = {  # of which one is shown at a time
    "cost": "compute_cost_with_regularization",
    "gradients": "backward_propagation_with_regularization",
}
COST, COST_DECIMALS = 1.78648594516, 11
GRADIENTS, GRADIENT_DECIMALS = (
    {
        "dW1": [[-0.25604646, 0.12298827, -0.28297129], [-0.17706303, 0.34536094, -0.4410571]],
        "dW2": [[0.79276486, 0.85133918], [-0.0957219, -0.01720463], [-0.13100772, -0.03750433]],
        "dW3": [[-1.77691347, -0.11832879, -0.09397446]],
    },
    8,
)


def published(_: Translate, cell: str) -> list[Published]:
    """What the course prints for a cell, one row a number."""
    source = _("deeplearning.ai, Improving Deep Neural Networks, week 1, Regularization")
    if cell == "cost":
        cost = compute_cost_with_regularization(*cost_cell(), COST_LAMBDA)
        return [Published(_("cost"), source, COST, cost, COST_DECIMALS)]
    gradients = backward_propagation_with_regularization(*gradient_cell(), GRADIENT_LAMBDA)
    return [
        Published(
            f"{name}[{row + 1}, {column + 1}]",
            source,
            float(value),
            float(gradients[name][row, column]),
            GRADIENT_DECIMALS,
        )
        for name, printed in GRADIENTS.items()
        for (row, column), value in np.ndenumerate(printed)
    ]


def about_cells(_: Translate) -> str:
    """Where the numbers of the cells come from."""
    return _(
        "The two functions are also those of an online course, which checks them by two cells. Their arrays "
        "are drawn from seed 1, here too: a network 3-2-3-1 with 5 examples, λ = {cost_lambda} for the cost "
        "and λ = {gradient_lambda} for the gradients. ✓ where both numbers agree to every digit that the "
        "course prints."
    ).format(cost_lambda=COST_LAMBDA, gradient_lambda=GRADIENT_LAMBDA)
