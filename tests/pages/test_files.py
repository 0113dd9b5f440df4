"""The door to what there is to take home: shut as long as the question is open, true to the page after."""

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import fixed, number, plain_number
from charts.picture import Picture
from charts.track import Track
from dashboard import files, offline
from dashboard.navigation import PAGES
from dashboard.text import catalogue
from dashboard.transport import Slider
from tests.charts.test_exported import THEME
from tests.conftest import OpenPage
from tests.taken_home import PLACES, taken

DOORS = {  # behind which there are more pictures
    "home": ("waves", "errors"),
    "descent_speed": ("speeds",),
    "model_space": ("handles", "bowls"),
    "two_functions": ("parts", "check"),
    "choosing_lambda": ("model",),
}
DOOR = "Take it home: pictures, numbers, script"


def files_of(app: AppTest) -> list[str]:
    """The ids of the buttons for files: of those that are there, and of those that are made at a tap."""
    buttons = [*app.get("download_button"), *app.button]
    return [button.proto.id for button in buttons if ".file." in button.proto.id]


@pytest.mark.parametrize("page", [page.file for page in PAGES])
def test_an_open_question_has_no_files(page: str, open_page: OpenPage) -> None:
    """A file for every place of the bar would hold its answer."""
    app = open_page(page, doors=("files",), lang="en")
    assert DOOR not in [door.label for door in app.expander]
    assert not app.get("download_button")
    assert not files_of(app)


@pytest.mark.parametrize("page", PLACES)
def test_a_closed_door_sends_nothing(page: str, open_page: OpenPage) -> None:
    app = open_page(page, lang="en", **PLACES[page])
    assert DOOR in [door.label for door in app.expander]
    assert not files_of(app)


@pytest.mark.parametrize("page", PLACES)
def test_behind_it_are_all_pictures_and_their_numbers(
    page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = DOORS.get(page, ())
    app = open_page(page, doors=("files", "tables", *doors), lang="en", **PLACES[page])
    assert not app.exception
    made = taken(monkeypatch, open_page, page, doors, lang="en", **PLACES[page])
    names = [*made]
    assert len(files_of(app)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in names)
    pictures = [name for name in names if name.endswith(".svg")]
    assert len(pictures) >= 1 + len(doors)
    for kind in (".png", ".csv"):
        assert {name.replace(".svg", kind) for name in pictures} <= {*names}
    assert [name for name in names if name.endswith(".html")]
    place = next(f"_{track}_{code}" for track, code in PLACES[page].items() if track != "act")
    assert any(place in name for name in pictures)
    written = [
        list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        for name, data in made.items()
        if name.endswith(".csv")
    ]
    tables = [table.value for table in app.dataframe][-len(written) :]
    for (columns, *rows), table in zip(written, tables, strict=True):
        assert columns == list(table.columns)
        for row, cells in zip(rows, table.itertuples(index=False), strict=True):
            assert row == [_plain(cell) for cell in cells]


def _plain(cell: object) -> str:
    read = plain_number(cell) if isinstance(cell, str) else None
    return str(cell) if read is None else read


@pytest.mark.parametrize("x", [0.0, -1.5, 0.217, 1e-7, -2.13e-50, 123456.0, 4.2e9, float("inf")])
def test_a_number_is_read_back_as_it_was_written(x: float) -> None:
    for written in (number(x, 6), fixed(x, 4), number(x, 6, sign=True)):
        assert float(plain_number(written) or "nan") == pytest.approx(x, rel=1e-2, abs=1e-4)
    assert plain_number(number(float("nan"))) == ""
    for words in ("W1[1, 1]", "=1+1", "1.5 %", "3 of 7", "0.1 ± 0.2", "-1", "1,2"):
        assert plain_number(words) is None


def test_no_text_of_a_table_is_a_formula_in_a_spreadsheet() -> None:
    table = pd.DataFrame({"=A1": ["=cmd|' /C calc'!A0", "@x", "plain"], "w": ["−0.5", "+0.2", "–"]})
    lines = files.csv_of(table).decode("utf-8-sig").splitlines()
    assert lines == ["'=A1,w", "'=cmd|' /C calc'!A0,-0.5", "'@x,0.2", "plain,"]


def test_the_page_without_a_server_calls_a_column_what_its_file_calls_it(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, Callable[[], str]] = {}
    monkeypatch.setattr(files, "download", lambda file, data, mime, label=None: made.update({file: data}))
    rows = pd.DataFrame({"a_1*": [k * k % 13 for k in range(40)], "b": [k % 7 for k in range(40)]})
    rows["y"] = rows["a_1*"] * 3.5 + rows["b"]
    address = {"lang": "en", "table": "own", "act": "5"}
    app = open_page("choosing_lambda", doors=("files",), answered={"unit": "shown"}, **address)
    app.file_uploader[0].upload("mine.csv", rows.to_csv(index=False).encode(), "text/csv").run()
    assert " a_1* came in first, " in made["choosing_lambda_act_5.html"]()


def test_words_of_a_table_end_no_script() -> None:
    """A column, a title and a cell that would each take the page over."""
    evil = "</script><img src=x onerror=alert(1)>"
    spec = {
        "data": {"name": "rows"},
        "title": evil,
        "mark": "text",
        "encoding": {"text": {"field": evil, "type": "nominal"}},
    }
    picture = Picture(spec, {"rows": pd.DataFrame({evil: [evil, "\u2028"]})}, evil)
    track = Track("lam", 2, 0)
    page = offline.Page(
        language='en"><script>',
        title=evil,
        question=evil,
        verdict=evil,
        address="",
        sliders=(Slider(track, evil, ["0", "1"], [evil, evil]),),
        at={"lam": 1},
        theme=THEME,
        pictures=(offline.Shown(evil, picture, 1, 300, 0),),
        words=offline.words(catalogue("zh").gettext),
    )
    html = offline.html_of(page)
    assert evil not in html
    assert html.count("<script") == html.count("</script>") == 3
    assert "<img src=x" not in html
    (sent,) = re.findall(r'<script type="application/json" id="page">(.*?)</script>', html)
    content = json.loads(sent)
    assert content["question"] == evil
    assert json.loads(content["tables"][0])["columns"][evil] == [evil, "\u2028"]
    assert unescape(re.findall(r"<title>(.*?)</title>", html)[0]) == f"{evil} · λ lab"
