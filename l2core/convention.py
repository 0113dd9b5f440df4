r"""A convention for λ: what is minimised, how the number is called, and what it is called by others.

Every convention minimises, up to a constant factor, the same thing:

    mean over n examples of the loss  +  λ ( r ‖w‖₁ + (1−r)/2 ‖w‖² ),    r = 1: L1,  r = 0: L2,

with squared error counted as ½(ŷ − y)². They differ in whether the loss is a sum or a mean, whether loss and
penalty have their ½, and which of the two the number weighs. A convention's value v means

    λ = factor · v / n^per_example,    with 1/v for v where the number weighs the loss (C).

n is all rows where the loss is summed over them, and the rows of one batch where the library divides by those
of a batch: two numbers, and each convention says which is its own. A λ is the same model only between
conventions of one loss and one penalty. The intercept is not penalised, but for those whose note says so.
"""

import math
from dataclasses import dataclass

from l2core.checks import fraction, nonnegative, whole_number

SPREAD = "sqrt(mean((y - mean(y))^2))"  # of y, as R writes it in a line of code
LOSSES = ("cross-entropy", "squared error", "hinge", "squared hinge")


@dataclass(frozen=True)
class Convention:
    """Who writes it, how the number is called there, and what it multiplies.

    objective: LaTeX of what is minimised. note: the scaling of the loss that this assumes, and what else one
    has to know. template: the line of code. factor, per_example, inverse: as in the formula above. by_batch:
    n is that of a batch.
    """

    name: str
    parameter: str
    loss: str
    penalty: str
    objective: str
    note: str
    template: str
    factor: float = 1.0
    per_example: bool = False
    inverse: bool = False
    by_batch: bool = False

    @property
    def needs_spread(self) -> bool:
        """Whether the library takes λ times the standard deviation of y, which its line of code works out."""
        return SPREAD in self.template

    def examples(self, rows: int, batch: int) -> int:
        """The n of this convention: `batch`, if the library divides by the rows of one, else all `rows`.

        A batch has no more than all rows. Raises ValueError for a number below 1.
        """
        rows, batch = whole_number("rows", rows, at_least=1), whole_number("batch", batch, at_least=1)
        return min(batch, rows) if self.by_batch else rows

    def to_canonical(self, value: float, n: int) -> float:
        """λ for this convention's value, with its n examples.

        Raises ValueError for a negative value, a C of 0 and n < 1.
        """
        n = whole_number("n", n, at_least=1)
        if self.inverse and not value > 0:
            raise ValueError(f"{self.parameter} needs a number above 0, got {value!r}")
        lambd = self.factor * nonnegative(self.parameter, 1 / value if self.inverse else value)
        return lambd / n if self.per_example else lambd

    def from_canonical(self, lambd: float, n: int) -> float:
        """This convention's value for λ; infinite for λ = 0 where it weighs the loss. Errors as above."""
        n = whole_number("n", n, at_least=1)
        value = nonnegative("lambd", lambd) * (n if self.per_example else 1) / self.factor
        if self.inverse:
            return 1 / value if value else math.inf
        return value

    def code(self, value: float, *, l1_ratio: float = 0.5, batch: int | None = None) -> str:
        """The line of code that sets this value; l1_ratio: r, where the penalty is the elastic net.

        batch: rows of one, where the line sets that too; the library's own choice if it is None.
        """
        r = fraction("l1_ratio", l1_ratio)
        numbers = {"value": value, "l1": r * value, "l2": (1 - r) / 2 * value, "l1_ratio": r}
        size = '"auto"' if batch is None else str(whole_number("batch", batch, at_least=1))
        return self.template.format(batch=size, **{name: _digits(x) for name, x in numbers.items()})


def translate(
    value: float, source: Convention, target: Convention, rows: int, batch: int | None = None
) -> float:
    """`target`'s value for what `source` calls `value`, on a table of so many rows.

    batch: rows of one batch, all of them if it is None. Raises ValueError where their penalties differ: no λ
    makes L1 of L2.
    """
    if source.penalty != target.penalty:
        raise ValueError(f"target needs the penalty of source, {source.penalty}, got {target.penalty}")
    batch = rows if batch is None else batch
    lambd = source.to_canonical(value, source.examples(rows, batch))
    return target.from_canonical(lambd, target.examples(rows, batch))


def _digits(number: float) -> str:
    """Six digits as a line of code takes them: 1e-5, 11498."""
    if not math.isfinite(number):
        return f'float("{number}")'
    mantissa, e, exponent = f"{number:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa
