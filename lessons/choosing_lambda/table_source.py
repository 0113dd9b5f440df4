"""Where a table comes from: from the lab, or from its user."""

from dataclasses import dataclass

from dashboard.uploads.preparation import Choices, Preparation
from l2core.tables import Table


@dataclass(frozen=True)
class Source:
    """A table, how many rows it had before it was sampled, whether it comes with the lab.

    choices, preparation: of an own table, what was chosen for it and all that was done to it.
    """

    table: Table
    available: int
    built_in: bool = False
    choices: Choices | None = None
    preparation: Preparation | None = None
