"""What the page of the two functions says about the numbers where the bar stands."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from charts.numbers import number
from charts.picture import Translate
from charts.two_functions.code_lines import DEPTH, code_lines
from charts.two_functions.every_lambda import ALWAYS
from charts.two_functions.printed import as_printed, equals
from charts.two_functions.slip_table import slip_words
from dashboard.caches import kept_for_everybody
from dashboard.live_words import Line
from l2core.worked_example import SLIPS
from lessons.two_functions.choice import Choice
from lessons.two_functions.run import LAMBDA_CODES, TRACKS, Here, here_at_every_lambda, in_words


def points(_: Translate, here: Here) -> list[str]:
    """What to notice."""
    return [_cost(_, here), _lines_with_lambda(_), _largest_weight(_, here), _closed_gates(_, here)]


def lines_at_every_place(_: Translate, choice: Choice) -> list[Line]:
    """How one number of each line comes about, at every λ; then what to notice at every λ."""
    language = st.session_state["language"]
    every = _at_every_lambda(language, choice, _)
    return [
        Line(_at_every_line(language, choice, _), TRACKS),
        *(Line(sentences, (TRACKS[1],)) for sentences in zip(*every, strict=True)),
    ]


@kept_for_everybody(64, copied=False)
def _at_every_lambda(language: str, choice: Choice, _translate: Translate) -> list[list[str]]:
    return [points(_translate, here) for here in here_at_every_lambda(choice)]


@kept_for_everybody(64, copied=False)
def _at_every_line(language: str, choice: Choice, _translate: Translate) -> list[str]:
    every_entry = in_words(_translate, choice, language).entries
    sentences = []
    for line, entry in zip(code_lines(_translate), every_entry, strict=True):
        every = (entry[lam if lam in entry else ALWAYS] for lam in range(len(LAMBDA_CODES)))
        sentences += [f"**{line.words}**: {how}" for how in every]
    return sentences


def symbols(_: Translate) -> str:
    """What the letters of the cost stand for."""
    return _(
        "J: the cost. m: the number of examples. Y: the labels, 0 or 1. A3: the probability that the "
        "network gives to label 1. λ (lambd in the code): the strength of the penalty. ‖W‖²: the sum of "
        "the squares of all weights of a layer; the biases b are not in it."
    )


def about_parts(_: Translate) -> str:
    """What to see in the two parts of every gradient."""
    return _(
        "Drag λ: the blue bars grow in proportion to λ and to their weight, the grey bars stand still, and "
        "the biases never get a blue bar. Gradient descent moves each number against its ◆."
    )


def about_check(_: Translate) -> str:
    """How the gradient is checked."""
    return _(
        "Nudge one number up and down by h = 10⁻⁵ and compute the cost each time: the slope of the cost "
        "needs no formula for the gradient. Where the code is right, both agree to seven digits (relative "
        "error below 10⁻⁷: ✓). Now make a mistake, and see which arrays the check names."
    )


def verdict(_: Translate, here: Here, slip: str) -> tuple[str, str]:
    """What the gradient check finds: "right", "wrong" or "nothing", and the sentence for it."""
    errors, wrong = here.check.relative_errors[slip][here.lam], here.check.failing(slip, here.lam)
    named = ", ".join(f"{name} ({number(errors[name], 2)})" for name in wrong)
    # Some arrays fail, and some do not.
    if wrong and len(wrong) < len(errors):
        words = _("The check names {arrays}. The other arrays agree: {right}.")
        right = ", ".join(name for name in errors if name not in wrong)
        return "wrong", words.format(arrays=named, right=right)
    # Every array fails.
    if wrong:
        return "wrong", _("The check names every array: {arrays}.").format(arrays=named)
    # None fails, and nothing is wrong.
    if slip == "nothing":
        words = _("All {count} arrays agree with the slope of the cost; the worst relative error is {worst}.")
        return "right", words.format(count=len(errors), worst=number(max(errors.values()), 1))
    # None fails, though something is wrong: because its numbers are the right ones, or too near to them.
    if changed := here.check.changed(slip, here.lam):
        words = _(
            "The check finds nothing: at λ = {lam} this mistake changes {arrays}, but too little to see."
        )
        return "nothing", words.format(lam=here.lambda_code, arrays=", ".join(changed))
    # The wrong gradient is the right one: at λ = 0 because every term with λ is 0.
    if here.lambd == 0:
        words = _("The check finds nothing: at λ = {lam} this mistake changes no number. Drag λ away from 0.")
    else:
        words = _("The check finds nothing: at λ = {lam} this mistake changes no number.")
    return "nothing", words.format(lam=here.lambda_code)


def patterns(_: Translate, here: Here) -> str:
    """Which mistakes the gradient check can tell apart at this λ, for who does not see the table."""
    names, check, lam = slip_words(_), here.check, here.lam
    sentences = [_("The relative error of each array under each mistake.")]
    for slips in check.alike(lam):
        # These fail the same arrays; the sizes are never compared, so no more than "can" is said of them.
        words = _("Under {mistakes} the same arrays fail: only the size of the errors can tell them apart.")
        sentences.append(words.format(mistakes=_listed(_, [names[slip] for slip in slips])))
    # These fail no array.
    if unseen := [names[slip] for slip in SLIPS if slip != "nothing" and not check.failing(slip, lam)]:
        words = _("At λ = {lam} the check cannot find {mistakes}.")
        sentences.append(words.format(lam=here.lambda_code, mistakes=_listed(_, unseen)))
    return " ".join(sentences)


def _listed(_: Translate, names: Sequence[str]) -> str:
    return _(", ").join(f"“{name}”" for name in names)


def _cost(_: Translate, here: Here) -> str:
    words = _(
        "**Does the cost include the penalty? Yes:** {cost} {equals} {cross_entropy} (cross-entropy) + "
        "{penalty} (penalty, λ = {lam}). At λ = 0 it is {cross_entropy}."
    )
    names = ("cost", "cross_entropy", "penalty")
    # "=" where the printed parts come to the printed cost, "≈" where their last digits do not.
    sign = equals(here.texts["cost"], sum(as_printed(here.texts[name]) for name in names[1:]))
    parts = {name: here.texts[name][0][0] for name in names}
    return words.format(**parts, equals=sign, lam=here.lambda_code)


def _lines_with_lambda(_: Translate) -> str:
    words = _(
        "λ enters {some} of the {all} lines, the blue ones. While the weights stay, the numbers of every "
        "other line stay: all Z and A, all dZ and dA, and the gradients db of the biases."
    )
    lines = code_lines(_)
    return words.format(some=sum(line.has_lambda for line in lines), all=len(lines))


def _largest_weight(_: Translate, here: Here) -> str:
    words = _(
        "The larger the weight, the stronger the pull: no weight is farther from 0 than "
        "{W}[{row}, {column}] = {weight}, and its gradient gets (λ/m) · ({weight}) = {pull} on top."
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
