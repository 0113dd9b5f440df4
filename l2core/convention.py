r"""A convention for λ: what is minimised, how the number is called, and what it is called by others.

Every convention minimises, up to a constant factor, the same thing:

    mean over n examples of the loss  +  λ ( r ‖w‖₁ + (1−r)/2 ‖w‖² ),    r = 1: L1,  r = 0: L2,

with squared error counted as ½(ŷ − y)² and summed over the outputs. They differ in whether the loss is a sum
or a mean, whether loss and penalty have their ½, and which of the two the number weighs. A convention's value
v means

    λ = factor · v · outputs^per_output / n^per_example,

with 1/v for v where the number weighs the loss (C).

n is all rows where the loss is summed over them, and the rows of one batch where the library divides by those
of a batch: two numbers, and each convention says which is its own. glmnet divides y by its standard deviation
s before the penalty acts, which leaves L1 as it is and weakens L2:

    v (A ‖w‖₁ + (1−A)/(2s) ‖w‖²)  =  λ ( r ‖w‖₁ + (1−r)/2 ‖w‖² ),    λ = v (A + (1−A)/s),    r = A v/λ.

A λ is the same model only between conventions of one loss and one penalty, on the same X: standardised in all
libraries or in none. The intercept is not penalised, but for those whose note says so.
"""

import math
from dataclasses import dataclass

from l2core.checks import fraction, nonnegative, positive, whole_number
from l2core.penalties import mixing

SPREAD = "sqrt(mean((y - mean(y))^2))"  # of y, as R writes it in a line of code
LOSSES = ("cross-entropy", "squared error", "hinge", "squared hinge")
SCALER = "make_pipeline(StandardScaler(), {line})"


@dataclass(frozen=True)
class Convention:
    """Who writes it, how the number is called there, and what it multiplies.

    objective: LaTeX of what is minimised. note: the scaling of the loss that this assumes, and what else one
    has to know. template: the code; derived: the same of λ and r where the code works s out by itself. ratio:
    how r is called there, "" where two numbers stand for λ and r, that of ‖w‖₁ and that of ‖w‖². factor,
    per_example, per_output, inverse: as in the formula above. by_batch: n is that of a batch; own_batch: the
    largest that the library takes where it is not told, None for all rows. needs_spread: s, the standard
    deviation of y, is part of it. scaling: how the code standardises X, "pipeline" (scikit-learn), "argument"
    (glmnet), or "" where it does not.
    """

    name: str
    parameter: str
    loss: str
    penalty: str
    objective: str
    note: str
    template: str
    derived: str = ""
    ratio: str = "r"
    factor: float = 1.0
    per_example: bool = False
    per_output: bool = False
    inverse: bool = False
    by_batch: bool = False
    own_batch: int | None = None
    needs_spread: bool = False
    scaling: str = ""

    def examples(self, rows: int, batch: int | None = None) -> int:
        """The n of this convention: `batch`, if the library divides by the rows of one, else all `rows`.

        batch: None for the library's own choice. A batch has no more than all rows. Raises ValueError for a
        number below 1.
        """
        rows = whole_number("rows", rows, at_least=1)
        if batch is None:
            batch = rows if self.own_batch is None else self.own_batch
        batch = whole_number("batch", batch, at_least=1)
        return min(batch, rows) if self.by_batch else rows

    def to_canonical(
        self, value: float, n: int, *, l1_ratio: float = 0.5, outputs: int = 1, spread: float = 1.0
    ) -> float:
        """λ for this convention's value, with its n examples.

        l1_ratio: this convention's share of L1, where the penalty is the elastic net. spread: s. Raises
        ValueError for a negative value, a C of 0, n or outputs < 1 and s ≤ 0.
        """
        if self.inverse and not value > 0:
            raise ValueError(f"{self.parameter} needs a number above 0, got {value!r}")
        lambd = nonnegative(self.parameter, 1 / value if self.inverse else value) * self._unit(n, outputs)
        return lambd * self._weakened(l1_ratio, 1 / positive("spread", spread))

    def from_canonical(
        self, lambd: float, n: int, *, l1_ratio: float = 0.5, outputs: int = 1, spread: float = 1.0
    ) -> float:
        """This convention's value for λ; infinite for λ = 0 where it weighs the loss.

        l1_ratio: r, the share of L1 beside λ. Errors as above.
        """
        value = nonnegative("lambd", lambd) / self._unit(n, outputs)
        value *= self._weakened(l1_ratio, positive("spread", spread))
        if self.inverse:
            return 1 / value if value else math.inf
        return value

    def ratio_to_canonical(self, l1_ratio: float, *, spread: float = 1.0) -> float:
        """r for this convention's share of L1; another one only with glmnet's division by s."""
        return mixing(self.penalty, l1_ratio) / self._weakened(l1_ratio, 1 / positive("spread", spread))

    def ratio_from_canonical(self, l1_ratio: float, *, spread: float = 1.0) -> float:
        """This convention's share of L1 for r."""
        return mixing(self.penalty, l1_ratio) / self._weakened(l1_ratio, positive("spread", spread))

    def code(
        self, value: float, *, l1_ratio: float = 0.5, batch: int | None = None, standardized: bool = False
    ) -> str:
        """The code that sets this value.

        l1_ratio: this convention's own, where the penalty is the elastic net. batch: rows of one, where the
        code sets that too; the library's own choice if it is None. standardized: whether the columns of X are
        to be, where the library has a way of its own.
        """
        size = '"auto"' if batch is None else str(whole_number("batch", batch, at_least=1))
        return self._filled(self.template, value, l1_ratio, standardized, batch=size)

    def code_for_any_spread(self, lambd: float, *, l1_ratio: float = 0.5, standardized: bool = False) -> str:
        """The code for λ and r of a convention that needs s and is not told: it works s out from y."""
        return self._filled(self.derived, lambd, l1_ratio, standardized)

    def _filled(self, template: str, value: float, l1_ratio: float, standardized: bool, **more: str) -> str:
        l1, l2 = apart(value, l1_ratio)
        numbers = {"value": value, "l1": l1, "l2": l2}
        line = template.format(
            standardize="" if standardized else ", standardize = FALSE",
            l1_ratio=_share(l1_ratio),
            **{name: _digits(x) for name, x in numbers.items()},
            **more,
        )
        return SCALER.format(line=line) if standardized and self.scaling == "pipeline" else line

    def _unit(self, n: int, outputs: int) -> float:
        """λ of the value 1, with s = 1."""
        unit = self.factor * (whole_number("outputs", outputs, at_least=1) if self.per_output else 1)
        return unit / (whole_number("n", n, at_least=1) if self.per_example else 1)

    def _weakened(self, l1_ratio: float, l2: float) -> float:
        """r + (1−r) · l2: what is left of the penalty's weight when its L2 part is weighed by `l2`."""
        r = mixing(self.penalty, fraction("l1_ratio", l1_ratio))
        return r + (1 - r) * l2 if self.needs_spread else 1.0


