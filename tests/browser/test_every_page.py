"""What holds for every page: it opens clean in both themes and languages, on a phone, from a cold server."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.navigation import HOME, PAGES
from tests.browser.conftest import OpenInBrowser, settle
from tests.browser.lab_server import running_lab

ADDRESSES = ["" if lesson is HOME else lesson.file for lesson in PAGES]
SERIOUS = ("serious", "critical")
# What reaches beyond the window, but for what is scrolled or swiped. A slider holds an <input> in a clipped
# box of one pixel.
WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *, [data-testid=stBottom] *')]
  .filter((e) => !e.closest('pre, .katex, [data-testid=stDataFrame], [data-testid=stTable], form'))
  .filter((e) => !e.matches('input[type=range]'))
  .filter((e) => !e.parentElement.closest('.st-key-panels'))
  .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)
  .map((e) => e.outerHTML.slice(0, 120))"""
LOOKS = [("light", "en-US"), ("dark", "zh-CN")]


@pytest.mark.parametrize(("theme", "language"), LOOKS)
@pytest.mark.parametrize("page_path", ADDRESSES)
def test_a_page_opens_without_errors_is_accessible_and_no_wider_than_a_phone(
    open_in_browser: OpenInBrowser, page_path: str, theme: str, language: str
) -> None:
    page = open_in_browser(page_path, theme=theme, language=language)
    title = page.locator("h1").first.inner_text()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in title) == (language == "zh-CN")
    found = Axe().run(page).response["violations"]
    violations = [
        (
            violation["id"],
            [node["target"] for node in violation["nodes"]],
            violation["nodes"][0]["html"][:200],
        )
        for violation in found
        if violation["impact"] in SERIOUS
    ]
    assert not violations
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert not page.evaluate(WIDE)


def test_a_deep_link_may_be_the_first_request_to_a_new_server(open_in_browser: OpenInBrowser) -> None:
    with running_lab() as cold:
        page = open_in_browser("descent_speed?lang=zh", base=cold)
        expect(page.locator("h1").first).to_contain_text("下降")
        expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()


def test_the_language_is_the_browsers_until_it_is_chosen_and_stays(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed", language="zh-CN")
    expect(page.locator("h1").first).to_contain_text("下降")
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1").first).to_contain_text("Descent")
    page.wait_for_url("**lang=en**")
    again = open_in_browser(page.url.split("/")[-1], language="zh-CN")
    expect(again.locator("h1").first).to_contain_text("Descent")
    page.get_by_role("link", name="Model space", exact=True).first.click()
    page.wait_for_url("**/model_space?lang=en")


def test_back_leads_to_the_page_before_from_one_that_was_come_back_to(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed?lang=en&step=30&eta=0.05")
    page.get_by_role("link", name="Home", exact=True).first.click()
    page.wait_for_url(lambda url: "descent_speed" not in url)
    settle(page)
    page.get_by_role("link", name="Descent speed", exact=True).first.click()
    page.wait_for_url("**/descent_speed?*step=30*")  # as it was left
    settle(page)
    page.go_back()
    page.wait_for_url(lambda url: "descent_speed" not in url)
    settle(page)
    page.go_forward()
    page.wait_for_url("**/descent_speed?*step=30*")
    settle(page)
    expect(page.locator("input[name=transport-step]")).to_have_value("30")
