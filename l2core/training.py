"""Training on the regularised cost: the notes' loop for one net, then the same for many nets at once."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from l2core import penalties
from l2core.block import Block
from l2core.checks import FloatArray, one_of, whole_number
from l2core.history import History, empty_history, joined
from l2core.network import (
    Parameters,
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
)
from l2core.optimizers import Recipe
from l2core.plan import Plan, check_memory, checked_plan
from l2core.workers import Crew, Workers, how_many, shared_out

REPORTS = 40  # each makes the workers wait for one another
Report = Callable[[float], bool | None]


def plain_training(
    X: ArrayLike, Y: ArrayLike, start: Parameters, recipe: Recipe, *, epochs: int
) -> tuple[Parameters, list[float]]:
    """`epochs` times forward, cost, backward, update: the notes' loop, for one net under gradient descent.

    X (n_0, m), Y (1, m). start: the parameters before the first step. recipe: any penalty, either step of L1.
    Returns the parameters after the last step, and the cost J before each.
    Of a penalty (λ, r) L2's part, λ(1−r), goes into the gradient, as in the notes; L1's, λr, into the update.
    Raises ValueError for another optimizer than "gd", and where the notes' functions do: on bad input, and
    when the net diverges.
    """
    one_of("recipe.optimizer", recipe.optimizer, ("gd",))
    eta, r = recipe.learning_rate, recipe.mixing
    m = np.shape(X)[1]
    parameters = start
    costs: list[float] = []
    for step in range(epochs):
        lambd = recipe.lambd_at(step)
        A3, cache = forward_propagation(X, parameters)
        cost = compute_cost_with_regularization(A3, Y, parameters, lambd, penalty=recipe.penalty, l1_ratio=r)
        gradients = backward_propagation_with_regularization(X, Y, cache, lambd * (1 - r))
        parameters = updated_parameters(parameters, gradients, eta, lambd * r / m, recipe.l1_step)
        costs.append(cost)
    return parameters, costs


def updated_parameters(
    parameters: Parameters,
    gradients: Mapping[str, FloatArray],
    eta: float,
    kappa: float = 0.0,
    l1_step: str = "proximal",
) -> dict[str, FloatArray]:
    """b ← b − η db  and  W ← S(W − η dW, ηκ), S the soft threshold and κ = λr/m the pull of L1.

    gradients: dW1, db1, …, L1 apart; further keys are passed over.
    l1_step: "proximal", as above, where a weight within ηκ of 0 becomes exactly 0 (without L1 κ is 0, and S
    changes nothing); or "subgradient": W ← W − η (dW + κ sign(W)), which steps over 0 and back.
    """
    updated = {}
    for layer in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        dW, db = gradients[f"dW{layer}"], gradients[f"db{layer}"]
        if l1_step == "proximal":
            updated[f"W{layer}"] = penalties.proximal_step(W - eta * dW, eta, "l1", kappa)
        else:
            updated[f"W{layer}"] = W - eta * (dW + penalties.subgradient(W, "l1", kappa))
        updated[f"b{layer}"] = b - eta * db
    return updated


@np.errstate(all="ignore")  # a diverging net overflows
def train_block(block: Block, stop: int) -> None:
    """Forward, backward, update, on to step `stop`: the loop of `plain_training`, for all nets of a block.

    What is different, and changes no result beyond rounding:
    - The nets are stacked, W_l (B, n_l, n_{l−1}): one product serves all, and each has its own η, λ and r.
    - The bias is one more column of W, the examples fill whole cache lines, and both passes write into the
      same memory at every step (`Batch`).
    - `backward` gives the gradient of the data alone. The update adds what the penalty pulls, and is gradient
      descent, momentum, Adam or AdamW (`Update`).
    - The cost is in no update, so it is computed where a snapshot is kept and not at every step.
    - A net that diverges does not end the run: the steps are made again to find its own, and it is left out.
    - A weight that shrinks for ever is held above the numbers that are too small to be fast.
    """
    for steps in block.stretches(stop):
        for step in steps:
            block.batch.forward()
            block.batch.backward()
            block.update(step)


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
    workers: Workers = 1,
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
    workers: so many processes share the nets out, or those of a `Crew`; they stay for the next run. block:
    nets are trained `block` at a time, by default as many as fit the processor's cache. Neither changes a
    result beyond rounding.
    More than one thread of BLAS slows small nets down: set OPENBLAS_NUM_THREADS=1, as the workers do.
    report: called as report(fraction done), 40 times in a long run. If it returns True the run ends there:
    the history then ends with a snapshot of that step, and its `stopped` is True.
    memory_limit: bytes; what the run needs is known before it starts, and ValueError says so if it is more.

    A net diverges when a parameter is not finite or above 1e10 in size. That is looked for at every snapshot
    and report, then traced back to the exact step; the net is NaN from there on and the others go on.
    Equal to `plain_training`, net by net, to rounding. A weight that L2 shrinks for ever ends near 1e-77 in a
    net of three layers (float32: 3e-10), and not at 0 or in denormal numbers, ten times as slow.
    """
    plan = checked_plan(
        X,
        Y,
        start,
        recipes,
        epochs=epochs,
        snapshots=snapshots,
        validation=validation,
        dtype=dtype,
        block=block,
    )
    if not isinstance(workers, Crew):
        whole_number("workers", workers, at_least=1)
    count = how_many(workers, len(plan.recipes))
    check_memory(plan, memory_limit, handed_over=count > 1 or isinstance(workers, Crew))
    if count == 1:
        (history,) = shared_out(train_plan, [{"plan": plan}], workers, report)
        return history
    shares = plan.shares(count)
    return joined(
        shared_out(train_plan, [{"plan": plan.part(nets)} for nets in shares], workers, report), shares
    )


def train_plan(plan: Plan, report: Report | None) -> History:
    """Every block of a plan from snapshot to snapshot, in one process."""
    history = empty_history(
        plan.kept, plan.recipes, plan.start, plan.n_examples, validated=plan.validation is not None
    )
    blocks = [Block(plan, nets) for nets in plan.blocks()]
    reports = np.linspace(0, plan.epochs, REPORTS + 1).astype(int).tolist()[1:] if report else []
    s = 0
    for stop in sorted({*plan.kept, *reports}):
        for block in blocks:
            train_block(block, stop)
        ends = report is not None and stop > 0 and bool(report(stop / plan.epochs))
        if ends or stop == plan.kept[s]:
            history.epochs[s] = stop
            for block in blocks:
                block.record(history, s)
            s += 1
        if ends and stop < plan.epochs:
            return history.until(s)
    return history
