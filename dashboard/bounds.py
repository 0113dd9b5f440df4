"""How much of a process one visitor may take, and all together: sockets, messages, and files not yet read.

Streamlit bounds the size of a message and of a file, and nothing else. Whoever would take more is told so in
one sentence, and keeps nobody else from working.
"""

import asyncio
import math
import re
import time
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

MOST_SOCKETS = 800  # of a process, far more than can work at a time; of the descriptors it has 1,024
MOST_FILES = 4  # of a session: a page takes one, and lets go of it once it is read
MOST_WAITING = 200 * 2**20  # bytes of all files that are on their way, or sent and not yet read
LONGEST_UPLOAD = 300.0  # seconds
MOST_NAMES = 20  # of files for which a page asks a place; a million of them kept the server from all others
MESSAGES_AT_ONCE, MESSAGES_A_SECOND = 60, 20.0  # of a socket; what comes faster has to wait

_UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+/?$")


class Bounded:
    """The ASGI application `app`, of which nobody takes more than these bounds allow."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._sockets = 0
        self._files: Counter[str] = Counter()  # on their way, by session
        self._bytes = 0  # of these

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        is_put = scope["type"] == "http" and scope["method"] == "PUT"
        found = _UPLOAD.search(scope["path"]) if is_put else None
        if found is None:
            await self._app(scope, receive, send)
        else:
            await self._upload(found["session"], scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._sockets >= MOST_SOCKETS:
            full = refused(HTTPStatus.SERVICE_UNAVAILABLE, "The lab is full; come back in a few minutes.", 60)
            await full(scope, receive, send)
            return
        self._sockets += 1
        try:
            await self._app(scope, in_turn(receive), send)
        finally:
            self._sockets -= 1

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        said = Headers(scope=scope).get("content-length", "")
        size = int(said) if said.isdecimal() else 0
        refusal = self._refusal(session, size) if said.isdecimal() else _LENGTH
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        self._files[session] += 1
        self._bytes += size
        try:
            async with asyncio.timeout(LONGEST_UPLOAD):
                await self._app(scope, receive, send)
        except TimeoutError:
            await _SLOW(scope, receive, send)
        finally:
            self._bytes -= size
            self._files[session] -= 1
            if not self._files[session]:
                del self._files[session]

    def _refusal(self, session: str, size: int) -> PlainTextResponse | None:
        """What is said to a session that sends one more file, of `size` bytes; None where there is room."""
        kept: Any = runtime.get_instance().uploaded_file_mgr
        if len(kept.file_storage.get(session, ())) + self._files[session] >= MOST_FILES:
            return _MANY
        if kept._total_bytes + self._bytes + size > MOST_WAITING:
            return _NO_ROOM
        return None


def in_turn(receive: Receive, clock: Callable[[], float] = time.monotonic) -> Receive:
    """`receive` of a socket at the pace that one hand may have: what comes faster waits, its sender too."""
    due = -math.inf  # for the next message, if all came at their pace

    async def received() -> Message:
        nonlocal due
        message = await receive()
        now = clock()
        due = max(due, now - MESSAGES_AT_ONCE / MESSAGES_A_SECOND) + 1 / MESSAGES_A_SECOND
        if due > now:
            await asyncio.sleep(due - now)
        return message

    return received


def refused(status: HTTPStatus, words: str, seconds: int | None = None) -> PlainTextResponse:
    """A refusal in words; seconds: after which it may be tried again."""
    return PlainTextResponse(words, status, None if seconds is None else {"Retry-After": str(seconds)})


_LENGTH = refused(HTTPStatus.LENGTH_REQUIRED, "An upload has to say how long it is (Content-Length).")
_SLOW = refused(
    HTTPStatus.REQUEST_TIMEOUT, f"The file did not arrive within {LONGEST_UPLOAD:.0f} s. Send it again."
)
_MANY = refused(
    HTTPStatus.TOO_MANY_REQUESTS, f"A page sends one file at a time, and this one has sent {MOST_FILES}.", 10
)
_NO_ROOM = refused(
    HTTPStatus.TOO_MANY_REQUESTS, "Too many files wait to be read here. Send yours again in a minute.", 60
)
