"""What the page says of the map of η × λ; rows are η, the largest first, columns λ, the smallest first."""

import numpy as np
from numpy.typing import NDArray

from charts.numbers import fixed, number
from charts.picture import Translate
from l2core.rate_map import RateMap


def map_in_words(_: Translate, cells: RateMap) -> list[str]:
    """What to see on the map, with the numbers of this run."""
    if not cells.learns.any():
        return [nothing_learns(_, cells)]
    points = [best_cell(_, cells)]
    if cells.lost_columns:
        points.append(too_much_penalty(_, cells))
    if cells.lost_rows:
        points.append(too_large_steps(_, cells))
    if cells.single.any():
        points.append(
            _("Besides, {fates}. With one start a cell that may be chance.").format(
                fates=_fates(_, cells, cells.single)
            )
        )
    if cells.diverged.any():
        points.append(divergence(_, cells))
    points += tradeoff(_, cells)
    return [
        *points,
        _(
            "Where η is large, rounding can decide what becomes of a net: another kind of processor may show "
            "other cells there."
        ),
    ]


def picture_words(_: Translate, cells: RateMap | None) -> str:
    """What is to be seen on the map, for those who cannot see it."""
    if cells is None:
        return _(
            "An empty map, η upwards and λ to the right: no net is trained before somebody wants to see it."
        )
    rows = [
        _("η = {eta}: {learn} of {nets} nets learn, {dead} are dead, {diverged} diverged").format(
            eta=number(eta),
            learn=int(cells.learns[row].sum()),
            nets=len(cells.lambdas),
            dead=int(cells.constant[row].sum()),
            diverged=int(cells.diverged[row].sum()),
        )
        for row, eta in enumerate(cells.rates)
    ]
    words = _("A map of validation losses, η upwards and λ to the right. Row by row from the top: {rows}.")
    return words.format(rows=_("; ").join(rows))


def lines_at_every_place(_: Translate, cells: RateMap) -> tuple[list[str], list[str]]:
    """What is said of the cell of the bar, for each η from the smallest up and each λ; and of its row."""
    rows = range(len(cells.rates))[::-1]
    of_cells = [cell_in_words(_, cells, row, column) for row in rows for column in range(len(cells.lambdas))]
    return of_cells, [row_in_words(_, cells, row) for row in rows]


def cell_in_words(_: Translate, cells: RateMap, row: int, column: int) -> str:
    """What became of one net."""
    if cells.diverged[row, column]:
        words = _("The bar stands at η = {eta}, λ = {lambd}: this net **diverged** at step {step}.")
    elif cells.constant[row, column]:
        words = _(
            "The bar stands at η = {eta}, λ = {lambd}: this net is **dead**, it answers the same for every "
            "training point; validation cross-entropy {loss}."
        )
    else:
        words = _("The bar stands at η = {eta}, λ = {lambd}: validation cross-entropy **{loss}**.")
    return words.format(
        eta=number(cells.rates[row]),
        lambd=number(cells.lambdas[column]),
        loss=fixed(cells.validation[row, column]),
        step=int(cells.diverged_at[row, column]),
    )


def row_in_words(_: Translate, cells: RateMap, row: int) -> str:
    """The best λ of those at which a net learns with this η."""
    if row not in cells.best_lambdas:
        return _("At η = {eta} no net learns, at any λ.").format(eta=number(cells.rates[row]))
    column = cells.best_lambdas[row]
    return _("At η = {eta} the best net that learns is at λ = {lambd} (★), with {loss}.").format(
        eta=number(cells.rates[row]),
        lambd=number(cells.lambdas[column]),
        loss=fixed(cells.validation[row, column]),
    )


def nothing_learns(_: Translate, cells: RateMap) -> str:
    """Where every cell is dead or diverged."""
    everything = np.ones(cells.learns.shape, bool)
    return _("**No net on this map learns**: {fates}.").format(fates=_fates(_, cells, everything))


def best_cell(_: Translate, cells: RateMap) -> str:
    """The lowest validation loss of all nets that did not diverge; it may be that of a dead net."""
    assert cells.best is not None  # a net learns
    row, column = cells.best
    words = _(
        "The best of {count} cells (framed) is **η = {eta}, λ = {lambd}**: validation cross-entropy {loss}. "
        "One start a cell: another start may have another winner."
    ).format(
        count=cells.learns.size,
        eta=number(cells.rates[row]),
        lambd=number(cells.lambdas[column]),
        loss=fixed(cells.validation[row, column]),
    )
    if cells.constant[cells.best]:
        words += " " + _("It is a dead net: none that learns does better on new points.")
    return words


