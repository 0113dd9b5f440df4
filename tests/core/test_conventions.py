"""The same model through the library and through the canonical objective and SciPy: the same weights."""

import math
import re
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, minimize
from sklearn.linear_model import (
    ElasticNet,
    Lasso,
    LogisticRegression,
    Ridge,
    SGDClassifier,
    SGDRegressor,
)
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from charts.numbers import code_number
from l2core.convention import LOSSES, SPREAD, Convention, apart, joined, translate
from l2core.conventions import CONVENTIONS, conventions
from l2core.network import (
    compute_cost_with_regularization,
    forward_propagation,
    initialize_parameters,
)
from l2core.penalties import PENALIZED
from l2core.training import Recipe, train

N, P, RATIO = 50, 3, 0.3
RNG = np.random.default_rng(0)
X = RNG.standard_normal((N, P))
TARGET = X @ [1.0, -2.0, 0.1] + 0.5 + RNG.standard_normal(N)
LABEL = (TARGET > 0).astype(float)
SHARE = {"l2": 0.0, "l1": 1.0, "elastic_net": RATIO}


def convention(name: str, penalty: str) -> Convention:
    (found,) = (c for c in conventions(penalty) if c.name == name)
    return found


def canonical_fit(loss: str, penalty: str, lambd: float, *, intercept: bool = True) -> np.ndarray:
    """argmin over (w, b) of the mean loss + λ(r‖w‖₁ + (1−r)/2 ‖w‖²), smooth with w = u − v, u ≥ 0, v ≥ 0."""
    r, sign = SHARE[penalty], 2 * LABEL - 1

    def objective(theta):
        u, v, b = theta[:P], theta[P : 2 * P], theta[-1]
        score = X @ (u - v) + (b if intercept else 0.0)
        if loss == "squared error":
            value, slope = (score - TARGET) ** 2 / 2, score - TARGET
        elif loss == "cross-entropy":
            value, slope = np.logaddexp(0, -sign * score), -sign / (1 + np.exp(sign * score))
        else:
            short = np.maximum(0, 1 - sign * score)
            value, slope = short**2, -2 * sign * short
        w = u - v
        total = value.mean() + lambd * (r * (u + v).sum() + (1 - r) / 2 * w @ w)
        along = X.T @ slope / N + lambd * (1 - r) * w
        return total, np.concatenate((along + lambd * r, -along + lambd * r, [slope.mean() * intercept]))

    bounds = [(0, None)] * (2 * P) + [(None, None)]
    options = {"ftol": 1e-16, "gtol": 1e-12, "maxiter": 10_000, "maxfun": 10**6}
    best = minimize(
        objective, np.zeros(2 * P + 1), jac=True, method="L-BFGS-B", bounds=bounds, options=options
    )
    return np.append(best.x[:P] - best.x[P : 2 * P], best.x[-1])


