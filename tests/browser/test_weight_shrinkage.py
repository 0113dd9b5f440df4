"""The lesson on the weights in a real browser."""

import base64
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenInBrowser, picture, press, settle

PANELS = ("none", "l2", "l1")
RACE = ("race.size", "race.zeros", "race.validation")
QUICK = "weight_shrinkage?net=8&steps=1000"

# How many pixels of a canvas have the colour of a penalty, the blends with the background included.
COLORED = """([name, [r, g, b]]) => {
  const canvas = document.querySelector(`[class*='-picture-${name} '] canvas`)
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let i = 0; i < data.length; i += 4)
    if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 90) count++
  return count
}"""
BLUE, VERMILION = [0, 114, 178], [213, 94, 0]


def pictures(page: Page, names: tuple[str, ...]) -> list[str]:
    return [picture(page, css(name)) for name in names]


def look_alike(one: str, other: str) -> bool:
    """Whether two pictures are the same but for the edges of lines, which a partial repaint draws twice."""
    images = [Image.open(BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB") for url in (one, other)]
    return max(high for _low, high in ImageChops.difference(*images).getextrema()) < 48


def css(name: str) -> str:
    """The name of a picture as Streamlit writes it into a class."""
    return name.replace(".", "-")


@pytest.mark.parametrize(("width", "height", "language"), [(1280, 720, "en-US"), (390, 844, "zh-CN")])
def test_the_first_screen_holds_the_question_its_picture_and_the_bar(
    open_in_browser: OpenInBrowser, width: int, height: int, language: str
) -> None:
    page = open_in_browser(QUICK, width=width, language=language)
    page.set_viewport_size({"width": width, "height": height})
    for act in ("", "&act=4", "&step=903", "&act=2&step=903"):  # as they begin, and with their verdicts
        if act:
            page.goto(f"{page.url.split('?')[0]}?{QUICK.split('?')[1]}{act}")
        settle(page)
        chart = page.get_by_test_id("stVegaLiteChart").locator("canvas").first.bounding_box()
        bar = page.locator(".st-key-bar").bounding_box()
        question = page.locator(".st-key-stage_question h2").bounding_box()
        assert chart
        assert bar
        assert question
        assert question["y"] > 40, act
        assert chart["y"] + chart["height"] <= bar["y"], act


def test_an_answer_plays_the_story_and_the_words_follow_the_bar(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser(QUICK)
    words, marks = page.locator(".words"), page.locator(".st-key-bar .marks i")
    expect(words).to_have_count(0)
    expect(marks).to_have_count(0)
    page.locator(".st-key-stage_answers button").nth(2).click()
    expect(page.locator("input[name=transport-step]")).to_have_value("40")
    expect(page.get_by_test_id("stAlert")).to_contain_text("As you predicted")
    expect(words).to_contain_text("of 24 are exactly 0. Half of all had gone by step")
    expect(marks).to_have_count(2)
    page.locator("input[name=transport-step]").focus()
    page.keyboard.press("Home")
    expect(words).to_contain_text("0 of 24 are exactly 0.")
    expect(words).not_to_contain_text("Half of all")


def test_the_bar_moves_the_weights_and_the_address_brings_them_back(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("weight_shrinkage?lang=en&step=2852")
    # The lines are there: L2 keeps a brush of them, of L1's few are left.
    blue, red = (page.evaluate(COLORED, pair) for pair in (["l2", BLUE], ["l1", VERMILION]))
    assert blue > 1.5 * red > 800
    at_the_end = pictures(page, PANELS)
    press(page, "step", "PageDown", times=6)
    earlier = pictures(page, PANELS)
    assert all(old != new for old, new in zip(at_the_end, earlier, strict=True))
    press(page, "lam", "ArrowLeft", times=9)
    weaker = pictures(page, PANELS)
    assert weaker[0] == earlier[0]
    assert all(old != new for old, new in zip(weaker[1:], earlier[1:], strict=True))
    assert "step=422" in page.url
    assert "lam=0.03" in page.url
    again = open_in_browser(page.url.split("/")[-1])
    assert pictures(again, PANELS) == weaker


def test_every_closer_look_follows_the_bar(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser(f"{QUICK}&lang=en&step=640&look=wiring")
    looks = {
        "wiring.l2": "Wiring",
        "sums.norm.l2": "Sums and zeros",
        "histogram.l2": "Histogram",
        "pulls.l2": "Who pulls",
        "cost.l2": "Cost in two parts",
    }
    for name, words in looks.items():
        page.get_by_role("radio", name=words).click()
        settle(page)
        one = picture(page, css(name))
        press(page, "step", "PageDown")
        earlier = picture(page, css(name))
        press(page, "lam", "PageUp")
        stronger = picture(page, css(name))
        press(page, "lam", "PageDown")
        assert len({one, earlier, stronger}) == 3, name


def test_new_tables_in_an_old_view_draw_what_they_draw_in_a_new_one(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser(f"{QUICK}&race=1&step=903", theme="dark", language="zh-CN")
    before = pictures(page, (*PANELS, *RACE))
    page.get_by_role("button", name="更多设置").click()
    page.get_by_text("次梯度", exact=True).first.click()
    page.wait_for_url("**l1step=subgradient**")
    page.keyboard.press("Escape")
    settle(page)
    after = pictures(page, (*PANELS, *RACE))
    again = open_in_browser(page.url.split("/")[-1], theme="dark", language="zh-CN")
    anew = pictures(again, (*PANELS, *RACE))
    assert all(look_alike(old, new) for old, new in zip(after, anew, strict=True))
    assert not look_alike(before[2], after[2])


def test_a_phone_can_follow_a_weight_by_a_finger_and_without(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser(f"{QUICK}&scale=log&step=903", width=390, language="zh-CN")
    before = pictures(page, PANELS)
    page.get_by_role("button", name="更多设置").click()
    page.get_by_role("combobox", name="跟踪一个权重").click()
    page.keyboard.type("W2[1, 3]")
    page.get_by_role("option", name="W2[1, 3]").click()
    page.wait_for_url("**w=W2%5B1%2C+3%5D**")
    page.keyboard.press("Escape")
    settle(page)
    assert all(old != new for old, new in zip(before, pictures(page, PANELS), strict=True))
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    canvas = page.locator("[class*='-picture-none '] canvas").first
    canvas.scroll_into_view_if_needed()
    box, was = canvas.bounding_box(), page.url
    assert box
    for share in range(25, 60, 4):  # down the middle of the picture, until the finger meets a line
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] * share / 100}
        hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(400)
        if page.url != was:
            break
    hand.detach()
    assert "w=W" in page.url
    assert page.url != was


def test_a_line_tells_which_weight_it_is_and_is_followed_when_it_is_tapped(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser(f"{QUICK}&lang=en&step=903")
    box = page.locator("[class*='-picture-none '] canvas").first.bounding_box()
    assert box
    tooltip = page.locator("#vg-tooltip-element.visible")
    for share in range(20, 80):  # down the middle of the picture, until the pointer meets a line
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * share / 100)
        page.wait_for_timeout(30)
        if tooltip.count():
            break
    told = tooltip.inner_text()
    assert "W" in told
    assert "neuron" in told
    assert "At the start" in told
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * share / 100)
    page.wait_for_url("**&w=W**")
    settle(page)
    name = page.evaluate("() => new URL(location).searchParams.get('w')")
    assert name in told
    page.get_by_role("button", name="More settings").click()
    expect(page.get_by_role("combobox", name="Follow a weight")).to_have_value(name)


def test_the_bands_of_the_starts_follow_the_bar(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser(f"{QUICK}&lang=en&starts=1&step=903", theme="dark")
    names = ("band.l1", "band.l2", "band.zeros")
    one = pictures(page, names)
    vermilion = page.evaluate(COLORED, [css("band.zeros"), VERMILION])
    assert vermilion > 500
    press(page, "step", "ArrowLeft", times=8)
    earlier = pictures(page, names)
    press(page, "lam", "ArrowLeft", times=3)
    weaker = pictures(page, names)
    for looks in zip(one, earlier, weaker, strict=True):
        assert len(set(looks)) == 3
