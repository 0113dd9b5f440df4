"""A picture that is taken home shows what it shows on the page, whatever its tables hold."""

import io
import re
from base64 import b64decode, b64encode
from functools import partial

import altair as alt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from charts.exported import Theme, exported, has_chinese_font, png_of, svg_of
from charts.picture import Picture, finished, packed
from charts.track import Track
from tests.conftest import OpenPage
from tests.taken_home import PLACES, taken

THEME = Theme(
    font="'Source Sans', 'Noto Sans CJK SC', sans-serif",
    background="#12141C",
    text="#F5F6FA",
    accent="#9AA0FF",
    lines="#3A4054",
    categories=["#0072B2"],
    sequential=["#000000", "#FFFFFF"],
    diverging=["#000000", "#888888", "#FFFFFF"],
    is_dark=True,
)
STEP = Track("step", 3, 0)


def words_of(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def said(expression: str, cells: pd.DataFrame | dict[str, object], at: int = 0) -> list[str]:
    """What Vega computes from the rows of a table, each as a word of the exported picture."""
    chart = (
        alt.Chart(alt.NamedData("rows"))
        .transform_lookup(
            lookup="n", from_=alt.LookupData(alt.NamedData("more"), "n", ["x"] if "x" in cells else ["v"])
        )
        .transform_calculate(said=expression)
        .mark_text()
        .encode(y=alt.Y(field="n", type="ordinal", axis=None), text=alt.Text(field="said", type="nominal"))
    )
    table = cells if isinstance(cells, pd.DataFrame) else packed(cells)
    rows = pd.DataFrame({"n": np.arange(len(cells["n"]))})
    picture = Picture(finished(chart, STEP), {"rows": rows, "more": table}, "")
    return words_of(svg_of(exported(picture, {"step": at}, THEME, 200, 200)))


def test_a_cell_without_a_number_is_none_there_too() -> None:
    cells = {"n": np.arange(5), "x": np.array([1.5, np.nan, np.inf, -np.inf, 0.1], dtype=np.float32)}
    written = ["1.5 true 2.5", "NaN false NaN", "Infinity true Infinity", "-Infinity true -Infinity"]
    *most, last = said("datum.x + ' ' + isValid(datum.x) + ' ' + (datum.x + 1)", cells)
    assert most == written
    assert last.split()[0] == repr(float(np.float32(0.1)))  # not rounded on its way


def test_a_missing_cell_of_a_data_frame_is_missing() -> None:
    cells = pd.DataFrame({"n": [0, 1], "x": [1.0, np.nan]})
    assert said("isValid(datum.x) ? 'here' : 'missing'", cells) == ["here", "missing"]


def test_a_list_stands_in_its_cell_as_arrow_hands_it_over() -> None:
    cells = {"n": np.arange(1), "v": [np.array([0.5, np.inf, np.nan])]}
    value = "datum.v.data[0].values[step]"
    says = f"isValid({value}) ? {value} < 1 ? 'small' : isFinite({value}) ? 'large' : 'beyond' : 'none'"
    assert [said(says, cells, at) for at in range(3)] == [["small"], ["beyond"], ["none"]]


def test_gaps_of_several_spaces_stay() -> None:
    svg = svg_of(
        exported(Picture(finished(alt.Chart(alt.NamedData("rows")).mark_text()), {}, ""), {}, THEME, 9, 9)
    )
    assert svg.startswith('<svg xml:space="preserve" ')


def test_a_mark_is_as_transparent_as_on_a_canvas() -> None:
    """Fill and rim each for itself, and not the mark as a whole."""
    mark = alt.Chart(alt.NamedData("rows")).mark_rect(opacity=0.5, fillOpacity=0.4, stroke="red")
    picture = Picture(finished(mark), {"rows": pd.DataFrame({"x": [1]})}, "")
    (rect,) = re.findall(r"<path [^>]*stroke=\"red\"[^>]*>", svg_of(exported(picture, {}, THEME, 50, 50)))
    assert ' opacity="' not in rect
    assert float(re.search(r'fill-opacity="([^"]*)"', rect)[1]) == pytest.approx(0.2)
    assert float(re.search(r'stroke-opacity="([^"]*)"', rect)[1]) == pytest.approx(0.5)


def test_an_image_leaves_the_rest_of_its_sheet_behind() -> None:
    """A sheet of 30 fields, each of a colour; the picture shows one, and takes few more along."""
    sheet = Image.new("RGB", (30, 1))
    sheet.putdata([(8 * k, 0, 0) for k in range(30)])
    coded = io.BytesIO()
    sheet.save(coded, format="PNG")
    url = "data:image/png;base64," + b64encode(coded.getvalue()).decode()
    image = (
        alt.Chart(alt.NamedData("rows"))
        .transform_calculate(left="-20", right="10", low="0", high="1")
        .mark_image(aspect=False, clip=True)
        .encode(
            x=alt.X(field="left", type="quantitative", scale=alt.Scale(domain=[0, 1]), axis=None),
            x2="right",
            y=alt.Y(field="low", type="quantitative", axis=None),
            y2="high",
            url="url:N",
        )
    )
    spec = exported(Picture(finished(image), {"rows": pd.DataFrame({"url": [url]})}, ""), {}, THEME, 60, 60)
    svg = svg_of(spec)
    (kept,) = re.findall(r"base64,([^\"]*)", svg)
    cut = Image.open(io.BytesIO(b64decode(kept)))
    assert cut.width <= 4
    drawn = Image.open(io.BytesIO(png_of(svg, 1))).convert("RGB")
    red, green, blue = drawn.getpixel((30, 30))
    assert abs(red - 160) <= 8
    assert (green, blue) == (0, 0)


def test_chinese_is_drawn_where_there_is_a_font_for_it() -> None:
    assert has_chinese_font(THEME.font)
    assert not has_chinese_font("a font that nobody has")


@pytest.mark.parametrize("page", PLACES)
def test_every_picture_is_drawn_at_the_place_of_the_bar(
    page: str, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    made = taken(monkeypatch, open_page, page, **PLACES[page])
    names = [name for name in made if name.endswith(".svg")]
    assert names
    for name in names:
        make: partial[str] = made[name]
        picture, at, theme, width, height = make.args
        svg = make()
        words = words_of(svg)
        title = picture.spec.get("title", "")
        title = title["text"] if isinstance(title, dict) else title
        assert not title or title in words
        assert "NaN" not in " ".join(words)
        assert f'width="{width}"' in svg
        assert "Source Sans" in svg
        other = {track: 1 if place == 0 else 0 for track, place in at.items()}
        assert svg_of(exported(picture, other, theme, width, height)) != svg
    drawn = Image.open(io.BytesIO(png_of(svg, 0.5))).convert("RGB")
    assert len(drawn.getcolors(10**6) or []) > 10
