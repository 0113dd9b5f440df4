"""λ in everybody's convention: the table of `l2core.convention.Convention`s."""

from l2core.checks import one_of
from l2core.convention import LOSSES, SPREAD, Convention
from l2core.penalties import PENALIZED


def conventions(penalty: str, loss: str | None = None) -> tuple[Convention, ...]:
    """All conventions for one of `l2core.penalties.PENALIZED`, and for one of LOSSES if it is given.

    Raises ValueError for any other.
    """
    one_of("penalty", penalty, PENALIZED)
    if loss is not None:
        one_of("loss", loss, LOSSES)
    return tuple(c for c in CONVENTIONS if c.penalty == penalty and loss in (None, c.loss))


def N_(message: str) -> str:
    """Marks what people read, so that the catalogues of a translated page have it; here it stays English."""
    return message


_ENTROPY = r"-\tfrac1n\sum_i \log p(y_i \mid x_i)"
_HALF_SQUARES = r"\tfrac{1}{2n}\sum_i (\hat y_i - y_i)^2"
_SQUARES = r"\tfrac1n\sum_i (\hat y_i - y_i)^2"
_PENALTY = {
    "l2": r"\tfrac12\|w\|_2^2",
    "l1": r"\|w\|_1",
    "elastic_net": r"\left(r\,\|w\|_1 + \tfrac{1-r}{2}\|w\|_2^2\right)",
}
_KERAS = "keras.layers.Dense(units, kernel_regularizer=keras.regularizers."
_L1_L2 = _KERAS + "L1L2(l1={l1}, l2={l2}))"
_SGD = "torch.optim.SGD(model.parameters(), lr=0.1, weight_decay={value})"
_BY_HAND = "loss = loss + {value} * sum(W.abs().sum() for W in weights)"
_PLAYGROUND = "https://playground.tensorflow.org/#regularization={kind}&regularizationRate={{value}}"


def _each(
    name: str,
    parameter: str,
    loss: str,
    objective: str,
    note: str,
    templates: dict[str, str],
    *,
    factor: float = 1.0,
    per_example: bool = False,
    inverse: bool = False,
    by_batch: bool = False,
) -> list[Convention]:
    """One convention for each penalty in `templates`; P in `objective` stands for the penalty."""
    return [
        Convention(
            name=name,
            parameter=parameter,
            loss=loss,
            penalty=penalty,
            objective=objective.replace("P", _PENALTY[penalty]),
            note=note,
            template=template,
            factor=factor,
            per_example=per_example,
            inverse=inverse,
            by_batch=by_batch,
        )
        for penalty, template in templates.items()
    ]