def translate(
    value: float,
    source: Convention,
    target: Convention,
    rows: int,
    batch: int | None = None,
    *,
    l1_ratio: float = 0.5,
    outputs: int = 1,
    spread: float = 1.0,
) -> tuple[float, float]:
    """`target`'s value and share of L1 for what `source` calls `value` and `l1_ratio`.

    rows: of the table. batch: rows of one batch, each library's own choice if it is None. outputs: how many
    numbers the model predicts at once. spread: s, the standard deviation of y. Raises ValueError where their
    penalties differ: no λ makes L1 of L2.
    """
    if source.penalty != target.penalty:
        raise ValueError(f"target needs the penalty of source, {source.penalty}, got {target.penalty}")
    here, there = source.examples(rows, batch), target.examples(rows, batch)
    lambd = source.to_canonical(value, here, l1_ratio=l1_ratio, outputs=outputs, spread=spread)
    r = source.ratio_to_canonical(l1_ratio, spread=spread)
    number = target.from_canonical(lambd, there, l1_ratio=r, outputs=outputs, spread=spread)
    return number, target.ratio_from_canonical(r, spread=spread)


def joined(l1: float, l2: float) -> tuple[float, float]:
    """λ = l1 + 2 l2 and r = l1/λ of l1 ‖w‖₁ + l2 ‖w‖², the two numbers of Keras; r = ½ where both are 0."""
    lambd = nonnegative("l1", l1) + 2 * nonnegative("l2", l2)
    return lambd, l1 / lambd if lambd else 0.5


def apart(lambd: float, l1_ratio: float) -> tuple[float, float]:
    """l1 = rλ and l2 = (1−r)λ/2 of λ (r ‖w‖₁ + (1−r)/2 ‖w‖²) = l1 ‖w‖₁ + l2 ‖w‖²."""
    r = fraction("l1_ratio", l1_ratio)
    return (r * lambd if r else 0.0), ((1 - r) / 2 * lambd if r < 1 else 0.0)


def _share(l1_ratio: float) -> str:
    """r, as 1 - 5e-8 close to 1, where six digits of it would have none left for the share of L2."""
    return f"1 - {_digits(1 - l1_ratio)}" if 0 < 1 - l1_ratio < 1e-3 else _digits(l1_ratio)


def _digits(number: float) -> str:
    """Six digits as a line of code takes them: 1e-5, 11498."""
    if not math.isfinite(number):
        return f'float("{number}")'
    mantissa, e, exponent = f"{number:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa
