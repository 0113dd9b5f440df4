"""The questions on the map of η × λ: what can be answered, and what the nets answer when it is tried."""

from charts.numbers import code_number, fixed, number
from charts.picture import Translate
from dashboard.scene import Act, Outcome, Show
from l2core.rate_map import RateMap
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.rate_map_run import LAMBDAS
from lessons.choosing_lambda.rate_map_words import tradeoff


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions on the map, in their order."""
    return (
        Act(
            "map_best",
            _("η grows from small to large, each with every λ. Which η has the best net that learns?"),
            best_options(_),
        ),
        Act(
            "map_shift",
            _("From the smallest η at which a net learns to the largest: what becomes of the best λ?"),
            shift_options(_),
        ),
        Act(
            "map_strong",
            _("At the strongest λ, {lambd}, one net for each η: what becomes of most of them?").format(
                lambd=number(LAMBDAS[-1])
            ),
            strong_options(_),
        ),
    )


def outcome(_: Translate, choice: NetworkChoice, cells: RateMap, act: str) -> Outcome:
    """What comes out of the act on this map, and the places that decide it."""
    codes = choice.codes
    if act == "map_strong":
        place = codes_of(cells, 0, len(cells.lambdas) - 1)
        return Outcome(*strong(_, cells), (Show(_("Show me the strongest λ"), codes | place),))
    rows = cells.best_lambdas
    if act == "map_best":
        best = best_that_learns(cells)
        shows = [] if best is None else [Show(_("Show me the best net"), codes | codes_of(cells, *best))]
        return Outcome(*where_best(_, cells), shows)
    shows = [
        Show(
            _("Show me η = {eta}").format(eta=number(cells.rates[row])),
            codes | codes_of(cells, row, rows[row]),
        )
        for row in ([max(rows), min(rows)] if len(rows) > 1 else [])
    ]
    return Outcome(*shift(_, cells), shows)


def codes_of(cells: RateMap, row: int, column: int) -> dict[str, str]:
    """Where the bar stands on this cell."""
    return {"eta": code_number(cells.rates[row]), "lam": code_number(cells.lambdas[column])}


def best_options(_: Translate) -> dict[str, str]:
    return {
        "smallest": _("the smallest at which one learns"),
        "between": _("one in between"),
        "largest": _("the largest at which one learns"),
        "none": _("nets learn at one η at most"),
    }


def best_that_learns(cells: RateMap) -> tuple[int, int] | None:
    """The row and column of the lowest validation loss among the nets that learn."""
    of_rows = cells.best_lambdas.items()
    return min(of_rows, key=lambda cell: float(cells.validation[cell]), default=None)


def where_best(_: Translate, cells: RateMap) -> tuple[str, str]:
    """Whether the best net that learns stands at the smallest, the largest, or another η of those that do."""
    rows, best = cells.best_lambdas, best_that_learns(cells)
    if best is None or len(rows) < 2:
        return "none", _("At every other η of the map no net learns, at any λ.")
    small, large = max(rows), min(rows)  # the largest η is the first row
    happened = {small: "smallest", large: "largest"}.get(best[0], "between")
    words = _(
        "It is at η = {eta}, λ = {lambd}: validation loss {loss}; the best at η = {small} has {small_loss}, "
        "at η = {large} it has {large_loss}."
    )
    return happened, words.format(
        eta=number(cells.rates[best[0]]),
        lambd=number(cells.lambdas[best[1]]),
        loss=fixed(float(cells.validation[best])),
        small=number(cells.rates[small]),
        small_loss=fixed(float(cells.validation[small, rows[small]])),
        large=number(cells.rates[large]),
        large_loss=fixed(float(cells.validation[large, rows[large]])),
    )


def shift_options(_: Translate) -> dict[str, str]:
    return {
        "larger": _("it grows"),
        "same": _("it stays"),
        "smaller": _("it shrinks"),
        "none": _("nets learn at one η at most"),
    }


def shift(_: Translate, cells: RateMap) -> tuple[str, str]:
    """Where the best λ goes from the smallest η at which a net learns to the largest."""
    rows = cells.best_lambdas
    if len(rows) < 2:
        return "none", _("At every other η of the map no net learns, at any λ.")
    small, large = rows[max(rows)], rows[min(rows)]
    happened = "same" if small == large else "larger" if large > small else "smaller"
    return happened, " ".join(tradeoff(_, cells))


def strong_options(_: Translate) -> dict[str, str]:
    return {
        "learn": _("they still learn"),
        "dead": _("they answer the same to every point"),
        "diverged": _("they run beyond all bounds"),
        "mixed": _("no more than half share a fate"),
    }


def strong(_: Translate, cells: RateMap) -> tuple[str, str]:
    """What more than half of the nets at the largest λ do."""
    fates = {"learn": cells.learns, "dead": cells.constant, "diverged": cells.diverged}
    counts = {name: int(fate[:, -1].sum()) for name, fate in fates.items()}
    nets = len(cells.rates)
    happened = next((name for name, count in counts.items() if 2 * count > nets), "mixed")
    words = _("Of {nets} nets {learn} learn, {dead} answer the same to every point, {diverged} diverged.")
    filled = words.format(nets=nets, **counts)
    if cells.thrown[:, -1].any() and (cells.diverged | ~cells.thrown)[:, -1].all():
        filled += " " + _("Every net with ηλ/m above 2 is among those that diverged.")
    return happened, filled
