"""What the sentences of lessons.descent_speed.words claim: each is read, and held against exact steps."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from charts.numbers import number
from tests.lessons.descent_speed.exact_race import State

Holds = Callable[..., bool]  # of the state, and of the numbers that the sentence names


def multiplies_the_distance(at: State, racer: str, rest: Fraction, factor: str) -> bool:
    distances = [w - rest for w in at.weights(racer, 12)]
    exact = 1 - at.eta_ * (at.h_ + at.rule_of(racer)[1])
    return says(exact, factor, 5) and all(b == exact * a for a, b in pairwise(distances))


def closer_at_every_step(at: State, racer: str, rest: Fraction) -> bool:
    distances = [abs(w - rest) for w in at.weights(racer, 12)]
    return distances[0] > 0 and all(b < a or a == b == 0 for a, b in pairwise(distances))


def never_closer(at: State, racer: str, rest: Fraction) -> bool:
    distances = [abs(w - rest) for w in at.weights(racer, 30)]
    return all(b >= a for a, b in pairwise(distances))


def changes_sides(at: State, rest: Fraction) -> bool:
    return all((a - rest) * (b - rest) < 0 for a, b in pairwise(at.weights("l2", 12)))


def says(x: Fraction, written: str, digits: int = 3) -> bool:
    """What is written is x to so many digits, a half either way; and nothing else looks like 0, 1 or 2."""
    nearby = {number(float(x) * (1 + error), digits) for error in (-1e-13, 0, 1e-13)}
    return written in nearby and all((x == whole) == (written == str(whole)) for whole in range(3))


def data_diverge(at: State, product: str, factor: str) -> bool:
    exact = at.eta_ * at.h_
    right = says(exact, product, 5) and exact >= 2 and never_closer(at, "none", at.c_)
    return right and multiplies_the_distance(at, "none", at.c_, factor)


def l2_diverges_with_data(at: State, product: str, factor: str) -> bool:
    rest = at.lowest("l2")
    right = says(at.product, product, 5) and at.product >= 2 and never_closer(at, "l2", rest)
    return right and multiplies_the_distance(at, "l2", rest, factor)


def l2_overshoots_its_rest(at: State, product: str, factor: str) -> bool:
    rest = at.lowest("l2")
    right = says(at.product, product, 5) and 1 < at.product < 2 and closer_at_every_step(at, "l2", rest)
    return right and changes_sides(at, rest) and multiplies_the_distance(at, "l2", rest, factor)


def l2_goes_to_its_rest(at: State, product: str) -> bool:
    rest = at.lowest("l2")
    beside = any((a - rest) * (b - rest) < 0 for a, b in pairwise(at.weights("l2")))
    return says(at.product, product, 5) and closer_at_every_step(at, "l2", rest) and not beside


def l2_stays_where_it_starts(at: State, product: str) -> bool:
    return says(at.product, product, 5) and set(at.weights("l2")) == {at.w0_} == {at.lowest("l2")}


def l2_never_settles(at: State, product: str, factor: str) -> bool:
    zero = Fraction(0)
    right = says(at.product, product, 5) and at.product >= 2 and never_closer(at, "l2", zero)
    return right and changes_sides(at, zero) and multiplies_the_distance(at, "l2", zero, factor)


def l2_overshoots(at: State, product: str, factor: str) -> bool:
    zero = Fraction(0)
    right = says(at.product, product, 5) and 1 < at.product < 2 and closer_at_every_step(at, "l2", zero)
    return right and changes_sides(at, zero) and multiplies_the_distance(at, "l2", zero, factor)


def l2_shrinks(at: State, product: str) -> bool:
    right = says(at.product, product, 5) and at.product <= 1
    return right and closer_at_every_step(at, "l2", Fraction(0)) and min(at.weights("l2")) >= 0


ALARMS: dict[str, tuple[str | None, Holds]] = {
    r"ηh = (.+): from 2 on the data alone lead no weight closer to c\. Each of their steps multiplies its "
    r"distance from c by (.+)\. Take a smaller learning rate η\.": ("red", data_diverge),
    r"η\(h \+ λ\) = (.+): from 2 on no step brings L2 closer to rest\. Each multiplies its distance from "
    r"rest "
    r"by (.+)\. Take a smaller λ or η\.": ("red", l2_diverges_with_data),
    r"η\(h \+ λ\) = (.+): between 1 and 2 L2 overshoots\. Each step multiplies its distance from rest by "
    r"(.+): "
    r"to the other side, though closer than before\.": ("orange", l2_overshoots_its_rest),
    r"η\(h \+ λ\) = (.+): L2 goes to its rest without overshooting\. Above 1 it overshoots at every step, "
    r"from 2 on no step brings it closer\.": (None, l2_goes_to_its_rest),
    r"η\(h \+ λ\) = (.+): L2 starts where it rests, and its steps leave it there\.": (
        None,
        l2_stays_where_it_starts,
    ),
    r"ηλ = (.+): from 2 on L2 never settles\. Each step multiplies the weight by (.+): to the other side, "
    r"and "
    r"no closer than before\. Take a smaller λ or η\.": ("red", l2_never_settles),
    r"ηλ = (.+): between 1 and 2 L2 overshoots\. Each step multiplies the weight by (.+): to the other side, "
    r"though closer than before\.": ("orange", l2_overshoots),
    r"ηλ = (.+): L2 shrinks without overshooting\. Above 1 it overshoots at every step, from 2 on it never "
    r"settles\.": (None, l2_shrinks),
}


def goes_down_by(at: State, amount: str, factor: str) -> bool:
    l1, l2 = at.weights("l1", 1), at.weights("l2", 1)
    exact = at.eta_ * at.lam_
    steps_down = at.l1_step != "proximal" or l1[1] == max(l1[0] - exact, 0)
    return says(exact, amount) and says(1 - exact, factor, 5) and steps_down and l2[1] == (1 - exact) * l2[0]


def dashes_are_at_the_lowest_cost(at: State) -> bool:
    """Nowhere near is the cost lower than where the dashed lines are drawn."""
    for racer, drawn in at.race.resting.items():
        share, lam = at.rule_of(racer)

        def cost(w: Fraction, share: Fraction = share, lam: Fraction = lam) -> Fraction:
            return at.h_ / 2 * (w - at.c_) ** 2 + lam * (share * abs(w) + (1 - share) / 2 * w**2)

        lowest = at.lowest(racer)
        beside = (lowest + sign * Fraction(1, 10**k) for sign in (-1, 1) for k in range(6))
        if any(cost(w) <= cost(lowest) for w in beside) or abs(drawn[at.index] - lowest) > 1e-12:
            return False
        if (drawn[at.index] == 0) != (lowest == 0):
            return False
    return True


REMARKS: dict[str, Holds] = {
    r"⚠ The data alone: distance from c × (.+) a step": lambda at, factor: (
        at.eta_ * at.h_ >= 2 and multiplies_the_distance(at, "none", at.c_, factor)
    ),
    r"⚠ L2: distance from rest × (.+) a step": lambda at, factor: (
        at.product > 1 and multiplies_the_distance(at, "l2", at.lowest("l2"), factor)
    ),
    r"Dashed, with ◆: where each cost is lowest": dashes_are_at_the_lowest_cost,
    r"⚠ Each step L2 × (.+): it never settles": lambda at, factor: l2_never_settles(
        at, number(float(at.product), 5), factor
    ),
    r"⚠ Each step L2 × (.+): it overshoots": lambda at, factor: l2_overshoots(
        at, number(float(at.product), 5), factor
    ),
    r"Each step: L1 −(.+), L2 × (.+)": goes_down_by,
}
