"""The questions of the lesson: what can be answered, what the run says and why, and where one sees it.

The answers of a question exclude each other and leave nothing out; one of them is that nothing can be told.
"""

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np

from charts.numbers import code_number, fixed
from charts.penalties import penalty_names
from dashboard.networks.grid import EPOCHS, LAMBDA_CODES, LAMBDAS, STARTS, trained
from dashboard.networks.metrics import net_metrics
from dashboard.scene import Act, Outcome, Show
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.evaluation import CLIMBED, direction, example_losses, paired_difference, score
from lessons.overfit_vs_regularized import luck
from lessons.overfit_vs_regularized.held_out import mark_as_used
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.words import scores_on_test_points

PENALTIES = ("none", "l2", "l1")
LABEL_NOISE = 0.2
FEW, MANY = 20, 300  # training points


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions of the page, in their order."""
    return (
        Act(
            "gap",
            _(
                "Three nets start alike and train {steps:,} steps on the same points. Whose validation "
                "loss will end farthest above its training loss?"
            ).format(steps=EPOCHS),
            largest_gap_options(_),
        ),
        Act(
            "lambda",
            _("Which λ gives L2 the lowest validation loss after the last step?"),
            best_lambda_options(_),
        ),
        Act(
            "noise",
            _(
                "Each label is flipped with a chance of one in five. Whose loss is highest on the test "
                "points, whose labels are true? (The answer opens the test points.)"
            ),
            worst_with_noise_options(_),
            {"flip": code_number(100 * LABEL_NOISE)},
        ),
        Act(
            "size",
            _(
                "Train without a penalty on 20 points, then on 300. What becomes of the gap after the last "
                "step?"
            ),
            gap_by_size_options(_),
            {"m": str(FEW)},
        ),
        Act(
            luck.ACT,
            _(
                "Was it luck? From {starts} starts on the same points: what will L2 change in the "
                "validation loss after the last step? Place {starts} dots, one for each start."
            ).format(starts=STARTS),
            luck.options(_),
            by_hand=True,
        ),
    )


def outcome(_: Translate, here: Here, act: str, guessed: Sequence[int] | None = None) -> Outcome:
    """What comes out of the act on the run of the page, and the places that decide it.

    guessed: the dots that were placed as an answer (`luck`).
    """
    find_out: Callable[[Translate, Here], tuple[str, str]] = {
        "gap": largest_gap,
        "lambda": best_lambda,
        "noise": worst_with_noise,
        "size": gap_by_size,
        luck.ACT: lambda _, here: luck.outcome(_, here, guessed),
    }[act]
    happened, because = find_out(_, here)
    if here.problem.name == "own" and act in ("noise", "size"):
        because = " ".join([because, _("This question is played on the football pitch.")])
    return Outcome(happened, because, _shows(_, here, act))


def largest_gap_options(_: Translate) -> dict[str, str]:
    names = {penalty: penalty_names(_)[penalty] for penalty in PENALTIES}
    return {**names, "tie": _("none stands out by {alike} nats").format(alike=CLIMBED)}


def largest_gap(_: Translate, here: Here) -> tuple[str, str]:
    """Whose validation loss is farthest above its training loss after the last step, at the λ of the page.

    "tie" where the first is not more than CLIMBED above the second; a net that diverged has no gap.
    """
    last = here.grid.step_track().last
    nets = {
        penalty: net_metrics(here.history, here.problem.split, here.grid, penalty, here.lam, last)
        for penalty in PENALTIES
    }
    gaps = {penalty: net.gap for penalty, net in nets.items() if net.diverged_at < 0}
    each = _(", ").join(
        f"{penalty_names(_)[penalty]} {fixed(gaps[penalty], sign=True)}"
        if penalty in gaps
        else _("{name} diverged").format(name=penalty_names(_)[penalty])
        for penalty in PENALTIES
    )
    words = _("Gaps after the last step, λ = {lambd}: {each}.").format(lambd=here.lambd, each=each)
    order = sorted(gaps, key=lambda penalty: gaps[penalty], reverse=True)
    if not order or (len(order) > 1 and gaps[order[0]] - gaps[order[1]] <= CLIMBED):
        return "tie", words
    # It has the lowest training loss of all three too: its weights went where the training points alone are.
    fits_best = len(gaps) == len(nets) and nets["none"].training < min(nets[p].training for p in order[1:])
    if order[0] == "none" and fits_best:
        why = _(
            "Nothing holds its weights small, so it can bend around single points, where new ones need not "
            "lie."
        )
        words = f"{why} {words}"
    return order[0], words


def best_lambda_options(_: Translate) -> dict[str, str]:
    return {
        "low": _("0.2 or less"),
        "middle": _("from 0.3 to 3"),
        "high": _("5 or more"),
        "none": _("none stands out: all within {alike} nats").format(alike=CLIMBED),
    }


def best_lambda(_: Translate, here: Here) -> tuple[str, str]:
    """Where the validation loss of L2 is lowest over λ, after the last step."""
    columns = here.grid.columns("l2")
    validation = np.asarray(here.history.validation_loss)[-1, columns]
    if np.isnan(validation).all():
        return "none", _("All nets under L2 diverged.")
    best, spread = int(np.nanargmin(validation)), np.nanmax(validation) - np.nanmin(validation)
    zone = "low" if LAMBDAS[best] <= 0.2 else "middle" if LAMBDAS[best] <= 3 else "high"
    losses = _every_loss(here, columns)
    alike = [
        other
        for other, theirs in losses.items()
        if other != best and not direction(paired_difference(theirs, losses[best]))
    ]
    words = _(
        "It is lowest, {loss}, at λ = {lambd}, the best of {count}. Compared point by point on these {n}, "
        "{alike} of the others are within two standard errors of it."
    ).format(
        loss=fixed(validation[best]),
        lambd=LAMBDA_CODES[best],
        count=len(LAMBDAS),
        n=len(losses[best]),
        alike=len(alike),
    )
    if spread <= CLIMBED:
        return "none", words
    training = here.history.data_loss[-1, columns]
    gap = validation - training
    # Two comparisons of computed numbers, which NaN does not pass: the gap with less λ, the fit with more.
    if gap[0] > gap[best] + CLIMBED and training[-1] > training[best] + CLIMBED:
        why = _(
            "Too little λ leaves a gap ({gap} at λ = {least}), and too much spoils the fit itself (training "
            "loss {training} at λ = {most})."
        ).format(
            gap=fixed(gap[0], sign=True),
            least=LAMBDA_CODES[0],
            training=fixed(training[-1]),
            most=LAMBDA_CODES[-1],
        )
        words = f"{why} {words}"
    return zone, words


def worst_with_noise_options(_: Translate) -> dict[str, str]:
    names = {penalty: penalty_names(_)[penalty] for penalty in PENALTIES}
    return {**names, "tie": _("cannot be told: two are alike within the error")}


def worst_with_noise(_: Translate, here: Here) -> tuple[str, str]:
    """Which net has the highest test loss when each label it learns from is flipped with a chance of a fifth.

    "tie" where the highest is not above each other by two standard errors of the difference, test point
    against test point. A net that diverged is above every other, and two are a tie. Opens the test set.
    """
    noisy = here.problem.redrawn(here.m, LABEL_NOISE)
    history, last = trained(here.grid, noisy), here.grid.step_track().last
    mark_as_used(noisy, here.lambd, int(history.epochs[last]))
    nets = {penalty: net_metrics(history, noisy, here.grid, penalty, here.lam, last) for penalty in here.nets}
    losses, scores = {}, {}
    for penalty, net in nets.items():
        if net.diverged_at < 0:
            parameters = history.parameters(here.grid.net(penalty, here.lam), last)
            losses[penalty] = example_losses(noisy.X_test, noisy.Y_test, parameters)[0]
            scores[penalty] = score(noisy.X_test, noisy.Y_test, parameters)
    words = " ".join([_("λ = {lambd}:").format(lambd=here.lambd), scores_on_test_points(_, scores, nets)])
    if diverged := [penalty for penalty in nets if penalty not in losses]:
        names = _(", ").join(penalty_names(_)[penalty] for penalty in diverged)
        words = " ".join([_("Diverged: {names}.").format(names=names), words])
        return diverged[0] if len(diverged) == 1 else "tie", words
    worst = _clearly_highest(losses)
    # Lowest on the labels it learned from, wrong ones among them, and highest on true ones.
    if worst and all(nets[worst].training < net.training for name, net in nets.items() if name != worst):
        why = _(
            "It has the lowest training loss, {loss}, on labels of which some are wrong: what it learned of "
            "those does not hold for true ones."
        ).format(loss=fixed(nets[worst].training))
        words = f"{why} {words}"
    return worst or "tie", words


def gap_by_size_options(_: Translate) -> dict[str, str]:
    return {
        "tenth": _("less than a tenth is left"),
        "less": _("it shrinks, but not to a tenth"),
        "more": _("it grows or stays"),
        "none": _("there is no gap with 20 points, or a net diverged"),
    }


def gap_by_size(_: Translate, here: Here) -> tuple[str, str]:
    """What is left of the gap of the net without a penalty when it gets MANY points instead of FEW.

    "none" where a net diverged, or the gap with FEW points is not above CLIMBED.
    """
    few, many = (_gap_without_penalty(here, size) for size in (FEW, MANY))
    if np.isnan([few, many]).any():
        return "none", _("A net diverged: with this η there is no gap to speak of.")
    words = _("From 20 to 300 points the gap goes from {few} to {many}, one net each.").format(
        few=fixed(few, sign=True), many=fixed(many, sign=True)
    )
    if few <= CLIMBED:
        return "none", words
    if many < few:
        why = _(
            "Its {weights} weights can bend the boundary around single points of 20; among 300 one point is "
            "seldom worth a bend."
        ).format(weights=here.nets["none"].weights)
        words = f"{why} {words}"
    return "more" if many >= few else "tenth" if many < few / 10 else "less", words


def _shows(_: Translate, here: Here, act: str) -> tuple[Show, ...]:
    """The places that decide a question, on the run of the page."""
    if here.problem.name == "own":  # a link holds no table
        return ()
    codes, free = _codes(here), here.history.validation_loss
    if act == "gap":
        lowest = int(here.history.epochs[int(np.nanargmin(np.asarray(free)[:, 0]))])
        words = _("Show me no penalty at its best, step {step:,}")
        return (Show(words.format(step=lowest), codes | {"step": str(lowest)}),)
    if act == "lambda":
        losses = np.asarray(free)[-1, here.grid.columns("l2")]
        if np.isnan(losses).all():
            return ()
        code = LAMBDA_CODES[int(np.nanargmin(losses))]
        return (Show(_("Show me λ = {lambd}").format(lambd=code), codes | {"lam": code}),)
    if act == "noise":
        percent = code_number(100 * LABEL_NOISE)
        return (
            Show(_("Show me {percent} % label noise").format(percent=percent), codes | {"flip": percent}),
        )
    if act == luck.ACT:
        return ()
    return tuple(
        Show(_("Show me {m} points").format(m=size), codes | {"m": str(size)}) for size in (FEW, MANY)
    )


def _codes(here: Here) -> dict[str, str]:
    """What the address says of the run of the page."""
    return here.problem.codes() | {
        "lam": here.lambd,
        "net": "-".join(map(str, here.grid.hidden)),
        "start": str(here.grid.start_seed),
        "eta": code_number(here.grid.learning_rate),
        "step": str(here.grid.steps()[-1]),
    }


def _every_loss(here: Here, columns: slice) -> dict[int, FloatArray]:
    """place of λ -> the loss of every validation point at the end, of the nets that did not diverge."""
    split, last = here.problem.split, here.grid.step_track().last
    return {
        lam: example_losses(split.X_validation, split.Y_validation, here.history.parameters(net, last))[0]
        for lam, net in enumerate(range(columns.start, columns.stop))
        if np.isfinite(here.history.data_loss[last, net])
    }


def _clearly_highest(losses: dict[str, FloatArray]) -> str | None:
    """The net whose loss is above that of each other by two standard errors of the paired difference."""
    above = {
        (one, other)
        for one, other in permutations(losses, 2)
        if direction(paired_difference(losses[one], losses[other])) > 0
    }
    return next(
        (one for one in losses if all((one, other) in above for other in losses if other != one)), None
    )


def _gap_without_penalty(here: Here, size: int) -> float:
    """Validation minus training loss after the last step, with so many training points."""
    split = here.problem.redrawn(size, here.problem.label_noise)
    last = here.grid.step_track().last
    return net_metrics(trained(here.grid, split), split, here.grid, "none", 0, last).gap
