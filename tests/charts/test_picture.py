"""A spec that Altair's schema does not know is an error in the tests, though the lab itself does not ask."""

import altair as alt
import pytest
from altair.utils import schemapi

from charts.picture import finished


def refused():
    return pytest.raises(schemapi.SchemaValidationError, match="half")


def wrong() -> alt.Chart:
    return alt.Chart(alt.NamedData("t")).mark_point(opacity="half")


def test_a_wrong_spec_is_an_error_here() -> None:
    with refused():
        wrong()
    with schemapi.debug_mode(False):
        chart = wrong()
    with refused():
        finished(chart)


def test_the_lab_makes_a_spec_without_asking() -> None:
    with schemapi.debug_mode(False):
        assert finished(wrong())["mark"]["opacity"] == "half"
