"""What is done with a table as long as its user says nothing: what is predicted, and from what."""

from collections.abc import Sequence

from dashboard.uploads.columns import Column

# what a column is called that is there to be predicted
_ENGLISH = "y target label class outcome response salary price saleprice survived quality default income"
_MORE = "churn diagnosis species medv lpsa balance mpg 目标 标签 类别 因变量 价格 房价 好瓜 结果"
# two words that answer a question, as the last column of a table to be predicted often does
_ANSWERS = frozenset(
    frozenset(pair.split())
    for pair in ("yes no", "y n", "true false", "t f", "ja nein", "oui non", "是 否", "有 无")
)
TARGET_NAMES = frozenset(f"{_ENGLISH} {_MORE}".split())


def target_columns(columns: dict[str, Column], splits: Sequence[str]) -> list[str]:
    """The columns that can be predicted: numbers, or a few words, that do not name the parts."""
    return [
        name
        for name, column in columns.items()
        if name not in splits and column.kind != "text" and column.different > 1
    ]


def default_target(columns: dict[str, Column], splits: Sequence[str]) -> str | None:
    """A column called as targets are, else the last one if it says yes or no, else the last of numbers, or of
    two words; None without any."""
    possible = target_columns(columns, splits)
    named = [name for name in possible if name.strip().lower() in TARGET_NAMES]
    asked = [name for name in possible[-1:] if _says_yes_or_no(columns[name])]
    numeric = [name for name in possible if columns[name].kind == "number" and not columns[name].identifier]
    two = [name for name in possible if columns[name].binary]
    return next((names[-1] for names in (named, asked, numeric, two, possible) if names), None)


def _says_yes_or_no(column: Column) -> bool:
    return frozenset(str(level).strip().lower() for level in column.levels) in _ANSWERS


def possible_variables(columns: dict[str, Column], target: str, split: str | None) -> list[str]:
    """The columns that the target can be predicted from."""
    return [
        name
        for name, column in columns.items()
        if name not in (target, split) and column.kind in ("number", "words") and column.different > 1
    ]


def suggested_out(columns: dict[str, Column], target: str, split: str | None, rows: int) -> list[str]:
    """Of the possible variables those that number the rows, and those that are missing in more than half.

    None of them where nothing else would be left.
    """
    possible = possible_variables(columns, target, split)
    found = [name for name in possible if columns[name].identifier or columns[name].missing > rows / 2]
    return found if len(found) < len(possible) else []
