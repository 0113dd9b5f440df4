"""What the page says of a network over many starts: the zones of λ, and the best one.

Beside each sentence that is chosen stands what must hold for it. Every spread here is one over the starts of
the weights on the points at hand.
"""

import numpy as np

from charts.choosing_lambda.zones import zone_names
from charts.numbers import fixed, number, plus_minus
from charts.picture import Translate
from l2core.evaluation import CLEAR, Estimate, direction
from l2core.many_starts import ErrorsOverStarts
from l2core.optimizers import Recipe, largest_decay


def zones_in_words(_: Translate, errors: ErrorsOverStarts, m: int, rate: float) -> list[str]:
    """The zones of λ in this run, each with its numbers.

    m: training points. rate: η of all nets.
    """
    return [
        *without_penalty(_, errors),
        *(zone_in_words(_, errors, zone, first, last, m, rate) for zone, first, last in errors.zones()),
        *best_of_all(_, errors),
        *left_out(_, errors),
        _(
            "± is one standard error over the {n} starts, all on these points: other points (another data "
            "seed, under “More settings”) can turn a verdict."
        ).format(n=errors.validation.shape[1]),
    ]


def lines_at_every_lambda(_: Translate, errors: ErrorsOverStarts, m: int, rate: float) -> list[list[str]]:
    """What is said where the bar stands, at every λ: the numbers there, and the zone in which it lies."""
    return [
        [here(_, errors, k) for k in range(len(errors.lambdas))],
        [zone_in_words(_, errors, errors.zone(k), k, k, m, rate) for k in range(len(errors.lambdas))],
    ]


def here(_: Translate, errors: ErrorsOverStarts, k: int) -> str:
    """The losses at one λ, where two nets are left to take a mean of."""
    lambd = number(errors.lambdas[k])
    validation, training = (errors.mean(losses, k + 1) for losses in (errors.validation, errors.training))
    if validation is None or training is None:
        return _("The bar stands at λ = {lambd}: fewer than two nets end there.").format(lambd=lambd)
    words = _(
        "The bar stands at λ = {lambd}: validation loss **{validation}**, training loss {training}, on "
        "average over {n} starts."
    ).format(lambd=lambd, validation=_text(validation), training=fixed(training.mean), n=validation.n)
    if (change := errors.difference(k)) is not None:
        words += " " + _("Against no penalty that is {change}.").format(change=_text(change, sign=True))
    return words


def picture_words(_: Translate, errors: ErrorsOverStarts | None) -> str:
    """What is to be seen in the picture, for those who cannot see it."""
    if errors is None:
        return _("An empty frame over λ: no net is trained before somebody wants to see it.")
    best, names = errors.best(), zone_names(_)
    zones = _("; ").join(
        f"{_where(_, errors, first, last)}: {names[zone]}".replace("\n", " ")
        for zone, first, last in errors.zones()
    )
    if best is None:
        return zones
    curve = _(
        "Two curves against λ, the mean validation loss (dashed) and the mean training loss (solid), each in "
        "a band, and two level lines for nets without a penalty. The validation loss is {first} at the "
        "weakest λ, lowest at λ = {lambd} with {least}, and {last} at the strongest."
    )
    means = [errors.mean(errors.validation, k + 1) for k in (0, best, len(errors.lambdas) - 1)]
    first, least, last = ("–" if mean is None else fixed(mean.mean) for mean in means)
    return f"{curve.format(first=first, lambd=number(errors.lambdas[best]), least=least, last=last)} {zones}."


def differences_in_words(_: Translate, errors: ErrorsOverStarts) -> str:
    """The same for the differences to no penalty, over starts or over draws."""
    found = [(lambd, errors.difference(k)) for k, lambd in enumerate(errors.lambdas)]
    return _("Difference of the validation loss to no penalty, λ by λ: {differences}.").format(
        differences=_("; ").join(
            f"λ = {number(lambd)}: {_text(change, sign=True)}"
            for lambd, change in found
            if change is not None
        )
    )


def without_penalty(_: Translate, errors: ErrorsOverStarts) -> list[str]:
    """The mean losses of the nets without a penalty that did not diverge, if two are left."""
    free, fit = errors.mean(errors.validation, 0), errors.mean(errors.training, 0)
    if free is None or fit is None:
        return []
    return [
        _(
            "**Without a penalty** (grey): training loss {training}, validation loss {validation} on average "
            "over {n} starts."
        ).format(training=fixed(fit.mean), validation=_text(free), n=free.n)
    ]


def zone_in_words(
    _: Translate, errors: ErrorsOverStarts, zone: str, first: int, last: int, m: int, rate: float
) -> str:
    """One zone, with what it is by definition (`ErrorsOverStarts.zone`) and, where it shows, why."""
    where, places = _where(_, errors, first, last), range(first, last + 1)
    if zone == "collapses":
        return _dead(_, errors, where, places)
    if zone == "diverges":
        return _diverges(_, errors, where, places, m, rate)
    words = {
        # not told from none, but the loss has climbed, and more than half of the gap is left
        "overfits": _(
            "**{where}: overfits.** Not told from no penalty, and the validation loss has climbed from its "
            "lowest point."
        ),
        "nothing": _("**{where}: no clear difference** to no penalty: at most {clear} standard errors."),
        "helps": _(
            "**{where}: helps.** Lower than without a penalty by more than {clear} standard errors of the "
            "difference, start against start."
        ),
        "hurts": _(
            "**{where}: worse than none.** Higher than without a penalty by more than {clear} standard "
            "errors of the difference, start against start."
        ),
    }[zone]
    return words.format(where=where, clear=number(CLEAR))


