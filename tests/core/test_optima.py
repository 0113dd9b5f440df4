"""The optima along a row of budgets or λ, against closed forms, SciPy and each other."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize

from l2core.bowl import Bowl, tilted_bowl
from l2core.optima import Touch, l2_crossings, optima_at_lambdas, optima_at_reaches, touch

PENALTIES = [("l1", 1.0), ("l2", 0.0), ("elastic_net", 0.3), ("elastic_net", 0.9)]
ROUND = tilted_bowl((0.7, 1.5), 1.0, 0.0)  # H = I, where the optima have closed forms
TILTED = tilted_bowl((0.7, 1.5), 4.0, 150.0)
LAMBDAS = np.linspace(0, 3, 31)


def omega(w, r):
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * (w**2).sum(axis=-1)


def test_a_round_bowl_is_soft_thresholded_by_l1_and_scaled_by_l2():
    """With H = I both optima have a closed form: S(c, λ), and c / (1 + λ)."""
    c, lambd = ROUND.center, LAMBDAS[:, None]
    l1 = np.maximum(c - lambd, 0)
    np.testing.assert_allclose(optima_at_lambdas(ROUND, "l1", LAMBDAS).w, l1, atol=1e-15)
    np.testing.assert_allclose(optima_at_lambdas(ROUND, "l1", LAMBDAS).reach, l1.sum(axis=1), atol=1e-15)
    l2 = optima_at_lambdas(ROUND, "l2", LAMBDAS)
    np.testing.assert_allclose(l2.w, c / (1 + lambd))
    np.testing.assert_allclose(l2.reach, np.hypot(*c) / (1 + LAMBDAS))


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_both_handles_lead_to_the_same_point(penalty, r):
    soft = optima_at_lambdas(TILTED, penalty, LAMBDAS[1:12], l1_ratio=r)
    hard = optima_at_reaches(TILTED, penalty, soft.reach, l1_ratio=r)
    np.testing.assert_allclose(hard.w, soft.w, atol=1e-9)
    np.testing.assert_allclose(hard.lambd, soft.lambd, rtol=1e-6)
    np.testing.assert_allclose(hard.budget, soft.budget, rtol=1e-12)


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_nothing_within_reach_has_a_lower_loss(penalty, r):
    """SciPy looks along the edge Ω(w) = Ω(t, 0), which is star-shaped: one angle says where one is."""
    found = optima_at_reaches(TILTED, penalty, [0.3, 0.8, 1.2], l1_ratio=r)

    def edge_point(angle, t):
        u = np.array([np.cos(angle), np.sin(angle)])
        low, high = 0.0, 2 * t
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if omega(middle * u, r) < omega(np.array([t, 0]), r) else (low, middle)
        return low * u

    def loss(w):
        return 0.5 * (w - TILTED.center) @ TILTED.hessian @ (w - TILTED.center)

    for w, t in zip(found.w, found.reach, strict=True):
        starts = np.linspace(0, 2 * np.pi, 9)
        best = min(
            minimize(lambda a, t=t: loss(edge_point(a[0], t)), [a], method="Nelder-Mead", tol=1e-12).fun
            for a in starts
        )
        assert loss(w) == pytest.approx(best, abs=1e-9)


def test_l1_meets_the_axis_where_the_closed_form_says():
    """S(c, λ) with c = (0.7, 1.5) loses w₁ at λ = 0.7, where |w₁| + |w₂| = 0.8; it starts from ‖c‖₁ = 2.2."""
    found = optima_at_reaches(ROUND, "l1", [2.3, 1.0, 0.8, 0.5, 0.0])
    assert found.free_reach == pytest.approx(2.2)
    (span,) = found.spans
    assert (span.weight, span.until) == (0, 0)
    assert span.since == pytest.approx(0.8)
    assert [touch(found, place).kind for place in range(5)] == ["free", "edge", "corner", "corner", "origin"]
    assert touch(found, 1).until == pytest.approx(0.8)
    assert touch(found, 3) == Touch("corner", 0, span.since, 0.0)


def by_coordinates(bowl, lambd, r):
    """argmin loss + λΩ, one weight at a time by a soft threshold (Friedman et al. 2007), until at rest."""
    (h1, h12), (_h12, h2) = bowl.hessian
    b1, b2 = bowl.hessian @ bowl.center
    w1, w2 = bowl.center

    def shrunk(pull, h):
        return np.sign(pull) * max(abs(pull) - lambd * r, 0.0) / (h + lambd * (1 - r))

    before = None
    while before != (w1, w2):
        before = (w1, w2)
        w1 = shrunk(b1 - h12 * w2, h1)
        w2 = shrunk(b2 - h12 * w1, h2)
    return np.array([w1, w2])


def page_bowls(count, seed):
    """Bowls as the page's sliders set them, every third with what they invite to: axes and diagonals."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        c1, c2 = rng.integers(-10, 19, 2) / 10
        tilt, stretch, r = 5.0 * rng.integers(0, 36), rng.integers(2, 21) / 2, rng.integers(1, 20) / 20
        if k % 3 == 0:
            c1, c2 = [(c1, c1), (c1, -c1), (0.0, c2), (c1, 0.0)][rng.integers(4)]
            tilt = float(rng.choice([0, 45, 90, 135]))
        yield tilted_bowl((c1, c2), stretch, tilt), float(r)


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
def test_how_an_optimum_touches_is_what_its_neighbours_on_the_path_say(penalty):
    """Another algorithm walks the path by λ; each kind of touch is checked for what it asserts."""
    rng, seen = np.random.default_rng(5), set()
    for bowl, ratio in page_bowls(90, seed=11):
        r = {"l1": 1.0, "l2": 0.0}.get(penalty, ratio)
        end = np.abs(bowl.hessian @ bowl.center).max() / r if r else 40.0
        lambd = float(rng.choice([0.0, *(end * rng.uniform(0.01, 0.99, 6)), 1.1 * end]))
        found = optima_at_lambdas(bowl, penalty, [lambd], l1_ratio=r)
        said, size = touch(found, 0), np.abs(bowl.center).max()
        seen.add(said.kind)
        w = by_coordinates(bowl, lambd, r)
        zeros = np.flatnonzero(np.abs(w) <= 1e-11 * size)
        assert (said.kind == "free") == (lambd == 0)
        if said.kind == "free":
            continue
        assert (said.kind == "origin") == (len(zeros) == 2)
        assert (said.kind in ("corner", "aligned", "crossing")) == (len(zeros) == 1)
        assert (said.kind in ("edge", "together", "round")) == (len(zeros) == 0)
        assert (said.kind in ("round", "aligned", "crossing")) == (r == 0 and len(zeros) < 2)
        path = [by_coordinates(bowl, x, r) for x in np.linspace(0, end, 42)[1:-1]]
        reach = np.array([reach_on_axis(omega(x, r), r) for x in path])
        zero = np.abs(np.array(path)) <= 1e-11 * size
        here = reach_on_axis(omega(w, r), r)
        if said.kind in ("corner", "aligned"):
            assert zeros.tolist() == [said.weight]
            assert said.since >= here - 1e-9
            assert said.until <= here + 1e-9
            within = (reach < said.since - 1e-6) & (reach > said.until + 1e-6)
            assert zero[within, said.weight].all()
            just_beyond = [x for x in (said.since * 1.001, said.until * 0.999) if 0 < x < found.free_reach]
            for x in just_beyond:
                assert optima_at_reaches(bowl, penalty, [x], l1_ratio=r).w[0, said.weight] != 0
        if said.kind in ("edge", "together"):
            between = (reach < here - 1e-9) & (reach > said.until + 1e-6)
            assert not zero[between].any()
        if said.kind == "edge":
            assert 0 < said.until < here
            after = optima_at_reaches(bowl, penalty, [said.until * 0.9999], l1_ratio=r).w[0]
            assert np.count_nonzero(after) == 1
    assert seen >= {"l2": {"free", "round", "aligned"}}.get(
        penalty, {"free", "origin", "corner", "edge", "together"}
    )


