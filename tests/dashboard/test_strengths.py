"""The strength of a page's λ, told in the conventions of the libraries."""

import pytest

from dashboard import strengths
from dashboard.strengths import Strength
from l2core.convention import translate
from l2core.conventions import conventions


@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_the_notes_lambda_is_translated_with_its_rows(penalty: str) -> None:
    strength = Strength(lambd=0.7, rows=100, loss="cross-entropy", by_notes=True)
    notes = next(one for one in conventions(penalty, "cross-entropy") if one.name == "the notes")
    shown = strengths.values(penalty, strength)
    assert strength.canonical == pytest.approx(0.007)
    for one in conventions(penalty, "cross-entropy"):
        parameter, value = shown[one.name].split(" = ")
        assert parameter == one.parameter
        assert float(value.replace(",", "")) == pytest.approx(translate(0.7, notes, one, 100), rel=1e-3)


def test_without_rows_a_sum_has_n_times_as_much() -> None:
    shown = strengths.values("l2", Strength(lambd=0.5, rows=None, loss="squared error"))
    assert shown["scikit-learn Ridge"] == "alpha = 0.5 · n"
    assert "glmnet, gaussian" not in shown  # its lambda for ridge is 0.5 times the spread of y
    assert strengths.values("l1", Strength(lambd=0.5, rows=None, loss="squared error"))[
        "glmnet, gaussian"
    ] == ("lambda = 0.5")
    assert shown["PyTorch SGD with MSELoss"] == "weight_decay = 1"


def test_the_notes_lambda_needs_rows() -> None:
    with pytest.raises(ValueError, match="rows needs a number"):
        _ = Strength(lambd=1, rows=None, loss="cross-entropy", by_notes=True).canonical
