"""What several suites share: where the lab is, and how a page of it is opened without a browser."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

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
    """Opens a page through the front door, with an address: open_page("descent_speed", lam="0.1")."""
    monkeypatch.setattr(app_test, "PagesManager", OnlyTheFrontDoor)

    def open_(file: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        app.switch_page(f"pages/{file}.py") if file != "home" else None
        for name, code in address.items():
            app.query_params[name] = code
        return app.run()

    return open_


def described(app: AppTest) -> list[str]:
    """What is said, unseen, after each picture of the page."""
    texts = (element.proto.body for element in app.get("html"))
    return [unescape(re.sub(r"<[^>]+>", "", text)) for text in texts if text.startswith("<p ")]
