"""A browser without a window: one session over Streamlit's own protocol, with its cookies and its address."""

import asyncio
import json
import socket
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from dashboard import failure
from tests import widget_states
from tests.cookies import TIMEOUT, WithCookies
from tests.widget_states import CHOSEN, WIDGETS, Value

T = TypeVar("T")
BAR = "transport"  # the component that is the bar of a lesson
_KEPT = WIDGETS | {"alert", "markdown", "page_link"}  # of what a page shows
_TRIGGERS = ("json_trigger_value", "string_trigger_value", "trigger_value")


def outcome(work: Coroutine[Any, Any, T]) -> T:
    """What `work` comes to, in a thread of its own: in that of the tests Playwright's loop may run."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


@dataclass(frozen=True)
class Widget:
    """What the server sent of a widget. own: it belongs to its page, and not to every page of the lab."""

    kind: str
    sent: Any
    fragment: str
    own: bool


@dataclass
class _Known:
    """A large message that came once: a browser keeps it for a few runs, and is then told its hash alone."""

    element: Any  # None where nothing of it is kept
    used: int  # in which run


class Visitor(WithCookies):
    """Opens the page and query of a lab at host:port, and keeps what its server told last.

    patience: seconds within which a run has to be finished. acknowledges_at_once: a kernel may wait 40 ms for
    more before it acknowledges what came, and a server may send nothing meanwhile; this one does not wait.
    A server that ends its socket, or is gone, raises OSError or websockets' ConnectionClosed, and one that
    does not answer TimeoutError.
    """

    def __init__(
        self,
        port: int,
        page: str,
        query: str = "",
        host: str | None = None,
        *,
        acknowledges_at_once: bool = False,
        patience: float = TIMEOUT,
    ) -> None:
        super().__init__(port, host or f"127.0.0.1:{port}")
        self.page, self.query = page, query
        self.session_id = ""
        self.texts: list[str] = []
        self.pages: dict[str, str] = {}  # the path of each page -> its hash; "" is the first
        self.messages = self.received = 0  # messages, and their bytes
        self.patience = patience
        self._at_once = acknowledges_at_once
        self._widgets: dict[str, Widget] = {}  # by the name of a control or component
        self._links: list[Widget] = []
        self._states: dict[str, WidgetState] = {}
        self._known: dict[str, _Known] = {}
        self._oldest = 2  # how many runs a message is kept without being used
        self._runs = 0
        self._has_begun = False
        self._fragments: Sequence[str] = ()  # of this run, where it is not one of the whole page
        self._page_hash = ""
        self._socket: ClientConnection | None = None

    async def open(self) -> None:
        """The page's own files, then the socket and the first run, as a browser does."""
        await self.get(f"/{self.page}")
        await self.connect()
        await self.run()

    async def connect(self) -> None:
        """Looks whether the server is well and opens the socket, with the session that it had before."""
        await self.reconnect()
        self._states, self._known, self._page_hash = {}, {}, ""

    async def reconnect(self) -> None:
        """As a browser does whose line was down: the page that it shows, and what its controls say, stay."""
        await self.get("/_stcore/health")
        token = self.cookies.get("_streamlit_xsrf", "none")
        self._socket = await connect(
            f"ws://{self.host}/_stcore/stream",
            host="127.0.0.1",
            port=self.port,
            subprotocols=["streamlit", token, *([self.session_id] if self.session_id else [])],
            additional_headers={"Cookie": self.cookie_line()},
            origin=f"http://{self.host}",
            max_size=None,
            proxy=None,
            ping_interval=None,
            open_timeout=TIMEOUT,
            create_connection=_AtOnce if self._at_once else ClientConnection,
        )
        response = self._socket.response
        assert response is not None
        self.keep_cookies(response.headers.get_all("Set-Cookie"))

    async def send(self, message: BackMsg) -> None:
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def run(self, *, fragment: str = "", back_or_forth: bool = False) -> None:
        """Runs the page with the address and the controls as they are, until it is finished."""
        await self.ask(fragment=fragment, back_or_forth=back_or_forth)
        await self.hear_out()

    async def ask(self, *, fragment: str = "", back_or_forth: bool = False) -> None:
        """Asks for a run and does not wait for it; the one before it ends where it is."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self._page_hash
        if not self._page_hash:
            asked.page_name = self.page
        asked.fragment_id = fragment
        asked.is_history_navigation = back_or_forth
        asked.cached_message_hashes.extend(self._known)
        asked.context_info.url = f"http://{self.host}/{self.page}"
        asked.context_info.locale = "en-US"
        asked.widget_states.widgets.extend(self._states.values())
        self._states = {
            name: state for name, state in self._states.items() if state.WhichOneof("value") not in _TRIGGERS
        }
        self.texts, self._has_begun = [], False
        await self.send(message)

    async def hear_out(self) -> None:
        """Takes in what the server says until the run that was asked for is finished."""
        async with asyncio.timeout(self.patience):
            while True:
                heard = await self._hear()
                ends = heard.WhichOneof("type") == "script_finished" and self._has_begun
                if ends and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
        if self._fragments:
            return
        there = {widget.sent.id for widget in self._widgets.values()}
        self._states = {name: state for name, state in self._states.items() if name in there}
        self._runs += 1
        oldest = self._runs - self._oldest
        self._known = {name: known for name, known in self._known.items() if known.used >= oldest}

    def put(self, name: str, value: Value) -> None:
        """Sets a control, of which the next run hears."""
        widget = self._widgets[name]
        state = widget_states.state(widget.kind, widget.sent, value)
        self._states[state.id] = state

    async def move(self, name: str, value: Value) -> None:
        """Sets a control and waits for what the page makes of it."""
        self.put(name, value)
        await self.run(fragment=self._widgets[name].fragment)

    async def touch(self, name: str) -> None:
        """Sets a control to the value next to the one that it has."""
        there, here = self.choices(name), self.value(name)
        place = next(place for place, value in enumerate(there) if widget_states.is_same(value, here))
        await self.move(name, there[place - 1] if place else there[1])

    async def press(self, name: str) -> None:
        """Taps a button."""
        widget = self._widgets[name]
        self._states[widget.sent.id] = WidgetState(id=widget.sent.id, trigger_value=True)
        await self.run(fragment=widget.fragment)

    async def follow(self, link: Any) -> None:
        """Goes where one of `links()` leads."""
        self._page_hash, self.query = link.page_script_hash, link.query_string
        self.page = link.page
        await self.run()

    async def tell(self, component: str, event: str, value: object) -> None:
        """A component of the page sets a trigger, as its JavaScript would."""
        identity = f"$$STREAMLIT_INTERNAL_KEY_{self._widgets[component].sent.id}__events"
        told = WidgetState(id=identity, json_trigger_value=json.dumps([{"event": event, "value": value}]))
        self._states[identity] = told
        await self.run()

    def bar(self) -> Mapping[str, Any] | None:
        """What the bar of the page was told; None where there is no bar."""
        widget = self._widgets.get(BAR)
        return None if widget is None else json.loads(widget.sent.bytes)

    async def move_bar(self, **codes: str) -> bool:
        """The hand lets go of the bar at the places named; whether the page ran for it (transport.js)."""
        widget, told = self._widgets[BAR], self.bar()
        assert told is not None
        stands = {track["name"]: track["codes"][told["positions"][track["name"]]] for track in told["tracks"]}
        said = self._states.get(widget.sent.id)
        if said is not None and (kept := json.loads(said.json_value)["positions"])["moved"] == told["moved"]:
            stands |= {name: code for name, code in kept["codes"].items() if name in stands}
        stands |= codes
        address = dict(parse_qsl(self.query, keep_blank_values=True))
        for track in told["tracks"]:
            name, code = track["name"], stands[track["name"]]
            if told["closed"] and track["plays"]:
                address.pop(name, None)
            else:
                address[name] = code
        self.query = urlencode(address)
        if told["tells"]:
            value = json.dumps({"positions": {"codes": stands, "moved": told["moved"]}})
            self._states[widget.sent.id] = WidgetState(id=widget.sent.id, json_value=value)
            await self.run(fragment=widget.fragment)
        return bool(told["tells"])

    def controls(self) -> list[str]:
        """The names of what can be set on this page, and not on all others too."""
        return [name for name, widget in self._widgets.items() if widget.kind in CHOSEN and widget.own]

    def buttons(self, prefix: str = "") -> list[str]:
        """The buttons of the page by their names, those that begin so."""
        return [
            name
            for name, widget in self._widgets.items()
            if widget.kind == "button" and name.startswith(prefix) and not widget.sent.disabled
        ]

    def links(self) -> list[Any]:
        """The links to pages and questions."""
        return [link.sent for link in self._links]

    def kind(self, name: str) -> str:
        """The kind of a widget, as Streamlit calls it."""
        return self._widgets[name].kind

    def choices(self, name: str) -> Sequence[Value]:
        """The values at which a control may stand."""
        widget = self._widgets[name]
        return widget_states.choices(widget.kind, widget.sent)

    def value(self, name: str) -> Value | None:
        """Where a control stands; None where nothing is chosen."""
        state = self._states.get(self._widgets[name].sent.id)
        return None if state is None else widget_states.value_of(state)

    def standing(self) -> dict[str, Value | None]:
        """Where every control of the page stands, by its name."""
        return {name: self.value(name) for name in self.controls()}

    def slider(self, name: str) -> float:
        """Where the page has a slider."""
        sent = self._widgets[name].sent
        values = sent.value if sent.set_value else sent.default
        return float(values[0])

    async def upload(self, name: str, data: bytes, uploader: str | None = None, **headers: str) -> int:
        """Asks for a place for a file and sends it there; the status of the answer.

        uploader: the widget that holds it from the next run on, if it was taken. headers: in place of the
        usual ones.
        """
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session_id
        await self.send(message)
        async with asyncio.timeout(TIMEOUT):
            while (heard := await self._hear()).WhichOneof("type") != "file_urls_response":
                pass
        urls = heard.file_urls_response.file_urls[0]
        quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\n'
        usual = {
            "Content-Type": "multipart/form-data; boundary=b",
            "X-Xsrftoken": self.cookies["_streamlit_xsrf"],
        }
        body = head.encode() + data + b"\r\n--b--\r\n"
        answer = await self.request("PUT", urls.upload_url, body, {**usual, **headers})
        if uploader is not None and answer.status < 300:
            state = WidgetState(id=self._widgets[uploader].sent.id)
            state.file_uploader_state_value.uploaded_file_info.append(
                UploadedFileInfo(name=name, size=len(data), file_id=urls.file_id, file_urls=urls)
            )
            self._states[state.id] = state
        return answer.status

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _hear(self) -> ForwardMsg:
        assert self._socket is not None
        message = ForwardMsg()
        data = await self._socket.recv()
        assert isinstance(data, bytes)
        self.messages += 1
        self.received += len(data)
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            begun = message.new_session
            self.session_id = begun.initialize.session_id
            self._oldest = begun.config.max_cached_message_age or self._oldest
            self._fragments, self._has_begun = list(message.metadata.run.fragment_ids), True
            for name in [name for name, widget in self._widgets.items() if self._is_drawn_anew(widget)]:
                del self._widgets[name]
            self._links = [link for link in self._links if not self._is_drawn_anew(link)]
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
            self.pages = {
                "" if page.is_default else page.url_pathname: page.page_script_hash
                for page in message.navigation.app_pages
            }
            self.page = next((path for path, page in self.pages.items() if page == self._page_hash), "")
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "ref_hash":
            known = self._known[message.ref_hash]
            known.used = self._runs
            if known.element is not None:
                self._take(*known.element)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element, fragment = message.delta.new_element, message.delta.fragment_id
            is_kept = element.WhichOneof("type") in _KEPT
            if message.metadata.cacheable:
                kept = (element, fragment) if is_kept else None
                self._known[message.hash] = _Known(kept, self._runs)
            self._take(element, fragment)
        return message

    def _take(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        sent = getattr(element, kind)
        assert kind != "exception", sent.message
        assert kind != "alert" or sent.icon != failure.ICON, "the page has failed"
        if kind in ("markdown", "alert"):
            self.texts.append(sent.body)
        elif kind == "page_link":
            self._links.append(Widget(kind, sent, fragment, True))
        elif kind == "bidi_component":
            self._widgets[sent.component_name] = Widget(kind, sent, fragment, True)
        elif kind in WIDGETS:
            key = sent.id.split("-", 2)[-1]  # "$$ID-<hash>-page.name"
            name = sent.label if key == "None" else key.split(".", 1)[-1]
            self._widgets[name] = Widget(kind, sent, fragment, "." in key or key == "None")
            if sent.id not in self._states or getattr(sent, "set_value", False):
                begins = widget_states.begun(kind, sent)
                if begins is not None:
                    self._states[sent.id] = begins

    def _is_drawn_anew(self, widget: Widget) -> bool:
        return not self._fragments or widget.fragment in self._fragments


class _AtOnce(ClientConnection):
    """Acknowledges what comes at once, where the kernel can (Linux forgets it after each time)."""

    def data_received(self, data: bytes) -> None:
        at_once = getattr(socket, "TCP_QUICKACK", None)
        if at_once is not None:
            self.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, at_once, 1)
        super().data_received(data)
