"""The lines of a script that make the split of an own table from its file, as the page did."""

import pandas as pd

from dashboard.script_text import number
from dashboard.uploads.columns import parts
from dashboard.uploads.two_classes import SHARE_DRAWN, LabelledRows


def own_lines(table: pd.DataFrame, rows: LabelledRows, label: str, part: str | None) -> list[str]:
    """From the file to `split`; after settings `training_size`, `label_noise` and `seed`.

    table: as `dashboard.uploads.reading.read_table` returns it. rows: what was made of it. label, part: the
    columns with the classes and with the parts, None where these are drawn.
    """
    features, chosen = list(rows.features), [*rows.features, label, *([part] if part else [])]
    whole = table[chosen].dropna()
    other, one = sorted(whole[label].unique().tolist())
    lines = [
        *table.attrs["reading"].pandas_lines(table.attrs["name"]),
        f"rows = table[{chosen!r}].dropna()",
        f"X = rows[{features!r}].to_numpy(dtype=float)",
        f"labels = (rows[{label!r}] == {_cell(one)}).to_numpy(dtype=float)  # 0: {_cell(other)}",
    ]
    if part:
        lines += _part_lines(whole[part], part, rows.drawn)
    told = "seed=seed, label_noise=label_noise, training_size=training_size"
    return [*lines, f"split = from_table(X, labels, {'part' if part else 'None'}, {told})"]


def _part_lines(cells: pd.Series, column: str, drawn: tuple[str, ...]) -> list[str]:
    """`part`: "train", "validation" or "test" for each row; without a row for one of them it is drawn."""
    named = dict(zip(cells.unique().tolist(), parts(cells).loc[~cells.duplicated()].tolist(), strict=True))
    told = ", ".join(f"{_cell(cell)}: {name!r}" for cell, name in named.items())
    lines = [f"part = rows[{column!r}].map({{{told}}}).to_numpy(dtype=object)"]
    if drawn:
        lines += [
            f"for name in {list(drawn)!r}:  # of which there is no row: drawn from those for training",
            "    random, chosen = np.random.default_rng(seed), []",
            "    for one in (0, 1):",
            '        those = np.flatnonzero((part == "train") & (labels == one))',
            f"        count = int(np.ceil({number(SHARE_DRAWN)} * len(those)))",
            "        chosen += random.permutation(those)[:count].tolist()",
            "    part[chosen] = name",
        ]
    return lines


def _cell(value: str | float) -> str:
    """A cell as Python writes it."""
    return number(value) if isinstance(value, float) else repr(value)
