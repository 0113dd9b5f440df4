"""What the overfitting lesson says of a run, in sentences with its numbers."""

import numpy as np

from charts.penalties import penalty_names
from dashboard.networks.grid import LAMBDA_CODES
from dashboard.networks.metrics import Standing
from dashboard.networks.problem import Problem, in_words
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.evaluation import Estimate, paired_difference

CLEAR_RISE = 0.02  # nats by which the validation loss must have risen before it is called overfitting


def notices(_: Translate, nets: dict[str, Standing], lambd: str, m: int) -> list[str]:
    """What to see in the picture, with the numbers of this run at this place of the bar."""
    return [
        _without(_, nets["none"], m),
        *(_with_penalty(_, name, nets[name], nets["none"], lambd) for name in ("l2", "l1")),
        _(
            "The grey tick in the bars is the validation loss. A lower bar is no better net: what counts is "
            "where the tick is."
        ),
    ]


def _without(_: Translate, net: Standing, m: int) -> str:
    if net.diverged_at >= 0:
        return _("Without a penalty the net **diverged** at step {step:,}: η is too large.").format(
            step=net.diverged_at
        )
    if net.validation - net.best > CLEAR_RISE:
        return _(
            "Without a penalty the training loss is down to **{training:.3f}**. The validation loss was "
            "{best:.3f} at step {step:,} and has climbed to **{validation:.3f}** since: what the net learned "
            "after that is the noise of these {m} points."
        ).format(training=net.training, best=net.best, step=net.best_step, validation=net.validation, m=m)
    return _(
        "Without a penalty: training loss {training:.3f}, validation loss {validation:.3f}, as low as it "
        "ever was. No overfitting up to this step."
    ).format(training=net.training, validation=net.validation)


def _with_penalty(_: Translate, penalty: str, net: Standing, free: Standing, lambd: str) -> str:
    name = penalty_names(_)[penalty]
    if net.diverged_at >= 0:
        return _(
            "{name} with λ = {lambd} **diverged** at step {step:,}: η·λ/m is above 2, so every step throws "
            "the weights further across 0 than they were."
        ).format(name=name, lambd=lambd, step=net.diverged_at)
    if net.answer is not None:
        return _(
            "{name} with λ = {lambd} is too much: the net answers **{answer:.2f} for everybody**."
        ).format(name=name, lambd=lambd, answer=net.answer)
    if penalty == "l1":
        weights = _("**{zeros} of {weights}** weights are exactly 0").format(
            zeros=net.zeros, weights=net.weights
        )
    else:
        weights = (
            _("Σw² is **{size:.0f}** instead of {free:.0f}, yet no weight is 0")
            if not net.zeros
            else _("Σw² is **{size:.0f}** instead of {free:.0f}, and {zeros} of {weights} weights are 0")
        ).format(size=net.size, free=free.size, zeros=net.zeros, weights=net.weights)
    return _(
        "{name} with λ = {lambd}: {weights_say}. The gap between training and validation is **{gap}** "
        "instead of {free}."
    ).format(name=name, lambd=lambd, weights_say=weights, gap=signed(net.gap), free=signed(free.gap))


def on_test_points(_: Translate, nets: dict[str, Standing]) -> str:
    """How the nets do on examples nobody has used, each with its standard error."""
    names = penalty_names(_)
    scored = {names[penalty]: net.test for penalty, net in nets.items() if net.test is not None}
    if not scored:
        return ""
    each = "; ".join(
        _("{name} {loss} (accuracy {accuracy} %)").format(
            name=name,
            loss=_plus_minus(score.cross_entropy),
            accuracy=_plus_minus(score.accuracy, factor=100, digits=1),
        )
        for name, score in scored.items()
    )
    n = next(iter(scored.values())).accuracy.n
    return _(
        "Cross-entropy on {n:,} test points that nothing here was fitted to: {each}. ± is one standard error."
    ).format(n=n, each=each)


