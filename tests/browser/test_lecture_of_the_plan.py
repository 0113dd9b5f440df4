"""The lecture of the lesson plan, held by the keys that its table names, with two votes and nothing else."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenInBrowser, settle

PLAN = Path(__file__).resolve().parent.parent.parent / "docs" / "lesson_plan.md"
NAMES = {"Space": " ", "←": "ArrowLeft", "→": "ArrowRight"}
ROW = re.compile(r"^\| (\d+)–(\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
LINK = re.compile(r"\(http://localhost:8501/([^)]*)\)")
VOTES = "<kbd>V</kbd> for each phase"
PHASES = 20  # opened, first vote, closed, second vote, closed, revealed; a V too soon is none


def rows() -> list[tuple[str, list[str], str]]:
    """For each row of the lecture its minutes, its keys in their order, and the page that they lead to."""
    lecture = PLAN.read_text(encoding="utf-8").split("## A lecture of 45 minutes")[1]
    found: list[tuple[str, list[str], str]] = []
    for first, last, keys, words in ROW.findall(lecture):
        keys = keys.replace(VOTES, "<kbd>votes</kbd>")
        pressed = re.findall(r"(?<!–)<kbd>(.+?)</kbd>", keys)  # of a range of answers the first
        linked = LINK.search(words)
        found.append((f"{first}–{last}", pressed, linked[1] if linked else found[-1][2]))
    return found


def place(address: str) -> tuple[str, str]:
    """The page and the question of an address."""
    parts = urlsplit(address)
    return parts.path.strip("/"), parse_qs(parts.query).get("act", ["1"])[0]


def vote(wall: Page, phone: Page | None, open_in_browser: OpenInBrowser, lab: str) -> Page:
    """Holds a vote by the key V, with one phone that votes whenever it is asked."""
    expect(wall.locator(".st-key-stage_verdict")).to_have_count(0)  # that of the page before is gone
    asked = 0
    for _press in range(PHASES):
        wall.keyboard.press("v")
        settle(wall)
        if wall.locator(".st-key-stage_verdict").count():
            break
        if phone is None:
            path = wall.locator(".vote-address").inner_text().removeprefix(f"{lab}/")
            phone = open_in_browser(path, width=390, height=844)
            expect(wall.get_by_text("Joined: 1")).to_be_visible()
        elif wall.get_by_text("Voted: 0 of 1").count():
            asked += 1
            if asked == 2:  # a tap on the first ballot would come too late
                expect(phone.get_by_text("Second vote.")).to_be_visible()
            phone.locator("[class*='-ballot-'] button").first.click()
            expect(wall.get_by_text("Voted: 1 of 1")).to_be_visible()
    expect(wall.locator(".st-key-stage_verdict")).to_be_attached()
    assert phone is not None
    return phone


def test_the_lecture_of_the_plan_is_held_by_its_keys(open_in_browser: OpenInBrowser, lab: str) -> None:
    wall = open_in_browser("?lecture=1", width=1280, height=720)
    phone: Page | None = None
    held = rows()
    assert sum("votes" in keys for _minutes, keys, _address in held) == 2
    for minutes, keys, address in held:
        for before, key in zip(["", *keys], keys, strict=False):
            if key == "votes":
                phone = vote(wall, phone, open_in_browser, lab)
                continue
            left = wall.url
            wall.keyboard.press(NAMES.get(key, key.lower() if len(key) == 1 else key))
            if key == "N" or before == "G":  # to another question, or another page
                wall.wait_for_url(lambda url, left=left: url != left)
            if key in "NG" or key.isdigit():
                settle(wall)
        if keys[-1] != "Q":
            assert place(wall.url) == place(f"{lab}/{address}"), minutes
            expect(wall.locator(".st-key-stage_question h2")).to_be_in_viewport()
        assert "lecture=1" in wall.url, minutes
    expect(wall.get_by_role("dialog")).to_contain_text("twelve_things")
