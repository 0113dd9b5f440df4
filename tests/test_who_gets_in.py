"""A real server: what it tells every browser, whom it refuses, and where a cell of an own table goes to."""

import asyncio
import contextlib
import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.browser.lab_server import free_port, lab_process, wait_until_up
from tests.visitor import TIMEOUT, Visitor, outcome

SEARCHED_LAB = Path(__file__).with_name("searched_lab.py")
CELL, COLUMN, FILE = "kanarienvogel", "wellensittich", "zeisig"  # words that occur nowhere else
NUMBER = 31415.92653
WORDS = (CELL, COLUMN, FILE)
TABLE = "\n".join(
    [
        f"{COLUMN},size,kind,{COLUMN}2",
        f"{NUMBER},1,{CELL},2",
        *(f"{k % 9},{k % 7 + k / 8},{('a', CELL)[k % 2]},{k % 5}" for k in range(60)),
    ]
).encode()
# what is opened: all that computes on the table in a second or two
OPEN = {
    "overfit_vs_regularized": f"data=own&label=kind&col1={COLUMN}&col2=size&net=5-3&m=20&step=100",
    "choosing_lambda": f"table=own&target=size&level={CELL}&model=1&spread=1&take_home=1&honest=1&lam=0.1",
}
# unparsable, constant, too many classes, no table
WRONG = {
    "cells": f"{COLUMN},size\n{CELL},1\n2,{CELL}x\n3,\n".encode(),
    "constant": f"{COLUMN},kind\n".encode() + f"{NUMBER},{CELL}\n".encode() * 30,
    "classes": f"{COLUMN},kind\n".encode() + "".join(f"{k},{CELL}{k}\n" for k in range(40)).encode(),
    "binary": b"PK\x03\x04" + CELL.encode(),
}


@contextmanager
def a_server(log: Path, **env: str) -> Iterator[int]:
    """The port of a lab that tells what its memory holds, and logs all it can."""
    port = free_port()
    options = ("--logger.level=debug", "--server.disconnectedSessionTTL=1")
    with lab_process(port, script=SEARCHED_LAB, env=env, options=options, log=log) as server:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield port


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="module")
def server(log: Path) -> Iterator[int]:
    with a_server(log) as port:
        yield port


def answer(port: int, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    line.request(method, path, headers=headers)
    found = line.getresponse()
    found.read()
    line.close()
    return found


EVERY_ANSWER = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/descent_speed?lam=1", 200),
        ("HEAD", "/", 200),
        ("GET", "/_stcore/health", 200),
        ("OPTIONS", "/_stcore/health", 204),
        ("GET", "/_stcore/host-config", 200),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/media/nothing.svg", 404),
        ("PUT", "/_stcore/upload_file/a/b", 403),
        ("DELETE", "/_stcore/upload_file/a/b", 403),
        ("POST", "/_stcore/agent/interact", 403),
        ("GET", "/static/js/nothing.js", 200),  # Streamlit's page, as for every path that it does not know
        ("GET", "/..%2f..%2fetc/passwd", 400),
        ("GET", "/fails", 500),
    ],
)
def test_every_answer_bears_each_header_once(server: int, method: str, path: str, status: int) -> None:
    found = answer(server, method, path)
    assert found.status == status
    for name in EVERY_ANSWER:
        assert len(found.headers.get_all(name) or []) == 1, name
    is_page = found.headers.get_content_type() == "text/html"
    assert ("script-src" in found.headers["Content-Security-Policy"]) == is_page
    assert "default-src 'none'" in found.headers["Content-Security-Policy"] or is_page


