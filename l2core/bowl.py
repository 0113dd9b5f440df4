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

from l2core.checks import (
    FloatArray,
    finite_array,
    finite_number,
    nonnegative,
    nonnegative_array,
    one_of,
    positive,
    whole_number,
)
from l2core.penalties import mixing
from l2core.quadratic import hard_minima, omega, reach, soft_minima, vanishing

REGIONS = ("l2", "l1", "elastic_net")


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


@dataclass(frozen=True, eq=False)
class Sparsity:
    """What `sparsity_rate` found: the rate, its standard error, and bowl by bowl what it was read from.

    centers (N, 2), hessians (N, 2, 2), minima (N, 2), binding (N,): False where the minimum is the center.
    """

    rate: float
    standard_error: float
    centers: FloatArray
    hessians: FloatArray
    minima: FloatArray
    binding: NDArray[np.bool_]


def loss(bowl: Bowl, w: ArrayLike) -> FloatArray:
    """½ (w − c)ᵀ H (w − c) for points w (…, 2); the shape of `w` without its last axis."""
    d = _points(w) - bowl.center
    return 0.5 * np.sum(d * (d @ bowl.hessian), axis=-1)


def gradient(bowl: Bowl, w: ArrayLike) -> FloatArray:
    """H (w − c) for points w (…, 2); the shape of `w`."""
    return (_points(w) - bowl.center) @ bowl.hessian


