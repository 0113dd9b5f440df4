"""The rings of the bowl stand where it has its centre and its valley, and say the same as the sliders."""

import numpy as np
import pytest

from dashboard import controls
from l2core.bowl import loss, tilted_bowl
from lessons.model_space import rings
from lessons.model_space.choice import Choice


def english(message: str) -> str:
    return message


def chosen(center: tuple[float, float], stretch: float, tilt: float) -> Choice:
    return Choice(center, stretch, tilt, "budget", False, 0.5)


@pytest.mark.parametrize(
    "choice",
    [
        chosen((0.7, 1.5), 4, 150),
        chosen((-1, 1.8), 10, 0),
        chosen((0, 0), 1, 175),
        chosen((1.8, -1), 6.5, 45),
    ],
)
def test_the_rings_stand_in_the_centre_and_at_the_end_of_the_longer_half_axis_of_a_contour(
    choice: Choice,
) -> None:
    center, shape = rings.rings(english, choice)
    c = np.array(
        [places.values[at] for places, at in zip((center.first, center.second), center.at, strict=True)]
    )
    assert tuple(c) == choice.center
    angle, reach = shape.first.values[shape.at[0]], shape.second.values[shape.at[1]]
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    across = np.array([-along[1], along[0]])
    bowl = tilted_bowl(choice.center, choice.stretch, choice.tilt)
    level = rings.RADIUS**2 / 2
    assert loss(bowl, c + reach * along) == pytest.approx(level)
    assert loss(bowl, c + shape.ellipse / reach * across) == pytest.approx(level)


def test_a_ring_that_is_let_go_sets_the_sliders(monkeypatch: pytest.MonkeyPatch) -> None:
    center, shape = rings.rings(english, chosen((0.7, 1.5), 4, 150))
    told: dict[str, object] = {}
    monkeypatch.setattr(controls, "put", told.__setitem__)
    rings.moved("center", center.first.nearest(-0.3), center.second.nearest(0.2))
    rings.moved("shape", shape.first.nearest(35), shape.second.nearest(0.7 * 9**0.25))
    assert told == {"c1": -0.3, "c2": 0.2, "tilt": 35.0, "stretch": 9.0}
    assert center.first.texts[center.first.nearest(-0.3)] == "w₁ = −0.3"
    assert shape.first.texts[7] == "tilt 35°"
    assert shape.second.texts[-1] == "stretch 10"
