"""What the lesson says of a run, in sentences with its numbers."""

import numpy as np

from charts.numbers import fixed, number, plus_minus
from charts.penalties import penalty_names
from dashboard.networks.grid import LAMBDA_CODES
from dashboard.networks.metrics import NetMetrics
from dashboard.networks.problem import Problem, in_words
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.evaluation import CLIMBED, Estimate, paired_difference
from l2core.many_starts import CLEAR
from lessons.overfit_vs_regularized.run import Here


def notices(_: Translate, here: Here) -> list[str]:
    """What to see in the picture, with the numbers of this run at this place of the bar."""
    return [
        _without_penalty(_, here),
        *(_with_penalty(_, penalty, here) for penalty in here.grid.penalties),
        _(
            "The grey tick in the bars is the validation loss. A lower bar is no better net: what counts is "
            "where the tick is."
        ),
    ]


def losses(_: Translate, penalty: str, net: NetMetrics) -> str:
    """The sentence that stands for a picture where it cannot be seen."""
    name = penalty_names(_)[penalty]
    if net.diverged_at >= 0:
        return _("{name}: diverged at step {step:,}.").format(name=name, step=net.diverged_at)
    return _("{name}: training loss {training}, validation loss {validation}, gap {gap}.").format(
        name=name,
        training=fixed(net.training),
        validation=fixed(net.validation),
        gap=fixed(net.gap, sign=True),
    )


def axes(_: Translate, problem: Problem) -> str:
    """What the axes and the marks of the pictures stand for."""
    features = " · ".join(
        f"{axis}: {in_words(_, name)}"
        for axis, name in zip(("x₁", "x₂"), problem.split.features, strict=True)
    )
    return _(
        "{features}. The deeper the colour, the surer the net; on the dark line it is undecided, p = ½. "
        "Filled: the {m} training points; hollow: validation points. Losses are cross-entropies in nats: the "
        "mean of −ln of the probability that the net gives to the label; guessing costs ln 2 = 0.693."
    ).format(features=features, m=problem.training_size)


def scores_on_test_points(_: Translate, nets: dict[str, NetMetrics]) -> str:
    """How the nets do on examples nobody has used, each with its standard error."""
    names = penalty_names(_)
    scored = {names[penalty]: net.test for penalty, net in nets.items() if net.test is not None}
    if not scored:
        return ""
    each = "; ".join(
        _("{name} {loss} (accuracy {accuracy} %)").format(
            name=name,
            loss=plus_minus(score.cross_entropy.mean, score.cross_entropy.standard_error),
            accuracy=plus_minus(100 * score.accuracy.mean, 100 * score.accuracy.standard_error, 1),
        )
        for name, score in scored.items()
    )
    n = next(iter(scored.values())).accuracy.n
    return _(
        "Cross-entropy on {n:,} test points that nothing here was fitted to: {each}. ± is one standard error."
    ).format(n=n, each=each)


def start_differences(_: Translate, validation: dict[str, FloatArray], lam: int, step: int) -> str:
    """What the penalties change over all starts, and whether that is more than the luck of the start.

    validation: penalty -> (starts, S, L), NaN where a net diverged.
    """
    sentences = [_("λ = {lambd}, at the step of the bar:").format(lambd=LAMBDA_CODES[lam])]
    free = validation["none"][:, step, 0]
    for penalty, losses in validation.items():
        if penalty == "none":
            continue
        name, change = penalty_names(_)[penalty], _paired(losses[:, step, lam], free)
        if change is None:
            sentences.append(_("{name}: the nets diverged.").format(name=name))
            continue
        words = (
            _("{name} changes the validation loss by **{change}** on average over {n} starts.")
            if abs(change.mean) > CLEAR * change.standard_error
            else _("{name} changes it by {change} over {n} starts: no more than the luck of the start.")
        )
        written = plus_minus(change.mean, change.standard_error, sign=True)
        sentences.append(words.format(name=name, change=written, n=change.n))
    return " ".join(sentences)


def _without_penalty(_: Translate, here: Here) -> str:
    net = here.nets["none"]
    if net.diverged_at >= 0:
        return _("Without a penalty the net **diverged** at step {step:,}: η is too large.").format(
            step=net.diverged_at
        )
    if net.validation - net.best > CLIMBED:
        return _(
            "Without a penalty the training loss is down to **{training}**. The validation loss was {best} "
            "at step {step:,} and has climbed to **{validation}** since: what the net learned after that is "
            "the noise of these {m} points."
        ).format(
            training=fixed(net.training),
            best=fixed(net.best),
            step=net.best_step,
            validation=fixed(net.validation),
            m=here.m,
        )
    return _(
        "Without a penalty: training loss {training}, validation loss {validation}, as low as it ever was. "
        "No overfitting up to this step."
    ).format(training=fixed(net.training), validation=fixed(net.validation))


def _with_penalty(_: Translate, penalty: str, here: Here) -> str:
    net, free, name = here.nets[penalty], here.nets["none"], penalty_names(_)[penalty]
    if net.diverged_at >= 0:
        return _(
            "{name} with λ = {lambd} **diverged** at step {step:,}: η·λ/m is above 2, so every step throws "
            "the weights further across 0 than they were."
        ).format(name=name, lambd=here.lambd, step=net.diverged_at)
    if net.answer is not None:
        return _("{name} with λ = {lambd} is too much: the net answers **{answer} for everybody**.").format(
            name=name, lambd=here.lambd, answer=number(net.answer)
        )
    return _(
        "{name} with λ = {lambd}: {weights_say}. The gap between training and validation is **{gap}** "
        "instead of {free}."
    ).format(
        name=name,
        lambd=here.lambd,
        weights_say=_weights(_, penalty, net, free),
        gap=fixed(net.gap, sign=True),
        free=fixed(free.gap, sign=True),
    )


def _weights(_: Translate, penalty: str, net: NetMetrics, free: NetMetrics) -> str:
    """What the penalty has made of the weights: how many zeros under L1, how large they are under L2."""
    if penalty == "l1":
        words = _("**{zeros} of {weights}** weights are exactly 0")
    elif net.zeros:
        words = _("Σw² is **{size}** instead of {free}, and {zeros} of {weights} weights are 0")
    else:
        words = _("Σw² is **{size}** instead of {free}, yet no weight is 0")
    return words.format(
        size=fixed(net.size, 0), free=fixed(free.size, 0), zeros=net.zeros, weights=net.weights
    )


def _paired(losses: FloatArray, free: FloatArray) -> Estimate | None:
    """The difference over the starts where neither net diverged; None where fewer than two are left."""
    both = np.isfinite(losses) & np.isfinite(free)
    return paired_difference(losses[both], free[both]) if both.sum() > 1 else None
