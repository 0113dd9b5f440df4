"""A term of the glossary is explained where a page uses it first, in both languages."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard import glossary
from dashboard.navigation import PAGES
from dashboard.text import catalogue
from lessons.twelve_things.questions import twelve
from tests.conftest import OpenPage, live_sentences

# A place of the bar, or what else opens the pictures of a page and the words with them.
OPENED = {
    "home": {"lam": "0.1"},
    "overfit_vs_regularized": {"step": "100"},
    "descent_speed": {"step": "20"},
    "model_space": {"budget": "1"},
    "weight_shrinkage": {"step": "100", "net": "8", "steps": "1000"},
    "choosing_lambda": {"lam": "1.12"},
    "two_functions": {"line": "cost"},
    "other_names": {"n": "200"},
}
STATES = [(page.file, {}) for page in PAGES] + list(OPENED.items())
DOORS = ("formula", "elsewhere", "words")
NAME_OF_LIBRARY = re.compile(r"\*\*[^*]+\*\* · `")  # scikit-learn Lasso is a name, not a use of the term
# Some of the twelve ask for what a term is: there it is not explained.
ASKED = {f"## {thing.question}" for code in ("en", "zh") for thing in twelve(catalogue(code).gettext)}
MARKED = re.compile(r"<dfn[^>]*>(.*?)</dfn>")


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if getattr(child, "children", None):
            yield from elements(child)
        else:
            yield child


def texts(element: Any) -> Iterator[tuple[list[str], set[str]]]:
    """What an element says (of which one at a time is seen), and the words that are marked in it."""
    if element.type in ("markdown", "caption") and element.value not in ASKED:
        if NAME_OF_LIBRARY.match(element.value):
            return
        yield [re.sub(r"<dfn[^>]*>|</dfn>", "", element.value)], set(MARKED.findall(element.value))
    elif element.type == "bidi_component" and element.proto.component_name == "live_words":
        for line in json.loads(element.proto.bytes)["lines"]:
            yield [text for text in line["templates"] if text], set(line["terms"])


def used_terms(text: str, language: str) -> dict[str, str]:
    """term -> the word by which it is used."""
    say = catalogue(language).gettext
    found: dict[str, str] = {}
    for match in glossary.pattern(say).finditer(text):
        if match["term"] and (term := glossary.term_of(say, match["term"])):
            found.setdefault(term, match["term"])
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("file", "address"), STATES, ids=[f"{file}{'?' * bool(a)}" for file, a in STATES])
def test_no_term_is_used_before_it_is_explained(
    open_page: OpenPage, file: str, address: dict[str, str], language: str
) -> None:
    app = open_page(file, lang=language, doors=DOORS, **address)
    assert not app.exception
    explained: set[str] = set()
    before: list[tuple[str, str]] = []
    listed = next((e.value for e in app.markdown if e.value.startswith("- **")), "")
    for element in elements(app.main):
        for alternatives, marked in texts(element):
            if alternatives == [listed]:
                continue
            uses = [used_terms(text, language) for text in alternatives]
            for use in uses:
                before += [
                    (term, word) for term, word in use.items() if term not in explained and word not in marked
                ]
            explained.update(*(list(use) for use in uses))
    assert not before


# Names, and what a formula or a line of code is called by: the same in every language.
NAMES = re.compile(
    r"English|Adam(W)?|ReLU|Lasso|lasso|glmnet|lambda?|lars|sign|scikit-learn|LARS|tanh|PRML|Bishop|Efron|Hastie|Johnstone|"
    r"Tibshirani|Coursera|PyTorch|Keras|TensorFlow|Playground|numpy|alpha|penalty|cost"
)
IN_CHINESE = [
    state for state in STATES if state[0] != "other_names"
]  # the names of libraries and their parts
LATIN = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
PASSED_OVER = re.compile(r"`[^`]*`|\$[^$]*\$|<[^>]+>|:material/\w+:|https?://\S+|\\[a-z]+|_[a-z]+_")
LABELLED = ("button", "selectbox", "slider", "select_slider", "toggle", "radio", "number_input", "expander")


@pytest.mark.parametrize(("file", "address"), IN_CHINESE, ids=[f"{f}{'?' * bool(a)}" for f, a in IN_CHINESE])
def test_in_chinese_no_english_is_left(open_page: OpenPage, file: str, address: dict[str, str]) -> None:
    app = open_page(file, lang="zh", doors=DOORS, **address)
    said = [
        element.value
        for kind in ("markdown", "caption", "success", "info", "title")
        for element in app.get(kind)
    ]
    said += [element.label for kind in LABELLED for element in app.get(kind)]
    said += [option for element in app.selectbox for option in element.options]
    said += [link.proto.label for link in app.get("page_link")]
    said += live_sentences(app)
    left = {
        word
        for text in said
        for word in LATIN.findall(PASSED_OVER.sub(" ", text))
        if not NAMES.fullmatch(word)
    }
    assert not left
