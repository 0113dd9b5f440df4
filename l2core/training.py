"""Full-batch training of many nets at once: every λ, penalty, optimizer and seed in one run."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from l2core.batch import (
    LINE,
    Batch,
    aligned,
    checked_data,
    layer_dims,
    load,
    nets_in_cache,
    own,
    size_of,
)
from l2core.checks import FloatArray, positive, whole_number
from l2core.history import History, empty_history, joined, loss_and_accuracy, penalty_value, snapshot_schedule
from l2core.network import Parameters, checked_layers
from l2core.optimizers import Recipe, Update, shared_settings
from l2core.workers import in_processes

DIVERGED_ABOVE = 1e10
REPORTS = 40  # each makes the workers wait for one another
FLOATS = (np.float64, np.float32, "float64", "float32")  # a dtype object compares equal to its type
Report = Callable[[float], bool | None]


def train(
    X: ArrayLike,
    Y: ArrayLike,
    start: Parameters | Sequence[Parameters],
    recipes: Sequence[Recipe],
    *,
    epochs: int,
    snapshots: Sequence[int] | None = None,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    dtype: DTypeLike = np.float64,
    workers: int = 1,
    block: int | None = None,
    report: Report | None = None,
    memory_limit: int = 2**30,
) -> History:
    """W_l ← W_l − η (∂(cross-entropy)/∂W_l + (λ/m) W_l), `epochs` times, for every recipe at once.

    X (n_0, m) and Y (1, m) for all nets, or one of each per net: (K, n_0, m) and (K, 1, m); K = len(recipes).
    start: the parameters every net starts from, or one dict per recipe.
    snapshots: the steps to keep (0 and the last are added); by default `snapshot_schedule(epochs)`.
    validation: (X, Y) of further examples, shared or per net, evaluated at the snapshots.
    dtype: float64, or float32 for speed.
    workers: so many processes share the nets out; they stay for the next run. block: nets are trained `block`
    at a time, by default as many as fit the processor's cache. Neither changes a result beyond rounding.
    More than one thread of BLAS slows small nets down: set OPENBLAS_NUM_THREADS=1, as the workers do.
    report: called as report(fraction done), 40 times in a long run. If it returns True the run ends there:
    the history then ends with a snapshot of that step, and its `stopped` is True.
    memory_limit: bytes; what the run needs is known before it starts, and ValueError says so if it is more.

    A net diverges when a parameter is not finite or above 1e10 in size. That is looked for at every snapshot
    and report, then traced back to the exact step; the net is NaN from there on and the others go on.
    Equal to the notes' two functions in a loop, net by net, to rounding. A weight that L2 shrinks for ever
    ends near 1e-77 in a net of three layers (float32: 3e-10), and not at 0 or in denormal numbers, ten times
    as slow.
    """
    recipes = tuple(recipes)
    if not recipes or not all(isinstance(recipe, Recipe) for recipe in recipes):
        raise ValueError(f"recipes needs a Recipe at least, and nothing else, got {recipes!r:.80}")
    K = len(recipes)
    if dtype not in FLOATS:
        raise ValueError(f"dtype needs float64 or float32, got {dtype!r}")
    epochs = whole_number("epochs", epochs, at_least=0)
    workers = min(whole_number("workers", workers, at_least=1), K)
    initial = _stacked(start, K, dtype)
    dims = layer_dims(initial)
    if dims[-1] != 1:
        raise ValueError(f"start needs one output, got {dims[-1]}")
    data = checked_data(("X", "Y"), X, Y, dims[0], K)
    if validation is not None and len(validation) != 2:
        raise ValueError(f"validation needs (X, Y), got {len(validation)} entries")
    held_out = validation and checked_data(("validation[0]", "validation[1]"), *validation, dims[0], K)
    kept = _kept(snapshots, epochs)
    m, n_validation = data[0].shape[-1], held_out[0].shape[-1] if held_out else 0
    block = whole_number("block", nets_in_cache(dims, m, dtype) if block is None else block, at_least=1)
    needed = memory_needed(dims, m, K, len(kept), n_validation=n_validation, dtype=dtype, workers=workers)
    if needed > positive("memory_limit", memory_limit):
        raise ValueError(
            f"memory_limit needs to be {needed} bytes for {len(kept)} snapshots of {K} nets,"
            f" got {memory_limit}: keep fewer snapshots, train fewer nets or raise it"
        )

    if workers == 1:
        return _run(recipes, initial, data, held_out, epochs, kept, block, report)
    # Nets of each kind go to the workers by turns, so that none has all the costly ones
    shares = [np.sort(_by_kind(recipes)[worker::workers]) for worker in range(workers)]
    arguments = [
        {
            "recipes": tuple(recipes[k] for k in nets),
            "initial": {name: array[nets] for name, array in initial.items()},
            "data": tuple(own(array, nets) for array in data),
            "held_out": held_out and tuple(own(array, nets) for array in held_out),
            "epochs": epochs,
            "kept": kept,
            "block": block,
        }
        for nets in shares
    ]
    return joined(in_processes(_run, arguments, report), shares)


def memory_needed(
    dims: Sequence[int],
    n_examples: int,
    nets: int,
    snapshots: int,
    *,
    n_validation: int = 0,
    dtype: DTypeLike = np.float64,
    workers: int = 1,
) -> int:
    """Bytes that `train` needs at most: S·K·(P + 5) numbers for the snapshots, and the buffers of all nets.

    P parameters a net; beside them 16 vectors of that size (rates, moments, copies) and, for every example
    and every unit, the activation, its gradient, the gate and a 0. Snapshots that come from workers exist
    three times when they are handed over.
    """
    item, P = np.dtype(dtype).itemsize, size_of(dims)
    units, columns = sum(dims) + len(dims), n_examples + n_validation + 2 * LINE // item
    kept = snapshots * (P * item + 5 * 8) * (3 if workers > 1 else 1)
    return nets * (kept + 16 * P * item + (3 * item + 1) * units * columns)


def _run(
    recipes: tuple[Recipe, ...],
    initial: dict[str, FloatArray],
    data: tuple[FloatArray, FloatArray],
    held_out: tuple[FloatArray, FloatArray] | None,
    epochs: int,
    kept: Sequence[int],
    block: int,
    report: Report | None,
) -> History:
    """`train`, once its arguments are in order."""
    history = empty_history(kept, recipes, initial, data[0].shape[-1], validated=held_out is not None)
    blocks = [_Block(nets, history, data, held_out, initial) for nets in _blocks(recipes, block)]
    reports = np.linspace(0, epochs, REPORTS + 1).astype(int).tolist()[1:] if report else []
    s = 0
    for stop in sorted({*kept, *reports}):
        for nets in blocks:
            nets.advance(stop)
        ends = report is not None and stop > 0 and bool(report(stop / epochs))
        if ends or stop == kept[s]:
            history.epochs[s] = stop
            for nets in blocks:
                nets.record(s)
            s += 1
        if ends and stop < epochs:
            return history.until(s)
    return history


class _Block:
    """Nets that are trained together, their optimizer, and the place of their numbers in the history."""

    def __init__(
        self,
        nets: NDArray[np.intp],
        history: History,
        data: tuple[FloatArray, FloatArray],
        held_out: tuple[FloatArray, FloatArray] | None,
        start: Mapping[str, FloatArray],
    ) -> None:
        self.nets, self.history, self.done = nets, history, 0
        self.recipes = [history.recipes[k] for k in nets]
        self.switches = {step for recipe in self.recipes for step, _ in recipe.lambd_schedule}
        dims, B = history.layer_dims, len(nets)
        self.theta = aligned((B * size_of(dims),), start["W1"].dtype)
        X, self.Y = (own(array, nets) for array in data)
        self.batch = Batch(dims, B, X, self.theta, self.Y)
        load(self.batch.W, start, nets)
        self.update = Update(self.recipes, dims, history.n_examples, self.theta, self.batch.gradient)
        self.state = (self.theta, *self.update.moments)
        self.saved = tuple(np.zeros_like(array) for array in self.state)
        if held_out is not None:
            X, self.held_out_Y = (own(array, nets) for array in held_out)
            self.held_out = Batch(dims, B, X, self.theta)

    @np.errstate(all="ignore")  # a diverging net overflows
    def advance(self, stop: int) -> None:
        """Train on to step `stop`. Where nets diverged on the way, go back and find the step of each."""
        _copy(self.state, self.saved)
        self._steps(self.done, stop)
        if (diverged := self._diverged()).any():
            _copy(self.saved, self.state)
            self.update.set_lambd(self.done)
            for step in range(self.done, stop):
                self._steps(step, step + 1)
                now = diverged & self._diverged()
                self.history.diverged_at[self.nets[now]] = step + 1
                self.update.freeze(now)
        self.done = stop

    @np.errstate(all="ignore")
    def record(self, s: int) -> None:
        """Weights, losses and accuracies at snapshot s, of the nets that did not diverge."""
        h, sound = self.history, self.history.diverged_at[self.nets] < 0
        k = self.nets[sound]
        for layer, W in enumerate(self.batch.W, start=1):
            h.weights[f"W{layer}"][s, k], h.weights[f"b{layer}"][s, k] = W[sound, :, :-1], W[sound, :, -1:]
        weights = [W[..., :-1] for W in self.batch.W]
        penalty = penalty_value(weights, self.recipes, self.done, h.n_examples)
        h.penalty[s, k] = penalty[sound]
        loss, accuracy = loss_and_accuracy(self.batch.forward(), self.Y)
        h.data_loss[s, k], h.accuracy[s, k] = loss[sound], accuracy[sound]
        if h.validation_loss is not None and h.validation_accuracy is not None:
            loss, accuracy = loss_and_accuracy(self.held_out.forward(), self.held_out_Y)
            h.validation_loss[s, k], h.validation_accuracy[s, k] = loss[sound], accuracy[sound]

    def _steps(self, start: int, stop: int) -> None:
        for step in range(start, stop):
            if step in self.switches:
                self.update.set_lambd(step)
            self.batch.forward()
            self.batch.backward()
            self.update(step)

    def _diverged(self) -> NDArray[np.bool_]:
        largest = [np.abs(W).max(axis=(1, 2)) for W in self.batch.W]
        return ~(np.max(largest, axis=0) <= DIVERGED_ABOVE)


def _blocks(recipes: Sequence[Recipe], block: int) -> list[NDArray[np.intp]]:
    """The nets in blocks of one kind of update and at most `block` nets, as even as they go."""
    order = _by_kind(recipes)
    ends = [i for i in range(1, len(order)) if _kind(recipes[order[i]])[0] != _kind(recipes[order[i - 1]])[0]]
    return [part for nets in np.split(order, ends) for part in np.array_split(nets, -(-len(nets) // block))]


def _by_kind(recipes: Sequence[Recipe]) -> NDArray[np.intp]:
    """The nets in an order that keeps together what is updated alike."""
    return np.array(sorted(range(len(recipes)), key=lambda k: _kind(recipes[k])), dtype=np.intp)


def _kind(recipe: Recipe) -> tuple[tuple[float | str, ...], str]:
    """What a block must have in common, and what it had better: each way of L1 has operations of its own."""
    return shared_settings(recipe), recipe.l1_step if recipe.penalty in ("l1", "elastic_net") else ""


def _copy(source: Sequence[FloatArray], target: Sequence[FloatArray]) -> None:
    for theirs, ours in zip(source, target, strict=True):
        ours[:] = theirs


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
