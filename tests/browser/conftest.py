"""A real Chromium before a running lab; every page that is opened is watched for errors in its console."""

import os
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from tests.browser.find_chromium import chromium
from tests.browser.lab_server import free_port, lab_process, wait_until_up
from tests.several_processes import LAB, SHARED_LAB

OpenInBrowser = Callable[..., Page]
Theme = Literal["light", "dark"]
Kind = tuple[str, str, float, bool]
Idle = dict[Kind, list[Page]]

# Streamlit looks for its own base path below a deep link before it looks at the root: two answers of 404.
PROBES = ("_stcore/health", "_stcore/host-config")
EMPTY = "_stcore/health"  # a page of the lab's origin with a word on it

# Of two such lists Chromium heeds the last: those of Playwright's that matter here stand in it again. The
# others are the popups below Chromium's own address bar, two processes more for every page that is opened.
WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "PreloadTopChromeWebUI",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    f"--disable-features={','.join(WITHOUT)}",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # there is no host but the lab's
]

# A page of a test lives for seconds: to compile it once more, to run faster, takes a fifth of all that it
# takes, and saves less. Not for what is measured.
SHORT_LIVED = "--js-flags=--no-maglev --no-opt"

# The page's script has run, every chart is drawn, and follows the transport bar (whose sliders live in a
# shadow root). All at once: before its first run a page is not running either, and has no chart to wait for.
STANDS_STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]')
  if (app?.getAttribute('data-test-script-state') !== 'notRunning') return false
  if (![...document.querySelectorAll('h1, h2')].some((title) => title.checkVisibility())) return false
  if (document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')) return false  // to be fetched
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
  const bars = [...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? [e.shadowRoot] : [])
  const at = {}
  for (const bar of bars)
    for (const i of bar.querySelectorAll('input[name^=transport-]')) at[i.name.slice(10)] = i.value
  const follow = ({ name, value }) => !(name in at) || at[name] === value
  return charts.every((c) => c.querySelector('canvas, svg'))
    && [...document.querySelectorAll('.vega-bind input')].every(follow)
}"""

# By the page's own clock, so that on a slow machine, too, its timers have gone off: the address follows the
# bar within 250 ms. A view draws itself in the frame after the one that made it.
A_MOMENT = """() => new Promise((done) =>
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 300))"""

# A canvas, as soon as it looks as it did a fifth of a second ago; null if it never does.
PIXELS = """async (canvas) => {
  let pixels = canvas.toDataURL()
  for (let look = 0; look < 20; look++) {
    await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 200))
    const before = pixels
    pixels = canvas.toDataURL()
    if (pixels === before) return pixels
  }
  return null
}"""

expect.set_options(timeout=90_000)  # a page may train a hundred networks first, on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium() is None and os.environ.get("CI") != "true":
        skip = pytest.mark.skip(reason="NO CHROMIUM ON THIS MACHINE: install the package `chromium`")
        for item in items:
            if "tests/browser/" in item.nodeid:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def lab(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of one running lab for all browser tests; several processes share it."""
    shared = getattr(pytestconfig, "workerinput", {}).get(LAB)
    if shared:
        wait_until_up(shared)
        yield shared
    else:
        port = free_port()
        with lab_process(port, module=SHARED_LAB) as server:
            wait_until_up(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    assert path, "under CI the browser tests need a Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, SHORT_LIVED])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def idle() -> Idle:
    """The browsers of earlier tests, which have the lab's code at hand; what else they know is wiped out."""
    return {}


@pytest.fixture
def open_in_browser(
    browser: Browser, lab: str, idle: Idle, request: pytest.FixtureRequest
) -> Iterator[OpenInBrowser]:
    """Opens `address` (below the lab's) in a browser of its own and waits until it stands still.

    open_in_browser("descent_speed?lam=0.1", theme="dark", language="zh-CN", width=390)
    At the end of the test no page may have written an error to its console, as it does where its content
    security policy is violated, nor asked any host but the lab's.
    """
    busy: list[tuple[Kind, Page]] = []
    errors: list[str] = []
    failed = request.session.testsfailed

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location.get("url", "").endswith(PROBES):
            errors.append(f"{message.text} ({message.location.get('url')})")

    def hear_of(error: Error) -> None:
        errors.append(str(error))

    def hear_asked(asked: Request) -> None:
        if urlsplit(asked.url).scheme not in ("data", "blob") and urlsplit(asked.url).hostname != "127.0.0.1":
            errors.append(f"asked for {asked.url}")

    def open_(
        address: str,
        *,
        theme: Theme = "light",
        language: str = "en-US",
        width: int = 1440,
        height: int = 900,
        base: str = lab,
        scale: float = 1,
        touch: bool = False,
        settled: bool = True,
    ) -> Page:
        kind = (language, base, scale, touch)
        waiting = idle.setdefault(kind, [])
        if waiting:
            page = waiting.pop()
        else:
            context = browser.new_context(locale=language, device_scale_factor=scale, has_touch=touch)
            context.set_default_timeout(90_000)
            page = context.new_page()
        busy.append((kind, page))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.on("console", hear)
        page.on("pageerror", hear_of)
        page.on("request", hear_asked)
        page.goto(f"{base}/{address}")
        if settled:
            settle(page)
        return page

    yield open_
    for kind, page in busy:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", hear_of)
        page.remove_listener("request", hear_asked)
        if kind[1] == lab and request.session.testsfailed == failed:
            leave(page, lab)
            idle[kind].append(page)
        else:  # its server has ended, or nobody knows what state it is in
            page.context.close()
    assert not errors, errors


def leave(page: Page, lab: str) -> None:
    """Ends what runs in a page, and has it and its browser forget everything but the lab's code."""
    page.goto(f"{lab}/{EMPTY}")
    page.mouse.move(0, 0)
    page.evaluate("sessionStorage.clear()")
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": lab, "storageTypes": "cookies,local_storage"})
    session.detach()
    for other in page.context.pages:
        if other != page:
            other.close()


class Finger:
    """A finger that has been put on a place of a page opened with touch=True."""

    def __init__(self, page: Page, x: float, y: float) -> None:
        self._to, self._at = page.context.new_cdp_session(page), (x, y)
        self._send("touchStart")

    def moves(self, right: float, down: float, steps: int = 4) -> None:
        x, y = self._at
        for step in range(1, steps + 1):
            self._at = (x + right * step / steps, y + down * step / steps)
            self._send("touchMove")

    def lets_go(self) -> None:
        self._to.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str) -> None:
        x, y = self._at
        self._to.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def settle(page: Page) -> None:
    """Waits until the page's script has run and its charts are drawn, and a moment later still."""
    page.wait_for_function(STANDS_STILL, polling=50)
    page.evaluate(A_MOMENT)
    page.wait_for_function(STANDS_STILL, polling=50)


