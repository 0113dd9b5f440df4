"""The rules of the race in LaTeX: the step of every penalty, in symbols and with the numbers of one step.

A row with numbers says = where it holds digit for digit, and ≈ where a digit is rounded.
"""

import math
from functools import lru_cache

import numpy as np

from charts.numbers import fixed, number, tex, tex_factor
from charts.picture import Translate
from l2core.checks import FloatArray
from l2core.descent import descend, steps_to_fall
from l2core.race import Race

NEAR = 0.01  # what counts as nearly 0
DECIMALS = 3
BREAK = r" \\[3pt] "


def rules(_: Translate, race: Race) -> str:
    """From w_t to w_{t+1} under L1, L2 and elastic net; with data, u_t is what these make of w_t first."""
    u = "u_t" if race.resting else "w_t"
    l1 = _taken(race, r"\eta\lambda", u, rf"\operatorname{{sign}}({u})", r"\operatorname{sign}(w_t)")
    en = _taken(race, r"\eta\lambda r", "v_t", r"\operatorname{sign}(v_t)", r"\operatorname{sign}(w_t)")
    l2, v = r"(1-\eta\lambda)\,w_t", r"(1-\eta\lambda(1-r))\,w_t"
    if race.resting:
        l2, v = r"u_t - \eta\lambda\,w_t", r"u_t - \eta\lambda(1-r)\,w_t"
    data, elastic_net = _label(_("data")), _label(_("EN"))
    by_data = [rf"{data} u_t &= w_t - \eta h\,(w_t - c)"] if race.resting else []
    return _aligned(
        *by_data,
        rf"{_label('L1')} w_{{t+1}} &= {u} - {l1}",
        rf"{_label('L2')} w_{{t+1}} &= {l2}",
        rf"{elastic_net} w_{{t+1}} &= v_t - {en},\quad v_t = {v}",
    )


def rules_with_numbers(race: Race, step: int, lam: int) -> str:
    """The step of L1 and of L2 that follows `step`, and where such steps lead."""
    t = min(step, race.steps - 1)
    rows = _rows_with_data(race, t, lam) if race.resting else _rows_without_data(race, t, lam)
    return _aligned(*rows)


def symbols(_: Translate) -> str:
    """Every symbol of the rules in words."""
    return _(
        "w: the weight after t steps. η: learning rate. λ: strength of the penalty. sign(w): 1 above 0, −1 "
        "below, 0 at 0. EN: elastic net, whose share r is L1. t₀: the step at which L1 is exactly 0; t₀.₀₁: "
        "the step at which L2 is that close to 0. The min keeps a proximal step from going past 0; a clipped "
        "weight that the penalty would carry across 0 stays at 0. With data of curvature h and optimum c, w✱ "
        "is where the cost of a weight is lowest."
    )


def _rows_without_data(race: Race, t: int, lam: int) -> tuple[str, str]:
    """Each step with its numbers, and in how many of them the weight is at 0 or near it."""
    start, lambd, eta = number(race.start), race.lambdas[lam], race.learning_rate
    step_size = rf"{number(eta)} \cdot {number(lambd)}"
    w, w_next = race.weights["l2"][lam, t : t + 2]
    l1 = _l1_step(race, t, lam)
    l2 = rf"{_label('L2')} w_{{{t + 1}}} &= (1 - {step_size}) \cdot {_factor(w)} {_result(w_next, w)}"
    arrival, near = _steps_needed(race, lam)
    if race.l1_step != "subgradient":
        l1 += rf" & t_0 &= \lceil {start} / ({step_size}) \rceil = {_count(arrival)}"
    l2 += rf" & t_{{{NEAR}}} &= "
    if math.isinf(near) or race.factor(lam) == 0:
        l2 += _count(near)
    else:
        l2 += rf"\lceil \ln({start} / {NEAR}) / (-\ln|1 - {step_size}|) \rceil = {_count(near)}"
    return l1, l2


