"""The notes' two functions on a net small enough to print: every line, every number, the gradient check."""

import numpy as np
import streamlit as st

from charts.picture import Picture
from charts.track import Track
from charts.two_functions.code_lines import DEPTH, CodeLine, Numbers, code_lines
from charts.two_functions.gradient_pictures import diagonal, gradient_parts, slip_table, slip_words
from charts.two_functions.line_by_line import inputs_latex, line_latex, number, shown
from charts.two_functions.walk_through import walk_through
from dashboard import controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.text import Translate
from dashboard.transport import Slider, transport
from l2core import gradient_check, network
from l2core.worked_example import SlipCheck, check_slips, every_number, worked_example

LAMBDAS = tuple(i / 10 for i in range(25))  # even, because all that λ changes here is linear in it
NOTES_LAMBDA = LAMBDAS.index(0.7)
NETS = ("2-2-2-1", "2-3-2-1", "2-4-3-1", "3-4-3-1")

Choice = tuple[tuple[int, ...], int, int]  # layer_dims, m and seed of the worked example


@st.cache_resource(max_entries=64, show_spinner=False)
def computed(choice: Choice) -> list[Numbers]:
    """Every number of the two functions, for each λ."""
    return [every_number(*worked_example(*choice), lambd) for lambd in LAMBDAS]


@st.cache_resource(max_entries=64, show_spinner=False)
def checked(choice: Choice) -> SlipCheck:
    """The gradient check of every mistake, for each λ."""
    return check_slips(*worked_example(*choice), LAMBDAS)


@st.cache_resource(max_entries=64, show_spinner=False)
def drawn(_: Translate, language: str, choice: Choice) -> tuple[Picture, Picture]:
    """The walk through the code, and the two parts of every gradient."""
    start = next(place for place, line in enumerate(code_lines(_)) if line.name == "dW2")
    numbers = computed(choice)
    walk = walk_through(_, numbers, start=(start, NOTES_LAMBDA))
    return walk, gradient_parts(_, numbers, start=NOTES_LAMBDA)


@st.cache_resource(max_entries=64, show_spinner=False)
def drawn_check(_: Translate, language: str, choice: Choice, slip: str) -> tuple[Picture, Picture]:
    """The gradient against the slope of the cost, and the table of all mistakes."""
    check = checked(choice)
    return diagonal(_, check, slip, start=NOTES_LAMBDA), slip_table(_, check, chosen=slip, start=NOTES_LAMBDA)


_ = enter()
language = st.session_state["language"]
lesson.opening(
    "two_functions",
    _(
        "A network small enough to print runs through the forward pass, the cost and the backward pass, one "
        "line of code at a time. Press Play to walk through it; drag λ and watch which numbers move."
    ),
)

columns = st.columns(3, gap="medium")
with columns[0]:
    net = controls.choose("net", _("Layer sizes, input to output"), {n: n for n in NETS}, default="2-3-2-1")
with columns[1]:
    m = int(controls.choose("m", _("Examples m"), {size: size for size in "3456"}, default="4"))
with columns[2]:
    seed = int(controls.slide_over("seed", _("Seed"), range(1, 41), default=27))
choice = tuple(int(n) for n in net.split("-")), m, seed

numbers, lines = computed(choice), code_lines(_)
names, codes = [line.name for line in lines], [f"{lambd:g}" for lambd in LAMBDAS]
walk, parts = drawn(_, language, choice)
at = transport(
    Slider(
        Track("line", len(names), names.index("dW2")),
        _("Line"),
        names,
        [line.words for line in lines],
        plays=True,
        seconds=24,
    ),
    Slider(Track("lam", len(codes), NOTES_LAMBDA), "λ", codes, codes),
)
k, lambd, lam, here = at["lam"], LAMBDAS[at["lam"]], codes[at["lam"]], numbers[at["lam"]]
texts = shown(here)
cost, cross_entropy, penalty = (texts[name][0][0] for name in ("cost", "cross_entropy", "penalty"))


