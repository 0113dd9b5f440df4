"""What the page says of a network is so: each sentence against the notes' formulas, written out once more."""

import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from charts.two_functions.code_lines import code_lines
from l2core.worked_example import SLIPS, worked_example
from lessons.two_functions import formula, questions, words
from lessons.two_functions.choice import NETS, SEEDS, SIZES, Choice
from lessons.two_functions.run import LAMBDAS, every_lambda, here
from tests.charts.two_functions.examples import english, height_and_tables
from tests.charts.two_functions.test_arithmetic import RAISED, arithmetic
from tests.core.test_worked_example import by_hand

ARRAYS = ("dW1", "db1", "dW2", "db2", "dW3", "db3")
_draw = np.random.default_rng(20)


def choice_of(net: str, m: str, seed: int) -> Choice:
    return Choice(tuple(int(n) for n in net.split("-")), int(m), seed)


STATES = [
    (choice_of(str(_draw.choice(NETS)), str(_draw.choice(SIZES)), int(_draw.choice(SEEDS))), lam)
    for lam in (0, 0, 0, 0, 1, 1, 24, 24, *_draw.integers(1, 25, size=22).tolist())
]
KINK = [(choice_of("2-2-2-1", "6", 34), lam) for lam in (0, 7, 24)]  # a Z of exactly 0 stood here
EVERY_STATE = pytest.mark.parametrize(
    ("choice", "lam"),
    STATES + KINK,
    ids=lambda value: f"{value.layer_dims}-{value.m}-{value.seed}" if isinstance(value, Choice) else None,
)


def decimal(text: str) -> Decimal:
    """A printed number."""
    return Decimal(text.replace("−", "-").replace("·10", "E").replace(",", "").translate(RAISED))


def rounded(value: float | Decimal, text: str) -> Decimal:
    """`value` with as many decimals as `text` has; a printed 0 is exact."""
    exact = value if isinstance(value, Decimal) else Decimal(float(value))
    return exact.quantize(decimal(text), ROUND_HALF_UP) if text != "0" else exact


def comes_to(value: float | Decimal, text: str) -> bool:
    """Whether a calculation comes to what is printed; a half may go up or down."""
    digit = Decimal(1).scaleb(decimal(text).as_tuple().exponent) if "." in text or "·" in text else Decimal(0)
    exact = value if isinstance(value, Decimal) else Decimal(float(value))
    return abs(exact - decimal(text)) <= digit / 2 + Decimal("1e-11")


def cost_by_hand(X, Y, p, lambd) -> tuple[float, float]:
    """Cross-entropy and penalty of the notes, example by example and weight by weight."""
    A3, m = by_hand(X, Y, p, 0.0)["A3"][0], X.shape[1]
    losses = [-np.log(a) if y else -np.log(1 - a) for a, y in zip(A3, Y[0], strict=True)]
    squares = sum(w * w for name in ("W1", "W2", "W3") for row in p[name] for w in row)
    return float(sum(losses) / m), float(lambd / 2 / m * squares)


def with_slip(X, Y, p, lambd, slip):
    """The gradient that somebody computes who makes this slip."""
    m, right = X.shape[1], by_hand(X, Y, p, lambd)
    if slip.startswith("penalty_in_"):
        name = slip.removeprefix("penalty_in_")
        return right | {name: right[f"data{name[-1]}"]}
    if slip == "biases_penalized":
        return right | {f"db{k}": right[f"db{k}"] + lambd / m * p[f"b{k}"] for k in (1, 2, 3)}
    return {
        "nothing": right,
        "penalty": by_hand(X, Y, p, 0.0),
        "division_by_m": by_hand(X, Y, p, m * lambd),
        "sign_of_penalty": by_hand(X, Y, p, -lambd),
        "relu_gate": by_hand(X, Y, p, lambd, gates=False),
        "sign_of_dZ3": by_hand(X, Y, p, lambd, sign=-1.0),
    }[slip]


def really_wrong(X, Y, p, lambd, slip) -> dict[str, float]:
    """The arrays that this slip makes wrong, with their relative error against the gradient by hand."""
    wrong, right = with_slip(X, Y, p, lambd, slip), by_hand(X, Y, p, lambd)
    errors = {
        name: np.linalg.norm(wrong[name] - right[name])
        / (np.linalg.norm(wrong[name]) + np.linalg.norm(right[name]) or 1)
        for name in ARRAYS
    }
    return {name: error for name, error in errors.items() if error > 1e-6}


