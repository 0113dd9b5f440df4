"""Pictures of every page, for the README and for looking at: `make screenshots`.

Writes the README's to docs/screenshots/, and every page in both themes, widths and languages to screenshots/.
"""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dashboard.navigation import HOME, PAGES
from tests.browser.conftest import FLAGS, Theme, settle
from tests.browser.find_chromium import chromium
from tests.browser.lab_server import ROOT, running_lab

README_PAGES = {  # with a place of the bar, which opens the picture
    "overfit_vs_regularized": "overfit_vs_regularized?step=3000",
    "model_space": "model_space?budget=1&en=1",
    "descent_speed": "descent_speed?step=20",
}
README_PICTURES = ROOT / "docs" / "screenshots"
ALL_PICTURES = ROOT / "screenshots"
THEMES: tuple[Theme, ...] = ("light", "dark")
ADDRESSES = {lesson.file: "" if lesson is HOME else lesson.file for lesson in PAGES}


def take(
    browser: Browser, address: str, path: Path, *, theme: Theme, language: str, width: int, whole: bool = True
) -> None:
    """One picture of a page, as tall as the page is or, if not `whole`, as the window."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, locale=language, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    settle(page)
    page.wait_for_timeout(1000)
    height = page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight")
    if whole:
        page.set_viewport_size({"width": width, "height": int(height) + 60})
        page.wait_for_timeout(700)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()


def main() -> None:
    path = chromium()
    if path is None:
        raise SystemExit("The pictures need a Chromium: install the package `chromium`.")
    with running_lab() as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, page_path in README_PAGES.items():
            shot = README_PICTURES / f"{name}.png"
            take(
                browser, f"{lab}/{page_path}", shot, theme="light", language="en-US", width=1440, whole=False
            )
        for name, page_path in ADDRESSES.items():
            for theme in THEMES:
                for language in ("en-US", "zh-CN"):
                    for width in (1440, 390):
                        shot = ALL_PICTURES / f"{name}-{theme}-{language[:2]}-{width}.png"
                        take(browser, f"{lab}/{page_path}", shot, theme=theme, language=language, width=width)
                        print(shot.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
