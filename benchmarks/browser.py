"""How fast the pictures follow: scrubbing, a trip to the server, new networks, bytes sent, a cold start.

`python -m benchmarks.browser` prints a table for each; `--tiny` takes a few moves of one page only. It is
measured in headless Chromium, the minimal app (benchmarks/minimal_app.py) in the same run.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Locator, Page, WebSocket, sync_playwright

from tests.browser.conftest import FLAGS, settle
from tests.browser.find_chromium import chromium
from tests.browser.lab_server import running_lab

MINIMAL_APP = Path(__file__).with_name("minimal_app.py")
SCRUBBED = {
    "model_space": ("budget",),
    "descent_speed": ("step", "lam"),
    "weight_shrinkage": ("step", "lam"),
    "overfit_vs_regularized": ("step", "lam"),
    "choosing_lambda": ("lam",),
    "two_functions": ("lam",),
}
OPENING = {  # addresses that open the picture of a lesson, which otherwise waits for an answer
    "model_space": "?budget=1&en=1",
    "descent_speed": "?step=20",
    "weight_shrinkage": "?step=3000",
    "overfit_vs_regularized": "?step=3000",
    "choosing_lambda": "?lam=1.12",
    "two_functions": "?line=dW2",
}
SERVED = {"model_space": "tilt", "descent_speed": "w0"}  # a slider whose move goes to the server
TRAINED = {name: OPENING[name] for name in ("weight_shrinkage", "overfit_vs_regularized")}
QUICK = {"weight_shrinkage": "?net=8&m=20&steps=1000&step=1000"}  # its smallest networks

# Remembers when a key or a finger went down, and when the canvas of the main picture, the first of the page,
# was last cleared, which is how Vega begins to draw.
WATCH = """
window.lab = { painted: 0, pressed: 0, written: 0 }
const clear = CanvasRenderingContext2D.prototype.clearRect
CanvasRenderingContext2D.prototype.clearRect = function (...box) {
  const main = document.querySelector("[data-testid=stVegaLiteChart] canvas")
  if (this.canvas === main) window.lab.painted = performance.now()
  return clear.apply(this, box)
}
for (const way of ["keydown", "pointerdown"])
  addEventListener(way, () => { window.lab.pressed = performance.now() }, true)