def hinge_fit(lambd: float) -> np.ndarray:
    """(w, b) that minimise the mean hinge + λ/2 ‖w‖², as a quadratic program with one slack an example."""
    sign = 2 * LABEL - 1
    rows = np.column_stack((sign[:, None] * X, sign, np.eye(N)))
    weight = np.concatenate((np.zeros(P + 1), np.full(N, 1 / N)))
    best = minimize(
        lambda z: weight @ z + lambd / 2 * z[:P] @ z[:P],
        np.append(np.zeros(P + 1), np.ones(N)),
        jac=lambda z: weight + lambd * np.append(z[:P], np.zeros(N + 1)),
        method="SLSQP",
        bounds=[(None, None)] * (P + 1) + [(0, None)] * N,
        constraints=LinearConstraint(rows, 1, np.inf),
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    return best.x[: P + 1]


EXACT = {"tol": 1e-12, "max_iter": 10**6}
BY_ROWS = {"tol": None, "max_iter": 20_000, "learning_rate": "constant", "eta0": 3e-4, "random_state": 0}
LBFGS = {"solver": "lbfgs", "tol": 1e-14, "max_iter": 10**5, "random_state": 0, "hidden_layer_sizes": ()}
# what makes a library go on until it is there; the penalty and its strength are those of the line of code
SOLVED = {
    "Ridge": {},
    "Lasso": EXACT,
    "ElasticNet": EXACT,
    "LogisticRegression": EXACT,
    "SGDClassifier": BY_ROWS,
    "SGDRegressor": BY_ROWS,
    "MLPClassifier": LBFGS,
    "MLPRegressor": LBFGS,
    "SVC": {"tol": 1e-10},
    "LinearSVC": EXACT | {"fit_intercept": False},
}
KINDS = (
    Ridge,
    Lasso,
    ElasticNet,
    LogisticRegression,
    SGDClassifier,
    SGDRegressor,
    MLPClassifier,
    MLPRegressor,
    SVC,
    LinearSVC,
    StandardScaler,
)
NAMED = {kind.__name__: kind for kind in KINDS} | {"make_pipeline": make_pipeline, "inf": math.inf}
FITS = [(c.name, c.penalty) for c in CONVENTIONS if c.name.startswith("scikit-learn")]


# as far as the rule by which a library stops takes it; the others are within 2e-5
FAR = {"MLPClassifier": 2e-4, "MLPRegressor": 2e-4, "SGDClassifier": 5e-3, "SGDRegressor": 5e-3}
CLOSE = 2e-4


def made(line: str):
    """The model of a line of code as people copy it."""
    return eval(line, NAMED)


def library_fit(name: str, penalty: str, value: float, *, X=X) -> np.ndarray:
    here = convention(name, penalty)
    model = made(here.code(value, l1_ratio=RATIO))
    kind = type(model).__name__
    model.set_params(**SOLVED[kind])
    target = TARGET if here.loss == "squared error" else LABEL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tolerances it can not reach, and of what will be gone in 1.10
        model.fit(X, target)
    if kind.startswith("MLP"):
        return np.append(model.coefs_[0], model.intercepts_[0])
    return np.append(model.coef_, model.intercept_)


def far(name: str) -> float:
    """How far the library may be off."""
    return FAR.get(name.split()[1], 2e-5)


def fitted(loss: str, penalty: str, lambd: float) -> np.ndarray:
    if loss == "hinge":
        return hinge_fit(lambd)
    return canonical_fit(loss, penalty, lambd, intercept=loss != "squared hinge")


@pytest.mark.parametrize(("name", "penalty"), FITS)
@pytest.mark.parametrize("lambd", [0.1, 0.02])
def test_the_librarys_value_for_a_lambda_gives_the_weights_of_that_lambda(name, penalty, lambd):
    here = convention(name, penalty)
    np.testing.assert_allclose(
        library_fit(name, penalty, here.from_canonical(lambd, N)),
        fitted(here.loss, penalty, lambd),
        atol=far(name),
    )


@pytest.mark.parametrize(("name", "penalty"), FITS)
@pytest.mark.parametrize("value", [2.0, 0.5])
def test_the_lambda_of_a_librarys_value_gives_the_weights_of_that_value(name, penalty, value):
    here = convention(name, penalty)
    np.testing.assert_allclose(
        library_fit(name, penalty, value),
        fitted(here.loss, penalty, here.to_canonical(value, N)),
        atol=far(name),
    )


@pytest.mark.parametrize(
    ("line", "loss"),
    [
        ("LinearSVC(C=0.5)", lambda margin: np.maximum(0, 1 - margin) ** 2),
        ('LogisticRegression(C=0.5, solver="liblinear")', lambda margin: np.logaddexp(0, -margin)),
    ],
)
def test_the_two_that_penalise_the_intercept_are_those_of_which_it_is_said(line, loss):
    """C Σ loss + ½(‖w‖² + b²), with the intercept as the weight of a column of ones."""
    wide, sign = np.column_stack((X, np.ones(N))), 2 * LABEL - 1
    best = minimize(
        lambda w: 0.5 * loss(sign * (wide @ w)).sum() + w @ w / 2, np.zeros(P + 1), options={"gtol": 1e-9}
    )
    model = made(line).set_params(tol=1e-10, max_iter=10**6).fit(X, LABEL)
    np.testing.assert_allclose(np.append(model.coef_, model.intercept_), best.x, atol=1e-4)


def test_a_translated_value_gives_the_same_weights_in_the_other_library():
    regression, net = (
        convention("scikit-learn LogisticRegression", "l2"),
        convention("scikit-learn MLPClassifier", "l2"),
    )
    C = 0.37
    alpha, _ = translate(C, regression, net, N)
    np.testing.assert_allclose(
        library_fit(regression.name, "l2", C), library_fit(net.name, "l2", alpha), atol=far(net.name)
    )


def test_the_notes_cost_adds_the_canonical_penalty():
    Y = LABEL[None]
    parameters = initialize_parameters((P, 4, 1), 0)
    A, _ = forward_propagation(X.T, parameters)
    added = compute_cost_with_regularization(A, Y, parameters, 0.7)
    added -= compute_cost_with_regularization(A, Y, parameters, 0.0)
    squares = sum((parameters[name] ** 2).sum() for name in ("W1", "W2"))
    assert added == pytest.approx(convention("the notes", "l2").to_canonical(0.7, N) / 2 * squares)


@pytest.mark.parametrize("penalty", PENALIZED)
def test_the_networks_of_the_lab_rest_where_the_canonical_objective_is_smallest(penalty):
    lambd = 0.1
    recipe = Recipe(
        convention("the notes", penalty).from_canonical(lambd, N), penalty, l1_ratio=RATIO, learning_rate=0.5
    )
    start = initialize_parameters((P, 1), 0)
    final = train(X.T, LABEL[None], start, [recipe], epochs=3000, snapshots=[]).final(0)
    np.testing.assert_allclose(
        np.append(final["W1"], final["b1"]), canonical_fit("cross-entropy", penalty, lambd), atol=CLOSE
    )


@pytest.mark.parametrize("batch", [1, 10])
def test_the_playgrounds_update_rests_where_the_canonical_objective_is_smallest(batch):
    """nn.ts, updateWeights: w −= η/B Σ dE/dw, then w −= η · rate · w; the loss of an example is ½(ŷ − y)².

    Here one batch repeated, as the sum over the batch is what the division by its size acts on.
    """
    rate, eta, w, b = 0.03, 0.05, np.zeros(P), 0.0
    rows, targets = np.tile(X, (batch, 1)), np.tile(TARGET, batch)
    for _ in range(3000):
        error = rows @ w + b - targets
        accumulated, regularization = rows.T @ error, w
        w = w - eta / len(rows) * accumulated
        w = w - eta * rate * regularization
        b -= eta / len(rows) * error.sum()
    lambd = convention("TensorFlow Playground", "l2").to_canonical(rate, len(rows))
    np.testing.assert_allclose(np.append(w, b), canonical_fit("squared error", "l2", lambd), atol=CLOSE)


@pytest.mark.parametrize(
    ("name", "penalty", "objective"),
    [
        ("PyTorch SGD with MSELoss", "l2", lambda e, w, v: (e**2).mean() + v / 2 * w @ w),
        ("PyTorch, added to MSELoss", "l1", lambda e, w, v: (e**2).mean() + v * np.abs(w).sum()),
        ('Keras with "mse"', "l2", lambda e, w, v: (e**2).mean() + v * w @ w),
        ('Keras with "mse"', "l1", lambda e, w, v: (e**2).mean() + v * np.abs(w).sum()),
        (
            'Keras with "mse"',
            "elastic_net",
            lambda e, w, v: (e**2).mean() + RATIO * v * np.abs(w).sum() + (1 - RATIO) / 2 * v * w @ w,
        ),
        ("scikit-learn Ridge", "l2", lambda e, w, v: (e**2).sum() + v * w @ w),
        (
            "scikit-learn ElasticNet",
            "elastic_net",
            lambda e, w, v: (e**2).mean() / 2 + v * (RATIO * np.abs(w).sum() + (1 - RATIO) / 2 * w @ w),
        ),
        ("glmnet, gaussian", "l1", lambda e, w, v: (e**2).mean() / 2 + v * np.abs(w).sum()),
    ],
)
def test_documented_objectives_of_squared_error_are_the_canonical_one_times_a_constant(
    name, penalty, objective
):
    ratios = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        e, w = rng.standard_normal(N), rng.standard_normal(P)
        lambd = convention(name, penalty).to_canonical(0.8, N)
        r = SHARE[penalty]
        canonical = (e**2).mean() / 2 + lambd * (r * np.abs(w).sum() + (1 - r) / 2 * w @ w)
        ratios.append(objective(e, w, 0.8) / canonical)
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-12)


