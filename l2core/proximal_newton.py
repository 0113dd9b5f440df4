"""The penalised logistic models along λ by Newton's method: each step minimises a quadratic with its L1 part.

    F(b, w) = Σ_i v_i [ log(1 + e^{η_i}) − y_i η_i ] + λ Σ_j ( α_j |w_j| + κ_j/2 w_j² ),   η = b + Xw, Σ v = 1

At (b, w), with p = 1/(1 + e^{−η}) and D = diag(v p (1−p)), the quadratic has the Hessian XᵀDX + λ diag(κ)
over the columns in use, from each of which its mean under D was taken, which is b put where it is best. The
step is halved until F falls enough. The minimum of one λ is the start of the next, and the first step from
there already knows the new λ: it is the tangent of the path. Sources: Friedman, Hastie & Tibshirani 2010, J.
Statist. Software 33(1), §3 (the quadratic); Lee, Sun & Saunders 2014, SIAM J. Optim. 24(3) (proximal Newton);
Tibshirani et al. 2012, J. R. Statist. Soc. B 74(2) (the strong rule).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray
from l2core.quadratic_lasso import lasso_minimum

TOLERANCE = 1e-9  # of the residual at λ_max; at a smaller λ so much smaller, since the path there needs it
ROUNDING = 1e-13  # what a residual can be brought down to
MOST_STEPS = 200
ENOUGH = 1e-4  # of the decrease that the quadratic promises (Armijo)
DROWNED = 1e-9  # of F: a decrease that is taken on trust, since F itself is rounded
SMALLEST_PART = 1e-10  # of a step, before it is given up
STILL = 1e-4  # a step that moves no η by more has arrived, where nothing penalises
RUNNING = 5  # so many steps, each at least half as long as the last, below TOLERANCE: on the way to infinity
NO_MINIMUM = (
    "lambdas and penalty_factors need numbers above 0 for columns that separate the classes, or nearly do: "
    f"unpenalised, their weights still grew when the residual had fallen below {TOLERANCE:g}"
)


@dataclass(frozen=True)
class LogisticTable:
    """columns: (p, n), Xᵀ. y: (n,), 0 or 1. rows: (n,), the v, with the sum 1.

    l1, l2: (p,), α_j and κ_j. intercept: whether there is a b.
    """

    columns: FloatArray
    y: FloatArray
    rows: FloatArray
    l1: FloatArray
    l2: FloatArray
    intercept: bool

    def at(self, eta: FloatArray) -> tuple[FloatArray, FloatArray, float]:
        """v(y − p), v p(1 − p) and Σ v [log(1 + e^η) − yη], each to the last digit for every η."""
        signs = 2 * self.y - 1
        t = signs * eta
        e = np.exp(-np.abs(t))
        wrong = np.where(t > 0, e, 1.0) / (1 + e)
        loss = self.rows @ (np.log1p(e) + np.maximum(-t, 0))
        return self.rows * signs * wrong, self.rows * e / np.square(1 + e), float(loss)

    def part(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> "LogisticTable":
        """The table of the columns kept alone."""
        return replace(self, columns=self.columns[kept], l1=self.l1[kept], l2=self.l2[kept])

    def curvature(self, D: FloatArray) -> tuple[FloatArray, FloatArray]:
        """XᵀDX of the columns less their means under D, (p, p), and these means, (p,), 0 without b."""
        center = self.columns @ D / D.sum() if self.intercept else np.zeros(len(self.columns))
        Z = (self.columns - center[:, None]) * np.sqrt(D)
        return Z @ Z.T, center

    def penalty(self, w: FloatArray) -> float:
        """Σ ( α_j |w_j| + κ_j/2 w_j² )."""
        return float(self.l1 @ np.abs(w) + self.l2 @ np.square(w) / 2)


def residual(w: FloatArray, c: FloatArray, bound: FloatArray, slope: float) -> float:
    """max( |c_j − λα_j sign(w_j)| where w_j ≠ 0,  |c_j| − λα_j where w_j = 0,  |Σ v(y − p)| ), at least 0.

    c: (p,), Xᵀv(y − p) − λκw. bound: (p,), λα_j. slope: Σ v(y − p), or 0 without b.
    """
    off = np.where(w != 0, np.abs(c - bound * np.sign(w)), np.abs(c) - bound)
    return max(float(off.max(initial=0.0)), abs(slope))


def follow_logistic(
    table: LogisticTable, lambdas: FloatArray, top: float, b: float, w: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """argmin F at each of `lambdas` (L,), decreasing: b (L,) and w (L, p), where a zero is exactly 0.0.

    top: λ_max. b, w: the minimum there, the start. Raises ValueError where nothing penalises what separates
    the classes, and where rounding ends the descent above TOLERANCE.
    """
    intercepts, weights = np.empty(len(lambdas)), np.empty((len(lambdas), len(w)))
    previous = max(top, float(lambdas[0]))
    for k, lambd in enumerate(lambdas):
        b, w = minimum(table, float(lambd), b, w, top, previous)
        intercepts[k], weights[k], previous = b, w, float(lambd)
    return intercepts, weights


def minimum(
    table: LogisticTable, lambd: float, b: float, w: FloatArray, top: float, previous: float
) -> tuple[float, FloatArray]:
    """argmin F at one λ from (b, w), the minimum at `previous`, which tells which columns may come in."""
    bound, kappa = lambd * table.l1, lambd * table.l2
    aim = max(TOLERANCE * min(1.0, lambd / top if top > 0 else 1.0), ROUNDING)
    unpenalised = bool(np.any((bound == 0) & (kappa == 0)))
    eta = b + w @ table.columns
    r, D, loss = table.at(eta)
    used = np.abs(table.columns @ r) >= table.l1 * (2 * lambd - previous)
    running, moved, left, arrived = 0, np.inf, np.inf, False
    for _ in range(MOST_STEPS):
        c = table.columns @ r - kappa * w
        slope = float(r.sum()) if table.intercept else 0.0
        before, left = left, residual(w, c, bound, slope)
        arrived = not unpenalised or moved <= STILL
        if arrived and (left <= aim or before / 2 < left <= TOLERANCE):  # or no nearer for rounding
            return b, w
        used |= (w != 0) | (np.abs(c) > bound)
        W = np.flatnonzero(used)
        step_b, target = _newton_target(table, W, D, c, slope, bound, kappa, w, 0.01 * aim)
        step = target - w[W]
        promised = bound[W] @ (np.abs(target) - np.abs(w[W])) - c[W] @ step - slope * step_b
        start, part = loss + lambd * table.penalty(w), 1.0
        while True:
            ahead = w.copy()
            ahead[W] = target if part == 1 else w[W] + part * step
            eta_ahead = b + part * step_b + ahead @ table.columns
            r, D, loss = table.at(eta_ahead)
            value = loss + lambd * table.penalty(ahead)
            if value <= start + ENOUGH * part * promised or -promised <= DROWNED * start:
                break
            part /= 2
            if part < SMALLEST_PART:
                return _as_far_as_it_goes(b, w, left, arrived)
        furthest = float(np.abs(eta_ahead - eta).max())
        running = running + 1 if left <= TOLERANCE and furthest > moved / 2 else 0
        if running > RUNNING:
            raise ValueError(NO_MINIMUM)
        b, w, eta, moved = b + part * step_b, ahead, eta_ahead, furthest
    return _as_far_as_it_goes(b, w, left, arrived)


def _as_far_as_it_goes(b: float, w: FloatArray, left: float, arrived: bool) -> tuple[float, FloatArray]:
    """(b, w), where its residual will do. Raises ValueError elsewhere."""
    if left > TOLERANCE or not arrived:
        raise ValueError(
            "X needs columns that are further from combinations of each other, or lambdas larger numbers: "
            f"rounding ends the descent at a residual of {left:.0e}"
        )
    return b, w


def _newton_target(
    table: LogisticTable,
    W: NDArray[np.intp],
    D: FloatArray,
    c: FloatArray,
    slope: float,
    bound: FloatArray,
    kappa: FloatArray,
    w: FloatArray,
    tolerance: float,
) -> tuple[float, FloatArray]:
    """The minimum of the quadratic at (b, w) over the columns W: how far b goes, and their weights."""
    part = table if len(W) == len(w) else table.part(W)
    H, center = part.curvature(D)
    H.flat[:: len(W) + 1] += kappa[W]
    target = lasso_minimum(H, H @ w[W] + c[W] - center * slope, bound[W], w[W], tolerance)
    best = slope / float(D.sum()) if table.intercept else 0.0
    return best - float(center @ (target - w[W])), target
