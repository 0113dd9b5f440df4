"""The text of a run as a Python script: cells in the percent format, and numbers as Python reads them back.

    source = joined([title_cell("The race to 0", "One weight, …"), code_cell(["import numpy as np", …]), …])

A script shows its results by `show(name, number)`, whose definition is `SHOW`: on each line a name in ASCII,
a tab and the number.
"""

import textwrap
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

WIDTH = 100  # columns of a line
NEEDS = "Needs NumPy and the lab's core, l2core: `pip install .` in the folder of the lab."
SHOW = (
    "def show(name, number):",
    '    print(f"{name}\\t{number + 0:.6g}")  # + 0 makes −0 a plain 0',
)


def title_cell(title: str, text: str) -> list[str]:
    """The first cell, in Markdown: what the script is called, what it computes, and what it needs."""
    return ["# %% [markdown]", f"# # {title}", *_comment(text), "#", f"# {NEEDS}"]


def code_cell(lines: Iterable[str], title: str = "") -> list[str]:
    """A cell of code; its title stands behind the marker."""
    return [f"# %% {title}".rstrip(), *lines]


def joined(cells: Iterable[Sequence[str]]) -> str:
    """The cells as one file, an empty line between them."""
    return "\n\n".join("\n".join(cell) for cell in cells) + "\n"


def number(x: float) -> str:
    """The shortest text that Python reads back as this very number: 3, 0.1, 1e-05; np.nan and np.inf."""
    if isinstance(x, int | np.integer):
        return repr(int(x))
    value = float(x)
    return repr(value) if np.isfinite(value) else f"{'-' if value < 0 else ''}np.{abs(value)}"


def array(values: ArrayLike) -> str:
    """An array of any shape as lists in lists, on as many lines as it needs."""
    return textwrap.fill(
        _listed(np.asarray(values)),
        WIDTH,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(values: NDArray[np.generic]) -> str:
    if values.ndim == 0:
        return number(values.item())
    return f"[{', '.join(map(_listed, values))}]"


def _comment(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.splitlines()]
