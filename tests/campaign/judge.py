"""What is wrong with what a page sent: an error, something rendered of hostile words, no number for a number.

Markdown is read by a parser of Markdown and not by patterns, save what Streamlit adds to it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from google.protobuf.message import Message
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from dashboard import failure
from tests.campaign.values import MARK

LONGEST_WORDS = 20_000  # characters in one element
LONGEST_ADDRESS = 20_000
_OF_STREAMLIT = ("embed", "embed_options")  # which it keeps from pages

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin)
# the fields of Streamlit's messages that a browser shows as Markdown; all others are text, or not shown
_SHOWN = {"Markdown.body", "Alert.body", "Heading.body", "Toast.body", "Progress.text", "Spinner.text"}
_SHOWN |= {"Option.content", "Metric.body", "Metric.delta", "Checkbox.label", "Table.caption"}
_SHOWN_IN_ALL = {"label", "help"}
_AFTER_BACKSLASHES = {  # what is found in text when it has been parsed
    "icon": re.compile(rf":material/[^:\s]*{MARK}[^:\s]*:"),
    "emoji": re.compile(rf":[\w+-]*{MARK}[\w+-]*:"),
    "web": re.compile(rf"(?:https?://|www\.)\S*{MARK}", re.IGNORECASE),
    "mail": re.compile(rf"{MARK}@{MARK}\.\w", re.IGNORECASE),
}
_DIRECTIVE = re.compile(rf"(?<!\\):[a-zA-Z][\w-]*\[[^\]\n]*{MARK}")
_IN_CODE = re.compile(r"`[^`]*`|\$\$?[^$]*\$\$?", re.DOTALL)
_NO_NUMBER = re.compile(r"(?<![\w\\-])(?:nan|[-−+]?inf)(?![\w-])", re.IGNORECASE)
_PROGRAM = re.compile(r"Traceback|StreamlitAPIException|site-packages|<locals>|\.py\b.*line \d")


_TRACEBACK = "Traceback (most recent call last)"
_ACTS = {
    "icon",
    "url",
    "src",
    "href",
    "image",
    "js_content",
    "css_content",
    "html_content",
}  # wherever they are


def texts(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a message, with the name of its field: ("Markdown.body", "…")."""
    for field, value in message.ListFields():
        name = f"{message.DESCRIPTOR.name}.{field.name}"
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            continue
        many = value if field.is_repeated else [value]
        if field.message_type is not None:
            for one in many:
                yield from texts(one)
        elif field.cpp_type == field.CPPTYPE_STRING and field.type == field.TYPE_STRING:
            yield from ((name, one) for one in many)


def findings(messages: Iterable[Message], quoted: str = "") -> list[str]:
    """One line for each thing that is wrong with these elements and blocks of a page.

    quoted: what the page may quote, such as a file with a column called nan.
    """
    found: list[str] = []
    for message in messages:
        for name, text in texts(message):
            found += [f"{what} in {name}" for what in _wrong(name, text, quoted.lower())]
    return found


def _wrong(name: str, text: str, quoted: str) -> Iterator[str]:
    kind, _dot, field = name.partition(".")
    if _TRACEBACK in text:
        yield f"traceback: {text[:300]}"
    if name == "Alert.icon" and text == failure.ICON:
        yield "the page has failed"
    if field in _ACTS and MARK in text:
        yield f"{field}: {_around(text)}"
    if kind == "Exception":
        if field in ("type", "message"):
            yield f"exception: {text[:300]}"
    elif name == "VegaLiteChart.spec":
        if MARK in text:
            yield f"words of others in a spec: {_around(text)}"
    elif name == "Html.body":
        yield from rendered_html(text)
    elif kind == "BidiComponent":
        if field == "json" and "NaN" in text and re.search(r"[\[:,] ?-?(?:NaN|Infinity)\b", text):
            yield f"no JSON: {text[:80]}"
    elif name in _SHOWN or field in _SHOWN_IN_ALL:
        yield from (f"{what}" for what in rendered(text))
        if len(text) > LONGEST_WORDS:
            yield f"{len(text):,} characters"
        if _PROGRAM.search(text) and kind != "Code":
            yield f"words of a program: {text[:200]}"
        nothing = None if MARK in text else _NO_NUMBER.search(_IN_CODE.sub("", text))
        if nothing and nothing.group().lower() not in quoted:
            yield f"no number: {text[max(0, nothing.start() - 60) : nothing.end() + 40]}"


