"""What AdamW's weight_decay says: for how many steps and epochs the weights remember."""

import streamlit as st

from charts.numbers import number
from charts.picture import Translate
from dashboard import glossary
from l2core.convention_rows import pytorch
from l2core.decoupled_decay import steps_per_epoch, timescale, weight_decay_of
from lessons.other_names.choice import TypedDecay
from lessons.other_names.dictionary import DIGITS


def memory(_: Translate, typed: TypedDecay) -> None:
    """Draws the timescale, what keeps it elsewhere, and why it is no λ."""
    name, line = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with name:
        st.markdown(f"**PyTorch AdamW** · `weight_decay` = **{number(typed.weight_decay, DIGITS)}**")
        glossary.say(remembered(_, typed))
    with line:
        code = pytorch("AdamW", typed.learning_rate)
        st.code(code.format(value=f"{typed.weight_decay:.6g}"), language=None, wrap_lines=True)
    st.subheader(_("The same timescale in epochs"), anchor=False)
    glossary.say("\n".join(f"- {words}" for words in kept(_, typed)))
    glossary.say(
        _(
            "It is no L2, so no λ of another library is this number: the decay passes by Adam's division by "
            "the size of the gradient, and every weight decays at the same rate. In Adam, as in SGD, "
            "weight_decay is L2: look there for the number of a λ."
        )
    )


def remembered(_: Translate, typed: TypedDecay) -> str:
    """τ in steps and in epochs."""
    tau = timescale(typed.weight_decay, typed.learning_rate)
    if tau <= 1:
        return _(
            "η · weight_decay is 1 or more: a step leaves nothing of the weights that were, or turns their "
            "sign."
        )
    epoch = steps_per_epoch(typed.rows, typed.batch)
    words = _(
        "The weights remember τ = 1/(η · weight_decay) = {tau} steps, that is {epochs} epochs ({epoch} steps "
        "in an epoch): by then what a step said counts about 1/e as much."
    )
    return words.format(tau=number(tau, 4), epochs=number(tau / epoch, 4), epoch=number(epoch, 4))


def kept(_: Translate, typed: TypedDecay) -> list[str]:
    """The weight_decay with the same τ in epochs for twice η, twice the rows, twice the batch."""
    eta, rows, batch = typed.learning_rate, typed.rows, typed.batch
    changed = [
        (_("with twice the learning rate: weight_decay = {decay}"), 2 * eta, rows, batch),
        (_("with twice the rows: weight_decay = {decay}"), eta, 2 * rows, batch),
    ]
    if 2 * batch <= rows:  # a batch has no more than all
        changed.append((_("with twice the rows in a batch: weight_decay = {decay}"), eta, rows, 2 * batch))
    return [
        words.format(decay=number(_kept_decay(typed, rate, steps_per_epoch(of, size)), 4))
        for words, rate, of, size in changed
    ]


def _kept_decay(typed: TypedDecay, learning_rate: float, epoch: int) -> float:
    epochs = timescale(typed.weight_decay, typed.learning_rate) / steps_per_epoch(typed.rows, typed.batch)
    return weight_decay_of(epochs * epoch, learning_rate)
