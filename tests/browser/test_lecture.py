"""Lecture mode and the keys: what stands on the wall can be read there, and the keyboard is enough."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenInBrowser, picture, settle

STAGES = (
    "?lam=0.1",
    "model_space?budget=1&en=1",
    "descent_speed",  # on whose paper one draws
    "descent_speed?step=20",
    "two_functions?line=dW1",
    "choosing_lambda?lam=1.12",
    "choosing_lambda?part=network",
    "overfit_vs_regularized?act=5&m=20",  # in whose tray one places dots
    "overfit_vs_regularized?m=20&step=3000",
)

# Every word that a canvas draws, with the size that it has on the screen.
LISTEN = """() => {
  window.drawn = new Map()
  const fillText = CanvasRenderingContext2D.prototype.fillText
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    const box = this.canvas.getBoundingClientRect()
    const size = parseFloat(this.font.match(/([\\d.]+)px/)[1])
    const { a, b } = this.getTransform()
    const onTheWall = box.width && document.body.hasAttribute('data-enlarged')
    if (onTheWall) window.drawn.set(text, size * Math.hypot(a, b) * box.width / this.canvas.width)
    return fillText.call(this, text, ...place)
  }
}"""

# What is too small of all in sight: the words of the page, of its shadow roots, and of canvases.
SMALLEST = """() => {
  const found = []
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot)
      const own = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("")
      if (!own || element.matches("style, script, option")) continue
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const box = element.getBoundingClientRect()
      const inSight = box.bottom > 0 && box.top < innerHeight && box.width > 2 && box.height > 2
      if (!inSight || element.closest(".heard, [aria-hidden=true].said")) continue
      const svg = element.closest("svg[viewBox]")
      const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1
      found.push([parseFloat(getComputedStyle(element).fontSize) * scale, own.slice(0, 40)])
    }
  }
  visit(document)
  for (const [text, size] of window.drawn) if (text.trim()) found.push([size, text])
  return found.filter(([size]) => size < 19.95)
}"""

PLACES = """() => {
  const bottom = (selector) => Math.max(0, ...[...document.querySelectorAll(selector)]
    .map((e) => e.getBoundingClientRect().bottom))
  return {
    pictures: bottom(".st-key-stage_picture"),
    bar: document.querySelector(".st-key-bar").getBoundingClientRect().top,
    seen: ["header", "h1", ".st-key-presets", ".st-key-language"]
      .filter((name) => document.querySelector(name)?.checkVisibility()),
  }
}"""


def test_on_the_wall_everything_is_large_and_in_sight(open_in_browser: OpenInBrowser) -> None:
    """At 1280 × 720 the smallest words are 20 pixels high, and the pictures end above the bar."""
    page = open_in_browser("two_functions?lecture=1", width=1280, height=720)
    page.add_init_script(f"({LISTEN})()")
    lab = page.url.split("/two_functions")[0]
    for address in STAGES:
        page.goto(f"{lab}/{address}{'&' if '?' in address else '?'}lecture=1")
        settle(page)
        assert page.evaluate(SMALLEST) == [], address
        places = page.evaluate(PLACES)
        assert places["seen"] == [], address
        assert places["pictures"] <= places["bar"] + 2, address


def on(page: Page, name: str) -> str:
    """What the bar's slider of a name says."""
    return page.locator(f"input[name=transport-{name}]").get_attribute("aria-valuetext") or ""


def test_every_key_does_what_the_list_says(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space?en=1", width=1280, height=720)
    keys = page.keyboard
    question = page.locator(".st-key-stage_question h2")

    keys.down("l")
    page.wait_for_url(re.compile("lecture=1"))
    keys.down("l")  # held, it does what it does once
    keys.up("l")
    settle(page)
    expect(page.locator("header")).to_be_hidden()
    first = question.text_content()

    keys.press("1")  # an answer: the story plays
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    keys.press(" ")
    page.wait_for_function("() => document.body.dataset.story === 'told'")
    settle(page)  # the verdict has come, and with it the page of the bar that the keys move
    slider = page.locator("input[name=transport-budget]")
    keys.press("Home")
    expect(slider).to_have_value("0")
    start = on(page, "budget")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    expect(slider).to_have_value("2")
    assert on(page, "budget") != start
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    expect(slider).to_have_value("0")
    assert on(page, "budget") == start
    keys.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "t = 0")
    slider.focus()  # where the hand has just been
    keys.press(" ")
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    keys.press(" ")
    page.wait_for_function("() => document.body.dataset.story === 'told'")
    settle(page)  # the page has run with where the bar rests: the links of the verdict are those that stay
    keys.press("s")  # the place that decides
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("budget", ["0"]) != ["0"])
    settle(page)

    keys.press("f")
    page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    settle(page)
    bar = page.locator(".st-key-bar")
    expect(bar).to_be_in_viewport()
    before = picture(page, "l1")
    keys.press("Home")
    expect(slider).to_have_value("0")
    assert picture(page, "l1") != before, "in full screen the bar moves the picture"
    keys.press("f")
    page.wait_for_function("() => !document.fullscreenElement")

    settle(page)
    left = page.url
    keys.press("2")  # the second of the places worth seeing
    page.wait_for_url(lambda url: url != left and "link=" not in url)
    settle(page)
    assert "lecture=1" in page.url

    keys.press("n")
    expect(question).not_to_have_text(first or "")
    settle(page)
    keys.press("p")
    expect(question).to_have_text(first or "")
    settle(page)

    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Full screen, with the bar")
    page.get_by_role("checkbox").uncheck()
    keys.press("Escape")
    keys.press("l")  # nothing: single keys are off
    page.wait_for_timeout(400)
    expect(page.locator("header")).to_be_hidden()
    keys.press("?")
    page.get_by_role("checkbox").check()
    keys.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()

    keys.press("g")
    keys.press("8")
    page.wait_for_url(re.compile("/two_functions"))
    settle(page)
    assert "lecture=1" in page.url
    keys.press("l")
    expect(page.locator("header")).to_be_visible()
    page.wait_for_url(lambda url: "lecture" not in url)


def test_the_wall_keeps_what_was_made_and_says_what_it_shows(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("overfit_vs_regularized?act=5", width=1280, height=720)
    page.get_by_role("application").click()
    expect(page.get_by_text("1 of 20 placed", exact=True)).to_be_visible()
    for is_on in (True, False):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("l")
        page.wait_for_url(lambda url, on=is_on: ("lecture" in url) == on)
        settle(page)
        expect(page.get_by_text("1 of 20 placed", exact=True)).to_be_visible()

    lab = page.url.split("/overfit")[0]
    page.goto(f"{lab}/choosing_lambda?table=own&lecture=1")
    settle(page)
    expect(page.get_by_text("No table of your own is shown yet")).to_be_in_viewport()

    page.set_viewport_size({"width": 390, "height": 844})  # no wall: as wide as it always is
    page.goto(f"{lab}/?lam=0.1&lecture=1")
    settle(page)
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    assert page.evaluate(
        """[...document.querySelectorAll("[data-testid=stVegaLiteChart]")].every((chart) =>
          chart.querySelector("canvas").getBoundingClientRect().width <= chart.clientWidth + 1)"""
    )
