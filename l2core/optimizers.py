"""How the gradient moves the weights: gradient descent, momentum, Adam and AdamW, each with L1 and L2.

With the notes' λ, m examples and r the share of L1, the penalty pulls a weight by ρw + κ sign(w), where
ρ = λ(1−r)/m and κ = λr/m. ρw goes into the gradient g (AdamW: straight into the weight). κ goes in as a
subgradient, or, with the proximal step, cuts the weight after it: w ← S(w, step size · κ), exactly 0 inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core import penalties
from l2core.batch import layer_views
from l2core.checks import FloatArray, fraction, nonnegative, one_of, positive, whole_number

OPTIMIZERS = ("gd", "momentum", "adam", "adamw")
L1_STEPS = ("proximal", "subgradient")


@dataclass(frozen=True)
class Recipe:
    """How one net is trained: g = ∇(cross-entropy + penalty), and what the optimizer makes of it.

    penalty: "none" | "l2": (λ/2m) Σ‖W_l‖² | "l1": (λ/m) Σ|W_l|
             | "elastic_net": (λ/m) (r Σ|W_l| + (1−r)/2 Σ‖W_l‖²), r = l1_ratio; biases are never penalised.
    l1_step: "proximal" (w ← S(w − η g, ηλr/m): exact zeros) or "subgradient" (λr/m · sign(w) in g: chatters).
    optimizer: "gd": W ← W − η g | "momentum": v ← μ v + g, W ← W − η v (Polyak 1964)
             | "adam" (Kingma & Ba 2015, alg. 1, the penalty in g; proximal L1 in Adam's own metric)
             | "adamw" (Loshchilov & Hutter 2019, alg. 2: the penalty decoupled, ηλ/m · W off the weight).
    lambd_schedule: ((step, λ), …): from that step on λ is this one; before the first, `lambd`.
    """

    lambd: float = 0.0
    penalty: str = "l2"
    l1_ratio: float = 0.5
    learning_rate: float = 0.3
    l1_step: str = "proximal"
    optimizer: str = "gd"
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    lambd_schedule: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        nonnegative("lambd", self.lambd)
        one_of("penalty", self.penalty, penalties.PENALTIES)
        fraction("l1_ratio", self.l1_ratio)
        positive("learning_rate", self.learning_rate)
        one_of("l1_step", self.l1_step, L1_STEPS)
        one_of("optimizer", self.optimizer, OPTIMIZERS)
        for name in ("momentum", "beta1", "beta2"):
            if fraction(name, getattr(self, name)) == 1:
                raise ValueError(f"{name} needs a number below 1, got 1")
        positive("epsilon", self.epsilon)
        steps = [whole_number("lambd_schedule", step, at_least=0) for step, _ in self.lambd_schedule]
        if any(after <= before for before, after in pairwise(steps)):
            raise ValueError(f"lambd_schedule needs rising steps, got {steps}")
        for _, lambd in self.lambd_schedule:
            nonnegative("lambd_schedule", lambd)

    def lambd_at(self, step: int) -> float:
        """The λ with which step `step` → `step` + 1 is made; 0 for penalty "none"."""
        if self.penalty == "none":
            return 0.0
        begun = [lambd for start, lambd in self.lambd_schedule if start <= step]
        return begun[-1] if begun else self.lambd

    def pull(self, step: int, m: int) -> tuple[float, float]:
        """(ρ, κ) = (λ(1−r)/m, λr/m) at that step: the penalty pulls a weight w by ρ w + κ sign(w)."""
        r = penalties.mixing(self.penalty, self.l1_ratio)
        lambd = self.lambd_at(step)
        return lambd * (1 - r) / m, lambd * r / m


class Update:
    """One step of B nets with one optimizer, on their flat θ and gradient; each net has its own rates."""

    def __init__(
        self,
        recipes: Sequence[Recipe],
        layer_dims: Sequence[int],
        m: int,
        theta: FloatArray,
        gradient: FloatArray,
    ) -> None:
        self.recipes, self.layer_dims, self.m = recipes, layer_dims, m
        self.theta, self.gradient = theta, gradient
        self.optimizer = recipes[0].optimizer
        self.moments = np.zeros((2, theta.size), theta.dtype)
        self.scratch = np.zeros((2, theta.size), theta.dtype)
        self.eta = self._per_parameter([recipe.learning_rate for recipe in recipes])
        self.mu, self.beta1, self.beta2, self.epsilon = (
            self._per_parameter([getattr(recipe, name) for recipe in recipes])
            for name in ("momentum", "beta1", "beta2", "epsilon")
        )
        self.set_lambd(0)

    def set_lambd(self, step: int) -> None:
        """Take up the λ of that step."""
        rho, kappa = zip(*(recipe.pull(step, self.m) for recipe in self.recipes), strict=True)
        proximal = np.array([recipe.l1_step == "proximal" for recipe in self.recipes])
        self.rho = self._per_parameter(rho, biases=0)
        self.kappa = self._per_parameter(np.where(proximal, 0, kappa), biases=0)
        self.threshold = self._per_parameter(np.where(proximal, kappa, 0), biases=0)

    def __call__(self, step: int) -> None:
        """θ after step `step` → `step` + 1, from the gradient of the data loss."""
        theta, g, (pull, other) = self.theta, self.gradient, self.scratch
        np.multiply(self.rho, theta, out=pull)
        if self.kappa.any():
            np.sign(theta, out=other)
            other *= self.kappa
            pull += other
        if self.optimizer == "adamw":
            pull *= self.eta
            theta -= pull
        else:
            g += pull
        step_size = getattr(self, f"_{self.optimizer}")(step)
        if self.threshold.any():
            np.multiply(step_size, self.threshold, out=pull)
            np.negative(pull, out=other)
            np.clip(theta, other, pull, out=pull)
            theta -= pull

    def freeze(self, nets: NDArray[np.bool_]) -> None:
        """Put these nets at 0 and leave them there."""
        for flat in (self.theta, *self.moments, self.eta):
            for view in layer_views(self.layer_dims, len(self.recipes), flat):
                view[nets] = 0

    def _gd(self, step: int) -> FloatArray:
        np.multiply(self.eta, self.gradient, out=self.gradient)
        self.theta -= self.gradient
        return self.eta

    def _momentum(self, step: int) -> FloatArray:
        v = self.moments[0]
        v *= self.mu
        v += self.gradient
        np.multiply(self.eta, v, out=self.gradient)
        self.theta -= self.gradient
        return self.eta

    def _adam(self, step: int) -> FloatArray:
        self.theta -= self._adam_direction(step)
        return self.scratch[1]

    def _adamw(self, step: int) -> FloatArray:
        self.theta -= self._adam_direction(step)
        return self.eta

    def _adam_direction(self, step: int) -> FloatArray:
        m, v = self.moments
        g = self.gradient
        m += (1 - self.beta1) * (g - m)
        v += (1 - self.beta2) * (g * g - v)
        m_hat, v_hat = m / (1 - self.beta1 ** (step + 1)), v / (1 - self.beta2 ** (step + 1))
        np.divide(self.eta, np.sqrt(v_hat) + self.epsilon, out=self.scratch[1])
        return self.scratch[1] * m_hat

    def _per_parameter(self, per_net: ArrayLike, biases: float | None = None) -> FloatArray:
        """The flat vector that holds the net's number at each of its weights, and `biases` at the biases."""
        values = np.asarray(per_net, dtype=self.theta.dtype)
        flat = np.zeros_like(self.theta)
        for view in layer_views(self.layer_dims, len(values), flat):
            view[:] = values[:, None, None]
            if biases is not None:
                view[..., -1] = biases
        return flat