new MutationObserver((changes) => {
  if (changes.some(({ target }) => target.parentElement?.closest("[data-testid=stMarkdown]")))
    window.lab.written = performance.now()
}).observe(document, { subtree: true, childList: true, characterData: true })
"""
MOVE = """([name, value]) => {
  const roots = [...document.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? [e.shadowRoot] : []))
  const input = roots.map((r) => r.querySelector(`input[name=transport-${name}]`)).find(Boolean)
  input.value = value
  input.dispatchEvent(new Event("input"))
  return new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 8))))
}"""


@dataclass
class Traffic:
    """What a page received through its websocket, in bytes."""

    received: int = 0
    sockets: list[WebSocket] = field(default_factory=list)

    def watch(self, page: Page) -> "Traffic":
        page.on("websocket", self._opened)
        return self

    def _opened(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        socket.on("framereceived", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        self.received += len(payload)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tiny", action="store_true", help="a few moves of one page, to see that it runs")
    tiny = parser.parse_args().tiny
    path = chromium()
    if path is None:
        raise SystemExit("This needs a Chromium: install the package `chromium`.")
    moves, repeats = (2, 1) if tiny else (30, 3)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with running_lab() as lab:
            scrubs(browser, lab, dict(list(SCRUBBED.items())[1:2]) if tiny else SCRUBBED, moves)
            trips(browser, lab, dict(list(SERVED.items())[:1]) if tiny else SERVED, moves)
            trainings(browser, lab, QUICK if tiny else TRAINED, 1 if tiny else 4)
        cold_starts(browser, repeats)
        browser.close()


def scrubs(browser: Browser, lab: str, pages: dict[str, tuple[str, ...]], moves: int) -> None:
    """Main-thread milliseconds a move of the transport bar takes, and what the page was sent."""
    print(
        "\nScrubbing, main thread (target: median 16 ms, 95 % 33 ms), and bytes for the page (target 1.5 MB)"
    )
    print(f"{'page':28}{'track':8}{'median ms':>10}{'95 % ms':>10}{'MB':>8}")
    for name, tracks in pages.items():
        with opened(browser, f"{lab}/{name}{OPENING[name]}") as (page, traffic):
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable")
            for track in tracks:
                last = int(page.locator(f"input[name=transport-{track}]").get_attribute("max") or 0)
                times = []
                for move in range(moves + 3):
                    before = busy(session)
                    page.evaluate(MOVE, [track, str(move * max(1, last // moves) % (last + 1))])
                    times.append(1000 * (busy(session) - before))
                times = sorted(times[3:])
                median, slow = statistics.median(times), times[int(0.95 * (len(times) - 1))]
                print(f"{name:28}{track:8}{median:10.1f}{slow:10.1f}{traffic.received / 1e6:8.2f}")


def trips(browser: Browser, lab: str, pages: dict[str, str], moves: int) -> None:
    """From the key on a slider to the last stroke of the main picture, against the minimal app."""
    print("\nA control that goes to the server, key to picture (target: median 100 ms, 2 × the minimal app)")
    print(f"{'page':28}{'control':10}{'median ms':>10}{'× minimal':>10}{'kB a move':>10}")
    with (
        running_lab(script=MINIMAL_APP) as minimal,
        opened(browser, minimal) as (page, traffic),
    ):
        least = statistics.median(
            presses(page, page.locator("[data-testid=stSlider] input").first, "written", moves)
        )
    print(f"{'minimal app':28}{'value':10}{least:10.0f}{1:10.1f}")
    for name, code in pages.items():
        with opened(browser, f"{lab}/{name}{OPENING[name]}") as (page, traffic):
            before = traffic.received
            took = statistics.median(presses(page, control(page, name, code), "painted", moves))
            sent = (traffic.received - before) / moves / 1e3
            print(f"{name:28}{code:10}{took:10.0f}{took / least:10.1f}{sent:10.0f}")


def trainings(browser: Browser, lab: str, pages: dict[str, str], choices: int) -> None:
    """From the choice of new examples or new networks to the main picture of the grid, which trains anew."""
    print("\nNew examples or networks: the whole grid trains, choice to picture (target: 1,500 ms)")
    print(f"{'page':28}{'chosen':14}{'median ms':>10}{'slowest':>10}")
    for name, opening in pages.items():
        with opened(browser, f"{lab}/{name}{opening}") as (page, _):
            for chosen, choose in (
                ("data set", next_data_set),
                ("label noise", more_noise),
                ("network", network),
            ):
                times = []
                for choice in range(min(choices, 2) if chosen == "network" else choices):
                    choose(page, name, choice)
                    page.wait_for_timeout(1000)
                    settle(page)
                    times.append(page.evaluate("() => window.lab.painted - window.lab.pressed"))
                print(f"{name:28}{chosen:14}{statistics.median(times):10.0f}{max(times):10.0f}")


def next_data_set(page: Page, name: str, _choice: int) -> None:
    control(page, name, "data").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):  # opens the list, goes to the next entry, takes it
        page.keyboard.press(key)
        page.wait_for_timeout(300)


def more_noise(page: Page, name: str, _choice: int) -> None:
    control(page, name, "flip").focus()
    page.keyboard.press("ArrowRight")


def network(page: Page, name: str, choice: int) -> None:
    if not choice:
        page.get_by_role("button", name="More settings").click()
    if name == "weight_shrinkage":
        page.locator(f".st-key-{name}-net [role=radio][aria-checked=false]").nth(choice).click()
    else:
        control(page, name, "net").click()
        page.get_by_role("option").nth(2 * choice).click()


def cold_starts(browser: Browser, repeats: int) -> None:
    """From starting the server's process to the first picture of the front page."""
    print("\nCold start to the first picture (target: 2.5 × the minimal app)")
    lab, least = [], []
    for _repeat in range(repeats):
        began = time.perf_counter()
        with running_lab() as address:
            page = browser.new_page()
            page.goto(address)
            page.locator("[data-testid=stVegaLiteChart] canvas").first.wait_for()
            lab.append(time.perf_counter() - began)
            page.close()
        began = time.perf_counter()
        with running_lab(script=MINIMAL_APP) as address:
            page = browser.new_page()
            page.goto(address)
            page.locator("[data-testid=stSlider] input").first.wait_for()
            least.append(time.perf_counter() - began)
            page.close()
    ratio = statistics.median(a / b for a, b in zip(lab, least, strict=True))
    print(f"lab {statistics.median(lab):.2f} s, minimal {statistics.median(least):.2f} s, ratio {ratio:.2f}")


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[tuple[Page, Traffic]]:
    """A page that stands still, watched from its first byte."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    traffic = Traffic().watch(page)
    page.goto(address)
    settle(page)
    page.wait_for_timeout(1500)
    yield page, traffic
    context.close()


def busy(session: CDPSession) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")


def control(page: Page, name: str, code: str) -> Locator:
    """The slider, or the list, of a lesson's control."""
    return page.locator(f".st-key-{name}-{code} input").first


def presses(page: Page, slider: Locator, mark: str, moves: int) -> list[float]:
    """Milliseconds from each press of a key on a slider to the last change; no value comes twice."""
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1500)
    times = []
    for _move in range(moves):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(700)
        times.append(page.evaluate(f"() => window.lab.{mark} - window.lab.pressed"))
    return times


if __name__ == "__main__":
    main()
