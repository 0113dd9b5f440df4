"""What the page says of a network over many starts: the zones of λ, and the best one."""

from charts.numbers import fixed, number, plus_minus
from charts.picture import Translate
from l2core.many_starts import CLEAR, ErrorsOverStarts


def zones_in_words(_: Translate, errors: ErrorsOverStarts) -> list[str]:
    """The zones of λ in this run, each with its numbers."""
    free, fit = errors.mean(errors.validation, 0), errors.mean(errors.training, 0)
    points = []
    if free is not None and fit is not None:
        points.append(
            _(
                "**Without a penalty** (grey): training loss {training}, validation loss {validation} on "
                "average over {n} starts."
            ).format(
                training=fixed(fit.mean), validation=plus_minus(free.mean, free.standard_error), n=free.n
            )
        )
    points += [_zone(_, errors, *zone) for zone in errors.zones()]
    best = errors.best()
    if best is not None and (change := errors.difference(best)) is not None:
        points.append(
            _("The validation loss is lowest at **λ = {lambd}**: {change} against no penalty.").format(
                lambd=number(errors.lambdas[best]),
                change=plus_minus(change.mean, change.standard_error, sign=True),
            )
        )
    return points


def _zone(_: Translate, errors: ErrorsOverStarts, zone: str, first: int, last: int) -> str:
    words = {
        "overfits": _(
            "**{where}: overfits.** No clear difference to no penalty, and the validation loss has climbed "
            "from its lowest point."
        ),
        "nothing": _("**{where}: no clear difference** to no penalty: less than {clear} standard errors."),
        "helps": _("**{where}: helps.** Lower than without a penalty, by more than {clear} standard errors."),
        "hurts": _("**{where}: too strong.** Worse than no penalty at all."),
        "collapses": _(
            "**{where}: all weights collapse.** Most of the nets answer the same for everybody, whatever the "
            "point."
        ),
        "diverges": _("**{where}: diverges.** Each step throws the weights further across 0 than they were."),
    }[zone]
    if first == last:
        where = f"λ = {number(errors.lambdas[first])}"
    else:
        where = _("λ from {first} to {last}").format(
            first=number(errors.lambdas[first]), last=number(errors.lambdas[last])
        )
    return words.format(where=where, clear=number(CLEAR))


def picture_words(_: Translate, errors: ErrorsOverStarts) -> str:
    """The sentence that stands for the pictures where they cannot be seen."""
    return " ".join(point.replace("**", "") for point in zones_in_words(_, errors))
