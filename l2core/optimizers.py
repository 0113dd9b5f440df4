"""How the gradient moves the weights: gradient descent, momentum, Adam and AdamW, each with L1 and L2.

With the notes' λ, m examples and r the share of L1, the penalty pulls a weight by ρw + κ sign(w), where
ρ = λ(1−r)/m and κ = λr/m. ρw goes into the gradient g (AdamW: straight into the weight). κ goes in as a
subgradient, or, with the proximal step, cuts the weight after it: w ← S(w, step size · κ), exactly 0 inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from l2core import penalties
from l2core.buffers import aligned, layer_views
from l2core.checks import FloatArray, fraction, nonnegative, one_of, positive, whole_number

MOMENTS = {"gd": 0, "momentum": 1, "adam": 2, "adamw": 2}  # running averages that each optimizer keeps
OPTIMIZERS = tuple(MOMENTS)
L1_STEPS = ("proximal", "subgradient")


@dataclass(frozen=True)
class Recipe:
    """How one net is trained: g = ∇(cross-entropy + penalty), and what the optimizer makes of it.

    penalty: "none" | "l2": (λ/2m) Σ‖W_l‖² | "l1": (λ/m) Σ|W_l|
             | "elastic_net": (λ/m) (r Σ|W_l| + (1−r)/2 Σ‖W_l‖²), r = l1_ratio; biases are never penalised.
    l1_step: "proximal" (w ← S(w − η g, ηλr/m): exact zeros) or "subgradient" (λr/m · sign(w) in g: chatters).
    optimizer: "gd": W ← W − η g
             | "momentum": W ← W − η g + μ (W − W before) (Polyak 1964, eq. 9), the proximal step after it all
               (iPiano, Ochs et al. 2014, alg. 1), so that it rests where gd does
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
        if any(len(change) != 2 for change in self.lambd_schedule):
            raise ValueError(f"lambd_schedule needs pairs (step, λ), got {self.lambd_schedule}")
        steps = [whole_number("lambd_schedule", step, at_least=0) for step, _ in self.lambd_schedule]
        if any(after <= before for before, after in pairwise(steps)):
            raise ValueError(f"lambd_schedule needs rising steps, got {steps}")
        for _, lambd in self.lambd_schedule:
            nonnegative("lambd_schedule", lambd)

    @cached_property
    def mixing(self) -> float:
        """r, the share of L1, as in `penalties.mixing`."""
        return penalties.mixing(self.penalty, self.l1_ratio)

    def lambd_at(self, step: int) -> float:
        """The λ with which step `step` → `step` + 1 is made; 0 for penalty "none"."""
        if self.penalty == "none":
            return 0.0
        begun = [lambd for start, lambd in self.lambd_schedule if start <= step]
        return begun[-1] if begun else self.lambd

    def pull(self, step: int, m: int) -> tuple[float, float]:
        """(ρ, κ) = (λ(1−r)/m, λr/m) at that step: the penalty pulls a weight w by ρ w + κ sign(w)."""
        r, lambd = self.mixing, self.lambd_at(step)
        return lambd * (1 - r) / m, lambd * r / m


def pulls(recipes: Sequence[Recipe], step: int, m: int) -> FloatArray:
    """ρ and κ of every net at that step, (2, K)."""
    return np.array([recipe.pull(step, m) for recipe in recipes]).T


def largest_decay(recipe: Recipe) -> float:
    """The largest ηρ, ρ = λ(1−r)/m, with which the pull of L2 by itself does not throw a weight further out.

    2 for gradient descent and AdamW: w ← (1 − ηρ) w. 2(1 + μ) for momentum: above it a root of
    z² − (1 + μ − ηρ) z + μ leaves the unit circle (Polyak 1964). ∞ for Adam, whose steps do not grow with w.
    """
    limits = {"gd": 2.0, "momentum": 2 * (1 + recipe.momentum), "adam": np.inf, "adamw": 2.0}
    return limits[recipe.optimizer]


def held_size(dims: Sequence[int], dtype: DTypeLike = np.float64) -> float:
    """x^(1/(L+1)), x the smallest normal number: where `Update` holds a weight that L2 would shrink for ever.

    dims: (n_0, …, n_L). In float64 1.2·10⁻⁷⁷ for two hidden layers, 2.8·10⁻¹⁰³ for one. No weight of this
    size matters, and a product of one from every layer is still a normal number: others are slow.
    """
    return float(np.finfo(dtype).tiny ** (1 / len(dims)))


