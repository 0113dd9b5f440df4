"""A Python script in the percent format, and the notebook that it is too."""

import nbformat

_MARK = "# %%"
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(source: str) -> str:
    """The notebook of a script in the percent format, byte by byte the same for the same script.

    A line "# %%" begins a cell of code, "# %% [markdown]" one of text, whose lines are comments.
    """
    cells = [
        nbformat.v4.new_markdown_cell(text, id=f"cell-{number}")
        if is_text
        else nbformat.v4.new_code_cell(text, id=f"cell-{number}")
        for number, (is_text, text) in enumerate(cells_of(source), start=1)
    ]
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    made = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(made)
    return str(nbformat.writes(made)) + "\n"


def cells_of(source: str) -> list[tuple[bool, str]]:
    """The cells of a script: whether it is text, and what stands in it; none is empty."""
    cells: list[tuple[bool, list[str]]] = [(False, [])]
    for line in source.splitlines():
        if line == _MARK or line.startswith(_MARK + " "):
            cells.append(("[markdown]" in line, []))
        else:
            is_text, lines = cells[-1]
            lines.append(line.removeprefix("#").removeprefix(" ") if is_text else line)
    written = [(is_text, "\n".join(lines).strip("\n")) for is_text, lines in cells]
    return [(is_text, text) for is_text, text in written if text.strip()]
