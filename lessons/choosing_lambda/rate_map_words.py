"""What the page says of the map of η × λ."""

from charts.numbers import fixed, number
from charts.picture import Translate
from l2core.rate_map import RateMap


def map_in_words(_: Translate, cells: RateMap) -> list[str]:
    """What to see on the map, with the numbers of this run."""
    row, column = cells.best
    points = [
        _(
            "The best cell (framed) is **η = {eta}, λ = {lambd}**: validation cross-entropy {loss}. One "
            "start each, so its neighbours may be as good."
        ).format(
            eta=number(cells.rates[row]),
            lambd=number(cells.lambdas[column]),
            loss=fixed(cells.validation[row, column]),
        )
    ]
    if cells.mostly_dead_columns:
        points.append(
            _(
                "From **λ = {lambd}** on most nets answer the same for everybody, at nearly every η: the "
                "penalty has taken all weights."
            ).format(lambd=number(cells.lambdas[cells.mostly_dead_columns[0]]))
        )
    if cells.dead_rows:
        points.append(
            _(
                "From **η = {eta}** on the net is dead even at λ = {lambd}: the first steps throw the "
                "ReLU neurons so far that none ever answers again."
            ).format(eta=number(cells.rates[cells.dead_rows - 1]), lambd=number(cells.lambdas[0]))
        )
    if cells.diverged.any():
        words = _(
            "**{count} cells diverged** (crosses): there each step throws the weights further than the last."
        )
        points.append(words.format(count=int(cells.diverged.sum())))
    return points + _tradeoff(_, cells)


def picture_words(_: Translate, cells: RateMap) -> str:
    """The sentence that stands for the map where it cannot be seen."""
    return " ".join(point.replace("**", "") for point in map_in_words(_, cells))


def _tradeoff(_: Translate, cells: RateMap) -> list[str]:
    """How the best λ changes with η, between the smallest and the largest η at which the net learns."""
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
    if best[large] > best[small]:
        words += " " + _("With a small η the same number of steps does not go far enough to overfit.")
    return [words]
