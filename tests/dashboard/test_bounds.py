"""Nobody takes more of a process than a page can use, and whoever tries is told so."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dashboard import bounds
from dashboard.bounds import MESSAGES_A_SECOND, MESSAGES_AT_ONCE, MOST_FILES, MOST_WAITING, Bounded, in_turn
from tests.visitor import outcome

SIZE = 20 * 2**20


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    """Those that Streamlit keeps."""
    kept = MemoryUploadedFileManager("/_stcore/upload_file")
    monkeypatch.setattr(bounds.runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=kept))
    return kept


async def nothing() -> Message:
    return {"type": "http.request"}


async def told(app: ASGIApp, scope: Scope) -> tuple[int, str]:
    """The status of an answer and its words."""
    answers: list[Message] = []

    async def keep(message: Message) -> None:
        answers.append(message)

    await app(scope, nothing, keep)
    return answers[0]["status"], answers[-1]["body"].decode()


def put(session: str, headers: Mapping[str, str], path: str = "/_stcore/upload_file/{session}/a") -> Scope:
    head = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "PUT", "path": path.format(session=session), "headers": head}


def of(size: int) -> dict[str, str]:
    return {"content-length": str(size)}


class Waiting:
    """A lab that answers 204 to whoever is in it once it may."""

    def __init__(self) -> None:
        self.inside, self.may = 0, asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside += 1
        await self.may.wait()
        self.inside -= 1
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def statuses(asked: Sequence[Scope]) -> list[int]:
    """Of requests that are all on their way at once, and of one more when all have ended."""

    async def found() -> list[int]:
        lab = Waiting()
        app = Bounded(lab)
        going = [asyncio.create_task(told(app, scope)) for scope in asked]
        await asyncio.sleep(0)
        while len([one for one in going if one.done()]) + lab.inside < len(asked):
            await asyncio.sleep(0)
        lab.may.set()
        answers = [await one for one in going]
        assert all(words.strip() for status, words in answers if status != 204)
        return [status for status, _words in answers] + [(await told(app, asked[0]))[0]]

    return outcome(found())


def test_files_of_one_page_are_bounded_in_number(files: MemoryUploadedFileManager) -> None:
    assert statuses([put("a", of(1))] * (MOST_FILES + 1)) == [204] * MOST_FILES + [429, 204]
    for number in range(MOST_FILES):
        files.add_file("a", UploadedFileRec(str(number), "table.csv", "text/csv", b""))
    assert statuses([put("a", of(1)), put("b", of(1))]) == [429, 204, 429]


def test_files_of_all_pages_are_bounded_in_bytes(files: MemoryUploadedFileManager) -> None:
    most = MOST_WAITING // SIZE
    asked = [put(f"session {number}", of(SIZE)) for number in range(most + 1)]
    assert statuses(asked) == [204] * most + [429, 204]
    assert statuses([*asked[:most], put("small", of(MOST_WAITING % SIZE + 1))]) == [204] * most + [429, 204]
    files.add_file("another", UploadedFileRec("1", "table.csv", "text/csv", bytes(SIZE)))
    assert statuses(asked[:most]) == [204] * (most - 1) + [429, 204]


@pytest.mark.parametrize("headers", [{}, {"content-length": "-1"}, {"transfer-encoding": "chunked"}])
def test_a_file_says_how_long_it_is(headers: dict[str, str], files: MemoryUploadedFileManager) -> None:
    assert statuses([put("a", headers)]) == [411, 411]


def test_what_is_no_upload_is_not_counted(files: MemoryUploadedFileManager) -> None:
    asked = [put("a", {}, "/elsewhere"), put("a", {}) | {"method": "DELETE"}] * MOST_FILES
    assert statuses(asked) == [204] * (len(asked) + 1)


def test_a_file_that_does_not_arrive_is_not_waited_for(
    files: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LONGEST_UPLOAD", 0.0)

    async def found() -> list[tuple[int, str]]:
        app = Bounded(Waiting())
        return [await told(app, put("a", of(SIZE))) for _time in range(MOST_FILES + 1)]

    assert {status for status, _words in outcome(found())} == {408}


def test_sockets_are_bounded_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_SOCKETS", 3)
    assert statuses([{"type": "websocket", "path": "/", "headers": []}] * 4) == [204, 204, 204, 503, 204]


@pytest.mark.parametrize(
    ("clock", "slept"),
    [
        (lambda _message: 0.0, lambda message: max(0, message + 1 - MESSAGES_AT_ONCE) / MESSAGES_A_SECOND),
        (lambda message: message / MESSAGES_A_SECOND, lambda _message: 0.0),
    ],
    ids=["at once", "at their pace"],
)
def test_messages_that_come_faster_than_a_hand_wait(
    clock: Callable[[int], float], slept: Callable[[int], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(bounds.asyncio, "sleep", sleep)
    count = 2 * MESSAGES_AT_ONCE

    async def received() -> list[float]:
        messages = iter(range(count))
        receive = in_turn(nothing, lambda: clock(next(messages)))
        each = []
        for _message in range(count):
            waited.clear()
            await receive()
            each.append(sum(waited))
        return each

    assert outcome(received()) == pytest.approx([slept(message) for message in range(count)])