def what_to_notice() -> list[str]:
    W = max((f"W{layer}" for layer in range(1, DEPTH + 1)), key=lambda name: abs(here[name]).max())
    row, column = np.unravel_index(abs(here[W]).argmax(), here[W].shape)
    gates = np.concatenate([here[f"gate{layer}"].ravel() for layer in range(1, DEPTH)])
    return [
        _(
            "**Does the cost include the penalty? Yes:** {cost} = {cross_entropy} (cross-entropy) + "
            "{penalty} (penalty, λ = {lam}). At λ = 0 it is {cross_entropy}."
        ).format(cost=cost, cross_entropy=cross_entropy, penalty=penalty, lam=lam),
        _(
            "λ enters {some} of the {all} lines, the blue ones. While the weights stay, every other number "
            "stays: all dZ and dA, and the gradients db of the biases."
        ).format(some=sum(line.has_lambda for line in lines), all=len(lines)),
        _(
            "The larger the weight, the stronger the pull: {W}[{row}, {column}] = {weight} is the largest, "
            "and its gradient gets (λ/m) · ({weight}) = {pull} on top."
        ).format(
            W=W,
            row=row + 1,
            column=column + 1,
            weight=texts[W][row][column],
            pull=texts[f"penalty_d{W}"][row][column],
        ),
        _(
            "{closed} of the {all} ReLU gates are closed (Z ≤ 0). There A and dZ are exactly 0: that example "
            "teaches that neuron nothing."
        ).format(closed=int(np.sum(gates == 0)), all=gates.size),
    ]


with lesson.picture_and_notice(what_to_notice()):
    pictures.draw(walk, "walk")

lesson.formula(
    r"\small \begin{aligned} J &= -\frac1m \sum \big[ Y \log A_3 \\ &\quad + (1-Y) \log(1-A_3) \big]"
    r" \\ &\,+ \frac1m \frac{\lambda}{2} \sum_{l=1}^{3} \lVert W_l \rVert^2 \end{aligned} \,",
    rf"\small \begin{{aligned}} {cost} &= {cross_entropy}"
    rf" \\ &\,+ \frac{{1}}{{{m}}} \cdot \frac{{{lam}}}{{2}} \cdot "
    rf"({' + '.join(texts[f'sum_of_squares{layer}'][0][0] for layer in range(1, DEPTH + 1))})"
    rf" \\ &= {cross_entropy} + {penalty} \end{{aligned}} \,",
    _(
        "J: the cost. m: the number of examples. Y: the labels, 0 or 1. A3: the probability that the "
        "network gives to label 1. λ (lambd in the code): the strength of the penalty. ‖W‖²: the sum of "
        "the squares of all weights of a layer; the biases b are not in it."
    ),
)

st.subheader(_("What λ adds to every gradient"), anchor=False)
st.markdown(
    _(
        "Drag λ: the blue bars grow in proportion to λ and to their weight, the grey bars stand still, and "
        "the biases never get a blue bar. Gradient descent moves each number against its ◆."
    )
)
pictures.draw(parts, "parts")

st.subheader(_("The gradient check: what it says when a term is forgotten"), anchor=False)
st.markdown(
    _(
        "Nudge one number up and down by h = 0.00001 and compute the cost each time: the slope of the cost "
        "needs no formula for the gradient. Where the code is right, both agree to seven digits (relative "
        "error below 1e-7: ✓). Now make a mistake, and see which arrays the check names."
    )
)
slip = controls.select("slip", _("What is wrong in the code"), slip_words(_), default="penalty_in_dW1")
check = checked(choice)
errors, wrong = check.relative_errors[slip][k], check.failing(slip, k)
if slip == "nothing":
    worst = f"{max(errors.values()):.0e}"
    verdict = _("All {count} arrays agree with the slope of the cost; the worst relative error is {worst}.")
    st.success(verdict.format(count=len(errors), worst=worst), icon=":material/check_circle:")
elif wrong:
    verdict = _("The check names {arrays}. The other arrays agree: {right}.")
    named = ", ".join(f"{name} ({number(errors[name], 2)})" for name in wrong)
    right = ", ".join(name for name in errors if name not in wrong) or _("there is none")
    st.error(verdict.format(arrays=named, right=right), icon=":material/error:")
else:
    verdict = _("The check finds nothing: at λ = {lam} this mistake changes no number. Drag λ away from 0.")
    st.info(verdict.format(lam=lam), icon=":material/visibility_off:")
for place, name, picture in zip(
    st.columns(2, gap="medium"), ("diagonal", "slips"), drawn_check(_, language, choice, slip), strict=True
):
    with place:
        pictures.draw(picture, name)


def tell_line(line: CodeLine) -> None:
    source, formula = st.columns([5, 6], vertical_alignment="center", gap="medium")
    with source:
        words = _("here strength = λ/m, and r = 0 for L2") if line.name == "penalty" else ""
        words = f"layer = {line.layer}" if line.layer else words
        st.caption(f"{line.function.__name__} {words}")
        st.code(line.source, language="python", wrap_lines=True)
    with formula:
        st.latex(line_latex(line, texts))


