"""The rules of the race in LaTeX: the step of every penalty, in symbols and with the numbers of one step."""

import math

import numpy as np

from charts.descent_speed.race import Race, number
from l2core.descent import descend, steps_to_fall

SMALL = 0.01  # what counts as nearly 0
BREAK = r" \\[3pt] "


def rules(race: Race) -> str:
    """From w_t to w_{t+1} under L1, L2 and elastic net; with data, u_t is what these make of w_t first."""
    u = "u_t" if race.resting else "w_t"
    l1 = _taken(race, r"\eta\lambda", u, rf"\operatorname{{sign}}({u})", r"\operatorname{sign}(w_t)")
    en = _taken(race, r"\eta\lambda r", "v_t", r"\operatorname{sign}(v_t)", r"\operatorname{sign}(w_t)")
    l2, v = r"(1-\eta\lambda)\,w_t", r"(1-\eta\lambda(1-r))\,w_t"
    if race.resting:
        l2, v = r"u_t - \eta\lambda\,w_t", r"u_t - \eta\lambda(1-r)\,w_t"
    data = [r"\text{data:}\quad u_t &= w_t - \eta h\,(w_t - c)"] if race.resting else []
    return _aligned(
        *data,
        rf"\text{{L1:}}\quad w_{{t+1}} &= {u} - {l1}",
        rf"\text{{L2:}}\quad w_{{t+1}} &= {l2}",
        rf"\text{{EN:}}\quad w_{{t+1}} &= v_t - {en},\quad v_t = {v}",
    )


def rules_with_numbers(race: Race, step: int, lam: int) -> str:
    """The step of L1 and of L2 that follows `step`, and where such steps lead."""
    t, lambd, eta = min(step, race.steps - 1), race.lambdas[lam], race.learning_rate
    h, c = race.curvature, race.center
    (l1, l1_next), (l2, l2_next) = (race.weights[penalty][lam, t : t + 2] for penalty in ("l1", "l2"))
    u = float(descend(l1, "none", 0, eta, 1, curvature=h, center=c)[1])  # L1's weight after the data's part
    toll, following = rf"{eta:g} \cdot {lambd:g}", f"w_{{{t + 1}}}"
    taken = _taken(race, toll, tex(abs(u)), _factor(np.sign(u)), _factor(np.sign(l1)))
    result = r"\;\to\; 0" if race.l1_step == "clipped" and l1_next == 0 else f"= {tex(l1_next)}"
    l1_row = rf"\text{{L1:}}\quad {following} &= {tex(u)} - {taken} {result}"
    l2_row = rf"\text{{L2:}}\quad {following} &= "
    if race.resting:
        l1_end, l2_end = (tex(float(race.resting[penalty][lam])) for penalty in ("l1", "l2"))
        sign, size = "-" if c < 0 else "", f"{abs(c):g}"
        pulls = rf"{h:g} \cdot ({tex(l2)} - {_factor(c)}) + {lambd:g} \cdot {_factor(l2)}"
        l1_row += rf" & w_* &= {sign}\max({size} - {lambd:g}/{h:g},\, 0) = {l1_end}"
        l2_row += rf"{tex(l2)} - {eta:g}\,({pulls}) = {tex(l2_next)}"
        l2_row += rf" & w_* &= {_factor(c)} \cdot {h:g}/({h:g} + {lambd:g}) = {l2_end}"
        return _aligned(l1_row, l2_row)
    arrival = steps_to_fall(race.start, "l1", lambd, eta)
    near = steps_to_fall(race.start, "l2", lambd, eta, threshold=SMALL)
    if race.l1_step != "subgradient":
        l1_row += rf" & t_0 &= \lceil {race.start:g} / ({toll}) \rceil = {arrival}"
    l2_row += rf"(1 - {toll}) \cdot {_factor(l2)} = {tex(l2_next)} & t_{{{SMALL}}} &= "
    if math.isinf(near) or race.product(lam) == 1:
        l2_row += r"\infty" if math.isinf(near) else "1"
    else:
        l2_row += rf"\lceil \ln({race.start:g} / {SMALL}) / (-\ln|1 - {toll}|) \rceil = {near}"
    return _aligned(l1_row, l2_row)


def tex(x: float) -> str:
    """A weight as `number` writes it, in LaTeX."""
    mantissa, e, exponent = number(x).replace("−", "-").partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa


def _taken(race: Race, toll: str, size: str, sign: str, subgradient_sign: str) -> str:
    """What L1 takes off; a proximal step takes no more than there is."""
    if race.l1_step == "proximal":
        return rf"\min({toll},\, |{size}|) \cdot {sign}"
    return rf"{toll} \cdot {subgradient_sign}"


def _factor(x: float) -> str:
    text = f"{x:g}" if x == int(x) else tex(x)
    return f"({text})" if x < 0 else text


def _aligned(*rows: str) -> str:
    return rf"\begin{{aligned}} {BREAK.join(rows)} \end{{aligned}} \,"  # \, : or 2 px stick out
