"""The script for R: base R reads and encodes, glmnet fits at this λ."""

import json
import re
from collections.abc import Iterable

from dashboard.uploads.layout import BLANKS
from dashboard.uploads.number_formats import NumberFormat
from dashboard.uploads.preparation import MISSING_LEVEL, Preparation
from dashboard.uploads.record import Reading
from lessons.choosing_lambda.chosen_model import ChosenModel, digits
from lessons.choosing_lambda.take_home_python import columns_that_take_rows, listed

INSTALL = 'install.packages("glmnet")'
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8-BOM", "cp1252": "CP1252"}


def r_script(model: ChosenModel) -> str:
    """R source; what it prints is in the units of the table."""
    preparation = model.preparation
    lines = [
        f"# {model.title}",
        f"# {INSTALL}",
        "library(glmnet)",
        "",
        "# ---- the table",
        *_read(preparation),
    ]
    lines += [
        *_codes(preparation),
        *_rows(preparation),
        "",
        *_target(preparation),
        "",
        *_columns(preparation),
    ]
    return "\n".join([*lines, "", "# ---- the model", *_fit(model)]) + "\n"


def quoted(text: str) -> str:
    """A string as R writes it: what nobody sees, such as marks that turn the writing, by its number."""
    escaped = (c if c.isprintable() else rf"\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False))
    return "".join(escaped)


def vector(items: Iterable[str]) -> str:
    return listed(list(items), opening="c(", closing=")")


def _read(preparation: Preparation) -> list[str]:
    """`table`, all of whose cells are words, NA where they are missing; and `number`, which reads them."""
    reading = preparation.reading
    told = ['colClasses = "character"']
    names: list[str] = []
    if reading is None:
        told.append("check.names = FALSE")
        missing: tuple[str, ...] = ("NA",)
    else:
        told += _told(reading)
        missing = reading.missing
        if "index_col" in reading.arguments or "names" in reading.arguments:
            names = _named(reading)
    told.append(f"na.strings = {vector(map(quoted, ['', *missing]))}")
    told.append("strip.white = TRUE")
    lines = [f"table <- read.csv({quoted(preparation.file)}, {', '.join(told)})", *names]
    if reading is not None and reading.part:
        lines.append("# the page read a part of these rows, drawn at random; here are all of them")
    return lines


def _told(reading: Reading) -> list[str]:
    told = []
    if reading.separator != ",":
        told.append(f"sep = {quoted('' if reading.separator == BLANKS else reading.separator)}")
    if reading.encoding != "utf-8":
        told.append(f"fileEncoding = {quoted(_ENCODINGS.get(reading.encoding, reading.encoding.upper()))}")
    by_position = "index_col" in reading.arguments or "names" in reading.arguments
    skipped = reading.skipped + (reading.header_lines if by_position else 0)
    if skipped:
        told.append(f"skip = {skipped}")
    if "nrows" in reading.arguments:
        told.append(f"nrows = {reading.arguments['nrows']}")
    told.append("header = FALSE" if by_position or not reading.header else "check.names = FALSE")
    return told


def _named(reading: Reading) -> list[str]:
    """The columns by their places, where R would make something else of the header."""
    told = reading.arguments
    first = 1 if told.get("index_col") == 0 else 0
    places = told.get("usecols")
    if places is None:
        kept = [k + 1 for k in range(first, first + len(reading.names))]
    else:
        kept = [k + 1 for k in places if first == 0 or k != 0]
    chosen = f"{kept[0]}:{kept[-1]}" if kept == list(range(kept[0], kept[-1] + 1)) else vector(map(str, kept))
    return [f"table <- table[, {chosen}]", f"names(table) <- {vector(map(quoted, reading.names))}"]


def _numbers(preparation: Preparation) -> dict[str, str]:
    """Column -> how R makes numbers of its words, of the columns that need more than as.numeric."""
    reading = preparation.reading
    return {} if reading is None else {name: _as_number(rule) for name, rule in reading.formats}


def _as_number(rule: NumberFormat) -> str:
    if rule.hours:
        return 'sapply(strsplit({x}, ":"), function(part) sum(as.numeric(part) / 60^(seq_along(part) - 1)))'
    gone = "".join(old for old, new in rule.characters if not new)
    other = [(old, new) for old, new in rule.characters if new]
    text = "{x}"
    if gone:
        text = f'gsub({quoted("[" + re.escape(gone) + "]")}, "", {text}, perl = TRUE)'
    if other:
        old, new = ("".join(part) for part in zip(*other, strict=True))
        text = f"chartr({quoted(old)}, {quoted(new)}, {text})"
    return f"as.numeric({text})"


def _codes(preparation: Preparation) -> list[str]:
    """Numbers of words, in the columns that are used, and the codes among them that stand for missing."""
    numeric = [v.name for v in preparation.variables if v.kind == "number"]
    target = preparation.target
    if not target.levels or isinstance(target.levels[1], float):
        numeric.append(target.name)
    split = preparation.split
    if split is not None and isinstance((split.test + split.training)[0], float):
        numeric.append(split.name)
    special = _numbers(preparation)
    plain = [name for name in numeric if name not in special]
    lines = []
    if plain:
        lines.append(f"numbers <- {vector(map(quoted, plain))}")
        lines.append("table[numbers] <- lapply(table[numbers], as.numeric)")
    for name in numeric:
        if name in special:
            cell = f"table[[{quoted(name)}]]"
            lines.append(f"{cell} <- {special[name].replace('{x}', cell)}")
    for column, given in preparation.codes:
        if given:
            cell, codes = f"table[[{quoted(column)}]]", vector(map(_constant, given))
            lines.append(f"{cell}[{cell} %in% {codes}] <- NA  # missing")
    return lines


def _rows(preparation: Preparation) -> list[str]:
    """`train`: the rows for the fit."""
    needed = list(dict.fromkeys([preparation.target.name, *columns_that_take_rows(preparation)]))
    lines = [f"table <- table[complete.cases(table[{vector(map(quoted, needed))}]), ]"]
    split = preparation.split
    if split is None:
        lines.append("train <- table")
    else:
        lines.append(f"is_test <- table[[{quoted(split.name)}]] %in% {vector(map(_constant, split.test))}")
        lines.append("test <- table[is_test, ]  # kept from every choice: for one last look at the error")
        lines.append("train <- table[!is_test, ]")
    if preparation.drawn is not None:
        lines.append(
            f"# the page fitted {preparation.used} of these rows, drawn at random; here are all of them"
        )
    return lines


def _target(preparation: Preparation) -> list[str]:
    target = preparation.target
    cell = f"train[[{quoted(target.name)}]]"
    if target.kind == "number":
        return [f"y <- {cell}"]
    zero = f"0: {_constant(target.levels[0])}" if target.levels[0] != "" else "0: all others"
    one = _constant(target.levels[1])
    return [f"y <- as.numeric({cell} == {one})  # 1: {one}, {zero}"]


def _columns(preparation: Preparation) -> list[str]:
    """`X`, a matrix: numbers, then a column of 0 and 1 for each word but the first."""
    numeric = [v for v in preparation.variables if v.kind == "number"]
    words = [v for v in preparation.variables if v.kind != "number"]
    lines = [f"X <- as.matrix(train[{vector(quoted(v.name) for v in numeric)}])"]
    if not numeric:
        lines = ["X <- matrix(0, nrow(train), 0)"]
    if gaps := [v.name for v in numeric if v.gaps == "median"]:
        lines.append(f"for (name in {vector(map(quoted, gaps))})")
        lines.append("  X[is.na(X[, name]), name] <- median(X[, name], na.rm = TRUE)")
    for variable in words:
        cell = f"train[[{quoted(variable.name)}]]"
        if variable.gaps == "own level" and MISSING_LEVEL in variable.levels:
            lines.append(f"{cell}[is.na({cell})] <- {quoted(MISSING_LEVEL)}")
        lines.append(f"# {quoted(variable.name)}: the others are compared with {quoted(variable.levels[0])}")
        columns = [
            f"{quoted(feature)} = {cell} %in% {quoted(level)}"
            for feature, level in zip(variable.features, variable.levels[1:], strict=True)
        ]
        lines.append(f"X <- {listed(['X', *columns], opening='cbind(', closing=')')}")
    return lines


def _fit(model: ChosenModel) -> list[str]:
    told = ["X", "y"]
    lines = []
    if model.is_of_classes:
        told.append('family = "binomial"')
        lines.append("glmnet.control(fdev = 0, devmax = 1)")
    if model.balanced:
        lines.append("weights <- ifelse(y == 1, 0.5 / mean(y), 0.5 / (1 - mean(y)))  # both classes alike")
        told.append("weights = weights")
    told += [f"alpha = {digits(model.alpha)}", f"lambda = {digits(model.lambd)}"]
    if not model.standardize:
        told.append("standardize = FALSE")
    if model.own_factors:
        lines.append("factors <- setNames(rep(1, ncol(X)), colnames(X))")
        lines += [f"factors[{quoted(name)}] <- {factor:g}" for name, factor in model.own_factors.items()]
        told.append("penalty.factor = factors")
    told += ["thresh = 1e-14", "maxit = 1e7"]
    lines.append(f"model <- {listed(told, opening='glmnet(', closing=')')}")
    return [
        *lines,
        "",
        "# ---- in the units of the table",
        "weights <- as.matrix(coef(model))[, 1]",
        *(_relaxed(model) if model.is_relaxed else []),
        'cat(sprintf("intercept\\t%.10g\\n", weights[1]))',
        'for (k in which(weights[-1] != 0)) cat(sprintf("%s\\t%.10g\\n", colnames(X)[k], weights[k + 1]))',
    ]


def _relaxed(model: ChosenModel) -> list[str]:
    """By hand, for glmnet's relax = TRUE loses the coefficients where there is one lambda alone."""
    return [
        f"gamma <- {digits(model.gamma)}  # 1: penalised, 0: fitted again without a penalty",
        "chosen <- which(weights[-1] != 0)",
        "fit <- lm.fit(cbind(1, X[, chosen, drop = FALSE]), y)$coefficients",
        "again <- 0 * weights",
        "again[c(1, chosen + 1)] <- ifelse(is.na(fit), 0, fit)",
        "weights <- gamma * weights + (1 - gamma) * again",
    ]


def _constant(value: str | float) -> str:
    return quoted(value) if isinstance(value, str) else f"{value:.17g}"