def test_keras_cross_entropy_counts_squares_without_a_half():
    assert convention("Keras", "l2").to_canonical(0.01, 7) == pytest.approx(0.02)
    assert convention("Keras", "l1").to_canonical(0.01, 7) == 0.01


@given(
    value=st.floats(1e-9, 1e9),
    n=st.integers(1, 10**6),
    outputs=st.integers(1, 50),
    spread=st.floats(1e-6, 1e6),
    r=st.floats(0.01, 0.99),
    places=st.tuples(st.integers(0, len(CONVENTIONS) - 1), st.integers(0, len(CONVENTIONS) - 1)),
)
def test_there_and_back_again_is_the_same_value(value, n, outputs, spread, r, places):
    here, there = (CONVENTIONS[place] for place in places)
    table = {"outputs": outputs, "spread": spread}
    lambd = here.to_canonical(value, n, l1_ratio=r, **table)
    canonical = here.ratio_to_canonical(r, spread=spread)
    assert here.from_canonical(lambd, n, l1_ratio=canonical, **table) == pytest.approx(value, rel=1e-9)
    if here.penalty == "elastic_net":
        assert here.ratio_from_canonical(canonical, spread=spread) == pytest.approx(r, rel=1e-9)
    if here.penalty == there.penalty:
        other, share = translate(value, here, there, n, l1_ratio=r, **table)
        back, again = translate(other, there, here, n, l1_ratio=share, **table)
        assert back == pytest.approx(value, rel=1e-9)
        assert again == pytest.approx(here.ratio_to_canonical(r), rel=1e-9)


