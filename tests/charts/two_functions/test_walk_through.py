"""The walk shows the numbers of the core, whole, in their place, and nothing else."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from charts.two_functions.code_lines import Matrix, code_lines
from charts.two_functions.equation_layout import LAYOUTS, WIDE, text_width
from charts.two_functions.every_lambda import ALWAYS
from charts.two_functions.printed import printed
from charts.two_functions.walk_tables import penalty_share
from charts.two_functions.walk_through import walk_through
from tests.charts.two_functions.examples import LAM, LAMBDAS, LINE, NETS, computed, english, height_and_tables
from tests.charts.two_functions.test_arithmetic import arithmetic


def walk(**choice):
    numbers = computed(**choice)
    content, tables = height_and_tables(numbers)
    return walk_through(english, tables, content, printed(numbers[1]), LINE, LAM)


def test_the_walk_prints_every_matrix_of_every_line_at_every_lambda():
    numbers = computed()
    cells = walk().tables["cells"]
    printed = cells[cells.text != ""]
    for place, line in enumerate(code_lines(english)):
        for term in line.equation:
            if not isinstance(term, Matrix):
                continue
            for lam, of_lambda in enumerate(numbers):
                here = printed[
                    (printed.line == place)
                    & printed.lam.isin([ALWAYS, lam])
                    & (printed.matrix == term.label)
                    & (printed.layout == 0)
                ]
                matrix = term.of(of_lambda)
                entries = {f"{i + 1}, {j + 1}": value for (i, j), value in np.ndenumerate(matrix)}
                assert dict(zip(here.entry, here.value, strict=True)) == entries
                for text, value in zip(here.text, here.value, strict=True):
                    assert arithmetic(text) == pytest.approx(value, abs=6e-4)


@pytest.mark.parametrize("m", [3, 6])
@pytest.mark.parametrize("dims", NETS)
def test_nothing_overlaps_or_leaves_the_picture(dims, m):
    tables = walk(dims=dims, m=m).tables
    cells = tables["cells"][tables["cells"].text != ""]
    content, _tables = height_and_tables(computed(dims=dims, m=m))
    for (number, _line), boxes in cells.groupby(["layout", "line"]):
        layout = LAYOUTS[number]
        assert (boxes.x >= 0).all()
        assert (boxes.x + boxes.w <= layout.width).all()
        assert (boxes.y + boxes.h <= content).all()
        spots = boxes[boxes.lam <= 0][["x", "y", "w", "h"]].to_numpy()
        gap = np.abs(spots[:, None, :2] - spots[None, :, :2])
        apart = (gap >= spots[None, :, 2:]).any(axis=2)
        assert apart[~np.eye(len(spots), dtype=bool)].all()
        words = tables["words"]
        below = words[(words.layout == number) & (words.line == _line) & (words.role == "code")]
        ends = below.y + (below.text.str.count("\n") + 1) * layout.line_height
        assert (ends <= content + 1).all()
        assert below.text.str.split("\n").explode().str.len().max() <= layout.characters + 4


def test_what_the_lines_compute_can_be_read_as_a_table():
    table, numbers = walk().numbers(), computed()[1]
    lines = code_lines(english)
    assert list(table["Line"]) == [line.words for line in lines]
    for text, line in zip(table["Value"], lines, strict=True):
        read = [[arithmetic(cell) for cell in row.split(", ")] for row in text.split("; ")]
        assert_allclose(read, numbers[line.name], atol=6e-4)
    _height, tables = height_and_tables(computed())
    before = walk_through(english, tables, 9, printed(numbers), LINE, LAM, begun=False)
    assert before.numbers is None


def test_blue_is_the_share_of_the_penalty():
    numbers = computed()
    assert (penalty_share("dW2", numbers[0]) == 0).all()
    W, data = numbers[1]["W2"], numbers[1]["data_dW2"]
    pull = 0.7 / 4 * W
    assert_allclose(penalty_share("dW2", numbers[1]), abs(pull) / (abs(pull) + abs(data)))
    assert_allclose(penalty_share("cost", numbers[1]), numbers[1]["penalty"] / numbers[1]["cost"])
    assert (penalty_share("dZ2", numbers[1]) == 0).all()
    cells = walk().tables["cells"]
    blue = cells[(cells.origin != "from the data") & (cells.layout == 1)]
    assert set(blue.lam) == {1, 2}
    assert (blue.w <= WIDE.cell_width - 2).all()
    share = blue[(blue.line == 14) & (blue.lam == 1) & (blue.matrix == "dW2")]
    assert_allclose(share.w / (WIDE.cell_width - 2), penalty_share("dW2", numbers[1]).ravel())


def test_what_stands_above_the_lines_is_inside_the_picture_at_every_width():
    tables = walk().tables
    for number, layout in enumerate(LAYOUTS):
        captions, chips = (t[t.layout == number] for t in (tables["captions"], tables["chips"]))
        assert (captions.x >= 0).all()  # what is left of 0 takes room from the picture
        ends = captions.x + [text_width(text, layout.label_size) for text in captions.text]
        assert (chips.x + chips.w <= layout.width).all()
        assert (ends <= layout.width).all()
    assert not (tables["captions"].layout == 0).any()


def test_the_picture_is_no_higher_than_its_tallest_line():
    content, tables = height_and_tables(computed())
    words = tables["words"][tables["words"].role == "code"]
    ends = words.y + (words.text.str.count("\n") + 1) * words.layout.map(lambda k: LAYOUTS[k].line_height)
    assert content - 1 < ends.max() <= content
    assert height_and_tables(computed(dims=(3, 4, 3, 1), m=6))[0] > content


def test_the_spec_of_the_walk_does_not_change_with_the_seed():
    small, large = walk(), walk(seed=2)
    assert small.spec is large.spec
    params = {param["name"]: param for param in small.spec["params"]}
    assert params["line"]["value"] == 14
    assert params["line"]["bind"]["max"] == 19
    assert params["lam"]["bind"]["max"] == len(LAMBDAS) - 1
