"""The model space in a real browser: its first screen, its story, its bar and its bowl."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenInBrowser, picture, press, redrawn, settle, to_the_end

PANELS = ("l1", "l2", "elastic_net")
PICTURES = (*PANELS, "handles", "cloud_l1", "shares")


@pytest.mark.parametrize(("width", "height", "language"), [(1280, 720, "en-US"), (390, 844, "zh-CN")])
def test_question_picture_and_bar_are_on_the_first_screen_before_and_after_the_verdict(
    open_in_browser: OpenInBrowser, width: int, height: int, language: str
) -> None:
    page = open_in_browser("model_space?act=4", width=width, height=height, language=language)

    def fits() -> bool:
        chart = page.locator("[class*='-picture-l1 '] canvas").first.bounding_box()
        bar = page.locator(".st-key-bar").bounding_box()
        question = page.locator(".st-key-stage_question h2").bounding_box()
        assert chart
        assert bar
        assert question
        return 0 < question["y"] < chart["y"] < chart["y"] + chart["height"] <= bar["y"]

    assert fits()
    page.locator(".st-key-stage_answers button").first.click()
    to_the_end(page, "lam")
    assert page.locator(".st-key-stage_verdict").is_visible()
    assert fits()


def test_an_answer_plays_the_story_to_its_end_and_its_link_goes_to_the_corner(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("model_space?lang=en")
    loose = picture(page, "l1")
    page.get_by_role("button", name="L1 alone").click()
    expect(page.locator("body")).to_have_attribute("data-story", "told")
    expect(page.locator("input[name=transport-budget]")).to_have_value("56")
    settle(page)
    tight = picture(page, "l1")
    assert tight != loose
    assert page.get_by_text("As you predicted").is_visible()
    page.get_by_role("link", name="Show me t = 1.3").click()
    page.wait_for_url("**budget=1.3**")
    settle(page)
    assert picture(page, "l1") not in (loose, tight)
    expect(page.get_by_text("touches at a corner").first).to_be_visible()
    assert "held" not in page.url


def test_a_story_that_is_left_ends_and_its_verdict_is_there_when_one_comes_back(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("model_space?lang=en")
    page.get_by_role("button", name="L1 alone").click()
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    page.locator(".st-key-stage_head").get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("button", name="L1 and elastic net")).to_be_visible()
    settle(page)  # the bar of a question that is open stands still
    expect(page.locator("input[name=transport-budget]")).to_have_value("0")
    assert page.evaluate("document.body.dataset.story") == "told"
    page.get_by_role("button", name="L1 and elastic net").click()
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("button", name="One in between")).to_be_visible()
    assert page.evaluate("document.body.dataset.story") == "told"
    page.go_back()
    expect(page.locator(".st-key-stage_verdict")).to_contain_text("As you predicted: L1 and elastic net.")
    expect(page.locator(".st-key-stage_verdict")).to_be_visible()


def test_the_bar_moves_every_picture_and_the_address_brings_it_back(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space?lang=en&en=1&budget=1&seed=7")
    page.get_by_text("Two handles on one point").click()
    settle(page)
    before = [picture(page, name) for name in PICTURES]
    press(page, "budget", "ArrowRight", times=8)
    after = [picture(page, name) for name in PICTURES]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert "budget=0.6" in page.url
    assert redrawn(page, "l1") == after[0]  # nothing is left of what was there
    again = open_in_browser(page.url.split("/")[-1])
    assert [picture(again, name) for name in PANELS] == after[:3]


def test_the_bowl_is_dragged_and_turned_in_the_picture_at_any_zoom(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space?lang=en&budget=1", width=960, scale=1.5)  # 1440 pixels at 150 %
    before = picture(page, "l1")
    center = page.get_by_role("slider", name="Free optimum", exact=True)
    expect(center).to_have_count(1)  # the rings over the other panels are no further stops for keys
    free = center.bounding_box()
    assert free is not None
    x, y = free["x"] + free["width"] / 2, free["y"] + free["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y + 30, steps=4)
    held = center.bounding_box()
    assert held is not None
    assert (held["x"], held["y"]) == pytest.approx((free["x"] - 40, free["y"] + 30), abs=1)
    said = center.get_attribute("aria-valuetext")
    page.mouse.up()
    page.wait_for_url("**c1=**")
    settle(page)
    assert said == "w₁ = {}, w₂ = {}".format(*re.findall(r"c[12]=([\d.]+)", page.url))
    moved = picture(page, "l1")
    assert moved != before
    page.get_by_role("slider", name="Bowl", exact=True).press("ArrowLeft")
    page.wait_for_url("**tilt=155**")
    settle(page)
    assert picture(page, "l1") != moved


def test_a_control_moves_the_bowl_and_lambda_can_drive(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space?budget=1", theme="dark", language="zh-CN", width=390)
    before = picture(page, "l1")
    page.get_by_role("slider", name="倾斜").press("ArrowRight")
    page.wait_for_url("**tilt=155**")
    settle(page)
    tilted = picture(page, "l1")
    assert tilted != before
    page.get_by_role("button", name="更多设置").click()
    page.get_by_role("radio", name="λ").click()
    page.wait_for_url("**drive=lam**")
    page.keyboard.press("Escape")
    settle(page)
    driven = picture(page, "l1")
    assert driven != tilted
    press(page, "lam", "End")
    assert picture(page, "l1") != driven
    assert "lam=20" in page.url
