"""A vote in three browsers: a teacher's, and two phones that scan the code on the wall; one drops out."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenInBrowser, settle, to_the_end
from tests.browser.test_stage import holds_the_stage

WRONG, RIGHT = "L1 is ahead, and L1 arrives first", "L2 is ahead, but L1 arrives first"
RIGHT_IN_CHINESE = "L2 领先，但 L1 先到"
TABLE = "table.votes"


def scanned(page: Page) -> str:
    """What a phone reads off the screen."""
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    return code.text


def go_on(wall: Page, label: str) -> None:
    """The teacher presses what leads to the next phase."""
    button = wall.locator(".st-key-vote_next button")
    expect(button).to_have_count(1)
    expect(button).to_contain_text(label)
    button.click()
    settle(wall)


def tap(phone: Page, label: str) -> None:
    button = phone.get_by_role("button", name=label)
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.click()


def test_a_class_votes_twice(open_in_browser: OpenInBrowser, lab: str) -> None:
    wall = open_in_browser("descent_speed?act=2&lang=en", width=1280, height=720)
    go_on(wall, "Vote")
    image = wall.locator(".vote-code img")
    expect(image).to_be_visible()
    box = image.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 260
    address = scanned(wall)
    assert address == wall.locator(".vote-address").inner_text()
    room = address.removeprefix(f"{lab}/descent_speed?join=")
    assert wall.url == f"{lab}/descent_speed?act=2&lang=en&vote={room}"

    path = address.removeprefix(f"{lab}/")
    english = open_in_browser(path, width=390, height=844)
    chinese = open_in_browser(path, width=390, height=844, language="zh-CN")
    expect(wall.get_by_text("Joined: 2")).to_be_visible()
    expect(english.get_by_text("You are in.")).to_be_visible()
    expect(english.locator(".st-key-class_menu, [data-testid=stMain] a").first).to_be_hidden()

    for _time in range(3):
        wall.keyboard.down("v")  # held, it goes on once
        settle(wall)
    wall.keyboard.up("v")
    expect(wall.get_by_role("button", name="Close the vote")).to_be_visible()
    holds_the_stage(wall)
    tap(english, WRONG)
    tap(chinese, RIGHT_IN_CHINESE)
    expect(english.get_by_text(f"Your vote: {WRONG}.")).to_be_visible()
    expect(wall.get_by_text("Voted: 2 of 2")).to_be_visible()
    assert english.url == address  # neither the vote nor whose it is
    english.goto("about:blank")  # it drops out

    go_on(wall, "Close the vote")
    holds_the_stage(wall)
    expect(wall.get_by_text("First vote: 50 % of 2 right.")).to_be_visible()
    expect(chinese.get_by_text("投票结束了。")).to_be_visible()
    english.goto(address)
    expect(english.get_by_text(f"Your vote: {WRONG}.")).to_be_visible()

    go_on(wall, "Open the second vote")
    tap(english, RIGHT)
    tap(chinese, RIGHT_IN_CHINESE)
    expect(chinese.get_by_text("第二次选的是")).to_be_visible()
    expect(english.get_by_text("Your second vote:")).to_be_visible()
    go_on(wall, "Close the vote")
    for page in (wall, english, chinese):
        expect(page.locator(TABLE)).to_have_count(0)
    expect(wall.get_by_text("Second vote: 100 % of 2 right.")).to_be_visible()

    go_on(wall, "Reveal")
    for phone in (english, chinese):
        expect(phone.locator(f"{TABLE} tr.right")).to_contain_text("100 % (2)")
    to_the_end(wall, "step")
    holds_the_stage(wall)
    go_on(wall, "Votes: 50 % → 100 % right")
    expect(wall.locator(TABLE)).to_be_visible()
    assert wall.url == f"{lab}/descent_speed?act=2&lang=en&vote={room}&step=100"
    wall.keyboard.press("Escape")
    wall.keyboard.press("1")  # a place worth seeing: the votes have no number
    wall.wait_for_url(lambda url: "step=100" not in url)
    expect(wall.locator(TABLE)).to_have_count(0)
    english.get_by_role("button", name="Open this picture").click()
    expect(english.locator(".st-key-stage_verdict")).to_contain_text("As you predicted")
    assert "join" not in english.url
