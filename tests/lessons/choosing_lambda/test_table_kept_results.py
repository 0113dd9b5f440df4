"""What was computed for a table is found again in another language, and for no other table."""

from dataclasses import replace

import numpy as np
import pytest

from l2core.tables import Table, diabetes
from lessons.choosing_lambda.table_kept_results import fingerprint

TABLE = replace(diabetes(), variables=tuple("abcdefghij"), test=np.arange(442) < 100)


def test_another_language_is_no_other_table() -> None:
    renamed = replace(TABLE, features=tuple("甲乙丙丁戊己庚辛壬癸"), target="病情进展")
    assert fingerprint(renamed) == fingerprint(TABLE)
    classes, renamed_classes = (replace(TABLE, classes=names) for names in (("not Q", "Q"), ("非 Q", "Q")))
    assert fingerprint(renamed_classes) == fingerprint(classes) != fingerprint(TABLE)


def one_cell_more(part: np.ndarray) -> np.ndarray:
    changed = part.copy()
    changed[-1] = changed[-1] + 1e-9 if part.dtype == float else ~changed[-1]
    return changed


@pytest.mark.parametrize(
    "other",
    [
        replace(TABLE, X=one_cell_more(TABLE.X)),
        replace(TABLE, X=np.asfortranarray(TABLE.X).reshape(-1).reshape(TABLE.X.shape[::-1])),
        replace(TABLE, y=one_cell_more(TABLE.y)),
        replace(TABLE, test=one_cell_more(np.asarray(TABLE.test))),
        replace(TABLE, test=None),
        replace(TABLE, variables=(*"abcdefghi", "a")),
    ],
    ids=["a cell", "the shape", "the target", "the test part", "no test part", "two columns of one variable"],
)
def test_whatever_the_result_depends_on_makes_another_table(other: Table) -> None:
    assert fingerprint(other) != fingerprint(TABLE)
