"""A browser without a window: one session over Streamlit's own protocol, with its cookies and its address."""

import asyncio
import http.client
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

T = TypeVar("T")
TIMEOUT = 60.0  # seconds: no test depends on how busy the machine is


def outcome(work: Coroutine[Any, Any, T]) -> T:
    """What `work` comes to, in a thread of its own: in that of the tests Playwright's loop may run."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


class Visitor:
    """Opens the page and query of a lab at host:port, and keeps what its server told last.

    A server that ends its socket, or is gone, raises OSError or websockets' ConnectionClosed.
    """

    def __init__(self, port: int, page: str, query: str = "", host: str | None = None) -> None:
        self.port, self.page, self.query = port, page, query
        self.host = host or f"127.0.0.1:{port}"  # what the browser's address says
        self.cookies: dict[str, str] = {}
        self.session_id = ""
        self.texts: list[str] = []
        self._widgets: dict[str, Any] = {}  # name of a control or component -> what the server sent
        self._states: dict[str, WidgetState] = {}
        self._page_hash = ""
        self._socket: ClientConnection | None = None

    async def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """An answer, whose body was read into `answer.data`."""
        return await self._request("GET", path, None, headers)

    async def open(self) -> None:
        """The page's own files, then the socket and the first run, as a browser does."""
        await self.get(f"/{self.page}")
        await self.connect()
        await self.run()

    async def connect(self) -> None:
        """Looks whether the server is well and opens the socket, with the session that it had before."""
        await self.get("/_stcore/health")
        token = self.cookies.get("_streamlit_xsrf", "none")
        self._socket = await connect(
            f"ws://{self.host}/_stcore/stream",
            host="127.0.0.1",
            port=self.port,
            subprotocols=["streamlit", token, *([self.session_id] if self.session_id else [])],
            additional_headers={"Cookie": self._cookie()},
            origin=f"http://{self.host}",
            max_size=None,
            proxy=None,
            ping_interval=None,
            open_timeout=TIMEOUT,
        )
        response = self._socket.response
        assert response is not None
        self._keep(response.headers.get_all("Set-Cookie"))
        self._states, self._page_hash = {}, ""

    async def send(self, message: BackMsg) -> None:
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def run(self) -> None:
        """Runs the page with the address and the controls as they are, until it is finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page_hash
        if not self._page_hash:
            message.rerun_script.page_name = self.page
        message.rerun_script.context_info.url = f"http://{self.host}/{self.page}"
        message.rerun_script.context_info.locale = "en-US"
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        self._states = {name: state for name, state in self._states.items() if not state.json_trigger_value}
        self.texts = []
        await self.send(message)
        while True:
            heard = await self._hear()
            kind = heard.WhichOneof("type")
            if kind == "script_finished" and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    async def move(self, name: str, value: float) -> None:
        """Sets a slider and waits for what the page makes of it."""
        state = WidgetState(id=self._widgets[name].id)
        state.double_array_value.data.append(value)
        self._states[state.id] = state
        await self.run()

    async def tell(self, component: str, event: str, value: object) -> None:
        """A component of the page sets a trigger, as its JavaScript would."""
        identity = f"$$STREAMLIT_INTERNAL_KEY_{self._widgets[component].id}__events"
        told = WidgetState(id=identity, json_trigger_value=json.dumps([{"event": event, "value": value}]))
        self._states[identity] = told
        await self.run()

    def slider(self, name: str) -> float:
        """Where the page has a slider."""
        sent = self._widgets[name]
        values = sent.value if sent.set_value else sent.default
        return float(values[0])

    async def upload(self, name: str, data: bytes) -> int:
        """Asks for a place for a file and sends it there; the status of the answer."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session_id
        await self.send(message)
        while (heard := await self._hear()).WhichOneof("type") != "file_urls_response":
            pass
        url = heard.file_urls_response.file_urls[0].upload_url
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        headers = {
            "Content-Type": "multipart/form-data; boundary=b",
            "X-Xsrftoken": self.cookies["_streamlit_xsrf"],
        }
        answer = await self._request("PUT", url, head.encode() + data + b"\r\n--b--\r\n", headers)
        return answer.status

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _hear(self) -> ForwardMsg:
        assert self._socket is not None
        message = ForwardMsg()
        data = await asyncio.wait_for(self._socket.recv(), TIMEOUT)
        assert isinstance(data, bytes)
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session_id = message.new_session.initialize.session_id
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take(message.delta.new_element)
        return message

    def _take(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        sent = getattr(element, kind)
        assert kind != "exception", sent.message
        if kind in ("markdown", "alert"):
            self.texts.append(sent.body)
        elif kind == "bidi_component":
            self._widgets[sent.component_name] = sent
        elif kind == "slider" and sent.type != sent.SELECT_SLIDER:
            name = sent.id.rsplit(".", 1)[-1]
            self._widgets[name] = sent
            state = WidgetState(id=sent.id)
            state.double_array_value.data.extend(sent.value if sent.set_value else sent.default)
            self._states.setdefault(sent.id, state)

    async def _request(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        def request() -> http.client.HTTPResponse:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
            line.request(method, path, body, {"Host": self.host, "Cookie": self._cookie(), **headers})
            answer = line.getresponse()
            answer.data = answer.read()
            line.close()
            return answer

        answer = await asyncio.to_thread(request)
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        return answer

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            [name, value] = re.match("([^=]+)=([^;]*)", line).groups()
            self.cookies[name] = value
