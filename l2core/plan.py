"""What a training run is to do: its arguments put in order, shared out to workers, cut into blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from l2core.batch import checked_data, own
from l2core.buffers import memory_needed, nets_in_cache
from l2core.checks import FloatArray, positive, whole_number
from l2core.history import snapshot_schedule
from l2core.network import Parameters, checked_layers, layer_dims
from l2core.optimizers import Recipe, shared_settings

FLOATS = (np.float64, np.float32, "float64", "float32")  # a dtype object compares equal to its type


@dataclass(frozen=True)
class Plan:
    """K nets, what each starts from and learns from, and the steps to keep.

    recipes: one a net. start: {"W1": (K, n_1, n_0), "b1": (K, n_1, 1), …}.
    data, validation: X (n_0, m) and Y (1, m) for all nets, or of each net its own, (K, n_0, m) and (K, 1, m).
    kept: the steps of the snapshots, from 0 to `epochs`. block: so many nets at most are trained together.
    """

    recipes: tuple[Recipe, ...]
    start: dict[str, FloatArray]
    data: tuple[FloatArray, FloatArray]
    validation: tuple[FloatArray, FloatArray] | None
    epochs: int
    kept: list[int]
    block: int

    @property
    def layer_dims(self) -> tuple[int, ...]:
        """(n_0, …, n_L)."""
        return layer_dims(self.start)

    @property
    def n_examples(self) -> int:
        """m, of the training examples."""
        return self.data[0].shape[-1]

    def part(self, nets: NDArray[np.intp]) -> "Plan":
        """The plan of these nets alone."""
        return replace(
            self,
            recipes=tuple(self.recipes[k] for k in nets),
            start={name: array[nets] for name, array in self.start.items()},
            data=_own(self.data, nets),
            validation=self.validation and _own(self.validation, nets),
        )

    def shares(self, workers: int) -> list[NDArray[np.intp]]:
        """The nets of each worker: those of one kind by turns, so that none has all the costly ones."""
        order = self._by_kind()
        return [np.sort(order[worker::workers]) for worker in range(workers)]

    def blocks(self) -> list[NDArray[np.intp]]:
        """The nets in blocks of one kind of update and at most `block` nets, as even as they go."""
        order = self._by_kind()
        alike = [shared_settings(self.recipes[k]) for k in order]
        ends = [i for i in range(1, len(order)) if alike[i] != alike[i - 1]]
        return [
            part
            for nets in np.split(order, ends)
            for part in np.array_split(nets, -(-len(nets) // self.block))
        ]

    def _by_kind(self) -> NDArray[np.intp]:
        """The nets in an order that keeps together what is updated alike."""
        return np.array(sorted(range(len(self.recipes)), key=lambda k: _kind(self.recipes[k])), dtype=np.intp)


def checked_plan(
    X: ArrayLike,
    Y: ArrayLike,
    start: Parameters | Sequence[Parameters],
    recipes: Sequence[Recipe],
    *,
    epochs: int,
    snapshots: Sequence[int] | None,
    validation: tuple[ArrayLike, ArrayLike] | None,
    dtype: DTypeLike,
    block: int | None,
) -> Plan:
    """The arguments of `train` as a plan; ValueError where they do not fit each other."""
    recipes = tuple(recipes)
    if not recipes or not all(isinstance(recipe, Recipe) for recipe in recipes):
        raise ValueError(f"recipes needs a Recipe at least, and nothing else, got {recipes!r:.80}")
    K = len(recipes)
    if dtype not in FLOATS:
        raise ValueError(f"dtype needs float64 or float32, got {dtype!r}")
    epochs = whole_number("epochs", epochs, at_least=0)
    initial = _stacked(start, K, dtype)
    dims = layer_dims(initial)
    if dims[-1] != 1:
        raise ValueError(f"start needs one output, got {dims[-1]}")
    data = checked_data(("X", "Y"), X, Y, dims[0], K)
    if validation is not None and len(validation) != 2:
        raise ValueError(f"validation needs (X, Y), got {len(validation)} entries")
    return Plan(
        recipes=recipes,
        start=initial,
        data=data,
        validation=validation and checked_data(("validation[0]", "validation[1]"), *validation, dims[0], K),
        epochs=epochs,
        kept=_kept(snapshots, epochs),
        block=whole_number(
            "block", nets_in_cache(dims, data[0].shape[-1], dtype) if block is None else block, at_least=1
        ),
    )


def check_memory(plan: Plan, memory_limit: int, *, handed_over: bool) -> None:
    """ValueError if the plan needs more bytes than `memory_limit`, before any of them is taken.

    handed_over: whether its snapshots come from other processes.
    """
    dims, nets, snapshots = plan.layer_dims, len(plan.recipes), len(plan.kept)
    needed = memory_needed(
        dims,
        plan.n_examples,
        nets,
        snapshots,
        n_validation=plan.validation[0].shape[-1] if plan.validation else 0,
        dtype=plan.start["W1"].dtype,
        handed_over=handed_over,
    )
    if needed > positive("memory_limit", memory_limit):
        raise ValueError(
            f"memory_limit needs to be {needed} bytes for {snapshots} snapshots of {nets} nets,"
            f" got {memory_limit}: keep fewer snapshots, train fewer nets or raise it"
        )


def _kind(recipe: Recipe) -> tuple[tuple[float | str, ...], str]:
    """What a block must have in common, and what it had better: each way of L1 has operations of its own."""
    return shared_settings(recipe), recipe.l1_step if recipe.penalty in ("l1", "elastic_net") else ""


def _own(data: tuple[FloatArray, FloatArray], nets: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    X, Y = data
    return own(X, nets), own(Y, nets)


def _stacked(start: Parameters | Sequence[Parameters], nets: int, dtype: DTypeLike) -> dict[str, FloatArray]:
    """{"W1": (K, n_1, n_0), "b1": (K, n_1, 1), …} from one dict for all nets or one for each."""
    starts = [start] if isinstance(start, Mapping) else list(start)
    if not isinstance(start, Mapping) and len(starts) != nets:
        raise ValueError(f"start needs one parameters dict or one per recipe, {nets}, got {len(starts)}")
    layers = [checked_layers(parameters, "start") for parameters in starts]
    shapes = {tuple(W.shape for W, _ in net) for net in layers}
    if len(shapes) > 1:
        raise ValueError(f"start needs nets of one shape, got {sorted(shapes)}")
    stacked = {}
    for layer, pairs in enumerate(zip(*layers, strict=True), start=1):
        for kind, arrays in zip("Wb", zip(*pairs, strict=True), strict=True):
            every = np.stack(arrays).astype(dtype)
            stacked[f"{kind}{layer}"] = np.broadcast_to(every, (nets, *every.shape[1:]))
    return stacked


def _kept(snapshots: Sequence[int] | None, epochs: int) -> list[int]:
    if snapshots is None:
        return snapshot_schedule(epochs)
    kept = {0, epochs, *(whole_number("snapshots", step, at_least=0) for step in snapshots)}
    if max(kept) > epochs:
        raise ValueError(f"snapshots needs steps from 0 to {epochs}, got {max(kept)}")
    return sorted(kept)
