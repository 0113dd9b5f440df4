"""The page on other libraries: one λ in the convention of each, with its line of code."""

import re

import numpy as np
import pytest
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from streamlit.testing.v1 import AppTest

from charts.equalities import as_fraction
from charts.numbers import number
from dashboard import address
from dashboard.strengths import address_code
from l2core.convention import joined, translate
from l2core.conventions import CONVENTIONS, conventions
from l2core.penalties import PENALIZED
from lessons.other_names import questions, timescale
from lessons.other_names.choice import TypedDecay
from lessons.other_names.dictionary import LOSS_NAMES
from lessons.other_names.presets import places
from tests.conftest import OpenPage, sent


def clean(app: AppTest) -> AppTest:
    assert not app.exception
    words = said(app).lower().replace("\n", " ").split(" ")
    assert "nan" not in words
    assert "inf" not in words
    texts = "".join(element.value for element in (*app.markdown, *app.caption))
    assert "{" not in re.sub(r"\$[^$]*\$", "", texts)  # but in a formula
    return app


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.success, app.error, app.info, app.warning)
    return "\n".join(element.value for kind in boxes for element in kind)


@pytest.mark.parametrize("kind", ["l2", "l1", "elastic_net"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_lambda_is_read_in_every_convention_of_its_penalty(
    open_page: OpenPage, kind: str, lang: str
) -> None:
    app = clean(open_page("other_names", lang=lang, penalty=kind))
    lines = [block.value for block in app.code]
    for known in conventions(kind):
        value = known.from_canonical(1 / 200, 200)
        if known.needs_spread:  # nobody was asked for it
            assert known.code_for_any_spread(value) in lines
        else:
            assert known.code(value, batch=200) in lines
    assert ("AdamW" in said(app)) == (kind == "l2")
    assert not app.warning


def test_the_page_agrees_with_numbers_worked_out_by_hand(open_page: OpenPage) -> None:
    address = {"conv": "scikit-learn-ridge-alpha", "value": "50", "n": "1000"}
    app = clean(open_page("other_names", lang="en", doors=("formula",), **address))
    words = said(app)
    for line in (
        "**the notes** · `lambd` = **50**",  # λ/2m against 1/2m: the same sum
        "**glmnet, gaussian** · `lambda` = **0.05 · s**",  # 50 / 1000, on y divided by s
        "**scikit-learn SGDRegressor** · `alpha` = **0.05**",  # 50 / 1000
        "**scikit-learn MLPClassifier** · `alpha` = **10**",  # 0.05 · 200 rows in a batch
        "**PyTorch SGD with MSELoss** · `weight_decay` = **0.1**",  # its loss has no ½
        "**scikit-learn LogisticRegression** · `C` = **0.02**",  # 1 / 50
        "**Keras** · `l2` = **0.025**",  # its penalty has no ½
    ):
        assert line in words
    assert r"50 / 1000 = 0.05" in app.latex[1].value


def test_rows_and_batch_are_two_boxes(open_page: OpenPage) -> None:
    """1,000 rows in batches of 200: alpha = 1 of MLPClassifier is C = 0.2 of LogisticRegression."""
    address = {"conv": "scikit-learn-mlpclassifier-alpha", "n": "1000", "batch": "200"}
    app = clean(open_page("other_names", lang="en", doors=("formula",), **address))
    assert "**scikit-learn LogisticRegression** · `C` = **0.2**" in said(app)
    assert "MLPClassifier(alpha=1, batch_size=200)" in [block.value for block in app.code]
    assert r"1 / 200 = 0.005" in app.latex[1].value
    address = {name: code for name, code in address.items() if name != "batch"}
    app = clean(open_page("other_names", lang="en", doors=("formula",), **address))
    assert boxes(app) == {"alpha": 1, "Rows n": 1000, "Rows in a batch": 200}  # what scikit-learn takes
    assert r"1 / 200 = 0.005" in app.latex[1].value


def boxes(app: AppTest) -> dict[str, float]:
    """What can be typed in, and what stands there."""
    return {box.label: box.value for box in app.number_input}


def code_of(name: str, penalty: str) -> str:
    return next(address_code(c) for c in conventions(penalty) if c.name == name)


@pytest.mark.parametrize(
    ("penalty", "source", "target", "asked"),
    [
        ("l1", "scikit-learn Lasso", "glmnet, gaussian", ["alpha", "X standardised"]),
        ("l1", "scikit-learn Lasso", "PyTorch, added to MSELoss", ["alpha", "Outputs K"]),
        ("l2", "scikit-learn SGDRegressor", "scikit-learn Ridge", ["alpha", "Rows n"]),
        ("l2", "scikit-learn LogisticRegression", "PyTorch Adam", ["C", "Rows n"]),
        (
            "l2",
            "scikit-learn LogisticRegression",
            "scikit-learn MLPClassifier",
            ["C", "Rows n", "Rows in a batch"],
        ),
        (
            "l2",
            "glmnet, gaussian",
            "scikit-learn Ridge",
            ["lambda", "Rows n", "Standard deviation s of y", "X standardised"],
        ),
        (
            "elastic_net",
            "glmnet, gaussian",
            "scikit-learn ElasticNet",
            ["lambda", "Share of L1, alpha", "Standard deviation s of y", "X standardised"],
        ),
        ("elastic_net", "Keras", "scikit-learn ElasticNet", ["l1", "l2"]),
        ("elastic_net", 'Keras with "mse"', "scikit-learn ElasticNet", ["l1", "l2", "Outputs K"]),
    ],
)
def test_only_what_the_pair_of_libraries_needs_is_asked_for(
    open_page: OpenPage, penalty: str, source: str, target: str, asked: list[str]
) -> None:
    codes = {"penalty": penalty, "conv": code_of(source, penalty), "to": code_of(target, penalty)}
    app = clean(open_page("other_names", lang="en", **codes))
    assert not app.warning
    assert [*boxes(app), *(toggle.label for toggle in app.toggle)] == asked
    shown = re.findall(r"^\*\*([^*]+)\*\* · `", said(app), re.M)
    assert shown == [target]
    assert len([block for block in app.code if block.value]) >= 1


def test_every_pair_of_libraries_is_translated_as_the_core_does_it(open_page: OpenPage) -> None:
    """All numbers off their defaults; the box that is not shown has no say."""
    off = {"n": "321", "batch": "40", "outputs": "3", "s": "7.5", "r": "0.37", "value": "0.6"}
    off |= {"l1": "0.02", "l2": "0.3", "std": "1"}
    pairs = [(a, b) for p in PENALIZED for a in conventions(p) for b in conventions(p) if a != b]
    for source, target in np.random.default_rng(0).permutation(pairs)[:12]:
        codes = {"penalty": source.penalty, "conv": address_code(source), "to": address_code(target)}
        app = clean(open_page("other_names", lang="en", **codes, **off))
        sides = (source, target)
        batch = 40 if any(one.by_batch for one in sides) else None
        typed, ratio = (0.6, 0.37) if source.ratio else joined(0.02, 0.3)
        value, share = translate(
            typed,
            source,
            target,
            321,
            batch,
            l1_ratio=ratio,
            outputs=3 if any(one.per_output for one in sides) else 1,
            spread=7.5 if any(one.needs_spread for one in sides) else 1.0,
        )
        scaled = any(one.scaling == "argument" for one in sides)
        due = target.code(value, l1_ratio=share, batch=target.examples(321, batch), standardized=scaled)
        assert due in [block.value for block in app.code]


def test_the_ridge_of_the_book_is_read_in_scikit_learn(open_page: OpenPage) -> None:
    book = next(preset for preset in places(str) if preset.kind == "published")
    app = clean(open_page("other_names", lang="en", doors=("formula",), **book.codes))
    assert "**scikit-learn Ridge** · `alpha` = **6,716**" in said(app)
    assert "make_pipeline(StandardScaler(), Ridge(alpha=6716.06))" in [block.value for block in app.code]
    assert r"\lambda = 11{,}498 / 450.26 \approx 25.5364" in app.latex[1].value


def test_the_share_of_l1_is_another_one_in_glmnet(open_page: OpenPage) -> None:
    """s = 4: 0.1 (0.2 ‖w‖₁ + 0.8/8 ‖w‖²) is 0.02 ‖w‖₁ + 0.01 ‖w‖², so λ = 0.04 and r = ½."""
    codes = {"penalty": "elastic_net", "conv": "glmnet-gaussian-lambda", "value": "0.1", "r": "0.2", "s": "4"}
    app = clean(open_page("other_names", lang="en", doors=("formula",), **codes))
    assert "**scikit-learn ElasticNet** · `alpha` = **0.04** · `l1_ratio` = **0.5**" in said(app)
    assert '**Keras with "mse"** · `l1` = **0.04** · `l2` = **0.02**' in said(app)
    assert r"r = 0.2 / (0.2 + (1 - 0.2) / 4) = 0.5" in app.latex[1].value
    app = clean(open_page("other_names", lang="en", penalty="elastic_net", value="2", r="0.25"))
    assert "**glmnet, gaussian** · `lambda` = **0.0025 + 0.0075 · s**" in said(app)


def test_the_batch_follows_the_rows_until_somebody_says_it(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en", conv="scikit-learn-mlpclassifier-alpha", n="100"))
    rows, batch = (
        next(box for box in app.number_input if box.label.startswith(n)) for n in ("Rows n", "Rows in")
    )
    assert batch.value == 100
    app = clean(rows.set_value(1000).run())
    assert boxes(app)["Rows in a batch"] == 200
    app = clean(next(box for box in app.number_input if box.label.startswith("Rows in")).set_value(64).run())
    app = clean(next(box for box in app.number_input if box.label == "Rows n").set_value(500).run())
    assert boxes(app)["Rows in a batch"] == 64
    assert app.query_params["batch"] == "64"


def test_on_standardised_variables_the_code_standardises_and_the_page_says_so(open_page: OpenPage) -> None:
    codes = {"penalty": "l1", "conv": "glmnet-gaussian-lambda", "value": "0.25"}
    app = clean(open_page("other_names", lang="en", **codes))
    lines = [block.value for block in app.code]
    assert "make_pipeline(StandardScaler(), Lasso(alpha=0.25))" in lines
    assert "glmnet(X, y, alpha = 1, lambda = 0.25)" in lines
    assert "On standardised variables" in sent(app)
    app = clean(app.toggle[0].set_value(False).run())
    lines = [block.value for block in app.code]
    assert "Lasso(alpha=0.25)" in lines
    assert "glmnet(X, y, alpha = 1, lambda = 0.25, standardize = FALSE)" in lines
    assert "On standardised variables" not in sent(app)
    assert app.query_params["std"] == "0"


# ---- AdamW


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_adamw_has_no_lambda_but_a_timescale(open_page: OpenPage, lang: str) -> None:
    """η = 0.001, d = 0.1: 10,000 steps; 1,000 rows in batches of 50 are 20 steps, so 500 epochs."""
    codes = {"conv": "pytorch-adamw-weight-decay", "value": "0.1", "eta": "0.001", "n": "1000", "batch": "50"}
    app = clean(open_page("other_names", lang=lang, doors=("formula",), **codes))
    assert not app.warning
    assert list(boxes(app).values()) == [0.1, 0.001, 1000, 50]
    assert "τ = 1/(η · weight_decay) = 10,000" in sent(app)
    assert "500" in sent(app)
    assert [decay.rstrip(".") for decay in re.findall(r"weight_decay = ([\d.]+)$", said(app), re.M)] == [
        "0.05",  # twice η
        "0.05",  # twice the rows: twice the steps in an epoch
        "0.2",  # twice the batch: half the steps
    ]
    assert r"\tau = \frac{1}{(0.001) \cdot (0.1)} = 10{,}000" in app.latex[1].value
    assert any("torch.optim.AdamW" in block.value for block in app.code)
    assert len(app.selectbox) == 1  # nothing to translate it into


def test_a_lambda_has_no_number_in_adamw(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en", to="pytorch-adamw-weight-decay"))
    assert "No number of AdamW is this λ." in said(app)
    assert "`weight_decay` =" not in said(app)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_said_of_the_timescale_is_so(seed: int) -> None:
    rng = np.random.default_rng(seed)
    decay, eta = 10 ** rng.uniform(-9, 3, 2)
    rows = int(10 ** rng.uniform(0, 6))
    typed = TypedDecay(decay, eta, rows, int(rng.integers(1, rows + 1)))
    words = timescale.remembered(str, typed)
    if decay * eta >= 1:
        assert "1 or more" in words
        return
    found = re.search(r"= (\S+) steps, that is (\S+) epochs \((\S+) steps", words)
    assert found
    tau, epochs, epoch = map(as_fraction, found.groups())
    assert float(tau) == pytest.approx(1 / (decay * eta), rel=1e-3)
    assert float(epoch) == pytest.approx(-(-rows // typed.batch), rel=1e-3)
    assert float(epochs) == pytest.approx(1 / (decay * eta) / -(-rows // typed.batch), rel=1e-3)
    for words in timescale.kept(str, typed):
        other = float(as_fraction(words.rsplit(" ", 1)[1]))
        changed = {
            "learning rate": (2 * eta, rows, typed.batch),
            "twice the rows:": (eta, 2 * rows, typed.batch),
        }
        rate, n, batch = next(
            (new for name, new in changed.items() if name in words), (eta, rows, 2 * typed.batch)
        )
        assert batch <= n or typed.batch > rows
        assert 1 / (rate * other) / -(-n // batch) == pytest.approx(
            1 / (decay * eta) / -(-rows // typed.batch), rel=1e-3
        )


@pytest.mark.parametrize(
    ("name", "code"), [("conv", "caffe"), ("value", "-1"), ("n", "0"), ("penalty", "l0"), ("value", "x")]
)
def test_what_the_page_cannot_read_falls_back_and_says_so(open_page: OpenPage, name: str, code: str) -> None:
    app = clean(open_page("other_names", lang="en", **{name: code}))
    assert any(f"{name}={code}" in warning.value.replace("\\", "") for warning in app.warning)


def test_no_library_says_its_number_before_the_question_was_answered(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en"))
    assert not app.number_input  # into which λ and n could be typed
    assert not app.code
    assert "um of the loss" not in sent(app)
    assert "the loss is a sum" not in sent(app)
    app = clean(open_page("other_names", lang="en", answered={"alpha": "shown"}))
    assert len(app.number_input) == 3
    assert "the loss is a sum" in sent(app)


def test_the_prediction_on_alpha_is_scored_and_stays_out_of_the_address(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en"))
    assert "= 1000 · 0.1" not in sent(app)
    app = clean(next(b for b in app.button if b.key.endswith(".alpha.100")).click().run())
    assert "alpha = 1000 · 0.1 = 100" in app.success[0].value
    assert dict(app.query_params) == {"lang": "en"}
    app = clean(open_page("other_names", lang="en", answered={"alpha": "0.1"}))
    assert app.info[0].value.startswith("You said: 0.1.")


def test_an_older_link_with_an_answer_asks_anew(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en", guess_alpha="100", n="1000"))
    assert not app.success
    assert not app.warning
    assert dict(app.query_params) == {"lang": "en", "n": "1000"}


def test_the_verdict_leads_to_the_same_strength_below(open_page: OpenPage) -> None:
    codes = questions.outcome(str).shows[0].codes
    app = clean(open_page("other_names", lang="en", **codes))
    assert "**scikit-learn Ridge** · `alpha` = **100**" in said(app)


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
def test_every_convention_can_be_linked_to_with_its_number(open_page: OpenPage, penalty: str) -> None:
    every = conventions(penalty)
    for known, other in zip(every, every[1:] + every[:1], strict=True):
        codes = address.link(
            "other_names",
            penalty=penalty,
            conv=address_code(known),
            to=address_code(other),
            value="0.25",
            n="50",
        )
        app = clean(open_page("other_names", lang="en", **codes))
        assert [box.value for box in app.selectbox] == [address_code(known), address_code(other)]
        if known.ratio:
            assert boxes(app)[known.parameter] == 0.25
        else:
            assert (boxes(app)["l1"], boxes(app)["l2"]) == (0.125, 0.0625)  # half of 0.25 is L1
        assert not app.warning


def test_a_convention_that_only_l1_has_brings_its_penalty(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en", conv="scikit-learn-lasso-alpha", value="0.25"))
    assert "**scikit-learn Lasso** · `alpha` = **0.25**" in said(app)
    assert not app.warning


def test_the_chips_lead_to_numbers_that_people_have(open_page: OpenPage) -> None:
    for preset in places(str):
        app = clean(open_page("other_names", lang="en", **preset.codes))
        assert not app.warning
        if "to" not in preset.codes:
            assert f"= **{number(float(preset.codes['value']))}**" in said(app)


def test_the_numbers_of_the_chips_are_those_that_scikit_learn_begins_with() -> None:
    begins = {
        "logisticregression": LogisticRegression().C,
        "ridge": Ridge().alpha,
        "lasso": Lasso().alpha,
        "mlpclassifier": MLPClassifier().alpha,
    }
    assert MLPClassifier().batch_size == "auto"  # which is min(200, rows)
    for preset in places(str):
        if preset.kind == "published":
            continue
        name = preset.codes["conv"].split("-")[2]
        assert float(preset.codes["value"]) == begins[name]


def test_every_loss_of_the_core_has_a_name_here() -> None:
    assert {known.loss for known in CONVENTIONS} == set(LOSS_NAMES)


def test_what_the_core_says_of_a_convention_is_said_in_chinese_too(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="zh", answered={"alpha": "shown"}))
    english = {known.note for known in CONVENTIONS}
    assert not english & {caption.value for caption in app.caption}
    assert "讲义" in said(app)


def test_a_control_begins_in_the_browser_with_its_own_value_and_not_with_the_least_one(
    open_page: OpenPage,
) -> None:
    """A browser that draws it only after a second run has no other value to begin with."""
    app = open_page("other_names", lang="en", value="3", n="500", penalty="elastic_net", r="0.2")
    assert [control.proto.default for control in app.number_input] == [3, 0.2, 500, 500]
