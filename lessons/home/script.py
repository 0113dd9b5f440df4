"""The polynomial of the first page as a script: its points, its curve, its weights and its cost at one λ."""

from collections.abc import Iterator

from dashboard.script_text import SHOW, code_cell, joined, number, title_cell
from lessons.home.choice import POINTS, Choice
from lessons.home.run import DEGREE, LAMBDAS, SEED

_SIZE = {"l2": r"\tfrac12\sum_k w_k^2", "l1": r"\sum_k |w_k|"}
_ABOUT = (
    "Weights $w_k$ and height $b$ of $\\hat y(x) = b + \\sum_k w_k\\,\\varphi_k(x)$, Legendre polynomials\n"
    "$\\varphi_k$, that make $J = \\frac{{1}}{{2n}}\\sum_i (y_i-\\hat y(x_i))^2 + \\lambda\\cdot {size}$\n"
    "least."
)


def source(choice: Choice, lam: int) -> str:
    """Python source that prints the numbers of the page with the bar at the λ of place `lam`."""
    return joined(
        [
            title_cell("A polynomial whose weights have a price", _ABOUT.format(size=_SIZE[choice.penalty])),
            code_cell(
                [
                    "import numpy as np",
                    "",
                    "from l2core.datasets import polynomial_features, polynomial_regression",
                    f"from l2core.polynomial_fit import fit_polynomials{', moved' if choice.point else ''}",
                ]
            ),
            code_cell(_settings(choice, lam), "Settings"),
            code_cell(_computation(choice), "The points, and the curve fitted to them"),
            code_cell(_results(), "Results"),
            code_cell(_every_lambda(), "The best of many λ"),
        ]
    )


def _settings(choice: Choice, lam: int) -> Iterator[str]:
    yield f'penalty = "{choice.penalty}"'
    yield f"lambd = {number(LAMBDAS[lam])}"
    yield f"degree, points, seed = {DEGREE}, {POINTS}, {SEED}"
    if choice.point:
        yield f"point, shift = {choice.point}, {number(choice.shift)}  # counted from the left; up or down"


def _computation(choice: Choice) -> Iterator[str]:
    yield "data = polynomial_regression(seed=seed, training_size=points)"
    if choice.point:
        yield "data = moved(data, point, shift)"
    yield "x = np.linspace(-1, 1, 161)"
    yield "fit = fit_polynomials(data, degree, [lambd], x)[penalty]"
    yield "w, curve = fit.path.coefficients[0], fit.curves[0]"
    yield "order = np.argsort(data.x_train)"
    yield "at_points = fit.path.predict(polynomial_features(data.x_train[order], degree))[:, 0]"


def _results() -> Iterator[str]:
    yield from SHOW
    yield from ("", "")
    yield "for k in range(points):"
    yield '    show(f"x_{k + 1}", data.x_train[order][k])'
    yield '    show(f"y_{k + 1}", data.y_train[order][k])'
    yield '    show(f"curve_{k + 1}", at_points[k])'
    yield "for k in range(degree):"
    yield '    show(f"w_{k + 1}", w[k])'
    yield 'show("lowest of the curve", curve.min())'
    yield 'show("highest of the curve", curve.max())'
    yield 'show("largest size of a weight", np.abs(w).max())'
    yield 'show("cost", fit.cost[0])'
    yield 'show("error on the points", fit.train_error[0] / 2)'
    yield 'show("penalty", fit.penalty[0])'
    yield 'show("error on new points", fit.validation_error[0] / 2)'
    yield 'show("weights that are exactly 0", np.sum(w == 0))'


def _every_lambda() -> Iterator[str]:
    yield 'lambdas = [float(f"{x:.2g}") for x in np.geomspace(10**-5.25, 10, 51)]'
    yield "fits = fit_polynomials(data, degree, lambdas, x)[penalty]"
    yield 'show("best lambda on new points", lambdas[fits.best])'
    yield 'show("error there", fits.validation_error[fits.best] / 2)'
    yield 'show("error at the smallest lambda", fits.validation_error[0] / 2)'
    yield 'show("error at the largest lambda", fits.validation_error[-1] / 2)'
