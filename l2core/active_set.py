"""The columns in use on one segment of a lasso or elastic-net path, and where the path goes with them.

For the active columns X_A and a right-hand side ρ, as λ falls by 1 the weights move by d, Xᵀ(y − Xw) by −a:

    d_A = (X_AᵀX_A + κI)⁻¹ ρ_A,    a = XᵀX_A d_A,    κ = λγ.

A gap is how far a c_j is from its bound ±λβ_j, or a weight from 0: an array (3, p) in the order +, −, 0.
Gaps close at the rates β − a, β + a and −s d.
"""

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

COLLINEAR = 1e-10  # of its norm: a column with less than this outside the span of the active ones is no news
PARALLEL = 1e-12  # a gap that closes more slowly than this does not close
OUTSIDE, INSIDE = np.array([0.0, 0.0, np.inf]), np.array([np.inf, np.inf, 0.0])


class _Segment:
    """active: the columns in use, as they came. shut: (3, p), inf where a column has no such gap."""

    def __init__(self, X: FloatArray, beta: FloatArray) -> None:
        p = X.shape[1]
        self.X, self.beta, self.order = X, beta, np.zeros(p, dtype=np.intp)
        self.active: NDArray[np.intp] = self.order[:0]
        self.shut = np.tile(OUTSIDE[:, None], p)
        self.d: FloatArray = np.zeros(p)
        self.a: FloatArray = np.zeros(p)

    def _add(self, j: int) -> None:
        k = len(self.active)
        self.order[k] = j
        self.active = self.order[: k + 1]
        self.shut[:, j] = INSIDE

    def _remove(self, j: int) -> None:
        k = len(self.active) - 1
        self.order[:k] = self.active[self.active != j]
        self.active = self.order[:k]
        self.shut[:, j] = OUTSIDE


class StraightSegment(_Segment):
    """The lasso's, κ = 0: d stays what it is until A changes. X_A = QR, kept as Q, R and R⁻¹; z = R⁻ᵀρ_A."""

    def __init__(self, X: FloatArray, beta: FloatArray) -> None:
        super().__init__(X, beta)
        rank = min(X.shape)
        self.Q, self.z = np.zeros((len(X), rank)), np.zeros(rank)
        self.R, self.inverse = np.zeros((rank, rank)), np.zeros((rank, rank))

    def enter(self, j: int, rho: FloatArray, lambd: float) -> bool:
        """Take column j in; where it lies in the span of the active columns, return False instead."""
        k, x = len(self.active), self.X[:, j]
        Q, z = self.Q[:, :k], self.z[: k + 1]
        r = Q.T @ x
        q = x - Q @ r
        again = Q.T @ q  # Gram–Schmidt twice is enough: Giraud, Langou & Rozložník 2005
        q -= Q @ again
        r += again
        new = np.sqrt(q @ q)
        if k == self.Q.shape[1] or new <= COLLINEAR * np.sqrt(x @ x):
            return False
        q /= new
        self.Q[:, k] = q
        self.R[k, :k] = self.inverse[k, :k] = 0.0
        self.R[:k, k], self.R[k, k] = r, new
        self.inverse[:k, k], self.inverse[k, k] = self.inverse[:k, :k] @ r / -new, 1 / new
        z[k] = (rho[j] - r @ z[:k]) / new
        self._add(j)
        self.a += z[k] * (self.X.T @ q)
        self._set_d(k + 1)
        return True

    def leave(self, j: int, rho: FloatArray, lambd: float) -> None:
        """Let column j go."""
        self._remove(j)
        k = len(self.active)
        self.Q[:, :k], R = np.linalg.qr(self.X[:, self.active])
        self.R[:k, :k], self.inverse[:k, :k] = R, np.linalg.inv(R)
        z = self.inverse[:k, :k].T @ rho[self.active]
        self.z[:k] = z + self.inverse[:k, :k].T @ (rho[self.active] - R.T @ z)
        self.a = self.X.T @ (self.Q[:, :k] @ self.z[:k])
        self._set_d(k)

    def _set_d(self, k: int) -> None:
        inverse, z = self.inverse[:k, :k], self.z[:k]
        d = inverse @ z
        self.d = np.zeros(len(self.d))
        self.d[self.active] = d + inverse @ (z - self.R[:k, :k] @ d)  # takes back the rounding of R⁻¹

    def aim(self, rho: FloatArray, lambd: float) -> None:
        """Nothing to do: ρ_A = β_A s_A is what it was."""

    def first_event(
        self, gaps: FloatArray, s: FloatArray, lambd: float, end: float, tie: float
    ) -> tuple[float, int | None]:
        """How far λ falls until the first gap closes, and its flat index; (λ − end, None) if none does."""
        rates = np.array((self.beta - self.a, self.beta + self.a, -s * self.d))
        steps = np.full(gaps.shape, np.inf)
        np.divide(gaps, rates, out=steps, where=rates > PARALLEL)
        event = int(steps.argmin())
        t = max(float(steps.flat[event]), 0.0)
        in_reach = lambd - t >= max(end * (1 - PARALLEL), 10 * tie)
        return (t, event) if in_reach else (lambd - end, None)

    def along(self, w: FloatArray, lambd: float, t: float) -> FloatArray:
        """w(λ − t)."""
        return w + t * self.d


