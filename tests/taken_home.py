"""What a page of the lab gives to take home, through the page itself."""

from typing import Any

import pytest

from dashboard import files
from tests.conftest import OpenPage

# a page, and an address of it that names a place of its bar: the question is taken for answered
PLACES: dict[str, dict[str, str]] = {
    "home": {"lam": "5.6e-6"},
    "descent_speed": {"act": "4", "step": "20"},
    "model_space": {"budget": "1"},
    "two_functions": {"line": "Z1"},
    "choosing_lambda": {"lam": "1"},
}


def taken(
    monkeypatch: pytest.MonkeyPatch, open_page: OpenPage, page: str, doors: tuple[str, ...] = (), **codes: str
) -> dict[str, Any]:
    """The files of the page by name: their bytes, or the functions that make them."""
    made: dict[str, Any] = {}
    with monkeypatch.context() as watched:
        watched.setattr(files, "download", lambda file, data, mime, label=None: made.update({file: data}))
        assert not open_page(page, doors=("files", *doors), **codes).exception
    return made
