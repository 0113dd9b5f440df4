"""The lab runs under its policy and asks no host but its own; another site holds it where it was named."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Browser, Page, expect

from dashboard.headers import FRAMED_BY
from dashboard.navigation import HOME, PAGES
from tests.browser.conftest import OpenInBrowser, settle
from tests.browser.lab_server import running_lab

# What the policy forbids, but for the one thing that Streamlit does without: its numbers of 64 bits are
# faster by WebAssembly.
VIOLATIONS = """addEventListener("securitypolicyviolation", (told) => {
  if (told.blockedURI === "wasm-eval") return
  (window.violations ??= []).push(`${told.violatedDirective} ${told.blockedURI}`)
})"""
OPENED = (HOME.file, "choosing_lambda", "twelve_things", "other_names")
TABLE = "\n".join(["size,age,price", *(f"{k % 7},{k % 5},{k + k % 3}" for k in range(40))]).encode()


def test_pages_run_under_the_policy_and_asks_for_nothing_from_elsewhere(
    open_in_browser: OpenInBrowser, lab: str
) -> None:
    """Its question, its picture, a door, what opens above it; `open_in_browser` watches every other test."""
    page = open_in_browser("_stcore/health", settled=False)
    page.add_init_script(VIOLATIONS)
    for lesson in PAGES:
        if lesson.file not in OPENED:
            continue  # other tests open their pictures and doors, under the same watch
        open_the_picture(page, f"{lab}/{'' if lesson is HOME else lesson.file}?lang=en")
        for door in page.locator("summary").filter(has_text="The formula").all():
            door.click()
            settle(page)
        assert not violations(page), lesson.file
    page.locator(".st-key-class_menu_opener button").click()
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_test_id("stMainMenu").click()
    expect(page.get_by_text("Record screen")).to_be_visible()
    assert not violations(page)
    page.goto(f"{lab}/choosing_lambda?lang=en&table=own&embed=true")
    own = {"name": "own.csv", "mimeType": "text/csv", "buffer": TABLE}
    page.locator("input[type=file]").set_input_files(own)
    expect(page.get_by_text("own.csv: 40 rows")).to_be_visible()
    settle(page)
    assert not violations(page)


def open_the_picture(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    opens = page.get_by_role("button", name="Just show me")
    if opens.count():
        opens.first.click()
        settle(page)


def violations(page: Page) -> list[str]:
    return list(page.evaluate("window.violations ?? []"))


def test_a_page_of_another_site_holds_the_lab_in_a_frame_only_where_it_was_named(
    browser: Browser, lab: str
) -> None:
    page = browser.new_page()
    with a_site() as site:
        with page.expect_console_message(lambda told: "frame-ancestors" in told.text) as refused:
            page.goto(f"{site}?{lab}/descent_speed?embed=true")
        assert "frame-ancestors 'self'" in refused.value.text
        with running_lab(env={FRAMED_BY: f"https://school.example {site}"}) as allowing:
            page.goto(f"{site}?{allowing}/descent_speed?embed=true")
            expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    page.close()


class Holding(BaseHTTPRequestHandler):
    """A page that holds in a frame what its query names."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        held = self.path.partition("?")[2]
        self.wfile.write(f'<iframe src="{held}" width="900" height="700"></iframe>'.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say."""


@contextmanager
def a_site() -> Iterator[str]:
    """Another origin, whose every page is one of `Holding`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Holding) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
