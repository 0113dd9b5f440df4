"""What several suites share: where the lab is, and how a page of it is opened without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent

OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page() -> OpenPage:
    """Opens a page through the front door, with an address: open_page("descent_speed", lam="0.1")."""

    def open_(file: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        app.switch_page(f"pages/{file}.py") if file != "home" else None
        for name, code in address.items():
            app.query_params[name] = code
        return app.run()

    return open_
