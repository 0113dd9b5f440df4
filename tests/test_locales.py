"""What the lab says it says in every language, with the same placeholders, from up-to-date catalogues."""

import io
import string
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))
LANGUAGES = sorted({path.parent.parent.name for path in CATALOGUES})
SOURCES = [
    ROOT / "streamlit_app.py",
    *(
        path
        for floor in ("pages", "lessons", "dashboard", "charts", "l2core")
        for path in (ROOT / floor).rglob("*.py")
    ),
]


@cache
def said() -> dict[str, Path]:
    """Every message marked for translation, and a file that says it."""
    messages: dict[str, Path] = {}
    for source in SOURCES:
        for _line, message, _comments, _context in extract_from_file(
            "python", source, keywords={"_": None, "N_": None}
        ):
            assert isinstance(message, str), f"{source.name}: {message} needs to be one literal string"
            messages[message] = source
    return messages


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def placeholders(message: str) -> set[str]:
    return {
        name for _text, name, _format, _conversion in string.Formatter().parse(message) if name is not None
    }


def is_latex_free(message: str) -> bool:
    """Messages with formulas hold braces that are no placeholders."""
    return "\\" not in message and "$" not in message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    translated = {
        message.id
        for path in CATALOGUES
        if path.parent.parent.name == language
        for message in catalogue(path)
        if message.id and message.string and not message.fuzzy
    }
    missing = {message: source.name for message, source in said().items() if message not in translated}
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_nothing_is_translated_that_nobody_says(path: Path) -> None:
    messages = said()
    assert not [message.id for message in catalogue(path) if message.id and message.id not in messages]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_the_placeholders(path: Path) -> None:
    for message in catalogue(path):
        if message.id and is_latex_free(str(message.id)):
            assert placeholders(str(message.string)) == placeholders(str(message.id)), message.id


def messages_of(compiled: BinaryIO) -> dict[str, str]:
    """What a compiled catalogue says, without its header, which names the version of the compiler."""
    return {str(message.id): str(message.string) for message in read_mo(compiled) if message.id}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_compiled_catalogue_is_that_of_the_source(path: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(path))
    compiled.seek(0)
    with path.with_suffix(".mo").open("rb") as committed:
        assert messages_of(committed) == messages_of(compiled), f"`make locales` compiles {path.name}"


def test_a_message_is_translated_the_same_way_everywhere() -> None:
    seen: dict[tuple[str, str], str] = {}
    for path in CATALOGUES:
        for message in catalogue(path):
            if message.id:
                key = (path.parent.parent.name, str(message.id))
                assert seen.setdefault(key, str(message.string)) == message.string, f"{key} in {path.name}"


# What reads wrongly or is said otherwise everywhere else, and what is said instead.
OTHERWISE = {
    "您": "你",
    "正好": "恰好, for exactly",
    "付出代价": "代价 is the cost J alone",
    "大权重": "reads as 大权 | 重: 大的权重, 权重越大",
}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_one_thing_has_one_word(path: Path) -> None:
    found = [
        (word, instead, message.string)
        for message in catalogue(path)
        for word, instead in OTHERWISE.items()
        if word in str(message.string)
    ]
    assert not found
