"""What stands between the lab and whoever connects to it: what no visitor of a lab may ask a server for.

Streamlit lets every client ask for what its developer's menu does: empty the caches of all sessions, look
into the repository, follow the files. It tells everybody how it fares (`/_stcore/metrics`), and asks a host
elsewhere by which address it is reached itself. A lab that is served needs none of it.
"""

from google.protobuf.message import DecodeError
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.state.query_params import sanitize_query_string

NOT_FOR_VISITORS = frozenset({"clear_cache", "load_git_info", "set_run_on_save"})
UNREAD = "unread"  # in the place of an address that is too long to be read; no page knows such a name
_NOT_PUBLIC = "/_stcore/metrics"


class Gateway:
    """The ASGI application `app` for visitors: what only its developer may ask for comes to nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, for_visitors(receive), send)
        elif scope["type"] == "http" and scope["path"].rstrip("/").endswith(_NOT_PUBLIC):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


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


def ask_nobody_for_the_address() -> None:
    """Lets Streamlit know no address of this machine but its own network's.

    It would ask a host elsewhere at every request of an origin that it does not know, and wait for it with
    all sessions. There is no setting for it.
    """
    net_util.get_external_ip = lambda: None


def _asked(message: Message) -> BackMsg | None:
    """What the browser says; None where it is no message, which Streamlit itself says."""
    try:
        return BackMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        return None