def too_much_penalty(_: Translate, cells: RateMap) -> str:
    """The columns in which no η lets a net learn; and why, at the η that let it learn with a smaller λ."""
    first = cells.lost_columns[0]
    columns = np.zeros(cells.learns.shape, bool)
    columns[:, first:] = True
    words = _("From **λ = {lambd}** on no net learns, at any η: {fates}.").format(
        lambd=number(cells.lambdas[first]), fates=_fates(_, cells, columns)
    )
    dead = columns & cells.constant & cells.learns.any(axis=1, keepdims=True)
    if not dead.any():  # of those at an η at which another learns, so with a smaller λ
        return words
    return f"{words} " + _(
        "Where the same net learns with a smaller λ at the same η it is the penalty that does it: in these "
        "dead nets no weight above {largest} is left."
    ).format(largest=_at_most(float(cells.largest[dead].max())))


def too_large_steps(_: Translate, cells: RateMap) -> str:
    """The rows in which no λ lets a net learn, what shows that η does it, and what holds the nets."""
    last = cells.lost_rows[-1]
    rows = np.zeros(cells.learns.shape, bool)
    rows[: last + 1] = True
    parts = [
        _("From **η = {eta}** up no net learns, at any λ: {fates}.").format(
            eta=number(cells.rates[last]), fates=_fates(_, cells, rows)
        )
    ]
    if cells.learns[last + 1 :, 0].any():  # the smallest λ, and a smaller η
        parts.append(
            _("It is η that does it: at λ = {lambd} the same net learns with a smaller η.").format(
                lambd=number(cells.lambdas[0])
            )
        )
    if silent := int((rows & cells.silent).sum()):
        parts.append(
            _(
                "In {silent} of the dead nets all ReLU neurons of a layer answer 0 to every training point: "
                "nothing passes through it, and no gradient comes back."
            ).format(silent=silent)
        )
    return " ".join(parts)


def divergence(_: Translate, cells: RateMap) -> str:
    """How many cells diverged, and why where the step of the penalty shows it."""
    if cells.thrown[cells.diverged].all():
        words = _(
            "**{count} of {all} cells diverged** (crosses): in each of them ηλ/m is above 2, and every step "
            "of the penalty throws the weights further across 0 than they were."
        )
    else:
        words = _("**{count} of {all} cells diverged** (crosses): their numbers grew beyond all bounds.")
    return words.format(count=int(cells.diverged.sum()), all=cells.diverged.size)


def tradeoff(_: Translate, cells: RateMap) -> list[str]:
    """How the best λ changes with η, between the smallest and the largest η at which a net learns."""
    best = cells.best_lambdas
    if len(best) < 2:
        return []
    large, small = min(best), max(best)
    words = _("At η = {small} the best λ is {small_best}, at η = {large} it is {large_best}.").format(
        small=number(cells.rates[small]),
        small_best=number(cells.lambdas[best[small]]),
        large=number(cells.rates[large]),
        large_best=number(cells.lambdas[best[large]]),
    )
    both_learn = cells.learns[[large, small], 0].all()
    if both_learn and cells.turned[large, 0] and not cells.turned[small, 0]:
        words += " " + _(
            "At λ = {lambd} the validation loss has climbed from its lowest with the larger η, and not yet "
            "with the smaller."
        ).format(lambd=number(cells.lambdas[0]))
    return [words]


def _fates(_: Translate, cells: RateMap, chosen: NDArray[np.bool_]) -> str:
    """How many of the chosen cells that do not learn are dead, how many diverged."""
    dead, diverged = (int((chosen & fate).sum()) for fate in (cells.constant, cells.diverged))
    if not diverged:
        words = _("{dead} answer the same for every training point")
    elif not dead:
        words = _("{diverged} diverged")
    else:
        words = _("{dead} answer the same for every training point, {diverged} diverged")
    return words.format(dead=dead, diverged=diverged)


def _at_most(x: float) -> str:
    """Two digits, rounded up, so that `x` is not above what is written."""
    if x == 0:
        return "0"
    digit = 10.0 ** (np.floor(np.log10(x)) - 1)
    return number(float(np.ceil(x / digit) * digit), 2)
