"""The rings on the points stand on them, and moving one says the same as the slider."""

import numpy as np
import pytest

from dashboard import controls
from l2core.datasets import polynomial_regression
from lessons.home import rings
from lessons.home.choice import FARTHEST, Choice
from lessons.home.run import POINTS, SEED, run


def english(message: str) -> str:
    return message


@pytest.mark.parametrize(
    "choice", [Choice(), Choice("l2", 4, 1.0), Choice("l1", 12, -1.5), Choice("l2", 1, 0.3)], ids=str
)
def test_every_ring_stands_on_its_point_and_stays_in_the_picture(choice: Choice) -> None:
    data = polynomial_regression(seed=SEED, training_size=POINTS)
    order = np.argsort(data.x_train)
    found = rings.rings(english, run(choice))
    assert [ring.name for ring in found] == [str(k) for k in range(1, POINTS + 1)]
    for k, ring in enumerate(found):
        x, rest = data.x_train[order][k], data.y_train[order][k]
        y = rest + (choice.shift if choice.point == k + 1 else 0)
        assert ring.first.values[ring.at[0]] == pytest.approx(x)
        assert ring.second.values[ring.at[1]] == pytest.approx(y)
        heights = np.array(ring.second.values)
        assert np.all(np.abs(heights) <= 2)
        assert np.all(np.abs(heights - rest) <= FARTHEST + 1e-9)
        assert np.diff(heights) == pytest.approx(0.1)
        assert f"y = {heights[0]:.2g}".replace("-", "−") == ring.second.texts[0]


@pytest.mark.parametrize("ring", range(1, POINTS + 1))
def test_a_ring_that_is_let_go_sets_the_controls(ring: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(Choice("l2", 4, 1.0))
    rest = polynomial_regression(seed=SEED, training_size=POINTS)
    y = rest.y_train[np.argsort(rest.x_train)[ring - 1]]
    here = rings.rings(english, before)[ring - 1]
    for place, height in enumerate(here.second.values):
        told: dict[str, object] = {}
        monkeypatch.setattr(controls, "put", told.__setitem__)
        rings.moved(before, str(ring), 0, place)
        shift = round(height - y, 1)
        assert told == {"point": str(ring) if shift else "0", "shift": shift}
