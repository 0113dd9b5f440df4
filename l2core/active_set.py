"""The columns in use on one segment of a lasso or elastic-net path, and where the path goes with them.

For the active columns X_A and a right-hand side ρ, as λ falls by 1 the weights move by d, Xᵀ(y − Xw) by −a:

    d_A = (X_AᵀX_A + κI)⁻¹ ρ_A,    a = XᵀX_A d_A,    κ = λ(1−α).

A gap is how far a c_j is from its bound ±λα, or a weight from 0: an array (3, p) in the order +, −, 0.
Gaps close at the rates α − a, α + a and −s d.
"""

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

COLLINEAR = 1e-10  # of its norm: a column with less than this outside the span of the active ones is no news
PARALLEL = 1e-12  # a gap that closes more slowly than this does not close
OUTSIDE, INSIDE = np.array([0.0, 0.0, np.inf]), np.array([np.inf, np.inf, 0.0])  # no such gap


class _Segment:
    """active: the columns in use, as they came. shut: (3, p), inf where a gap cannot close."""

    def __init__(self, X: FloatArray) -> None:
        self.X = X
        self.active: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self.shut = np.tile(OUTSIDE[:, None], X.shape[1])
        self.current = False  # whether what has been computed from the active columns is still theirs
        self.d: FloatArray = np.zeros(X.shape[1])
        self.a: FloatArray = np.zeros(X.shape[1])

    def _add(self, j: int) -> None:
        self.active = np.concatenate((self.active, np.array([j])))
        self.shut[:, j] = INSIDE
        self.current = False

    def _remove(self, j: int) -> None:
        self.active = self.active[self.active != j]
        self.shut[:, j] = OUTSIDE
        self.current = False


class StraightSegment(_Segment):
    """The lasso's, where κ = 0 and d stays what it is. X_A = QR, kept as Q, R and R⁻¹."""

    def __init__(self, X: FloatArray) -> None:
        super().__init__(X)
        rank = min(X.shape)
        self.Q, self.R, self.inverse = (
            np.zeros((len(X), rank)),
            np.zeros((rank, rank)),
            np.zeros((rank, rank)),
        )

    def enter(self, j: int) -> bool:
        """Take column j in; where it lies in the span of the active columns, return False instead."""
        k, x = len(self.active), self.X[:, j]
        Q = self.Q[:, :k]
        r = Q.T @ x
        z = x - Q @ r
        again = Q.T @ z  # Gram–Schmidt twice is enough: Giraud, Langou & Rozložník 2005
        z -= Q @ again
        r += again
        new = np.sqrt(z @ z)
        if k == self.Q.shape[1] or new <= COLLINEAR * np.sqrt(x @ x):
            return False
        self.Q[:, k] = z / new
        self.R[k, :k] = self.inverse[k, :k] = 0.0
        self.R[:k, k], self.R[k, k] = r, new
        self.inverse[:k, k], self.inverse[k, k] = self.inverse[:k, :k] @ r / -new, 1 / new
        self._add(j)
        return True

    def leave(self, j: int) -> None:
        """Let column j go."""
        self._remove(j)
        k = len(self.active)
        self.Q[:, :k], self.R[:k, :k] = np.linalg.qr(self.X[:, self.active])
        self.inverse[:k, :k] = np.linalg.inv(self.R[:k, :k])

    def aim(self, rho: FloatArray, lambd: float) -> None:
        """Set d and a; ρ_A = s_A is the same until A changes."""
        if self.current:
            return
        k = len(self.active)
        R, inverse = self.R[:k, :k], self.inverse[:k, :k]
        z = _refined(R.T, inverse.T, rho[self.active])
        self.a = self.X.T @ (self.Q[:, :k] @ z)
        self.d = np.zeros(self.X.shape[1])
        self.d[self.active] = _refined(R, inverse, z)
        self.current = True

    def along(self, w: FloatArray, lambd: float, t: FloatArray | float) -> FloatArray:
        """w(λ − t): (p,) for one t, (T, p) for many."""
        return w + np.multiply.outer(t, self.d)

    def first_event(
        self, gaps: FloatArray, s: FloatArray, lambd: float, end: float, tie: float
    ) -> tuple[float, int | None]:
        """How far λ falls until the first gap closes, and its flat index; (λ − end, None) if none does."""
        rates = np.array((1 - self.a, 1 + self.a, -s * self.d))
        steps = np.full(gaps.shape, np.inf)
        np.divide(gaps, rates, out=steps, where=rates > PARALLEL)
        event = int(steps.argmin())
        t = max(float(steps.flat[event]), 0.0)
        return (t, event) if lambd - t > max(end, 10 * tie) else (lambd - end, None)


