"""What the page on λ says of networks: the zones of λ, and the map of η × λ."""

import numpy as np

from charts.choosing_lambda.rate_map import RateMap
from charts.penalties import penalty_names
from dashboard.networks.problem import Problem
from dashboard.text import Translate
from l2core.evaluation import Estimate
from l2core.many_starts import CLEAR, ErrorsOverStarts
from lessons.choosing_lambda.network_run import over_seeds


def zones_said(_: Translate, errors: ErrorsOverStarts) -> list[str]:
    """The zones of λ in this run, each with its numbers."""
    free, fit = errors.mean(errors.validation, 0), errors.mean(errors.training, 0)
    points = []
    if free is not None and fit is not None:
        points.append(
            _(
                "**Without a penalty** (grey): training loss {training:.3f}, validation loss {validation} on "
                "average over {n} starts."
            ).format(training=fit.mean, validation=_plus_minus(free), n=free.n)
        )
    points += [_zone_said(_, errors, *zone) for zone in errors.zones()]
    best = errors.best()
    if best is not None and (change := errors.difference(best)) is not None:
        points.append(
            _("The validation loss is lowest at **λ = {lambd:g}**: {change} against no penalty.").format(
                lambd=errors.lambdas[best], change=_plus_minus(change, "+")
            )
        )
    return points


def _zone_said(_: Translate, errors: ErrorsOverStarts, zone: str, first: int, last: int) -> str:
    words = {
        "overfits": _(
            "**{where}: overfits.** No clear difference to no penalty, and the validation loss has climbed "
            "from its lowest point."
        ),
        "nothing": _("**{where}: no clear difference** to no penalty: less than {clear:g} standard errors."),
        "helps": _(
            "**{where}: helps.** Lower than without a penalty, by more than {clear:g} standard errors."
        ),
        "hurts": _("**{where}: too strong.** Worse than no penalty at all."),
        "collapses": _(
            "**{where}: all weights collapse.** Most of the nets answer the same for everybody, whatever the "
            "point."
        ),
        "diverges": _("**{where}: diverges.** Each step throws the weights further across 0 than they were."),
    }[zone]
    if first == last:
        where = f"λ = {errors.lambdas[first]:g}"
    else:
        where = _("λ from {first:g} to {last:g}").format(
            first=errors.lambdas[first], last=errors.lambdas[last]
        )
    return words.format(where=where, clear=CLEAR)


def seeds_said(_: Translate, errors: ErrorsOverStarts) -> str:
    """The sentence that stands for the pictures where they cannot be seen."""
    return " ".join(point.replace("**", "") for point in zones_said(_, errors))


def map_said(_: Translate, cells: RateMap) -> list[str]:
    """What to see on the map, with the numbers of this run."""
    row, column = cells.best
    points = [
        _(
            "The best cell (framed) is **η = {eta:g}, λ = {lambd:g}**: validation cross-entropy {loss:.3f}. "
            "One start each, so its neighbours may be as good."
        ).format(eta=cells.rates[row], lambd=cells.lambdas[column], loss=cells.validation[row, column])
    ]
    collapsed = [j for j in range(len(cells.lambdas)) if _mostly(cells.constant[:, j])]
    if collapsed:
        points.append(
            _(
                "From **λ = {lambd:g}** on most nets answer the same for everybody, at nearly every η: the "
                "penalty has taken all weights."
            ).format(lambd=cells.lambdas[collapsed[0]])
        )
    dead = int(np.argmin(np.append(cells.constant[:, 0], False)))  # the largest η come first
    if dead:
        points.append(
            _(
                "From **η = {eta:g}** on the net is dead even at λ = {lambd:g}: the first steps throw the "
                "ReLU neurons so far that none ever answers again."
            ).format(eta=cells.rates[dead - 1], lambd=cells.lambdas[0])
        )
    diverged = int((cells.diverged_at >= 0).sum())
    if diverged:
        told = _(
            "**{count} cells diverged** (crosses): there each step throws the weights further than the last."
        )
        points.append(told.format(count=diverged))
    points += _tradeoff(_, cells)
    return points


