"""Lasso and elastic net of many small problems at once, every λ of each, by guessing which weights are not 0.

    minimise  ½ uᵀGu − cᵀu + Σ_j t_j |u_j| + κ/2 ‖u‖²    at falling t and κ

Where A, the weights that are not 0, and their signs s_A are known, u_A = (G_AA + κI)⁻¹ (c_A − t_A s_A). That
is the minimum if sign(u_A) = s_A, and |c − Gu| ≤ t outside A (KKT). A guess of A that fails is mended where
it fails: what has the other sign goes to 0, what exceeds its bound comes in. From one λ to the next it is
mostly right at once. All problems take each step together, so that NumPy is called once for all of them. With
many columns of which few are in use, a homotopy, which works on A alone, is faster (`l2core.homotopy`).
Source: Hintermüller, Ito & Kunisch 2002, SIAM J. Optimization 13(3), the primal-dual active set strategy.
"""

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

GUESSES = 12  # at one λ; what has not come to rest by then may be going round in circles
AT_THE_BOUND = 1e-12  # of the bound: no nearer than rounding can tell


def minima(
    G: FloatArray, c: FloatArray, thresholds: FloatArray, ridges: FloatArray
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The minimum of every problem at every λ, and which of the problems were solved.

    G: (B, p, p), positive definite. c: (B, p). thresholds: (L, B, p), the t, at least 0. ridges: (L, B), the
    κ, at least 0. Returns u (B, L, p), in which a zero is exactly 0.0, and (B,): False where at some λ
    GUESSES were not enough, or a rounded G had no inverse, whose u mean nothing.
    """
    problems, p = c.shape
    u, signs = np.zeros((problems, len(thresholds), p)), np.zeros((problems, p))
    solved = np.ones(problems, dtype=np.bool_)
    for i, (t, ridge) in enumerate(zip(thresholds, ridges, strict=True)):
        open_ones = np.flatnonzero(solved)
        for _ in range(GUESSES):
            try:
                u[open_ones, i], mended = _guessed(
                    G[open_ones], c[open_ones], t[open_ones], ridge[open_ones], signs[open_ones]
                )
            except np.linalg.LinAlgError:  # one of them has no inverse, and NumPy does not say which
                solved[open_ones] = False
                return u, solved
            wrong = np.any(mended != signs[open_ones], axis=1)
            signs[open_ones] = mended
            open_ones = open_ones[wrong]
            if not open_ones.size:
                break
        solved[open_ones] = False
    return u, solved


def _guessed(
    G: FloatArray, c: FloatArray, t: FloatArray, ridge: FloatArray, signs: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """u if the signs, 0 for a weight that is 0, are right, (B, p), and the signs that u suggests, (B, p)."""
    active = signs != 0
    matrix = np.where(active[:, :, None] & active[:, None, :], G, 0.0)
    diagonal = np.arange(G.shape[1])
    matrix[:, diagonal, diagonal] += np.where(active, ridge[:, None], 1.0)
    u = np.linalg.solve(matrix, np.where(active, c - t * signs, 0.0)[:, :, None])
    rest = c - (G @ u)[:, :, 0]
    u = u[:, :, 0]
    staying = np.where(signs * u > 0, signs, 0.0)
    coming = np.where(np.abs(rest) > t * (1 + AT_THE_BOUND), np.sign(rest), 0.0)
    return u, np.where(active, staying, coming)
