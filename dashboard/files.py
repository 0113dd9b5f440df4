"""What there is to take home of a page: its pictures, their numbers, a page without a server, the script."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from charts.exported import Theme, exported, has_chinese_font, png_of, svg_of
from charts.numbers import plain_number
from charts.picture import Picture
from dashboard import address, glossary, handed, offline, origin, pictures, stage, visit
from dashboard.navigation import PAGES
from dashboard.pictures import Drawn
from dashboard.scripts import notebook
from dashboard.text import Translate, as_read
from dashboard.transport import Slider, drawn_sliders, standing

_WIDTH, _GAP = 1080, 16  # pixels of a page whose pictures are taken home, and between two of them
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # with which a cell of text begins that a spreadsheet would compute


def to_take_home(_: Translate, lesson: str, drawn: Sequence[Drawn], script: Callable[[], str] | None) -> None:
    """Everything there is of this run, at the place where the bar stands.

    drawn: the pictures of the page. script: writes the run as a script; None where the page has none.
    """
    sliders = drawn_sliders()
    at = {slider.name: standing(slider) for slider in sliders}
    if drawn:
        _pictures(_, lesson, drawn, sliders, at)
        _page(_, lesson, [one for one in drawn if not one.hidden], sliders, at)
    if script is not None:
        _script(_, lesson, script())


def csv_of(table: pd.DataFrame) -> bytes:
    """A table as CSV: numbers as programs read them, UTF-8 that Excel knows for it, and no text a formula."""
    safe = table.map(_cell).rename(columns=_as_text)
    return bytes(safe.to_csv(index=False).encode("utf-8-sig"))


def page_theme() -> Theme:
    """The theme in which the browser shows the page."""
    kind = "dark" if st.context.theme.type == "dark" else "light"

    def of_kind(name: str) -> str:
        return str(st.get_option(f"theme.{kind}.{name}"))

    return Theme(
        font=str(st.get_option("theme.font")),
        background=of_kind("backgroundColor"),
        text=of_kind("textColor"),
        accent=of_kind("primaryColor"),
        lines=of_kind("borderColor"),
        categories=st.get_option("theme.chartCategoricalColors"),
        sequential=st.get_option(f"theme.{kind}.chartSequentialColors"),
        diverging=st.get_option(f"theme.{kind}.chartDivergingColors"),
        is_dark=kind == "dark",
    )


def width_of(one: Drawn) -> int:
    """Pixels of a picture that is taken home."""
    return round((_WIDTH + _GAP) * one.share) - _GAP


def _pictures(
    _: Translate, lesson: str, drawn: Sequence[Drawn], sliders: Sequence[Slider], at: Mapping[str, int]
) -> None:
    st.subheader(_("The pictures where the bar stands"), anchor=False)
    theme, language = page_theme(), st.session_state["language"]
    draws = language != "zh" or has_chinese_font(theme.font)
    if not draws:
        glossary.caption(
            _("This server has no Chinese font for PNG. An SVG is drawn with the fonts of whoever opens it.")
        )
    for title, one in zip(pictures.titles(drawn), drawn, strict=True):
        name = _file_name(lesson, one.name, *_codes(sliders, at, one.picture))
        made = partial(_svg, one.picture, dict(at), theme, width_of(one), one.pixels)
        st.caption(title)
        with st.container(horizontal=True, gap="small"):
            download(f"{name}.svg", made, "image/svg+xml", label="SVG")
            if draws:
                download(f"{name}.png", partial(_png, made), "image/png", label="PNG")
            if one.picture.numbers is not None:
                download(f"{name}.csv", csv_of(one.picture.numbers()), "text/csv", label="CSV")


def _page(
    _: Translate, lesson: str, drawn: Sequence[Drawn], sliders: Sequence[Slider], at: Mapping[str, int]
) -> None:
    scene, outcome = stage.on(), stage.told()
    if not drawn or scene is None or outcome is None:
        return
    st.subheader(_("A page that plays without a server"), anchor=False)
    glossary.say(
        _(
            "One HTML file with the pictures of the question and their bar: open it in any browser, also "
            "without a network, or put it on a website of your own."
        )
    )
    titles = dict(zip((one.name for one in drawn), pictures.titles(drawn), strict=True))
    right = scene.act.options[outcome.happened]
    page = offline.Page(
        language=st.session_state["language"],
        title=scene.title or _(next(page.title for page in PAGES if page.file == lesson)),
        question=scene.act.question,
        verdict=as_read(f"{_('**{outcome}.**').format(outcome=right)} {outcome.because}"),
        address=_address(sliders, at),
        sliders=tuple(sliders),
        at=dict(at),
        theme=page_theme(),
        pictures=tuple(
            offline.Shown(titles[one.name], one.picture, one.share, width_of(one), one.pixels)
            for one in drawn
        ),
        words=offline.words(_),
    )
    name = _file_name(lesson, *([] if scene.number == 0 else [f"act_{scene.number + 1}"]))
    download(f"{name}.html", partial(offline.html_of, page), "text/html")


def _script(_: Translate, lesson: str, source: str) -> None:
    """The run as a script: what it needs, the script itself, and its two files."""
    st.subheader(_("This run as a script"), anchor=False)
    words = [
        _(
            "It computes the numbers of this page, at the place where the bar stands, and prints them. It "
            "needs Python 3.11 or newer, NumPy, and `l2core`, the folder of the lab's mathematics: with a "
            "copy of the lab at hand, `pip install` and the path of the lab's folder installs both. Whoever "
            "has this file alone puts the folder `l2core` beside it, and installs NumPy."
        )
    ]
    if "import pandas" in source:
        words.append(_("It reads your table with pandas, from the folder in which it is run."))
    glossary.say(" ".join(words))
    st.code(source, language="python", height=300)
    with st.container(horizontal=True, gap="small"):
        download(f"{lesson}.py", source, "text/x-python")
        download(f"{lesson}.ipynb", partial(notebook, source), "application/x-ipynb+json")


def download(
    file: str, made: str | bytes | Callable[[], str | bytes], mime: str, *, label: str | None = None
) -> None:
    """A button for a file, which bears its name or a label; a function makes it when it is asked for."""
    words, help = label or file, file if label else None
    if callable(made):
        handed.button(words, file, made, mime, help)
    else:
        st.download_button(
            words,
            made,
            help=help,
            file_name=file,
            mime=mime,
            key=address.widget_key(f"file.{file}"),
            on_click="ignore",
            icon=":material/download:",
        )


def _svg(picture: Picture, at: Mapping[str, int], theme: Theme, width: int, height: int) -> str:
    return svg_of(exported(picture, at, theme, width, height))


def _png(svg: Callable[[], str]) -> bytes:
    return png_of(svg())


def _codes(sliders: Sequence[Slider], at: Mapping[str, int], picture: Picture) -> list[str]:
    """What stands in the name of a file for the place of the bar: of the tracks that the picture follows."""
    followed = {param["name"] for param in picture.spec.get("params", [])}
    return [f"{one.name}_{one.codes[at[one.name]]}" for one in sliders if one.name in followed]


def _file_name(*parts: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "_", "_".join(parts))


def _address(sliders: Sequence[Slider], at: Mapping[str, int]) -> str:
    """Where the lab shows this picture: the address of the page, with every place of the bar in it."""
    places = {slider.name: slider.codes[at[slider.name]] for slider in sliders}
    language = {} if (code := visit.code("lang")) is None else {"lang": code}
    return origin.with_query({**address.written(), **places, **language})


def _cell(cell: object) -> object:
    """A cell as programs read it: a number as such, and no text as a formula."""
    if isinstance(cell, str) and (number := plain_number(cell)) is not None:
        return number
    return _as_text(cell)


def _as_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
