"""The typed λ in every convention of its penalty: a number, a line of code and what to know about it."""

import streamlit as st

from charts.numbers import number
from charts.picture import Translate
from dashboard import glossary
from dashboard.text import N_
from l2core.convention import Convention, translate
from l2core.conventions import conventions
from lessons.other_names.choice import TypedLambda

DIGITS = 6  # as in the line of code
LOSS_NAMES = {
    "cross-entropy": N_("cross-entropy (classes)"),
    "squared error": N_("squared error (numbers)"),
    "hinge": N_("hinge (support vectors)"),
    "squared hinge": N_("squared hinge (support vectors)"),
}


def dictionary(_: Translate, typed: TypedLambda) -> None:
    """Draws the same λ everywhere: first where the loss is the same, then where it is another."""
    source = typed.convention
    for loss in sorted(LOSS_NAMES, key=lambda loss: loss != source.loss):
        rows = conventions(source.penalty, loss)
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


def _entry(_: Translate, convention: Convention, typed: TypedLambda) -> None:
    """One library: its number, its line of code, what it minimises."""
    value = translate(typed.value, typed.convention, convention, typed.rows, typed.batch)
    name, line = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with name:
        st.markdown(f"**{_(convention.name)}** · `{convention.parameter}` = **{number(value, DIGITS)}**")
        glossary.caption(_(convention.note))
    with line:
        code = convention.code(value, l1_ratio=typed.l1_ratio, batch=typed.batch)
        st.code(code, language=None, wrap_lines=True)
