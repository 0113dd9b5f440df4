"""What the places worth seeing are said to show, they show."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dashboard.networks.grid import LAMBDA_CODES, Grid, initial
from dashboard.networks.problem import built_in
from l2core.datasets import Split
from l2core.history import History
from l2core.network import forward_propagation
from l2core.training import train
from lessons.weight_shrinkage.choice import HIDDEN
from lessons.weight_shrinkage.presets import known_to_fail, known_to_work, presets
from tests.lessons.weight_shrinkage.states import plain


@dataclass(frozen=True)
class Place:
    """The three nets of a place: what its address says of them, and how they were trained."""

    split: Split
    grid: Grid
    history: History
    lambd: float
    step: int

    def parameters(self, panel: int, step: int | None = None) -> dict[str, np.ndarray]:
        return self.history.parameters(panel, self.step if step is None else step)

    def weights(self, panel: int, step: int | None = None) -> np.ndarray:
        """All weights of the net of a panel: 0 without a penalty, 1 under L2, 2 under the third."""
        parameters = self.parameters(panel, step)
        return np.concatenate([W.ravel() for name, W in parameters.items() if name.startswith("W")])

    def answers(self, panel: int) -> np.ndarray:
        return forward_propagation(self.split.X_train, self.parameters(panel))[0]

    def goes_on(self, panel: int, step: int, steps: int) -> np.ndarray:
        """The weights of so many steps more, from a kept step on: (steps + 1, n)."""
        recipe, start = self.history.recipes[panel], self.parameters(panel, step)
        more = train(
            self.split.X_train, self.split.Y_train, start, [recipe], epochs=steps, snapshots=range(steps)
        )
        return np.concatenate([more.weights[f"W{k}"][:, 0].reshape(steps + 1, -1) for k in (1, 2, 3)], axis=1)


@cache
def there(label: str) -> Place:
    """The place of this name, through its own address; what that leaves unsaid is as the page begins."""
    (preset,) = (preset for preset in presets(plain) if preset.words == label)
    codes = {"lam": "1", "m": "200", "eta": "0.3", "penalty": "l1", "opt": "gd", "l1step": "proximal"}
    codes |= {"look": "", "scale": "linear"}
    assert set(preset.codes) <= {*codes, "step"}
    codes |= preset.codes
    split = built_in("football", int(codes["m"]), 0.0, 1.0, 1)
    grid = Grid(
        HIDDEN["20-3"],
        ("l2", codes["penalty"]),
        float(codes["eta"]),
        3000,
        0,
        0.5,
        codes["l1step"],
        codes["opt"],
    )
    nets = [
        grid.net(penalty, LAMBDA_CODES.index(codes["lam"])) for penalty in ("none", "l2", codes["penalty"])
    ]
    history = train(
        split.X_train,
        split.Y_train,
        initial(grid.hidden, split, 0),
        [grid.recipes()[net] for net in nets],
        epochs=grid.epochs,
        snapshots=grid.steps(),
    )
    return Place(split, grid, history, float(codes["lam"]), grid.steps().index(int(codes["step"])))


def test_of_the_net_under_l1_four_wires_are_left_and_they_make_one_way() -> None:
    here = there("What is left of the net")
    first, second, last = (here.parameters(2)[f"W{k}"] != 0 for k in (1, 2, 3))
    assert [first.sum(), second.sum(), last.sum()] == [2, 1, 1]
    assert first.any(axis=0).all()  # both inputs
    assert first.any(axis=1).tolist() == second.any(axis=0).tolist()  # lead to the neuron that goes on
    assert second.any(axis=1).tolist() == last.any(axis=0).tolist()


def test_in_decades_half_of_the_weights_sink_on_parallel_slopes() -> None:
    here = there("In decades")
    steps = here.history.epochs
    back = int(np.searchsorted(steps, 1500))
    now, before = (np.abs(here.weights(1, step)) for step in (here.step, back))
    slope = np.log(now / before) / (steps[here.step] - steps[back])
    sinking = np.isclose(slope, np.log(1 - 0.3 * here.lambd / 200), rtol=1e-2)
    assert 0.4 < sinking.mean() < 0.6
    assert (now > 1e-10).all()  # above the line on which the smallest lie together, and that of exact zeros


def test_elastic_net_ends_with_most_weights_at_0() -> None:
    here = there("Elastic net")
    assert here.history.recipes[2].mixing == 0.5
    assert (here.weights(2) == 0).mean() > 0.5


def test_adamw_makes_exact_zeros() -> None:
    here = there("Weight decay")
    assert (here.weights(2) == 0).mean() > 0.25
    assert (here.weights(1) != 0).all()


def test_by_subgradient_steps_most_weights_hop_to_and_fro() -> None:
    here = there("Subgradient steps")
    assert (here.weights(2) != 0).all()
    signs = np.sign(here.goes_on(2, here.step, 40))
    crossings = (signs[1:] != signs[:-1]).sum(axis=0)
    assert (crossings >= 2).mean() > 0.5


def test_too_large_a_lambda_leaves_nets_that_say_one_half() -> None:
    here = there("λ too large")
    assert (here.weights(2) == 0).all()
    assert 0 < np.abs(here.weights(1)).max() < 1e-6
    for panel in (1, 2):
        assert np.abs(here.answers(panel) - 0.5).max() < 5e-3


def test_above_2_each_step_of_l2_throws_the_weights_farther_out() -> None:
    here = there("ηλ/m above 2")
    assert here.grid.learning_rate * here.lambd / 20 > 2
    assert here.split.Y_train.size == 20
    assert here.history.diverged_at[1] > 0
    w = here.goes_on(1, 0, 3)
    assert (np.sign(w[1:]) == -np.sign(w[:-1])).mean() > 0.9
    assert (np.abs(w[1:]).max(axis=1) > np.abs(w[:-1]).max(axis=1)).all()


def test_every_place_has_a_name_and_a_reason_of_its_own() -> None:
    every = presets(plain)
    assert len({(preset.words, preset.why) for preset in every}) == len(every)
    assert {preset.kind for preset in known_to_work(plain)} == {"works"}
    assert {preset.kind for preset in known_to_fail(plain)} == {"fails"}