class Update:
    """One step of B nets on their flat θ; η, ρ and κ are each net's own, all else is the same for all."""

    def __init__(
        self, recipes: Sequence[Recipe], dims: Sequence[int], m: int, theta: FloatArray, gradient: FloatArray
    ) -> None:
        self.recipes, self.dims, self.m = recipes, dims, m
        self.theta, self.gradient = theta, gradient
        self.shared = recipes[0]
        self.moments = [aligned(theta.shape, theta.dtype) for _ in range(MOMENTS[self.shared.optimizer])]
        self.scratch = [aligned(theta.shape, theta.dtype) for _ in range(2)]
        eta = [recipe.learning_rate for recipe in recipes]
        self.eta = self._per_parameter(eta, eta)
        self.floor = theta.dtype.type(held_size(dims, theta.dtype))
        self.switches = {step for recipe in recipes for step, _ in recipe.lambd_schedule}
        self.set_lambd(0)

    def set_lambd(self, step: int) -> None:
        """Take up the λ of that step."""
        rho, kappa = pulls(self.recipes, step, self.m)
        proximal = np.array([recipe.l1_step == "proximal" for recipe in self.recipes])
        self.rho = self._per_parameter(rho)
        self.kappa = self._per_parameter(np.where(proximal, 0, kappa)) if kappa[~proximal].any() else None
        self.kappa_proximal = (
            self._per_parameter(np.where(proximal, kappa, 0)) if kappa[proximal].any() else None
        )

    def __call__(self, step: int) -> None:
        """θ after step `step` → `step` + 1, from the gradient of the data loss, which is used up."""
        if step in self.switches:
            self.set_lambd(step)
        theta, g, (pull, other) = self.theta, self.gradient, self.scratch
        if step % 16 == 0:
            self._hold_above_underflow()
        np.multiply(self.rho, theta, out=pull)
        if self.kappa is not None:
            np.sign(theta, out=other)
            other *= self.kappa
            pull += other
        if self.shared.optimizer == "adamw":
            pull *= self.eta
            theta -= pull
        else:
            g += pull
        step_size = self._descend(step)
        if self.kappa_proximal is not None:
            # w ← S(w, τ) = w − clip(w, −τ, τ)
            np.multiply(step_size, self.kappa_proximal, out=pull)
            np.negative(pull, out=other)
            np.maximum(theta, other, out=other)
            np.minimum(other, pull, out=other)
            theta -= other
            if self.shared.optimizer == "momentum":
                self.moments[0] -= other

    def freeze(self, nets: NDArray[np.bool_]) -> None:
        """Put these nets at 0 and leave them there."""
        for flat in (self.theta, self.eta, *self.moments):
            for W in layer_views(self.dims, len(self.recipes), flat):
                W[nets] = 0

    def _hold_above_underflow(self) -> None:
        """Where L2 alone shrinks a weight for ever, stop at the floor: denormal numbers are slow."""
        small = (np.abs(self.theta, out=self.scratch[0]) < self.floor) & (self.rho > 0) & (self.theta != 0)
        if self.kappa_proximal is not None:
            small &= self.kappa_proximal == 0
        if small.any():
            self.theta[small] = np.copysign(self.floor, self.theta[small])

    def _descend(self, step: int) -> FloatArray:
        """θ ← θ − step size · direction; returns the step size, η or Adam's η/(√v̂ + ε), per parameter."""
        g, shared = self.gradient, self.shared
        if shared.optimizer == "gd":
            g *= self.eta
            self.theta -= g
            return self.eta
        if shared.optimizer == "momentum":
            (move,) = self.moments
            move *= shared.momentum
            g *= self.eta
            move -= g
            self.theta += move
            return self.eta
        (m, v), (direction, step_size) = self.moments, self.scratch
        m *= shared.beta1
        np.multiply(g, 1 - shared.beta1, out=direction)
        m += direction
        v *= shared.beta2
        np.square(g, out=g)
        g *= 1 - shared.beta2
        v += g
        np.multiply(v, 1 / (1 - shared.beta2 ** (step + 1)), out=step_size)
        np.sqrt(step_size, out=step_size)
        step_size += shared.epsilon
        np.divide(self.eta, step_size, out=step_size)
        np.multiply(m, 1 / (1 - shared.beta1 ** (step + 1)), out=direction)
        direction *= step_size
        self.theta -= direction
        return step_size if shared.optimizer == "adam" else self.eta

    def _per_parameter(self, weights: ArrayLike, biases: ArrayLike = 0) -> FloatArray:
        """The flat vector that holds a net's number at each of its weights, another at its biases."""
        nets = len(self.recipes)
        flat = aligned(self.theta.shape, self.theta.dtype)
        for W in layer_views(self.dims, nets, flat):
            W[..., :-1] = np.reshape(weights, (-1, 1, 1))
            W[..., -1:] = np.reshape(biases, (-1, 1, 1))
        return flat


def shared_settings(recipe: Recipe) -> tuple[float | str, ...]:
    """What the nets of one `Update` must have in common."""
    numbers = {"gd": (), "momentum": ("momentum",)}.get(recipe.optimizer, ("beta1", "beta2", "epsilon"))
    return (recipe.optimizer, *(getattr(recipe, name) for name in numbers))