def _tradeoff(_: Translate, cells: RateMap) -> list[str]:
    """How the best λ changes with η, between the smallest and the largest η at which the net learns."""
    learns = ~cells.constant & np.isfinite(cells.validation)
    rows = np.flatnonzero(learns.any(axis=1))
    if len(rows) < 2:
        return []
    losses = np.where(learns, cells.validation, np.inf).argmin(axis=1)
    large, small = ((cells.rates[i], cells.lambdas[losses[i]]) for i in (rows[0], rows[-1]))
    told = _("At η = {small:g} the best λ is {small_best:g}, at η = {large:g} it is {large_best:g}.").format(
        small=small[0], small_best=small[1], large=large[0], large_best=large[1]
    )
    if large[1] > small[1]:
        told += " " + _("With a small η the same number of steps does not go far enough to overfit.")
    return [told]


def _mostly(flags: np.ndarray) -> bool:
    return bool(flags.mean() > 0.6)


def network_formula(_: Translate, errors: ErrorsOverStarts, m: int) -> str:
    """J = data loss + penalty at the λ with the lowest validation loss, on average over the starts."""
    best = errors.best()
    if best is None:
        return r"\text{" + _("diverged") + "}"
    lambd, halves = errors.lambdas[best], 2 if errors.penalty == "l2" else 1
    training, cost = (np.nanmean(part[best + 1]) for part in (errors.training, errors.penalty_term))
    below, size = rf"2\cdot {m}" if halves == 2 else f"{m}", cost * halves * m / lambd
    return (
        rf"\text{{{penalty_names(_)[errors.penalty]}}}:\quad J = {training:.3f}"
        rf" + \tfrac{{{lambd:g}}}{{{below}}}\cdot {size:.1f} = {training:.3f} + {cost:.3f}"
        f" = {training + cost:.3f}"
    )


def best_with_noise(_: Translate, problem: Problem, penalty: str) -> tuple[str, str]:
    """Where the best λ goes when a fifth of the labels is wrong."""
    noisy = problem.redrawn(problem.training_size, 0.2)
    runs = [over_seeds(_, split, penalty) for split in (problem.split, noisy)]
    best = [run.best() or 0 for run in runs]
    happened = "same" if best[0] == best[1] else "larger" if best[1] > best[0] else "smaller"
    return happened, _("The validation loss was lowest at λ = {before:g}, now at λ = {after:g}.").format(
        before=runs[0].lambdas[best[0]], after=runs[1].lambdas[best[1]]
    )


def step_formula(_: Translate, cells: RateMap, penalty: str, m: int) -> tuple[str, str, str]:
    """One step of training; what it does to a weight in the best cell; both in words."""
    row, column = cells.best
    eta, lambd = cells.rates[row], cells.lambdas[column]
    gradient = r"\frac{\partial\,\text{loss}}{\partial W}"
    part = rf"\frac{{{eta:g}\cdot {lambd:g}}}{{{m}}}"
    if penalty == "l1":
        return (
            rf"\begin{{aligned}} W &\leftarrow S_{{\eta\lambda/m}}\Bigl(W - \eta\,{gradient}\Bigr),"
            r" \\ S_\kappa(w) &= \operatorname{sign}(w)\max(|w| - \kappa,\,0) \end{aligned}",
            rf"\kappa = \frac{{\eta\lambda}}{{m}} = {part} = {eta * lambd / m:.3g}",
            _(
                "With L1, each step brings every weight nearer to 0 by ηλ/m and stops it there: it can take "
                "all weights, but it cannot throw one across 0. The numbers are those of the best cell."
            ),
        )
    return (
        rf"\begin{{aligned}} W &\leftarrow W - \eta\Bigl({gradient} + \frac{{\lambda}}{{m}} W\Bigr)"
        rf" \\ &= \Bigl(1 - \frac{{\eta\lambda}}{{m}}\Bigr) W - \eta\,{gradient} \end{{aligned}}",
        rf"1 - \frac{{\eta\lambda}}{{m}} = 1 - {part} = {1 - eta * lambd / m:.10g}",
        _(
            "With L2, each step multiplies every weight by 1 − ηλ/m: above 0 it shrinks, below 0 it jumps "
            "across 0, below −1 it runs away. The numbers are those of the best cell."
        ),
    )


def _plus_minus(value: Estimate, sign: str = "") -> str:
    return f"{value.mean:{sign}.3f} ± {value.standard_error:.3f}".replace("-", "−")
