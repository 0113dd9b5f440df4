"""A bar by which something moves behind an open door has to tell the server, however the door was opened."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import OpenPage, component


def tells(app: AppTest) -> bool:
    assert not app.exception
    told: bool = component(app, "transport")["tells"]
    return told


@pytest.mark.parametrize(
    ("page", "opening", "answered"),
    [("model_space", {"seed": "3"}, {"held": "l1"}), ("two_functions", {"part": "dW2"}, {"biases": "shown"})],
)
def test_a_door_that_an_address_opens_follows_from_the_first_run(
    open_page: OpenPage, page: str, opening: dict[str, str], answered: dict[str, str]
) -> None:
    assert not tells(open_page(page, lang="en", answered=answered))
    app = open_page(page, lang="en", answered=answered, **opening)
    assert tells(app)
    assert tells(app.run())


def test_a_door_that_was_opened_by_hand_follows(open_page: OpenPage) -> None:
    app = open_page("model_space", lang="en", answered={"held": "l1"})
    for door, follows in (("bowls", True), ("formula", False), ("tables", True)):
        app.session_state[f"model_space.door.{door}"] = True
        assert tells(app.run()) is follows
        app.session_state[f"model_space.door.{door}"] = False
        app.run()
