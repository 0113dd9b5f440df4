"""What L1 and L2 regularisation do to a model: the mathematics, in NumPy alone.

The names that a notebook needs first; the modules hold more.
"""

from l2core.bowl import Bowl, constrained_minimum, penalized_minimum
from l2core.cross_validation import CrossValidation, cross_validate
from l2core.history import History
from l2core.linear import default_lambdas, elastic_net_path, lasso_path, ridge_path
from l2core.logistic import logistic_path
from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
    initialize_parameters,
    predict,
)
from l2core.optimizers import Recipe
from l2core.path import Path
from l2core.relaxed import cross_validate_relaxed, relaxed_path
from l2core.training import train

__all__ = [
    "Bowl",
    "CrossValidation",
    "History",
    "Path",
    "Recipe",
    "backward_propagation_with_regularization",
    "compute_cost_with_regularization",
    "constrained_minimum",
    "cross_validate",
    "cross_validate_relaxed",
    "default_lambdas",
    "elastic_net_path",
    "forward_propagation",
    "initialize_parameters",
    "lasso_path",
    "logistic_path",
    "penalized_minimum",
    "predict",
    "relaxed_path",
    "ridge_path",
    "train",
]
