"""Full-batch training steps per second, summed over the nets: l2core and its peers in one interleaved run.

    python -m benchmarks.training [--tiny] [--steps 1000] [--rounds 7]

2-20-3-1 network, 211 points, 32 nets with different λ. Every round times every entry once, in turn, so that
a busy machine slows all alike; the table shows the medians. The peers come from benchmarks/requirements.txt,
and those that are not installed are listed as such. All are held to one processor and one thread of BLAS, but
for the entry with two workers.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from l2core.network import initialize_parameters
from l2core.optimizers import Recipe
from l2core.training import train

DIMS = (2, 20, 3, 1)
EXAMPLES = 211
NETS = 32
RATE = 0.3
OURS = "l2core"
Array = np.ndarray
Run = Callable[[int], None]  # trains for so many steps


def l2core_batch(dtype: str = "float64", workers: int = 1, every_kind: bool = False) -> Run:
    """`l2core.training.train`."""
    X, Y, start, lambdas = problem()
    batch = [Recipe(lambd, learning_rate=RATE) for lambd in lambdas]
    if every_kind:
        kinds = [("none", "proximal"), ("l2", "proximal"), ("l1", "proximal"), ("l1", "subgradient")]
        kinds.append(("elastic_net", "proximal"))
        batch = [
            Recipe(lambd, penalty, learning_rate=RATE, l1_step=l1_step)
            for lambd, (penalty, l1_step) in zip(lambdas, kinds * NETS, strict=False)
        ]

    def run(steps: int) -> None:
        train(X, Y, start, batch, epochs=steps, snapshots=[], dtype=dtype, workers=workers)

    return run


def notes_loop(*, cost: bool) -> Run:
    """The notes' functions as they are printed, and the loop around them, one net."""
    X, Y, start, lambdas = problem()
    lambd = float(lambdas[0])

    def run(steps: int) -> None:
        parameters = dict(start)
        for _ in range(steps):
            A3, cache = notes_forward(X, parameters)
            if cost:
                notes_cost(A3, Y, parameters, lambd)
            gradients = notes_backward(X, Y, cache, lambd)
            for layer in range(len(parameters) // 2):
                for name in (f"W{layer + 1}", f"b{layer + 1}"):
                    parameters[name] = parameters[name] - RATE * gradients["d" + name]

    return run


def notes_forward(X: Array, parameters: Mapping[str, Array]) -> tuple[Array, tuple[Array, ...]]:
    """Z1 … A3 and the cache."""
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def notes_cost(A3: Array, Y: Array, parameters: Mapping[str, Array], lambd: float) -> float:
    """compute_cost_with_regularization."""
    m = Y.shape[1]
    logprobs = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    squares = sum(np.sum(np.square(parameters[name])) for name in ("W1", "W2", "W3"))
    return float(1.0 / m * np.nansum(logprobs) + (1.0 / m) * (lambd / 2) * squares)


def notes_backward(X: Array, Y: Array, cache: tuple[Array, ...], lambd: float) -> dict[str, Array]:
    """backward_propagation_with_regularization."""
    m = X.shape[1]
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T) + (lambd * W3) / m
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) + (lambd * W2) / m
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T) + (lambd * W1) / m
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    last = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return last | {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def scikit_learn() -> Run:
    """MLPClassifier, plain gradient descent on the full batch, one net."""
    from sklearn.neural_network import MLPClassifier

    X, Y, _, lambdas = problem()

    def run(steps: int) -> None:
        net = MLPClassifier(
            DIMS[1:-1],
            solver="sgd",
            alpha=float(lambdas[0]),
            batch_size=X.shape[1],
            learning_rate_init=RATE,
            momentum=0,
            nesterovs_momentum=False,
            max_iter=steps,
            tol=0,
            n_iter_no_change=steps + 1,
            shuffle=False,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that max_iter was reached is what is wanted
            net.fit(X.T, Y[0])

    return run


def pytorch_eager() -> Run:
    """torch.nn.Sequential and torch.optim.SGD, one net."""
    import torch

    torch.set_num_threads(1)
    X, Y, _, lambdas = problem()
    inputs, targets = torch.tensor(X.T.copy()), torch.tensor(Y.T.copy())
    layers: list[torch.nn.Module] = []
    for before, n in pairwise(DIMS):
        layers += [torch.nn.Linear(before, n, dtype=torch.float64), torch.nn.ReLU()]
    net, loss = torch.nn.Sequential(*layers[:-1]), torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE, weight_decay=float(lambdas[0]) / EXAMPLES)

    def run(steps: int) -> None:
        for _ in range(steps):
            optimizer.zero_grad()
            loss(net(inputs), targets).backward()
            optimizer.step()

    return run


def pytorch_bmm(dtype: str = "float64") -> Run:
    """All nets stacked, torch.baddbmm forward, autograd, the update written out."""
    import torch

    torch.set_num_threads(1)
    X, Y, start, lambdas = problem()
    kind = getattr(torch, dtype)
    inputs = torch.tensor(X, dtype=kind).expand(NETS, -1, -1)
    targets = torch.tensor(Y, dtype=kind).expand(NETS, -1, -1)
    decay = torch.tensor(lambdas / EXAMPLES, dtype=kind)[:, None, None]
    stacked = {
        name: torch.tensor(np.stack([array] * NETS), dtype=kind).requires_grad_()
        for name, array in start.items()
    }
    layers = [(stacked[f"W{layer}"], stacked[f"b{layer}"]) for layer in range(1, len(DIMS))]

    def run(steps: int) -> None:
        for _ in range(steps):
            A = inputs
            for W, b in layers[:-1]:
                A = torch.baddbmm(b, W, A).relu()
            Z = torch.baddbmm(layers[-1][1], layers[-1][0], A)
            loss = (
                torch.nn.functional.binary_cross_entropy_with_logits(Z, targets, reduction="sum") / EXAMPLES
            )
            parameters = [p for pair in layers for p in pair]
            gradients = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for i, (p, g) in enumerate(zip(parameters, gradients, strict=True)):
                    if i % 2 == 0:
                        g = g + decay * p
                    p.sub_(g, alpha=RATE)

    return run


def jax_vmap(dtype: str = "float64") -> Run:
    """The notes' backward pass under jax.vmap and jax.jit, all steps in one fori_loop."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    *arrays, start, grid = problem()
    X, Y, lambdas = (jnp.asarray(array, dtype=dtype) for array in (*arrays, grid))
    stacked = {name: jnp.asarray(np.stack([array] * NETS), dtype=dtype) for name, array in start.items()}

    def step(p: dict, lambd: jax.Array) -> dict:
        A1 = jnp.maximum(p["W1"] @ X + p["b1"], 0)
        A2 = jnp.maximum(p["W2"] @ A1 + p["b2"], 0)
        dZ3 = (jax.nn.sigmoid(p["W3"] @ A2 + p["b3"]) - Y) / EXAMPLES
        dZ2 = (p["W3"].T @ dZ3) * (A2 > 0)
        dZ1 = (p["W2"].T @ dZ2) * (A1 > 0)
        new = {}
        for layer, dZ, A in ((1, dZ1, X), (2, dZ2, A1), (3, dZ3, A2)):
            W, b = p[f"W{layer}"], p[f"b{layer}"]
            new[f"W{layer}"] = W - RATE * (dZ @ A.T + lambd / EXAMPLES * W)
            new[f"b{layer}"] = b - RATE * dZ.sum(axis=1, keepdims=True)
        return new

    batched = jax.jit(
        lambda p, steps: jax.lax.fori_loop(0, steps, lambda _, q: jax.vmap(step)(q, lambdas), p)
    )

    def run(steps: int) -> None:
        jax.block_until_ready(batched(stacked, steps))

    return run


ENTRIES: dict[str, tuple[Callable[[], Run], int]] = {  # what runs, and how many nets it trains
    "the notes, 1 net: forward, cost, backward, update": (lambda: notes_loop(cost=True), 1),
    "the notes, 1 net, without the cost": (lambda: notes_loop(cost=False), 1),
    "scikit-learn MLPClassifier, 1 net": (scikit_learn, 1),
    "PyTorch eager, 1 net": (pytorch_eager, 1),
    "PyTorch bmm": (pytorch_bmm, NETS),
    "PyTorch bmm, float32": (lambda: pytorch_bmm("float32"), NETS),
    "JAX jit + vmap": (jax_vmap, NETS),
    "JAX jit + vmap, float32": (lambda: jax_vmap("float32"), NETS),
    OURS: (l2core_batch, NETS),
    "l2core, all penalties in one batch": (lambda: l2core_batch(every_kind=True), NETS),
    "l2core, float32": (lambda: l2core_batch("float32"), NETS),
    "l2core, 2 workers": (lambda: l2core_batch(workers=2), NETS),
}


def problem() -> tuple[Array, Array, dict[str, Array], Array]:
    """X (2, 211), Y (1, 211), the start, and 32 λ from 0.01 to 10."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(DIMS[0], EXAMPLES))
    Y = (X[:1] * X[1:] + 0.5 * rng.normal(size=(1, EXAMPLES)) > 0).astype(float)
    return X, Y, dict(initialize_parameters(DIMS, 3)), np.geomspace(0.01, 10, NETS)


@contextmanager
def processors(count: int) -> Iterator[None]:
    """Hold this thread, and those it starts, to so many processors (where the system can)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def measure(steps: int, rounds: int) -> dict[str, list[float]]:
    """Steps per second summed over the nets, one figure a round; none where the peer is not installed."""
    rates: dict[str, list[float]] = {name: [] for name in ENTRIES}
    runs: dict[str, Run] = {}
    for name, (build, _) in ENTRIES.items():
        try:
            with processors(2 if "workers" in name else 1):
                runs[name] = build()
                runs[name](2)  # imports, compilation, starting the workers
        except ImportError:
            continue
    for _ in range(rounds):
        for name, run in runs.items():
            nets = ENTRIES[name][1]
            count = steps if nets > 1 else 2 * steps
            with processors(2 if "workers" in name else 1):
                begin = time.perf_counter()
                run(count)
                rates[name].append(count * nets / (time.perf_counter() - begin))
    return rates


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="a few steps, to see that everything runs")
    parser.add_argument("--steps", type=int, default=1000, help="steps a measurement (default 1000)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of all entries (default 7)")
    options = parser.parse_args()
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    if not threads.items() <= os.environ.items():  # they are read when NumPy is imported: start again
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | threads)
    steps, rounds = (3, 1) if options.tiny else (options.steps, options.rounds)
    rates = measure(steps, rounds)
    net = "-".join(map(str, DIMS))
    print(f"{net}, {EXAMPLES} points, {NETS} nets, median of {rounds} rounds, NumPy {np.__version__}")
    print(f"{'':52}{'steps/s, all nets':>18}{'l2core is':>14}")
    for name, figures in rates.items():
        if not figures:
            print(f"{name:52}{'not installed':>18}")
            continue
        ratio = statistics.median(ours / theirs for ours, theirs in zip(rates[OURS], figures, strict=True))
        print(f"{name:52}{statistics.median(figures):18,.0f}{ratio:12.2f} ×")


if __name__ == "__main__":
    main()
