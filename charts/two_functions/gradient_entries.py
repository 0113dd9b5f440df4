"""The arrays of the gradient in their order, and how an entry of one is called."""

from collections.abc import Iterable


def in_order(names: Iterable[str]) -> list[str]:
    """dW1, db1, dW2, … of the names of the gradients."""
    return sorted(names, key=lambda name: (int(name[2:]), name[:2]))


def entry_name(array: str, entry: tuple[int, ...]) -> str:
    """dW2[1, 3] of an entry, counted from 1."""
    row, column = entry
    return f"{array}[{row + 1}, {column + 1}]"