def _refined(T: FloatArray, inverse: FloatArray, b: FloatArray) -> FloatArray:
    """T⁻¹b, with one step that takes back what the rounding of the inverse has done."""
    x = inverse @ b
    return x + inverse @ (b - T @ x)


class BentSegment(_Segment):
    """The elastic net's. X_AᵀX_A = V diag(Λ) Vᵀ, so that d_A = V (Vᵀρ / (Λ + κ)) for every κ."""

    def __init__(self, X: FloatArray, alpha: float) -> None:
        super().__init__(X)
        self.alpha = alpha
        self.scale = np.ones((3, X.shape[1]))  # the gap of a weight counts by what it moves in Xᵀ(y − Xw)
        self.scale[2] = np.square(X).sum(axis=0)
        self.scale[self.scale == 0] = 1.0
        self.values: FloatArray = np.zeros(0)  # Λ
        self.V, self.K = np.zeros((0, 0)), np.zeros((X.shape[1], 0))  # K = XᵀX_A V
        self.rho: FloatArray = np.zeros(0)  # Vᵀρ_A

    def enter(self, j: int) -> bool:
        """Take column j in: with κ > 0 even an equal column is news."""
        self._add(j)
        return True

    def leave(self, j: int) -> None:
        """Let column j go."""
        self._remove(j)

    def aim(self, rho: FloatArray, lambd: float) -> None:
        """Set d and a as they are at this λ."""
        if not self.current:
            XA = self.X[:, self.active]
            values, self.V = np.linalg.eigh(XA.T @ XA)
            self.values, self.K, self.current = np.maximum(values, 0.0), self.X.T @ (XA @ self.V), True
        self.rho = self.V.T @ rho[self.active]
        self.a, self.d = self._speeds(self.K, self.V, self.rho / self._poles(lambd))

    def _speeds(self, K: FloatArray, V: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        d = np.zeros(len(K))
        d[self.active] = V @ z
        return K @ z, d

    def _poles(self, lambd: FloatArray | float) -> FloatArray:
        return np.add.outer(np.multiply(lambd, 1 - self.alpha), self.values)

    def along(self, w: FloatArray, lambd: float, t: FloatArray | float) -> FloatArray:
        """w(λ − t): (p,) for one t, (T, p) for many."""
        step = np.zeros((*np.shape(t), len(w)))
        step[..., self.active] = (np.multiply.outer(t, self.rho) / self._poles(lambd - t)) @ self.V.T
        return w + step

    def first_event(
        self, gaps: FloatArray, s: FloatArray, lambd: float, end: float, tie: float
    ) -> tuple[float, int | None]:
        """As for the lasso, by steps that may be too short but never too long.

        A rate is a sum of terms m/(Λ + κ), each monotone in κ, so over a stretch of λ none exceeds what the
        terms' values at the two ends allow. No gap closes before gap / that bound: Newton's method with a
        bound in place of the slope, which cannot step over the first event.
        """
        K, V = np.abs(self.K), np.abs(self.V)
        gaps = np.where(
            gaps * self.scale <= tie, 2 * tie, gaps * self.scale
        )  # what starts at its bound may leave it
        rho, fallen, reach = self.rho.copy(), 0.0, lambd - end
        stretch = reach
        while fallen < reach:
            stretch = min(stretch, reach - fallen)
            near, far = 1 / self._poles(lambd - fallen), 1 / self._poles(lambd - fallen - stretch)
            a, d = self._speeds(self.K, self.V, rho * (far + near) / 2)
            more_a, more_d = self._speeds(K, V, np.abs(rho) * (far - near) / 2)
            fastest = (
                np.array((self.alpha - a + more_a, self.alpha + a + more_a, more_d - s * d)) * self.scale
            )
            steps = np.full(gaps.shape, np.inf)
            np.divide(gaps, fastest, out=steps, where=fastest > 0)
            t = min(float(steps.min()), stretch)
            z = rho / self._poles(lambd - fallen - t)
            a, d = self._speeds(self.K, self.V, z)
            gaps -= t * np.array((self.alpha - a, self.alpha + a, -s * d)) * self.scale
            rho += t * (1 - self.alpha) * z
            fallen += t
            if t < stretch and gaps.min() <= tie:
                return fallen, int(gaps.argmin())
            stretch = 4 * t
        return reach, None
