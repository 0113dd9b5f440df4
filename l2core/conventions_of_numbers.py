"""The conventions of those that predict numbers, with squared error."""

from l2core.convention import SPREAD, Convention
from l2core.convention_rows import BY_HAND, KERAS, KERAS_PAIR, LEARNING_RATES, N_, each, pytorch

_HALF_SQUARES = r"\tfrac{1}{2n}\sum_i (\hat y_i - y_i)^2"
_MSE = r"\tfrac{1}{nK}\sum_i \|\hat y_i - y_i\|^2"
_PLAYGROUND = "https://playground.tensorflow.org/#regularization={kind}&regularizationRate={{value}}"
_GLMNET = "glmnet(X, y, alpha = "
_SGD = "SGDRegressor(alpha={value}, "

OF_NUMBERS: tuple[Convention, ...] = (
    *each(
        "scikit-learn Ridge",
        "alpha",
        "squared error",
        r"\sum_i (\hat y_i - y_i)^2 + 2\alpha P",
        N_("Sum of the loss over rows and outputs. Neither loss nor penalty has a ½, which cancels."),
        {"l2": "Ridge(alpha={value})"},
        per_example=True,
        scaling="pipeline",
    ),
    *each(
        "scikit-learn Lasso",
        "alpha",
        "squared error",
        _HALF_SQUARES + r" + \alpha P",
        N_("Mean of ½(ŷ − y)²."),
        {"l1": "Lasso(alpha={value})"},
        scaling="pipeline",
    ),
    *each(
        "scikit-learn ElasticNet",
        "alpha",
        "squared error",
        _HALF_SQUARES + r" + \alpha P",
        N_("Mean of ½(ŷ − y)²."),
        {"elastic_net": "ElasticNet(alpha={value}, l1_ratio={l1_ratio})"},
        ratio="l1_ratio",
        scaling="pipeline",
    ),
    *each(
        "glmnet, gaussian",
        "lambda",
        "squared error",
        _HALF_SQUARES + r" + \lambda P",
        N_("Mean of ½(ŷ − y)². Standardises the columns of X unless told standardize = FALSE."),
        {"l1": _GLMNET + "1, lambda = {value}{standardize})"},
        ratio="alpha",
        scaling="argument",
    ),
    *each(
        "glmnet, gaussian",
        "lambda",
        "squared error",
        _HALF_SQUARES + r" + \tfrac{\lambda}{s}\, \tfrac12\|w\|_2^2",
        N_(
            "Mean of ½(ŷ − y)², but glmnet divides y by its standard deviation s before the penalty acts, "
            "which divides L2 by s. Standardises the columns of X unless told standardize = FALSE."
        ),
        {"l2": _GLMNET + "0, lambda = {value}{standardize})"},
        derived={"l2": f"{_GLMNET}0, lambda = {{value}} * {SPREAD}{{standardize}})"},
        ratio="alpha",
        needs_spread=True,
        scaling="argument",
    ),
    *each(
        "glmnet, gaussian",
        "lambda",
        "squared error",
        _HALF_SQUARES + r" + \lambda\left(\alpha\,\|w\|_1 + \tfrac{1-\alpha}{2s}\|w\|_2^2\right)",
        N_(
            "Mean of ½(ŷ − y)², but glmnet divides y by its standard deviation s before the penalty acts, "
            "which divides the L2 part alone by s: alpha is another number too. Standardises the columns of "
            "X unless told standardize = FALSE."
        ),
        {"elastic_net": _GLMNET + "{l1_ratio}, lambda = {value}{standardize})"},
        derived={
            "elastic_net": f"s <- {SPREAD}; k <- {{l1_ratio}} + s * (1 - {{l1_ratio}})\n"
            + _GLMNET
            + "{l1_ratio} / k, lambda = {value} * k{standardize})"
        },
        ratio="alpha",
        needs_spread=True,
        scaling="argument",
    ),
    *each(
        "scikit-learn SGDRegressor",
        "alpha",
        "squared error",
        _HALF_SQUARES + r" + \alpha P",
        N_("Mean of ½(ŷ − y)²."),
        {
            "l2": _SGD + 'penalty="l2")',
            "l1": _SGD + 'penalty="l1")',
            "elastic_net": _SGD + 'penalty="elasticnet", l1_ratio={l1_ratio})',
        },
        ratio="l1_ratio",
        scaling="pipeline",
    ),
    *each(
        "scikit-learn MLPRegressor",
        "alpha",
        "squared error",
        _HALF_SQUARES + r" + \tfrac{\alpha}{n} P",
        N_(
            "Mean of ½(ŷ − y)² over a batch of n examples, and the penalty is divided by n too. n is "
            'batch_size, if nothing is said min(200, rows); with solver="lbfgs" it is all rows.'
        ),
        {"l2": "MLPRegressor(alpha={value}, batch_size={batch})"},
        per_example=True,
        by_batch=True,
        own_batch=200,
        scaling="pipeline",
    ),
    *[
        row
        for optimizer, name in (
            ("SGD", N_("PyTorch SGD with MSELoss")),
            ("Adam", N_("PyTorch Adam with MSELoss")),
        )
        for row in each(
            name,
            "weight_decay",
            "squared error",
            _MSE + r" + \text{weight\_decay}\; P",
            N_(
                "MSELoss has no ½, and divides by the K outputs as well as by the rows. The groups leave the "
                "biases out: with model.parameters() alone they decay as well."
            ),
            {"l2": pytorch(optimizer, LEARNING_RATES[optimizer])},
            factor=0.5,
            per_output=True,
        )
    ],
    *each(
        N_("PyTorch, added to MSELoss"),
        "l1",
        "squared error",
        _MSE + r" + \text{l1}\; P",
        N_(
            "MSELoss has no ½, and divides by the K outputs as well as by the rows. The optimisers have no "
            "L1."
        ),
        {"l1": BY_HAND},
        factor=0.5,
        per_output=True,
    ),
    *each(
        N_('Keras with "mse"'),
        "l2",
        "squared error",
        _MSE + r" + 2\,\text{l2}\; P",
        N_(
            'Neither L2 nor "mse" has a ½, which cancels; "mse" divides by the K outputs as well as by the '
            "rows. A kernel_regularizer leaves the biases out."
        ),
        {"l2": KERAS + "L2({value}))"},
        per_output=True,
    ),
    *each(
        N_('Keras with "mse"'),
        "l1",
        "squared error",
        _MSE + r" + \text{l1}\; P",
        N_(
            '"mse" has no ½, and divides by the K outputs as well as by the rows. A kernel_regularizer '
            "leaves the biases out."
        ),
        {"l1": KERAS + "L1({value}))"},
        factor=0.5,
        per_output=True,
    ),
    *each(
        N_('Keras with "mse"'),
        "l1 + 2 l2",
        "squared error",
        _MSE + r" + \text{l1}\,\|w\|_1 + \text{l2}\,\|w\|_2^2",
        N_(
            '"mse" has no ½, and divides by the K outputs as well as by the rows. Nor has l2, so λ is half '
            "of K·(l1 + 2·l2), and r = l1/(l1 + 2·l2). A kernel_regularizer leaves the biases out."
        ),
        {"elastic_net": KERAS_PAIR},
        ratio="",
        factor=0.5,
        per_output=True,
    ),
    *each(
        "TensorFlow Playground",
        "regularization rate",
        "squared error",
        _HALF_SQUARES + r" + \text{rate}\; P",
        N_(
            "Mean over a batch of ½(ŷ − y)², ŷ through tanh for classes and linear for numbers. With L1, a "
            "weight that the penalty carries across 0 stays 0. (At first, in 2016, the rate was divided by "
            "the batch size.)"
        ),
        {"l2": _PLAYGROUND.format(kind="L2"), "l1": _PLAYGROUND.format(kind="L1")},
    ),
)
