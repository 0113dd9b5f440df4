"""From the bytes of a file to its text: UTF-8, UTF-16, GB18030 (Chinese) or Windows-1252 (Western European).

The last two are told apart by how letters beyond ASCII stand: in Western words one by one among letters of
ASCII ("Größe"), in Chinese ones in pairs of bytes that are frequent characters. What is neither is refused,
not guessed.
"""

import re
from itertools import islice

from dashboard.text import N_
from dashboard.uploads.table_error import TableError

_LOOKED_AT = 5_000  # characters beyond ASCII
_QUOTES = "“”„‘’«»‹›¿¡…–—•\xa0"
_SYMBOLS = _QUOTES + "°²³µ€£§±½¼¾×÷·©®™ºª¥¢‰†"


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding, as Python and pandas call it. Raises TableError."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(N_("This is an Excel workbook. Save the sheet as CSV and upload that file."))
    encoding = _utf(data)
    if encoding is None:
        raise TableError(N_("This is not a text file. Save the table as CSV and upload that file."))
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        legacy = None if encoding.startswith("utf-16") else _legacy(data)
        if legacy is None:
            row = data[: error.start].count(b"\n") + 1
            raise TableError(
                N_("Row {row} is not written in UTF-8. Save the file as “CSV UTF-8”."), row=row
            ) from error
        return data.decode(legacy), legacy


def _utf(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if b"\0" not in data:
        return "utf-8"
    # UTF-16 without its mark: the other half of each ASCII character is 0
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > len(data) / 8 and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    return None


def _legacy(data: bytes) -> str | None:
    """Western where it reads as Western words, else Chinese where it reads as such, else None."""
    if _is_western(data):
        return "cp1252"
    return "gb18030" if _is_chinese(data) else None


def _is_western(data: bytes) -> bool:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    both = "«" in text and "»" in text
    runs = islice(re.finditer(r"[^\x00-\x7f]+", text), _LOOKED_AT)
    good = [
        _is_word(text[run.start() - 1 : run.start()], run[0], text[run.end() : run.end() + 1])
        and (both or not re.search("[«»]", run[0]))
        for run in runs
    ]
    return sum(good) >= 0.8 * len(good)


def _is_word(before: str, run: str, after: str) -> bool:
    """Characters beyond ASCII as in Western texts: a symbol outside a word, a letter, "öß" in a word."""
    inside = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    letters = run.strip(_QUOTES)
    if not letters:
        return True
    if len(letters) == 1:
        return letters.isalpha() or (letters in _SYMBOLS and not inside)
    return (
        len(letters) == 2
        and letters.isalpha()
        and letters.islower()
        and before.isascii()
        and before.isalpha()
    )


def _is_chinese(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    found = [match[0] for match in islice(re.finditer(r"[^\x00-\x7f]", text), _LOOKED_AT)]
    # GB 2312 orders them: the bytes of its first level, the most used, begin with B0 to D7, symbols A1 to A9
    ranks = [character.encode("gb2312", "ignore")[:1] for character in found]
    known = sum(rank != b"" for rank in ranks)
    frequent = sum(b"\xa1" <= rank <= b"\xd7" for rank in ranks)
    return known >= len(found) / 2 and (len(found) < 3 or frequent >= 0.3 * len(found))
