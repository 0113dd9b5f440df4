"""Another language changes the words and nothing that was chosen, with every control off its default."""

from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page

from dashboard.address_names import EVERY_PAGE, NAMES
from tests.browser.conftest import OpenInBrowser, settle
from tests.pages.own_tables import titanic

# Every control of a page stands in one of its addresses with another value than its default.
CHOSEN = (
    "?lam=0.1&penalty=l1&point=2&shift=0.5&published=1",
    "model_space?c1=1.5&c2=0.5&tilt=45&stretch=3&drive=lam&lam=2&en=1&r=0.2&seed=7",
    "model_space?c1=1.5&c2=0.5&tilt=45&stretch=3&budget=0.5&en=1&r=0.2&seed=7",
    "descent_speed?pull=1&w0=0.1&lam=1&l1step=clipped&h=2&c=-1&eta=0.5&scale=log&en=1&r=0.25&step=3",
    "weight_shrinkage?net=8&m=20&opt=adam&eta=0.1&steps=1000&scale=log&penalty=elastic_net&r=0.3"
    "&data=breast_cancer&col1=mean+area&col2=mean+texture&flip=20&seed=3&lam=3&step=951&l1step=subgradient",
    "weight_shrinkage?net=8&m=20&steps=1000&noise=0.5&start=2&lam=3&step=951&race=1&raced=l2&switch=90&starts=1&look=sums&w=W2%5B1%2C+1%5D",
    "overfit_vs_regularized?m=20&net=5-3&seed=2&start=3&eta=0.2&val=1&flip=20&noise=0.5&starts=1&draws=1"
    "&step=2852&lam=3&data=moons",
    "overfit_vs_regularized?m=20&data=breast_cancer&col1=mean+area&col2=mean+texture",
    "choosing_lambda?published=1&lam=1.12&gamma=0.5",
    "choosing_lambda?penalty=elastic_net&r=0.25&against=norm1&folds=5&cvseed=3&std=0&lam=1.12",
    "choosing_lambda?table=breast_cancer&lam=0.01",
    "choosing_lambda?part=network&m=20&data=moons&flip=20&noise=0.5&seed=3&penalty=l1&draws=1&lam=2",
    "choosing_lambda?part=map&m=20&data=breast_cancer&col1=mean+area&col2=mean+texture&lam=3&eta=0.3",
    "other_names?penalty=elastic_net&conv=glmnet-gaussian-lambda&to=the-notes-lambd&value=0.3&r=0.2&n=50&batch=10"
    "&s=3&std=0",
    "other_names?penalty=elastic_net&conv=keras-with-mse-l1-2-l2&l1=0.2&l2=0.3&outputs=3",
    "other_names?conv=pytorch-adamw-weight-decay&eta=0.01&value=0.3",
    "two_functions?net=2-2-2-1&m=6&seed=34&line=dW1&part=backward&lam=2.4&slip=penalty&cell=gradients",
    "twelve_things?part=after",
)
# The same of a table of one's own.
OWN = (
    "choosing_lambda?table=own&target=Embarked&level=Q&split=-&out=PassengerId,Sex&gaps=Age"
    "&codes=Fare%3D-999&measure=misclassification&balance=1&keep=Pclass&trust=Fare&rule=min"
    "&calibration=1&spread=1&rules=1&stable=1&ranges=1&honest=1&model=1&take_home=1&lam=0.02",
    "overfit_vs_regularized?data=own&label=Survived&split=-&col1=Fare&col2=Age&net=5-3",
)


@pytest.mark.parametrize("address", [*CHOSEN, *OWN])
def test_another_language_keeps_what_was_chosen(open_in_browser: OpenInBrowser, address: str) -> None:
    page = open_in_browser(f"{address}&lang=en")
    if address in OWN:
        page.locator("input[type=file]").set_input_files(
            {"name": "own.csv", "mimeType": "text/csv", "buffer": own()}
        )
        page.get_by_text("own.csv").first.wait_for()
        settle(page)
    asked = codes(page)
    assert asked == dict(parse_qsl(urlsplit(address).query))
    page.locator(".st-key-language").get_by_text("中文", exact=True).click()
    page.wait_for_url("**lang=zh**")
    settle(page)
    look_into_the_settings(page)
    assert codes(page) == asked
    go_on(page, asked)


def own() -> bytes:
    """A table with gaps, words, numbers that stand for a missing cell, and a column that splits the rows."""
    rows = titanic()
    rows["Fare"] = rows["Fare"].mask(rows.index % 5 == 0, -999)
    rows["train"] = np.where(rows.index % 3 > 0, "T", "F")
    return rows.to_csv(index=False).encode()


def codes(page: Page) -> dict[str, str]:
    return {name: code for name, code in parse_qsl(urlsplit(page.url).query) if name != "lang"}


def look_into_the_settings(page: Page) -> None:
    """Opens what is folded into "More settings", which a browser draws only then, and closes it."""
    buttons = page.locator("[data-testid=stPopoverButton]:not(.st-key-class_menu *)")
    for k in range(buttons.count()):
        buttons.nth(k).click()
        body = page.get_by_test_id("stPopoverBody")
        body.wait_for()
        page.keyboard.press("Escape")
        body.wait_for(state="hidden")
    settle(page)


def go_on(page: Page, before: dict[str, str]) -> None:
    """Moves one control, and no other is changed by that."""
    address = page.url
    bar = page.locator("input[name^=transport-]:enabled")
    if bar.count():
        bar.last.press("ArrowLeft")
    elif (steps := page.get_by_test_id("stNumberInputStepUp")).count():
        steps.first.click()
    else:
        page.locator("[role=radio][aria-checked=false]:not(.st-key-language *)").first.click()
    page.wait_for_function("(before) => location.href !== before", arg=address)
    settle(page)
    after = codes(page)
    assert len({name for name in before | after if before.get(name) != after.get(name)}) == 1


def test_every_control_is_chosen_in_one_of_these_addresses() -> None:
    parts = [urlsplit(address) for address in (*CHOSEN, *OWN)]
    chosen = {(part.path or "home", name) for part in parts for name, _code in parse_qsl(part.query)}
    every = {(page, row.code) for row in NAMES if row.pages != EVERY_PAGE for page in row.pages}
    assert every - chosen == set()
