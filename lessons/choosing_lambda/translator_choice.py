"""What is typed into the translator: a number, and in whose convention it is meant."""

from dataclasses import dataclass

import streamlit as st

from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard import controls
from l2core.conventions import Convention, conventions
from l2core.penalties import PENALIZED


@dataclass(frozen=True)
class TypedLambda:
    """The number `value` as `convention` means it, for n examples; l1_ratio: r, for the elastic net."""

    convention: Convention
    value: float
    n: int
    l1_ratio: float


def typed_lambda(_: Translate) -> TypedLambda:
    """Draws the controls; what they chose."""
    names = penalty_names(_)
    columns = st.columns([2.4, 3, 2, 2, 2], gap="medium", vertical_alignment="bottom")
    with columns[0]:
        penalty = controls.choose(
            "penalty", _("Penalty"), {name: names[name] for name in PENALIZED}, default="l2"
        )
    every = {address_code(c): c for c in conventions(penalty)}
    with columns[1]:
        chosen = controls.select(
            "conv",
            _("I have a λ from"),
            {code: f"{_(c.name)} · {c.parameter}" for code, c in every.items()},
            default=next(iter(every)),
        )
    convention = every[chosen]
    with columns[2]:
        value = controls.type_number(
            "value", convention.parameter, 1e-9, 1e9, default=1.0, step=0.1, format="%.6g"
        )
    with columns[3]:
        n = controls.type_number(
            "n",
            _("Examples n"),
            1,
            10**9,
            default=200,
            step=1,
            help=_("In one batch, where the library trains on batches."),
        )
    l1_ratio = 0.5
    if penalty == "elastic_net":
        with columns[4]:
            l1_ratio = controls.slide("r", _("Share r of L1"), 0.05, 0.95, step=0.05, default=0.5)
    return TypedLambda(convention, value, int(n), l1_ratio)


def address_code(convention: Convention) -> str:
    """How a convention is called in the address."""
    words = f"{convention.name} {convention.parameter}".lower()
    return "-".join("".join(c if c.isalnum() else " " for c in words).split())
