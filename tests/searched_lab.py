"""The lab with three addresses more: what its process holds of some words, and two that make it fail.

streamlit run tests/searched_lab.py, then /held?words=…&number=…, /fails, and /fault: a page quotes a file
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # before all of the lab: `streamlit run` puts the folder of the script there

from dashboard.gateway import Gateway, told_of_failure  # noqa: E402
from dashboard.logs import keep_own_tables_out  # noqa: E402


async def held(request: Request) -> Response:
    """The kinds of objects that hold one of the words, as text or bytes, or the number, in bytes or an array.

    The words come in hexadecimal digits, so that the request does not hold them.
    """
    words = [bytes.fromhex(word) for word in request.query_params["words"].split(",")]
    number = np.float64(request.query_params["number"]).tobytes()
    gc.collect()
    return JSONResponse(sorted(holders([*words, number])))


def holders(searched: Sequence[bytes]) -> set[str]:
    texts = [word.decode("latin-1") for word in searched]
    ours = {id(one) for one in (*searched, *texts)}
    found = set()
    for holder in gc.get_objects():
        todo, looked = [holder], 0
        while todo and looked < 10_000:  # what the collector does not follow holds few things
            one = todo.pop()
            looked += 1
            if id(one) in ours or (one is not holder and gc.is_tracked(one)):
                continue
            if isinstance(one, str):
                holds = any(text in one for text in texts)
            elif isinstance(one, bytes | bytearray):
                holds = any(word in one for word in searched)
            elif type(one) is np.ndarray and one.dtype != object:
                holds = any(word in one.tobytes() for word in searched)
            else:
                todo += gc.get_referents(one)
                continue
            if holds:
                found.add(f"{type(holder).__module__}.{type(holder).__qualname__}")
    return found


async def fault(_request: Request) -> Response:
    """From now on a file that is read makes the page fail, with the whole of it in what is raised."""

    def fails(data: bytes, name: str) -> None:
        raise KeyError(f"{name}: {data!r}") from ValueError(data.decode())

    sys.modules["dashboard.uploads.upload"].read_table = fails  # type: ignore[attr-defined]
    return PlainTextResponse("")


async def fails(_request: Request) -> Response:
    raise RuntimeError("asked for")


app = st.App(
    ROOT / "streamlit_app.py",
    middleware=[Middleware(Gateway)],
    exception_handlers={Exception: told_of_failure()},
    routes=[Route("/held", held), Route("/fault", fault), Route("/fails", fails)],
)
keep_own_tables_out()