CONVENTIONS: tuple[Convention, ...] = (
    *_each(
        N_("the notes"),
        "lambd",
        "cross-entropy",
        _ENTROPY + r" + \tfrac{\lambda}{n} P",
        N_(
            "Mean over a batch of n examples, and the penalty is divided by n too. In the notes one batch is "
            "all rows."
        ),
        {
            "l2": "backward_propagation_with_regularization(X, Y, cache, lambd={value})",
            "l1": 'Recipe(lambd={value}, penalty="l1")',
            "elastic_net": 'Recipe(lambd={value}, penalty="elastic_net", l1_ratio={l1_ratio})',
        },
        per_example=True,
        by_batch=True,
    ),
    *_each(
        "scikit-learn MLPClassifier",
        "alpha",
        "cross-entropy",
        _ENTROPY + r" + \tfrac{\alpha}{n} P",
        N_(
            "Mean over a batch of n examples, and the penalty is divided by n too. n is batch_size, if "
            'nothing is said min(200, rows); with solver="lbfgs" it is all rows.'
        ),
        {"l2": "MLPClassifier(alpha={value}, batch_size={batch})"},
        per_example=True,
        by_batch=True,
    ),
    *_each(
        "scikit-learn LogisticRegression",
        "C",
        "cross-entropy",
        r"-C\sum_i \log p(y_i \mid x_i) + P",
        N_('Sum of the loss, and C weighs the loss. solver="liblinear" penalises the intercept too.'),
        {"l2": "LogisticRegression(C={value})"},
        per_example=True,
        inverse=True,
    ),
    *_each(
        "scikit-learn LogisticRegression",
        "C",
        "cross-entropy",
        r"-C\sum_i \log p(y_i \mid x_i) + P",
        N_(
            "Sum of the loss, and C weighs the loss. From scikit-learn 1.8 on; before that l1_ratio alone is "
            'passed over and L2 is fitted: say penalty="elasticnet" too.'
        ),
        {
            "l1": 'LogisticRegression(C={value}, l1_ratio=1, solver="saga")',
            "elastic_net": 'LogisticRegression(C={value}, l1_ratio={l1_ratio}, solver="saga")',
        },
        per_example=True,
        inverse=True,
    ),
    *_each(
        "PyTorch SGD",
        "weight_decay",
        "cross-entropy",
        _ENTROPY + r" + \text{weight\_decay}\; P",
        N_("Mean of the loss. Pulls on the biases too, unless they have a parameter group of their own."),
        {"l2": _SGD},
    ),
    *_each(
        N_("PyTorch SGD with MSELoss"),
        "weight_decay",
        "squared error",
        _SQUARES + r" + \text{weight\_decay}\; P",
        N_("MSELoss has no ½: the number weighs half as much as with ½(ŷ − y)². Pulls on the biases too."),
        {"l2": _SGD},
        factor=0.5,
    ),
    *_each(
        N_("PyTorch, added to the loss"),
        "l1",
        "cross-entropy",
        _ENTROPY + r" + \text{l1}\; P",
        N_("Mean of the loss. The optimisers have no L1."),
        {"l1": _BY_HAND},
    ),
    *_each(
        N_("PyTorch, added to MSELoss"),
        "l1",
        "squared error",
        _SQUARES + r" + \text{l1}\; P",
        N_("MSELoss has no ½: the number weighs half as much as with ½(ŷ − y)². The optimisers have no L1."),
        {"l1": _BY_HAND},
        factor=0.5,
    ),
    *_each(
        "Keras",
        "l2",
        "cross-entropy",
        _ENTROPY + r" + 2\,\text{l2}\; P",
        N_("Mean of the loss. L2 has no ½ and weighs twice as much as a λ/2."),
        {"l2": _KERAS + "L2({value}))"},
        factor=2.0,
    ),
    *_each(
        "Keras",
        "l1 + 2 l2",
        "cross-entropy",
        _ENTROPY + r" + (\text{l1} + 2\,\text{l2})\; P",
        N_("Mean of the loss. L2 has no ½ and weighs twice as much as a λ/2."),
        {"l1": _KERAS + "L1({value}))", "elastic_net": _L1_L2},
    ),
    *_each(
        N_('Keras with "mse"'),
        "l2",
        "squared error",
        _SQUARES + r" + 2\,\text{l2}\; P",
        N_('Neither L2 nor "mse" has a ½, which cancels.'),
        {"l2": _KERAS + "L2({value}))"},
    ),
    *_each(
        N_('Keras with "mse"'),
        "l1 + 2 l2",
        "squared error",
        _SQUARES + r" + (\text{l1} + 2\,\text{l2})\; P",
        N_('"mse" has no ½: l1 weighs half as much as with ½(ŷ − y)². Nor has L2, where it cancels.'),
        {"l1": _KERAS + "L1({value}))", "elastic_net": _L1_L2},
        factor=0.5,
    ),
    *_each(
        "glmnet, binomial",
        "lambda",
        "cross-entropy",
        _ENTROPY + r" + \lambda P",
        N_("Mean of the loss. Standardises the columns of X unless told standardize = FALSE."),
        {
            "l2": 'glmnet(X, y, family = "binomial", alpha = 0, lambda = {value})',
            "l1": 'glmnet(X, y, family = "binomial", alpha = 1, lambda = {value})',
            "elastic_net": 'glmnet(X, y, family = "binomial", alpha = {l1_ratio}, lambda = {value})',
        },
    ),
    *_each(
        "glmnet, gaussian",
        "lambda",
        "squared error",
        _HALF_SQUARES + r" + \lambda P",
        N_("Mean of ½(ŷ − y)². Standardises the columns of X unless told standardize = FALSE."),
        {"l1": "glmnet(X, y, alpha = 1, lambda = {value})"},
    ),
    *_each(
        "glmnet, gaussian",
        "lambda",
        "squared error",
        _HALF_SQUARES + r" + \lambda P",
        N_(
            "Mean of ½(ŷ − y)², but glmnet divides y by its standard deviation before the penalty acts: the "
            "ridge part comes out weaker by that factor. The number here is the λ of the formula; the code "
            "makes glmnet's own of it. Standardises the columns of X too."
        ),
        {
            "l2": f"glmnet(X, y, alpha = 0, lambda = {{value}} * {SPREAD})",
            "elastic_net": f"s <- {SPREAD}; k <- {{l1_ratio}} + s * (1 - {{l1_ratio}}); "
            "glmnet(X, y, alpha = {l1_ratio} / k, lambda = {value} * k)",
        },
    ),
    *_each(
        "scikit-learn Ridge",
        "alpha",
        "squared error",
        r"\sum_i (\hat y_i - y_i)^2 + 2\alpha P",
        N_("Sum of the loss. Neither loss nor penalty has a ½, which cancels."),
        {"l2": "Ridge(alpha={value})"},
        per_example=True,
    ),
    *_each(
        "scikit-learn Lasso",
        "alpha",
        "squared error",
        _HALF_SQUARES + r" + \alpha P",
        N_("Mean of ½(ŷ − y)²."),
        {"l1": "Lasso(alpha={value})"},
    ),
    *_each(
        "scikit-learn ElasticNet",
        "alpha",
        "squared error",
        _HALF_SQUARES + r" + \alpha P",
        N_("Mean of ½(ŷ − y)²."),
        {"elastic_net": "ElasticNet(alpha={value}, l1_ratio={l1_ratio})"},
    ),
    *_each(
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
    *_each(
        "scikit-learn SVC",
        "C",
        "hinge",
        r"C\sum_i \max(0, 1 - y_i f(x_i)) + P",
        N_("Sum of the loss, and C weighs the loss."),
        {"l2": 'SVC(kernel="linear", C={value})'},
        per_example=True,
        inverse=True,
    ),
    *_each(
        "scikit-learn LinearSVC",
        "C",
        "squared hinge",
        r"C\sum_i \max(0, 1 - y_i f(x_i))^2 + P",
        N_(
            'Sum of the squared loss unless loss="hinge", and C weighs the loss. Penalises the intercept too.'
        ),
        {"l2": "LinearSVC(C={value})"},
        per_example=True,
        inverse=True,
    ),
)
