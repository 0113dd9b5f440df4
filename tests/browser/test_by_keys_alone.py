"""Lessons gone through by keys alone: every answer, chip and door is reached, and one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenInBrowser, settle

SOON = 15_000  # milliseconds: no network is trained on these pages

# What has the focus, within shadow roots too: how it is called, and whether one sees that it has it.
FOCUSED = """() => {
  let here = document.activeElement
  while (here.shadowRoot?.activeElement) here = here.shadowRoot.activeElement
  if (!here.matches('button, a, input, summary, svg')) return ['', true]
  const { outlineStyle, boxShadow } = getComputedStyle(here)
  const name = here.getAttribute('aria-label') || here.textContent || ''
  return [name.trim(), outlineStyle !== 'none' || boxShadow !== 'none']
}"""


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Presses Tab until what is called so has the focus, and sees that this shows."""
    for _time in range(most):
        page.keyboard.press("Tab")
        focused, is_seen = page.evaluate(FOCUSED)
        if name in focused:
            assert is_seen, f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"{name} is not reached in {most} steps")


def test_a_path_is_drawn_by_keys_and_judged(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed?lang=en")
    tab_to(page, "Play")
    tab_to(page, "Draw here what you expect")
    for _place in range(20):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="That is what I expect")).to_be_enabled(timeout=SOON)
    for _stop in range(20):  # the button stands before the paper
        page.keyboard.press("Shift+Tab")
        if "That is what I expect" in page.evaluate(FOCUSED)[0]:
            break
    page.keyboard.press("Enter")
    settle(page)
    verdict = page.locator(".st-key-stage_verdict")
    expect(verdict).to_contain_text("In equal steps: a straight line to exactly 0", timeout=SOON)
    tab_to(page, "Speed against size")
    page.keyboard.press("Enter")
    expect(page.locator("[class*='-picture-speeds ']")).to_be_visible(timeout=SOON)


@pytest.mark.parametrize(
    ("address", "answer", "door", "behind"),
    [
        ("two_functions?lang=en", "it stays", "The course's test cells", "Test cell"),
        ("other_names?lang=en", "100", "The formula", "makes small"),
    ],
)
def test_an_answer_a_chip_and_a_door_are_reached_by_keys(
    open_in_browser: OpenInBrowser, address: str, answer: str, door: str, behind: str
) -> None:
    page = open_in_browser(address)
    tab_to(page, answer)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-stage_verdict")).to_contain_text("As you predicted", timeout=SOON)
    settle(page)
    tab_to(page, door)
    page.keyboard.press("Enter")
    expect(page.get_by_text(behind).first).to_be_visible(timeout=SOON)


def test_the_twelve_are_answered_by_keys_and_kept_over_a_reload(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("twelve_things?lang=en")
    for answered in range(1, 3):
        tab_to(page, page.locator("[class*='twelve-before-'] button").first.inner_text())
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{answered} of 12 answered")).to_be_visible(timeout=SOON)
    assert "twelve" not in page.url.split("?")[1]
    page.reload()
    expect(page.get_by_text("2 of 12 answered")).to_be_visible(timeout=SOON)
