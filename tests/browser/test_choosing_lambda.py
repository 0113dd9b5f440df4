"""The lesson on λ in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenInBrowser, picture, press, redrawn, settle

PICTURES = ("paths", "errors")


def test_the_bar_moves_both_pictures_and_the_address_brings_them_back(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("choosing_lambda?lang=en&lam=7.08")
    before = [picture(page, name) for name in PICTURES]
    press(page, "lam", "ArrowLeft", times=12)
    later = [picture(page, name) for name in PICTURES]
    assert all(one != other for one, other in zip(before, later, strict=True))
    page.wait_for_url("**lam=1.78**")
    page.locator(".words").get_by_text("The bar stands at λ = 1.78").wait_for()
    again = open_in_browser(page.url.split("/")[-1])
    for name in PICTURES:  # all of it: where Vega draws a part anew, the rims of the lines get darker
        assert redrawn(again, name) == redrawn(page, name)


def test_the_bar_follows_where_another_penalty_has_other_lambdas(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("choosing_lambda?lang=en&lam=1.78", theme="dark")
    page.get_by_role("radio", name="Ridge (L2)", exact=True).click()
    page.wait_for_url("**penalty=l2**")
    settle(page)
    told = page.locator(".words").get_by_text("The bar stands at").inner_text()
    bar = page.locator("input[name=transport-lam]")
    expect(bar).to_be_visible()
    text = bar.get_attribute("aria-valuetext") or ""
    assert f"stands at {text}:" in told


def test_a_line_that_the_pointer_is_near_is_named(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("choosing_lambda?lam=7.08", language="zh-CN", width=390)
    before = picture(page, "paths")
    chart = page.locator("[class*='-picture-paths '] canvas").first
    chart.scroll_into_view_if_needed()
    chart.hover(position={"x": 108, "y": 98})
    page.locator("#vg-tooltip-element.visible").get_by_text("甘油三酯对数").wait_for()
    assert picture(page, "paths") != before


def test_a_cell_of_the_map_is_chosen_by_keys_or_by_a_click_and_opens_its_run(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("choosing_lambda?lang=en&part=map&m=20&eta=0.1&lam=1")
    before = picture(page, "map")
    press(page, "lam", "ArrowRight", times=2)
    page.locator(".words").get_by_text("The bar stands at η = 0.1, λ = 3").wait_for()
    page.get_by_role("link", name="Open the net of the bar: η = 0.1, λ = 3").wait_for()
    assert picture(page, "map") != before  # the frame of the cell
    canvas = page.locator("[class*='-picture-map '] canvas").first
    box = canvas.bounding_box()
    assert box
    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    page.wait_for_url("**/weight_shrinkage**eta=**")


@pytest.mark.parametrize(("width", "height", "language"), [(1280, 720, "en-US"), (390, 844, "zh-CN")])
@pytest.mark.parametrize(
    ("part", "shown"),
    [("", "-picture-paths "), ("?part=network&act=2", "-picture-seeds "), ("?part=map", "-picture-map ")],
)
def test_the_question_its_picture_and_the_bar_stand_on_the_first_screen(
    open_in_browser: OpenInBrowser, part: str, shown: str, width: int, height: int, language: str
) -> None:
    page = open_in_browser(f"choosing_lambda{part}", width=width, language=language)
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    chart = page.locator(f"[class*='{shown}'] canvas").first.bounding_box()
    bar = page.locator(".st-key-bar").bounding_box()
    assert chart
    assert bar
    assert chart["y"] + chart["height"] <= bar["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_curve_is_drawn_by_keys_and_by_the_pointer_and_is_the_answer(
    open_in_browser: OpenInBrowser,
) -> None:
    page = open_in_browser("choosing_lambda?lang=en&part=network&m=20", width=1280)
    confirm = page.get_by_role("button", name="That is what I expect")
    expect(confirm).to_be_disabled()
    paper = page.locator(".sketch svg")
    paper.focus()
    for place in range(9):  # falls all the way
        page.keyboard.press("ArrowDown")
        if place == 4:  # why one cannot go on yet
            expect(paper).to_contain_text("Draw on, as far as both edges.")
        page.keyboard.press("ArrowRight")
    expect(confirm).to_be_enabled()
    expect(paper).not_to_contain_text("Draw on")
    box = paper.bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()  # and again: falls to the middle, then rises
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 230, steps=8)
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 40, steps=8)
    page.mouse.up()
    line = page.locator(".sketch .drawn")
    before = str(line.get_attribute("d")).split("L")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200)
    page.mouse.down()  # another stroke changes what it goes over, and no more
    page.mouse.up()
    after = str(line.get_attribute("d")).split("L")
    assert [new != old for new, old in zip(after, before, strict=True)].count(True) == 1
    settle(page)
    confirm.click()
    page.locator(".words").get_by_text("The bar stands at λ = 50").wait_for()  # the story has been played
    expect(page.locator(".st-key-stage_verdict")).to_contain_text("As you predicted: lowest in between.")


def test_an_answer_plays_the_story_to_its_end_and_the_words_follow(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("choosing_lambda?lang=en")
    closed = picture(page, "paths")
    page.get_by_role("button", name="in between").click()
    page.wait_for_url("**lam=50.1**")
    settle(page)
    assert picture(page, "paths") != closed
    page.locator(".words").get_by_text("The bar stands at λ = 50.1: 0 of 10 variables").wait_for()
    page.get_by_role("link", name="Show me λ_min").click()
    page.wait_for_url("**lam=1.12**")
    page.locator(".words").get_by_text("The bar stands at λ = 1.12: 7 of 10 variables").wait_for()
    page.get_by_role("link", name="Next question").click()
    page.wait_for_url("**act=2**")
    page.get_by_role("button", name="all of them").wait_for()