def _dead(_: Translate, errors: ErrorsOverStarts, where: str, places: range) -> str:
    """Most nets answer alike at each of these λ; whose doing it is, the count without a penalty says."""
    dead = [int(errors.constant[k + 1].sum()) for k in places]
    return _(
        "**{where}: dead.** {dead} of {starts} nets answer the same for every training point; without a "
        "penalty {free} do."
    ).format(
        where=where,
        dead=str(dead[0]) if min(dead) == max(dead) else f"{min(dead)}–{max(dead)}",
        starts=errors.constant.shape[1],
        free=int(errors.constant[0].sum()),
    )


def _diverges(_: Translate, errors: ErrorsOverStarts, where: str, places: range, m: int, rate: float) -> str:
    """Most nets diverged at each of these λ, or too few pairs are left; why, where ηλ/m shows it."""
    lost = [float(np.isnan(errors.validation[k + 1]).mean()) for k in places]
    if min(lost) <= 0.5:  # so it is the pairs that are missing
        return _(
            "**{where}: cannot be compared.** At some λ here fewer than two starts end both with the penalty "
            "and without it."
        ).format(where=where)
    words = _("**{where}: diverges.** More than half of the nets ran beyond all bounds.").format(where=where)
    smallest = rate * min(errors.lambdas[k] for k in places) / m
    if errors.penalty == "l2" and smallest > largest_decay(Recipe()):
        words += " " + _(
            "ηλ/m is above 2, and every step of the penalty throws the weights further across 0 than they "
            "were."
        )
    return words


def best_of_all(_: Translate, errors: ErrorsOverStarts) -> list[str]:
    """The lowest mean of all λ, and those that the starts do not tell from it."""
    best = errors.best()
    if best is None or (change := errors.difference(best)) is None:
        return []
    words = _(
        "Of the {count} λ **λ = {lambd}** has the lowest mean validation loss: {change} against no penalty. "
        "The lowest of {count} tends to look better than it is."
    ).format(count=len(errors.lambdas), lambd=number(errors.lambdas[best]), change=_text(change, sign=True))
    if errors.zone(best) == "collapses":
        words += " " + _("But most of its nets are dead: no λ at which they learn does better.")
    alike = [number(errors.lambdas[k]) for k in errors.not_told_from(best) if k != best]
    if alike:
        return [
            f"{words} "
            + _("Start against start these are not told from it: λ = {alike}.").format(
                alike=_(", ").join(alike)
            )
        ]
    return [f"{words} " + _("Start against start every other λ is told from it.")]


def draws_in_words(_: Translate, starts: ErrorsOverStarts, draws: ErrorsOverStarts, data: str) -> list[str]:
    """What the λ that is best by the starts does on other draws of the data, and which λ is best there.

    data: the name of the data set.
    """
    points, best = [], starts.best()
    if best is not None and (change := draws.difference(best)) is not None:
        words = (
            _(
                "λ = {lambd}, best by the starts above, changes the validation loss by **{change}** on "
                "average, lower in {lower} of {n} draws."
            )
            if direction(change)  # more than two standard errors
            else _(
                "λ = {lambd}, best by the starts above, changes the validation loss by {change} on average, "
                "lower in {lower} of {n} draws: not told from no penalty."
            )
        )
        points.append(
            words.format(
                lambd=number(starts.lambdas[best]),
                change=_text(change, sign=True),
                lower=int((draws.validation[best + 1] < draws.validation[0]).sum()),
                n=change.n,
            )
        )
    if (best := draws.best()) is not None:
        points.append(
            _("On average over the draws the validation loss is lowest at λ = {lambd}.").format(
                lambd=number(draws.lambdas[best])
            )
        )
    points += left_out(_, draws)
    points.append(_("± is one standard error over the draws, all from start seed {seed}.").format(seed=0))
    if data == "breast_cancer":
        points.append(
            _("Here a draw is another split of the same table: draws share rows, and ± is too small.")
        )
    return points


def left_out(_: Translate, errors: ErrorsOverStarts) -> list[str]:
    """Nets that diverged are in no mean and no band."""
    lost = np.isnan(errors.validation).sum(axis=1)
    names = [_("no penalty"), *(f"λ = {number(lambd)}" for lambd in errors.lambdas)]
    counted = [f"{name} ({count})" for name, count in zip(names, lost, strict=True) if count]
    if not counted:
        return []
    return [
        _("Nets that diverged are in none of the means and bands: {counted}.").format(
            counted=_(", ").join(counted)
        )
    ]


def _where(_: Translate, errors: ErrorsOverStarts, first: int, last: int) -> str:
    low, high = number(errors.lambdas[first]), number(errors.lambdas[last])
    if first == last:
        return f"λ = {low}"
    return _("λ from {first} to {last}").format(first=low, last=high)


def _text(value: Estimate, *, sign: bool = False) -> str:
    return plus_minus(value.mean, value.standard_error, sign=sign)
