"""Lesson 0, the first page, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from lessons.home.choice import Choice
from lessons.home.run import LAMBDA_TEXTS, TRACK, run
from tests.browser.conftest import Finger, OpenInBrowser, picture, press, settle, to_the_end

PICTURES = ("curves", "weights", "cost")


def at(page: Page) -> int:
    return int(page.locator("input[name=transport-lam]").input_value())


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_question_answers_the_whole_picture_and_the_bar_are_on_the_first_screen(
    open_in_browser: OpenInBrowser, width: int, height: int
) -> None:
    page = open_in_browser("", width=width, height=height)
    for act in (1, 2, 3):
        if act > 1:
            page.get_by_role("link", name=str(act), exact=True).click()
            page.wait_for_url(re.compile(f"act={act}"))
            settle(page)
        fits(page, width, [page.locator(".st-key-stage_answers button").last])
        curve, weights, _cost = (part.bounding_box() for part in drawn(page))
        assert curve is not None
        assert weights is not None
        assert curve["x"] + curve["width"] <= weights["x"]  # beside each other, on a phone too
    page.get_by_role("button", name="Just show me").click()
    to_the_end(page, "lam")
    fits(page, width, [page.locator(".st-key-stage_verdict")])


def drawn(page: Page) -> list:
    return [page.locator(f"[class*='-picture-{name} '] canvas").first for name in PICTURES]


def fits(page: Page, width: int, parts: list) -> None:
    """Title, question, these parts and the whole picture are seen between the header and the bar."""
    bar = page.locator(".st-key-bar").bounding_box()
    assert bar is not None
    for part in [page.locator("h1").first, page.locator(".st-key-stage_question"), *parts, *drawn(page)]:
        box = part.bounding_box()
        assert box is not None
        assert box["width"] > 30
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= bar["y"]
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width


def test_an_answer_plays_the_whole_story_and_words_and_picture_keep_together(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("?lang=en", width=1280)
    first = [picture(page, name) for name in PICTURES]
    page.get_by_role("button", name="One in between").click()
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    seen = set()
    for _look in range(6):
        page.wait_for_timeout(700)
        place, said = page.evaluate(
            "() => [Number(window.labAt.lam), [...document.querySelectorAll('*')]"
            ".flatMap((e) => e.shadowRoot ? [e.shadowRoot] : []).map((r) => r.querySelector('.words'))"
            ".find((w) => w).textContent]"
        )
        assert f"At λ = {LAMBDA_TEXTS[place]} the curve" in said
        seen.add(place)
    assert len(seen) > 3
    press(page, "lam", "End")
    assert at(page) == TRACK.last
    assert all(picture(page, name) != before for name, before in zip(PICTURES, first, strict=True))
    expect(page.get_by_text("As you predicted")).to_be_visible()
    assert "between" not in page.url
    page.get_by_role("link", name="Show me the best one").click()
    page.wait_for_url(re.compile("lam=0.0075"))
    settle(page)
    assert at(page) == run(Choice()).fit.best
    expect(page.get_by_text("Here these 200 new points are predicted best").first).to_be_visible()


def test_the_bar_moves_all_three_pictures_and_the_words_without_the_server(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("?lang=en&lam=0.001&penalty=l1")
    before = [picture(page, name) for name in PICTURES]
    press(page, "lam", "End")
    assert all(picture(page, name) != shot for name, shot in zip(PICTURES, before, strict=True))
    flat = page.get_by_text("At λ = 10 the curve is flat: all its weights are exactly 0.", exact=True).first
    expect(flat).to_be_visible()
    # The bar of the page that comes is heard by the words of the one that goes, which have no such place.
    elsewhere = "new CustomEvent('lab:at', { detail: { at: { lam: 60, step: 3 }, playing: false } })"
    page.evaluate(f"window.dispatchEvent({elsewhere})")
    expect(page.get_by_text("At λ = 0.001 the curve").first).to_be_visible()


def test_a_point_is_dragged_by_the_finger_and_moved_by_keys_and_the_address_brings_it_back(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("?lang=en&lam=0.001", width=390, touch=True)
    before = picture(page, "curves")
    ring = page.get_by_role("slider", name="Point 4", exact=True)
    box = ring.bounding_box()
    assert box is not None
    finger = Finger(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    finger.moves(0, -60)
    page.wait_for_function(  # it follows the finger, without the server
        "([ring, y]) => Math.abs(ring.getBoundingClientRect().y - y) < 2",
        arg=[ring.element_handle(), box["y"] - 60],
    )
    assert "point=" not in page.url
    finger.lets_go()
    page.wait_for_url(re.compile(r"point=4&shift=0\.\d"))
    settle(page)
    dragged = picture(page, "curves")
    assert dragged != before
    ring.press("ArrowDown")
    ring.press("ArrowDown")
    page.wait_for_function("(url) => location.href !== url", arg=page.url)
    settle(page)
    moved = picture(page, "curves")
    assert moved not in (before, dragged)
    ring.press("ArrowRight")
    expect(page.get_by_role("slider", name="Point 5", exact=True)).to_be_focused()
    again = open_in_browser(page.url.split("/")[-1], width=390, touch=True)
    assert picture(again, "curves") == moved


def test_the_whole_lesson_goes_by_keys_in_chinese(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("", language="zh-CN", theme="dark", width=390)
    for act, answer in ((1, "介于中间的某一个"), (2, "在最小的 λ 处"), (3, "有的先，有的后")):
        page.get_by_role("button", name=answer, exact=True).press("Enter")
        to_the_end(page, "lam")
        expect(page.get_by_text("和你预测的一样")).to_be_visible()
        if act < 3:
            page.get_by_role("link", name="下一个问题").press("Enter")
            page.wait_for_url(re.compile(f"act={act + 1}"))
            settle(page)
