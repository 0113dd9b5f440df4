"""Full-batch training of many nets at once: every λ, penalty, optimizer and seed in one run."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from l2core.batch import Batch, layer_dims, load, size_of
from l2core.checks import FloatArray, finite_array, whole_number
from l2core.history import History, penalty_value, snapshot_schedule
from l2core.network import Parameters, checked_layers, labels
from l2core.optimizers import Recipe, Update

DIVERGED_ABOVE = 1e10
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
    threads: int = 1,
    block: int = 16,
    report: Report | None = None,
    memory_limit: int = 2**30,
) -> History:
    """W_l ← W_l − η (∂(cross-entropy)/∂W_l + (λ/m) W_l), `epochs` times, for every recipe at once.

    X (n_0, m) and Y (1, m) for all nets, or one of each per net: (K, n_0, m) and (K, 1, m); K = len(recipes).
    start: the parameters every net starts from, or one dict per recipe.
    snapshots: the steps to keep (0 and the last are added); by default `snapshot_schedule(epochs)`.
    validation: (X, Y) of further examples, shared or per net, evaluated at the snapshots.
    dtype: float64, or float32 for speed. threads, block: nets are trained `block` at a time, `threads` blocks
    at once; neither changes a result beyond rounding. BLAS should have one thread (OPENBLAS_NUM_THREADS=1).
    report: called as report(fraction done) at least 100 times in a long run; if it returns True the run ends
    there, and the history with it (History.stopped).
    memory_limit: bytes; what the run needs is known before it starts, and ValueError says so if it is more.

    A net diverges when a parameter is not finite or above 1e10 in size. That is looked for at every snapshot
    and report, then traced back to the exact step; the net is NaN from there on and the others go on.
    Equal to the notes' two functions in a loop, net by net, to rounding.
    """
    recipes = tuple(recipes)
    if not recipes or not all(isinstance(recipe, Recipe) for recipe in recipes):
        raise ValueError(f"recipes needs a Recipe at least, and nothing else, got {recipes!r:.80}")
    K = len(recipes)
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"dtype needs float64 or float32, got {dtype}")
    epochs = whole_number("epochs", epochs, at_least=0)
    threads = whole_number("threads", threads, at_least=1)
    block = whole_number("block", block, at_least=1)
    weights0 = _stacked(start, K, dtype)
    dims = layer_dims(weights0)
    if dims[-1] != 1:
        raise ValueError(f"start needs one output, got {dims[-1]}")
    X, Y = _data(("X", "Y"), X, Y, dims[0], K)
    held_out = (
        None if validation is None else _data(("validation X", "validation Y"), *validation, dims[0], K)
    )
    kept = _kept(snapshots, epochs)

    S, m = len(kept), X.shape[-1]
    needed = memory_needed(dims, m, K, S, 0 if held_out is None else held_out[0].shape[-1], dtype, block)
    if needed > memory_limit:
        raise ValueError(
            f"memory_limit needs to be {needed} bytes for {S} snapshots of {K} nets, got {memory_limit}:"
            " keep fewer snapshots, train fewer nets or raise it"
        )

    history = History(
        epochs=np.array(kept, dtype=np.intp),
        data_loss=np.full((S, K), np.nan),
        penalty=np.full((S, K), np.nan),
        accuracy=np.full((S, K), np.nan),
        validation_loss=None if held_out is None else np.full((S, K), np.nan),
        validation_accuracy=None if held_out is None else np.full((S, K), np.nan),
        weights={name: np.full((S, *array.shape), np.nan, dtype) for name, array in weights0.items()},
        diverged_at=np.full(K, -1, dtype=np.intp),
        recipes=recipes,
        n_examples=m,
    )
    groups = [_Group(nets, history, X, Y, held_out, weights0) for nets in _blocks(recipes, block)]
    reports = np.linspace(0, epochs, 101).astype(int).tolist()[1:] if report else []
    s = 0
    with ThreadPoolExecutor(threads) as pool:
        each = map if threads == 1 else pool.map
        for stop in sorted({*kept, *reports}):
            list(each(_Group.advance, groups, repeat(stop)))
            ends = report is not None and stop > 0 and report(stop / epochs) is True
            if ends or stop in kept:
                history.epochs[s] = stop
                list(each(_Group.record, groups, repeat(s)))
                s += 1
            if ends and stop < epochs:
                return history.until(s)
    return history


def memory_needed(
    dims: Sequence[int],
    n_examples: int,
    nets: int,
    snapshots: int,
    n_validation: int = 0,
    dtype: DTypeLike = np.float64,
    block: int = 16,
) -> int:
    """Bytes that `train` holds at most: S·K·(P + 5 numbers), plus the buffers of all blocks."""
    item, P = np.dtype(dtype).itemsize, size_of(dims)
    kept = snapshots * nets * (P * item + 5 * 8)
    buffers = nets * (20 * P + 2 * (n_examples + n_validation) * (sum(dims) + len(dims))) * item
    return kept + buffers


class _Group:
    """The nets of one block, their optimizer, and the place of their numbers in the history."""

    def __init__(
        self,
        nets: NDArray[np.intp],
        history: History,
        X: FloatArray,
        Y: FloatArray,
        held_out: tuple[FloatArray, FloatArray] | None,
        weights0: Mapping[str, FloatArray],
    ) -> None:
        self.nets, self.history = nets, history
        dims, dtype = history.layer_dims, weights0["W1"].dtype
        self.recipes = [history.recipes[k] for k in nets]
        self.Y = _own(Y, nets)
        theta = np.zeros(len(nets) * size_of(dims), dtype)
        self.batch = Batch(dims, len(nets), _own(X, nets), self.Y, theta)
        load(self.batch.W, weights0, nets)
        self.update = Update(self.recipes, dims, history.n_examples, theta, self.batch.gradient)
        self.switches = sorted({step for recipe in self.recipes for step, _ in recipe.lambd_schedule})
        self.saved = (np.zeros_like(theta), np.zeros_like(self.update.moments))
        self.held_out = None
        if held_out is not None:
            self.held_out = Batch(dims, len(nets), _own(held_out[0], nets), _own(held_out[1], nets), theta)
            self.held_out_Y = _own(held_out[1], nets)
        self.done = 0

    def advance(self, stop: int) -> None:
        """Train on to step `stop`; nets that diverge on the way are marked and taken out."""
        with np.errstate(all="ignore"):
            for kept, now in zip(self.saved, (self.batch.theta, self.update.moments), strict=True):
                kept[:] = now
            self._steps(self.done, stop)
            if (diverged := self._diverged()).any():
                for kept, now in zip(self.saved, (self.batch.theta, self.update.moments), strict=True):
                    now[:] = kept
                for step in range(self.done, stop):
                    self._steps(step, step + 1)
                    if (out := self._diverged() & diverged).any():
                        self._take_out(out, step + 1)
        self.done = stop

    def record(self, s: int) -> None:
        """Weights, losses and accuracies at snapshot s."""
        h, nets, m = self.history, self.nets, self.history.n_examples
        alive = h.diverged_at[nets] < 0
        k = nets[alive]
        for layer, W in enumerate(self.batch.W, start=1):
            h.weights[f"W{layer}"][s, k] = W[alive, :, :-1]
            h.weights[f"b{layer}"][s, k] = W[alive, :, -1:]
        penalty = penalty_value([W[..., :-1] for W in self.batch.W], self.recipes, self.done, m)
        h.penalty[s, k] = penalty[alive]
        loss, accuracy = _loss_and_accuracy(self.batch.forward(), self.Y)
        h.data_loss[s, k], h.accuracy[s, k] = loss[alive], accuracy[alive]
        if self.held_out is not None and h.validation_loss is not None and h.validation_accuracy is not None:
            loss, accuracy = _loss_and_accuracy(self.held_out.forward(), self.held_out_Y)
            h.validation_loss[s, k], h.validation_accuracy[s, k] = loss[alive], accuracy[alive]

    def _steps(self, start: int, stop: int) -> None:
        for step in range(start, stop):
            if step in self.switches:
                self.update.set_lambd(step)
            self.batch.forward()
            self.batch.backward()
            self.update(step)

    def _diverged(self) -> NDArray[np.bool_]:
        sizes = [np.abs(W).max(axis=(1, 2)) for W in self.batch.W]
        return ~(np.max(sizes, axis=0) <= DIVERGED_ABOVE)

    def _take_out(self, nets: NDArray[np.bool_], step: int) -> None:
        """From here on these nets stay at 0 and cost no more than the others."""
        self.history.diverged_at[self.nets[nets]] = step
        self.update.freeze(nets)


def _loss_and_accuracy(Z: FloatArray, Y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """−(1/m) Σ [Y log σ(Z) + (1−Y) log(1−σ(Z))] from the logits Z (B, 1, m), finite at any Z."""
    Z = Z.astype(np.float64)
    loss = np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))
    return loss.mean(axis=(1, 2)), ((Z > 0) == (Y > 0.5)).mean(axis=(1, 2))


def _blocks(recipes: Sequence[Recipe], block: int) -> list[NDArray[np.intp]]:
    """The nets in blocks of at most `block`, each with one optimizer."""
    blocks: list[NDArray[np.intp]] = []
    for optimizer in sorted({recipe.optimizer for recipe in recipes}):
        nets = np.array([k for k, recipe in enumerate(recipes) if recipe.optimizer == optimizer])
        blocks += np.array_split(nets, -(-len(nets) // block))
    return blocks


def _stacked(start: Parameters | Sequence[Parameters], nets: int, dtype: DTypeLike) -> dict[str, FloatArray]:
    """{"W1": (K, n_1, n_0), "b1": (K, n_1, 1), …} from one dict for all nets or one for each."""
    starts = [start] * nets if isinstance(start, Mapping) else list(start)
    if len(starts) != nets:
        raise ValueError(f"start needs one parameters dict or one per recipe, {nets}, got {len(starts)}")
    layers = [checked_layers(parameters, "start") for parameters in starts]
    shapes = {tuple(W.shape for W, _ in net) for net in layers}
    if len(shapes) > 1:
        raise ValueError(f"start needs nets of one shape, got {sorted(shapes)}")
    stacked = {}
    for layer, pairs in enumerate(zip(*layers, strict=True), start=1):
        for kind, arrays in zip("Wb", zip(*pairs, strict=True), strict=True):
            stacked[f"{kind}{layer}"] = np.stack(arrays).astype(dtype)
    return stacked


def _data(
    names: tuple[str, str], X: ArrayLike, Y: ArrayLike, n: int, nets: int
) -> tuple[FloatArray, FloatArray]:
    """X (n, m) and Y (1, m), or (K, n, m) and (K, 1, m); each may be shared while the other is not."""
    X, Y = finite_array(names[0], X), finite_array(names[1], Y)
    for name, array, rows in ((names[0], X, n), (names[1], Y, 1)):
        if array.shape[:-1] not in ((rows,), (nets, rows)) or not array.size:
            raise ValueError(f"{name} needs shape ({rows}, m) or ({nets}, {rows}, m), got {array.shape}")
    return X, labels(names[1], Y, (*Y.shape[:-1], X.shape[-1]))


def _kept(snapshots: Sequence[int] | None, epochs: int) -> list[int]:
    if snapshots is None:
        return snapshot_schedule(epochs)
    kept = {0, epochs, *(whole_number("snapshots", step, at_least=0) for step in snapshots)}
    if max(kept) > epochs:
        raise ValueError(f"snapshots needs steps from 0 to {epochs}, got {max(kept)}")
    return sorted(kept)


def _own(array: FloatArray, nets: NDArray[np.intp]) -> FloatArray:
    """The part of these nets where every net has its own, else the shared array."""
    return array[nets] if array.ndim == 3 else array
