"""What the page of the two functions says about the numbers where the bar stands."""

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from charts.two_functions.code_lines import DEPTH, code_lines
from lessons.two_functions.run import Here


def points(_: Translate, here: Here) -> list[str]:
    """What to notice."""
    return [_cost(_, here), _lines_with_lambda(_), _largest_weight(_, here), _closed_gates(_, here)]


def verdict(_: Translate, here: Here, slip: str) -> tuple[str, str]:
    """What the gradient check finds: "right", "wrong" or "nothing", and the sentence for it."""
    errors, wrong = here.check.relative_errors[slip][here.lam], here.check.failing(slip, here.lam)
    if slip == "nothing":
        words = _("All {count} arrays agree with the slope of the cost; the worst relative error is {worst}.")
        return "right", words.format(count=len(errors), worst=number(max(errors.values()), 1))
    if wrong:
        words = _("The check names {arrays}. The other arrays agree: {right}.")
        named = ", ".join(f"{name} ({number(errors[name], 2)})" for name in wrong)
        right = ", ".join(name for name in errors if name not in wrong) or _("there is none")
        return "wrong", words.format(arrays=named, right=right)
    words = _("The check finds nothing: at λ = {lam} this mistake changes no number. Drag λ away from 0.")
    return "nothing", words.format(lam=here.lambda_code)


def _cost(_: Translate, here: Here) -> str:
    words = _(
        "**Does the cost include the penalty? Yes:** {cost} = {cross_entropy} (cross-entropy) + "
        "{penalty} (penalty, λ = {lam}). At λ = 0 it is {cross_entropy}."
    )
    parts = {name: here.texts[name][0][0] for name in ("cost", "cross_entropy", "penalty")}
    return words.format(**parts, lam=here.lambda_code)


def _lines_with_lambda(_: Translate) -> str:
    words = _(
        "λ enters {some} of the {all} lines, the blue ones. While the weights stay, every other number "
        "stays: all dZ and dA, and the gradients db of the biases."
    )
    lines = code_lines(_)
    return words.format(some=sum(line.has_lambda for line in lines), all=len(lines))


def _largest_weight(_: Translate, here: Here) -> str:
    words = _(
        "The larger the weight, the stronger the pull: {W}[{row}, {column}] = {weight} is the largest, "
        "and its gradient gets (λ/m) · ({weight}) = {pull} on top."
    )
    W = max((f"W{layer}" for layer in range(1, DEPTH + 1)), key=lambda name: np.abs(here.numbers[name]).max())
    row, column = np.unravel_index(np.abs(here.numbers[W]).argmax(), here.numbers[W].shape)
    return words.format(
        W=W,
        row=row + 1,
        column=column + 1,
        weight=here.texts[W][row][column],
        pull=here.texts[f"penalty_d{W}"][row][column],
    )


def _closed_gates(_: Translate, here: Here) -> str:
    words = _(
        "{closed} of the {all} ReLU gates are closed (Z ≤ 0). There A and dZ are exactly 0: that example "
        "teaches that neuron nothing."
    )
    gates = np.concatenate([here.numbers[f"gate{layer}"].ravel() for layer in range(1, DEPTH)])
    return words.format(closed=int(np.sum(gates == 0)), all=gates.size)
