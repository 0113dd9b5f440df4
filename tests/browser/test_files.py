"""What is taken home arrives, also where other pages of the server run all the time."""

from pathlib import Path

from tests.browser.conftest import OpenInBrowser, settle


def test_a_file_that_is_made_at_a_tap_arrives(open_in_browser: OpenInBrowser) -> None:
    page = open_in_browser("model_space?budget=1")
    page.get_by_text("Take it home: pictures, numbers, script").click()
    settle(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="SVG").first.click()
    assert found.value.suggested_filename == "model_space_l1_budget_1.svg"
    drawing = Path(found.value.path()).read_text(encoding="utf-8")
    assert drawing.startswith("<svg")
    assert "exact 0" in drawing
    settle(page)  # a run that follows hands it on no more
    with page.expect_download() as found:
        page.get_by_role("button", name="PNG").last.click()
    assert found.value.suggested_filename == "model_space_l2_budget_1.png"
    assert Path(found.value.path()).read_bytes().startswith(b"\x89PNG")
