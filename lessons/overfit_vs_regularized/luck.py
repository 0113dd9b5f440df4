"""The prediction of 20 dots: what L2 changes in the validation loss, from 20 starts on the same points."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from charts.numbers import fixed, number
from dashboard import stage
from dashboard.dots import Tray, dots, placed_in
from dashboard.networks.grid import STARTS
from dashboard.networks.starts import over_starts
from dashboard.scene import Scene
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.dot_shape import DotShape, columns_of, dot_shape
from l2core.many_starts import inside
from lessons.overfit_vs_regularized.run import Here

ACT = "luck"
EDGES = np.arange(-8, 9) / 5  # nats: columns of 0.2 from −1.6 to 1.6
WIDE = 0.4  # nats
_CENTERS = (EDGES[:-1] + EDGES[1:]) / 2
_ENOUGH = STARTS // 2  # with fewer starts that have both losses there is no shape to speak of


def options(_: Translate) -> dict[str, str]:
    """side and width of the dots as one code -> words; "lost" where too few are left to have a shape."""
    sides = {
        "below": _("most below 0"),
        "above": _("most above 0"),
        "neither": _("on both sides of 0"),
    }
    widths = {
        "narrow": _("close together (within {wide} nats)").format(wide=number(WIDE)),
        "wide": _("far apart (over more than {wide} nats)").format(wide=number(WIDE)),
    }
    shapes = {
        f"{side}_{width}": f"{where}, {how}" for side, where in sides.items() for width, how in widths.items()
    }
    return {**shapes, "lost": _("too few nets are left that did not diverge")}


def tray_and_dots(_: Translate, scene: Scene, here: Here) -> list[int] | None:
    """The tray in the place of the picture; once the question is answered, the run's dots over it.

    Returns the columns of the dots that were placed, None unless all are.
    """
    tray = _tray(_)
    if scene.is_open:
        return dots(ACT, tray, columns_of(_differences(_, here), EDGES).tolist())
    columns = dots(ACT, tray)
    stage.confirm(scene, partial(placed_in, ACT, tray), lambda made: _code(_shape(made)))
    return columns


def outcome(_: Translate, here: Here, guessed: Sequence[int] | None = None) -> tuple[str, str]:
    """What the dots of the run come to, at the λ of the page after the last step, and the `guessed` ones."""
    columns = columns_of(_differences(_, here), EDGES).tolist()
    words = _("L2 with λ = {lambd}, after the last step:").format(lambd=here.lambd)
    lost = STARTS - len(columns)
    if len(columns) < _ENOUGH:
        told = _("In {lost} of {count} starts a net diverged.").format(lost=lost, count=STARTS)
        return "lost", f"{words} {told}"
    shape = _shape(columns)
    told = _("{below} of {n} dots lie below 0, and the middle {inside} span {span} nats.").format(
        below=shape.below, n=shape.n, inside=inside(shape.n), span=fixed(shape.span, 1)
    )
    sentences = [words, told]
    if lost:
        sentences.append(_("In {lost} of {count} starts a net diverged.").format(lost=lost, count=STARTS))
    if guessed:
        guess = _shape(guessed)
        yours = _("Of yours {below} lie below, and the middle {inside} span {span}.")
        sentences.append(yours.format(below=guess.below, inside=inside(guess.n), span=fixed(guess.span, 1)))
    return _code(shape), " ".join(sentences)


def _tray(_: Translate) -> Tray:
    return Tray(
        dots=STARTS,
        edges=[fixed(edge, 1) for edge in EDGES],
        zero=len(EDGES) // 2,
        title=_("validation loss with L2 minus without a penalty (nats)"),
        low=_("L2 is better"),
        high=_("worse"),
    )


def _differences(_: Translate, here: Here) -> FloatArray:
    """(STARTS,): the loss with L2 at the λ of the page minus that without, after the last step."""
    validation = over_starts(_, here.grid, here.problem.split, here.history).by_penalty("validation")
    return validation["l2"][:, -1, here.lam] - validation["none"][:, -1, 0]


def _shape(columns: Sequence[int]) -> DotShape:
    """Judged as the dots are drawn, in the middle of their columns."""
    return dot_shape(_CENTERS[np.asarray(columns)], wide=WIDE)


def _code(shape: DotShape) -> str:
    return f"{shape.side}_{'wide' if shape.is_wide else 'narrow'}"