def _rows_with_data(race: Race, t: int, lam: int) -> tuple[str, str]:
    """Each step with its numbers, and where the cost is lowest."""
    lambd, eta, h = (number(x) for x in (race.lambdas[lam], race.learning_rate, race.curvature))
    c = race.center
    l1_lowest, l2_lowest = (_result(float(race.resting[penalty][lam])) for penalty in ("l1", "l2"))
    w, w_next = race.weights["l2"][lam, t : t + 2]
    sign, size = "-" if c < 0 else "", number(abs(c))
    l1 = rf"{_l1_step(race, t, lam)} & w_* &= {sign}\max({size} - {lambd}/{h},\, 0) {l1_lowest}"
    pulls = rf"{h} \cdot ({_weight(w)} - {tex_factor(number(c))}) + {lambd} \cdot {_factor(w)}"
    l2 = rf"{_label('L2')} w_{{{t + 1}}} &= {_weight(w)} - {eta}\,({pulls}) {_result(w_next, w)}"
    l2 += rf" & w_* &= {tex_factor(number(c))} \cdot {h}/({h} + {lambd}) {l2_lowest}"
    return l1, l2


def _l1_step(race: Race, t: int, lam: int) -> str:
    """L1's step from t to t + 1; u is its weight after the data's part of it."""
    w, w_next = race.weights["l1"][lam, t : t + 2]
    lambd, eta = race.lambdas[lam], race.learning_rate
    u = float(_after_the_data(race)[lam, t])
    step_size = rf"{number(eta)} \cdot {number(lambd)}"
    taken = _taken(race, step_size, _weight(abs(u)), _factor(np.sign(u)), _factor(np.sign(w)))
    result = r"\;\to\; 0" if race.l1_step == "clipped" and w_next == 0 else _result(w_next, u)
    return rf"{_label('L1')} w_{{{t + 1}}} &= {_weight(u)} - {taken} {result}"


@lru_cache(maxsize=16)
def _after_the_data(race: Race) -> FloatArray:
    """Where the data's part of a step leads L1 from every place of the race."""
    w = race.weights["l1"]
    h, c = race.curvature, race.center
    return descend(w, "none", 0, race.learning_rate, 1, curvature=h, center=c)[1]


@lru_cache(maxsize=512)
def _steps_needed(race: Race, lam: int) -> tuple[float, float]:
    """In how many steps L1 is at 0, and L2 near it."""
    lambd, eta = float(race.lambdas[lam]), race.learning_rate
    near = steps_to_fall(race.start, "l2", lambd, eta, threshold=NEAR)
    return steps_to_fall(race.start, "l1", lambd, eta), near


def _result(x: float, *operands: float) -> str:
    """= x where it and the weights that it is computed from are written in full, ≈ x where one is rounded."""
    equals = "=" if all(_in_full(weight) for weight in (x, *operands)) else r"\approx"
    return f"{equals} {_weight(x)}"


def _in_full(x: float) -> bool:
    """Whether `fixed` writes x to the last digit, but for what rounding leaves in floating point."""
    if x == 0:
        return True
    decimals = DECIMALS if abs(x) < 1e3 else 0
    return bool(1e-3 <= abs(x) < 1e6 and abs(x - round(x, decimals)) <= 1e-12 * abs(x))


def _weight(x: float) -> str:
    return tex(fixed(x, DECIMALS))


def _factor(x: float) -> str:
    """A weight or a sign as a factor; a whole number has no decimals."""
    return tex_factor(number(x) if x == round(x) else fixed(x, DECIMALS))


def _count(steps: float) -> str:
    return tex(number(steps))


def _label(name: str) -> str:
    return rf"\text{{{name}:}}\quad"


def _taken(race: Race, step_size: str, size: str, sign: str, subgradient_sign: str) -> str:
    """What L1 takes off; a proximal step takes no more than there is."""
    if race.l1_step == "proximal":
        return rf"\min({step_size},\, |{size}|) \cdot {sign}"
    return rf"{step_size} \cdot {subgradient_sign}"


def _aligned(*rows: str) -> str:
    return rf"\begin{{aligned}} {BREAK.join(rows)} \end{{aligned}} \,"  # \, : or 2 px stick out