class BentSegment(_Segment):
    """The elastic net's. X_AᵀX_A = V diag(Λ) Vᵀ, so that d_A = V (Vᵀρ_A / (Λ + κ)) for every κ."""

    def __init__(self, X: FloatArray, beta: FloatArray, gamma: float) -> None:
        super().__init__(X, beta)
        self.gamma = gamma
        self.always = np.array((beta, beta, np.zeros_like(beta)))  # the part of the rates that does not bend
        self.scale = np.ones_like(self.shut)  # the gap of a weight counts by what it moves in Xᵀ(y − Xw)
        self.scale[2] = np.maximum(np.square(X).sum(axis=0), np.finfo(float).tiny)
        self.values: FloatArray = np.zeros(0)  # Λ
        self.V, self.K = np.zeros((0, 0)), np.zeros((X.shape[1], 0))  # K = XᵀX_A V
        self.rho: FloatArray = np.zeros(0)  # Vᵀρ_A

    def enter(self, j: int, rho: FloatArray, lambd: float) -> bool:
        """Take column j in: with κ > 0 even an equal column is news."""
        self._add(j)
        self._decompose()
        self.aim(rho, lambd)
        return True

    def leave(self, j: int, rho: FloatArray, lambd: float) -> None:
        """Let column j go."""
        self._remove(j)
        self._decompose()
        self.aim(rho, lambd)

    def _decompose(self) -> None:
        XA = self.X[:, self.active]
        values, self.V = np.linalg.eigh(XA.T @ XA)
        self.values, self.K = np.maximum(values, 0.0), self.X.T @ (XA @ self.V)

    def _poles(self, lambd: FloatArray | float) -> FloatArray:
        return 1 / np.add.outer(np.multiply(lambd, self.gamma), self.values)

    def aim(self, rho: FloatArray, lambd: float) -> None:
        """Set d and a as they are at this λ."""
        self.rho = self.V.T @ rho[self.active]
        z = self.rho * self._poles(lambd)
        self.a, self.d = self.K @ z, np.zeros(len(self.d))
        self.d[self.active] = self.V @ z

    def first_event(
        self, gaps: FloatArray, s: FloatArray, lambd: float, end: float, tie: float
    ) -> tuple[float, int | None]:
        """As for the lasso, by steps that may be too short but never too long.

        A rate is a sum of terms m/(Λ + κ). With 1/(Λ + κ) convex in λ a term is at most its chord (m > 0) or
        its tangent (m < 0) over a stretch, and the rate t below λ at most r + bt: no gap closes before
        gap = rt + bt². That is Newton's method with a bound in place of the slope; it steps over no event.
        """
        watched = np.isfinite(gaps)
        M = np.array((-self.K, self.K, np.zeros_like(self.K)))
        M[2, self.active] = -s[self.active, None] * self.V
        M = (M * self.scale[:, :, None])[watched]
        size, always = np.abs(M), self.always[watched]
        gap = (gaps * self.scale)[watched]
        gap[gap <= tie] = 2 * tie  # what starts at its bound may leave it
        rho, near = self.rho.copy(), self._poles(lambd)
        fallen, reach, stretch, r = 0.0, lambd - end, lambd - end, always + M @ (rho * near)
        while fallen < reach:
            stretch = min(stretch, reach - fallen)
            chord = (self._poles(lambd - fallen - stretch) - near) / stretch
            tangent = self.gamma * near**2
            b = (M @ (rho * (chord + tangent)) + size @ (np.abs(rho) * (chord - tangent))) / 2
            square = r**2 + 4 * b * gap
            root = r + np.sqrt(np.maximum(square, 0.0))
            steps = np.full(gap.shape, np.inf)
            np.divide(2 * gap, root, out=steps, where=(square >= 0) & (root > 0))
            t = min(float(steps.min()), stretch)
            fallen += t
            near = self._poles(lambd - fallen)
            z = rho * near
            rho += t * self.gamma * z
            bent, ahead = (M @ np.array((z, rho * near)).T).T
            gap -= t * (always + bent)
            r = always + ahead
            if t < stretch and gap.min() <= tie:
                return fallen, int(np.flatnonzero(watched)[gap.argmin()])
            stretch = 4 * t
        return reach, None

    def along(self, w: FloatArray, lambd: float, t: FloatArray | float) -> FloatArray:
        """w(λ − t): (p,) for one t, (T, p) for many."""
        step = np.zeros((*np.shape(t), len(w)))
        step[..., self.active] = (np.multiply.outer(t, self.rho) * self._poles(lambd - t)) @ self.V.T
        return w + step
