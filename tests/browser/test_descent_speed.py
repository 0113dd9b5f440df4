"""Lesson 2 in a real browser."""

from playwright.sync_api import Page

from tests.browser.conftest import OpenInBrowser, picture, press, redrawn, settle

PICTURES = ("race", "speeds")


def open_door(page: Page) -> None:
    """Opens the door to the second picture."""
    page.get_by_text("Speed against size").first.click()
    page.locator("[class*='-picture-speeds ']").wait_for()
    settle(page)


def test_the_bar_moves_both_pictures_and_the_address_brings_them_back(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed?lang=en&step=20")
    open_door(page)
    before = [picture(page, name) for name in PICTURES]
    press(page, "step", "ArrowRight", times=5)
    later = [picture(page, name) for name in PICTURES]
    press(page, "lam", "ArrowRight", times=3)
    stronger = [picture(page, name) for name in PICTURES]
    for name, *shots in zip(PICTURES, before, later, stronger, strict=True):
        assert len(set(shots)) == 3, name
    assert "step=25" in page.url
    assert "lam=1" in page.url
    again = open_in_browser(page.url.split("/")[-1])
    open_door(again)
    assert [picture(again, name) for name in PICTURES] == stronger


def test_the_alarm_comes_with_the_bar_and_the_picture_stays_readable(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed?lang=en&step=100", theme="dark")
    open_door(page)
    press(page, "lam", "End")
    page.get_by_text("from 2 on L2 never settles").first.wait_for()
    wild = picture(page, "race")
    page.get_by_text("Data pull back").click()
    page.wait_for_url("**pull=1**")
    settle(page)
    # New tables in an old view draw what they draw in a new one.
    tame = [redrawn(page, name) for name in PICTURES]  # words over lines have half-transparent rims
    assert tame[0] != wild
    page.wait_for_url("**lam=25**")
    again = open_in_browser(page.url.split("/")[-1], theme="dark")
    open_door(again)
    assert [redrawn(again, name) for name in PICTURES] == tame
    # And a place that the hand has brought back to the default stays there when a control is moved after it.
    press(page, "lam", "ArrowLeft", times=17)
    page.get_by_text("Data pull back").click()
    page.wait_for_url(lambda url: "pull=1" not in url)
    settle(page)
    assert "lam=25" not in page.url
    assert page.locator("input[name=transport-lam]").input_value() == "7"
    # Nor does a control that is moved next put back what Python knew of the bar.
    press(page, "lam", "ArrowRight", times=2)
    here = page.locator("input[name=transport-lam]").get_attribute("aria-valuetext")
    page.get_by_text("Data pull back").click()
    page.wait_for_url("**pull=1**")
    settle(page)
    assert page.locator("input[name=transport-lam]").get_attribute("aria-valuetext") == here
    again = open_in_browser(page.url.split("/")[-1])
    assert again.locator("input[name=transport-lam]").get_attribute("aria-valuetext") == here


def test_a_start_a_step_and_a_scale_can_be_chosen_on_a_phone(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed?step=20", language="zh-CN", width=390)
    shots = [picture(page, "race")]
    page.get_by_role("slider", name="初始权重").press("ArrowRight")
    page.wait_for_url("**w0=2.1**")
    settle(page)
    shots.append(picture(page, "race"))
    page.get_by_role("radio", name="次梯度").click()
    page.wait_for_url("**l1step=subgradient**")
    settle(page)
    shots.append(picture(page, "race"))
    page.get_by_role("button", name="更多设置").click()
    page.get_by_role("radio", name="对数").click()
    page.wait_for_url("**scale=log**")
    settle(page)
    shots.append(picture(page, "race"))
    assert len(set(shots)) == 4


# The numbers in the gaps of the formula that is seen: on the screen, and as a screen reader has them.
NUMBERS = """() => [".katex-html", "math"].map((form) =>
  [...document.querySelectorAll(`[data-formula=shown] ${form} [data-gap]`)]
    .sort((one, other) => one.dataset.gap - other.dataset.gap).map((gap) => gap.textContent))"""


def test_the_numbers_of_the_formula_follow_the_bar_also_for_who_hears_it(
    open_in_browser: OpenInBrowser,
) -> None:
    """L1 takes ηλ off at each step: from w₀ = 2 it is 1 after 20 steps of 0.05, and 0.75 after 25."""
    page = open_in_browser("descent_speed?lang=en&step=20")
    page.get_by_text("The formula", exact=True).first.click()
    page.locator("[data-formula=shown]").wait_for()
    settle(page)
    for presses, after, w, then in ((0, "21", "1.000", "0.950"), (5, "26", "0.750", "0.700")):
        press(page, "step", "ArrowRight", times=presses)
        seen, spoken = page.evaluate(NUMBERS)
        assert seen == spoken
        assert seen[:2] == [after, w]
        assert then in seen
