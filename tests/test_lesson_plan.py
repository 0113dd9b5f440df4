"""The lesson plan: its links open what they say, its questions and numbers are those of the lab."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import import_module
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from charts.picture import Translate
from dashboard import keys
from dashboard.address_names import checked
from dashboard.navigation import PAGES
from dashboard.scene import Act
from lessons.choosing_lambda import table_sure_run
from tests.conftest import ROOT, OpenPage, live_sentences, unmarked
from tests.lessons.overfit_vs_regularized.states import state

FILES = {"en": "lesson_plan.md", "zh": "lesson_plan.zh.md"}
LINK = re.compile(r"\[([^\]]*)\]\((http://localhost:8501/[^)]*)\)")
PARTS = {"network_questions": "network", "rate_map_questions": "map"}  # of a lesson with several


def _acts() -> Iterator[tuple[tuple[str, str], Callable[[Translate], Sequence[Act]]]]:
    for page in PAGES:
        for path in sorted((ROOT / "lessons" / page.file).glob("*questions.py"), reverse=True):
            module = import_module(f"lessons.{page.file}.{path.stem}")
            if hasattr(module, "acts"):
                yield (page.file, PARTS.get(path.stem, "")), module.acts


ACTS = dict(_acts())  # page and part -> its acts, in a language


@dataclass(frozen=True)
class Link:
    """Where a link of the plan leads: a page of the lab and what its address says, without the language."""

    page: str
    codes: tuple[tuple[str, str], ...]

    @property
    def part(self) -> str:
        return dict(self.codes).get("part", "")

    @property
    def act(self) -> int:
        return int(dict(self.codes).get("act", "1"))

    @property
    def is_act_alone(self) -> bool:
        return {name for name, _code in self.codes} <= {"act", "part"} and (self.page, self.part) in ACTS


def plan(lang: str) -> str:
    return (ROOT / "docs" / FILES[lang]).read_text(encoding="utf-8")


def link_of(address: str, lang: str) -> Link:
    parts = urlsplit(address)
    codes = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    assert codes.pop("lang", "en") == lang
    return Link(parts.path.strip("/") or "home", tuple(codes.items()))


def links(lang: str) -> list[Link]:
    return [link_of(address, lang) for _words, address in LINK.findall(plan(lang))]


def language(lang: str, lesson: str) -> Translate:
    if lang == "en":
        return NullTranslations().gettext
    with (ROOT / f"locales/{lang}/LC_MESSAGES/{lesson}.mo").open("rb") as file:
        return GNUTranslations(file).gettext


def items(lang: str) -> Iterator[str]:
    """Each item of a list, on one line."""
    for block in re.split(r"\n(?=\n|- |\d+\. |\|)", plan(lang)):
        if re.match(r"\s*(- |\d+\. )", block):
            yield " ".join(block.split())


def numbers(lang: str) -> list[tuple[Link, str]]:
    """What is bold behind a link in an item, with that link."""
    found = []
    for item in items(lang):
        link = None
        for words, address, bold in re.findall(rf"{LINK.pattern}|\*\*([^*]+)\*\*", item):
            if address:
                link = link_of(address, lang)
            elif link is not None:
                found.append((link, bold))
            assert words or bold
    return found


def test_both_languages_have_the_same_links_and_the_same_numbers() -> None:
    assert links("en") == links("zh")
    assert len(links("en")) > 100
    of_both = [numbers(lang) for lang in FILES]
    assert [link for link, _bold in of_both[0]] == [link for link, _bold in of_both[1]]
    for (_link, english), (_same, chinese) in zip(*of_both, strict=True):
        digits = [Counter(re.findall(r"−?\d[\d.,]*\d|\d", bold)) for bold in (english, chinese)]
        assert digits[0] == digits[1], (english, chinese)


@pytest.mark.parametrize("lang", FILES)
def test_every_question_is_listed_with_its_words(lang: str) -> None:
    text = " ".join(plan(lang).split())
    for (page, part), acts in ACTS.items():
        every = acts(language(lang, page))
        for number, act in enumerate(every, 1):
            query = f"part={part}&act={number}" if part else f"act={number}"
            path = "" if page == "home" else page
            address = f"http://localhost:8501/{path}?{query}" + ("" if lang == "en" else f"&lang={lang}")
            words = f"[Question {number}]" if lang == "en" else f"[第 {number} 问]"
            assert f"- {words}({address}){': ' if lang == 'en' else '：'}{act.question}" in text
    assert {page.file for page in PAGES} == {link.page for link in links(lang)}


@pytest.mark.parametrize("lang", FILES)
def test_the_lessons_and_doors_are_called_as_on_the_page(lang: str) -> None:
    known = [language(lang, catalogue.stem) for catalogue in (ROOT / "locales/zh/LC_MESSAGES").glob("*.mo")]
    names = {_(page.title) for page in PAGES if page.file != "home" for _ in known} | {"Why small weights"}
    headings = set(re.findall(r"^## (.+)$", plan(lang), re.M))
    assert sum(heading in names for heading in headings) >= len(PAGES) - 1
    doors = re.findall(r"[Tt]he door \*([^*]+)\*", " ".join(plan("en").split()))
    assert len(doors) >= 7
    floors = ("pages", "lessons", "dashboard")
    sources = "".join(path.read_text("utf-8") for floor in floors for path in (ROOT / floor).rglob("*.py"))
    for door in doors:
        assert f'_("{door}")' in sources
        if lang == "zh":
            assert any(f"“{_(door)}”" in plan("zh") for _ in known), door


@pytest.mark.parametrize("lang", FILES)
def test_ten_minutes_are_ten_and_forty_are_forty(lang: str) -> None:
    ten, forty = ("**Ten minutes**", "**Forty minutes") if lang == "en" else ("**十分钟**", "**四十分钟**")
    lessons = [section for section in plan(lang).split("\n## ") if ten in section]
    assert len(lessons) == len(PAGES) - 1  # all but the test at the end
    for lesson in lessons:
        first, then = lesson.split(ten)[1].split(forty)
        short, more = (sum(map(int, re.findall(r"(\d+) (?:min|分钟)[)）]", part))) for part in (first, then))
        assert (short, short + more) == (10, 40), lesson[:20]
    rows = [(int(begin), int(end)) for begin, end in re.findall(r"^\| (\d+)–(\d+) \|", plan(lang), re.M)]
    assert [begin for begin, _end in rows] == [0, *(end for _begin, end in rows[:-1])]
    assert rows[-1][1] == 45


@pytest.mark.parametrize("lang", FILES)
def test_its_keys_do_something(lang: str) -> None:
    named = set(re.findall(r"<kbd>(.+?)</kbd>", plan(lang)))
    known = {key for row, _words in keys._keys(str) for key in row.split()} - {"…"}
    assert named <= known | {str(digit) for digit in range(1, 10)}
    assert {"L", "V", "Space", "←", "→", "Home", "N", "P", "F", "Q", "?"} <= named
    pages = [page.file for page in PAGES]
    for digit, row in re.findall(r"<kbd>G</kbd> <kbd>(\d)</kbd>(.*)", plan(lang)):
        (_words, address), *_rest = LINK.findall(row)
        assert pages[int(digit) - 1] == link_of(address, lang).page


def test_every_name_in_a_link_is_one_of_its_page() -> None:
    for link in links("en"):
        for name, _code in link.codes:
            assert checked(name, link.page) == name
        if link.is_act_alone:
            assert 1 <= link.act <= len(ACTS[link.page, link.part](str))


def opened(open_page: OpenPage, link: Link) -> AppTest:
    answered = {}
    if acts := ACTS.get((link.page, link.part)):
        answered = {acts(str)[link.act - 1].name: "shown"}
    return open_page(link.page, answered=answered, lang="en", **dict(link.codes))


def said(app: AppTest) -> str:
    """All words of the page as they are read where the bar stands."""
    boxes = (app.markdown, app.caption, app.success, app.error, app.info, app.code)
    texts = [*(element.value for kind in boxes for element in kind), *live_sentences(app)]
    return " ".join(unmarked(" ".join(texts)).replace("**", "").split()).lower()


@cache
def to_open() -> dict[str, list[Link]]:
    """Page -> the links whose legality or numbers are seen on the page alone."""
    with_numbers = [link for link, _bold in numbers("en")]
    every = dict.fromkeys(link for link in links("en") if link in with_numbers or not link.is_act_alone)
    return {page.file: [link for link in every if link.page == page.file] for page in PAGES}


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice of λ made again a few times only: the plan says nothing of it."""
    monkeypatch.setattr(table_sure_run, "DRAWS", 2)
    monkeypatch.setattr(table_sure_run, "RESAMPLES", {"gaussian": 2, "binomial": 2})


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize("page", [page.file for page in PAGES])
def test_each_link_opens_a_page_that_says_its_numbers(open_page: OpenPage, page: str) -> None:
    every = to_open()[page]
    assert every
    for link in every:
        app = opened(open_page, link)
        assert not app.exception, link
        assert not app.warning, (link, app.warning[0].value)
        text = said(app)
        for of, bold in numbers("en"):
            assert of != link or " ".join(bold.lower().split()) in text, (link, bold)


def test_the_net_without_a_penalty_fits_best_and_predicts_worst() -> None:
    """What the plan says of it in words, for its numbers differ between processors."""
    here, last = state(), -1
    nets = [here.grid.net(penalty, here.lam) for penalty in ("none", "l2", "l1")]
    assert np.argmin(here.history.data_loss[last, nets]) == 0
    assert here.history.validation_loss is not None
    assert np.argmax(np.asarray(here.history.validation_loss)[last, nets]) == 0
