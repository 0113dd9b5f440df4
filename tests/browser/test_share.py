"""Sharing: the link gives the same picture, its code says the link, a frame holds the stage."""

import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenInBrowser, picture, press, settle
from tests.browser.test_stage import holds_the_stage

SHOW_CODE = """window.dispatchEvent(new CustomEvent("lab:key", { detail: { key: "q" } }))"""


def said(link: str) -> dict[str, str]:
    return {name: codes[-1] for name, codes in parse_qs(urlsplit(link).query).items()}


def copied(page: Page) -> str:
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    return page.get_by_role("textbox", name="Link").input_value()


def test_a_link_of_the_menu_gives_the_same_picture_and_its_code_says_the_same(
    open_in_browser: OpenInBrowser, lab: str
) -> None:
    page = open_in_browser("descent_speed?step=19&lam=0.25&w0=1.5&lecture=0", width=1280, height=720)
    press(page, "step", "ArrowRight")  # to its default, which the address leaves out
    page.locator(".st-key-class_menu_opener button").click()
    first = copied(page)
    assert said(first) == {"lam": "0.25", "w0": "1.5"}  # it opens the question
    page.get_by_text("the picture as it stands here").click()
    page.get_by_role("combobox", name="Hide controls from the class").click()
    page.get_by_role("option", name="Strength of the penalty λ").click()
    page.keyboard.press("Escape")
    link_field = page.get_by_role("textbox", name="Link")
    expect(link_field).to_have_value(re.compile("step=20.*hide=lam"))
    link = copied(page)
    assert said(link) == {"step": "20", "lam": "0.25", "w0": "1.5", "hide": "lam"}

    page.evaluate(SHOW_CODE)
    code = page.get_by_role("dialog", name="QR code")
    expect(code.locator("svg")).to_be_visible()
    box = code.locator("svg").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 300
    assert [read.text for read in zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))] == [link]
    expect(code.get_by_text(link)).to_be_visible()
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()

    seen = open_in_browser(link.removeprefix(f"{lab}/"), width=1280, height=720)
    assert picture(seen, "race") == picture(page, "race")
    expect(seen.locator("input[name=transport-step]")).to_be_visible()
    expect(seen.locator("input[name=transport-lam]")).to_be_hidden()

    page.get_by_text("Embed it in a web page").click()
    line = page.get_by_role("textbox", name="Line of HTML").input_value()
    source = unescape(re.search(r'src="([^"]+)"', line)[1])
    assert said(source) == {**said(link), "embed": "true"}
    framed = open_in_browser(source.removeprefix(f"{lab}/"), width=800, height=600)
    expect(framed.locator("[data-testid=stHeader]")).to_be_hidden()
    expect(framed.locator(".st-key-class_menu_opener, .st-key-language")).to_have_count(0)
    press(framed, "step", "ArrowRight")
    framed.get_by_role("link", name="Next question").click()
    framed.get_by_role("button", name="Just show me").click()
    settle(framed)
    assert said(framed.url)["embed"] == "true"
    holds_the_stage(framed)