def reach_on_axis(level, r):
    """x with r x + (1−r)/2 x² = level, by the formula for a parabola."""
    return level if r == 1 else (np.sqrt(r**2 + 2 * (1 - r) * level) - r) / (1 - r)


def test_a_weight_can_leave_0_again_and_is_said_to_be_0_only_in_between():
    """w₂ is 0 from t = 1.21 to 0.42, w₁ at the end."""
    bowl = tilted_bowl((1.6, 0.2), 10.0, 25.0)
    found = optima_at_reaches(bowl, "l1", [1.4, 0.8, 0.2, 0.05])
    patterns = [np.flatnonzero(by_coordinates(bowl, lambd, 1.0) == 0).tolist() for lambd in found.lambd]
    assert patterns == [[], [1], [], [0]]
    early, corner, edge, last = (touch(found, place) for place in range(4))
    assert [early.kind, corner.kind, edge.kind, last.kind] == ["edge", "corner", "edge", "corner"]
    assert early.until == corner.since
    assert (corner.weight, last.weight) == (1, 0)
    assert 0.2 < corner.until < 0.8
    assert edge.until == last.since
    assert last.until == 0
    just_inside = optima_at_reaches(bowl, "l1", [corner.since * 0.9999, corner.until * 1.0001])
    just_outside = optima_at_reaches(bowl, "l1", [corner.since * 1.0001, corner.until * 0.9999])
    assert np.all(just_inside.w[:, 1] == 0)
    assert np.all(just_outside.w[:, 1] != 0)