# What to notice.


@EVERY_STATE
def test_the_cost_is_said_to_be_what_it_is_and_its_sum_adds_up(choice, lam):
    example = worked_example(choice.layer_dims, choice.m, choice.seed)
    sentence = words.points(english, here(choice, lam))[0]
    found = re.search(r"\*\* (\S+) ([=≈]) (\S+) \(cross-entropy\) \+ (\S+) \(penalty, λ = (\S+)\)", sentence)
    assert found
    cost, sign, data, penalty, lambd = found.groups()
    entropy, pull = cost_by_hand(*example, LAMBDAS[lam])
    assert float(lambd) == LAMBDAS[lam]
    for text, value in ((cost, entropy + pull), (data, entropy), (penalty, pull)):
        assert rounded(value, text) == decimal(text)
    assert (penalty == "0") == (lam == 0)
    assert (sign == "=") == (decimal(data) + decimal(penalty) == decimal(cost))
    assert sentence.endswith(f"At λ = 0 it is {data}.")


def test_both_signs_are_needed():
    signs = [words.points(english, here(*state))[0].split()[8] for state in STATES]
    assert {"=", "≈"} == set(signs)


@EVERY_STATE
def test_lambda_enters_the_lines_that_it_is_said_to_enter(choice, lam):
    sentence = words.points(english, here(choice, lam))[1]
    some, every = (int(n) for n in re.findall(r"\d+", sentence))
    X, Y, p = worked_example(choice.layer_dims, choice.m, choice.seed)
    one, other = by_hand(X, Y, p, LAMBDAS[lam]), by_hand(X, Y, p, LAMBDAS[lam] + 0.1)
    moved = {name for name in one if not np.array_equal(one[name], other[name])}
    assert moved == {"dW1", "dW2", "dW3"}
    assert some == len(moved) + 2  # and the penalty and the cost, in which it stands
    assert every == len(code_lines(english))
    assert {line.name for line in code_lines(english) if line.has_lambda} == moved | {"penalty", "cost"}


@EVERY_STATE
def test_no_weight_is_larger_than_the_one_that_is_named(choice, lam):
    _X, _Y, p = worked_example(choice.layer_dims, choice.m, choice.seed)
    sentence = words.points(english, here(choice, lam))[2]
    found = re.search(r"(W\d)\[(\d), (\d)\] = (\S+), .* \((\S+)\) = (\S+) on top", sentence)
    assert found
    name, row, column, weight, again, pull = found.groups()
    w = p[name][int(row) - 1, int(column) - 1]
    assert decimal(weight) == decimal(again) == Decimal(f"{w:.2f}")
    assert all(abs(entry) <= abs(w) for k in (1, 2, 3) for entry in p[f"W{k}"].ravel())
    assert rounded(LAMBDAS[lam] / choice.m * w, pull) == decimal(pull)


@EVERY_STATE
def test_the_closed_gates_are_counted(choice, lam):
    X, _Y, p = worked_example(choice.layer_dims, choice.m, choice.seed)
    closed, every = (
        int(n) for n in re.findall(r"\d+", words.points(english, here(choice, lam))[3].split(" are ")[0])
    )
    Z1 = p["W1"] @ X + p["b1"]
    Z2 = p["W2"] @ np.maximum(Z1, 0) + p["b2"]
    assert closed == sum(z <= 0 for Z in (Z1, Z2) for z in Z.ravel())
    assert closed > 1  # "are"
    assert every == Z1.size + Z2.size
    numbers = here(choice, lam).numbers
    for layer, Z in ((1, Z1), (2, Z2)):
        assert (numbers[f"A{layer}"][Z <= 0] == 0).all()
        assert (numbers[f"dZ{layer}"][Z <= 0] == 0).all()


# The gradient check.


@EVERY_STATE
@pytest.mark.parametrize("slip", SLIPS)
def test_the_verdict_is_that_of_the_gradient_by_hand(choice, lam, slip):
    example = worked_example(choice.layer_dims, choice.m, choice.seed)
    finding, sentence = words.verdict(english, here(choice, lam), slip)
    wrong = really_wrong(*example, LAMBDAS[lam], slip)
    if slip == "nothing":
        assert finding == "right"
        assert sentence.startswith("All 6 arrays agree")
        worst = sentence.split()[-1].rstrip(".")
        assert 0 < decimal(worst) < Decimal("1e-7")
    elif wrong:
        assert finding == "wrong"
        named = dict(re.findall(r"(d[Wb]\d) \((\S+)\)", sentence))
        assert set(named) == set(wrong)
        for name, error in wrong.items():
            assert float(decimal(named[name])) == pytest.approx(error, rel=0.06)
        if len(wrong) < 6:
            rest = sentence.split("agree: ")[1].rstrip(".").split(", ")
            assert set(rest) == set(ARRAYS) - set(wrong)
    else:
        assert finding == "nothing"
        assert lam == 0
        assert sentence.endswith("changes no number. Drag λ away from 0.")
        right, slipped = by_hand(*example, 0.0), with_slip(*example, 0.0, slip)
        assert all(np.allclose(slipped[name], right[name], rtol=0, atol=1e-15) for name in ARRAYS)


