"""The region {w : Ω(w) ≤ t} that a budget t leaves to two weights: its edge, its normals, how far it reaches.

    Ω(w) = r ‖w‖₁ + (1−r)/2 ‖w‖²,   "l1": r = 1, a diamond;   "l2": ‖w‖₂ ≤ t, a circle

The reach of a region is how far it goes along an axis. Regions of one reach share their four points on the
axes and differ in shape only.
"""

import numpy as np
from numpy.typing import ArrayLike

from l2core.bowl_solver import edge_scale, omega
from l2core.checks import FloatArray, finite_array, nonnegative_array, one_of, positive, whole_number
from l2core.penalties import PENALIZED, mixing


def region(penalty: str, budget: ArrayLike, points: int = 200, *, l1_ratio: float = 0.5) -> FloatArray:
    """{w : Ω(w) = t}, the edge of the budget, as a closed outline: N + 1 points, the first again at the end.

    ‖w‖₁ = t is a diamond, ‖w‖₂ = t a circle, r‖w‖₁ + (1−r)/2 ‖w‖² = t four arcs that meet in corners.
    budget: a number, or an array of any shape S. Returns S + (N + 1, 2). N is `points` rounded up to a
    multiple of 4, so that the four points on the axes are among them.
    """
    r, budgets = l1_share(penalty, l1_ratio), nonnegative_array("budget", budget)
    quarter = -(-whole_number("points", points, at_least=4) // 4)
    angle = np.linspace(0, np.pi / 2, quarter, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    turns = [np.stack(turn, axis=1) for turn in ((x, y), (-y, x), (-x, -y), (y, -x))]
    ring = np.vstack((*turns, turns[0][:1]))
    levels = np.repeat(omega_level(penalty, budgets)[..., None], len(ring), axis=-1)
    ring = np.broadcast_to(ring, (*levels.shape, 2))
    return ring * edge_scale(ring, r, levels)[..., None] + 0.0


def normal_cone(penalty: str, w: ArrayLike, budget: float, *, l1_ratio: float = 0.5) -> FloatArray:
    """The unit rays that generate {n : nᵀ(u − w) ≤ 0 for every u with Ω(u) ≤ t}, at a point w of the region.

    (2, 2) in a corner, where a weight is exactly 0 and r > 0; (1, 2) elsewhere on the edge (to 1e-9 of t);
    (0, 2) inside, where the cone is {0}. They span λ ∂Ω(w), λ ≥ 0: r sign(w) + (1−r) w, ±r for a weight at 0
    (Rockafellar 1970, Convex Analysis, Cor. 23.7.1). Raises ValueError for t = 0 and for w beyond t.
    """
    r, t = l1_share(penalty, l1_ratio), positive("budget", budget)
    point = plane_points("w", finite_array("w", w, ndim=1))
    needed = float(spent(point, penalty, r))
    if needed > t * (1 + 1e-9):
        raise ValueError(f"w needs to be within the budget {t:g}, got a point that spends {needed:g}")
    if needed < t * (1 - 1e-9):
        return np.empty((0, 2))
    return edge_normals(point, r)


def edge_normals(w: FloatArray, r: float) -> FloatArray:
    """r sign(w) + (1−r) w, ±r for a weight at 0: one unit ray (1, 2), or the two sides of a wedge (2, 2)."""
    return edge_wedges(w, r)[: 1 + (r > 0 and bool((w == 0).any()))]


def edge_wedges(w: FloatArray, r: float) -> FloatArray:
    """Both sides of the wedge at points w (…, 2), not 0 for r = 0: (…, 2, 2), twice the ray of an edge."""
    slope, corner = r * np.sign(w) + (1 - r) * w, np.where(w == 0, r, 0.0)
    rays = np.stack((slope + corner, slope - corner), axis=-2)
    return rays / np.linalg.norm(rays, axis=-1, keepdims=True)


def budget_of_reach(penalty: str, reach: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """Ω(x, 0) = r x + (1−r)/2 x², or x for "l2": the budget whose region goes `reach` x far along an axis.

    reach: a number of at least 0, or an array of any shape, which the result keeps.
    """
    x = nonnegative_array("reach", reach)
    return spent(np.stack((x, np.zeros_like(x)), axis=-1), penalty, l1_share(penalty, l1_ratio))


def reach_of_budget(penalty: str, budget: ArrayLike, *, l1_ratio: float = 0.5) -> FloatArray:
    """x with Ω(x, 0) = t: how far along an axis the region of a budget t goes; undoes `budget_of_reach`."""
    r, budgets = l1_share(penalty, l1_ratio), nonnegative_array("budget", budget)
    axis = np.broadcast_to(np.array([1.0, 0.0]), (*budgets.shape, 2))
    return edge_scale(axis, r, omega_level(penalty, budgets))


def spent(w: FloatArray, penalty: str, r: float) -> FloatArray:
    """How much of a budget points w (…, 2) spend: ‖w‖₂ for "l2", Ω(w) otherwise; r as from `l1_share`."""
    return np.hypot(w[..., 0], w[..., 1]) if penalty == "l2" else omega(w, r)


def omega_level(penalty: str, budget: FloatArray) -> FloatArray:
    """The level of Ω at the edge of a budget t: t itself, but t²/2 for "l2", as ‖w‖₂ ≤ t is ½‖w‖² ≤ t²/2."""
    return budget**2 / 2 if penalty == "l2" else budget


def l1_share(penalty: str, l1_ratio: float) -> float:
    """r: 1 for "l1", 0 for "l2", `l1_ratio` for "elastic_net"; ValueError for a penalty without a region."""
    return mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)


def plane_points(name: str, w: ArrayLike) -> FloatArray:
    """`w` as finite points (…, 2); ValueError otherwise."""
    points = finite_array(name, w)
    if points.ndim == 0 or points.shape[-1] != 2:
        raise ValueError(f"{name} needs shape (…, 2), got shape {points.shape}")
    return points
