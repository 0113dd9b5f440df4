"""What is typed into the translator: a number, in whose convention it is meant, and in whose it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard import address, controls
from dashboard.strengths import address_code
from l2core.convention import Convention, apart, joined
from l2core.conventions import conventions
from l2core.penalties import PENALIZED

ADAMW = "pytorch-adamw-weight-decay"  # which is no convention for a λ
EVERY = "every"
ROWS, BATCH = 200, 32
PLACES = ("penalty", "conv", "to", "value", "l1", "l2", "r", "n", "batch", "outputs", "s", "std", "eta")
_ACROSS = 4  # fields side by side

Value = TypeVar("Value")


@dataclass(frozen=True)
class TypedLambda:
    """The number `value` as `convention` means it, and the share `l1_ratio` as it means that.

    target: whose number is asked for: a convention, ADAMW or EVERY. rows, batch, outputs: of the table, of
    one batch of it (None: what each library takes by itself), of the model. spread: s, None where nobody was
    asked. standardized: whether the columns of X are.
    """

    convention: Convention
    value: float
    rows: int
    batch: int | None = None
    l1_ratio: float = 0.5
    target: Convention | str = EVERY
    outputs: int = 1
    spread: float | None = None
    standardized: bool = False

    @property
    def examples(self) -> int:
        """The n by which the convention divides: the rows of a batch, or all."""
        return self.convention.examples(self.rows, self.batch)


@dataclass(frozen=True)
class TypedDecay:
    """AdamW's weight_decay, with what makes a number of steps and of epochs of it."""

    weight_decay: float
    learning_rate: float
    rows: int
    batch: int


def typed_number(_: Translate) -> TypedLambda | TypedDecay:
    """Draws the controls that the chosen pair of libraries needs; what they chose."""
    penalty, source, target = _libraries(_)
    if isinstance(source, str):
        return _typed_decay(_)
    sides = [source] if isinstance(target, str) else [source, target]
    every = conventions(penalty) if target == EVERY else sides
    fields = _Fields()
    if source.ratio:
        value = fields.add(lambda: _typed_value(source.parameter, 1.0))
        l1_ratio = fields.add(lambda: _typed_ratio(_, source.ratio)) if penalty == "elastic_net" else 0.5
    else:
        value, l1_ratio = _typed_pair(fields)
    rows, batch, outputs, spread, standardized = ROWS, None, 1, None, False
    if any(one.per_example for one in every):
        rows = int(fields.add(lambda: _typed_rows(_)))
    if any(one.by_batch for one in sides):
        own = next(one for one in sides if one.by_batch).examples(rows)
        batch = min(int(fields.add(lambda: _typed_batch(_, own))), rows)
    if any(one.per_output for one in sides):
        outputs = int(fields.add(lambda: _typed_outputs(_)))
    if any(one.needs_spread for one in sides):
        spread = fields.add(lambda: _typed_spread(_))
    if any(one.scaling == "argument" for one in sides):
        standardized = fields.add(lambda: _standardized(_, source.scaling == "argument"))
    return TypedLambda(
        source, value, rows, batch, l1_ratio, target, outputs, spread, standardized=standardized
    )


class _Fields:
    """Places for fields, `_ACROSS` of them side by side, in as many rows as are needed."""

    def __init__(self) -> None:
        self._free: list[DeltaGenerator] = []

    def add(self, draw: Callable[[], Value]) -> Value:
        if not self._free:
            self._free = list(st.columns(_ACROSS, gap="medium", vertical_alignment="bottom"))
        with self._free.pop(0):
            return draw()


