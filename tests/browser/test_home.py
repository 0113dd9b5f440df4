"""Lesson 0, the first page, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from lessons.home.choice import Choice
from lessons.home.run import LAMBDA_TEXTS, TRACK, run
from tests.browser.conftest import OpenInBrowser, picture, press, settle

PICTURES = ("curves", "weights", "cost")


def at(page: Page) -> int:
    return int(page.locator("input[name=transport-lam]").input_value())


def parts(page: Page) -> list:
    answers = page.locator(".st-key-stage_answers button")
    drawn = [page.locator(f"[class*='-picture-{name} '] canvas").first for name in PICTURES]
    return [page.locator("h1").first, page.locator(".st-key-stage_question"), answers.last, *drawn]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
@pytest.mark.parametrize("act", [1, 2, 3])
def test_question_answers_the_whole_picture_and_the_bar_are_on_the_first_screen(
    open_in_browser: OpenInBrowser, width: int, height: int, act: int
) -> None:
    page = open_in_browser(f"?act={act}", width=width)
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    page.wait_for_function(f"document.querySelector('.st-key-bar').getBoundingClientRect().y > {height / 2}")
    bar = page.locator(".st-key-bar").bounding_box()
    assert bar is not None
    for part in parts(page):
        box = part.bounding_box()
        assert box is not None
        assert box["width"] > 30
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= bar["y"]
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    curve, weights, _cost = (part.bounding_box() for part in parts(page)[3:])
    assert curve is not None
    assert weights is not None
    assert curve["x"] + curve["width"] <= weights["x"]  # beside each other, on a phone too


def test_an_answer_plays_the_whole_story_and_words_and_picture_keep_together(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("?lang=en", width=1280)
    first = [picture(page, name) for name in PICTURES]
    page.get_by_role("button", name="One in between").click()
    page.wait_for_function("document.body.dataset.story === 'playing'")
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
    page.wait_for_function("document.body.dataset.story === 'told'", timeout=60_000)
    settle(page)
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
    expect(
        page.get_by_text("At λ = 10 the curve is flat: all its weights are exactly 0.", exact=True).first
    ).to_be_visible()


def test_a_point_is_moved_by_keys_alone(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("?lang=en&lam=0.001&point=4")
    before = picture(page, "curves")
    slider = page.get_by_role("slider", name="Up or down by")
    slider.focus()
    for _time in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"shift=0\.5"))
    settle(page)
    assert picture(page, "curves") != before
    again = open_in_browser(page.url.split("/")[-1])
    assert picture(again, "curves") == picture(page, "curves")


def test_the_whole_lesson_goes_by_keys_in_chinese(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("", language="zh-CN", theme="dark", width=390)
    for act, answer in ((1, "介于中间的某一个"), (2, "在最小的 λ 处"), (3, "有的先，有的后")):
        page.get_by_role("button", name=answer, exact=True).press("Enter")
        page.wait_for_function("document.body.dataset.story === 'told'", timeout=60_000)
        expect(page.get_by_text("和你预测的一样")).to_be_visible()
        if act < 3:
            page.get_by_role("link", name="下一个问题").press("Enter")
            page.wait_for_url(re.compile(f"act={act + 1}"))
            settle(page)
            page.evaluate("delete document.body.dataset.story")
