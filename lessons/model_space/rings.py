"""The rings by which a hand moves the free optimum and turns and stretches the bowl, in the pictures."""

from charts.numbers import number
from charts.picture import Translate
from dashboard import controls
from dashboard.handles import Handle, Places
from lessons.model_space.choice import CENTERS, STRETCHES, TILTS, Choice

RADIUS = 0.7  # of the contour ½ρ² to the end of whose longer half-axis the ring of the tilt reaches


def rings(_: Translate, choice: Choice) -> tuple[Handle, ...]:
    """One at the free optimum, one at the end of a contour's longer half-axis, RADIUS · κ^¼.

    The contour ½ρ² has the half-axes ρ κ^¼ along the valley and ρ κ^−¼ across it, whose product is ρ².
    """
    c1, c2 = (
        Places(CENTERS, [f"{weight} = {number(value)}" for value in CENTERS]) for weight in ("w₁", "w₂")
    )
    tilts = Places(TILTS, [_("tilt {angle}°").format(angle=number(tilt)) for tilt in TILTS])
    reaches = [RADIUS * stretch**0.25 for stretch in STRETCHES]
    stretches = Places(
        reaches, [_("stretch {stretch}").format(stretch=number(stretch)) for stretch in STRETCHES]
    )
    center = (c1.nearest(choice.center[0]), c2.nearest(choice.center[1]))
    shape = (tilts.nearest(choice.tilt), stretches.nearest(RADIUS * choice.stretch**0.25))
    return (
        Handle("center", _("Free optimum"), c1, c2, center),
        Handle("shape", _("Bowl"), tilts, stretches, shape, around="center", ellipse=RADIUS**2),
    )


def moved(ring: str, first: int, second: int) -> None:
    """Sets the sliders that say the same as a ring at these places."""
    if ring == "center":
        controls.put("c1", CENTERS[first])
        controls.put("c2", CENTERS[second])
    else:
        controls.put("tilt", TILTS[first])
        controls.put("stretch", STRETCHES[second])


def about_rings(_: Translate) -> str:
    """What the rings are for."""
    return _("Rings in the picture: drag them, or move them with the arrow keys.")
