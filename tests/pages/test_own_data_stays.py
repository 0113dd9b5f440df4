"""Own data stay in their session: in no cache that others ask, on no disk, in no log."""

import io
import logging

import numpy as np
import pandas as pd
import pytest
from streamlit.runtime.caching import cache_data_api

from dashboard import live_formula, live_words
from dashboard.uploads.upload import DATA
from tests.conftest import OpenPage
from tests.pages.test_choosing_lambda import clean, said

SECRET = 7341.0625  # a number that nothing but this table holds
WORD = "Quetzalcoatl"


def secret_rows(n: int = 60) -> bytes:
    rng = np.random.default_rng(0)
    label = np.resize([WORD, "other"], n)
    table = pd.DataFrame({"x1": rng.normal(size=n).round(3), "x2": rng.normal(size=n).round(3)})
    table["x1"] += label == WORD
    table.loc[5, "x2"] = SECRET
    table["label"] = label
    return table.to_csv(index=False).encode()


def kept_for(everybody: bool) -> list[bytes]:
    """All that the caches hold that answer whoever asks, or those of sessions."""
    return [
        bytes(value)
        for session, caches in cache_data_api._data_caches._function_caches.items()
        if (session is None) == everybody
        for cache in caches.values()
        for value in cache.storage._mem_cache.values()
    ]


def entries_of_lru_caches() -> dict[str, int]:
    """How many results the process keeps of each function that is given what varies."""
    packing = {"words": live_words._written, "formula": live_formula._packed}
    return {name: function.cache_info().currsize for name, function in packing.items()}


def holds_secret(data: bytes) -> bool:
    numbers = (np.float64(SECRET).tobytes(), np.float32(SECRET).tobytes(), str(SECRET).encode())
    return WORD.encode() in data or any(number in data for number in numbers)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("choosing_lambda", {"table": "own", "target": "x2"}),
        ("choosing_lambda", {"table": "own", "target": "label"}),
        ("overfit_vs_regularized", {"data": "own", "m": "20", "net": "5-3"}),
    ],
)
def test_no_cache_for_everybody_learns_of_it(open_page: OpenPage, page: str, address: dict[str, str]) -> None:
    cache_data_api._data_caches.clear_all()
    answered = {"lowest": "shown", "gap": "shown", "curves": "shown"}
    app = open_page(page, lang="en", answered=answered, doors=("curves", "formula", "model"), **address)
    files, kept, filled = sorted(DATA.iterdir()), len(kept_for(everybody=True)), entries_of_lru_caches()
    assert kept
    app.file_uploader[0].upload("mine.csv", secret_rows(), "text/csv").run()
    clean(app)
    assert not app.error
    assert "mine" in said(app)
    assert len(kept_for(everybody=True)) == kept
    assert entries_of_lru_caches() == filled
    assert holds_secret(b"".join(kept_for(everybody=False)))
    assert sorted(DATA.iterdir()) == files


@pytest.mark.parametrize("page", ["choosing_lambda", "overfit_vs_regularized"])
def test_no_log_holds_a_cell_of_a_table_that_is_wrong(open_page: OpenPage, page: str) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    loggers = [logging.getLogger(name) for name in ("", "streamlit", *logging.root.manager.loggerDict)]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        app = open_page(page, lang="en", data="own", table="own")
        wrong = secret_rows().replace(b"x1,x2,label", b"label,x2,x2")
        huge = secret_rows().replace(str(SECRET).encode(), b"7.3410625e+200")
        for data in (wrong, huge, secret_rows()[:200], WORD.encode()):
            app.file_uploader[0].upload("mine.csv", data, "text/csv").run()
            assert not app.exception
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    assert not holds_secret(heard.getvalue().encode())
    assert "7.3410625e" not in heard.getvalue()