def test_a_0_that_the_free_optimum_alone_has_is_no_span():
    for center, stretch, tilt in (
        ((1.8, 0.0), 7.0, 20.0),
        ((0.0, -0.6), 10.0, 110.0),
        ((0.6, 0.0), 10.0, 160.0),
    ):
        found = optima_at_reaches(tilted_bowl(center, stretch, tilt), "l1", [0.5])
        assert [span.weight for span in found.spans] == [0 if center[1] == 0 else 1]
        assert touch(found, 0).kind == "edge"


@pytest.mark.parametrize("penalty", ["l1", "elastic_net"])
def test_on_a_diagonal_of_the_bowl_both_weights_go_to_0_together(penalty):
    """c₁ = ±c₂ at 45° or 135°: each bowl that a mirror maps on itself, and with it its whole path."""
    for c1, sign, tilt, stretch in product(
        np.arange(-10, 19, 3) / 10, (1, -1), (45.0, 135.0), (1.0, 3.5, 10.0)
    ):
        bowl = tilted_bowl((c1, sign * c1), stretch, tilt)
        for r in (0.05, 0.5, 0.95):
            found = optima_at_reaches(bowl, penalty, [3.6, 1.0, 0.3, 0.05, 0.0], l1_ratio=r)
            kinds = {touch(found, place).kind for place in range(5)}
            assert kinds <= {"free", "together", "origin"}, (c1, sign, tilt, stretch, r)


@pytest.mark.parametrize(("penalty", "r"), [("l2", 0.5), ("elastic_net", 0.0)])
def test_a_bowl_square_to_the_axes_keeps_a_0_that_it_has_without_any_share_of_l1(penalty, r):
    for size, tilt, stretch in product((-1.0, 0.3, 1.8), (0.0, 90.0), (1.0, 3.5, 10.0)):
        for weight, center in enumerate([(0.0, size), (size, 0.0)]):
            found = optima_at_reaches(tilted_bowl(center, stretch, tilt), penalty, [0.2, 0.1], l1_ratio=r)
            assert touch(found, 0).kind == "aligned"
            assert touch(found, 0).weight == weight
            assert found.w[0, weight] == 0


