"""The walk through the code in a real browser: it follows the bar, keeps its address, fits a phone."""

from tests.browser.conftest import OpenInBrowser, picture, press, settle

PICTURES = ("walk", "parts", "diagonal", "slips")


def test_the_pictures_follow_the_bar_and_come_back_from_the_address(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("two_functions?lang=en&line=dW2&slip=penalty")
    page.get_by_text("What λ adds to every gradient").click()
    settle(page)
    before = {name: picture(page, name) for name in PICTURES}
    press(page, "line", "ArrowLeft")
    assert picture(page, "walk") != before["walk"]
    press(page, "lam", "ArrowRight", times=3)
    after = {name: picture(page, name) for name in PICTURES}
    assert all(after[name] != before[name] for name in PICTURES)
    page.wait_for_url("**lam=1**")
    assert "line=dZ2" in page.url
    again = open_in_browser(page.url.split("/")[-1])
    again.get_by_text("What λ adds to every gradient").click()
    settle(again)
    assert {name: picture(again, name) for name in PICTURES} == after


def test_a_line_without_lambda_does_not_change_with_it(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("two_functions?lang=en&line=dZ2")
    before = picture(page, "walk")
    press(page, "lam", "End")
    assert picture(page, "walk") == before
    press(page, "line", "ArrowRight")
    with_lambda = picture(page, "walk")
    press(page, "lam", "Home")
    assert picture(page, "walk") != with_lambda


def test_a_phone_shows_every_number_of_the_largest_net(open_in_browser: OpenInBrowser) -> None:
    address = "two_functions?net=3-4-3-1&m=6&line=Z1&slip=relu_gate"
    page = open_in_browser(address, width=390, theme="dark", language="zh-CN")
    phone = picture(page, "walk")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_timeout(500)
    assert picture(page, "walk") != phone
