from tests.browser.conftest import OpenInBrowser, picture, press


def test_scrub(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("descent_speed?step=20")
    before = picture(page, "race")
    press(page, "step", "ArrowRight")
    after = picture(page, "race")
    assert before != after
    again = open_in_browser(page.url.split("/")[-1])
    assert picture(again, "race") == after
