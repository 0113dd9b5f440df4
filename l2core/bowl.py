"""A quadratic loss over two weights, under a hard budget t or a soft λ: the optimum for any tilt of the bowl.

    loss(w) = ½ (w − c)ᵀ H (w − c),    Ω(w) = r ‖w‖₁ + (1−r)/2 ‖w‖²,   r = 1: L1,  r = 0: L2
    soft:  min loss(w) + λ Ω(w)        hard:  min loss(w)  subject to  Ω(w) ≤ t  ("l2": ‖w‖₂ ≤ t)

Both have one optimality condition, −∇loss(w) ∈ λ ∂Ω(w), and λ is the multiplier of the budget: Boyd &
Vandenberghe 2004, Convex Optimization, §5.5.3; Goodfellow, Bengio & Courville 2016, Deep Learning, §7.2;
Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning (ESL), §3.4.
Soft-thresholding c is the L1 optimum for a diagonal H only, scaling c the L2 optimum for a round bowl only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.bowl_solver import hard_minima, omega, soft_minima, vanishing
from l2core.checks import (
    FloatArray,
    finite_array,
    finite_number,
    nonnegative,
    nonnegative_array,
    positive,
    whole_number,
)
from l2core.region import l1_share, omega_level, plane_points, spent


@dataclass(frozen=True, eq=False)
class Bowl:
    """½ (w − c)ᵀ H (w − c): center c (2,), where the loss alone is least, and hessian H (2, 2).

    Raises ValueError unless H is symmetric and positive definite with a condition number below 1e12.
    """

    center: FloatArray
    hessian: FloatArray

    def __post_init__(self) -> None:
        c = np.array(finite_array("center", self.center, ndim=1), dtype=float)
        H = np.array(finite_array("hessian", self.hessian, ndim=2), dtype=float)
        if c.shape != (2,):
            raise ValueError(f"center needs two numbers, got shape {c.shape}")
        if H.shape != (2, 2):
            raise ValueError(f"hessian needs shape (2, 2), got shape {H.shape}")
        if abs(H[0, 1] - H[1, 0]) > 1e-12 * np.abs(H).max():
            raise ValueError(
                f"hessian needs to be symmetric, got {H[0, 1]:g} and {H[1, 0]:g} off the diagonal"
            )
        H = (H + H.T) / 2
        smallest, largest = np.linalg.eigvalsh(H)
        if smallest <= 1e-12 * largest:
            raise ValueError(
                "hessian needs two eigenvalues above 0 (positive definite, not singular), "
                f"got {smallest:g} and {largest:g}"
            )
        for name, array in (("center", c), ("hessian", H)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)


@dataclass(frozen=True, eq=False)
class BowlPath:
    """The optima of one bowl from its center to 0, as λ rises and the budget falls.

    w (N, 2), lambd (N,) from 0 up to `vanishing_lambda` (infinity for L2), budget (N,) down to 0, and knots:
    the rows between the two ends at which a weight becomes, or stops being, exactly 0.
    """

    w: FloatArray
    lambd: FloatArray
    budget: FloatArray
    knots: NDArray[np.intp]


def tilted_bowl(center: ArrayLike, stretch: float, tilt: float) -> Bowl:
    """H = m I + d ((cos 2θ, sin 2θ), (sin 2θ, −cos 2θ)), m, d = (1/√κ ± √κ) / 2: a valley at θ = `tilt`°.

    It is κ = `stretch` times as steep across the valley as along it: H has the eigenvalues √κ and 1/√κ.
    center (2,). Where the mathematics has them, zeros and equal curvatures are exact: H₁₂ = 0 at θ = 0° and
    90° and for κ = 1, H₁₁ = H₂₂ at 45° and 135°. Raises ValueError for κ ≤ 0.
    """
    root, double = np.sqrt(positive("stretch", stretch)), 2 * finite_number("tilt", tilt)
    mean, half = (1 / root + root) / 2, (1 / root - root) / 2
    cos, sin = half * _cos_of_degrees(double), half * _cos_of_degrees(double - 90) + 0.0
    return Bowl(np.array(center), np.array([[mean + cos, sin], [sin, mean - cos]]))


def loss(bowl: Bowl, w: ArrayLike) -> FloatArray:
    """½ (w − c)ᵀ H (w − c) for points w (…, 2); the shape of `w` without its last axis."""
    d = plane_points("w", w) - bowl.center
    return 0.5 * np.sum(d * (d @ bowl.hessian), axis=-1)


def gradient(bowl: Bowl, w: ArrayLike) -> FloatArray:
    """H (w − c) for points w (…, 2); the shape of `w`."""
    return (plane_points("w", w) - bowl.center) @ bowl.hessian


def penalized_minimum(bowl: Bowl, penalty: str, lambd: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """argmin_w loss(w) + λ ( r ‖w‖₁ + (1−r)/2 ‖w‖² ): "l1" adds λ‖w‖₁, "l2" (λ/2)‖w‖².

    lambd: a number, or an array of any shape S. Returns (2,), or S + (2,). Zeros are exactly 0.0.
    L2 is (H + λI)⁻¹Hc (Goodfellow et al. 2016, eq. 7.10); L1 the lasso (Tibshirani 1996; ESL eq. 3.52).
    Raises ValueError for a penalty other than "l2", "l1", "elastic_net", λ < 0, r = l1_ratio outside 0…1.
    """
    r, strengths = l1_share(penalty, l1_ratio), nonnegative_array("lambd", lambd)
    w = soft_minima(*_copies(bowl, strengths.size), r, strengths.ravel())
    return w.reshape(*strengths.shape, 2)


def constrained_minimum(bowl: Bowl, penalty: str, budget: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """argmin_w loss(w) subject to ‖w‖₁ ≤ t ("l1"), ‖w‖₂ ≤ t ("l2"), r‖w‖₁ + (1−r)/2 ‖w‖² ≤ t ("elastic_net").

    The center itself where it is within the budget t. Arguments, shapes and errors as `penalized_minimum`;
    source: ESL eq. 3.42 and 3.51.
    """
    return optimum_and_multiplier(bowl, penalty, budget, l1_ratio=l1_ratio)[0]


def budget_of(bowl: Bowl, penalty: str, lambd: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """t(λ) = ‖w‖₁, ‖w‖₂ or r‖w‖₁ + (1−r)/2 ‖w‖² at w = penalized_minimum(λ), in the shape of `lambd`.

    Under this budget `constrained_minimum` is that same w.
    """
    w = penalized_minimum(bowl, penalty, lambd, l1_ratio=l1_ratio)
    return spent(w, penalty, l1_share(penalty, l1_ratio))


def lambd_of(bowl: Bowl, penalty: str, budget: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """λ(t): the multiplier of the budget, in the shape of `budget`; the inverse of `budget_of`.

    0 where the center is within the budget; `vanishing_lambda` at t = 0. For "l2" it is the λ of (λ/2)‖w‖².
    """
    return optimum_and_multiplier(bowl, penalty, budget, l1_ratio=l1_ratio)[1]


def optimum_and_multiplier(
    bowl: Bowl, penalty: str, budget: ArrayLike, *, l1_ratio: float = 0.5
) -> tuple[FloatArray, FloatArray]:
    """`constrained_minimum` and `lambd_of`, which come from one computation."""
    r, budgets = l1_share(penalty, l1_ratio), nonnegative_array("budget", budget)
    w, lambd = hard_minima(*_copies(bowl, budgets.size), r, omega_level(penalty, budgets.ravel()))
    return w.reshape(*budgets.shape, 2), lambd.reshape(budgets.shape)


def vanishing_lambda(bowl: Bowl, penalty: str, *, l1_ratio: float = 0.5) -> float:
    """max |Hc| / r: the least λ at which every weight is exactly 0; infinity for L2 unless c = 0."""
    return float(vanishing(bowl.center, bowl.hessian, l1_share(penalty, l1_ratio)))


def path(bowl: Bowl, penalty: str, *, l1_ratio: float = 0.5, points: int = 200) -> BowlPath:
    """All optima from c (λ = 0) to 0: at the budgets of u·c, `points` even u from 1 to 0, and at the knots.

    For L1 the path is straight between its knots, so that these and the ends hold all of it (Efron, Hastie,
    Johnstone & Tibshirani 2004, §3). Raises ValueError as `penalized_minimum`, and for fewer than 2 points.
    """
    r, u = l1_share(penalty, l1_ratio), np.linspace(1, 0, whole_number("points", points, at_least=2))
    w, lambd = hard_minima(*_copies(bowl, u.size), r, omega(u[:, None] * bowl.center, r))
    at_knots, lambd_at_knots = _knots(bowl, r)
    w, lambd = np.vstack((w, at_knots)), np.append(lambd, lambd_at_knots)
    order = np.argsort(lambd, kind="stable")
    return BowlPath(w[order], lambd[order], spent(w[order], penalty, r), np.flatnonzero(order >= u.size))


def contour(bowl: Bowl, level: float, points: int = 200) -> FloatArray:
    """{w : loss(w) = level} = c + √(2 level) L⁻ᵀ (cos θ, sin θ), H = LLᵀ, as a closed outline.

    points + 1 points, the first again at the end. Raises ValueError for a level below 0.
    """
    radius = np.sqrt(2 * nonnegative("level", level))
    angle = np.linspace(0, 2 * np.pi, whole_number("points", points, at_least=4) + 1)
    angle[-1] = 0  # the outline ends exactly where it began
    circle = radius * np.stack((np.cos(angle), np.sin(angle)))
    return bowl.center + np.linalg.solve(np.linalg.cholesky(bowl.hessian).T, circle).T


def _knots(bowl: Bowl, r: float) -> tuple[FloatArray, FloatArray]:
    """w (k, 2) and λ (k,) where weight j leaves or reaches 0 while weight i, of sign s, does not.

    There wᵢ = (bᵢ − λrs) / (Hᵢᵢ + λ(1−r)), b = Hc, and the pull on j just balances: bⱼ − Hⱼᵢwᵢ = σλr, σ = ±1.
    """
    H, b = bowl.hessian, bowl.center @ bowl.hessian
    found = []
    for i, j, sigma in ((0, 1, 1), (0, 1, -1), (1, 0, 1), (1, 0, -1)):
        s = np.sign(b[i])
        linear = b[j] * (1 - r) + r * (s * H[i, j] - sigma * H[i, i])
        for lambd in _real_roots(-sigma * r * (1 - r), linear, b[j] * H[i, i] - b[i] * H[i, j]):
            w = np.zeros(2)
            if lambd > 0 and 0 < lambd * r < abs(b[i]):
                w[i] = (b[i] - lambd * r * s) / (H[i, i] + lambd * (1 - r))
                found.append((*w, lambd))
    knots = np.array(found).reshape(-1, 3)
    return knots[:, :2], knots[:, 2]


def _real_roots(a: float, b: float, c: float) -> list[float]:
    """The x with a x² + b x + c = 0, those beyond all numbers aside: q/a and c/q, q = −(b ± √(b² − 4ac))/2.

    The sign is that of b, so that nothing cancels (Numerical Recipes, §5.6), however small a is beside b.
    """
    under_the_root = b * b - 4 * a * c
    if under_the_root < 0:
        return []
    q = -(b + np.copysign(np.sqrt(under_the_root), b)) / 2
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        roots = np.divide((q, c), (a, q))
    return [float(root) for root in roots if np.isfinite(root)]


def _cos_of_degrees(angle: float) -> float:
    """cos, exact at the multiples of 60° and of 90°: its radians would miss them by rounding."""
    angle = abs(float(np.fmod(angle, 360)))
    angle = 360 - angle if angle > 180 else angle
    if angle > 90:
        return -_cos_of_degrees(180 - angle)
    if angle == 60:
        return 0.5
    return float(np.cos(np.radians(angle)) if angle < 45 else np.sin(np.radians(90 - angle)))


def _copies(bowl: Bowl, n: int) -> tuple[FloatArray, FloatArray]:
    return np.broadcast_to(bowl.center, (n, 2)), np.broadcast_to(bowl.hessian, (n, 2, 2))
