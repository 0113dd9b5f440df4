"""The rings by which a hand moves the points of the polynomial up and down, in the picture."""

import numpy as np

from charts.home.curves import HIGHEST
from charts.numbers import number
from charts.picture import Translate
from dashboard import controls
from dashboard.handles import Handle, Places
from lessons.home.choice import FARTHEST, STEP
from lessons.home.run import Run

_NONE = "0"  # what the control says where no point is moved


def rings(_: Translate, run: Run) -> tuple[Handle, ...]:
    """One on every point, from left to right: as far as the slider goes, and not out of the picture."""
    order = np.argsort(run.data.x_train)
    choice = run.choice
    found = []
    for point, k in enumerate(order, 1):
        x, y = float(run.data.x_train[k]), float(run.data.y_train[k])
        rest = y - choice.shift if point == choice.point else y
        reach = shifts(rest)
        heights = Places(
            [rest + shift for shift in reach], [f"y = {number(rest + shift, 2)}" for shift in reach]
        )
        at = heights.nearest(y)
        label = _("Point {number}").format(number=point)
        found.append(Handle(str(point), label, Places([x], [f"x = {number(x, 2)}"]), heights, (0, at)))
    return tuple(found)


def shifts(rest: float) -> list[float]:
    """By how much a point that rests at this height can be moved: in steps, and not out of the picture."""
    most = round(FARTHEST / STEP)
    return [STEP * k for k in range(-most, most + 1) if k == 0 or abs(rest + STEP * k) <= HIGHEST]


def about_rings(_: Translate) -> str:
    """What the rings are for."""
    return _("The points: drag one up or down. Left and right choose one, up and down move it.")


def moved(run: Run, ring: str, _first: int, second: int) -> None:
    """Sets the controls that say the same as the ring of a point at this place: another one goes back."""
    point = int(ring)
    y = float(run.data.y_train[np.argsort(run.data.x_train)[point - 1]])
    rest = y - run.choice.shift if point == run.choice.point else y
    shift = round(shifts(rest)[second], 1)
    controls.put("point", ring if shift else _NONE)
    controls.put("shift", shift)
