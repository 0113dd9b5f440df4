"""The zones behind the errors over starts meet half way between two λ."""

import math

import numpy as np
import pytest

from charts.choosing_lambda.zones import zone_names, zone_table
from tests.charts.choosing_lambda.samples import english, errors_over_starts


def test_every_zone_is_named_from_the_run():
    zones = zone_table(english, errors_over_starts())
    names = zone_names(english)
    assert zones["zone"].tolist() == ["overfits", "helps", "hurts", "collapses", "diverges"]
    assert zones["words"].tolist() == [names[zone] for zone in zones["zone"]]
    assert zones["from"].iloc[0] == pytest.approx(1)
    assert zones["to"].iloc[-1] == pytest.approx(5)
    np.testing.assert_allclose(zones["to"].iloc[:-1], zones["from"].iloc[1:])
    assert zones["to"].iloc[0] == pytest.approx(math.sqrt(2))
    assert zones["lam"].tolist() == [0, 1, 2, 3, 4]  # the last place of each


def test_no_zone_is_called_helpful_on_a_difference_of_two_standard_errors_or_less():
    errors = errors_over_starts()
    errors.validation[2] = errors.validation[0] + np.tile([-0.1, 0.1], 10)
    assert "helps" not in set(zone_table(english, errors)["zone"])
