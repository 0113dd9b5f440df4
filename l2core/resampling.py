"""How sure is the choice of λ? The choice made again: on the same rows in other folds, and on other rows.

Repeated cross-validation draws the folds D times. What differs is the luck of the folds alone, since the rows
stay the same; in a mean over the draws it averages away. A resample draws the rows. What differs is then the
luck of the rows too, as it would between this sample and another from where it came; nothing averages that
away.
Sources: Efron & Tibshirani 1993, An Introduction to the Bootstrap; Meinshausen & Bühlmann 2010, J. R.
Statist. Soc. B 72(4), stability selection; Shah & Samworth 2013, J. R. Statist. Soc. B 75(1), complementary
pairs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, fraction, whole_number
from l2core.cross_validation import chosen_by, paired_by_folds
from l2core.moments import Counts, Models
from l2core.refits import Refits, refits
from l2core.workers import Workers, each_of

RESAMPLES = {"gaussian": 200, "binomial": 50}  # by default; a logistic path costs a hundred times as much
FOLDS = {"gaussian": 10, "binomial": 5}  # of each of them, by default
FEWEST_ROWS = 8  # of 8, most bootstrap resamples have the 4 different rows that folds need
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # of the quantiles over resamples


@dataclass(frozen=True)
class FoldDraws:
    """What D draws of the folds say of one table.

    lambdas: (L,). index_min, index_1se: (D,), where λ_min and λ_1se of each draw are in lambdas. mean_error:
    (D, L), CV(λ) of each draw. difference: (D,), CV(λ_1se) − CV(λ_min) of each draw, at least 0.
    difference_error: (D,), its standard error over the folds of that draw (`paired_by_folds`).
    """

    lambdas: FloatArray
    index_min: NDArray[np.intp]
    index_1se: NDArray[np.intp]
    mean_error: FloatArray
    difference: FloatArray
    difference_error: FloatArray

    @property
    def error(self) -> FloatArray:
        """The mean of CV(λ) over the draws, (L,)."""
        return np.asarray(self.mean_error.mean(axis=0))


@dataclass(frozen=True)
class Resamples:
    """What B resamples of the rows say of the choice of λ, the variables and the coefficients.

    Over the bootstrap, n rows drawn with replacement, each resample with a cross-validation of its own:
    index_min, index_1se: (B,), where its λ_min and λ_1se are in lambdas (L,). difference: (B,), its CV(λ_1se)
    − CV(λ_min). kept_min, kept_1se: (V,), the share of resamples in whose model at their own λ_min, or λ_1se,
    the variable is. levels: (Q,). coefficients: (Q, L, p), these quantiles of each coefficient at each λ:
    percentile intervals over resamples. They are no confidence intervals for the true coefficients: the
    penalty draws the coefficients themselves towards 0, and selection leaves many of them exactly there.

    Over the halves, ⌊n/2⌋ rows (of each class) drawn without replacement, B of them in complementary pairs:
    frequency: (L, V), the share in whose model at λ the variable is, the selection probability of stability
    selection.

    variables: (V,), their names or numbers. One that stands in several columns is in with any of them.
    """

    lambdas: FloatArray
    index_min: NDArray[np.intp]
    index_1se: NDArray[np.intp]
    difference: FloatArray
    variables: tuple[str, ...]
    kept_min: FloatArray
    kept_1se: FloatArray
    frequency: FloatArray
    levels: FloatArray
    coefficients: FloatArray


def repeated_cross_validation(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    draws: int = 20,
    folds: int = 10,
    seed: int = 0,
    family: str = "gaussian",
    l1_ratio: float = 0.5,
    measure: str = "deviance",
    balanced: bool = False,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    workers: Workers = 1,
    report: Callable[[float], object] | None = None,
) -> FoldDraws:
    """λ_min, λ_1se and CV(λ) of `draws` cross-validations of the same rows, in folds drawn anew.

    Draw d is that of `cross_validate(…, seed=seed + d)`, up to rounding, or with family "binomial" that of
    `cross_validate_classes`, to whom alone measure and balanced matter; the other arguments and the errors
    are theirs. `l2core.moments` says what the folds share. workers: the processes among which the draws are
    shared out; the result does not depend on them. report: called as report(fraction done); what it raises
    ends the work.
    """
    table = refits(
        X,
        y,
        penalty,
        lambdas,
        family=family,
        l1_ratio=l1_ratio,
        measure=measure,
        balanced=balanced,
        standardize=standardize,
        penalty_factors=penalty_factors,
        impute=impute,
    )
    draws, seed = whole_number("draws", draws, at_least=1), whole_number("seed", seed, at_least=0)
    table.folds(np.ones(table.shape[0], dtype=np.intp), folds, seed)  # says what is wrong with the folds
    found = _each_of(range(seed, seed + draws), _draws, {"table": table, "folds": folds}, workers, report)
    index_min, index_1se, mean_error, difference, error = zip(*found, strict=True)
    return FoldDraws(
        table.lambdas,
        np.array(index_min),
        np.array(index_1se),
        np.array(mean_error),
        np.array(difference),
        np.array(error),
    )


def resampled_choices(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    resamples: int | None = None,
    folds: int | None = None,
    seed: int = 0,
    family: str = "gaussian",
    l1_ratio: float = 0.5,
    measure: str = "deviance",
    balanced: bool = False,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    levels: Sequence[float] = LEVELS,
    variables: Sequence[str] = (),
    workers: Workers = 1,
    report: Callable[[float], object] | None = None,
) -> Resamples:
    """Where λ_min and λ_1se fall, which variables are in and what coefficients they have, on resampled rows.

    Every bootstrap resample has its own folds and its own refit at all λ. All copies of a row are in one
    fold, as otherwise a model would be tested on rows that it has learned from. λ means the same for a half
    as for all rows, since the loss is a mean over them. Of two classes each has its half in a half, and two
    different rows in every resample; resamples and folds are fewer by default (RESAMPLES, FOLDS). levels: of
    the quantiles, each from 0 to 1. variables: (p,), the name of what each column stands for; by default each
    is a variable of its own. The other arguments and errors are those of `repeated_cross_validation`; at
    least FEWEST_ROWS rows are needed.
    """
    table = refits(
        X,
        y,
        penalty,
        lambdas,
        family=family,
        l1_ratio=l1_ratio,
        measure=measure,
        balanced=balanced,
        standardize=standardize,
        penalty_factors=penalty_factors,
        impute=impute,
    )
    count = whole_number("resamples", RESAMPLES[family] if resamples is None else resamples, at_least=1)
    folds, seed = FOLDS[family] if folds is None else folds, whole_number("seed", seed, at_least=0)
    n, p = table.shape
    table.folds(np.ones(n, dtype=np.intp), folds, seed)
    if n < FEWEST_ROWS:
        raise ValueError(f"X needs at least {FEWEST_ROWS} rows to take samples of them, got {n}")
    at = np.array([fraction("levels", level) for level in levels])
    names = tuple(variables) or tuple(str(j) for j in range(p))
    if len(names) != p:
        raise ValueError(f"variables needs one name for each of the {p} columns of X, got {len(names)}")
    common = {"table": table, "folds": folds, "seed": seed}
    found = _each_of(range(count), _resamples, common, workers, report)
    each = tuple(dict.fromkeys(names))
    frequency, kept = np.zeros((len(table.lambdas), len(each))), np.zeros((2, len(each)))
    for one in found:
        frequency += _in_model(one.half, names, table)
        kept += _in_model(one.coefficients, names, table)[[one.index_min, one.index_1se]]
    return Resamples(
        table.lambdas,
        np.array([one.index_min for one in found]),
        np.array([one.index_1se for one in found]),
        np.array([one.difference for one in found]),
        each,
        kept[0] / count,
        kept[1] / count,
        frequency / count,
        at,
        _quantiles([one.coefficients for one in found], at, table),
    )


def bootstrap(table: Refits, folds: int, seed: int, number: int) -> tuple[Counts, NDArray[np.intp]]:
    """How often each row is in bootstrap resample `number`, and the fold of all its copies: (n,), (n,).

    Drawn again where it is of no use, as with one class alone; no more folds than `most_folds` allows.
    """
    random, n = np.random.default_rng((seed, number)), table.shape[0]
    counts = np.zeros(n, dtype=np.intp)
    while not table.most_folds(counts):
        counts = np.bincount(random.integers(n, size=n), minlength=n)
    few = min(folds, table.most_folds(counts))
    return counts, table.folds(counts, few, int(random.integers(2**32)))


def half(strata: NDArray[np.intp], seed: int, number: int) -> Counts:
    """1 for ⌊n_s/2⌋ of the n_s rows of each stratum, 0 for the others: (n,).

    Of numbers 2i and 2i + 1 none has a row of the other. strata: (n,), 0, 1, …
    """
    pair, second = divmod(number, 2)
    random = np.random.default_rng((seed, pair, 1))
    counts = np.zeros(len(strata), dtype=np.intp)
    for stratum in range(int(strata.max()) + 1):
        order = random.permutation(np.flatnonzero(strata == stratum))
        size = len(order) // 2
        counts[order[size * second : size * (second + 1)]] = 1
    return counts


Weights = dict[int, FloatArray]  # of each column that is in the model at some λ, along λ: (L,)


@dataclass(frozen=True)
class _Resample:
    """What one bootstrap resample chose, and the coefficients of it and of one half."""

    index_min: int
    index_1se: int
    difference: float
    coefficients: Weights
    half: Weights


def _each_of(
    numbers: range,
    function: Callable[..., list[Any]],
    common: dict[str, Any],
    workers: Workers,
    report: Callable[[float], object] | None,
) -> list[Any]:
    """What `function` finds for each of the numbers, asked for some at a time."""
    size = common["table"].together
    some = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    return [one for part in each_of(some, function, common, workers, report) for one in part]


def _draws(seeds: range, table: Refits, folds: int) -> list[tuple[int, int, FloatArray, float, float]]:
    n = table.shape[0]
    once = np.ones(n, dtype=np.intp)
    folds_of = [table.folds(once, folds, seed) for seed in seeds]
    found = []
    for fold_of, errors in zip(
        folds_of, table.held_out_errors([(once, fold_of) for fold_of in folds_of]), strict=True
    ):
        choice = chosen_by(errors, np.bincount(fold_of) / n, table.lambdas)
        apart = paired_by_folds(errors[:, choice.index_1se], errors[:, choice.index_min], fold_of)
        found.append(
            (choice.index_min, choice.index_1se, choice.mean_error, apart.mean, apart.standard_error)
        )
    return found


def _resamples(numbers: range, table: Refits, folds: int, seed: int) -> list[_Resample]:
    n = table.shape[0]
    samples = [bootstrap(table, folds, seed, number) for number in numbers]
    halves = [half(table.strata, seed, number) for number in numbers]
    models = table.models([counts for counts, _ in samples] + halves)
    errors_of = table.held_out_errors(samples)
    found = []
    for (counts, fold_of), errors, whole, part in zip(
        samples, errors_of, models[: len(samples)], models[len(samples) :], strict=True
    ):
        choice = chosen_by(errors, np.bincount(fold_of, weights=counts) / n, table.lambdas)
        apart = choice.mean_error[choice.index_1se] - choice.mean_error[choice.index_min]
        found.append(
            _Resample(choice.index_min, choice.index_1se, float(apart), _weights(whole), _weights(part))
        )
    return found


def _weights(models: Models) -> Weights:
    return {int(j): models.coefficients[:, j] for j in np.flatnonzero(models.coefficients.any(axis=0))}


def _in_model(weights: Weights, names: Sequence[str], table: Refits) -> FloatArray:
    """Whether each variable is in the model at each λ, 1 or 0: (L, V)."""
    place = {name: v for v, name in enumerate(dict.fromkeys(names))}
    has = np.zeros((len(table.lambdas), len(place)))
    for j, along in weights.items():
        has[along != 0, place[names[j]]] = 1.0
    return has


def _quantiles(found: list[Weights], levels: FloatArray, table: Refits) -> FloatArray:
    """The quantiles over the resamples of each coefficient at each λ: (Q, L, p)."""
    quantiles = np.zeros((len(levels), len(table.lambdas), table.shape[1]))
    for j in set[int]().union(*found):
        values = np.array([weights.get(j, np.zeros(len(table.lambdas))) for weights in found])
        quantiles[:, :, j] = np.quantile(values, levels, axis=0)
    return quantiles
