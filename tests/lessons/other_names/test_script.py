"""One λ in everybody's convention as a script: it prints the numbers of the page."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import number
from dashboard.strengths import address_code
from l2core.convention import apart, translate
from l2core.conventions import CONVENTIONS, conventions
from l2core.decoupled_decay import timescale
from lessons.other_names.choice import ADAMW, EVERY, TypedDecay, TypedLambda
from lessons.other_names.script import source
from tests.conftest import OpenPage
from tests.lessons.choosing_lambda.scripts import run_python
from tests.lessons.choosing_lambda.test_table_script import script_of

# conv -> what the page is asked, off every default
ASKED = {
    "the-notes-lambd": {"penalty": "l2", "value": "3.5", "n": "1700"},
    "keras-l1-2-l2": {"penalty": "elastic_net", "l1": "0.3", "l2": "0.05", "n": "90"},
    "glmnet-gaussian-lambda": {"penalty": "l2", "value": "0.07", "s": "12.5", "std": "0", "n": "50"},
    "scikit-learn-mlpregressor-alpha": {
        "penalty": "l2",
        "value": "0.2",
        "n": "640",
        "batch": "64",
        "to": "pytorch-sgd-with-mseloss-weight-decay",
        "outputs": "3",
    },
    ADAMW: {"value": "0.05", "eta": "0.002", "n": "1000", "batch": "50"},
}


def numbers_shown(app: AppTest) -> dict[str, str]:
    """ "library: parameter" -> the number beside it, as the page writes it."""
    found = {}
    for block in app.markdown:
        if entry := re.fullmatch(r"\*\*(.+?)\*\* · (`.+)", block.value):
            for parameter, written in re.findall(r"`([^`]+)` = \*\*([^*]+)\*\*", entry[2]):
                found[f"{entry[1]}: {parameter}"] = written
    return found


@pytest.mark.parametrize("conv", ASKED)
def test_the_script_prints_what_the_page_shows(open_page: OpenPage, conv: str) -> None:
    known = {address_code(c) for c in CONVENTIONS} | {ADAMW}
    assert conv in known
    app = open_page(
        "other_names", answered={"alpha": "shown"}, doors=("files",), lang="en", conv=conv, **ASKED[conv]
    )
    assert not app.exception
    assert not app.warning
    told = run_python(script_of(app) or "")
    shown = numbers_shown(app)
    if conv == ADAMW:
        text = "\n".join(block.value for block in app.markdown)
        for name, x in told.items():
            assert number(x, 4) in text, name
        return
    assert shown
    for name, written in shown.items():
        if written.endswith("· s"):
            *first, _last = parts = written.removesuffix(" · s").split(" + ")
            assert number(told[f"{name}, times s"], 6) == parts[-1]
            assert [number(told[f"{name}, without s"], 6) for _part in first] == first
        else:
            assert number(told[name], 6) == written
    of_parts = {re.sub(", (times|without) s$", "", name) for name in told}
    assert of_parts - {"lambda of the mean loss", "share of L1 beside it"} == set(shown)


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
def test_it_agrees_with_the_core_from_every_convention_to_every_other(penalty: str) -> None:
    for k, given in enumerate(conventions(penalty)):
        spread = 7.5 if given.needs_spread or k % 3 == 0 else None
        typed = TypedLambda(given, 0.4 + k, 300, 20 + k if k % 2 else None, 0.3, EVERY, 1 + k % 3, spread)
        told = run_python(source(typed))
        mean = given.to_canonical(
            typed.value, typed.examples, l1_ratio=0.3, outputs=typed.outputs, spread=spread or 1.0
        )
        assert told["lambda of the mean loss"] == pytest.approx(mean, rel=6e-6)
        for wanted in conventions(penalty):
            x, share = translate(
                typed.value,
                given,
                wanted,
                300,
                typed.batch,
                l1_ratio=0.3,
                outputs=typed.outputs,
                spread=spread or 1.0,
            )
            name = f"{wanted.name}: {wanted.parameter}"
            if not wanted.ratio:
                pair = [told[f"{wanted.name}: {part}"] for part in ("l1", "l2")]
                assert pair == pytest.approx(apart(x, share), rel=6e-6)
            elif wanted.needs_spread and spread is None:
                assert told[f"{name}, times s"] == pytest.approx((1 - share) * x, rel=6e-6)
            else:
                assert told[name] == pytest.approx(x, rel=6e-6)
                assert penalty != "elastic_net" or told[f"{wanted.name}: {wanted.ratio}"] == pytest.approx(
                    share, rel=6e-6
                )


def test_where_no_library_has_a_number_the_mean_loss_has_one() -> None:
    given = conventions("l2")[0]
    assert run_python(source(TypedLambda(given, 2.0, 200, target=ADAMW))) == {"lambda of the mean loss": 0.01}


def test_no_batch_is_larger_than_all_rows() -> None:
    told = run_python(source(TypedDecay(0.01, 0.001, 40, 32)))
    assert told["steps that the weights remember"] == pytest.approx(timescale(0.01, 0.001))
    assert not any("batch" in name for name in told)


def test_there_is_none_as_long_as_the_question_is_open(open_page: OpenPage) -> None:
    assert script_of(open_page("other_names", doors=("files",))) is None
