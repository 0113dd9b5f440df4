"""The race run anew in exact fractions, one weight at a time: what the sentences are held against."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from l2core.race import Race
from lessons.descent_speed.choice import CURVATURES, RATES, Choice
from lessons.descent_speed.run import LAMBDAS, STEPS, run

SHARES = {"l1": Fraction(1), "l2": Fraction(0), "none": Fraction(0)}


@dataclass(frozen=True)
class State:
    """What the controls and the bar stand at, as decimals."""

    w0: str = "2"
    eta: str = "0.1"
    lam: str = "0.5"
    l1_step: str = "proximal"
    r: str = "0.5"
    h: str = "0"
    c: str = "0"
    elastic_net: bool = True

    def __getattr__(self, name: str) -> Fraction:
        """eta_, lam_, …: the same as fractions."""
        if not name.endswith("_") or name.startswith("_"):
            raise AttributeError(name)
        return Fraction(getattr(self, name[:-1]))

    @property
    def index(self) -> int:
        return [f"{lambd:g}" for lambd in LAMBDAS].index(self.lam)

    @cached_property
    def race(self) -> Race:
        w0, eta, r, h, c = (float(x) for x in (self.w0, self.eta, self.r, self.h, self.c))
        return run(Choice(w0, eta, self.l1_step, self.elastic_net, r, h, c, log=False))

    @property
    def product(self) -> Fraction:
        return self.eta_ * (self.h_ + self.lam_)

    @property
    def pull(self) -> Fraction:
        return self.h_ * abs(self.c_)

    def lowest(self, racer: str) -> Fraction:
        """Where ½h(w − c)² + λ(r|w| + (1 − r)w²/2) is lowest, h > 0."""
        share, lam = self.rule_of(racer)
        size = max(self.pull - lam * share, Fraction(0)) / (self.h_ + lam * (1 - share))
        return size if self.c_ > 0 else -size

    def rule_of(self, racer: str) -> tuple[Fraction, Fraction]:
        """The share of L1 in a racer's penalty, and its λ."""
        share = self.r_ if racer == "elastic_net" else SHARES[racer]
        return share, Fraction(0) if racer == "none" else self.lam_

    def step(self, racer: str) -> Callable[[Fraction, bool], tuple[Fraction, bool]]:
        """One step of a racer: from its weight, and whether it is dead, to both after the step."""
        share, lam = self.rule_of(racer)
        eta, h, c, amount = self.eta_, self.h_, self.c_, self.eta_ * lam * share

        def moved(w: Fraction, dead: bool) -> tuple[Fraction, bool]:
            if dead:
                return Fraction(0), True
            by_data = w - eta * h * (w - c)
            u = by_data - eta * lam * (1 - share) * w
            if self.l1_step == "proximal":
                return max(abs(u) - amount, Fraction(0)) * sign(u), False
            stepped = u - amount * sign(w)
            if self.l1_step == "clipped" and amount > 0 and by_data * stepped < 0:
                return Fraction(0), True
            return stepped, False

        return moved

    def path(self, racer: str, steps: int = STEPS) -> list[tuple[Fraction, bool]]:
        """(w, whether it is dead) at the steps 0, 1, …"""
        at, step = (self.w0_, False), self.step(racer)
        walked = [at]
        for _ in range(steps):
            at = step(*at)
            walked.append(at)
        return walked

    def weights(self, racer: str, steps: int = STEPS) -> list[Fraction]:
        return [w for w, _dead in self.path(racer, steps)]

    def zero_since(self, racer: str) -> int | None:
        """The step of the race from which the weight is 0 for ever: a step from 0 leads to 0."""
        walked = self.path(racer, STEPS + 1)
        return next((t for t in range(STEPS + 1) if not any(w for w, _dead in walked[t:])), None)

    def died_at(self, racer: str) -> int | None:
        return next((t for t, (_w, dead) in enumerate(self.path(racer)) if dead), None)


def sign(x: Fraction) -> int:
    return (x > 0) - (x < 0)


def random_states(count: int, seed: int) -> Iterator[State]:
    """States that the page offers: a third without data, and many on the edge between two sentences."""
    rng, added = random.Random(seed), random.Random(seed + 1)
    lambdas, rates, curvatures = ([f"{x:g}" for x in xs] for xs in (LAMBDAS, RATES, CURVATURES))
    for _ in range(count):
        state = State(
            w0=f"{rng.randint(1, 50) / 10:g}",
            eta=rng.choice(rates),
            lam=rng.choice(lambdas),
            l1_step=rng.choice(("proximal", "subgradient", "clipped")),
            r=rng.choice(("0", "0.25", "0.5", "0.95", "1")),
            elastic_net=added.random() < 0.8,
        )
        if rng.random() < 2 / 3:
            state = replace(state, h=rng.choice(curvatures), c=f"{rng.randint(-30, 30) / 10:g}")
            if rng.random() < 0.5:
                state = rng.choice(list(on_an_edge(state)))
        yield state


def on_an_edge(state: State) -> Iterator[State]:
    """The same with data that ask for 0, for the start, as hard as L1 does, or where L2 starts at rest."""
    yield replace(state, c="0")
    yield replace(state, c=state.w0)
    for c in (state.lam_ / state.h_, -state.lam_ / state.h_, state.w0_ * (1 + state.lam_ / state.h_)):
        if abs(c) <= 3 and (10 * c).denominator == 1:
            yield replace(state, c=f"{float(c):g}")
