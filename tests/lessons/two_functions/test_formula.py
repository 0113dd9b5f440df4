"""The LaTeX of the lines and of the cost holds the numbers of the core."""

import numpy as np
import pytest

from charts.numbers import tex
from charts.two_functions.code_lines import code_lines
from charts.two_functions.printed import printed
from lessons.two_functions.formula import inputs_latex, line_latex
from tests.charts.two_functions.examples import NETS, computed, english


@pytest.mark.parametrize("dims", NETS)
def test_the_latex_of_a_line_holds_every_number_of_its_result(dims):
    for numbers in computed(dims=dims):
        texts = printed(numbers)
        for line in code_lines(english):
            latex = line_latex(line, texts)
            for text in np.ravel(texts[line.name]):
                assert tex(text) in latex
            if line.name.startswith("dW"):
                for text in np.ravel(texts[f"data_{line.name}"] + texts[f"penalty_{line.name}"]):
                    assert tex(text) in latex
            assert latex.count("{") == latex.count("}")
            assert "nan" not in latex
    assert [latex.count("bmatrix") for latex in inputs_latex(texts)] == [2, 2, 4, 4, 4]
