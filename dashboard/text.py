"""The words of the lab: English is the key, other languages come from the catalogues in `locales/`."""

import gettext
import logging
import re
import struct
from functools import cache
from pathlib import Path

import streamlit as st

from charts.picture import Translate

LANGUAGES = {"en": "English", "zh": "中文"}

_MARKS = "\\`*_{}[]()#+-.!|$<>~:&="  # what Markdown may read as its own
_READ_LATER = re.compile(r":(?=\S)|@|www(?=\.)|[<=>-](?=[<=>-])", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"
_LOCALES = Path(__file__).resolve().parent.parent / "locales"


def N_(message: str) -> str:
    """Marks a message for the catalogues where it stands, to be translated where it is shown."""
    return message


def translator() -> Translate:
    """The function that says a message in the language of this session; every page begins with it."""
    return catalogue(st.session_state.get("language", "en")).gettext


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """All catalogues of one language as one: a lesson keeps its words in a file of its own."""
    messages = gettext.NullTranslations()
    for compiled in sorted((_LOCALES / language / "LC_MESSAGES").glob("*.mo")):
        try:
            lesson = gettext.translation(compiled.stem, _LOCALES, [language])
        except (OSError, ValueError, struct.error) as error:  # cut off, or not to be read: English does it
            logging.getLogger(__name__).warning("%s cannot be read: %s", compiled, error)
            continue
        lesson.add_fallback(messages)
        messages = lesson
    return messages


def plain(words: str) -> str:
    """The words of a file, on one line, with nothing in them that Markdown would read.

    What is read only after the backslashes are gone (addresses of the web and of mail, :icons:, arrows, the
    names of colours) is parted by a joiner that has no width. Marks that turn the direction of the writing,
    and others that nobody sees, are left out.
    """
    seen = "".join(
        c if c.isprintable() or c == "\N{ZERO WIDTH JOINER}" else " " if c.isspace() else "" for c in words
    )
    parted = _READ_LATER.sub(f"\\g<0>{_JOINER}", seen)
    return "".join(f"\\{c}" if c in _MARKS else c for c in parted)


def as_read(words: str) -> str:
    """A sentence with `plain` words in it as Markdown shows them, for where no Markdown is read."""
    return re.sub(rf"\\([{re.escape(_MARKS)}])", r"\1", words).replace(_JOINER, "")


def browser_language() -> str:
    """The language the browser asks for, where the lab speaks it; English otherwise."""
    asked = (st.context.locale or "en").split("-")[0].lower()
    return asked if asked in LANGUAGES else "en"
