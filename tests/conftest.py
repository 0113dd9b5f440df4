"""What several suites share: where the lab is, and how a page of it is opened without a browser."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from altair.utils import schemapi
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

import_module("charts.picture")  # which switches it off
schemapi.enable_debug_mode()

pytest_plugins = ["tests.several_processes"]

ROOT = Path(__file__).resolve().parent.parent

OpenPage = Callable[..., AppTest]


class OnlyTheFrontDoor(PagesManager):
    """A server that has run the front door once, as it always has by the second run of a session.

    AppTest begins each run as a new server would, where a folder called pages/ makes the page run by itself.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        PagesManager.uses_pages_directory = False


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page through the front door, with an address: open_page("descent_speed", lam="0.1").

    answered: act -> the code of the answer that was given before, or "shown". doors: those that stand open.
    """
    monkeypatch.setattr(app_test, "PagesManager", OnlyTheFrontDoor)

    def open_(
        file: str, *, answered: Mapping[str, str] | None = None, doors: Sequence[str] = (), **address: str
    ) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=300)
        app.session_state["answers"] = {file: dict(answered or {})}
        for door in doors:
            app.session_state[f"{file}.door.{door}"] = True
        app.switch_page(f"pages/{file}.py") if file != "home" else None
        for name, code in address.items():
            app.query_params[name] = code
        return app.run()

    return open_


def described(app: AppTest) -> list[str]:
    """What is said, unseen, after each picture of the page."""
    texts = (element.proto.body for element in app.get("html"))
    return [unescape(re.sub(r"<[^>]+>", "", text)) for text in texts if text.startswith("<p ")]


def live_sentences(app: AppTest, **at: int) -> list[str]:
    """What the words that follow the bar say there: at places `at`, or where the page has it."""
    sentences = []
    for element in app.get("bidi_component"):
        if element.proto.component_name != "live_words":
            continue
        data = json.loads(element.proto.bytes)
        here = data["at"] | at
        for line in data["lines"]:
            place = 0
            for track in line["tracks"]:
                place = place * track["places"] + here[track["name"]]
            template, *gaps = line["places"][place]
            parts = line["templates"][template].split("\0")
            numbers = [line["numbers"][gap] for gap in gaps] + [""]
            sentences.append("".join(part + text for part, text in zip(parts, numbers, strict=True)))
    return sentences


def component(app: AppTest, name: str) -> dict[str, Any]:
    """The data that went to a component of the page, by its name: "transport" for the bar."""
    every = app.get("bidi_component")
    return next(json.loads(one.proto.bytes) for one in every if one.proto.component_name == name)


def unmarked(markdown: str) -> str:
    """The text as it is read, without the marks round the terms of the glossary."""
    return re.sub(r"</?dfn[^>]*>", "", markdown)


def sent(app: AppTest) -> str:
    """All words and tables that went to the browser, for tests that an answer is not among them."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "latex",
        "success",
        "info",
        "warning",
        "error",
    )
    texts = [str(element.value) for kind in kinds for element in app.get(kind)]
    texts += [element.proto.body for element in app.get("html")]
    texts += [f"{link.proto.label} {link.proto.help}" for link in app.get("page_link")]
    texts += [element.proto.bytes.decode() for element in app.get("bidi_component")]
    for chart in app.get("vega_lite_chart"):
        texts.append(chart.proto.spec)
        for dataset in chart.proto.datasets:
            data = dataset.data.data
            table = pa.ipc.open_file(data) if data.startswith(b"ARROW1") else pa.ipc.open_stream(data)
            texts.append(str(table.read_all().to_pydict()))
    return "\n".join(texts)
