"""What is typed into the translator: a number, and in whose convention it is meant."""

from dataclasses import dataclass

import streamlit as st

from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard import address, controls
from dashboard.strengths import address_code
from l2core.convention import Convention
from l2core.conventions import conventions
from l2core.penalties import PENALIZED


@dataclass(frozen=True)
class TypedLambda:
    """The number `value` as `convention` means it, on a table of `rows` rows, `batch` of them at a time.

    l1_ratio: r, for the elastic net.
    """

    convention: Convention
    value: float
    rows: int
    batch: int
    l1_ratio: float

    @property
    def examples(self) -> int:
        """The n by which the convention divides: the rows of a batch, or all."""
        return self.convention.examples(self.rows, self.batch)


def typed_lambda(_: Translate) -> TypedLambda:
    """Draws the controls; what they chose."""
    names = penalty_names(_)
    asked, _unknown = address.read("conv", str)
    home = next((p for p in PENALIZED if asked in [address_code(c) for c in conventions(p)]), None)
    if home:  # a link may name a convention and leave its penalty unsaid
        address.suppose({"penalty": home})
    columns = st.columns([2.6, 2.6, 1.7, 1.5, 1.6, 1.6], gap="medium", vertical_alignment="bottom")
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
        rows = int(controls.type_number("n", _("Rows n"), 1, 10**9, default=200, step=1))
    with columns[4]:
        batch = controls.type_number(
            "batch",
            _("Rows in a batch"),
            1,
            10**9,
            default=rows,
            step=1,
            help=_(
                "A library that trains on batches divides by these; one that solves for all rows at once, by "
                "all of them. A batch has no more than all rows."
            ),
        )
    l1_ratio = 0.5
    if penalty == "elastic_net":
        with columns[5]:
            l1_ratio = controls.slide("r", _("Share r of L1"), 0.05, 0.95, step=0.05, default=0.5)
    return TypedLambda(convention, value, rows, min(int(batch), rows), l1_ratio)
