"""The lasso of a quadratic form, exact, from a start that is nearly right: what a Newton step needs.

    minimise  ½ uᵀHu − hᵀu + Σ_j τ_j |u_j|,    H symmetric, no eigenvalue below 0,    τ_j ≥ 0

With the signs s of the weights in use A fixed, u_A = H_AA⁻¹ (h_A − τ_A s_A). The way there ends where a
weight reaches 0: it leaves A. Once all have arrived, the weight at 0 whose |h_j − (Hu)_j| is furthest above
τ_j comes in. Every step makes the sum smaller, so that no A comes twice. Sources: Osborne, Presnell & Turlach
2000, IMA J. Numer. Anal. 20(3); Lee, Battle, Raina & Ng 2006, Efficient sparse coding algorithms, NeurIPS 19
(feature-sign search).
"""

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

FLAT = 1e-12  # an eigenvalue of H, with a diagonal of 1, below this times the largest counts as 0
SLIGHT = 1e-6  # of the whole: a part of a slope, or of a direction, that may be rounding


def lasso_minimum(
    H: FloatArray, h: FloatArray, thresholds: FloatArray, start: FloatArray, tolerance: float
) -> FloatArray:
    """argmin_u ½ uᵀHu − hᵀu + Σ τ_j |u_j|, with |h_j − (Hu)_j| ≤ τ_j + tolerance where u_j = 0: (k,).

    H: (k, k); h, the thresholds τ and the start: (k,). A zero is exactly 0.0. Of several minima one comes;
    along a flat direction of H in which all τ_j are 0 the start stays where it is.
    """
    u, s = start.copy(), np.sign(start)
    free = thresholds == 0
    used = free | (u != 0)
    refused = np.zeros(len(u), dtype=bool)  # what came in and went back at once: rounding decides nothing
    for _ in range(20 * len(u) + 100):
        A = np.flatnonzero(used)
        way = _way(H[np.ix_(A, A)], h[A] - thresholds[A] * s[A], u[A], free[A], tolerance)
        ahead = u[A] + way
        lost = ~free[A] & (s[A] * ahead <= 0)
        if lost.any():
            shares = np.full(len(A), np.inf)
            shares[lost] = u[A][lost] / (u[A][lost] - ahead[lost])
            share = shares.min()
            first = A[shares == share]
            u[A] += share * way
            u[first], s[first], used[first] = 0.0, 0.0, False
            refused[first] |= share == 0
            continue
        u[A] = ahead
        c = h - H @ u
        excess = np.where(used | refused, 0.0, np.abs(c) - thresholds)
        j = int(excess.argmax())
        if excess[j] <= tolerance:
            break
        used[j], s[j] = True, np.sign(c[j])
    return u


def _way(
    H: FloatArray, g: FloatArray, u: FloatArray, free: NDArray[np.bool_], tolerance: float
) -> FloatArray:
    """From u to the minimum of ½ uᵀHu − gᵀu, or, where that is without end, past the first weight's 0."""
    if not len(u):
        return u
    size = np.sqrt(H.diagonal())
    size = np.where(size > 0, size, 1.0)
    K, down = H / size / size[:, None], (g - H @ u) / size
    try:
        if np.linalg.cholesky(K).diagonal().min() ** 2 > FLAT:
            return np.linalg.solve(K, down) / size
    except np.linalg.LinAlgError:
        pass
    d, V = np.linalg.eigh(K)
    flat = d <= FLAT * d[-1]
    along = V[:, flat] @ (V[:, flat].T @ down)
    way, longest = along / size, np.abs(along).max()
    if longest > max(SLIGHT * np.abs(down).max(), tolerance):
        towards = ~free & (u * along < 0) & (np.abs(along) > SLIGHT * longest)
        if towards.any():
            return way * (2 * np.abs(u[towards] / way[towards]).min())
    V, d = V[:, ~flat], d[~flat]
    return V @ ((V.T @ down) / d) / size
