"""What stands between the lab and whoever connects to it: what no visitor of a lab may ask a server for.

Every answer tells the browser what to allow (`dashboard.headers`).

Streamlit lets every client ask for what its developer's menu does: empty the caches of all sessions, look
into the repository, follow the files. It tells everybody how it fares (`/_stcore/metrics`), and asks a host
elsewhere by which address it is reached itself. A lab that is served needs none of it.
"""

import asyncio
import gc
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, net_util, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.state.query_params import sanitize_query_string

from dashboard import headers

NOT_FOR_VISITORS = frozenset({"clear_cache", "load_git_info", "set_run_on_save"})
UNREAD = "unread"  # in the place of an address that is too long to be read; no page knows such a name
_NOT_PUBLIC = "/_stcore/metrics"


class Gateway:
    """The ASGI application `app` for visitors: what only its developer may ask for comes to nothing.

    framers: the sites whose pages may hold it in a frame.
    """

    def __init__(self, app: ASGIApp, framers: Sequence[str] = ()) -> None:
        self._app = app
        self._framers = framers
        self._headers = headers.of_every_answer(framers)
        self._letting_go: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, for_visitors(receive), send)
            self._let_go_later()
        elif scope["type"] == "http":
            is_public = not scope["path"].rstrip("/").endswith(_NOT_PUBLIC)
            answers = self._app if is_public else PlainTextResponse("Not found", status_code=404)
            await answers(scope, receive, self._with_headers(scope, send))
        else:
            await self._app(scope, receive, send)

    def _let_go_later(self) -> None:
        """Lets go of the sessions that were left, once none of them is waited for any more."""
        if self._letting_go is not None:
            self._letting_go.cancel()
        kept_for = float(config.get_option("server.disconnectedSessionTTL"))  # seconds
        self._letting_go = asyncio.get_running_loop().call_later(kept_for + 1, let_go_of_left_sessions)

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
    """`receive` without the messages that no visitor may send: they are passed over.

    Of an address that says too much Streamlit reads nothing, and does not say so; the page is told, and
    writes one of its own.
    """

    async def received() -> Message:
        while True:
            message = await receive()
            asked = _asked(message) if message["type"] == "websocket.receive" else None
            kind = None if asked is None else asked.WhichOneof("type")
            if kind == "rerun_script" and asked is not None:
                query = asked.rerun_script.query_string
                if query and not sanitize_query_string(query):
                    asked.rerun_script.query_string = f"{UNREAD}=1"
                    return {**message, "bytes": asked.SerializeToString()}
            if kind not in NOT_FOR_VISITORS:
                return message

    return received


def let_go_of_left_sessions() -> None:
    """Frees what sessions held that were left too long ago to be come back to: own tables, above all.

    Streamlit itself does so when the next session is left, and a server that nobody visits would keep them;
    now it keeps the last one alone. There is no setting for it.
    """
    kept: Any = runtime.get_instance()._session_mgr
    kept._session_storage._cache.expire()
    gc.collect()


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
