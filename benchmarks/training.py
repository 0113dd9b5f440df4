"""Full-batch training steps per second, summed over the nets: l2core against its peers, in one interleaved run.

    OPENBLAS_NUM_THREADS=1 python benchmarks/training.py [--tiny]

2-20-3-1 network, 211 points, 32 nets with different λ. Every round times every entry once, in turn, so that a busy
machine slows all alike; the table shows the median of the rounds. Peers that are not installed are listed as such.
All entries but the one with two threads are held to one processor.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from l2core.network import initialize_parameters
from l2core.training import Recipe, train

DIMS, EXAMPLES, NETS, RATE = (2, 20, 3, 1), 211, 32, 0.3
Run = Callable[[int], None]  # trains for so many steps


def l2core_batch(dtype: str = "float64", threads: int = 1, recipes: str = "l2") -> Run:
    """`l2core.training.train`."""
    X, Y, start, lambdas = problem()
    if recipes == "l2":
        batch = [Recipe(lambd, learning_rate=RATE) for lambd in lambdas]
    else:
        kinds = [("none", "proximal"), ("l2", "proximal"), ("l1", "proximal"), ("l1", "subgradient")]
        kinds.append(("elastic_net", "proximal"))
        batch = [
            Recipe(lambd, *kinds[k % 5][:1], learning_rate=RATE, l1_step=kinds[k % 5][1])
            for k, lambd in enumerate(lambdas)
        ]

    def run(steps: int) -> None:
        train(X, Y, start, batch, epochs=steps, snapshots=[], dtype=dtype, threads=threads)

    return run


def notes_loop() -> Run:
    """The notes' functions as they are printed, one net."""
    X, Y, start, lambdas = problem()
    m, lambd = X.shape[1], float(lambdas[0])

    def run(steps: int) -> None:
        W1, b1, W2, b2, W3, b3 = (start[name].copy() for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
        for _ in range(steps):
            Z1 = np.dot(W1, X) + b1
            A1 = np.maximum(0, Z1)
            Z2 = np.dot(W2, A1) + b2
            A2 = np.maximum(0, Z2)
            Z3 = np.dot(W3, A2) + b3
            A3 = 1 / (1 + np.exp(-Z3))
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
            W1, b1 = W1 - RATE * dW1, b1 - RATE * db1
            W2, b2 = W2 - RATE * dW2, b2 - RATE * db2
            W3, b3 = W3 - RATE * dW3, b3 - RATE * db3

    return run


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
    for before, n in zip(DIMS, DIMS[1:], strict=False):
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
            loss = torch.nn.functional.binary_cross_entropy_with_logits(Z, targets, reduction="sum") / EXAMPLES
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
    X, Y, start, lambdas = (np.asarray(a) if not isinstance(a, dict) else a for a in problem())
    X, Y, lambdas = (jnp.asarray(a, dtype=dtype) for a in (X, Y, lambdas))
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


ENTRIES: dict[str, tuple[Callable[[], Run], int, int]] = {  # name: what it runs, nets in it, steps relative to 1
    "NumPy as the notes write it, 1 net": (notes_loop, 1, 4),
    "scikit-learn MLPClassifier, 1 net": (scikit_learn, 1, 2),
    "PyTorch eager, 1 net": (pytorch_eager, 1, 1),
    "PyTorch bmm": (pytorch_bmm, NETS, 1),
    "PyTorch bmm, float32": (lambda: pytorch_bmm("float32"), NETS, 1),
    "JAX jit + vmap": (jax_vmap, NETS, 1),
    "JAX jit + vmap, float32": (lambda: jax_vmap("float32"), NETS, 1),
    "l2core": (l2core_batch, NETS, 1),
    "l2core, none + L2 + L1 + elastic net": (lambda: l2core_batch(recipes="all"), NETS, 1),
    "l2core, float32": (lambda: l2core_batch("float32"), NETS, 1),
    "l2core, 2 threads": (lambda: l2core_batch(threads=2), NETS, 1),
}


def problem() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray], np.ndarray]:
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


def measure(steps: int, rounds: int) -> dict[str, float | None]:
    """Steps per second summed over the nets, the median of the rounds; None where the peer is not installed."""
    runs: dict[str, Run] = {}
    times: dict[str, list[float]] = {name: [] for name in ENTRIES}
    for name, (build, _, _) in ENTRIES.items():
        try:
            with processors(1):
                runs[name] = build()
                runs[name](2)  # warm-up: imports, compilation, caches
        except ImportError:
            continue
    for _ in range(rounds):
        for name, run in runs.items():
            _, nets, share = ENTRIES[name]
            with processors(2 if "threads" in name else 1):
                begin = time.perf_counter()
                run(steps * share)
                times[name].append(steps * share * nets / (time.perf_counter() - begin))
    return {name: statistics.median(rates) if rates else None for name, rates in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tiny", action="store_true", help="a few steps, to see that everything runs")
    parser.add_argument("--steps", type=int, default=1000, help="steps a measurement (default 1000)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of all entries (default 7)")
    options = parser.parse_args()
    steps, rounds = (3, 1) if options.tiny else (options.steps, options.rounds)
    rates = measure(steps, rounds)
    ours = rates["l2core"]
    print(f"{'-'.join(map(str, DIMS))}, {EXAMPLES} points, {NETS} nets, median of {rounds} rounds, NumPy {np.__version__}")
    print(f"{'':40}{'steps/s, all nets':>18}{'l2core float64 is':>20}")
    for name, rate in rates.items():
        figures = "not installed" if rate is None or ours is None else f"{rate:18,.0f}{ours / rate:18.2f} ×"
        print(f"{name:40}{figures}")


if __name__ == "__main__":
    main()