@EVERY_STATE
def test_the_patterns_of_the_mistakes_are_those_by_hand(choice, lam):
    example = worked_example(choice.layer_dims, choice.m, choice.seed)
    sentence = words.patterns(english, here(choice, lam))
    fails = {slip: frozenset(really_wrong(*example, LAMBDAS[lam], slip)) for slip in SLIPS[1:]}
    names = words.slip_words(english)
    for slips in re.findall(r"Under (.*?) the same arrays fail", sentence):
        together = re.findall("“(.*?)”", slips)
        assert len({fails[slip] for slip in fails if names[slip] in together}) == 1
        assert len(together) > 1
    grouped = set(re.findall("“(.*?)”", sentence.partition("cannot find")[0]))
    for slip, arrays in fails.items():
        alone = [other for other in fails if fails[other] == arrays] == [slip]
        assert (names[slip] in grouped) == (bool(arrays) and not alone)
    unseen = set(re.findall("“(.*?)”", sentence.partition("cannot find")[2]))
    assert unseen == {names[slip] for slip, arrays in fails.items() if not arrays}
    assert (lam == 0) == bool(unseen)


# The questions.


@EVERY_STATE
def test_the_forgotten_penalty_is_found_where_it_is_not_0(choice, lam):
    happened, because = questions.forget(english, here(choice, lam))
    example = worked_example(choice.layer_dims, choice.m, choice.seed)
    wrong = really_wrong(*example, LAMBDAS[lam], "penalty_in_dW1")
    assert happened == ("dW1" if wrong else "none")
    assert (lam == 0) == (not wrong) == because.startswith("At λ = 0 there is nothing to forget")
    if wrong:
        error, rest = re.search(r"dW1 is (\S+); .* arrays is (\S+)\. ", because).groups()
        assert float(decimal(error)) == pytest.approx(wrong["dW1"], rel=0.06)
        assert decimal(rest) < Decimal("1e-7")


@EVERY_STATE
def test_twice_the_lambda_leaves_dZ3_and_doubles_the_penalty_part(choice, lam):
    happened, because = questions.double(english, here(choice, lam))
    example = worked_example(choice.layer_dims, choice.m, choice.seed)
    lambd = LAMBDAS[lam]
    one, two = by_hand(*example, lambd), by_hand(*example, 2 * lambd)
    assert happened == "same"
    assert np.array_equal(one["dZ3"], two["dZ3"])
    if lam == 0:
        assert because.startswith("Twice 0 is 0")
        assert all(np.array_equal(one[name], two[name]) for name in one)
        return
    found = re.search(
        r"is (\S+) at λ = (\S+) and (\S+) at λ = (\S+)\. .* dW3\[1, (\d)\] from (\S+) to (\S+)\.$", because
    )
    dZ3, at, again, twice, column, before, after = found.groups()
    assert dZ3 == again
    assert rounded(one["dZ3"][0, 0], dZ3) == decimal(dZ3)
    assert (float(at), float(twice)) == (lambd, pytest.approx(2 * lambd))
    place = int(column) - 1
    for text, gradients in ((before, one), (after, two)):
        part = gradients["dW3"][0, place] - gradients["data3"][0, place]
        assert part != 0
        assert float(decimal(text)) == pytest.approx(part, rel=0.006)


