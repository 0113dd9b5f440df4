"""A page that was taken home plays by itself: no server, no network, and it says what the lab says."""

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from charts.exported import exported, svg_of
from tests.charts.test_exported import words_of
from tests.conftest import OpenPage
from tests.taken_home import taken

AT_REST = "window.lab?.views.length"
WORDS = """async () => {
  const drawn = []
  for (const { view } of window.lab.views) {
    await view.runAsync()
    const svg = new DOMParser().parseFromString(await view.toSVG(), "image/svg+xml")
    drawn.push([...svg.querySelectorAll("text")].map((text) => text.textContent))
  }
  return drawn
}"""
PIXELS = "() => [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL())"


def opened(browser: Browser, html: str, path: Path) -> tuple[Page, list[str], list[str]]:
    """The file in a browser without a network; what it asked for, and the errors it wrote."""
    path.write_text(html, encoding="utf-8")
    page = browser.new_context(offline=True).new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function(AT_REST)
    return page, asked, errors


@pytest.mark.parametrize(
    ("lesson", "codes", "moved"),
    [
        ("weight_shrinkage", {"step": "300", "lam": "1"}, "lam"),  # three panels, two tracks
        ("model_space", {"budget": "1", "lang": "zh"}, "budget"),
    ],
)
def test_it_plays_without_a_server(
    lesson: str,
    codes: dict[str, str],
    moved: str,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_page: OpenPage,
) -> None:
    made = taken(monkeypatch, open_page, lesson, **codes)
    html = next(data() for name, data in made.items() if name.endswith(".html"))
    assert len(html.encode()) < 3_000_000
    stills: list[partial[str]] = [data for name, data in made.items() if name.endswith(".svg")]
    page, asked, errors = opened(browser, html, tmp_path / f"{lesson}.html")
    assert page.locator("html").get_attribute("lang") == codes.get("lang", "en")

    def as_in_the_lab() -> list[list[str]]:
        at = page.evaluate("window.lab.at")
        drawn = []
        for still in stills:
            picture, _at, theme, _width, height = still.args
            width = page.evaluate("document.querySelector('figure').clientWidth")
            drawn.append(words_of(svg_of(exported(picture, at, theme, width, height))))
        return drawn

    assert [[*map(str.strip, words)] for words in page.evaluate(WORDS)] == [
        [*map(str.strip, words)] for words in as_in_the_lab()
    ]
    before = page.evaluate(PIXELS)
    page.locator(f"input[name={moved}]").focus()
    page.keyboard.press("Home")
    for _time in range(5):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(f"window.lab.at.{moved}") == 5
    after = page.evaluate(PIXELS)
    assert after[-1] != before[-1]
    play = page.locator(".bar button")
    words = play.text_content()
    play.focus()
    page.keyboard.press("Enter")
    assert play.text_content() != words
    page.wait_for_function("Object.values(window.lab.at).some((place) => place > 6)")
    page.keyboard.press("Enter")
    assert play.text_content() == words
    assert not errors
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.context.close()