def test_more_penalty_is_a_larger_number_but_a_smaller_C():
    for here in CONVENTIONS:
        weak, strong = here.from_canonical(0.1, 10), here.from_canonical(0.2, 10)
        assert (weak > strong) == (here.parameter == "C")
        assert here.from_canonical(0.0, 10) == (math.inf if here.parameter == "C" else 0)
    assert convention("scikit-learn SVC", "l2").to_canonical(math.inf, 10) == 0


def test_every_line_of_code_holds_its_value():
    for here in CONVENTIONS:
        line = here.code(0.125, l1_ratio=0.25)
        expected = ("l1=0.03125", "l2=0.046875") if here.parameter == "l1 + 2 l2" else ("0.125",)
        assert all(number in line for number in expected)
        if here.penalty == "elastic_net" and here.ratio:
            assert "0.25" in line
        if not here.name.startswith("PyTorch"):
            assert "{" not in line


@pytest.mark.parametrize(("name", "penalty"), FITS)
def test_the_line_of_code_makes_the_model_that_was_fitted(name, penalty):
    """The lines are for people to copy: they run, and carry the number to six digits."""
    here = convention(name, penalty)
    for value in (0.000123456, 12.5, math.inf):
        parameters = made(here.code(value, l1_ratio=RATIO)).get_params()
        assert parameters[here.parameter] == value
        if penalty == "elastic_net":
            assert parameters[here.ratio] == RATIO
        pipeline = made(here.code(value, l1_ratio=RATIO, standardized=True))
        assert isinstance(pipeline, Pipeline)
        assert [type(step).__name__ for _, step in pipeline.steps] == ["StandardScaler", name.split()[1]]
        assert pipeline[-1].get_params() == parameters


