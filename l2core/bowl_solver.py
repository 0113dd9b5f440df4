"""N quadratic losses over two weights, solved at once under λΩ(w) or under Ω(w) ≤ level.

    loss(w) = ½ (w − c)ᵀ H (w − c),    Ω(w) = r ‖w‖₁ + (1−r)/2 ‖w‖²

Arrays hold one bowl a row: c (N, 2), H (N, 2, 2) positive definite, λ and level (N,); r is one number.
These are the formulas behind `l2core.bowl` and `l2core.random_bowls`, which check their input; here it is
taken as given.
"""

import numpy as np

from l2core.checks import FloatArray

EPS = float(np.finfo(float).eps)

# Every sign pattern of two weights, most zeros first: where two fit alike, the zeros win.
SIGNS = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)], dtype=float)


def omega(w: FloatArray, r: float) -> FloatArray:
    """Ω(w) = r ‖w‖₁ + (1−r)/2 ‖w‖² for points w (…, 2)."""
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * np.square(w).sum(axis=-1)


def edge_scale(w: FloatArray, r: float, level: FloatArray) -> FloatArray:
    """x ≥ 0 with Ω(x w) = level: what w ≠ 0 is multiplied by to stand on the edge of the region."""
    a, q = r * np.abs(w).sum(axis=-1), (1 - r) * np.square(w).sum(axis=-1)
    return np.divide(2 * level, a + np.sqrt(a**2 + 2 * q * level), out=np.zeros_like(a), where=level > 0)


def vanishing(c: FloatArray, H: FloatArray, r: float) -> FloatArray:
    """max |Hc| / r: the least λ at which w = 0; infinity for r = 0 and c ≠ 0."""
    pull = np.abs(_times(H, c)).max(axis=-1, initial=0)
    with np.errstate(over="ignore"):  # beyond all numbers for the least r
        return pull / r if r > 0 else np.where(pull > 0, np.inf, 0.0)


def soft_minima(c: FloatArray, H: FloatArray, r: float, lambd: FloatArray) -> FloatArray:
    """argmin loss(w) + λΩ(w), shape (N, 2), zeros exactly 0.0.

    A sign pattern s fixes a linear system on its non-zeros, (H + λ(1−r) I) w = Hc − λrs, and leaves
    |Hc − Hw| ≤ λr to its zeros. One of the nine meets its conditions: the one least in breach.
    """
    tau, b, G = lambd * r, _times(H, c), _with_ridge(H, r, lambd)
    s, diagonal = SIGNS[:, None, :], np.diagonal(G, axis1=1, axis2=2)
    right = b - tau[:, None] * s
    w = np.where(s.all(axis=-1, keepdims=True), _solve(G, right), (s != 0) * right / diagonal)
    breach = np.where(s == 0, np.abs(b - _times(G, w)) - tau[:, None], -s * w * diagonal)
    best = np.maximum(breach, 0).sum(axis=-1).argmin(axis=0)
    s, w = SIGNS[best], w[best, np.arange(len(c))]
    w = s * np.maximum(s * w, 0) + 0.0  # + 0.0 makes −0.0 plain 0.0
    return np.where(lambd[:, None] > 0, w, c)


def hard_minima(c: FloatArray, H: FloatArray, r: float, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    """argmin loss(w) subject to Ω(w) ≤ level, shape (N, 2), and its multiplier λ (N,): 0 where w = c."""
    w, lambd = np.array(c), np.zeros(len(c))
    binds = omega(c, r) > level * (1 + 4 * EPS)
    empty, edge = binds & (level == 0), binds & (level > 0)
    w[empty], lambd[empty] = 0.0, vanishing(c[empty], H[empty], r)
    lambd[edge] = _multiplier(c[edge], H[edge], r, level[edge])
    on_edge = soft_minima(c[edge], H[edge], r, lambd[edge])
    w[edge] = on_edge * edge_scale(on_edge, r, level[edge])[:, None]  # takes back the rounding of λ, no more
    return w, lambd


def _multiplier(c: FloatArray, H: FloatArray, r: float, level: FloatArray) -> FloatArray:
    """λ with Ω(w(λ)) = level > 0: Newton's iteration, kept in a bracket, to the last bits.

    dΩ/dλ = −vᵀ(H + λ(1−r) I)⁻¹v on the non-zeros, v = r sign(w) + (1−r) w. For L1, Ω(w(λ)) is piecewise
    linear and a step from the right piece exact; with a share of L2, 1/√Ω is straighter (Moré & Sorensen
    1983, SIAM J. Sci. Stat. Comput. 4(3), §3).
    Above `high`, λΩ(w) ≤ ‖Hc‖∞‖w‖₁ (the optimality condition times w) no longer admits Ω(w) = level.
    """
    low = lambd = np.zeros(len(c))
    high = 2 * np.abs(_times(H, c)).max(axis=1, initial=0) / (r + np.sqrt(r**2 + (1 - r) * level))
    settled = np.zeros(len(c), dtype=bool)
    for _ in range(200):
        w = soft_minima(c, H, r, lambd)
        spent, v, G = omega(w, r), r * np.sign(w) + (1 - r) * w, _with_ridge(H, r, lambd)
        above = spent > level
        low, high = np.where(above, lambd, low), np.where(above, high, lambd)
        G[:, [0, 1], [1, 0]] *= np.all(w != 0, axis=1, keepdims=True)  # a weight at 0 does not move
        fall = np.sum(v * (w != 0) * _solve(G, v), axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):  # where w = 0 nothing falls: halve the bracket
            step = (spent - level) / fall
            straight = 2 * spent * (np.sqrt(spent / level) - 1) / fall
        settled |= np.abs(spent - level) <= 2 * EPS * level
        settled |= np.minimum(np.abs(step), high - low) <= 4 * EPS * lambd
        if settled.all():
            break
        following = (low + high) / 2
        for newton in (lambd + step, lambd + straight)[: 1 + (r < 1)]:
            following = np.where((low < newton) & (newton < high), newton, following)
        lambd = np.where(settled, lambd, following)
    return lambd


def _with_ridge(H: FloatArray, r: float, lambd: FloatArray) -> FloatArray:
    return H + ((1 - r) * lambd)[:, None, None] * np.eye(2)


def _times(H: FloatArray, w: FloatArray) -> FloatArray:
    return np.einsum("...ij,...j->...i", H, w)


def _solve(G: FloatArray, v: FloatArray) -> FloatArray:
    """G⁻¹v by elimination, which leaves a residual of rounding size for a positive definite G."""
    ratio = G[..., 1, 0] / G[..., 0, 0]
    y = (v[..., 1] - ratio * v[..., 0]) / (G[..., 1, 1] - ratio * G[..., 0, 1])
    return np.stack(((v[..., 0] - G[..., 0, 1] * y) / G[..., 0, 0], y), axis=-1)