def seeds_said(_: Translate, validation: dict[str, FloatArray], lam: int, snapshot: int) -> str:
    """What the penalties change over all starts, and whether that is more than the luck of the start.

    validation: penalty -> (starts, S, L), NaN where a net diverged.
    """
    names, sentences = penalty_names(_), []
    for penalty in ("l2", "l1"):
        both = np.stack([validation[penalty][:, snapshot, lam], validation["none"][:, snapshot, 0]])
        both = both[:, np.isfinite(both).all(axis=0)]
        if both.shape[1] < 2:
            sentences.append(_("{name}: the nets diverged.").format(name=names[penalty]))
            continue
        change = paired_difference(*both)
        told = (
            _("{name} changes the validation loss by **{change}** on average over {n} starts.")
            if abs(change.mean) > 2 * change.standard_error
            else _("{name} changes it by {change} over {n} starts: no more than the luck of the start.")
        )
        sentences.append(told.format(name=names[penalty], change=_plus_minus(change, sign="+"), n=change.n))
    return " ".join([_("λ = {lambd}, at the step of the bar:").format(lambd=LAMBDA_CODES[lam]), *sentences])


def losses_said(_: Translate, penalty: str, net: Standing) -> str:
    """The sentence that stands for a picture where it cannot be seen."""
    if net.diverged_at >= 0:
        return _("{name}: diverged at step {step:,}.").format(
            name=penalty_names(_)[penalty], step=net.diverged_at
        )
    return _("{name}: training loss {training:.3f}, validation loss {validation:.3f}, gap {gap}.").format(
        name=penalty_names(_)[penalty],
        training=net.training,
        validation=net.validation,
        gap=signed(net.gap),
    )


def axes_said(_: Translate, problem: Problem) -> str:
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


def formula_words(_: Translate) -> str:
    """The cost with either penalty, its parts named."""
    data_loss, either = _("data loss"), _("or")
    return (
        r"J = \underbrace{-\tfrac1m\sum_{i=1}^{m}[y_i\log a_i + (1-y_i)\log(1-a_i)]}"
        rf"_{{\text{{{data_loss}}}}}"
        r" + \underbrace{\tfrac{\lambda}{2m}\sum_l\lVert W^{[l]}\rVert^2}_{\text{L2}}"
        rf"\quad\text{{{either}}}\quad"
        r"\underbrace{\tfrac{\lambda}{m}\sum_l\lvert W^{[l]}\rvert}_{\text{L1}}"
    )


def formula_numbers(_: Translate, nets: dict[str, Standing], lambd: str, m: int) -> str:
    rows, diverged = [], _("diverged")
    for penalty, net in nets.items():
        name = rf"\text{{{penalty_names(_)[penalty]}}}"
        if net.diverged_at >= 0:
            rows.append(rf"{name}:\ J &= \text{{{diverged}}}")
        elif penalty == "none":
            rows.append(rf"{name}:\ J &= {net.training:.3f}")
        else:
            factor = rf"\tfrac{{{lambd}}}{{2\cdot{m}}}" if penalty == "l2" else rf"\tfrac{{{lambd}}}{{{m}}}"
            rows.append(
                rf"{name}:\ J &= {net.training:.3f} + {factor}\cdot {net.size:.1f}"
                rf" = {net.training:.3f} + {net.penalty:.3f} = {net.cost:.3f}"
            )
    return r"\begin{aligned}" + r"\\".join(rows) + r"\end{aligned}"


def signed(x: float, digits: int = 3) -> str:
    return f"{x:+.{digits}f}".replace("-", "−")


def _plus_minus(value: Estimate, factor: float = 1, digits: int = 3, sign: str = "") -> str:
    mean = f"{factor * value.mean:{sign}.{digits}f}".replace("-", "−")
    return mean if np.isnan(value.standard_error) else f"{mean} ± {factor * value.standard_error:.{digits}f}"
