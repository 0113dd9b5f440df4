"""The conventions of those that predict classes: with cross-entropy, or the hinge of support vectors."""

from l2core.convention import Convention
from l2core.convention_rows import BY_HAND, KERAS, KERAS_PAIR, LEARNING_RATES, N_, each, pytorch

_ENTROPY = r"-\tfrac1n\sum_i \log p(y_i \mid x_i)"
_C_ENTROPY = r"-C\sum_i \log p(y_i \mid x_i) + P"
_LINE = "LogisticRegression(C={value}, "
_SGD = 'SGDClassifier(loss="log_loss", alpha={value}, '
_GLMNET = 'glmnet(X, y, family = "binomial", alpha = '

OF_CLASSES: tuple[Convention, ...] = (
    *each(
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
    *each(
        "scikit-learn LogisticRegression",
        "C",
        "cross-entropy",
        _C_ENTROPY,
        N_('Sum of the loss, and C weighs the loss. solver="liblinear" penalises the intercept too.'),
        {"l2": "LogisticRegression(C={value})"},
        per_example=True,
        inverse=True,
        scaling="pipeline",
    ),
    *each(
        "scikit-learn LogisticRegression",
        "C",
        "cross-entropy",
        _C_ENTROPY,
        N_(
            "Sum of the loss, and C weighs the loss. From scikit-learn 1.8 on. An older one passes l1_ratio "
            "over and fits L2: there penalty has to be said. An alpha in place of C is proposed (pull "
            'request 32042) and in no version yet, 1.9 the last seen. solver="liblinear" penalises the '
            "intercept too."
        ),
        {
            "l1": _LINE + 'l1_ratio=1, solver="saga")',
            "elastic_net": _LINE + 'l1_ratio={l1_ratio}, solver="saga")',
        },
        ratio="l1_ratio",
        per_example=True,
        inverse=True,
        scaling="pipeline",
    ),
    *each(
        N_("scikit-learn LogisticRegression before 1.8"),
        "C",
        "cross-entropy",
        _C_ENTROPY,
        N_(
            "Sum of the loss, and C weighs the loss. Since 1.8 penalty is deprecated; its end is announced "
            "for 1.10."
        ),
        {
            "l1": _LINE + 'penalty="l1", solver="saga")',
            "elastic_net": _LINE + 'penalty="elasticnet", l1_ratio={l1_ratio}, solver="saga")',
        },
        ratio="l1_ratio",
        per_example=True,
        inverse=True,
        scaling="pipeline",
    ),
    *each(
        "scikit-learn SGDClassifier",
        "alpha",
        "cross-entropy",
        _ENTROPY + r" + \alpha P",
        N_('Mean of the loss; without loss="log_loss" it is the hinge.'),
        {
            "l2": _SGD + 'penalty="l2")',
            "l1": _SGD + 'penalty="l1")',
            "elastic_net": _SGD + 'penalty="elasticnet", l1_ratio={l1_ratio})',
        },
        ratio="l1_ratio",
        scaling="pipeline",
    ),
    *each(
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
        own_batch=200,
        scaling="pipeline",
    ),
    *[
        row
        for optimizer in ("SGD", "Adam")
        for row in each(
            f"PyTorch {optimizer}",
            "weight_decay",
            "cross-entropy",
            _ENTROPY + r" + \text{weight\_decay}\; P",
            N_(
                "Mean of the loss; with several outputs BCEWithLogitsLoss divides by their number too. "
                "The groups leave the biases out: with model.parameters() alone they decay as well."
            ),
            {"l2": pytorch(optimizer, LEARNING_RATES[optimizer])},
        )
    ],
    *each(
        N_("PyTorch, added to the loss"),
        "l1",
        "cross-entropy",
        _ENTROPY + r" + \text{l1}\; P",
        N_(
            "Mean of the loss; with several outputs BCEWithLogitsLoss divides by their number too. "
            "The optimisers have no L1."
        ),
        {"l1": BY_HAND},
    ),
    *each(
        "Keras",
        "l2",
        "cross-entropy",
        _ENTROPY + r" + 2\,\text{l2}\; P",
        N_(
            'Mean of the loss; with several outputs "binary_crossentropy" divides by their number too. '
            "L2 has no ½ and weighs twice as much as a λ/2. A kernel_regularizer leaves the biases out."
        ),
        {"l2": KERAS + "L2({value}))"},
        factor=2.0,
    ),
    *each(
        "Keras",
        "l1",
        "cross-entropy",
        _ENTROPY + r" + \text{l1}\; P",
        N_(
            'Mean of the loss; with several outputs "binary_crossentropy" divides by their number too. '
            "A kernel_regularizer leaves the biases out."
        ),
        {"l1": KERAS + "L1({value}))"},
    ),
    *each(
        "Keras",
        "l1 + 2 l2",
        "cross-entropy",
        _ENTROPY + r" + \text{l1}\,\|w\|_1 + \text{l2}\,\|w\|_2^2",
        N_(
            'Mean of the loss; with several outputs "binary_crossentropy" divides by their number too. '
            "l2 has no ½, so λ = l1 + 2·l2 and r = l1/λ. A kernel_regularizer leaves the biases out."
        ),
        {"elastic_net": KERAS_PAIR},
        ratio="",
    ),
    *each(
        "glmnet, binomial",
        "lambda",
        "cross-entropy",
        _ENTROPY + r" + \lambda P",
        N_("Mean of the loss. Standardises the columns of X unless told standardize = FALSE."),
        {
            "l2": _GLMNET + "0, lambda = {value}{standardize})",
            "l1": _GLMNET + "1, lambda = {value}{standardize})",
            "elastic_net": _GLMNET + "{l1_ratio}, lambda = {value}{standardize})",
        },
        ratio="alpha",
        scaling="argument",
    ),
)

OF_MARGINS: tuple[Convention, ...] = (
    *each(
        "scikit-learn SVC",
        "C",
        "hinge",
        r"C\sum_i \max(0, 1 - y_i f(x_i)) + P",
        N_("Sum of the loss, and C weighs the loss."),
        {"l2": 'SVC(kernel="linear", C={value})'},
        per_example=True,
        inverse=True,
        scaling="pipeline",
    ),
    *each(
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
        scaling="pipeline",
    ),
)
