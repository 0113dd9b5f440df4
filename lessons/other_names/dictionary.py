"""The typed λ in other conventions of its penalty: a number, its code and what to know about it."""

import streamlit as st

from charts.numbers import number
from charts.picture import Translate
from dashboard import address, glossary
from dashboard.navigation import page_of
from dashboard.strengths import LIBRARIES
from dashboard.text import N_
from l2core.convention import Convention, apart, translate
from l2core.conventions import conventions
from lessons.other_names.choice import ADAMW, EVERY, TypedLambda

DIGITS = 6  # as in the line of code
LOSS_NAMES = {
    "cross-entropy": N_("cross-entropy (classes)"),
    "squared error": N_("squared error (numbers)"),
    "hinge": N_("hinge (support vectors)"),
    "squared hinge": N_("squared hinge (support vectors)"),
}


def dictionary(_: Translate, typed: TypedLambda) -> None:
    """Draws the same λ where it is asked for: first where the loss is the same, then where it is another."""
    source = typed.convention
    _standardisation(_, typed)
    for loss in sorted(LOSS_NAMES, key=lambda loss: loss != source.loss):
        rows = [c for c in conventions(source.penalty, loss) if typed.target in (EVERY, c)]
        if not rows:
            continue
        st.subheader(_("With {loss}").format(loss=_(LOSS_NAMES[loss])), anchor=False)
        if loss != source.loss:
            words = _(
                "Another loss than that of {name}: the number weighs the penalty alike, but the model it "
                "leads to is another."
            )
            glossary.caption(words.format(name=_(source.name)))
        for row in rows:
            _entry(_, row, typed)
    if source.penalty == "l2" and typed.target in (EVERY, ADAMW):
        _no_lambda(_)
    glossary.caption(
        _(
            "The code leaves intercept and biases unpenalised, but LinearSVC penalises its intercept, and so "
            'does LogisticRegression with solver="liblinear".'
        )
    )


def value_of(typed: TypedLambda, convention: Convention) -> tuple[float, float]:
    """This convention's number and share of L1 for what was typed; with s = 1 where nobody was asked."""
    return translate(
        typed.value,
        typed.convention,
        convention,
        typed.rows,
        typed.batch,
        l1_ratio=typed.l1_ratio,
        outputs=typed.outputs,
        spread=typed.spread or 1.0,
    )


def _standardisation(_: Translate, typed: TypedLambda) -> None:
    """What was done to the columns of X, where glmnet is one of the two libraries."""
    if typed.standardized:
        glossary.say(
            _(
                "On standardised variables: glmnet does it by itself, in scikit-learn a StandardScaler does. "
                "Elsewhere, subtract from each column of X its mean and divide it by its standard deviation "
                "(the one with n, not n − 1) before the fit."
            )
        )


def _entry(_: Translate, convention: Convention, typed: TypedLambda) -> None:
    """One library: its number, its code, what it minimises."""
    name, line = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with name:
        st.markdown(f"**{_(convention.name)}** · {_numbers(convention, typed)}")
        glossary.caption(_(convention.note))
    with line:
        st.code(_code(convention, typed), language=None, wrap_lines=True)


def _numbers(convention: Convention, typed: TypedLambda) -> str:
    """What the convention calls it: a number, with its share of L1, or in terms of s."""
    value, l1_ratio = value_of(typed, convention)
    mixed = convention.penalty == "elastic_net"
    if not convention.ratio:
        l1, l2 = apart(value, l1_ratio)
        return f"`l1` = **{number(l1, DIGITS)}** · `l2` = **{number(l2, DIGITS)}**"
    if convention.needs_spread and typed.spread is None:
        ridge = f"{number((1 - l1_ratio) * value, DIGITS)} · s"
        both = f"{number(l1_ratio * value, DIGITS)} + {ridge}" if mixed else ridge
        return f"`{convention.parameter}` = **{both}**"
    ratio = f" · `{convention.ratio}` = **{number(l1_ratio, DIGITS)}**" if mixed else ""
    return f"`{convention.parameter}` = **{number(value, DIGITS)}**{ratio}"


def _code(convention: Convention, typed: TypedLambda) -> str:
    value, l1_ratio = value_of(typed, convention)
    if convention.needs_spread and typed.spread is None:
        return convention.code_for_any_spread(value, l1_ratio=l1_ratio, standardized=typed.standardized)
    batch = convention.examples(typed.rows, typed.batch)
    return convention.code(value, l1_ratio=l1_ratio, batch=batch, standardized=typed.standardized)


def _no_lambda(_: Translate) -> None:
    """That AdamW has no number for it, and the way to what its number says."""
    st.subheader(_("No λ"), anchor=False)
    st.markdown("**PyTorch AdamW** · `weight_decay`")
    glossary.caption(
        _(
            "No number of AdamW is this λ. Each step multiplies the weights by 1 − η·weight_decay, past "
            "Adam's division by the size of the gradient; the number says for how many steps the weights "
            "remember. The weight_decay of SGD and of Adam is L2."
        )
    )
    st.page_link(
        page_of(LIBRARIES),
        label=_("What AdamW's number says"),
        icon=":material/arrow_forward:",
        query_params=address.link(LIBRARIES, penalty="l2", conv=ADAMW),
        width="content",
    )