def wrong_answer(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> list[str]:
    """What is wrong with the answer to a browser that asks for a page by a hostile address."""
    found = [f"answered with {status}"] if status >= 500 else []
    told = [*(f"{key}: {value}" for key, value in headers), body.decode("utf-8", "replace")]
    return found + [f"the address is in the answer: {_around(one)}" for one in told if MARK in one]


def rendered(text: str) -> Iterator[str]:
    """What a browser would make of marked words in this Markdown."""
    if MARK not in text:
        return
    tokens = _MARKDOWN.parse(text)
    for k, token in enumerate(tokens):
        if token.type in ("html_block", "math_block") and MARK in token.content:
            yield f"{token.type}: {_around(token.content)}"
        elif token.type in ("fence", "code_block") and token.content.strip() == MARK:
            yield f"{token.type}: {token.content[:80]}"
        elif token.type == "inline":
            opened = tokens[k - 1].type
            alone = token.content.strip() == MARK  # a heading of the lab may bear a name, and then says more
            if alone and opened in ("heading_open", "th_open", "td_open"):
                yield f"{opened}: {token.content[:80]}"
            if alone and k > 1 and tokens[k - 2].type in ("blockquote_open", "list_item_open"):
                yield f"{tokens[k - 2].type}: {token.content[:80]}"
            yield from _rendered_inline(token.children or [])
    if _DIRECTIVE.search(_IN_CODE.sub("", text)):
        yield f"colour: {_around(text)}"


def _rendered_inline(tokens: list[Token]) -> Iterator[str]:
    href, struck = "", False
    for token in tokens:
        struck = token.type == "s_open" or (struck and token.type != "s_close")
        if struck and MARK in token.content:
            yield f"struck: {token.content[:80]}"
        if token.type == "link_open":
            href = str(token.attrs.get("href"))
            if MARK in href:
                yield f"link: {href[:80]}"
        elif token.type == "link_close":
            href = ""
        elif token.type == "image":
            if MARK in f"{token.attrs.get('src')}{token.content}":
                yield f"image: {str(token.attrs.get('src'))[:80]}"
        elif token.type == "html_inline":
            yield from rendered_html(token.content)
        elif token.type.startswith("math_"):
            if MARK in token.content:
                yield f"latex: {token.content[:80]}"
        elif token.type == "text":
            for what, pattern in _AFTER_BACKSLASHES.items():
                if pattern.search(token.content):
                    yield f"{what}: {_around(token.content)}"


def rendered_html(text: str) -> list[str]:
    """What marked words come to in this HTML, beside text."""
    if MARK not in text:
        return []
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        if MARK in tag or any(MARK in key for key, _value in attrs):
            self.found.append(f"html: <{tag} {attrs}>"[:120])
        for key, value in attrs:
            acts = key in ("src", "href", "srcset", "style", "srcdoc") or key.startswith("on")
            if acts and MARK in (value or ""):
                self.found.append(f"html: <{tag} {key}={value}>"[:120])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            del self._inside[self._inside.index(tag) :]

    def handle_data(self, data: str) -> None:
        if MARK in data and {"script", "style", "iframe"} & set(self._inside):
            self.found.append(f"html: {_around(data)}")


def wrong_address(query: str, known: Iterable[str]) -> list[str]:
    """What is wrong with an address that a page left behind, which should say each known name once."""
    names = [pair.partition("=")[0] for pair in query.split("&") if pair]
    strange = sorted(set(names) - {*known, *_OF_STREAMLIT})
    found = [f"stands in the address: {', '.join(strange)[:80]}"] if strange else []
    found += [f"stands in the address twice: {name}" for name in known if names.count(name) > 1]
    if len(query) > LONGEST_ADDRESS:
        found.append(f"an address of {len(query):,} characters")
    return found


def backslashes(components: Iterable[Any]) -> list[str]:
    """Words of others that a component, which reads no Markdown, would show with the marks that part it."""
    found = []
    for component in components:
        if component.component_name in ("live_words", "live_formula"):
            words = json.loads(component.bytes)
            found += [f"marks are shown: {_around(one)}" for one in _strings(words) if f"\\{MARK}" in one]
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _around(text: str) -> str:
    at = max(0, text.find(MARK) - 40)
    return repr(text[at : at + 100])
