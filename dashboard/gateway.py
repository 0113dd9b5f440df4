"""What stands between the lab and whoever connects to it: what no visitor of a lab may ask a server for.

Every answer tells the browser what to allow (`dashboard.headers`).

Streamlit lets every client ask for what its developer's menu does: empty the caches of all sessions, look
into the repository, follow the files. It tells everybody how it fares (`/_stcore/metrics`), and asks a host
elsewhere by which address it is reached itself. A lab that is served needs none of it.
"""

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus

from google.protobuf.message import DecodeError
from starlette import status
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.state.query_params import sanitize_query_string

from dashboard import headers, memory
from dashboard.bounds import MOST_NAMES, Bounded

NOT_FOR_VISITORS = frozenset({"clear_cache", "load_git_info", "set_run_on_save"})
UNREAD = "unread"  # in the place of an address that is too long to be read; no page knows such a name
FAILED = """\
Something has failed here that should not; the server's log says what. Load the page again.
出了不该出的错，服务器的日志里有原因。请重新载入页面。
"""
_NOT_PUBLIC = "/_stcore/metrics"


class Gateway:
    """The ASGI application `app` for visitors: what only its developer may ask for comes to nothing.

    framers: the sites whose pages may hold it in a frame.
    """

    def __init__(self, app: ASGIApp, framers: Sequence[str] = ()) -> None:
        self._app = Bounded(app)
        self._framers = framers
        self._headers = headers.of_every_answer(framers)
        self._letting_go: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, for_visitors(receive), send)
            self._let_go_later(float(config.get_option("server.disconnectedSessionTTL")) + 1)
        elif scope["type"] == "http":
            is_public = not scope["path"].rstrip("/").endswith(_NOT_PUBLIC)
            answers = self._app if is_public else PlainTextResponse("Not found", status_code=404)
            await answers(scope, receive, self._with_headers(scope, send))
        else:
            await self._app(scope, receive, send)

    def _let_go_later(self, after: float) -> None:
        """Lets go of the sessions that were left as soon as none of them is waited for any more."""
        if self._letting_go is None:
            self._letting_go = asyncio.get_running_loop().call_later(after, self._let_go)

    def _let_go(self) -> None:
        self._letting_go = None
        after = memory.let_go()
        if after is not None:
            self._let_go_later(after)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        """`send` with the headers of `dashboard.headers` in the answer."""
        host = Headers(scope=scope).get("host", "")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                is_page = answer.get("content-type", "").startswith("text/html")
                answer.update(self._headers)
                if message["status"] != HTTPStatus.NOT_MODIFIED:  # it names no type, and keeps its policy
                    answer["Content-Security-Policy"] = (
                        headers.policy_of_a_page(self._framers, host)
                        if is_page
                        else headers.policy_of_a_file(self._framers)
                    )
            await send(message)

        return sent


def for_visitors(receive: Receive) -> Receive:
    """`receive` without what no visitor may send: such messages are passed over, and a text ends the socket.

    For a text Streamlit ends it too, and writes a traceback into its log. Of an address that says too much it
    reads nothing, and does not say so; the page is told, and writes one of its own.
    """

    async def received() -> Message:
        while True:
            message = await receive()
            if message.get("text") is not None:
                return {"type": "websocket.disconnect", "code": status.WS_1003_UNSUPPORTED_DATA}
            asked = _asked(message) if message["type"] == "websocket.receive" else None
            if asked is None:
                return message
            query = asked.rerun_script.query_string
            if query and not sanitize_query_string(query):
                asked.rerun_script.query_string = f"{UNREAD}=1"
                return {**message, "bytes": asked.SerializeToString()}
            if (
                asked.WhichOneof("type") not in NOT_FOR_VISITORS
                and len(asked.file_urls_request.file_names) <= MOST_NAMES
            ):
                return message

    return received


def told_of_failure(framers: Sequence[str] = ()) -> Callable[[Request, Exception], Response]:
    """What a request is told whose answer failed, outside of the gateway, with the headers of all others."""
    said = headers.of_every_answer(framers) | {"Content-Security-Policy": headers.policy_of_a_file(framers)}

    def tell(_request: Request, _error: Exception) -> Response:
        return PlainTextResponse(FAILED, status_code=HTTPStatus.INTERNAL_SERVER_ERROR, headers=said)

    return tell


def ask_nobody_for_the_address() -> None:
    """Lets Streamlit know no address of this machine but its own network's.

    It would ask a host elsewhere at every request of an origin that it does not know, and wait for it with
    all sessions. There is no setting for it.
    """
    net_util.get_external_ip = lambda: None


def keep_uploads_in_memory() -> None:
    """Lets no file that is uploaded pass through a temporary one: a full disk would refuse it, for no reason.

    Streamlit keeps it in memory in any case, and takes none that is larger than `server.maxUploadSize`.
    """
    MultiPartParser.spool_max_size = 2**20 * int(config.get_option("server.maxUploadSize")) + 2**16


def _asked(message: Message) -> BackMsg | None:
    """What the browser says; None where it is no message, which Streamlit itself says."""
    try:
        return BackMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        return None
