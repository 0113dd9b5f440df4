"""The polynomial Σ_j w_j xʲ through a few points, with the sum of squares of all its weights at a price.

    E(w) = ½ Σ_n (Σ_j w_j x_nʲ − t_n)² + (λ/2) Σ_j w_j²,   j = 0 … degree

w₀ is penalised too, and the squares are summed, not averaged: Bishop 2006, Pattern Recognition and Machine
Learning (PRML), eq. 1.4 with the footnote on w₀ left aside.
"""

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, nonnegative, positive, whole_number

# The ten points of PRML's figure 1.2 as the book's site gives them, with six decimals: x_n = n/9, and t_n.
PRML_X = np.arange(10) / 9
PRML_T = np.array(
    [0.349486, 0.830839, 1.007332, 0.971507, 0.133066, 0.166823, -0.848307, -0.445686, -0.563567, 0.261502]
)
PRML_ROUNDING = 5e-7  # of t_n
_GOLDEN = (np.sqrt(5) - 1) / 2


def power_weights(x: ArrayLike, t: ArrayLike, degree: int, lambd: float) -> FloatArray:
    """argmin_w E(w): (degree + 1,). At λ = 0 the curve goes through as many points as there are weights.

    x, t: (n,). Raises ValueError for arrays of different lengths, a negative λ, a degree below 1.
    """
    V, t = _powers(x, degree), finite_array("t", t, ndim=1)
    if len(t) != len(V):
        raise ValueError(f"t needs as many numbers as x ({len(V)}), got {len(t)}")
    root = np.sqrt(nonnegative("lambd", lambd))
    # ‖Vw − t‖² + λ‖w‖² is the square of one longer residual, which keeps the digits that VᵀV loses
    rows, right = np.vstack((V, root * np.eye(V.shape[1]))), np.concatenate((t, np.zeros(V.shape[1])))
    return np.linalg.lstsq(rows, right, rcond=0)[0]


def moved_by_rounding(x: ArrayLike, degree: int, rounding: float) -> FloatArray:
    """max |Δw_j| = Σ_n |V⁻¹|_jn · rounding at λ = 0, where each t_n is only known to ± `rounding`.

    x: degree + 1 different numbers; ValueError otherwise. Returns (degree + 1,).
    """
    V = _powers(x, degree)
    if len(V) != degree + 1 or len(np.unique(V[:, 1])) != len(V):
        raise ValueError(f"x needs {degree + 1} different numbers, got {len(V)}")
    moved: FloatArray = np.abs(np.linalg.inv(V)).sum(axis=1) * positive("rounding", rounding)
    return moved


def nearest_lambd(x: ArrayLike, t: ArrayLike, weights: ArrayLike) -> float:
    """argmin over λ of max_j |w_j(λ) − weights_j|: the λ whose polynomial comes nearest to these weights.

    Looked for on a grid of 20 places for each factor of e from e⁻³⁰ to e¹⁰, then by golden sections between
    the neighbours of the best one. weights: (degree + 1,).
    """
    wanted = finite_array("weights", weights, ndim=1)

    def apart(ln: float) -> float:
        return float(np.abs(power_weights(x, t, len(wanted) - 1, np.exp(ln)) - wanted).max())

    grid = np.linspace(-30, 10, 801)
    best = grid[np.argmin([apart(ln) for ln in grid])]
    low, high = best - 0.05, best + 0.05
    for _section in range(50):
        step = _GOLDEN * (high - low)
        low, high = (low, low + step) if apart(high - step) < apart(low + step) else (high - step, high)
    return float(np.exp((low + high) / 2))


def _powers(x: ArrayLike, degree: int) -> FloatArray:
    powers = np.arange(whole_number("degree", degree, at_least=1) + 1)
    columns: FloatArray = finite_array("x", x, ndim=1)[:, None] ** powers
    return columns
