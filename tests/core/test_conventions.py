"""The same model through the library and through the canonical objective and SciPy: the same weights."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, minimize
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC, LinearSVC

from charts.numbers import code_number
from l2core.convention import LOSSES, Convention, translate
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
FITS = {
    ("scikit-learn Ridge", "l2"): lambda v: Ridge(alpha=v),
    ("scikit-learn Lasso", "l1"): lambda v: Lasso(alpha=v, **EXACT),
    ("scikit-learn ElasticNet", "elastic_net"): lambda v: ElasticNet(alpha=v, l1_ratio=RATIO, **EXACT),
    ("scikit-learn LogisticRegression", "l2"): lambda v: LogisticRegression(C=v, **EXACT),
    ("scikit-learn LogisticRegression", "l1"): lambda v: LogisticRegression(
        C=v, l1_ratio=1, solver="saga", **EXACT
    ),
    ("scikit-learn LogisticRegression", "elastic_net"): lambda v: LogisticRegression(
        C=v, l1_ratio=RATIO, solver="saga", **EXACT
    ),
    ("scikit-learn MLPClassifier", "l2"): lambda v: MLPClassifier(
        (), alpha=v, solver="lbfgs", tol=1e-14, max_iter=10**5, random_state=0
    ),
    ("scikit-learn SVC", "l2"): lambda v: SVC(kernel="linear", C=v, tol=1e-10),
    ("scikit-learn LinearSVC", "l2"): lambda v: LinearSVC(C=v, fit_intercept=False, **EXACT),
}


CLOSE = 2e-4  # as far as MLPClassifier's own stopping rule takes it; the others are within 2e-5


def library_fit(name: str, penalty: str, value: float) -> np.ndarray:
    model = FITS[name, penalty](value)
    target = TARGET if convention(name, penalty).loss == "squared error" else LABEL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tolerances it can not reach; the weights are compared below
        model.fit(X, target)
    if isinstance(model, MLPClassifier):
        return np.append(model.coefs_[0], model.intercepts_[0])
    return np.append(model.coef_, model.intercept_)


def fitted(loss: str, penalty: str, lambd: float) -> np.ndarray:
    if loss == "hinge":
        return hinge_fit(lambd)
    return canonical_fit(loss, penalty, lambd, intercept=loss != "squared hinge")


def test_every_scikit_learn_convention_is_fitted_here():
    named = {(c.name, c.penalty) for c in CONVENTIONS if c.name.startswith("scikit-learn")}
    assert named == set(FITS)


@pytest.mark.parametrize(("name", "penalty"), FITS)
@pytest.mark.parametrize("lambd", [0.1, 0.02])
def test_the_librarys_value_for_a_lambda_gives_the_weights_of_that_lambda(name, penalty, lambd):
    here = convention(name, penalty)
    np.testing.assert_allclose(
        library_fit(name, penalty, here.from_canonical(lambd, N)),
        fitted(here.loss, penalty, lambd),
        atol=CLOSE,
    )


@pytest.mark.parametrize(("name", "penalty"), FITS)
@pytest.mark.parametrize("value", [2.0, 0.5])
def test_the_lambda_of_a_librarys_value_gives_the_weights_of_that_value(name, penalty, value):
    here = convention(name, penalty)
    np.testing.assert_allclose(
        library_fit(name, penalty, value), fitted(here.loss, penalty, here.to_canonical(value, N)), atol=CLOSE
    )


def test_a_translated_value_gives_the_same_weights_in_the_other_library():
    regression, net = (
        convention("scikit-learn LogisticRegression", "l2"),
        convention("scikit-learn MLPClassifier", "l2"),
    )
    C = 0.37
    alpha = translate(C, regression, net, N)
    np.testing.assert_allclose(
        library_fit(regression.name, "l2", C), library_fit(net.name, "l2", alpha), atol=CLOSE
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
    places=st.tuples(st.integers(0, len(CONVENTIONS) - 1), st.integers(0, len(CONVENTIONS) - 1)),
)
def test_there_and_back_again_is_the_same_value(value, n, places):
    here, there = (CONVENTIONS[place] for place in places)
    assert here.from_canonical(here.to_canonical(value, n), n) == pytest.approx(value, rel=1e-12)
    if here.penalty == there.penalty:
        assert translate(translate(value, here, there, n), there, here, n) == pytest.approx(value, rel=1e-12)


def test_more_penalty_is_a_larger_number_but_a_smaller_C():
    for here in CONVENTIONS:
        weak, strong = here.from_canonical(0.1, 10), here.from_canonical(0.2, 10)
        assert (weak > strong) == (here.parameter == "C")
        assert here.from_canonical(0.0, 10) == (math.inf if here.parameter == "C" else 0)
    assert convention("scikit-learn SVC", "l2").to_canonical(math.inf, 10) == 0


def test_every_line_of_code_holds_its_value():
    for here in CONVENTIONS:
        line = here.code(0.125, l1_ratio=0.25)
        assert "{" not in line
        expected = (
            ("l1=0.03125", "l2=0.046875") if here.parameter == "l1 + 2 l2" and "L1L2" in line else ("0.125",)
        )
        assert all(number in line for number in expected)
        if here.penalty == "elastic_net" and "L1L2" not in line:
            assert "0.25" in line


@pytest.mark.parametrize(("name", "penalty"), FITS)
def test_the_line_of_code_makes_the_model_that_was_fitted(name, penalty):
    """The lines are for people to copy: they run, and carry the number to six digits."""
    classes = (Ridge, Lasso, ElasticNet, LogisticRegression, MLPClassifier, SVC, LinearSVC)
    here = convention(name, penalty)
    for value in (0.000123456, 12.5, math.inf):
        model = eval(
            here.code(value, l1_ratio=RATIO), {kind.__name__: kind for kind in classes} | {"inf": math.inf}
        )
        parameters = model.get_params()
        assert parameters[here.parameter] == value
        if penalty != "l2" and "l1_ratio" in parameters and not isinstance(model, Lasso):
            assert parameters["l1_ratio"] == SHARE[penalty]


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
    assert translate(1.0, net, regression, 1000, 200) == pytest.approx(0.2)
    assert translate(1.0, ridge, net, 1000, 200) == pytest.approx(0.2)
    assert translate(1.0, net, notes, 1000, 200) == 1.0
    assert translate(1.0, net, regression, 1000) == pytest.approx(1.0)
    assert net.examples(100, 200) == 100  # a batch has no more than all rows
    assert net.code(0.5, batch=64) == "MLPClassifier(alpha=0.5, batch_size=64)"
    with pytest.raises(ValueError, match="batch needs a whole number of at least 1"):
        translate(1.0, net, notes, 1000, 0)
