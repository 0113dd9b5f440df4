"""What no visitor may ask a server for comes to nothing, and nobody elsewhere is asked who the lab is."""

from collections.abc import Callable

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit import config, net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server import server_util

from dashboard.address_names import NAMES
from dashboard.bounds import MOST_NAMES
from dashboard.gateway import NOT_FOR_VISITORS, UNREAD, Gateway, ask_nobody_for_the_address, for_visitors
from tests.visitor import outcome


def asks_for(kind: str) -> bytes:
    message = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type is None:
        setattr(message, kind, True)
    else:
        getattr(message, kind).SetInParent()
    assert message.WhichOneof("type") == kind
    data: bytes = message.SerializeToString()
    return data


def one_after_another(messages: list[Message]) -> Receive:
    left = iter(messages)

    async def receive() -> Message:
        return next(left)

    return receive


def test_of_all_kinds_of_messages_those_alone_are_passed_over() -> None:
    kinds = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
    assert set(kinds) >= NOT_FOR_VISITORS
    sent: list[Message] = [{"type": "websocket.connect"}]
    sent += [{"type": "websocket.receive", "bytes": asks_for(kind)} for kind in kinds]
    sent += [{"type": "websocket.receive", "bytes": b"\xff no message"}]
    sent += [{"type": "websocket.disconnect"}]
    receive = for_visitors(one_after_another(sent))

    async def received() -> list[Message]:
        return [await receive() for _message in range(len(sent) - len(NOT_FOR_VISITORS))]

    refused = [{"type": "websocket.receive", "bytes": asks_for(kind)} for kind in NOT_FOR_VISITORS]
    assert outcome(received()) == [message for message in sent if message not in refused]


@pytest.mark.parametrize(("names", "is_heard"), [(1, True), (MOST_NAMES, True), (MOST_NAMES + 1, False)])
def test_a_page_asks_places_for_a_few_files_alone(names: int, is_heard: bool) -> None:
    """Streamlit makes one for each, and all others wait meanwhile: for a million of them 18 seconds."""
    message = BackMsg()
    message.file_urls_request.file_names.extend(["a"] * names)
    asked: Message = {"type": "websocket.receive", "bytes": message.SerializeToString()}
    sent: list[Message] = [asked, {"type": "websocket.disconnect"}]
    assert outcome(for_visitors(one_after_another(sent))()) == sent[0 if is_heard else 1]


def test_a_socket_ends_at_a_text() -> None:
    sent: list[Message] = [{"type": "websocket.receive", "text": "no bytes"}]
    assert outcome(for_visitors(one_after_another(sent))())["type"] == "websocket.disconnect"


@pytest.mark.parametrize(
    ("query", "passed_on"),
    [
        ("lam=1&lam=2", "lam=1&lam=2"),
        ("", ""),
        ("&".join(["lam=1"] * 2_000), f"{UNREAD}=1"),
        ("lam=" + "1" * 600_000, f"{UNREAD}=1"),
    ],
)
def test_an_address_of_which_nothing_is_read_is_told_to_the_page(query: str, passed_on: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = "home"
    sent: list[Message] = [{"type": "websocket.receive", "bytes": message.SerializeToString()}]

    async def received() -> Message:
        return await for_visitors(one_after_another(sent))()

    asked = BackMsg.FromString(outcome(received())["bytes"]).rerun_script
    assert (asked.query_string, asked.page_name) == (passed_on, "home")
    assert UNREAD not in {name.code for name in NAMES}


@pytest.mark.parametrize(
    ("path", "is_public"),
    [
        ("/_stcore/metrics", False),
        ("/_stcore/metrics/", False),
        ("/below/_stcore/metrics", False),
        ("/_stcore/health", True),
        ("/descent_speed", True),
    ],
)
def test_how_the_server_fares_is_not_public(path: str, is_public: bool) -> None:
    reached: list[str] = []
    answers: list[Message] = []

    async def lab(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])

    async def keep(message: Message) -> None:
        answers.append(message)

    scope: Scope = {"type": "http", "path": path, "method": "GET", "headers": []}
    outcome(Gateway(lab)(scope, one_after_another([]), keep))
    assert bool(reached) == is_public
    assert [message["status"] for message in answers if "status" in message] == ([] if is_public else [404])


@pytest.fixture
def asked_hosts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses elsewhere that Streamlit asks meanwhile."""
    asked: list[str] = []

    def ask(url: str, timeout: float = 5) -> str | None:
        asked.append(url)
        return None

    monkeypatch.setattr(net_util, "_make_blocking_http_get", ask)
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # and back as it was
    return asked


def is_allowed(origin: str) -> bool:
    allowed: Callable[[str], bool] = server_util.is_url_from_allowed_origins
    return allowed(origin)


def test_an_unknown_origin_makes_the_server_ask_nobody(asked_hosts: list[str]) -> None:
    assert not is_allowed("http://elsewhere.example")
    assert asked_hosts  # so it is without us
    asked_hosts.clear()
    ask_nobody_for_the_address()
    assert not is_allowed("http://elsewhere.example")
    assert is_allowed("http://localhost:8501")
    assert not asked_hosts


def test_the_start_has_an_address_to_say() -> None:
    """Where it has one, Streamlit asks nobody for another."""
    config.get_config_options(force_reparse=True)
    assert config.is_manually_set("browser.serverAddress")
