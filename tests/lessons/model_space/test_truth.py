"""Every sentence of the model space that is chosen by a condition, against computations of another kind.

Its states are what the controls can set, and what teachers set up first: axes, diagonals, r = 0 or 1.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from charts.model_space.places import LAMBDAS, REACHES, places
from charts.model_space.plane import PANELS
from dashboard.text import catalogue
from l2core.bowl import Bowl, tilted_bowl
from l2core.optima import optima_at_lambdas, optima_at_reaches
from lessons.model_space import questions
from lessons.model_space.choice import TYPICAL, Choice
from lessons.model_space.formula import condition_with_numbers, symbols
from lessons.model_space.run import Here, landings
from lessons.model_space.words import how_it_touches, of_all_bowls, other_handle, points, share_of_all

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"−?\d+(?:,\d{3})*(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|∞"
POINT = rf"\(({NUMBER}), ({NUMBER})\)"


MIDDLE = {"budget": 36, "lam": 35}  # t = 1, λ = 1


def english(message: str) -> str:
    return message


def scene(at: int | None = None, **chosen: object) -> Here:
    settings = {
        "center": (0.7, 1.5),
        "stretch": 4.0,
        "tilt": 150.0,
        "drive": "budget",
        "l1_ratio": 0.5,
        "elastic_net": True,
    }
    choice = Choice(**{**settings, **chosen})
    bowl = tilted_bowl(choice.center, choice.stretch, choice.tilt)
    optima = {
        penalty: optima_at_reaches(bowl, penalty, REACHES, l1_ratio=choice.l1_ratio)
        if choice.drive == "budget"
        else optima_at_lambdas(bowl, penalty, LAMBDAS, l1_ratio=choice.l1_ratio)
        for penalty in PANELS
    }
    return Here(choice, bowl, optima, MIDDLE[choice.drive] if at is None else at)


def scenes(count: int, seed: int) -> Iterator[Here]:
    rng = np.random.default_rng(seed)
    for k in range(count):
        c1, c2 = rng.integers(-10, 19, 2) / 10
        tilt, r = 5.0 * rng.integers(0, 36), rng.integers(0, 21) / 20
        if k % 3 == 0:
            c1, c2 = [(c1, c1), (c1, -c1 if c1 <= 1 else c1), (0.0, c2), (c1, 0.0), (0.0, 0.0)][
                rng.integers(5)
            ]
            tilt = float(rng.choice([0, 45, 90, 135]))
        if k % 4 == 0:
            r = float(rng.choice([0, 1]))
        drive = str(rng.choice(["budget", "lam"]))
        yield scene(
            int(rng.integers(len(places(drive)))),
            center=(float(c1), float(c2)),
            stretch=float(rng.integers(2, 21) / 2),
            tilt=tilt,
            drive=drive,
            l1_ratio=float(r),
        )


def read(written: str) -> float:
    mantissa, ten, power = written.replace("−", "-").replace(",", "").replace("∞", "inf").partition("·10")
    return float(f"{mantissa}e{power.translate(SUPERSCRIPTS)}" if ten else mantissa)


def share(penalty: str, of: Here) -> float:
    return {"l1": 1.0, "l2": 0.0, "elastic_net": of.choice.l1_ratio}[penalty]


def by_coordinates(bowl: Bowl, lambd: float, r: float) -> np.ndarray:
    """argmin loss + λ(r‖w‖₁ + (1−r)/2‖w‖²), a weight at a time by a soft threshold, until both rest."""
    (h1, h12), (_h12, h2) = bowl.hessian.tolist()  # plain numbers: the same digits in half the time
    (w1, w2), (b1, b2), before = bowl.center.tolist(), (bowl.hessian @ bowl.center).tolist(), None
    threshold, shrink = lambd * r, lambd * (1 - r)

    def shrunk(pull: float, h: float) -> float:
        return math.copysign(max(abs(pull) - threshold, 0.0), pull) / (h + shrink)

    while before != (w1, w2):
        before = (w1, w2)
        w1 = shrunk(b1 - h12 * w2, h1)
        w2 = shrunk(b2 - h12 * w1, h2)
    dust = 1e-11 * np.abs(bowl.center).max()
    return np.array([0.0 if abs(w) <= dust else w for w in (w1, w2)])


def reach(w: np.ndarray, r: float) -> float:
    """x with r x + (1−r)/2 x² = r‖w‖₁ + (1−r)/2 ‖w‖²."""
    level = r * np.abs(w).sum() + (1 - r) / 2 * w @ w
    return level if r == 1 else (np.sqrt(r**2 + 2 * (1 - r) * level) - r) / (1 - r)


def under_reach(bowl: Bowl, t: float, r: float) -> tuple[np.ndarray, float]:
    """The optimum in the region that reaches t > 0, and its λ: λ is halved until the optimum reaches t."""
    if reach(bowl.center, r) <= t * (1 + 1e-14):
        return bowl.center, 0.0
    low, high = 0.0, 1.0
    while reach(by_coordinates(bowl, high, r), r) > t:
        high *= 2
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if reach(by_coordinates(bowl, middle, r), r) > t else (low, middle)
    return by_coordinates(bowl, high, r), high


def optimum(of: Here, penalty: str) -> tuple[np.ndarray, float, float]:
    """w, λ and t at the place of the bar, by coordinates."""
    r = share(penalty, of)
    if of.choice.drive == "lam":
        w = by_coordinates(of.bowl, of.place, r) if of.place > 0 else of.bowl.center
        return w, of.place, reach(w, r)
    if of.place == 0:
        return np.zeros(2), np.inf, 0.0
    w, lambd = under_reach(of.bowl, of.place, r)
    return w, lambd, of.place


def zero_between(of: Here, r: float, low: float, high: float, count: int = 9) -> np.ndarray:
    """Which weights are 0 at some t between two, (count, 2)."""
    ts = np.linspace(low, high, count + 2)[1:-1]
    return np.array([under_reach(of.bowl, t, r)[0] == 0 for t in ts])


@pytest.mark.parametrize("seed", range(4))
def test_how_each_region_touches_is_what_another_algorithm_finds(seed: int) -> None:
    for of in scenes(60, seed):
        for penalty in PANELS:
            check_touch(of, penalty)


def check_touch(of: Here, penalty: str) -> None:
    """Three digits are printed: what is said of a span of t is looked for up to 0.6 % within or beyond it."""
    sentence, r = how_it_touches(english, of, penalty), share(penalty, of)
    w, lambd, t = optimum(of, penalty)
    count, weight = int(np.sum(w == 0)), int(np.argmin(np.abs(w)))
    written = re.search(rf"(?:w = |optimum ){POINT}", sentence)
    if written:
        assert [read(x) for x in written.groups()] == pytest.approx(w, rel=6e-3, abs=1e-7)
    assert ("r = 0, so L2" in sentence) == (penalty == "elastic_net" and r == 0)
    assert ("r = 1, so L1" in sentence) == (penalty == "elastic_net" and r == 1)
    assert ("does nothing here" in sentence) == (lambd == 0)
    if lambd == 0:
        return
    assert ("both weights are exactly 0" in sentence) == (count == 2)
    assert ("neither weight is 0" in sentence) == (count == 0 and r == 0)
    assert ("at a corner" in sentence) == (count == 1 and r > 0)
    assert ("between its corners" in sentence) == (count == 0 and r > 0)
    assert (("has it there" in sentence) + ("crosses an axis" in sentence)) == (count == 1 and r == 0)
    if count == 1:
        assert f"{'w₁' if weight == 0 else 'w₂'} is" in sentence
    if "at a corner" in sentence:
        span = re.search(rf"from t = ({NUMBER}) down to ({NUMBER})\.", sentence)
        assert span
        since, until, free = read(span[1]), read(span[2]), reach(of.bowl.center, r)
        assert until <= t * (1 + 6e-3)
        assert since >= t * (1 - 6e-3)
        assert zero_between(of, r, until * (1 + 6e-3), min(since * (1 - 6e-3), free))[:, weight].all()
        if until > 0:
            assert under_reach(of.bowl, until * (1 - 6e-3), r)[0][weight] != 0
        if since * (1 + 6e-3) < free:
            assert under_reach(of.bowl, since * (1 + 6e-3), r)[0][weight] != 0
    elif "no weight is 0 before" in sentence:
        end = re.search(rf"before t = ({NUMBER})\.", sentence)
        assert end
        until = read(end[1])
        assert not zero_between(of, r, min(until * (1 + 6e-3), t), t).any()
        assert np.sum(under_reach(of.bowl, until * (1 - 6e-3), r)[0] == 0) == 1
    elif "go to 0 together" in sentence:
        assert not zero_between(of, r, 0.0, t).any()
        b1, b2 = of.bowl.hessian @ of.bowl.center
        assert abs(b1) == pytest.approx(abs(b2), rel=1e-12)
    elif "has it there" in sentence:
        assert of.bowl.center[weight] == 0
        assert not np.any([by_coordinates(of.bowl, x, r)[weight] for x in (0.01, 1.0, 100.0)])


STATES = [  # where rounding once decided, and where a weight leaves 0 again
    (
        {"center": (1.6, 0.2), "tilt": 25.0, "stretch": 10.0},
        "l1",
        "w = (1, 0): w₂ is exactly 0 from t = 1.21 down to 0.422.",
    ),
    ({"center": (1.0, 1.0), "tilt": 45.0}, "l1", "w = (0.5, 0.5): both weights go to 0 together."),
    ({"center": (1.0, 1.0), "tilt": 45.0}, "elastic_net", "both weights go to 0 together."),
    ({"center": (-1.0, 1.0), "tilt": 135.0}, "l1", "w = (−0.5, 0.5): both weights go to 0 together."),
    ({"center": (0.0, 1.5), "tilt": 90.0}, "l2", "w₁ is 0 only because the loss has it there"),
    ({"center": (0.0, 1.5), "tilt": 0.0}, "l2", "w₁ is 0 only because the loss has it there"),
    ({"l1_ratio": 0.0}, "elastic_net", "**Elastic net (r = 0, so L2)** touches on a round edge"),
    (
        {"center": (0.0, 1.5), "tilt": 0.0, "l1_ratio": 0.0},
        "elastic_net",
        "(r = 0, so L2)**: w₁ is 0 only because",
    ),
    ({"l1_ratio": 1.0}, "elastic_net", "**Elastic net (r = 1, so L1)** touches at a corner"),
]


@pytest.mark.parametrize(("chosen", "penalty", "words"), STATES)
def test_where_rounding_once_decided_the_mathematics_does(
    chosen: dict[str, object], penalty: str, words: str
) -> None:
    of = scene(**chosen)
    assert words in how_it_touches(english, of, penalty)
    check_touch(of, penalty)


def test_every_diagonal_bowl_of_the_page_is_told_alike() -> None:
    for c1 in np.round(np.arange(-1.0, 1.85, 0.1), 1):
        for sign in (1, -1):
            if not -1 <= sign * c1 <= 1.8 or c1 == 0:
                continue
            for tilt in (45.0, 135.0):
                of = scene(56, center=(float(c1), float(sign * c1)), tilt=tilt, stretch=3.5)
                for at in range(of.at):
                    there = Here(of.choice, of.bowl, of.optima, at)
                    for penalty in ("l1", "elastic_net"):
                        sentence = how_it_touches(english, there, penalty)
                        assert "go to 0 together" in sentence or "does nothing here" in sentence


def test_l2_crosses_an_axis_where_fractions_say_so_and_nowhere_else() -> None:
    """κ = 4 at 45°: H = ((5, −3), (−3, 5))/4, c = (1, 3)/2, and b₁(H₂₂ + λ) = H₁₂b₂ at λ = 1 alone."""
    h, g = Fraction(5, 4), Fraction(-3, 4)
    b1, b2 = h / 2 + g * Fraction(3, 2), g / 2 + h * Fraction(3, 2)
    assert g * b2 / b1 - h == 1
    of = scene(drive="lam", center=(0.5, 1.5), tilt=45.0)
    assert of.place == 1
    told = [
        how_it_touches(english, Here(of.choice, of.bowl, of.optima, at), "l2") for at in range(len(LAMBDAS))
    ]
    assert [at for at, sentence in enumerate(told) if "crosses an axis" in sentence] == [of.at]
    assert "w₁ is 0 here, not before, and not again until both are." in told[of.at]


def test_what_stands_beside_the_t_of_the_place_does_not_look_like_it() -> None:
    """A span that begins or ends within the third digit of t is told with more digits."""
    for of in scenes(200, 9):
        for penalty in PANELS:
            sentence, t = how_it_touches(english, of, penalty), of.optima[penalty].reach[of.at]
            for written in re.findall(rf"(?:from t =|down to|before t =) ({NUMBER})\b", sentence):
                assert abs(read(written) - t) > 1e-12 or f"{t:.3g}" == f"{read(written):.3g}"


@pytest.mark.parametrize("seed", range(3))
def test_the_other_handle_leads_to_the_same_point(seed: int) -> None:
    for of in scenes(20, 100 + seed):
        here, *others = (
            read(x) for x in re.findall(rf"(?:t|λ) = ({NUMBER})(?=[\s.,])", other_handle(english, of))
        )
        assert here == pytest.approx(of.place, rel=1e-9)
        for penalty, other in zip(PANELS, others, strict=True):
            w, lambd, t = optimum(of, penalty)
            if of.choice.drive == "lam":
                assert other == pytest.approx(t, rel=6e-3, abs=1e-9)
            elif of.place > 0:
                assert other == pytest.approx(lambd, rel=6e-3, abs=1e-9)
            elif not np.isinf(other):  # at t = 0 the least λ that holds both weights at 0
                r = share(penalty, of)
                assert not by_coordinates(of.bowl, other * 1.01, r).any()
                assert other == 0 or by_coordinates(of.bowl, other * 0.99, r).any()
            assert w.shape == (2,)


def test_the_share_of_all_bowls_is_that_of_very_many_and_0_and_100_are_meant() -> None:
    """By an optimality check of its own: does w = (x, 0) or (0, x) fulfil −∇L ∈ λ∂Ω, bowl by bowl?"""
    rng = np.random.default_rng(3)
    n = 40_000
    center = 3 * np.sqrt(rng.uniform(size=(n, 1))) * unit(rng.uniform(0, 2 * np.pi, n))
    along, root = unit(rng.uniform(0, np.pi, n)), np.sqrt(10 ** rng.uniform(size=n))[:, None, None]
    outer = along[:, :, None] * along[:, None, :]
    hessian = outer / root + (np.eye(2) - outer) * root
    for of in scenes(12, 5):
        for penalty in PANELS:
            r, written = share(penalty, of), share_of_all(of, penalty)
            held = lands_on_axis(center, hessian, of.place, r, hard=of.choice.drive == "budget").mean()
            if written == "0 %":
                assert held == 0
                assert r == 0 or (of.place == 0 and of.choice.drive == "lam")
            elif written == "100 %":
                assert of.place == 0
                assert of.choice.drive == "budget"
            elif written.startswith(("<", ">")):
                assert held < 0.003 if written == "< 0.1 %" else held > 0.997
            else:
                error = np.sqrt(held * (1 - held) / n)
                assert read(written.removesuffix(" %")) / 100 == pytest.approx(held, abs=4 * error + 1e-3)


def test_where_nothing_holds_a_weight_at_0_the_share_is_0_and_not_small() -> None:
    assert [share_of_all(scene(0, drive="lam"), penalty) for penalty in PANELS] == ["0 %"] * 3  # λ = 0
    assert [share_of_all(scene(56), penalty) for penalty in PANELS] == ["100 %"] * 3  # t = 0
    assert [share_of_all(scene(0), penalty) for penalty in PANELS] == ["< 0.1 %", "0 %", "< 0.1 %"]  # t = 3.6
    assert share_of_all(scene(l1_ratio=0.0), "elastic_net") == "0 %"


def unit(angle: np.ndarray) -> np.ndarray:
    return np.stack((np.cos(angle), np.sin(angle)), axis=1)


def lands_on_axis(
    center: np.ndarray, hessian: np.ndarray, place: float, r: float, *, hard: bool
) -> np.ndarray:
    """On the half-axis of weight i the pulls decide: kᵢ along it, and no more than λr across."""
    found = np.zeros(len(center), dtype=bool)
    if place == 0:
        return ~found if hard else found
    pull_at_0 = np.einsum("nij,nj->ni", hessian, center)
    for i, j, sign in ((0, 1, 1), (0, 1, -1), (1, 0, 1), (1, 0, -1)):
        if hard:
            x = np.full(len(center), place)
            along = sign * pull_at_0[:, i] - hessian[:, i, i] * x
            lambd = along / (r + (1 - r) * x)
        else:
            lambd = np.full(len(center), place)
            x = (sign * pull_at_0[:, i] - place * r) / (hessian[:, i, i] + place * (1 - r))
        across = pull_at_0[:, j] - hessian[:, j, i] * sign * x
        found |= (x > 0) & (lambd > 0) & (np.abs(across) <= lambd * r) & (r > 0)
    if not hard:
        found |= (np.abs(pull_at_0) <= place * r).all(axis=1)
    return found


def test_the_default_draw_is_typical() -> None:
    """At t = 1 and at λ = 1 the 200 bowls of the default seed are within 3 points of all bowls."""
    for drive in ("budget", "lam"):
        of = scene(drive=drive)
        numbers = re.findall(r"([\d.]+) %", of_all_bowls(english, of, 200))
        counted = [100 * landings(of.choice, penalty, TYPICAL).rate[of.at] for penalty in PANELS]
        assert [float(x) for x in numbers] == pytest.approx(counted, abs=3)


def test_the_numbers_of_the_formula_meet_its_condition() -> None:
    """−∇L in the first row, what λ∂P holds in the second, as printed: three digits, so 0.6 %."""
    for of in scenes(60, 21):
        text = condition_with_numbers(english, of).replace("{,}", "")
        text = re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"e\1", text)
        number = r"-?\d[\d.]*(?:e-?\d+)?"
        held = rf"(\[{number}, {number}\]|\\\{{{number}\\\}})"
        rows = re.findall(rf"-\\nabla L = \(({number}), ({number})\)(?: \\in {held} \\times {held})?", text)
        assert len(rows) == 3
        for penalty, (*pull, first, second) in zip(PANELS, rows, strict=True):
            w, lambd, _t = optimum(of, penalty)
            gradient = of.bowl.hessian @ (of.bowl.center - w)
            assert [float(x) for x in pull] == pytest.approx(gradient, rel=6e-3, abs=1e-6)
            assert bool(first) == np.isfinite(of.optima[penalty].lambd[of.at])
            for weight, x, ends in zip(w, gradient, (first, second), strict=True):
                if not ends:
                    continue
                bounds = [float(end) for end in re.findall(number, ends)]
                assert len(bounds) == (2 if weight == 0 and lambd * share(penalty, of) > 0 else 1)
                slack = 6e-3 * abs(x) + 1e-6
                assert bounds[0] - slack <= x <= bounds[-1] + slack


def test_regions_are_said_to_differ_in_shape_only_where_they_reach_alike() -> None:
    for of in scenes(60, 31):
        reaches = {round(float(of.optima[penalty].reach[of.at]), 12) for penalty in PANELS}
        alike = "differ in shape only" in symbols(english, of)
        assert alike == (of.choice.drive == "budget")
        assert not alike or len(reaches) == 1


def test_which_penalties_have_a_zero_at_a_half_is_what_another_algorithm_finds() -> None:
    names = {(): "none", ("l1",): "l1", ("l1", "elastic_net"): "both", PANELS: "all"}
    outcomes = set()
    for of in scenes(120, 41):
        w = {penalty: under_reach(of.bowl, 0.5, share(penalty, of))[0] for penalty in PANELS}
        sparse = tuple(penalty for penalty in PANELS if 0 in w[penalty])
        happened, because = questions.zeros(english, of)
        outcomes.add(happened)
        assert happened == names.get(sparse, "other")
        for penalty, point in zip(PANELS, re.findall(POINT, because), strict=True):
            assert [read(x) for x in point] == pytest.approx(w[penalty], rel=6e-3, abs=1e-9)
    assert outcomes <= set(questions.zeros_options(english))
    assert {"none", "l1", "both", "all"} <= outcomes


def test_soft_thresholding_is_judged_as_another_algorithm_judges_it() -> None:
    outcomes = set()
    for of in scenes(120, 51):
        (c1, c2), kappa = of.choice.center, of.choice.stretch
        mean, half = (kappa**-0.5 + kappa**0.5) / 2, (kappa**-0.5 - kappa**0.5) / 2
        turned = Bowl(np.array([c1, c2]), np.array([[mean, half], [half, mean]]))
        middle = max(abs(mean * c1 + half * c2), abs(half * c1 + mean * c2)) / 2
        lambd = min(LAMBDAS[1:], key=lambda place: abs(place - middle))  # as the bar has it
        optimum_there = by_coordinates(turned, lambd, 1.0)
        guess = [np.sign(c) * max(abs(c) - lambd / mean, 0) for c in (c1, c2)]
        happened, because = questions.soft(english, of)
        outcomes.add(happened)
        assert happened == ("yes" if np.allclose(guess, optimum_there, rtol=0, atol=1e-9) else "no")
        first, second = re.findall(POINT, because)
        assert [read(x) for x in first] == pytest.approx(guess, rel=6e-3, abs=1e-9)
        assert [read(x) for x in second] == pytest.approx(optimum_there, rel=6e-3, abs=1e-9)
        assert (first == second) == (happened == "yes")
    assert outcomes == set(questions.soft_options(english)) == {"yes", "no"}


def test_round_bowls_are_counted_as_their_closed_form_counts_them() -> None:
    """H = I: under λ a weight is 0 where |cᵢ| ≤ λ; under ‖w‖₁ ≤ t where | |c₁| − |c₂| | ≥ t and ‖c‖₁ > t."""
    outcomes = set()
    bins = {"few": (0, 100), "some": (101, 400), "many": (401, 700), "most": (701, 1000)}
    for of in scenes(40, 61):
        rng, n = np.random.default_rng(TYPICAL), 1000
        direction, _tilt = rng.uniform(0, 2 * np.pi, n), rng.uniform(0, np.pi, n)
        sizes = np.abs(3 * np.sqrt(rng.uniform(size=(n, 1))) * unit(direction))
        if of.place == 0:
            zero = np.full(n, of.choice.drive == "budget")
        elif of.choice.drive == "lam":
            zero = (sizes <= of.place).any(axis=1)
        else:
            zero = (np.abs(sizes[:, 0] - sizes[:, 1]) >= of.place) & (sizes.sum(axis=1) > of.place)
        happened, because = questions.round_bowls(english, of)
        outcomes.add(happened)
        assert f": {zero.sum()} of 1000 under L1" in because
        assert f"and {n if of.place == 0 and zero.all() else 0} of 1000 under L2" in because
        assert bins[happened][0] <= zero.sum() <= bins[happened][1]
    assert outcomes == set(questions.round_options(english)) == set(bins)


def test_which_penalty_holds_a_weight_at_0_for_a_while_is_what_another_algorithm_finds() -> None:
    """One weight at 0 at two t that are next to each other, of 60 between the free optimum and 0."""
    outcomes = set()
    for of in [*scenes(60, 81), *(scene(**chosen) for chosen, _penalty, _words in STATES)]:
        holds = {}
        for penalty, r in (("l1", 1.0), ("l2", 0.0)):
            free = reach(of.bowl.center, r)
            if free == 0:
                holds[penalty] = False
                continue
            zero = zero_between(of, r, 0.0, free, 60)
            holds[penalty] = bool(np.any(zero[1:] & zero[:-1]))
        happened, because = questions.held(english, of)
        outcomes.add(happened)
        names = {(True, False): "l1", (False, True): "l2", (True, True): "both", (False, False): "neither"}
        assert happened == names[holds["l1"], holds["l2"]]
        if span := re.search(rf"Under L1 (w.) is exactly 0 from t = ({NUMBER}) down to ({NUMBER}):", because):
            weight, since, until = "w₁w₂".index(span[1]) // 2, read(span[2]), read(span[3])
            until, since = until * (1 + 6e-3), min(since, reach(of.bowl.center, 1.0)) * (1 - 6e-3)
            assert zero_between(of, 1.0, until, since)[:, weight].all()
        assert ("equally hard" in because) == (not holds["l1"] and of.bowl.center.any())
    assert outcomes <= set(questions.held_options(english))
    assert {"l1", "both", "neither"} <= outcomes


def test_where_l2_has_one_weight_at_0_is_what_fractions_find() -> None:
    """w₁ is 0 where the sign of w₁(λ) changes or it is 0 at every λ: w(λ) by Cramer's rule, over many λ."""
    outcomes = set()
    for of in [*scenes(150, 91), scene(center=(0.5, 1.5), tilt=45.0), scene(center=(0.0, 1.5), tilt=0.0)]:
        (h11, h12), (_h12, h22) = of.bowl.hessian
        b1, b2 = of.bowl.hessian @ of.bowl.center
        lambdas = np.geomspace(1e-6, 1e9, 4001)
        numerators = np.array([b1 * (h22 + lambdas) - h12 * b2, b2 * (h11 + lambdas) - h12 * b1])
        numerators[np.abs(numerators) < 1e-9 * np.abs((b1, b2)).max()] = 0
        changes = [bool(np.any(row > 0) and np.any(row < 0)) for row in numerators]
        always = [not row.any() for row in numerators]
        happened, because = questions.crossing(english, of)
        outcomes.add(happened)
        if all(always):
            assert happened == "none"
        elif any(always):
            assert happened == "range"
            assert because.startswith(("w₁", "w₂")[always.index(True)])
        else:
            assert sum(changes) <= 1
            assert happened == ("one" if any(changes) else "none")
        if happened == "one":
            weight = changes.index(True)
            assert because.startswith(("w₁", "w₂")[weight])
            lambd = re.search(rf"λ = ({NUMBER}) and", because)
            assert lambd
            before, after = (
                np.linalg.solve(of.bowl.hessian + read(lambd[1]) * k * np.eye(2), (b1, b2))[weight]
                for k in (0.99, 1.01)
            )
            assert before * after < 0
    assert outcomes == set(questions.crossing_options(english))