def _libraries(_: Translate) -> tuple[str, Convention | str, Convention | str]:
    """The penalty, from whom, and for whom."""
    names = penalty_names(_)
    asked, _unknown = address.read("conv", str)
    home = next((p for p in PENALIZED if asked in [address_code(c) for c in conventions(p)]), None)
    if home:  # a link may name a convention and leave its penalty unsaid
        address.suppose({"penalty": home})
    penalty = controls.choose(
        "penalty", _("Penalty"), {name: names[name] for name in PENALIZED}, default="l2"
    )
    every: dict[str, Convention | str] = {address_code(c): c for c in conventions(penalty)}
    if penalty == "l2":  # where one looks for weight decay
        every[ADAMW] = ADAMW
    labels = {code: _label(_, c) for code, c in every.items()}
    here, there = st.columns(2, gap="medium")
    with here:
        source = controls.select("conv", _("I have a λ from"), labels, default=next(iter(every)))
    if source == ADAMW:
        return penalty, ADAMW, EVERY
    with there:
        others = {EVERY: _("every library")} | {c: words for c, words in labels.items() if c != source}
        target = controls.select("to", _("and want it for"), others, default=EVERY)
    return penalty, every[source], every.get(target, EVERY)


def _label(_: Translate, convention: Convention | str) -> str:
    if isinstance(convention, str):
        return "PyTorch AdamW · weight_decay"
    return f"{_(convention.name)} · {convention.parameter if convention.ratio else 'l1, l2'}"


def _typed_decay(_: Translate) -> TypedDecay:
    fields = _Fields()
    decay = fields.add(lambda: _typed_value("weight_decay", 0.01))
    rate = fields.add(
        lambda: controls.type_number(
            "eta", _("Learning rate η"), 1e-9, 1e3, default=0.001, step=0.001, format="%.6g"
        )
    )
    rows = int(fields.add(lambda: _typed_rows(_)))
    batch = int(fields.add(lambda: _typed_batch(_, min(BATCH, rows))))
    return TypedDecay(decay, rate, rows, min(batch, rows))


def _typed_value(parameter: str, default: float) -> float:
    controls.follow("value", default)
    return controls.type_number("value", parameter, 1e-9, 1e9, default=default, step=0.1, format="%.6g")


def _typed_pair(fields: _Fields) -> tuple[float, float]:
    """λ and r of the two numbers of Keras; a link may say the first two in their place."""
    value, ratio = (address.read(name, address.number_of)[0] for name in ("value", "r"))
    if value is not None and not address.names("l1") and not address.names("l2"):
        l1, l2 = apart(value, 0.5 if ratio is None else ratio)
        address.suppose({"l1": address.code_of_number(l1), "l2": address.code_of_number(l2)})
    return joined(fields.add(lambda: _typed_part("l1")), fields.add(lambda: _typed_part("l2")))


def _typed_part(name: str) -> float:
    return controls.type_number(name, name, 0.0, 1e9, default=0.01, step=0.01, format="%.6g")


def _typed_ratio(_: Translate, name: str) -> float:
    label = _("Share r of L1") if name == "r" else _("Share of L1, {name}").format(name=name)
    return controls.type_number("r", label, 0.0, 1.0, default=0.5, step=0.05, format="%.6g")


def _typed_rows(_: Translate) -> float:
    return controls.type_number("n", _("Rows n"), 1, 10**9, default=ROWS, step=1)


def _typed_batch(_: Translate, own: int) -> float:
    controls.follow("batch", own)
    return controls.type_number(
        "batch",
        _("Rows in a batch"),
        1,
        10**9,
        default=own,
        step=1,
        help=_(
            "A library that trains on batches divides by these; one that solves for all rows at once, by "
            "all of them. A batch has no more than all rows."
        ),
    )


def _typed_outputs(_: Translate) -> float:
    return controls.type_number(
        "outputs",
        _("Outputs K"),
        1,
        10**6,
        default=1,
        step=1,
        help=_("How many numbers the model predicts for a row. A mean over all of them divides by K too."),
    )


def _typed_spread(_: Translate) -> float:
    return controls.type_number(
        "s",
        _("Standard deviation s of y"),
        1e-9,
        1e12,
        default=1.0,
        step=1.0,
        format="%.6g",
        help=_(
            "The square root of the mean of (y − mean of y)², divided by n and not by n − 1: y.std() in "
            "NumPy. Without an intercept it is the square root of the mean of y²."
        ),
    )


def _standardized(_: Translate, default: bool) -> bool:
    controls.follow("std", default)
    return controls.switch(
        "std",
        _("X standardised"),
        default=default,
        help=_(
            "glmnet divides each column of X by its standard deviation unless it is told not to; the others "
            "take X as it is. A λ is the same model only on the same X."
        ),
    )
