"""What the sentences of lessons.descent_speed.notice claim: each is read, and held against exact steps."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from charts.numbers import number
from lessons.descent_speed.run import STEPS
from tests.lessons.descent_speed.claims_of_words import (
    Holds,
    l2_never_settles,
    l2_overshoots,
    never_closer,
    says,
)
from tests.lessons.descent_speed.exact_race import State, sign

FOR_EVER = 3000  # steps that stand for it where no proof is at hand


def l1_line(at: State, amount: str, n: str, *, late: bool, lands: bool) -> bool:
    """It goes down by ηλ until step n, the first at 0 or, unless it `lands` there, across it."""
    exact, count = at.eta_ * at.lam_, int(n.replace(",", ""))
    w = at.weights("l1", count + 5)
    straight = all(a - b == exact for a, b in pairwise(w[:count]))
    arrives = w[count - 1] > 0 >= w[count] and (not lands or not any(w[count:]))
    takes_the_rest = not lands or w[count - 1] <= exact
    return says(exact, amount) and straight and arrives and takes_the_rest and (count > STEPS) == late


def decimal(x: Fraction) -> Decimal:
    return Decimal(x.numerator) / Decimal(x.denominator)


def within(at: State, near: str, n: str) -> bool:
    """Step n is the first with |w| ≤ 0.01, and |w| stays there."""
    count, factor = int(n.replace(",", "")), abs(1 - at.eta_ * at.lam_)
    after, before = (decimal(factor) ** t * Decimal(at.w0) for t in (count, count - 1))
    return near == "0.01" and factor < 1 and after <= Decimal("0.01") < before


def l2_exponential(at: State, share: str, near: str, n: str) -> bool:
    w = at.weights("l2", 12)
    falls = all(b == a * (1 - at.eta_ * at.lam_) > 0 for a, b in pairwise(w))
    return says(at.eta_ * at.lam_, share, 5) and falls and within(at, near, n)


def l2_swings_in(at: State, factor: str, near: str, n: str) -> bool:
    return l2_overshoots(at, number(float(at.product), 5), factor) and within(at, near, n)


def l1_takes_the_lead(at: State, n: str | None = None) -> bool:
    """From step n on L1 is ahead for good, and L2 was before; without n nobody could say so."""
    l1, l2 = ([abs(w) for w in at.weights(racer)] for racer in ("l1", "l2"))
    for_good = [t for t in range(STEPS + 1) if all(a < b for a, b in zip(l1[t:], l2[t:], strict=True))]
    jumps = at.l1_step == "subgradient" and float_path(at, STEPS)[-1] != 0
    taken = bool(for_good) and any(b < a for a, b in zip(l1[: for_good[0]], l2[: for_good[0]], strict=True))
    if n is None:
        return jumps or not taken
    shrinks_on = at.l1_step == "subgradient" or l1[-1] == 0 or at.product < 1
    return taken and not jumps and for_good[0] == int(n) and shrinks_on


def same_as(at: State, racer: str, other: str) -> bool:
    return at.weights(racer) == at.weights(other)


def elastic_net_does_both(at: State) -> bool:
    """Far from 0 a step is a line of a slope below 1, as for L2, that misses the origin, as for L1."""
    step, far = at.step("elastic_net"), Fraction(10**6)
    near, farther = (step(k * far, False)[0] for k in (1, 2))
    slope = (farther - near) / far
    return slope < 1 and near != slope * far


def stops_at_zero(at: State) -> bool:
    """Without data it never goes below 0, and from the first 0 on it is 0."""
    w = at.weights("l1", FOR_EVER // 10)
    since = w.index(0) if 0 in w else len(w)
    return not at.elastic_net and min(w) >= 0 and not any(w[since:])


def clipped_draws_the_proximal_line(at: State) -> bool:
    return at.weights("l1") == replace(at, l1_step="proximal").weights("l1")


def jumps_for_ever(at: State, amount: str) -> bool:
    """The weight comes back to where it was, across 0, so that it does so for ever, and never is 0."""
    exact = at.eta_ * at.lam_
    first = -(-at.w0_ // exact)  # ⌈w₀ / ηλ⌉
    w = at.weights("l1", int(first) + 3)[int(first) :]
    return says(exact, amount) and w[0] == w[2] and w[0] * w[1] < 0 and max(abs(x) for x in w) <= exact


def is_whole(at: State) -> bool:
    """w₀ is a whole number of steps."""
    return (at.w0_ / (at.eta_ * at.lam_)).denominator == 1


def lands_on_zero(at: State) -> bool:
    return is_whole(at) and at.weights("l1")[-1] == 0 == float_path(at, STEPS)[-1]


def misses_zero_by_rounding(at: State, nearest: str, amount: str) -> bool:
    """Exact steps land on 0, floating point leaves `nearest` and comes back to it for ever."""
    exact, walked = at.eta_ * at.lam_, float_path(at, STEPS)
    cycle = walked[int(at.w0_ / exact) + 1 :]
    right = is_whole(at) and says(exact, amount) and 0 not in walked
    return right and nearest == number(min(map(abs, walked))) and cycle[2:] == cycle[:-2]


def would_jump(at: State, amount: str) -> bool:
    """More than the race less two steps away; there it lands by accident or jumps for ever."""
    exact = at.eta_ * at.lam_
    return at.w0_ / exact > STEPS - 2 and says(exact, amount) and (is_whole(at) or jumps_for_ever(at, amount))


def l1_lowest_at_zero(at: State, lambd: str, pull: str) -> bool:
    return at.lowest("l1") == 0 and at.lam_ >= at.pull and says(at.lam_, lambd) and says(at.pull, pull)


def l1_lowest(at: State, lowest: str, gap: str) -> bool:
    place, taken = at.lowest("l1"), at.lam_ / at.h_
    return place != 0 and abs(place) == abs(at.c_) - taken and says(place, lowest) and says(taken, gap)


def l2_lowest(at: State, lowest: str, share: str) -> bool:
    place, part = at.lowest("l2"), at.h_ / (at.h_ + at.lam_)
    return place == part * at.c_ != 0 and says(place, lowest) and says(part, share)


def l2_gets_to_zero(at: State) -> bool:
    return at.lowest("l2") == 0 and at.product == 1 and at.weights("l2", 3)[1:] == [0, 0, 0]


def l2_comes_no_closer_to_zero(at: State) -> bool:
    return at.lowest("l2") == 0 and never_closer(at, "l2", Fraction(0))


def l2_nears_zero(at: State) -> bool:
    shrinks = all(0 < abs(b) < abs(a) for a, b in pairwise(at.weights("l2")))
    return at.lowest("l2") == 0 and shrinks


def both_pull_to_zero(at: State) -> bool:
    return all(sign(at.h_ * (w - at.c_)) == sign(w) for w in map(Fraction, ("-2", "-0.1", "0.1", "3")))


def pulls_at(at: State, w: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """At |w| on the side of c: what the data pull away from 0, and L1 and L2 towards it."""
    return at.h_ * (abs(at.c_) - abs(w)), at.lam_, at.lam_ * abs(w)


def lines_cross_at_the_lowest_cost(at: State) -> bool:
    """Both on the grey line, which reaches from |w| = 0 to |c|."""
    l1, l2 = at.lowest("l1"), at.lowest("l2")
    level = pulls_at(at, l1)[0] == pulls_at(at, l1)[1] and pulls_at(at, l2)[0] == pulls_at(at, l2)[2]
    return level and 0 < abs(l1) <= abs(at.c_) and 0 < abs(l2) <= abs(at.c_)


def l1_lies_above(at: State) -> bool:
    sizes = [abs(at.c_) * Fraction(k, 20) for k in range(21)]
    above = all(pulls_at(at, w)[1] >= pulls_at(at, w)[0] for w in sizes)
    l2 = at.lowest("l2")
    return (
        above and at.lowest("l1") == 0 and pulls_at(at, l2)[0] == pulls_at(at, l2)[2] and at.pull <= at.lam_
    )


def stays_only_if(at: State) -> bool:
    """From 0 a proximal step leads to 0 if λ is at least h|c|, and away otherwise."""
    return (at.step("l1")(Fraction(0), False)[0] == 0) == (at.lam_ >= at.pull)


def float_path(at: State, steps: int) -> list[float]:
    """Subgradient steps in plain floating point, as one would write them."""
    w, eta, lam, h, c = (float(x) for x in (at.w0, at.eta, at.lam, at.h, at.c))
    walked = [w]
    for _ in range(steps):
        w = w - eta * h * (w - c) - eta * lam * ((w > 0) - (w < 0))
        walked.append(w)
    return walked


def settles(at: State, lowest: str) -> bool:
    place = at.lowest("l1")
    from_zero = at.step("l1")(Fraction(1, 10**9) * sign(-place), False)[0]  # beside 0 it crosses at once
    arrives = abs(float_path(at, 30_000)[-1] - float(place)) < 1e-9
    return place != 0 and says(place, lowest) and arrives and from_zero * place > 0


def settles_or_jumps(at: State, lowest: str) -> bool:
    place, w = at.lowest("l1"), float_path(at, FOR_EVER)[-40:]
    arrived = all(abs(x - float(place)) < 1e-9 for x in w)
    jumps = any(a * b < 0 for a, b in pairwise(w))
    return place != 0 and says(place, lowest) and arrived != jumps and 1 < at.eta_ * at.h_ < 2


def nears_zero_without_jumping(at: State) -> bool:
    w = at.weights("l1")
    turns = sum(a * b < 0 for a, b in pairwise(w))
    later = w[next(t for t in range(STEPS + 1) if t == STEPS or w[t] * at.c_ > 0) :]
    return turns <= 1 and all(abs(b) < abs(a) for a, b in pairwise(later)) and at.pull == at.lam_


def cannot_settle_at_zero(at: State, amount: str) -> bool:
    """From any place beside 0 it does not stay near, nor come to 0 but by landing on it."""
    exact, step = at.eta_ * at.lam_, at.step("l1")
    for side in (1, -1):
        w = [side * exact / 10**9]
        for _ in range(40):
            w.append(step(w[-1], False)[0])
        if 0 not in w and max(abs(x) for x in w) < exact / 1000:
            return False
    return says(exact, amount) and at.l1_step == "subgradient"


def dies_by_the_recipe(at: State) -> bool:
    recipe = State("0.5", "0.1", "0.5", "clipped", "0.5", "1", "-1")
    return recipe.died_at("l1") is not None and (at.died_at("l1") is None or at.lowest("l1") == 0)


def died(at: State, n: str, lowest: str, follower: str | None = None) -> bool:
    place = at.lowest("l1")
    right = at.died_at("l1") == int(n) and place != 0 and says(place, lowest)
    if follower is None:
        return right and at.eta_ * at.h_ >= 2
    w, eta, lam, h, c = (float(x) for x in (at.w0, at.eta, at.lam, at.h, at.c))
    for _ in range(30_000):
        u = w - eta * h * (w - c)
        w = max(abs(u) - eta * lam, 0) * ((u > 0) - (u < 0))
    return right and abs(w - float(place)) < 1e-9


FASTER = (
    r"\*\*Who is faster\?\*\* Above \|w\| = 1 L2, below it L1: in the picture of speed against size they "
    r"cross there\."
)
JUMPS = r"within ±ηλ = ±(.+) \(shaded on the linear scale\)\."

POINTS: dict[str, Holds] = {
    r"\*\*L1\*\* takes off (.+) at every step: a straight line\. It needs (.+) steps to get to 0 or across "
    r"it, "
    r"more than this race has: raise λ or η\.": lambda at, a, n: l1_line(at, a, n, late=True, lands=False),
    r"\*\*L1\*\* takes off (.+) at every step: a straight line, until it gets to 0 or across it at step "
    r"(.+)\.": lambda at, a, n: l1_line(at, a, n, late=False, lands=False),
    r"\*\*L1\*\* takes off (.+) at every step: a straight line\. It needs (.+) steps to 0, more than this "
    r"race "
    r"has: raise λ or η\.": lambda at, a, n: l1_line(at, a, n, late=True, lands=True),
    r"\*\*L1\*\* takes off (.+) at every step, and at the last what is left: a straight line, exactly 0 from "
    r"step (.+) on\.": lambda at, a, n: l1_line(at, a, n, late=False, lands=True),
    r"\*\*L2\*\* takes off all at once, for ηλ = 1: the one setting at which it lands on exactly 0\.": (
        lambda at: at.product == 1 and not any(at.weights("l2")[1:])
    ),
    r"\*\*L2\*\* takes off the share (.+) of what is left: an exponential \(a straight line on the "
    r"logarithmic "
    r"scale, under More settings\)\. Within (.+) of 0 from step (.+) on, never exactly 0\.": l2_exponential,
    r"\*\*L2\*\* is multiplied by (.+) at each step: it swings around 0, and is within (.+) of it from step "
    r"(.+) on\.": l2_swings_in,
    r"\*\*L2\*\* is multiplied by (.+) at each step: it swings around 0 and never settles\.": (
        lambda at, factor: l2_never_settles(at, number(float(at.product), 5), factor)
    ),
    FASTER: lambda at: l1_takes_the_lead(at, None),
    FASTER + r" Here L2 leads at first, and L1 from step (.+) on\.": l1_takes_the_lead,
    r"\*\*Clipped\*\* L1 draws the line of proximal L1 here\. Where the data pull, the two can part\.": (
        clipped_draws_the_proximal_line
    ),
    r"\*\*Proximal\*\* L1 takes no more than there is: so it stops at 0 and does not cross "
    r"it\.": stops_at_zero,
    r"\*\*Elastic net\*\* with no share of L1 is L2\.": lambda at: same_as(at, "elastic_net", "l2"),
    r"\*\*Elastic net\*\* with no share of L2 is L1\.": lambda at: same_as(at, "elastic_net", "l1"),
    r"\*\*Elastic net\*\* takes off all at once here: its share ηλ\(1 − r\) is 1\.": lambda at: (
        at.eta_ * at.lam_ * (1 - at.r_) == 1 and not any(at.weights("elastic_net")[1:])
    ),
    r"\*\*Elastic net\*\* does both: it takes a share like L2 and an amount like L1\.": elastic_net_does_both,
    r"\*\*Subgradient\*\* L1 has no rest at 0: but for the accident of landing on it, it jumps across it for "
    r"ever once it is there, " + JUMPS: would_jump,
    r"\*\*Subgradient\*\* L1 hits 0 here by accident: w₀ is a whole number of its steps\.": lands_on_zero,
    r"\*\*Subgradient\*\* L1 would hit 0 here, w₀ being a whole number of its steps, but rounding leaves "
    r"(.+): "
    r"so it jumps across 0 for ever, " + JUMPS: misses_zero_by_rounding,
    r"\*\*Subgradient\*\* L1 has no rest at 0: once there it jumps across it for ever, "
    + JUMPS
    + r" It is never exactly 0\.": jumps_for_ever,
    r"\*\*L1\*\*: its cost is lowest at exactly 0\. Its λ = (.+) holds against the data's pull, h\|c\| = "
    r"(.+)\.": (l1_lowest_at_zero),
    r"\*\*L1\*\*: its cost is lowest at (.+)\. It takes the amount λ/h = (.+) off \|c\|: the soft "
    r"threshold\.": (l1_lowest),
    r"\*\*L2\*\*: its cost is lowest at (.+), the share h/\(h \+ λ\) = (.+) of c, and so never at "
    r"0\.": l2_lowest,
    r"\*\*L2\*\*: its cost is lowest at 0, for which here the data ask too\. It is there after one step, for "
    r"η\(h \+ λ\) = 1\.": l2_gets_to_zero,
    r"\*\*L2\*\*: its cost is lowest at 0, for which here the data ask too\. At this learning rate no step "
    r"brings it closer\.": l2_comes_no_closer_to_zero,
    r"\*\*L2\*\*: its cost is lowest at 0, for which here the data ask too\. It nears it and never gets "
    r"there\.": l2_nears_zero,
    r"\*\*Why there\?\*\* The data and the penalty both pull towards 0\.": both_pull_to_zero,
    r"\*\*Does it get there\?\*\* At this learning rate no step brings L2 closer\.": (
        lambda at: never_closer(at, "l2", at.lowest("l2"))
    ),
    r"\*\*Why there\?\*\* In the picture of speed against size its line crosses the grey one there: the "
    r"two pulls are level\.": (lines_cross_at_the_lowest_cost),
    r"\*\*Why there\?\*\* In the picture of speed against size L2's line crosses the grey one there: the "
    r"two pulls are level\. "
    r"That of L1 is nowhere below the grey one, and at 0 L1 holds with any pull up to λ\.": l1_lies_above,
    r"\*\*Proximal\*\* L1 stays at 0 only if its λ is at least the data's pull there, h\|c\|; otherwise it "
    r"leaves 0 again\.": stays_only_if,
    r"\*\*Subgradient\*\* L1 settles at (.+), for that is not 0; at 0 it would jump to and fro\.": settles,
    r"\*\*Subgradient\*\* L1 settles at (.+) or jumps across 0 for ever: with ηh between 1 and 2 such steps "
    r"can "
    r"do either\.": settles_or_jumps,
    r"\*\*Subgradient\*\* L1 nears 0 without jumping to and fro here: on the side of c the penalty and the "
    r"data "
    r"cancel\.": nears_zero_without_jumping,
    r"\*\*Subgradient\*\* L1 takes the whole ηλ = (.+) however near 0 it is: it cannot settle there but by "
    r"landing on it exactly\.": cannot_settle_at_zero,
    r"\*\*Clipped\*\* L1 dies where the penalty carries it across 0\. See it with w₀ = 0\.5, η = 0\.1, λ = "
    r"0\.5, "
    r"c = −1 and h = 1\.": dies_by_the_recipe,
    r"\*\*Clipped\*\* L1 died at step (.+): the penalty carried it across 0, so it stays there for ever, "
    r"though "
    r"its cost is lowest at (\S+)\.(?: (The proximal weight \(dotted\) goes on to that\.))?": died,
}