def test_conventions_can_be_asked_for_by_penalty_and_loss():
    assert {c.penalty for c in CONVENTIONS} == set(PENALIZED)
    assert {c.loss for c in CONVENTIONS} == set(LOSSES)
    for penalty in PENALIZED:
        assert {c.penalty for c in conventions(penalty)} == {penalty}
    names = {c.name for c in conventions("l2", "squared error")}
    assert {"scikit-learn Ridge", "TensorFlow Playground", "glmnet, gaussian"} <= names
    assert len({(c.name, c.penalty) for c in CONVENTIONS}) == len(CONVENTIONS)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: CONVENTIONS[0].to_canonical(-1, 5), "lambd needs a number of at least 0"),
        (lambda: CONVENTIONS[0].to_canonical(1, 0), "n needs a whole number of at least 1"),
        (lambda: CONVENTIONS[0].from_canonical(math.nan, 5), "lambd needs finite numbers"),
        (lambda: convention("scikit-learn SVC", "l2").to_canonical(0, 5), "C needs a number above 0, got 0"),
        (
            lambda: convention("scikit-learn SVC", "l2").to_canonical(-2, 5),
            "C needs a number above 0, got -2",
        ),
        (lambda: convention("scikit-learn SVC", "l2").to_canonical(math.nan, 5), "C needs a number above 0"),
        (lambda: convention("scikit-learn ElasticNet", "elastic_net").code(1, l1_ratio=2), "l1_ratio needs"),
        (lambda: conventions("l3"), "penalty needs one of l2, l1, elastic_net"),
        (lambda: conventions("l2", "absolute"), "loss needs one of cross-entropy"),
        (
            lambda: translate(1, convention("scikit-learn Lasso", "l1"), convention("Keras", "l2"), 5),
            "target needs the penalty of source, l1, got l2",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_line_of_code_writes_its_numbers_as_the_pages_write_code():
    ridge = convention("scikit-learn Ridge", "l2")
    for value in (1e-5, 123456.7, 0.1, 1e9, 3.0):
        assert ridge.code(value) == f"Ridge(alpha={code_number(value)})"


@pytest.mark.parametrize("batch", [5, 10, 50])
def test_mlp_classifier_divides_by_the_rows_of_a_batch(batch):
    """Rows of zeros pull at no weight: an epoch leaves (1 − η α/n)^batches of each, n the rows of a batch."""
    alpha, eta = 3.0, 0.01
    model = MLPClassifier((), solver="sgd", alpha=alpha, batch_size=batch, momentum=0, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.set_params(learning_rate_init=1e-300).fit(np.zeros((N, P)), LABEL)
        start = model.coefs_[0].copy()
        model.set_params(learning_rate_init=eta, warm_start=True).fit(np.zeros((N, P)), LABEL)
    here = convention("scikit-learn MLPClassifier", "l2")
    lambd = here.to_canonical(alpha, here.examples(N, batch))
    np.testing.assert_allclose(model.coefs_[0] / start, (1 - eta * lambd) ** (N // batch), rtol=1e-9)


def test_rows_and_batch_are_two_numbers():
    """1,000 rows in batches of 200: alpha = 1 is λ = 1/200, for which C = 1/(1000 λ)."""
    net, regression, ridge, notes = (
        convention(name, "l2")
        for name in (
            "scikit-learn MLPClassifier",
            "scikit-learn LogisticRegression",
            "scikit-learn Ridge",
            "the notes",
        )
    )
    assert translate(1.0, net, regression, 1000, 200)[0] == pytest.approx(0.2)
    assert translate(1.0, ridge, net, 1000, 200)[0] == pytest.approx(0.2)
    assert translate(1.0, net, notes, 1000, 200)[0] == 1.0
    assert translate(1.0, net, regression, 1000, 1000)[0] == pytest.approx(1.0)
    assert net.examples(100, 200) == 100  # a batch has no more than all rows
    assert net.code(0.5, batch=64) == "MLPClassifier(alpha=0.5, batch_size=64)"
    with pytest.raises(ValueError, match="batch needs a whole number of at least 1"):
        translate(1.0, net, notes, 1000, 0)


@pytest.mark.parametrize("rows", [30, 350])
def test_mlp_classifier_takes_at_most_200_rows_where_it_is_not_told(rows):
    """The last batch is a smaller one, which with rows of zeros pulls as 1/(its rows)."""
    alpha, eta = 3.0, 0.01
    label = np.arange(rows) % 2
    model = MLPClassifier((), solver="sgd", alpha=alpha, momentum=0, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.set_params(learning_rate_init=1e-300).fit(np.zeros((rows, P)), label)
        start = model.coefs_[0].copy()
        model.set_params(learning_rate_init=eta, warm_start=True).fit(np.zeros((rows, P)), label)
    here = convention("scikit-learn MLPClassifier", "l2")
    n = here.examples(rows)
    assert n == min(200, rows)
    sizes = [min(n, rows - first) for first in range(0, rows, n)]
    due = np.prod([1 - eta * here.to_canonical(alpha, size) for size in sizes])
    np.testing.assert_allclose(model.coefs_[0] / start, due, rtol=1e-9)
    assert translate(1.0, convention("scikit-learn LogisticRegression", "l2"), here, 1000)[0] == 0.2


# ---- several outputs


OUTPUTS = np.random.default_rng(1).standard_normal((P, 3))
TARGETS = X @ OUTPUTS + RNG.standard_normal((N, 3))


def mean_over_outputs_fit(decay: float) -> np.ndarray:
    """argmin of what torch.nn.MSELoss and Keras' "mse" are, 1/(nK) Σ(ŷ − y)², + decay/2 ‖W‖²; (P, K)."""
    columns, centred = X - X.mean(axis=0), TARGETS - TARGETS.mean(axis=0)
    scale = 2 / TARGETS.size
    return np.linalg.solve(scale * columns.T @ columns + decay * np.eye(P), scale * columns.T @ centred)


def test_a_loss_that_divides_by_the_outputs_is_told_how_many_there_are():
    torch, ridge, keras = (
        convention(name, "l2")
        for name in ("PyTorch SGD with MSELoss", "scikit-learn Ridge", 'Keras with "mse"')
    )
    alpha, _ = translate(0.05, torch, ridge, N, outputs=3)
    assert alpha == pytest.approx(3 * translate(0.05, torch, ridge, N)[0])
    np.testing.assert_allclose(Ridge(alpha).fit(X, TARGETS).coef_.T, mean_over_outputs_fit(0.05), atol=1e-10)
    l2, _ = translate(0.05, torch, keras, N, outputs=3)
    assert l2 == pytest.approx(0.025)  # decay/2 ‖W‖² is l2 ‖W‖²
    assert translate(0.05, ridge, convention("scikit-learn MLPRegressor", "l2"), N, 10, outputs=3)[0] == 0.01


def test_mlp_regressor_sums_over_its_outputs():
    """Its gradient does, which is what it follows; the loss that it reports is divided by them."""
    here, ridge = convention("scikit-learn MLPRegressor", "l2"), convention("scikit-learn Ridge", "l2")
    model = MLPRegressor(
        hidden_layer_sizes=(),
        solver="sgd",
        alpha=20.0,
        batch_size=N,
        momentum=0,
        learning_rate_init=0.1,
        max_iter=2000,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.set_params(tol=0, n_iter_no_change=10**6, random_state=0).fit(X, TARGETS)
    alpha, _ = translate(20.0, here, ridge, N, N, outputs=3)
    np.testing.assert_allclose(Ridge(alpha).fit(X, TARGETS).coef_.T, model.coefs_[0], atol=1e-9)


# ---- glmnet's gaussian


def glmnet_objective(lambd, alpha):
    """Of glmnet's paper, on y/s and then back in the units of y: 1/(2n)‖(y − b − Xw)/s‖² + (λ/s) P(w/s)."""
    s = TARGET.std()

    def objective(theta):
        w = theta[:P] / s
        error = (TARGET - theta[P] - X @ theta[:P]) / s
        return (error**2).mean() / 2 + lambd / s * (alpha * np.abs(w).sum() + (1 - alpha) / 2 * w @ w)

    return objective


@pytest.mark.parametrize(("penalty", "alpha"), [("l2", 0.0), ("l1", 1.0), ("elastic_net", 0.3)])
def test_glmnets_lambda_is_the_model_that_is_smallest_in_its_own_objective(penalty, alpha):
    s, lambd = TARGET.std(), 0.4
    here = convention("glmnet, gaussian", penalty)
    there = convention(
        {"l2": "scikit-learn Ridge", "l1": "scikit-learn Lasso"}.get(penalty, "scikit-learn ElasticNet"),
        penalty,
    )
    value, r = translate(lambd, here, there, N, l1_ratio=alpha, spread=s)
    model = made(there.code(value, l1_ratio=r)).set_params(**SOLVED[there.name.split()[1]])
    if penalty == "elastic_net":
        model.set_params(alpha=value, l1_ratio=r)  # which the line has to six digits
    model.fit(X, TARGET)
    best = np.append(model.coef_, model.intercept_)
    objective = glmnet_objective(lambd, alpha)
    rng = np.random.default_rng(0)
    for step in (1e-1, 1e-2, 1e-3):
        for _ in range(50):
            assert objective(best + step * rng.standard_normal(P + 1)) > objective(best)


@pytest.mark.parametrize("s", [1e-6, 0.3, 40.0, 1e4, 1e8])
def test_the_line_keeps_the_l2_part_of_a_target_in_any_unit(s):
    """Beside a large s the L2 part is a small share, and without it the line would be a lasso."""
    here, there = (
        convention(name, "elastic_net") for name in ("glmnet, gaussian", "scikit-learn ElasticNet")
    )
    value, r = translate(0.1 * s, here, there, N, l1_ratio=0.5, spread=s)
    model = made(there.code(value, l1_ratio=r))
    assert model.alpha * (1 - model.l1_ratio) == pytest.approx(0.1 * s * 0.5 / s, rel=1e-5)
    assert model.alpha * model.l1_ratio == pytest.approx(0.1 * s * 0.5, rel=1e-5)


def test_the_ridge_of_islr_6_5_1_is_typed_into_scikit_learn():
    """Hitters, 263 rows, 1/n standard deviation of Salary 450.26: glmnet's 11498 is Ridge(alpha=6716)."""
    here, there = convention("glmnet, gaussian", "l2"), convention("scikit-learn Ridge", "l2")
    alpha, _ = translate(11498, here, there, 263, spread=450.26)
    assert alpha == pytest.approx(6716, abs=0.5)
    assert translate(alpha, there, here, 263, spread=450.26)[0] == pytest.approx(11498)


def test_the_unit_of_y_changes_no_model():
    """y and s in cents: glmnet's λ grows with them, alpha stays, and so the model is the same in cents."""
    here, there = (
        convention("glmnet, gaussian", "elastic_net"),
        convention("scikit-learn ElasticNet", "elastic_net"),
    )
    for spread in (0.3, 450.26):
        value, r = translate(2.0, here, there, N, l1_ratio=0.4, spread=spread)
        cents, share = translate(200.0, here, there, N, l1_ratio=0.4, spread=100 * spread)
        assert (cents * share, cents * (1 - share)) == pytest.approx((100 * value * r, value * (1 - r)))


@pytest.mark.parametrize("penalty", ["l2", "elastic_net"])
def test_the_code_without_s_has_r_work_out_what_is_written_with_s(penalty):
    """R's arithmetic is Python's here, but for ← and ^."""
    here, s, lambd, r = convention("glmnet, gaussian", penalty), TARGET.std(), 0.07, 0.3
    names = {"s": s, "k": r + s * (1 - r)}
    line = here.code_for_any_spread(lambd, l1_ratio=r).splitlines()[-1].replace(SPREAD, "s")
    alpha, value = (eval(re.search(rf"{name} = ([^,]+),", line)[1], names) for name in ("alpha", "lambda"))
    assert value == pytest.approx(here.from_canonical(lambd, N, l1_ratio=r, spread=s))
    assert alpha == pytest.approx(here.ratio_from_canonical(r, spread=s))


# ---- standardised variables


@pytest.mark.parametrize("penalty", PENALIZED)
def test_glmnet_says_whether_it_standardises_and_scikit_learn_gets_a_scaler(penalty):
    for here in conventions(penalty):
        plain, scaled = (here.code(0.1, standardized=on) for on in (False, True))
        if here.name.startswith("glmnet"):
            assert "standardize = FALSE" in plain
            assert "standardize" not in scaled  # which is what it does by itself
        elif here.name.startswith("scikit-learn"):
            assert scaled == f"make_pipeline(StandardScaler(), {plain})"
        else:
            assert scaled == plain


def test_the_pipeline_is_the_lasso_of_standardised_columns():
    wide = X * [1.0, 100.0, 0.01] + [0.0, 5.0, -3.0]
    line = convention("scikit-learn Lasso", "l1").code(0.1, standardized=True)
    model = made(line).set_params(lasso__tol=1e-12).fit(wide, TARGET)
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)

    def objective(w: np.ndarray) -> float:
        return ((TARGET - TARGET.mean() - scaled @ w) ** 2).mean() / 2 + 0.1 * np.abs(w).sum()

    rng = np.random.default_rng(0)
    best = model[-1].coef_
    assert all(objective(best + 1e-3 * rng.standard_normal(P)) > objective(best) for _ in range(100))


# ---- the two numbers of Keras


@given(l1=st.floats(0, 1e6), l2=st.floats(0, 1e6))
def test_the_two_numbers_of_keras_are_one_lambda_and_a_share(l1, l2):
    lambd, r = joined(l1, l2)
    assert (l1, l2) == pytest.approx(apart(lambd, r), rel=1e-6, abs=1e-9)
    w = np.array([1.5, -0.25, 0.0])
    assert l1 * np.abs(w).sum() + l2 * w @ w == pytest.approx(
        lambd * (r * np.abs(w).sum() + (1 - r) / 2 * w @ w), rel=1e-9, abs=1e-300
    )


def test_the_two_numbers_of_the_public_report():
    lambd, r = joined(0.01, 0.001)
    assert (lambd, r) == (pytest.approx(0.012), pytest.approx(0.8333, abs=1e-4))
    assert joined(0, 0) == (0, 0.5)