def test_a_page_that_the_browser_has_keeps_the_policy_that_it_came_with(server: int) -> None:
    """What is not modified takes over the headers of the answer that says so, and that one is no page."""
    etag = answer(server, "GET", "/").headers["ETag"]
    found = answer(server, "GET", "/", **{"If-None-Match": etag})
    assert found.status == 304
    assert "Content-Security-Policy" not in found.headers
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_of_another_origin_reads_an_answer(server: int) -> None:
    for path in ("/_stcore/health", "/_stcore/host-config", "/", "/media/nothing.svg"):
        found = answer(server, "GET", path, Origin="https://elsewhere.example")
        assert "Access-Control-Allow-Origin" not in found.headers


def test_the_cookie_against_forged_requests_stays_with_the_site(server: int) -> None:
    [cookie] = answer(server, "GET", "/_stcore/health").headers.get_all("Set-Cookie")
    assert cookie.startswith("_streamlit_xsrf=")
    assert "; SameSite=Lax" in cookie  # a script reads it, and sends it back in a header: so not HttpOnly


async def socket_for(port: int, host: str, origin: str) -> int:
    """The status with which the server answers whoever wants a socket."""
    address = f"ws://{host}/_stcore/stream"
    try:
        async with connect(
            address, host="127.0.0.1", port=port, origin=origin, subprotocols=["streamlit"], proxy=None
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_a_socket_is_for_pages_of_the_lab_alone(server: int) -> None:
    own = f"127.0.0.1:{server}"
    assert outcome(socket_for(server, own, f"http://{own}")) == 101
    for origin in ("https://elsewhere.example", f"http://elsewhere.example:{server}", "null"):
        assert outcome(socket_for(server, own, origin)) == 403, origin


def test_where_hosts_are_named_no_other_name_leads_to_a_socket(tmp_path: Path) -> None:
    """A page of a name that its owner lets point here is of one origin with what it asks."""
    with a_server(tmp_path / "log", STREAMLIT_SERVER_ALLOWED_HOSTS="lab.example *.school.example") as port:
        for host, status in {
            f"lab.example:{port}": 101,
            f"l.school.example:{port}": 101,
            f"elsewhere.example:{port}": 403,
        }.items():
            assert outcome(socket_for(port, host, f"http://{host}")) == status


def test_an_upload_needs_the_token_of_the_browser(server: int) -> None:
    async def told() -> list[int]:
        visitor = Visitor(server, "choosing_lambda", "table=own")
        await visitor.open()
        token = {"X-Xsrftoken": "2|00000000|00000000000000000000000000000000|1"}
        statuses = [
            await visitor.upload("a.csv", b"a,b\n1,2\n"),
            await visitor.upload("a.csv", b"a,b\n1,2\n", **token),
            await visitor.upload("a.csv", b"a,b\n1,2\n", Cookie="none=1"),
        ]
        await visitor.close()
        return statuses

    assert outcome(told()) == [204, 403, 403]


def test_nobody_fills_the_memory_of_the_server(server: int) -> None:
    """Neither with files that no page asked for, nor with some that never arrive, nor with a long message."""

    async def told() -> None:
        here, there = Sender(server, "choosing_lambda"), Sender(server, "choosing_lambda")
        await here.open()
        await there.open()
        assert await here.put("nobody", "a") == 400
        assert [await here.put(here.session_id, str(number)) for number in range(6)] == [204] * 4 + [429] * 2
        coming = [await there.begun(str(number)) for number in range(4)]
        try:
            assert await there.put(there.session_id, "more") == 429
        finally:
            for line in coming:
                line.close()
        most = 10**6 * int(config.get_option("server.maxWidgetStateSize"))
        assert await here.closed_for([b"\xff" * (most + 1)]) == 1009
        assert await there.closed_for([b"\xff" * most]) == 1002  # it is taken in, and is no message
        endless = 10**6 * int(config.get_option("server.maxMessageSize")) // 2**20 + 2
        again = Sender(server, "choosing_lambda")
        await again.open()
        assert await again.closed_for([b"\xff" * 2**20] * endless) == 1009

    outcome(asyncio.wait_for(told(), TIMEOUT))


class Sender(Visitor):
    """Sends what no page would."""

    async def put(self, session: str, file: str) -> int:
        body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n1\r\n--b--\r\n'
        head = {"Content-Type": "multipart/form-data; boundary=b"}
        head["X-Xsrftoken"] = self.cookies["_streamlit_xsrf"]
        answer = await self.request("PUT", f"/_stcore/upload_file/{session}/{file}", body, head)
        return answer.status

    async def begun(self, file: str) -> asyncio.StreamWriter:
        """The line of an upload that the server waits for, and nothing of which has come."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = [
            f"PUT /_stcore/upload_file/{self.session_id}/{file} HTTP/1.1",
            f"Host: {self.host}",
            f"Cookie: {self.cookie_line()}",
            f"X-Xsrftoken: {self.cookies['_streamlit_xsrf']}",
            "Content-Type: multipart/form-data; boundary=b",
            "Content-Length: 1000",
            "Expect: 100-continue",
        ]
        writer.write("\r\n".join([*head, "", ""]).encode())
        assert b" 100 " in await reader.readline()
        return writer

    async def closed_for(self, parts: list[bytes]) -> int:
        """The code with which the server closes the socket for a message in these parts."""
        assert self._socket is not None
        with contextlib.suppress(ConnectionClosed):  # before all of it is sent
            await self._socket.send(parts)
        await self._socket.wait_closed()
        assert self._socket.close_code is not None
        return self._socket.close_code


def test_no_cell_of_an_own_table_leaves_its_session(server: int, log: Path) -> None:
    """Neither into the log, nor to another session, nor beyond the end of its own."""
    said = outcome(asyncio.wait_for(with_an_own_table(server), 3 * TIMEOUT))
    assert not [word for word in (*WORDS, str(NUMBER)) if word in said.of_another]
    assert said.held_meanwhile
    assert not said.held_after
    written = log.read_text()
    assert "KeyError at" in written  # the page that failed
    assert "in fails" in written
    for word in (*WORDS, str(NUMBER)):
        assert word not in written


@dataclass
class Said:
    """What came of it: all that another session was sent, and what the process held of the table."""

    of_another: str
    held_meanwhile: list[str]
    held_after: list[str]


async def with_an_own_table(port: int) -> Said:
    other = Listener(port, "choosing_lambda", "table=own&lang=en")
    await other.open()
    meanwhile: list[str] = []
    for page, query in OPEN.items():
        visitor = Visitor(port, page, f"{query}&lang=en")
        await visitor.open()
        for name, data in {"": TABLE, **WRONG, "_again": TABLE}.items():
            assert await visitor.upload(f"{FILE}{name}.csv", data, "own_table_file") == 204
            await visitor.run()
            assert any(FILE in text for text in visitor.texts), visitor.texts
        await other.run()
        meanwhile += await held(other)
        if page == list(OPEN)[-1]:
            await other.get("/fault")
            await visitor.upload(f"{FILE}.csv", TABLE, "own_table_file")
            with pytest.raises(AssertionError) as failed:
                await visitor.run()
            assert not any(word in str(failed.value) for word in WORDS), failed.value
        await visitor.close()
    after = await held(other)
    for _look in range(100):  # a session is waited for one second, and let go in another
        if not after:
            break
        await asyncio.sleep(0.3)
        await other.run()  # Streamlit's own loop has hold of the last one until another does something
        after = await held(other)
    await other.close()
    return Said(b"".join(other.heard).decode("utf-8", "replace"), meanwhile, after)


class Listener(Visitor):
    """Keeps all that it is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heard: list[bytes] = []

    async def _hear(self) -> ForwardMsg:
        message = await super()._hear()
        self.heard.append(message.SerializeToString())
        return message


async def held(visitor: Visitor) -> list[str]:
    """The kinds of objects of the process that hold one of the words, or the number."""
    words = ",".join(word.encode().hex() for word in WORDS)
    found: list[str] = json.loads((await visitor.get(f"/held?words={words}&number={NUMBER}")).data)
    return found
