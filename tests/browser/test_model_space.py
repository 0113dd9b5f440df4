"""Lesson 1 in a real browser."""

from tests.browser.conftest import OpenInBrowser, picture, press, redrawn, settle

PICTURES = ("l1", "l2", "elastic_net", "handles", "cloud_l1", "shares")


def test_the_bar_moves_every_picture_and_the_address_brings_it_back(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space?lang=en")
    before = [picture(page, name) for name in PICTURES]
    press(page, "budget", "ArrowRight", times=8)
    after = [picture(page, name) for name in PICTURES]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert "budget=0.6" in page.url
    assert [redrawn(page, name) for name in PICTURES[:3]] == after[:3]  # nothing is left of what was there
    again = open_in_browser(page.url.split("/")[-1])
    assert [picture(again, name) for name in PICTURES] == after


def test_a_control_moves_the_bowl_and_lambda_can_drive(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space", theme="dark", language="zh-CN", width=390)
    before = picture(page, "l2")
    page.get_by_role("slider", name="倾斜").press("ArrowRight")
    page.wait_for_url("**tilt=155**")
    settle(page)
    tilted = picture(page, "l2")
    assert tilted != before
    page.get_by_role("radio", name="λ").click()
    page.wait_for_url("**drive=lam**")
    settle(page)
    driven = picture(page, "l2")
    assert driven != tilted
    press(page, "lam", "End")
    assert picture(page, "l2") != driven
    assert "lam=20" in page.url
