"""What only a browser shows of a server that goes away, and of a hand that is faster than it."""

import signal
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import settle
from tests.browser.lab_server import free_port, started_lab
from tests.line import line

# Nothing is on its way any more: the page that was asked for last is there.
RESTS = """() => {
  const { testConnectionState, testScriptState } = document.querySelector('[data-testid=stApp]').dataset
  return testConnectionState === 'CONNECTED' && testScriptState === 'notRunning'
}"""
RUNS = "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'running'"
# Twenty times back and forward within two seconds, as the numbers say, and never before the first entry.
STORM = """async (forward) => {
  for (const one of forward) {
    if (one || navigation.currentEntry.index <= 1) history.forward()
    else history.back()
    await new Promise((done) => setTimeout(done, 100))
  }
}"""
# A tap on the button of this name as soon as the line is back, before anything is drawn anew.
TAP_AT_ONCE = """(label) => new Promise((done) => {
  const app = document.querySelector('[data-testid=stApp]')
  const tap = () => {
    if (app.dataset.testConnectionState !== 'CONNECTED') return
    seen.disconnect()
    const buttons = [...document.querySelectorAll('[data-testid=stButton] button')]
    buttons.find((button) => button.innerText === label).click()
    done()
  }
  const seen = new MutationObserver(tap)
  seen.observe(app, { attributes: true })
})"""
STORMS = ([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0], [0] * 12 + [1] * 5 + [0, 1, 0])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console may say that nobody answers: that is what is provoked here."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(90_000)
    yield context.new_page()
    context.close()


def slider(page: Page, name: str) -> Locator:
    return page.locator(f"[class*='-{name}'] input[type=range]").first


def press(page: Page, name: str) -> None:
    """Moves a slider one step to the right; the address has it then."""
    before = page.url
    slider(page, name).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(before) => window.location.href !== before", arg=before)
    settle(page)


def asked(page: Page) -> dict[str, str]:
    return {name: codes[0] for name, codes in parse_qs(urlsplit(page.url).query).items()}


def test_what_a_hand_does_first_after_a_restart_counts(page: Page) -> None:
    port = free_port()
    with started_lab(port) as server:
        page.goto(f"http://127.0.0.1:{port}/descent_speed?w0=1.5&lam=1")
        settle(page)
        page.get_by_role("button", name="直接给我看").click()  # which no address says
        settle(page)
        other = page.context.new_page()  # a tab beside it: the same page in another state
        other.goto(f"http://127.0.0.1:{port}/descent_speed?act=2&w0=2.5")
        settle(other)
        server.send_signal(signal.SIGKILL)
        expect(page.locator(".lab-away")).to_contain_text("实验室没有回应")
        page.locator("input[name=transport-lam]").focus()  # the bar goes on
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(lambda url: "lam=1" not in url)
        there = asked(page)["lam"]
        expect(page.get_by_role("dialog")).to_have_count(0)
    with started_lab(port):
        other.evaluate(TAP_AT_ONCE, "L2 领先，但 L1 先到")
        expect(other.locator(".st-key-stage_verdict")).to_contain_text("L2 领先，但 L1 先到")
        expect(page.locator(".lab-away")).to_have_count(0)
        page.wait_for_function(RESTS)
        press(page, "w0")
        expect(slider(page, "w0")).to_have_value("1.6")
        assert (asked(page)["w0"], asked(page)["lam"]) == ("1.6", there)
        expect(page.locator(".st-key-stage_verdict")).to_have_count(1)  # it is answered still
        assert (asked(other)["act"], asked(other)["w0"]) == ("2", "2.5")
        page.reload()  # neither tab has taken the other's state, and each answer is known to both
        settle(page)
        expect(slider(page, "w0")).to_have_value("1.6")
        for tab in (page, other):
            kept = tab.evaluate("JSON.parse(localStorage.getItem('lambda-lab-answers')).descent_speed")
            assert len(kept) == 2
            assert "l2-l1" in kept.values()


def test_a_line_that_is_cut_and_a_storm_of_back_and_forward(page: Page, lab: str) -> None:
    with line(int(lab.rsplit(":", 1)[1])) as wire:
        base = f"http://127.0.0.1:{wire.port}"
        page.goto(f"{base}/descent_speed?w0=1.5&lam=1&step=3")
        settle(page)
        entries = []
        for _move in range(3):
            entries.append(page.url)
            press(page, "w0")
        entries.append(page.url)
        page.locator(".st-key-pages_by_key, [data-testid=stTopNavLink]").get_by_text("模型空间").first.click()
        page.wait_for_url("**/model_space*")
        settle(page)
        for _move in range(2):
            entries.append(page.url)
            press(page, "c1")
        entries.append(page.url)

        for storm in STORMS:
            page.evaluate(STORM, storm)
            page.wait_for_function(RESTS)
            settle(page)
            assert page.url in entries
            name = "w0" if "/descent_speed" in page.url else "c1"
            expect(slider(page, name)).to_have_value(asked(page).get(name, "0.7"))

        # The line is silent, and nobody is told: that is said too, and what was moved meanwhile counts.
        name = "w0" if "/descent_speed" in page.url else "c1"
        before = page.url
        wire.hold()
        slider(page, name).focus()
        page.keyboard.press("ArrowRight")
        moved = slider(page, name).input_value()
        expect(page.locator(".lab-away")).to_have_count(1)
        wire.mend()
        expect(page.locator(".lab-away")).to_have_count(0)
        page.wait_for_function("(before) => window.location.href !== before", arg=before)
        settle(page)
        expect(slider(page, name)).to_have_value(moved)

        # The line is cut; Back is pressed, and a run is on its way that takes a while.
        page.goto(f"{base}/weight_shrinkage?net=8&m=20&steps=1000&eta=0.07")
        settle(page)
        page.get_by_role("button", name="直接给我看").click()
        page.wait_for_function(RUNS)
        wire.cut()
        expect(page.locator(".lab-away")).to_have_count(1)
        wire.mend()
        expect(page.locator(".lab-away")).to_have_count(0)
        expect(page.locator(".st-key-stage_verdict")).to_have_count(1)
        settle(page)
        wire.cut()
        expect(page.locator(".lab-away")).to_have_count(1)
        page.go_back()
        wire.mend()
        page.wait_for_function(RESTS)
        settle(page)
