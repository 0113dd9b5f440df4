"""The two functions as a script: it prints the numbers of the page."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charts.two_functions.code_lines import code_lines
from charts.two_functions.printed import printed as as_on_the_page
from dashboard.text import N_
from l2core.worked_example import SLIPS
from lessons.two_functions.choice import NETS, SEEDS, SIZES, Choice
from lessons.two_functions.published import CELLS, published
from lessons.two_functions.run import LAMBDAS, checked, every_lambda
from lessons.two_functions.script import source
from tests.scripts import agree, printed, printed_by_a_file

NOTES, SMALLEST = Choice((2, 3, 2, 1), 4, 27), Choice((2, 2, 2, 1), 3, 1)
LAYERS = (1, 2, 3)


def numbers_of_the_page(choice: Choice, lam: int, slip: str | None, cell: str | None) -> dict[str, float]:
    """What the page shows, by the names that the script has for it."""
    numbers = every_lambda(choice)[lam]
    inputs = ["X", "Y", *(f"{kind}{layer}" for layer in LAYERS for kind in "Wb")]
    found = _entries({name: numbers[name] for name in inputs})
    scalars = {"cross_entropy": "cross-entropy", "penalty": "penalty", "cost": "cost"}
    for line in code_lines(N_):
        if line.name in scalars:
            found[scalars[line.name]] = float(numbers[line.name][0, 0])
        else:
            found |= _entries({line.name: numbers[line.name]})
    for layer in reversed(LAYERS):
        for part in ("data", "penalty"):
            found |= _entries({f"{part} part of dW{layer}": numbers[f"{part}_dW{layer}"]})
    if slip is not None:
        check = checked(choice)
        for mistake in SLIPS:
            for name, error in check.relative_errors[mistake][lam].items():
                found[f"{mistake}: relative error of {name}"] = error
            if mistake == slip:
                for name, slope in check.differences[lam].items():
                    analytical = check.gradients[slip][lam][name]
                    found |= _entries({f"analytical {name}": analytical, f"numerical {name}": slope})
    if cell is not None:
        for row in published(N_, cell):
            array, bracket, place = row.what.partition("[")
            found[f"{array} of the cell{bracket}{place}"] = row.computed
    return found


def _entries(matrices: dict[str, np.ndarray]) -> dict[str, float]:
    return {
        f"{name}[{row + 1}, {column + 1}]": float(value)
        for name, matrix in matrices.items()
        for (row, column), value in np.ndenumerate(matrix)
    }


CHOICES = st.builds(
    Choice,
    st.sampled_from([tuple(map(int, net.split("-"))) for net in NETS]),
    st.sampled_from([int(size) for size in SIZES]),
    st.sampled_from(SEEDS),
)


def agree_but_for_rounding(found: dict[str, float], expected: dict[str, float]) -> None:
    """As `agree`; of what finite differences leave of 0, only that it is next to nothing in both."""
    assert list(found) == list(expected)
    noisy = [name for name in expected if "relative error" in name or name.startswith("numerical")]
    assert [found[name] for name in noisy] == pytest.approx([expected[name] for name in noisy], abs=1e-9)
    exact = [name for name in expected if name not in set(noisy)]
    agree({name: found[name] for name in exact}, {name: expected[name] for name in exact})


@settings(max_examples=10, deadline=None)
@given(CHOICES, st.integers(0, len(LAMBDAS) - 1), st.none(), st.sampled_from([None, *CELLS]))
@example(NOTES, 7, "biases_penalized", None)
@example(NOTES, 0, "penalty", "gradients")
@example(SMALLEST, 24, "relu_gate", "cost")
def test_the_script_prints_the_numbers_of_the_page(
    choice: Choice, lam: int, slip: str | None, cell: str | None
) -> None:
    found, expected = printed(source(choice, lam, slip, cell)), numbers_of_the_page(choice, lam, slip, cell)
    agree_but_for_rounding(found, expected)


def test_the_script_prints_every_line_as_the_page_does() -> None:
    found = printed(source(NOTES, 7))
    texts = as_on_the_page(every_lambda(NOTES)[7])
    for line in code_lines(N_):
        if line.part != "cost":
            entries = [x for name, x in found.items() if name.startswith(f"{line.name}[")]
            matrix = np.reshape(entries, np.shape(texts[line.name]))
            assert as_on_the_page({line.name: matrix}) == {line.name: texts[line.name]}


def test_the_script_is_a_file_that_runs_by_itself(tmp_path: Path) -> None:
    expected = numbers_of_the_page(SMALLEST, 3, "division_by_m", "gradients")
    found = printed_by_a_file(source(SMALLEST, 3, "division_by_m", "gradients"), tmp_path)
    six_digits = {name: float(f"{x:.6g}") for name, x in expected.items()}
    agree_but_for_rounding(found, six_digits)


def test_what_is_behind_a_closed_door_is_not_in_the_script() -> None:
    plain = source(NOTES, 7)
    assert "slip" not in plain
    assert "gradient_check" not in plain
    assert "cell" not in plain
