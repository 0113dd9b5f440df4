"""States of the page without a browser, and its nets computed anew."""

import itertools
import re
from collections.abc import Mapping

import numpy as np

from dashboard.networks.grid import LAMBDA_CODES, Grid
from dashboard.networks.problem import Problem, built_in
from l2core.checks import FloatArray
from l2core.datasets import DEFAULT_NOISE
from lessons.overfit_vs_regularized.choice import HIDDEN, LEARNING_RATE, SEED, SIZE, START_SEED, Choice
from lessons.overfit_vs_regularized.run import Here, here


def english(message: str) -> str:
    return message


def state(
    *,
    data: str = "football",
    m: int = SIZE,
    seed: int = SEED,
    flip: int = 0,
    scatter: float = 1.0,
    net: str = "20-3",
    eta: float = LEARNING_RATE,
    start: int = START_SEED,
    lam: str = "1",
    step: int = 40,
    epochs: int = 3000,
    problem: Problem | None = None,
) -> Here:
    """The page at an address; step: which of the 41 kept steps. epochs: fewer, where a test needs no more.

    problem: the data, where they are no data set of the lab.
    """
    if problem is None:
        split = built_in(data, m, flip / 100, scatter, seed)
        problem = Problem(data, split, flip / 100, scatter, seed)
    grid = Grid(hidden=HIDDEN[net], learning_rate=eta, start_seed=start, epochs=epochs)
    return here(Choice(problem, grid, False), LAMBDA_CODES.index(lam), min(step, len(grid.steps()) - 1))


def random_states(count: int, seed: int = 0) -> list[dict[str, object]]:
    """Addresses of the page, with every control anywhere."""
    rng = np.random.default_rng(seed)
    return [
        {
            "data": str(rng.choice([*DEFAULT_NOISE, "breast_cancer"])),
            "m": int(rng.choice([20, 30, 50, 100, 200])),
            "seed": int(rng.integers(30)),
            "flip": int(rng.choice([0, 0, 10, 20, 40])),
            "net": str(rng.choice(["5-3", "20-3"])),
            "eta": float(rng.choice([0.1, 0.5, 1.0, 2.0, 2.0])),
            "start": int(rng.integers(20)),
        }
        for _state in range(count)
    ]


def activations(weights: Mapping[str, FloatArray], X: FloatArray) -> list[FloatArray]:
    """The hidden layers' ReLUs, then the logits."""
    layers, depth = [X], len(weights) // 2
    for layer in range(1, depth + 1):
        Z = np.einsum("ij,jm->im", weights[f"W{layer}"], layers[-1]) + weights[f"b{layer}"]
        layers.append(Z if layer == depth else np.where(Z > 0, Z, 0.0))
    return layers[1:]


def answers(weights: Mapping[str, FloatArray], X: FloatArray) -> FloatArray:
    return 1 / (1 + np.exp(-activations(weights, X)[-1][0]))


def losses_of(weights: Mapping[str, FloatArray], X: FloatArray, Y: FloatArray) -> FloatArray:
    """−ln of the probability that the net gives to the label, a number for each example."""
    logits = activations(weights, X)[-1][0]
    with np.errstate(invalid="ignore"):  # a net that diverged
        return np.logaddexp(0, np.where(Y[0] > 0.5, -logits, logits))


def weights_at(here_: Here, penalty: str, step: int, lam: int | None = None) -> dict[str, FloatArray]:
    net = {"none": 0, "l2": 1, "l1": 26}[penalty]
    net += 0 if penalty == "none" else here_.lam if lam is None else lam
    return {name: array[step, net] for name, array in here_.history.weights.items()}


def every_weight(weights: Mapping[str, FloatArray]) -> FloatArray:
    return np.array([*itertools.chain(*(W.ravel() for name, W in weights.items() if name[0] == "W"))])


def number_after(words: str, sentence: str) -> float:
    """The first number behind these words, as the page writes numbers."""
    text = sentence.split(words, 1)[1].replace("−", "-").replace(",", "").replace("*", "")
    found = re.search(r"([+-]?\d+(?:\.\d+)?)(?:·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", text)
    assert found, f"no number after {words!r} in {sentence!r}"
    exponent = (found[2] or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(found[1]) * 10.0 ** int(exponent)
