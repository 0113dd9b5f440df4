"""The map of η × λ, one net a cell: which of them learn, which are dead, which diverged, which is best."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

MOST = 0.6  # of a column: from here on most of its nets are dead


@dataclass(frozen=True, eq=False)
class RateMap:
    """One net for each η (a row, the largest first) and λ (a column, the smallest first).

    All (rates, lambdas). validation: cross-entropy after the last step, NaN where the net diverged. constant:
    whether the net answers the same to every example (`l2core.evaluation.answers_alike`). diverged_at: the
    step, −1 where it did not.
    """

    rates: tuple[float, ...]
    lambdas: tuple[float, ...]
    validation: FloatArray
    constant: NDArray[np.bool_]
    diverged_at: NDArray[np.intp]

    @cached_property
    def diverged(self) -> NDArray[np.bool_]:
        return self.diverged_at >= 0

    @cached_property
    def learns(self) -> NDArray[np.bool_]:
        """Which nets are neither dead nor diverged."""
        return ~self.constant & np.isfinite(self.validation)

    @property
    def best(self) -> tuple[int, int]:
        """The row and column of the lowest validation loss."""
        row, column = np.unravel_index(np.nanargmin(self.validation), self.validation.shape)
        return int(row), int(column)

    @property
    def mostly_dead_columns(self) -> list[int]:
        """The λ at which more than MOST of the nets are dead."""
        return np.flatnonzero(self.constant.mean(axis=0) > MOST).tolist()

    @property
    def dead_rows(self) -> int:
        """How many of the largest η kill the net even at the smallest λ, up to the first that does not."""
        return int(np.argmin(np.append(self.constant[:, 0], False)))

    @property
    def best_lambdas(self) -> dict[int, int]:
        """row -> the column of its lowest validation loss, for the rows in which a net learns."""
        losses = np.where(self.learns, self.validation, np.inf)
        rows = np.flatnonzero(self.learns.any(axis=1))
        return {int(row): int(losses[row].argmin()) for row in rows}
