"""What the browser is told to allow: nobody frames the lab who was not named, a policy says no more."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard import headers

NAMED = [
    "https://school.example",
    "https://*.example.org",
    "http://localhost:8000",
    "https://xn--kxawhk.example",
]


def directives(policy: str) -> dict[str, str]:
    return dict((*one.split(" ", 1), "")[:2] for one in policy.split("; "))


def test_sites_are_read_as_they_are_named() -> None:
    assert headers.sites("") == ()
    assert headers.sites(" \n".join(NAMED)) == tuple(NAMED)
    assert headers.sites("HTTPS://School.Example") == ("https://school.example",)


@pytest.mark.parametrize(
    "said",
    [
        "*",
        "https:",
        "https://",
        "https://*",
        "https://*.example",
        "school.example",
        "https://school.example/",
        "https://school.example/course",
        "https://school.example,https://other.example",
        "https://school.example;script-src",
        "https://school.example:0",
        "https://a.*.example",
        "https://-a.example",
        "https://schule.exämple",
        "'self'",
        "data:",
        "https://ok.example ftp://school.example",
    ],
)
def test_what_is_no_site_is_said(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="LAB_FRAMED_BY has to name sites as https://") as refused:
        headers.sites(said)
    assert repr(said.rsplit(maxsplit=1)[-1]) in str(refused.value)
    monkeypatch.setenv(headers.FRAMED_BY, said)
    with pytest.raises(SystemExit, match="LAB_FRAMED_BY"):
        headers.framed_by()


@given(some.text() | some.from_regex(r"https://[a-z*.;,' \n]{1,20}", fullmatch=True))
def test_nothing_that_is_named_says_more_than_who_frames(said: str) -> None:
    try:
        framers = headers.sites(said)
    except ValueError:
        return
    for policy in (headers.policy_of_a_page(framers, "lab.example"), headers.policy_of_a_file(framers)):
        found = directives(policy)
        assert found.pop("frame-ancestors").split() == ["'self'", *framers]
        plain = directives(policy.replace(" ".join(framers), "").rstrip())
        assert {name: found[name] for name in found} == {name: plain[name] for name in found}


def test_a_page_holds_nothing_that_is_not_of_the_lab() -> None:
    policy = directives(headers.policy_of_a_page((), "lab.example:8501"))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://lab.example:8501 wss://lab.example:8501"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    for name in ("object-src", "base-uri", "form-action", "frame-src", "worker-src"):
        assert policy[name] == "'none'"
    for name, sources in policy.items():
        for source in sources.split():
            assert re.fullmatch(r"'.*'|data:|blob:|wss?://lab\.example:8501", source), (name, source)


@pytest.mark.parametrize(
    "host",
    ["", "a b", "x;script-src *", "x *", "x\r\ny", "ws://x", "x/y", "x,y", "é", "*", "[::1", "a:999999"],
)
def test_a_host_that_is_none_adds_nothing(host: str) -> None:
    assert directives(headers.policy_of_a_page((), host))["connect-src"] == "'self'"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "Lab.example"])
def test_a_host_may_be_a_name_or_a_number(host: str) -> None:
    assert directives(headers.policy_of_a_page((), host))["connect-src"] == f"'self' ws://{host} wss://{host}"


def test_the_two_headers_that_say_who_frames_say_the_same() -> None:
    assert headers.of_every_answer(())["X-Frame-Options"] == "SAMEORIGIN"
    assert "X-Frame-Options" not in headers.of_every_answer(("https://school.example",))


def test_the_browser_does_what_the_lab_uses_and_nothing_else() -> None:
    said = headers.of_every_answer(())["Permissions-Policy"].split(", ")
    used = ["clipboard-write", "display-capture", "fullscreen", "microphone"]
    assert [one for one in said if not one.endswith("=()")] == [f"{name}=(self)" for name in used]
    assert len(said) == len(set(said)) > 15
