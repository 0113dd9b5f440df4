"""Lines of Python that bring a table from its file to `X` and `y`, as the page did, for any library."""

from collections.abc import Sequence

from dashboard.uploads.preparation import MISSING_LEVEL, Preparation
from lessons.choosing_lambda.chosen_model import ChosenModel

WIDTH = 100
_LOADED = {
    "diabetes": (
        "from sklearn.datasets import load_diabetes",
        ["table = load_diabetes(as_frame=True, scaled=False).frame", "table.columns = {columns}"],
    ),
    "breast_cancer": (
        "from sklearn.datasets import load_breast_cancer",
        [
            "table = load_breast_cancer(as_frame=True).frame.rename(columns={{'target': 'diagnosis'}})",
            "table['diagnosis'] = table['diagnosis'].map({{0: 'malignant', 1: 'benign'}})",
        ],
    ),
}


def loader(model: ChosenModel) -> list[str]:
    """The import that brings a table of the lab; none for an own one, which pandas reads."""
    return [_LOADED[model.built_in][0]] if model.built_in else []


def table_lines(model: ChosenModel) -> list[str]:
    """From the file to `X`, a frame of the variables as they are, and `y`, of the rows for the fit."""
    preparation = model.preparation
    lines = ["# ---- the table", *_read(model)]
    for column, given in preparation.codes:
        if given:
            name, codes = repr(column), listed(map(constant, given))
            lines.append(f"table[{name}] = table[{name}].mask(table[{name}].isin({codes}))  # missing")
    if needed := columns_that_take_rows(preparation):
        lines.append(f"table = table.dropna(subset={listed(map(repr, needed))})")
    if own := [variable.name for variable in preparation.variables if variable.gaps == "own level"]:
        names = listed(map(repr, own))
        lines.append(f"table[{names}] = table[{names}].fillna({MISSING_LEVEL!r})")
    lines.append("")
    lines += _parts(preparation)
    return [*lines, "", *_target(preparation), *_variables(preparation)]


def words_lines(model: ChosenModel) -> list[str]:
    """`levels`, the words of each column, the reference first, and what the columns of 0 and 1 are called."""
    words = {v.name: v.levels for v in model.preparation.variables if v.kind != "number"}
    if not words:
        return []
    lines = ["levels = {  # the others are compared with the first of each"]
    lines += [f"    {name!r}: {listed(map(repr, levels), indent=4)}," for name, levels in words.items()]
    lines += ["}", "", "", "def named(column, word):"]
    if other := _other_names(model.preparation):
        pairs = ", ".join(f"{pair!r}: {name!r}" for pair, name in other.items())
        lines.append(f"    other = {{{pairs}}}")
        lines.append('    return other.get((column, word), f"{column} = {word}")')
    else:
        lines.append('    return f"{column} = {word}"')
    return [*lines, "", ""]


def indicator_lines(model: ChosenModel) -> list[str]:
    """`X` with columns of 0 and 1 in place of its words; after `table_lines` and `words_lines`."""
    if all(variable.kind == "number" for variable in model.preparation.variables):
        return []
    return [
        "indicators = {",
        "    named(column, word): (X[column] == word).astype(float)",
        "    for column, words in levels.items()",
        "    for word in words[1:]",
        "}",
        "X = pd.concat([X.drop(columns=list(levels)), pd.DataFrame(indicators, X.index)], axis=1)",
    ]


def columns_that_take_rows(preparation: Preparation) -> list[str]:
    """The columns whose missing cells take their rows along."""
    taken = [name for name, _count in preparation.rows_left_out]
    asked = [variable.name for variable in preparation.variables if variable.gaps == "rows"]
    return list(dict.fromkeys([*taken, *asked]))


def constant(value: str | float) -> str:
    """A cell as Python writes it, a whole number without its .0."""
    text = repr(value)
    return text.removesuffix(".0") if isinstance(value, float) else text


def listed(items: Sequence[str] | map, *, opening: str = "[", closing: str = "]", indent: int = 0) -> str:
    """The items between brackets: on one line, or on as many as they need."""
    every = list(items)
    one_line = ", ".join(every)
    if len(one_line) < WIDTH - 30:
        return f"{opening}{one_line}{closing}"
    margin = " " * (indent + 4)
    lines, line = [], margin
    for k, item in enumerate(every):
        piece = item if k == len(every) - 1 else f"{item}, "
        if len(line) + len(piece) > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = margin
        line += piece
    return "\n".join([opening, *lines, line, " " * indent + closing])


def printing() -> list[str]:
    """The lines that print the intercept and the coefficients that are not 0."""
    return [
        'print(f"intercept\\t{intercept:.10g}")',
        "for name, weight in zip(names, coefficients):",
        "    if weight != 0:",
        '        print(f"{name}\\t{weight:.10g}")',
    ]


def _read(model: ChosenModel) -> list[str]:
    preparation = model.preparation
    if model.built_in:
        columns = listed(map(repr, preparation.columns))
        return [line.format(columns=columns) for line in _LOADED[model.built_in][1]]
    if preparation.reading is None:
        return [f"table = pd.read_csv({preparation.file!r})"]
    return list(preparation.reading.pandas_lines(preparation.file))


def _parts(preparation: Preparation) -> list[str]:
    lines = []
    split, rows = preparation.split, "table"
    if split is not None:
        values = listed(map(constant, split.test))
        lines.append(f"is_test = table[{split.name!r}].isin({values})")
        lines.append("test = table[is_test]  # kept from every choice: for one last look at the error")
        rows = "table[~is_test]"
    lines.append(f"train = {rows}")
    if preparation.drawn is not None:
        drawn = f"np.random.default_rng(0).choice({preparation.drawn}, {preparation.used}, replace=False)"
        lines.append("# the page fitted this many rows, drawn at random; without the next line all of them")
        lines.append(f"train = train.iloc[np.sort({drawn})]")
    return lines


def _target(preparation: Preparation) -> list[str]:
    target = preparation.target
    column = f"train[{target.name!r}]"
    if target.kind == "number":
        return [f"y = {column}"]
    zero = f"0: {constant(target.levels[0])}" if target.levels[0] != "" else "0: all others"
    one = constant(target.levels[1])
    return [f"y = ({column} == {one}).astype(int)  # 1: {one}, {zero}"]


def _variables(preparation: Preparation) -> list[str]:
    kept = [variable.name for variable in preparation.variables]
    used = set(kept)
    others = [name for name in preparation.columns if name not in used]
    if len(others) <= len(kept):
        return [f"X = train.drop(columns={listed(map(repr, others))})"]
    return [f"X = train[{listed(map(repr, kept))}]"]


def _other_names(preparation: Preparation) -> dict[tuple[str, str], str]:
    """The columns of 0 and 1 whose plain name another column has already."""
    return {
        (variable.name, level): feature
        for variable in preparation.variables
        if variable.kind != "number"
        for feature, level in zip(variable.features, variable.levels[1:], strict=True)
        if feature != f"{variable.name} = {level}"
    }
