"""Nothing that an address or a file says is rendered, and nothing of it ends in a traceback."""

import re

import pytest
from streamlit.runtime.state import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from dashboard.text import plain
from tests.conftest import OpenPage

WORDS = {
    "link": "[click](http://127.0.0.1:9/)",
    "image": "![](http://127.0.0.1:9/p.png)",
    "web": "http://127.0.0.1:9/x www.a.example a@b.example",
    "html": "<img src=x onerror=alert(1)>",
    "latex": r"$\huge x^2$",
    "icon": ":material/delete: :tada: :red[x]",
    "heading": "\n\n# BIG\n\n|a|b|\n|-|-|",
    "direction": "\u202etxt\u2066.exe\0",
    "code": "`` `x` ``",
}
# what Streamlit's Markdown reads: of text between backslashes and after they are gone
READ = re.compile(
    r"(?<!\\)[\\`*_{}\[\]#|$<>~](?!\S)|(?<!\\)\[|(?<!\\)[$`<#|]|:(?!\u2060)\S|\w@\w|www\.|[\u202e\u2066\0\n]",
    re.IGNORECASE,
)


def alerts(app: AppTest) -> list[str]:
    return [one.value for one in (*app.warning, *app.error)]


def outside_of_code(words: str) -> str:
    return re.sub(r"`[^`]*`", "", words)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_words_of_a_file_are_plain(words: str) -> None:
    assert not READ.search(plain(words))
    shown = plain(words).replace("\\", "").replace("\u2060", "")
    assert [c for c in shown if c.isalnum()] == [c for c in words if c.isalnum()]


def test_whatever_an_address_says_is_said_as_code(open_page: OpenPage) -> None:
    names = ["lam", "step", "w0", "pull", "lang", "hide", "act", "eta"]
    app = None
    for words in (*WORDS.values(), "٣", "²", "1_0", "1" * 8_000, "a" * 8_000, "5e-324", "nan", "1e400", ""):
        app = open_page("descent_speed", **dict.fromkeys(names, words)) if app is None else app
        for name in names:
            app.query_params[name] = words
        app.query_params["link"] = "1"
        app.run()
        assert not app.exception, words
        told = [one for one in alerts(app) if "asked for" in one]
        for one in told:
            assert len(one) < 200
            assert one.count("`") == 2
            assert (
                outside_of_code(one)
                == "The address asked for , which this page does not know; it shows the default."
            )
            assert one.isprintable()
        assert len(told) >= 5 or words in ("", "5e-324")
        assert all(app.query_params.get(name) != [words] for name in names[:4])


@pytest.mark.parametrize(("times", "kept"), [(2, "3"), (300, "3"), (2_000, None)])
def test_a_name_that_is_said_often_stands_in_the_address_once(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, times: int, kept: str | None
) -> None:
    """Of more than a thousand Streamlit reads none."""
    written: list[dict[str, str]] = []
    monkeypatch.setattr(QueryParamsProxy, "from_dict", lambda _self, codes: written.append(dict(codes)))
    app = open_page("descent_speed", w0=["2", "3"] * times)
    assert not app.exception
    assert [one.get("w0") for one in written] == [kept]


@pytest.mark.parametrize("name", ["lang", "lecture", "hide", "vote", "join"])
def test_what_holds_in_a_visit_is_short(open_page: OpenPage, name: str) -> None:
    app = open_page("descent_speed", **{name: "1" * 65_536})
    assert not app.exception
    assert name not in app.query_params
    assert app.session_state["visit_codes"].get(name) is None
