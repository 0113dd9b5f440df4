"""The cost of the polynomial in LaTeX: in symbols, and with the numbers of one λ."""

from charts.numbers import number, tex
from charts.picture import Translate
from lessons.home.run import DEGREE, LAMBDAS, Run

_SIZE = {"l2": r"\tfrac12\sum_k w_k^2", "l1": r"\sum_k |w_k|"}


def cost(run: Run) -> str:
    """J(w, b), and the curve."""
    return (
        r"J = \frac{1}{2n}\sum_{i=1}^{n}\bigl(y_i-\hat y(x_i)\bigr)^2 + \lambda\cdot "
        + _SIZE[run.choice.penalty]
        + rf",\qquad \hat y(x) = b + \sum_{{k=1}}^{{{DEGREE}}} w_k\,\varphi_k(x)"
    )


def with_numbers(run: Run) -> list[str]:
    """The same with the numbers of every λ of the bar."""
    return [cost_with_numbers(run, lam) for lam in range(run.places)]


def cost_with_numbers(run: Run, lam: int) -> str:
    """The same at the λ of place `lam`; every number is rounded, so that it says ≈."""
    error, penalty, total = run.fit.train_error[lam] / 2, run.fit.penalty[lam], run.fit.cost[lam]
    size = penalty / LAMBDAS[lam]
    written = [tex(number(x)) for x in (error, LAMBDAS[lam], size, penalty, total)]
    error_tex, lambda_tex, size_tex, penalty_tex, total_tex = written
    product = rf"{lambda_tex} \cdot {size_tex}"
    return rf"J \approx {error_tex} + {product} \approx {error_tex} + {penalty_tex} \approx {total_tex}"


def symbols(_: Translate) -> str:
    """Every symbol in words."""
    return _(
        "J: the cost, made least by the weights and b. n: the points. ŷ: the curve. w: the weights. φ:"
        " waves, the Legendre polynomials, each with mean square 1 between −1 and 1. λ: the price. b, the"
        " height of the curve, is not penalised."
    )
