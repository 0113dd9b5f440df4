"""What is shared: a QR code says the address that it was made of, and that address is one for others."""

import re
from urllib.parse import quote, unquote

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as some

from dashboard import origin
from dashboard.qr_code import qr_code
from lessons.other_names.choice import PLACES
from tests.conftest import OpenPage, component


def read_back(svg: str) -> str:
    """What a phone reads from an inline SVG of black runs of modules on white."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    light = np.full((side, side), 255, dtype=np.uint8)
    x = y = 0.0
    for step, dx, dy, run in re.findall(
        r"([mM])(-?[\d.]+) (-?[\d.]+)|h(\d+)",
        re.search(r'stroke="#000" d="([^"]+)"', svg)[1],
    ):
        if run:
            light[int(y), int(x) : int(x) + int(run)] = 0
            x += int(run)
        else:
            x, y = (float(dx), float(dy)) if step == "M" else (x + float(dx), y + float(dy))
    codes = zxingcpp.read_barcodes(np.kron(light, np.ones((4, 4), dtype=np.uint8)))
    assert len(codes) == 1
    return codes[0].text


@settings(max_examples=25, deadline=None)
@given(some.dictionaries(some.sampled_from(("lam", "step", "table", "target")), some.text(max_size=60)))
def test_the_code_is_read_back_as_the_address_it_was_made_of(said: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(code)}" for name, code in said.items())
    address = f"http://192.168.1.20:8501/model_space?{query}"
    assert read_back(qr_code(address)) == address


def test_an_address_in_other_letters_is_read_back_percent_encoded() -> None:
    address = "https://lab.example/two_functions?target=价格&level=è"
    read = read_back(qr_code(address))
    assert read.isascii()
    assert unquote(read) == address


def test_an_address_may_be_as_long_as_a_code_holds_and_no_longer() -> None:
    address = "http://192.168.1.20:8501/?out="
    longest = address + "x" * (2953 - len(address))
    assert read_back(qr_code(longest)) == longest
    with pytest.raises(ValueError, match="too large"):
        qr_code(longest + "x")


def test_the_alt_text_of_a_code_is_its_address_whatever_is_in_it() -> None:
    svg = qr_code('http://a.example/?out="<b>"&x=1')
    assert 'aria-label="http://a.example/?out=&quot;&lt;b&gt;&quot;&amp;x=1"' in svg
    assert "<b>" not in svg


OWN_NAMES = ["localhost", "127.0.0.1", "127.8.0.1", "[::1]", "0.0.0.0", "lab.localhost"]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A server as it starts without a setting, on a machine with a network."""
    monkeypatch.setattr(origin, "_host_in_the_network", lambda: "192.168.1.20")
    return monkeypatch


@pytest.mark.parametrize("host", OWN_NAMES)
def test_what_this_machine_calls_itself_becomes_what_others_call_it(
    host: str, network: pytest.MonkeyPatch
) -> None:
    url = f"http://{host}:8501/model_space"
    assert origin.is_for_this_machine_alone(url)
    assert origin.for_others(url) == "http://192.168.1.20:8501/model_space"
    assert not origin.is_for_this_machine_alone(origin.for_others(url))
    network.setattr(origin, "_host_in_the_network", lambda: None)
    assert origin.for_others(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://lab.example/a/b",
        "http://10.0.0.3:8501/",
        "http://[2001:db8::1]:8501/",
        "https://xn--fiq.example/",
    ],
)
def test_an_address_that_others_reach_stays_as_it_is(url: str, network: pytest.MonkeyPatch) -> None:
    assert origin.for_others(url) == url
    assert not origin.is_for_this_machine_alone(url)


def test_the_server_says_where_it_is_and_to_whom_it_listens(network: pytest.MonkeyPatch) -> None:
    options: dict[str, str] = {}
    network.setattr(origin.config, "get_option", options.get)
    network.setattr(origin.config, "is_manually_set", options.__contains__)
    url = "http://localhost:8501/model_space"
    options["server.address"] = "127.0.0.1"
    assert origin.for_others(url) == url
    for everywhere in ("0.0.0.0", "::", "192.168.1.20"):
        options["server.address"] = everywhere
        assert origin.for_others(url) == "http://192.168.1.20:8501/model_space"
    for setting, host in (
        ("lab.example", "lab.example"),
        ("2001:db8::1", "[2001:db8::1]"),
        ("localhost", "192.168.1.20"),
    ):
        options["browser.serverAddress"] = setting
        assert origin.for_others(url) == f"http://{host}:8501/model_space"


def test_the_machine_asks_for_its_own_number_in_its_network() -> None:
    host = origin._host_in_the_network()
    assert host is None or not origin.is_loopback(host)


def test_a_page_says_what_its_link_is_made_of(open_page: OpenPage, network: pytest.MonkeyPatch) -> None:
    asked = component(open_page("other_names"), "share")
    assert asked["page"]["host"].startswith("192.168.1.20")
    assert asked["page"]["is_open"] is False
    assert asked["choices"] == {"predict": True, "lecture": False, "hide": []}
    assert asked["words"]["out_of_reach"] == ""
    shown = component(open_page("other_names", penalty="l1", hide="r,tilt"), "share")
    assert shown["page"]["is_open"] is True
    assert shown["page"]["places"] == list(PLACES)
    assert shown["page"]["place"] == {"penalty": "l1"}
    assert shown["choices"]["hide"] == ["r", "tilt"]  # it goes along, whichever page has it


def test_where_no_phone_can_come_the_page_says_why(open_page: OpenPage, network: pytest.MonkeyPatch) -> None:
    def said() -> str:
        return str(component(open_page("other_names"), "share")["words"]["out_of_reach"])

    network.setattr(origin, "_host_in_the_network", lambda: None)
    assert "in no network" in said()
    network.setattr(origin, "listens_to_itself_alone", lambda: True)
    assert "--server.address=0.0.0.0" in said()
    network.setattr(origin, "_given_host", lambda: "lab.example")
    assert said() == ""


def test_a_link_that_is_too_long_has_no_code(open_page: OpenPage) -> None:
    app = open_page("other_names")
    for link, has_code in (("http://lab.example/?n=" + "1" * 2000, True), ("x" * 2954, False)):
        app.session_state["share_asked"] = link
        app.run()
        code = component(app, "share")["code"]
        assert code["link"] == link
        assert bool(code["svg"]) == has_code
    app.run()
    assert component(app, "share")["code"] is None
