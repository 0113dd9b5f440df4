"""A script in the percent format as a notebook: every line of it is in one cell, and the notebook runs."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from dashboard.scripts import cells_of, notebook

SOURCE = '''"""What comes before the first mark."""

# %% [markdown]
# # A square
#
# Its side is $a$.

# %%
side = 3


def area(a):
    return a * a


# %%

# %% in words
# a comment of the code
print("area", area(side), sep="\\t")
'''


def test_every_cell_holds_what_stands_between_its_marks() -> None:
    assert cells_of(SOURCE) == [
        (False, '"""What comes before the first mark."""'),
        (True, "# A square\n\nIts side is $a$."),
        (False, "side = 3\n\n\ndef area(a):\n    return a * a"),
        (False, '# a comment of the code\nprint("area", area(side), sep="\\t")'),
    ]


@pytest.mark.parametrize("source", ["", "\n\n", "# %%\n", "# %% [markdown]\n\n# %%\n"])
def test_a_script_without_a_line_is_a_notebook_without_a_cell(source: str) -> None:
    assert json.loads(notebook(source))["cells"] == []


def test_the_same_script_is_the_same_file() -> None:
    assert notebook(SOURCE) == notebook(SOURCE)
    assert notebook(SOURCE) != notebook(SOURCE.replace("3", "4"))


def test_the_notebook_runs() -> None:
    read = nbformat.reads(notebook(SOURCE), as_version=4)
    NotebookClient(read, timeout=60).execute()
    assert read.metadata.kernelspec.name == "python3"
    assert read.cells[-1].outputs[0].text == "area\t9\n"