st.subheader(_("Line by line: code, formula, every number"), anchor=False)
part = controls.choose(
    "part",
    _("Part of the computation"),
    {"inputs": _("What goes in"), "forward": _("Forward"), "cost": _("Cost"), "backward": _("Backward")},
    default="cost",
)
for latex in inputs_latex(texts) if part == "inputs" else ():
    st.latex(latex)
for line in lines:
    if line.part == part:
        tell_line(line)

st.subheader(_("Try it in a notebook"), anchor=False)
st.markdown(_("These lines compute the numbers on this page, with the same network and the same λ."))
st.code(
    f"""from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
)
from l2core.worked_example import worked_example

X, Y, parameters = worked_example({list(choice[0])}, m={m}, seed={seed})
A3, cache = forward_propagation(X, parameters)
cost = compute_cost_with_regularization(A3, Y, parameters, lambd={lam})
gradients = backward_propagation_with_regularization(X, Y, cache, lambd={lam})
print(f"{{cost:.6f}}")  # {here["cost"][0, 0]:.6f}
print(gradients["dW2"].round(3))
""",
    language="python",
)

lesson.code(
    worked_example,
    network.forward_propagation,
    network.compute_cost_with_regularization,
    network.backward_propagation_with_regularization,
    gradient_check.gradient_check,
)


def forget_in_dw1() -> tuple[str, str]:
    wrong = check.failing("penalty_in_dW1", k)
    errors = check.relative_errors["penalty_in_dW1"][k]
    happened = {(): "none", ("dW1",): "dW1", ("dW1", "dW2", "dW3"): "weights"}.get(
        tuple(sorted(wrong)), "all"
    )
    because = _(
        "At λ = {lam} the relative error of dW1 is {error}; the worst of the other arrays is {rest}. Each "
        "array is checked by itself, and no other gradient is computed from dW1."
    )
    rest = max(error for name, error in errors.items() if name != "dW1")
    return happened, because.format(lam=lam, error=f"{errors['dW1']:.1g}", rest=f"{rest:.0e}")


def double_lambda() -> tuple[str, str]:
    doubled = every_number(*worked_example(*choice), 2 * lambd)
    twofold = bool(np.allclose(doubled["dZ3"], 2 * here["dZ3"]))
    happened = "same" if np.array_equal(doubled["dZ3"], here["dZ3"]) else "doubles" if twofold else "changes"
    because = _(
        "dZ3 = A3 − Y holds no λ: dZ3[1, 1] is {before} at λ = {lam} and {after} at λ = {double}. dW3[1, 1] "
        "goes from {weight_before} to {weight_after}, through its penalty part alone."
    )
    return happened, because.format(
        before=number(here["dZ3"][0, 0]),
        after=number(doubled["dZ3"][0, 0]),
        lam=lam,
        double=f"{2 * lambd:g}",
        weight_before=number(here["dW3"][0, 0]),
        weight_after=number(doubled["dW3"][0, 0]),
    )


def biases_at_zero() -> tuple[str, str]:
    X, Y, parameters = worked_example(*choice)
    unbiased = {name: array if name[0] == "W" else 0 * array for name, array in parameters.items()}
    after = every_number(X, Y, unbiased, lambd)
    change = float(np.sign(after["penalty"] - here["penalty"])[0, 0])
    because = _(
        "The penalty is {before} before and {after} after: only weights are in its sum. The cross-entropy "
        "goes from {data_before} to {data_after}, because the biases do move the predictions."
    )
    return {-1.0: "falls", 0.0: "stays", 1.0: "rises"}[change], because.format(
        before=penalty,
        after=number(after["penalty"][0, 0]),
        data_before=cross_entropy,
        data_after=number(after["cross_entropy"][0, 0]),
    )


lesson.experiments()
lesson.predict(
    "forget",
    _("Forget + (λ/m) W1 in dW1, and nothing else. Which arrays does the gradient check name?"),
    {
        "none": _("none of them"),
        "dW1": _("dW1 alone"),
        "weights": _("dW1, dW2 and dW3"),
        "all": _("another set of arrays"),
    },
    forget_in_dw1,
)
lesson.predict(
    "double",
    _("Double λ and keep the weights as they are. What happens to dZ3?"),
    {"same": _("it stays"), "doubles": _("it doubles"), "changes": _("it changes, but not twofold")},
    double_lambda,
)
lesson.predict(
    "biases",
    _("Set every bias to 0 and keep the weights. What does the penalty in the cost do?"),
    {"falls": _("it falls"), "stays": _("it stays"), "rises": _("it rises")},
    biases_at_zero,
)
lesson.whats_next("two_functions")