def picture(page: Page, name: str) -> str:
    """The pixels of a chart once they stand still; `name` is the one it was drawn under."""
    chart = page.locator(f"[class*='-picture-{name} '] [data-testid=stVegaLiteChart] canvas").first
    expect(chart).to_be_visible()
    pixels = chart.evaluate(PIXELS)
    assert pixels, f"the picture {name} goes on changing by itself"
    return str(pixels)


def redrawn(page: Page, name: str) -> str:
    """The pixels of a chart when all of it is drawn again, not only what Vega takes to have changed."""
    size = page.viewport_size
    assert size is not None
    canvas = page.locator(f"[class*='-picture-{name} '] [data-testid=stVegaLiteChart] canvas").first
    width = canvas.get_attribute("width")
    page.set_viewport_size({"width": size["width"] - 60, "height": size["height"]})
    expect(canvas).not_to_have_attribute("width", width or "")
    settle(page)
    page.set_viewport_size(size)
    expect(canvas).to_have_attribute("width", width or "")
    settle(page)
    return picture(page, name)


def press(page: Page, track: str, key: str, times: int = 1) -> None:
    """Moves a slider of the transport bar by its keys: press(page, "step", "ArrowRight")."""
    page.locator(f"input[name=transport-{track}]").focus()
    for _time in range(times):
        page.keyboard.press(key)
    settle(page)


def to_the_end(page: Page, track: str) -> None:
    """Ends the story that an answer has begun to play: goes to its end by keys."""
    page.wait_for_function("() => document.body.dataset.story === 'playing'")
    press(page, track, "End")
    page.wait_for_function("() => document.body.dataset.story === 'told'")