def penalized_minimum(bowl: Bowl, penalty: str, lambd: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """argmin_w loss(w) + λ ( r ‖w‖₁ + (1−r)/2 ‖w‖² ): "l1" adds λ‖w‖₁, "l2" (λ/2)‖w‖².

    lambd: a number, or an array of any shape S. Returns (2,), or S + (2,). Zeros are exactly 0.0.
    L2 is (H + λI)⁻¹Hc (Goodfellow et al. 2016, eq. 7.10); L1 the lasso (Tibshirani 1996; ESL eq. 3.52).
    Raises ValueError for a penalty other than "l2", "l1", "elastic_net", λ < 0, r = l1_ratio outside 0…1.
    """
    r, strengths = _share(penalty, l1_ratio), nonnegative_array("lambd", lambd)
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
    return _spent(w, penalty, _share(penalty, l1_ratio))


def lambd_of(bowl: Bowl, penalty: str, budget: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """λ(t): the multiplier of the budget, in the shape of `budget`; the inverse of `budget_of`.

    0 where the center is within the budget; `vanishing_lambda` at t = 0. For "l2" it is the λ of (λ/2)‖w‖².
    """
    return optimum_and_multiplier(bowl, penalty, budget, l1_ratio=l1_ratio)[1]


def optimum_and_multiplier(
    bowl: Bowl, penalty: str, budget: ArrayLike, *, l1_ratio: float = 0.5
) -> tuple[FloatArray, FloatArray]:
    """`constrained_minimum` and `lambd_of`, which come from one computation."""
    r, budgets = _share(penalty, l1_ratio), nonnegative_array("budget", budget)
    w, lambd = hard_minima(*_copies(bowl, budgets.size), r, _level(penalty, budgets.ravel()))
    return w.reshape(*budgets.shape, 2), lambd.reshape(budgets.shape)


def vanishing_lambda(bowl: Bowl, penalty: str, *, l1_ratio: float = 0.5) -> float:
    """max |Hc| / r: the least λ at which every weight is exactly 0; infinity for L2 unless c = 0."""
    return float(vanishing(bowl.center, bowl.hessian, _share(penalty, l1_ratio)))


def path(bowl: Bowl, penalty: str, *, l1_ratio: float = 0.5, points: int = 200) -> BowlPath:
    """All optima from c (λ = 0) to 0: at the budgets of u·c, `points` even u from 1 to 0, and at the knots.

    For L1 the path is straight between its knots, so that these and the ends hold all of it (Efron, Hastie,
    Johnstone & Tibshirani 2004, §3). Raises ValueError as `penalized_minimum`, and for fewer than 2 points.
    """
    r, u = _share(penalty, l1_ratio), np.linspace(1, 0, whole_number("points", points, at_least=2))
    w, lambd = hard_minima(*_copies(bowl, u.size), r, omega(u[:, None] * bowl.center, r))
    at_knots, lambd_at_knots = _knots(bowl, r)
    w, lambd = np.vstack((w, at_knots)), np.append(lambd, lambd_at_knots)
    order = np.argsort(lambd, kind="stable")
    return BowlPath(w[order], lambd[order], _spent(w[order], penalty, r), np.flatnonzero(order >= u.size))


def region(penalty: str, budget: ArrayLike, points: int = 200, *, l1_ratio: float = 0.5) -> FloatArray:
    """{w : Ω(w) = t}, the edge of the budget, as a closed outline: N + 1 points, the first again at the end.

    ‖w‖₁ = t is a diamond, ‖w‖₂ = t a circle, r‖w‖₁ + (1−r)/2 ‖w‖² = t four arcs that meet in corners.
    budget: a number, or an array of any shape S. Returns S + (N + 1, 2). N is `points` rounded up to a
    multiple of 4, so that the four points on the axes are among them.
    """
    r, budgets = _share(penalty, l1_ratio), nonnegative_array("budget", budget)
    quarter = -(-whole_number("points", points, at_least=4) // 4)
    angle = np.linspace(0, np.pi / 2, quarter, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    turns = [np.stack(turn, axis=1) for turn in ((x, y), (-y, x), (-x, -y), (y, -x))]
    ring = np.vstack((*turns, turns[0][:1]))
    levels = np.repeat(_level(penalty, budgets)[..., None], len(ring), axis=-1)
    ring = np.broadcast_to(ring, (*levels.shape, 2))
    return ring * reach(ring, r, levels)[..., None] + 0.0


def contour(bowl: Bowl, level: float, points: int = 200) -> FloatArray:
    """{w : loss(w) = level} = c + √(2 level) L⁻ᵀ (cos θ, sin θ), H = LLᵀ, as a closed outline.

    points + 1 points, the first again at the end. Raises ValueError for a level below 0.
    """
    radius = np.sqrt(2 * nonnegative("level", level))
    angle = np.linspace(0, 2 * np.pi, whole_number("points", points, at_least=4) + 1)
    angle[-1] = 0  # the outline ends exactly where it began
    circle = radius * np.stack((np.cos(angle), np.sin(angle)))
    return bowl.center + np.linalg.solve(np.linalg.cholesky(bowl.hessian).T, circle).T


def normal_cone(penalty: str, w: ArrayLike, budget: float, *, l1_ratio: float = 0.5) -> FloatArray:
    """The unit rays that generate {n : nᵀ(u − w) ≤ 0 for every u with Ω(u) ≤ t}, at a point w of the region.

    (2, 2) in a corner, where a weight is exactly 0 and r > 0; (1, 2) elsewhere on the edge (to 1e-9 of t);
    (0, 2) inside, where the cone is {0}. They span λ ∂Ω(w), λ ≥ 0: r sign(w) + (1−r) w, ±r for a weight at 0
    (Rockafellar 1970, Convex Analysis, Cor. 23.7.1). Raises ValueError for t = 0 and for w beyond t.
    """
    r, t = _share(penalty, l1_ratio), positive("budget", budget)
    point = _points(finite_array("w", w, ndim=1))
    spent = float(_spent(point, penalty, r))
    if spent > t * (1 + 1e-9):
        raise ValueError(f"w needs to be within the budget {t:g}, got a point that spends {spent:g}")
    if spent < t * (1 - 1e-9):
        return np.empty((0, 2))
    slope, corner = r * np.sign(point) + (1 - r) * point, np.where(point == 0, r, 0.0)
    rays = np.stack((slope + corner, slope - corner))[: 1 + corner.any()]
    return rays / np.linalg.norm(rays, axis=1, keepdims=True)


def cone_residual(rays: ArrayLike, vector: ArrayLike) -> float:
    """min_{α ≥ 0} ‖vector − Σ αᵢ rayᵢ‖: how far `vector` (2,) is from the cone of at most two unit rays.

    With `normal_cone` (k, 2) and −∇loss(w) it is 0 exactly where w is the constrained minimum: the pull of
    the loss is then one that the edge of the region can hold (Boyd & Vandenberghe 2004, §4.2.3).
    """
    n, v = finite_array("rays", rays, ndim=2), _points(finite_array("vector", vector, ndim=1), "vector")
    if n.shape not in {(0, 2), (1, 2), (2, 2)}:
        raise ValueError(f"rays needs shape (0, 2), (1, 2) or (2, 2), got shape {n.shape}")
    if len(n) == 2 and np.linalg.det(n) != 0 and np.all(np.linalg.solve(n.T, v) >= 0):
        return 0.0
    nearest_on_rays = np.maximum(n @ v, 0)[:, None] * n
    return float(np.linalg.norm(v - np.vstack((nearest_on_rays, np.zeros(2))), axis=1).min())


def random_bowls(
    count: int, seed: int, *, spread: float = 3.0, condition: float = 10.0
) -> tuple[FloatArray, FloatArray]:
    """c uniform in the disc of radius `spread`; H = Q(θ) diag(√κ, 1/√κ) Q(θ)ᵀ, θ uniform, log κ uniform.

    κ runs from 1 to `condition`. No direction is favoured, and every H has determinant 1.
    Returns centers (count, 2) and hessians (count, 2, 2).
    """
    count, steepest = whole_number("count", count, at_least=1), finite_number("condition", condition)
    if steepest < 1:
        raise ValueError(f"condition needs a number of at least 1, got {steepest:g}")
    rng = np.random.default_rng(whole_number("seed", seed, at_least=0))
    direction, tilt = rng.uniform(0, 2 * np.pi, count), rng.uniform(0, np.pi, count)
    distance = positive("spread", spread) * np.sqrt(rng.uniform(size=count))
    root = np.exp(rng.uniform(0, np.log(steepest), count) / 2)[:, None, None]
    centers = distance[:, None] * np.stack((np.cos(direction), np.sin(direction)), axis=1)
    axis = np.stack((np.cos(tilt), np.sin(tilt)), axis=1)
    along = axis[:, :, None] * axis[:, None, :]
    return centers, along * root + (np.eye(2) - along) / root


def sparsity_rate(
    penalty: str,
    *,
    budget: float | None = None,
    lambd: float | None = None,
    l1_ratio: float = 0.5,
    count: int = 2000,
    seed: int = 0,
    spread: float = 3.0,
    condition: float = 10.0,
) -> Sparsity:
    """p ± √(p(1−p)/count): the share p of `random_bowls` whose optimum has a weight that is exactly 0.

    Give the hard `budget` or the soft `lambd`. Zeros are counted as they are, without a tolerance. A bowl
    whose center is within the budget counts as not sparse; `binding` tells these apart.
    """
    r = _share(penalty, l1_ratio)
    c, H = random_bowls(count, seed, spread=spread, condition=condition)
    if budget is not None and lambd is None:
        level = _level(penalty, np.full(len(c), nonnegative("budget", budget)))
        w, multiplier = hard_minima(c, H, r, level)
    elif lambd is not None and budget is None:
        multiplier = np.full(len(c), nonnegative("lambd", lambd))
        w = soft_minima(c, H, r, multiplier)
    else:
        raise ValueError(f"budget or lambd: one of the two is needed, got budget={budget} and lambd={lambd}")
    p = float(np.mean(np.any(w == 0, axis=1)))
    return Sparsity(p, float(np.sqrt(p * (1 - p) / len(c))), c, H, w, multiplier > 0)


def _knots(bowl: Bowl, r: float) -> tuple[FloatArray, FloatArray]:
    """w (k, 2) and λ (k,) where weight j leaves or reaches 0 while weight i, of sign s, does not.

    There wᵢ = (bᵢ − λrs) / (Hᵢᵢ + λ(1−r)), b = Hc, and the pull on j just balances: bⱼ − Hⱼᵢwᵢ = σλr, σ = ±1.
    """
    H, b = bowl.hessian, bowl.center @ bowl.hessian
    found = []
    for i, j, sigma in ((0, 1, 1), (0, 1, -1), (1, 0, 1), (1, 0, -1)):
        s = np.sign(b[i])
        linear = b[j] * (1 - r) + r * (s * H[i, j] - sigma * H[i, i])
        for root in np.roots((-sigma * r * (1 - r), linear, b[j] * H[i, i] - b[i] * H[i, j])):
            lambd, w = float(root.real), np.zeros(2)
            if np.isreal(root) and lambd > 0 and 0 < lambd * r < abs(b[i]):
                w[i] = (b[i] - lambd * r * s) / (H[i, i] + lambd * (1 - r))
                found.append((*w, lambd))
    knots = np.array(found).reshape(-1, 3)
    return knots[:, :2], knots[:, 2]


def _spent(w: FloatArray, penalty: str, r: float) -> FloatArray:
    return np.hypot(w[..., 0], w[..., 1]) if penalty == "l2" else omega(w, r)


def _level(penalty: str, budget: FloatArray) -> FloatArray:
    """‖w‖₂ ≤ t is Ω(w) = ½‖w‖² ≤ t²/2."""
    return budget**2 / 2 if penalty == "l2" else budget


def _copies(bowl: Bowl, n: int) -> tuple[FloatArray, FloatArray]:
    return np.broadcast_to(bowl.center, (n, 2)), np.broadcast_to(bowl.hessian, (n, 2, 2))


def _share(penalty: str, l1_ratio: float) -> float:
    return mixing(one_of("penalty", penalty, REGIONS), l1_ratio)


def _points(w: ArrayLike, name: str = "w") -> FloatArray:
    points = finite_array(name, w)
    if points.ndim == 0 or points.shape[-1] != 2:
        raise ValueError(f"{name} needs shape (…, 2), got shape {points.shape}")
    return points
