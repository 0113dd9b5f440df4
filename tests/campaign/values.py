"""What does not belong under a name of the address, or into a table: each a kind of its own.

Whatever a page might render bears MARK, by which it is known on the page.
"""

from urllib.parse import quote

MARK = "zq7x"
_HOST = f"http://127.0.0.1:9/{MARK}"

# words that Markdown, HTML, LaTeX or Streamlit would make something of
ACTIVE = {
    "link": f"[{MARK}]({_HOST})",
    "image": f"![{MARK}]({_HOST}.png)",
    "reference": f"[{MARK}][1]\n\n[1]: {_HOST}",
    "web": _HOST,
    "www": f"www.{MARK}.example",
    "mail": f"{MARK}@{MARK}.example",
    "angle link": f"<{_HOST}>",
    "script": f"<script>alert('{MARK}')</script>",
    "image tag": f"<img src={_HOST} onerror=alert('{MARK}')>",
    "closing tag": f"</style></div></textarea><{MARK}>",
    "attribute": f'" onmouseover="{MARK}" x="',
    "heading": f"\n\n# {MARK}",
    "underlined": f"\n\n{MARK}\n===",
    "table": f"\n\n|{MARK}|b|\n|-|-|\n|1|2|",
    "quotation": f"\n\n> {MARK}",
    "fence": f"\n\n```\n{MARK}\n```",
    "list": f"\n\n* {MARK}",
    "code": f"`{MARK}`",
    "code out of code": f"` ![{MARK}]({_HOST}) `",
    "struck": f"~~{MARK}~~",
    "icon": f":material/{MARK}:",
    "emoji": f":tada_{MARK}:",
    "colour": f":red[{MARK}]",
    "badge": f":blue-badge[{MARK}]",
    "latex": rf"$\huge {MARK}$",
    "latex block": rf"$$\frac{{{MARK}}}{{0}}$$",
}

# the same as `ACTIVE` and all else that is legal as text of a table
NAMES = ACTIVE | {
    "formula": f"=cmd|' /C calc'!A0 {MARK}",
    "sum": "=1+1",
    "at": f"@SUM({MARK})",
    "plus": f"+{MARK}",
    "minus": f"-{MARK}",
    "new line": f"two\n{MARK}",
    "path": "a.b[0]",
    "quote": f"it's {MARK}",
    "double quote": f'"); import os # {MARK}',
    "triple quote": f'""" + {MARK} + """',
    "backslash": f"a\\b\\{MARK}\\",
    "of a program": f"datum.x']; {MARK}; ['",
    "braces": f"{{column}}{{0.__class__}}%s{MARK}",
    "proto": "__proto__",
    "constructor": "constructor",
    "of the lab": "effect",
    "of the bar": "lam",
    "of a picture": "name",
    "a number": "1.5",
    "emoji sign": "🎲👩‍👩‍👧",
    "right to left": f"\u202e{MARK}.exe\u2066",
    "zero width": f"a\u200b{MARK}",
    "combining": "e" + "\u0301" * 60,
    "spaces": f"   {MARK}   ",
    "address": f"a&{MARK}=c#d?e%00",
    "long": "n" * 10_000,
    "nearly long": "n" * 500,
    "nan": "nan",
    "dash": "-",
    "comma": f"a,{MARK},b",
    "semicolon": f"a;{MARK}",
}

# as they stand in the address, where not every byte has to be one of UTF-8
_PLAIN = {
    "empty": "",
    "space": "%20",
    "huge": "9" * 400,
    "huge integer": str(10**30),
    "negative": "-1",
    "huge negative": "-1e308",
    "nan": "nan",
    "inf": "inf",
    "minus inf": "-Infinity",
    "overflow": "1e400",
    "denormal": "5e-324",
    "underflow": "1e-400",
    "zero": "0",
    "minus zero": "-0",
    "one": "1",
    "half": "0.5",
    "between": "3.14159",
    "many digits": "0." + "1" * 5_000,
    "underscore": "1_0",
    "arabic digits": quote("١٢"),
    "full width": quote("５"),
    "superscript": quote("²"),
    "hexadecimal": "0x10",
    "a truth": "true",
    "a list": "%5B1%2C2%5D",
    "an object": quote('{"a":1}'),
    "none": "-",
    "csv": quote('"a","b'),
    "commas": "," * 500,
    "64 KB of letters": "a" * 65_536,
    "64 KB of digits": "1" * 65_536,
    "nul": "%00",
    "nul inside": "1%00",
    "bad percent": "%zz%",
    "bad utf-8": "%ff%fe",
    "surrogate": "%ed%a0%80",
    "half a letter": "%e4%bd",
    "line ends": f"1%0d%0aSet-Cookie:%20{MARK}=b",
    "right to left": quote(f"\u202e{MARK}\u2066"),
    "path": "..%2f..%2fetc%2fpasswd",
    "format": quote(f"{{0.__class__}}{{code}}{{{MARK}}}"),
    "percent": "%25s%25n",
    "template": quote("${7*7}{{7*7}}"),
    "prototype": "__proto__",
    "constructor": "constructor",
    "not in the list": MARK,
}
VALUES = _PLAIN | {kind: quote(words, safe="") for kind, words in ACTIVE.items()}

# that a name is said more than once, and how often
REPEATED = {"twice": 2, "2,000 times": 2_000}


def query(name: str, kind: str) -> str:
    """What an address says that gives `name` a value of this kind."""
    if kind in REPEATED:
        return "&".join(f"{quote(name)}={k % 7}" for k in range(REPEATED[kind]))
    return f"{quote(name)}={VALUES[kind]}"


KINDS = (*VALUES, *REPEATED)

# Kinds that are of one sort, for where not all can be tried.
SORTS = (
    ("empty", "space", "nul", "line ends"),
    ("huge", "huge integer", "64 KB of digits"),
    ("negative", "huge negative", "minus zero", "minus inf"),
    ("nan", "inf", "overflow"),
    ("denormal", "underflow", "half", "between", "many digits"),
    ("zero", "one"),
    ("underscore", "arabic digits", "full width", "superscript", "hexadecimal"),
    ("a truth", "a list", "an object", "none", "csv", "commas"),
    ("not in the list", "prototype", "constructor", "path", "format", "percent", "template"),
    ("64 KB of letters",),
    ("nul inside", "bad percent", "bad utf-8", "surrogate", "half a letter", "right to left"),
    ("script", "image tag", "closing tag", "attribute", "angle link"),
    ("link", "image", "reference", "web", "www", "mail"),
    ("heading", "underlined", "table", "quotation", "fence", "list", "code", "code out of code", "struck"),
    ("icon", "emoji", "colour", "badge"),
    ("latex", "latex block"),
    tuple(REPEATED),
)
