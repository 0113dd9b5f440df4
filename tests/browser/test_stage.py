"""The stage of every lesson: one screen holds question, picture and bar, before the answer and after it."""

import pytest
from playwright.sync_api import Page

from dashboard.navigation import HOME, LESSONS
from tests.browser.conftest import OpenInBrowser, settle

STAGED = ["", *(lesson.file for lesson in LESSONS), "two_functions"]
SIZES = ((1280, 720), (390, 844))
# 1280 wide at a zoom of 125, 150 and 200 % is 1024, 853 and 640 wide.
WIDTHS = (360, 640, 768, 853, 1024, 1920)

# The foot of the header, of the question and of the first row of pictures, and the head of the bar.
PLACES = """() => {
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect()
  const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart] canvas, .sketch svg")]
    .map((chart) => chart.getBoundingClientRect())
  const first = charts.filter((chart) => chart.top < charts[0].top + 20)
  return {
    header: box("header").bottom,
    title: box("h1").top,
    question: box(".st-key-stage_question h2").bottom,
    picture: [Math.min(...first.map((chart) => chart.top)), Math.max(...first.map((chart) => chart.bottom))],
    bar: box(".st-key-bar").top,
  }
}"""
# Pictures that are narrower than anything can be read in, or stick out of what they stand in.
SQUEEZED = """() => [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].flatMap((chart) => {
  const canvas = chart.querySelector("canvas")
  const name = chart.closest("[class*=picture-]")?.className.match(/picture-([\\w-]+)/)?.[1]
  const { width } = canvas.getBoundingClientRect()
  const room = chart.parentElement.getBoundingClientRect().width
  return width < 100 || width > room + 1 ? [`${name}: ${Math.round(width)} of ${Math.round(room)}`] : []
})"""
# What is tapped and is narrower or lower than 24 pixels. A switch is tapped with its label, and the input of
# a slider is clipped: one drags along the slider.
TAPPED = "[data-testid=stMain] :is(button, a, input, [role=radio])"
TOO_SMALL = """(tapped) => [...document.querySelectorAll(tapped)]
  .filter((target) => !target.closest("p, li, form.vega-bindings"))
  .filter((target) => !target.closest("[data-testid=stSlider]") || target.matches("button"))
  .filter((target) => target.checkVisibility())
  .map((target) => [target, (target.closest("label:not([data-testid=stWidgetLabel])") ?? target)])
  .map(([target, area]) => [target.ariaLabel ?? target.textContent, area.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 1 && height > 1 && (width < 23.5 || height < 23.5))
  .map(([name, { width, height }]) => `${name}: ${Math.round(width)}×${Math.round(height)}`)
"""


# How far the letters at the left edge of the first picture, those of an axis, stand out from the ground.
CONTRAST = """() => {
  const canvas = document.querySelector("[data-testid=stVegaLiteChart] canvas")
  if (!canvas) return null // a paper to draw on, whose words are the page's
  const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const paper = luminance(ground.match(/\\d+/g).slice(0, 3).map(Number))
  const wide = Math.round((40 * canvas.width) / canvas.getBoundingClientRect().width)
  const { data } = canvas.getContext("2d").getImageData(0, 0, wide, canvas.height)
  let best = 1
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 250) continue
    const ink = luminance([data[i], data[i + 1], data[i + 2]])
    best = Math.max(best, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05))
  }
  return best
}"""


def holds_the_stage(page: Page) -> None:
    """Question, the whole of the picture and the bar stand one below the other on the screen, uncovered."""
    places = page.evaluate(PLACES)
    top, bottom = places["picture"]
    assert places["header"] <= places["title"] + 1 or page.viewport_size == {"width": 390, "height": 844}
    assert places["question"] <= top + 1
    assert bottom <= places["bar"] + 1, f"the picture goes on {bottom - places['bar']:.0f} px under the bar"


@pytest.mark.parametrize("file", STAGED, ids=[file or HOME.file for file in STAGED])
def test_one_screen_holds_question_picture_and_bar(open_in_browser: OpenInBrowser, file: str) -> None:
    page = open_in_browser(file, language="zh-CN", theme="dark")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        holds_the_stage(page)
        assert page.evaluate(TOO_SMALL, TAPPED) == []
    contrast = page.evaluate(CONTRAST)
    assert contrast is None or contrast >= 4.5
    for key in ("Tab", "Enter", "Tab"):  # to the page itself, in which the bar comes first
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement.className") == "play"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    page.keyboard.press("Enter")  # it pauses: the story is told
    page.locator(".st-key-stage_verdict").wait_for()
    settle(page)
    for width, height in reversed(SIZES):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        holds_the_stage(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate(SQUEEZED) == [], width
