"""λ in everybody's convention: the table of `l2core.convention.Convention`s."""

from l2core.checks import one_of
from l2core.convention import LOSSES, Convention
from l2core.conventions_of_classes import OF_CLASSES, OF_MARGINS
from l2core.conventions_of_numbers import OF_NUMBERS
from l2core.penalties import PENALIZED

CONVENTIONS: tuple[Convention, ...] = (*OF_CLASSES, *OF_NUMBERS, *OF_MARGINS)


def conventions(penalty: str, loss: str | None = None) -> tuple[Convention, ...]:
    """All conventions for one of `l2core.penalties.PENALIZED`, and for one of LOSSES if it is given.

    Raises ValueError for any other.
    """
    one_of("penalty", penalty, PENALIZED)
    if loss is not None:
        one_of("loss", loss, LOSSES)
    return tuple(c for c in CONVENTIONS if c.penalty == penalty and loss in (None, c.loss))
