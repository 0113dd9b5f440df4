"""New numbers come into the views that are there: none is built anew, the page does not jump."""

import pytest

from tests.browser.conftest import OpenInBrowser, press, settle

QUICK = "m=20&steps=1000"
MOVES = [  # a lesson, a slider whose move goes to the server, and its track
    ("model_space?budget=1", "tilt", "budget"),
    ("descent_speed?step=20", "w0", "step"),
    (f"weight_shrinkage?net=8&{QUICK}", "flip", "lam"),
    ("overfit_vs_regularized?m=20&net=5-3", "flip", "lam"),
    ("choosing_lambda?lam=7.08", "cvseed", "lam"),
    ("two_functions?line=dW2", "seed", "lam"),
]
MARK = """() => {
  const views = [...document.querySelectorAll('[data-testid=stVegaLiteChart] canvas')]
  views.forEach((view, k) => { view.dataset.mine = k })
  const main = document.querySelector('[data-testid=stMain]')
  main.scrollTo(0, 250)
  return [views.length, main.scrollTop]
}"""
FOUND = """() => [
  document.querySelectorAll('[data-testid=stVegaLiteChart] canvas[data-mine]').length,
  document.querySelector('[data-testid=stMain]').scrollTop,
]"""


@pytest.mark.parametrize(("address", "slider", "track"), MOVES, ids=[move[0].split("?")[0] for move in MOVES])
def test_new_numbers_come_into_the_views_that_are_there(
    open_in_browser: OpenInBrowser, address: str, slider: str, track: str
) -> None:
    page = open_in_browser(f"{address}&lang=en")
    lesson = address.split("?", maxsplit=1)[0]
    page.locator("[data-testid=stVegaLiteChart] canvas").first.wait_for()
    settle(page)  # a chart comes only once its networks are trained
    handle = page.locator(f".st-key-{lesson}-{slider} input").first
    if not handle.count():
        page.get_by_role("button", name="More settings").click()
    handle.wait_for(state="attached")
    marked, before = page.evaluate(MARK), page.url
    handle.evaluate("(input) => input.focus({ preventScroll: true })")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    settle(page)
    assert page.evaluate(FOUND) == marked
    press(page, track, "ArrowRight", times=2)
    settle(page)
    assert page.evaluate(FOUND) == marked