def test_without_elastic_net_nothing_is_said_of_it() -> None:
    for of in scenes(20, 95):
        pair_only = replace(of, choice=replace(of.choice, elastic_net=False))
        told = [
            *points(english, pair_only),
            of_all_bowls(english, pair_only, 200),
            symbols(english, pair_only),
        ]
        assert not [sentence for sentence in told if "lastic" in sentence]
        assert len(told) == len(points(english, of)) + 1
        assert condition_with_numbers(english, of).startswith(
            condition_with_numbers(english, pair_only)[:-20]
        )


def test_what_a_link_shows_is_where_it_says() -> None:
    """Each "show me" leads to the bowl of the page, and to the place of the bar that decides the question."""
    of = scene()
    for act in questions.acts(english):
        (show,) = questions.outcome(english, of, act.name).shows
        drive = show.codes["drive"]
        place = float(show.codes[drive])
        assert place in places(drive)
        assert show.words.endswith(f"= {show.codes[drive]}")
        assert (show.codes["c1"], show.codes["c2"], show.codes["stretch"]) == ("0.7", "1.5", "4")
        if act.name == "held":
            assert 0 in under_reach(of.bowl, place, 1.0)[0]
            assert 0 not in under_reach(of.bowl, place + 0.05, 1.0)[0]


def test_both_languages_say_the_same_numbers() -> None:
    chinese = catalogue("zh").gettext
    for of in scenes(40, 71):
        told = zip(
            [*points(english, of), of_all_bowls(english, of, 200), symbols(english, of)],
            [*points(chinese, of), of_all_bowls(chinese, of, 200), symbols(chinese, of)],
            strict=True,
        )
        for one, other in told:
            assert one != other
            assert sorted(re.findall(NUMBER, one)) == sorted(re.findall(NUMBER, other))
