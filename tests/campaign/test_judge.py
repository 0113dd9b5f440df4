"""The judge of the campaign finds what is planted, each fault once, and nothing in a page without one."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import failure
from l2core.network import initialize_parameters
from l2core.optimizers import Recipe
from l2core.training import train
from tests.campaign.cases import VISIT, Case, cases
from tests.campaign.judge import findings, wrong_address, wrong_answer
from tests.campaign.places import PLACES, Place, names_of
from tests.campaign.run import Health, Limits, Outcome, visited
from tests.campaign.server import ROOT, Lab
from tests.campaign.short_training import quick
from tests.campaign.values import ACTIVE, KINDS, MARK
from tests.pages.test_hostile_addresses import elements
from tests.visitor import outcome

_HARMLESS = ("attribute", "code", "code out of code")  # by themselves
PLANTS = {
    **{
        f"markdown, {kind}": (st.markdown, words, {})
        for kind, words in ACTIVE.items()
        if kind not in _HARMLESS
    },
    "code": (st.markdown, f"`x{ACTIVE['code out of code']}x`", {}),
    "label": (st.checkbox, ACTIVE["link"], {}),
    "help": (st.button, "b", {"help": ACTIVE["image"]}),
    "heading": (st.subheader, ACTIVE["image"], {}),
    "caption": (st.caption, ACTIVE["latex"], {}),
    "option": (st.pills, "pills", {"options": [ACTIVE["link"]]}),
    "door": (st.expander, ACTIVE["colour"], {}),
    "html": (st.html, ACTIVE["image tag"], {}),
    "script": (st.html, f"<p>{ACTIVE['script']}</p>", {"unsafe_allow_javascript": True}),
    "handler": (st.html, f'<p onclick="{MARK}">', {}),
    "spec": (st.vega_lite_chart, {"mark": "bar", "title": MARK}, {}),
    "traceback": (st.error, "Traceback (most recent call last):\n  File x", {}),
    "traceback as code": (st.code, "Traceback (most recent call last):\n  File x", {}),
    "exception": (st.exception, ValueError("x"), {}),
    "failed page": (st.error, "The rest of this page", {"icon": failure.ICON}),
    "no number": (st.markdown, "The loss is nan.", {}),
    "long": (st.markdown, "n" * 30_000, {}),
}
FINE = {
    "words": (st.markdown, f"The address asked for `{MARK}`, [a page](/home) and $x^2$.", {}),
    "escaped": (st.markdown, rf"\[{MARK}\](x) \$ \`{MARK}\`", {}),
    "text": (st.text, ACTIVE["image"], {}),
    "code": (st.code, f"print('{MARK}')", {}),
    "html": (st.html, f"<p title='{MARK}'>{MARK} &lt;script&gt;</p>", {}),
}


@cache
def told() -> dict[str, list[str]]:
    """What the judge says of each part of a page that has all of it."""

    def page(planted) -> None:
        import streamlit as st

        for draw, what, options in planted:
            with st.container():
                draw(what, **options)

    planted = {**PLANTS, **{f"fine, {name}": fine for name, fine in FINE.items()}}
    app = AppTest.from_function(page, args=([*planted.values()],)).run()
    parts = [app.main.children[place] for place in range(len(planted))]
    return {name: findings(elements(part)) for name, part in zip(planted, parts, strict=True)}


@pytest.mark.parametrize("name", PLANTS)
def test_what_is_planted_is_found(name: str) -> None:
    assert told()[name]


@pytest.mark.parametrize("name", FINE)
def test_a_page_without_a_fault_is_fine(name: str) -> None:
    assert not told()[f"fine, {name}"]


def test_what_the_page_may_quote_is_no_fault() -> None:
    app = AppTest.from_string("import streamlit as st; st.markdown('The column nan is left out.')").run()
    assert findings(elements(app._tree))
    assert not findings(elements(app._tree), "a,nan\n1,2")


def test_addresses_and_answers_are_judged() -> None:
    assert not wrong_address("lam=1&embed=true&embed=x", ["lam"])
    assert wrong_address("lam=1&lam=2", ["lam"])
    assert wrong_address("lam=1&x=2", ["lam"])
    assert wrong_address("lam=" + "1" * 30_000, ["lam"])
    assert not wrong_answer(400, [("Server", "x")], b"Bad request")
    assert wrong_answer(500, [], b"")
    assert wrong_answer(200, [("Location", f"/?{MARK}")], b"")
    assert wrong_answer(200, [], f"<p>{MARK}".encode())


def test_10_000_cases_say_every_name_of_every_page_with_every_value() -> None:
    said = set()
    for visit in range(10_000 // VISIT):
        for case in cases(7, visit):
            if case.kind == "name":
                said |= {(case.where.page, pair) for pair in case.told.split(", ")}
    pages = {place.page for place in PLACES}
    every = {(page, f"{name}: {kind}") for page in pages for name in names_of(page) for kind in KINDS}
    assert (
        len(every - said) < len(every) / 100
    )  # what was left over when the addresses were parted into visits
    assert said <= every


def test_a_short_training_says_the_steps_that_were_asked_for() -> None:
    X, Y = np.array([[0.0, 1, 0, 1], [0, 0, 1, 1]]), np.array([[0.0, 1, 1, 0]])
    start = initialize_parameters((2, 3, 1), 0)
    recipes = [Recipe(), Recipe(learning_rate=1e9), Recipe(penalty="l2", lambd_schedule=((600, 1.0),))]
    asked = {"epochs": 3_000, "snapshots": [0, 10, 100, 1_000, 3_000]}
    short, whole = (run(X, Y, start, recipes, **asked) for run in (quick(train), train))
    assert short.epochs.tolist() == whole.epochs.tolist() == asked["snapshots"]
    assert short.recipes == whole.recipes
    assert short.data_loss.shape == whole.data_loss.shape == (5, 3)
    assert (short.diverged_at >= 0).tolist() == (whole.diverged_at >= 0).tolist() == [False, True, False]
    assert np.any(short.data_loss[-1] != whole.data_loss[-1])


def thrown(lab: Lab, limits: Limits, *plants: str, alone: bool = False) -> Sequence[Outcome]:
    """The outcomes of one visit of the faulty lab, whose page has another fault each time."""

    async def visit() -> list[Outcome]:
        health = Health(lab)
        numbered = [
            (k, Case("name", Place("home"), f"penalty={plant}", new=True)) for k, plant in enumerate(plants)
        ]
        found, begun = [], lab.clock()
        async for one in visited(lab, 1, numbered, limits, alone=alone):
            if health.worst_since(begun) > limits.health:
                one.doubted.append("not well")
            found.append(one)
        await health.end()
        return found

    return outcome(visit())


def test_a_server_that_is_slow_or_hangs_or_writes_a_traceback_is_found() -> None:
    lab = Lab(ROOT / "tests" / "campaign" / "faulty_lab.py")
    try:
        fine, raises = thrown(lab, Limits(), "none", "exception")
        assert not fine.wrong
        assert not fine.doubted
        assert any("exception: " in one for one in raises.wrong)
        assert "Traceback" in lab.said()
        assert not lab.said()
        [sleeps] = thrown(lab, Limits(slow=0.2), "sleeps")
        assert any("slow" in one for one in sleeps.doubted)
        [computes] = thrown(lab, Limits(slow=0.2), "computes", alone=True)
        assert any("slow" in one for one in computes.wrong)
        [holds] = thrown(lab, Limits(health=0.2), "holds")
        assert holds.doubted == ["not well"]
        hangs, _after = thrown(lab, Limits(hang=0.6), "hangs", "none")
        assert "HangError" in hangs.doubted[0]
        ends, gone = thrown(lab, Limits(), "ends", "none")
        assert "no answer" in ends.doubted[0]
        assert "no answer" in gone.doubted[0]
    finally:
        lab.end()