@EVERY_STATE
def test_without_biases_the_penalty_stays_and_the_cross_entropy_is_what_is_said(choice, lam):
    happened, because = questions.biases(english, here(choice, lam))
    X, Y, p = worked_example(choice.layer_dims, choice.m, choice.seed)
    unbiased = p | {f"b{k}": 0 * p[f"b{k}"] for k in (1, 2, 3)}
    (data, pull), (data_after, pull_after) = (cost_by_hand(X, Y, q, LAMBDAS[lam]) for q in (p, unbiased))
    assert happened == "stays"
    assert pull == pull_after
    assert (lam == 0) == because.startswith("At λ = 0 the penalty is 0 in any case")
    if lam:
        before, after = re.search(r"is (\S+) before and (\S+) after", because).groups()
        assert before == after
        assert rounded(pull, before) == decimal(before)
    if found := re.search(r"goes from (\S+) to (\S+), because", because):
        for text, value in zip(found.groups(), (data, data_after), strict=True):
            assert rounded(value, text) == decimal(text)
        assert found[1] != found[2]
        assert not np.allclose(by_hand(X, Y, p, 0.0)["A3"], by_hand(X, Y, unbiased, 0.0)["A3"])
    else:
        text = re.search(r"is (\S+) before and after\.$", because)[1]
        assert rounded(data, text) == rounded(data_after, text) == decimal(text)


# Printed equations.


@pytest.mark.parametrize(("choice", "lam"), STATES[::3] + KINK)
def test_a_printed_equation_adds_up_or_says_that_it_nearly_does(choice, lam):
    table = height_and_tables([every_lambda(choice)[lam]])[1]["words"]
    equations = table.text[table.text.str.match(r"(cost|cross-entropy|penalty|d?[ZAWb]\d\[.*\]) =")]
    assert len(equations) > 20
    for text in equations:
        _name, _equals, rest = text.replace("\n", " ").replace("\u00a0", "").partition(" = ")
        calculation, sign, value = re.fullmatch(r"(.*) ([=≈]) (\S+)", rest).groups()
        assert (sign == "=") == comes_to(arithmetic(" ".join(calculation.split())), value), text


@pytest.mark.parametrize(("choice", "lam"), STATES[::3] + KINK)
def test_the_matrices_of_the_walk_add_up_or_it_says_that_they_nearly_do(choice, lam):
    """The two lines that add, cost and dW, entry by entry from the printed cells; and A2 = max(Z2, 0)."""
    _height, tables = height_and_tables([every_lambda(choice)[lam]])
    signs, cells = (table[table.layout == 1] for table in (tables["words"], tables["cells"]))
    for place, line in enumerate(code_lines(english)):
        if line.name not in ("cost", "dW1", "dW2", "dW3", "A1", "A2", "dZ1", "dZ2"):
            continue
        here_sign = signs[(signs.line == place) & (signs.role == "sign")].text.iloc[0]
        boxes = cells[(cells.line == place) & (cells.text != "")]
        printed = {
            label: [decimal(text) for text in of_matrix.text]
            for label, of_matrix in boxes.groupby("matrix", sort=False)
        }
        result, *terms = list(printed)
        if line.name[0] == "A":
            right = [max(z, Decimal(0)) for z in printed[terms[0]]]
        elif line.name[:2] == "dZ":
            right = [a * b for a, b in zip(printed[terms[0]], printed[terms[1]], strict=True)]
        else:
            right = [a + b for a, b in zip(printed[terms[0]], printed[terms[1]], strict=True)]
        texts = boxes[boxes.matrix == result].text
        equal = all(comes_to(value, text) for value, text in zip(right, texts, strict=True))
        assert here_sign.startswith("=" if equal else "≈"), line.name
        if line.name[0] == "A" or line.name[:2] == "dZ":
            assert equal


@EVERY_STATE
def test_the_sums_in_the_formulas_add_up_or_say_that_they_nearly_do(choice, lam):
    at = here(choice, lam)
    last = formula.cost_with_numbers(at).split(r" \\ ")[-1]
    line = next(line for line in code_lines(english) if line.name == "cost")
    rows = formula.line_latex(line, at.texts).split(r" \\ ")
    cost = at.texts["cost"][0][0]
    data, penalty = (at.texts[name][0][0] for name in ("cross_entropy", "penalty"))
    equal = comes_to(decimal(data) + decimal(penalty), cost)
    assert last.startswith("&= " if equal else r"&\approx ")
    assert rows[-1].startswith("&= " if equal else r"&\approx ")
    for layer in (1, 2, 3):
        line = next(line for line in code_lines(english) if line.name == f"dW{layer}")
        parts = [np.ravel(at.texts[f"{part}dW{layer}"]) for part in ("data_", "penalty_", "")]
        equal = all(comes_to(decimal(a) + decimal(b), c) for a, b, c in zip(*parts, strict=True))
        assert (r"&\approx" in formula.line_latex(line, at.texts)) == (not equal)