@pytest.mark.parametrize(("penalty", "r"), [("l2", 0.5), ("elastic_net", 0.0)])
def test_without_a_share_of_l1_the_path_crosses_an_axis_at_one_point(penalty, r):
    """κ = 4 at 45°: H = ((5, −3), (−3, 5))/4, c = (1, 3)/2. In fractions, w(λ) has w₁ = 0 at λ = 1 alone."""

    def first_weight(lambd):
        h, g = Fraction(5, 4), Fraction(-3, 4)
        b1, b2 = h * Fraction(1, 2) + g * Fraction(3, 2), g * Fraction(1, 2) + h * Fraction(3, 2)
        return (b1 * (h + lambd) - g * b2) / ((h + lambd) ** 2 - g**2)

    assert [lambd for lambd in range(50) if first_weight(Fraction(lambd)) == 0] == [1]
    bowl = tilted_bowl((0.5, 1.5), 4.0, 45.0)
    found = optima_at_lambdas(bowl, penalty, [0.95, 1.0, 1.1], l1_ratio=r)
    assert [touch(found, place).kind for place in range(3)] == ["round", "crossing", "round"]
    assert found.w[1, 0] == 0
    assert found.w[0, 0] * found.w[2, 0] < 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: optima_at_reaches(ROUND, "l1", 1.0), r"reach needs 1 dimension\(s\), got shape \(\)"),
        (lambda: optima_at_reaches(ROUND, "l1", [-1.0]), "reach needs numbers of at least 0, got -1"),
        (lambda: optima_at_lambdas(ROUND, "l1", [[1.0]]), r"lambd needs 1 dimension\(s\)"),
        (lambda: optima_at_lambdas(Bowl([0, 0], np.eye(2)), "none", [1.0]), "penalty needs one of"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_l2_has_one_weight_at_0_where_fractions_say_so() -> None:
    """w(λ) ∝ (b₁(H₂₂ + λ) − H₁₂b₂, b₂(H₁₁ + λ) − H₁₂b₁) with H = ((5, −3), (−3, 5))/4, in exact fractions."""
    h, g = Fraction(5, 4), Fraction(-3, 4)
    for c1, c2 in product((-1, -0.5, 0, 0.5, 1.5), repeat=2):
        b1, b2 = h * Fraction(c1) + g * Fraction(c2), g * Fraction(c1) + h * Fraction(c2)
        roots = [(0, g * b2 / b1 - h)] if b1 else []
        roots += [(1, g * b1 / b2 - h)] if b2 else []
        expected = [(weight, float(lambd)) for weight, lambd in roots if lambd > 0]
        assert l2_crossings(tilted_bowl((c1, c2), 4.0, 45.0)) == [
            (weight, pytest.approx(lambd)) for weight, lambd in expected
        ]


@pytest.mark.parametrize("r", [5e-324, 1e-310, 1e-300, 1e-17, 1e-9])
@pytest.mark.parametrize("center", [(0.7, 1.5), (0.0, 1.0), (2.0, -2.0)])
def test_the_least_share_of_l1_is_nearly_ridge(r: float, center: tuple[float, float]) -> None:
    """Down to the least number there is: the optima of r = 0, but for what r can move, and no warning."""
    bowl = Bowl(np.array(center), np.array([[2.0, -0.8], [-0.8, 1.0]]))
    reach = np.linspace(1.5, 0, 9)
    found = optima_at_reaches(bowl, "elastic_net", reach, l1_ratio=r)
    ridge = optima_at_reaches(bowl, "elastic_net", reach, l1_ratio=0.0)
    np.testing.assert_allclose(found.w, ridge.w, atol=1e-7)
    np.testing.assert_allclose(found.lambd[:-1], ridge.lambd[:-1], rtol=1e-6)
    assert all(np.isfinite([span.since, span.until]).all() for span in found.spans)
    touches = [touch(found, place).kind for place in range(len(reach))]
    assert touches[-1] == "origin"
