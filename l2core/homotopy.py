"""The exact lasso and elastic-net path, followed knot by knot from the λ at which every weight is 0.

    minimise  ½‖y − Xw‖² + λ ( Σ β_j|w_j| + γ/2 ‖w‖² ),    c = Xᵀ(y − Xw) − λγ w

Where every variable is penalised alike, glmnet has β_j = α and γ = (1−α)/sd(y).
w is the minimum exactly where c_j = λβ_j sign(w_j) for w_j ≠ 0 and |c_j| ≤ λβ_j for w_j = 0 (KKT). While the
active set A = {j: w_j ≠ 0} and its signs s last, a step of t down in λ is

    w_A(λ − t) = w_A + t d,    d = (X_AᵀX_A + κI)⁻¹ ρ,    κ = (λ − t)γ,    ρ = γ w_A + β_A s_A.

The lasso (γ = 0) has κ = 0 and goes straight; the elastic net bends with κ. A segment ends where a weight
reaches 0 or a |c_j| its bound.
Sources: Osborne, Presnell & Turlach 2000, IMA J. Numer. Anal. 20(3); Efron, Hastie, Johnstone & Tibshirani
2004, Annals of Statistics 32(2), §3.1.
"""

import numpy as np

from l2core.active_set import BentSegment, StraightSegment
from l2core.checks import FloatArray

TIE = 1e-13  # of the largest |Xᵀy|: a |c_j| this close to its bound counts as being there
DEGENERATE = 1e-12  # a tied c_j that would outrun its falling bound no faster than this may stay tied
NEARLY_ZERO = 1e-10  # of the largest |Xᵀy|: below this λ the elastic net's κ drowns in rounding
MOST_KNOTS = 100_000  # a path can have (3ᵖ+1)/2 knots (Mairal & Yu 2012), but no table anyone meets does


def follow(
    X: FloatArray, y: FloatArray, beta: FloatArray, gamma: float, lambdas: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """argmin ½‖y − Xw‖² + λ(Σ β_j|w_j| + γ/2 ‖w‖²) at each λ, and the knots: where a variable comes or goes.

    X: (n, p), y: (n,); columns may be zero, equal, or more than the rows (of several minima the path takes
    one). beta: (p,), above 0. gamma: at least 0. lambdas: (L,), decreasing, at least 0; the path stops at the
    last. No unit of y changes the result, if λ and 1/γ are in the same.
    Returns weights (L, p), in which a zero is exactly 0.0, and knots (K,), not increasing.
    Raises ValueError where the path has more than MOST_KNOTS knots.
    """
    p, straight = X.shape[1], gamma == 0
    segment = StraightSegment(X, beta) if straight else BentSegment(X, beta, gamma)
    correlations = np.abs(X.T @ y)
    event, top = int((correlations / beta).argmax()), float(correlations.max())
    lambd, tie = float(correlations[event] / beta[event]), TIE * top
    end = float(lambdas[-1]) if straight else max(float(lambdas[-1]), NEARLY_ZERO * top)
    w: FloatArray = np.zeros(p)
    s, weights, knots, corners = np.zeros(p), np.zeros((len(lambdas), p)), list[float](), [w]
    reached = int((-lambdas).searchsorted(-lambd))
    while lambd > end:
        knots.append(lambd)
        if len(knots) > MOST_KNOTS:
            raise ValueError(f"X needs a path of at most {MOST_KNOTS} knots, got more, down to λ = {lambd:g}")
        bound = lambd * beta
        c = X.T @ (y - X @ w) - lambd * gamma * w
        waiting = (np.abs(c) - segment.shut[0] >= bound - tie).nonzero()[0].tolist()
        if event not in waiting and segment.shut[0, event] == 0:
            waiting.append(event)  # its gap has closed, whatever rounding makes of it
        s[waiting] = np.sign(c[waiting])
        rho = gamma * w + beta * s
        refused = _turn(segment, s, rho, waiting, lambd)
        gaps = np.array((bound - c, bound + c, s * w)) + segment.shut
        if refused:
            gaps[:2, refused] = np.inf
        t, gap = segment.first_event(gaps, s, lambd, end, tie)
        lower = end if gap is None else lambd - t
        if isinstance(segment, BentSegment):
            passed = int((-lambdas).searchsorted(-lower))
            W = segment.along(w, lambd, lambd - lambdas[reached:passed])
            weights[reached:passed] = np.where(s * W < 0, 0.0, W)  # a tie's worth past 0
            reached = passed
        w = segment.along(w, lambd, t)
        if gap is not None:
            kind, event = divmod(gap, p)
            if kind == 2:
                w[event] = 0.0
                segment.leave(event, rho, lower)
        lambd = lower
        corners.append(w)
    if lambd > lambdas[-1]:  # what is left on the way to 0: the normal equations of the columns in use
        w[segment.active] += np.linalg.lstsq(X[:, segment.active], y - X @ w)[0]
    elif end > 10 * tie:
        w[s * w < 0] = 0.0
    if knots and straight:
        return _between(np.array([*knots, lambd]), np.array(corners), lambdas), np.array(knots)
    weights[reached:] = w
    return weights, np.array(knots)


def _between(knots: FloatArray, corners: FloatArray, lambdas: FloatArray) -> FloatArray:
    """The weights at each λ on straight lines from corner to corner; what is 0 at both ends is exactly 0."""
    k = np.clip((-knots).searchsorted(-lambdas, side="right") - 1, 0, len(knots) - 2)
    share = np.clip((knots[k] - lambdas) / (knots[k] - knots[k + 1]), 0, 1)
    return corners[k] + share[:, None] * (corners[k + 1] - corners[k])


def _turn(
    segment: StraightSegment | BentSegment,
    s: FloatArray,
    rho: FloatArray,
    waiting: list[int],
    lambd: float,
) -> list[int]:
    """argmin_d ½ dᵀ(XᵀX + κI)d − ρᵀd, where s_j d_j ≥ 0 for what waits at 0 with its |c_j| at the bound.

    Decides which of several tied variables go on (Lawson & Hanson 1974, ch. 23) and points the segment there.
    Returns the variables that cannot be told from the active ones.
    """
    refused, moving = list[int](), list[int]()
    segment.aim(rho, lambd)
    d = segment.d
    while waiting:
        outrun = segment.beta - s * segment.a
        j = max(waiting, key=outrun.__getitem__)
        if outrun[j] <= DEGENERATE:
            break
        waiting.remove(j)
        if not segment.enter(j, rho, lambd):
            refused.append(j)
            continue
        if s[j] * segment.d[j] <= 0:
            segment.leave(j, rho, lambd)
            refused.append(j)
            continue
        moving.append(j)
        while back := [k for k in moving if s[k] * segment.d[k] <= 0]:
            part, k = min((d[k] / (d[k] - segment.d[k]), k) for k in back)
            d = d + part * (segment.d - d)
            moving.remove(k)
            segment.leave(k, rho, lambd)
        d = segment.d
    return refused
