r"""AdamW's weight decay, which is no L2: how long the weights remember.

Each step multiplies the weights by 1 − ηd, d = weight_decay, beside Adam's own step u_t:

    w_t = (1 − ηd) w_{t−1} + u_t,

an average of what the last steps say, in which a step counts 1/e as much once it lies

    τ = 1/(ηd) steps,    τ / (steps an epoch) epochs

back. What acts is ηd and not d alone, and in epochs the sizes of batch and table too. In Adam, as in SGD,
weight_decay is added to the gradient, which is L2; in AdamW it does not pass the division by the size of the
gradient, so no d is a λ. Loshchilov & Hutter (2019); Wang & Aitchison (2024), arXiv:2405.13698.
"""

import math

from l2core.checks import positive, whole_number


def timescale(weight_decay: float, learning_rate: float) -> float:
    """τ = 1/(ηd) in steps. Raises ValueError unless both are above 0."""
    return 1 / (positive("weight_decay", weight_decay) * positive("learning_rate", learning_rate))


def weight_decay_of(timescale: float, learning_rate: float) -> float:
    """d = 1/(ητ) for τ in steps. Raises ValueError unless both are above 0."""
    return 1 / (positive("timescale", timescale) * positive("learning_rate", learning_rate))


def steps_per_epoch(rows: int, batch: int) -> int:
    """⌈rows/batch⌉, the last batch being a smaller one. Raises ValueError for a number below 1."""
    rows, batch = whole_number("rows", rows, at_least=1), whole_number("batch", batch, at_least=1)
    return math.ceil(rows / batch)
