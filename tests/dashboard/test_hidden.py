"""Controls that an address hides are not drawn, and stand where the address says."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import OpenPage, component, sent

WIDGETS = ("slider", "select_slider", "selectbox", "multiselect", "toggle", "number_input", "button_group")
# page, an address away from the defaults that needs little training, the act that is open to see
PLACES = [
    ("home", {"penalty": "l1", "point": "4", "shift": "1", "lam": "0.0075", "published": "1"}),
    ("overfit_vs_regularized", {"step": "100", "val": "1"}),
    (
        "descent_speed",
        {"w0": "1", "eta": "0.2", "en": "1", "pull": "1", "c": "-1", "step": "7", "lam": "0.25"},
    ),
    ("model_space", {"c1": "0.4", "stretch": "2", "tilt": "30", "en": "1", "drive": "lam", "lam": "1"}),
    ("weight_shrinkage", {"m": "50", "net": "8", "steps": "1000", "eta": "0.3", "step": "200"}),
    (
        "choosing_lambda",
        {"table": "prostate", "penalty": "elastic_net", "r": "0.3", "lam": "0.1", "model": "1"},
    ),
    ("choosing_lambda", {"part": "network", "m": "50"}),
    ("choosing_lambda", {"part": "map", "flip": "10"}),
    ("twelve_things", {"part": "after"}),
    ("two_functions", {"m": "3", "seed": "5", "line": "A2", "lam": "0.3"}),
    ("other_names", {"penalty": "elastic_net", "value": "0.3", "r": "0.25", "n": "100"}),
]


def drawn(app: AppTest) -> list[str]:
    """The labels of the controls of the page, without the switch between languages."""
    every = [widget for kind in WIDGETS for widget in app.get(kind)]
    return [widget.proto.label for widget in every if "language" not in widget.proto.id]


def shown(app: AppTest) -> list[str]:
    """All words and tables of the page, and where the bar stands, but not what controls there are."""
    data = {name: set() for name in ("visit", "share", "transport")}
    for element in app.get("bidi_component"):
        data.setdefault(element.proto.component_name, set()).add(element.proto.bytes.decode())
    at = [str(json.loads(bar)["positions"]) for bar in data["transport"]]
    about_controls = data["visit"] | data["share"] | data["transport"]
    return at + [line for line in sent(app).splitlines() if line not in about_controls]


@pytest.mark.parametrize(("page", "address"), PLACES, ids=lambda part: part if isinstance(part, str) else "")
def test_a_page_whose_controls_are_all_hidden_shows_what_it_shows_with_them(
    open_page: OpenPage, page: str, address: dict[str, str]
) -> None:
    app = open_page(page, **address)
    page_of, controls = app.session_state["hidden_controls"]
    assert page_of == page
    assert set(address) <= set(controls), "a control that this test sets is not drawn"
    assert drawn(app)
    bare = open_page(page, **address, hide=",".join(controls))
    assert drawn(bare) == []
    assert bare.session_state["hidden_controls"] == (page, controls)
    assert shown(bare) == shown(app)
    assert bare.query_params == {**app.query_params, "hide": ",".join(controls)}


def test_a_slider_of_the_bar_that_is_hidden_stays_where_the_address_says(open_page: OpenPage) -> None:
    app = open_page("descent_speed", step="7", lam="0.25", hide="lam")
    bar = component(app, "transport")
    assert {track["name"]: track["hidden"] for track in bar["tracks"]} == {"step": False, "lam": True}
    lam = next(track for track in bar["tracks"] if track["name"] == "lam")
    assert lam["codes"][bar["positions"]["lam"]] == "0.25"


def test_a_link_of_the_page_sets_what_is_hidden(open_page: OpenPage) -> None:
    app = open_page("descent_speed", w0="3", step="7", hide="w0,pull")
    app.query_params["w0"], app.query_params["link"] = "1.5", "1"
    app.run()
    assert app.session_state["hidden_controls"][1]["w0"].code == "1.5"
    assert "Start weight w₀" not in drawn(app)


def test_a_name_that_no_page_has_is_told_and_a_name_of_another_page_goes_along(open_page: OpenPage) -> None:
    app = open_page("descent_speed", hide="eta,tilt,nonsense,lang")
    told = [warning.value for warning in app.warning]
    assert ["`hide=nonsense`" in words for words in told] == [True, False]
    assert ["`hide=lang`" in words for words in told] == [False, True]
    assert app.query_params["hide"] == "eta,tilt"
    assert "Learning rate η" not in drawn(app)
    app.run()
    assert not app.warning
    app.switch_page("pages/model_space.py").run()
    assert "Tilt" not in drawn(app)
    assert "Stretch" in drawn(app)


def test_what_an_act_supposes_is_said_where_a_control_goes_back_to_its_default(open_page: OpenPage) -> None:
    app = open_page("descent_speed", act="4")  # which is played from w = 1
    start = next(slider for slider in app.slider if slider.label == "Start weight w₀")
    assert start.value == 1
    start.set_value(2.0).run()
    again = open_page("descent_speed", **app.query_params)
    assert next(slider for slider in again.slider if slider.label == "Start weight w₀").value == 2
