"""What the page says of many starts is so: zones, the best λ and the question, against paired t-tests."""

import re

import numpy as np
import pytest
from scipy import stats

from charts.numbers import fixed, number
from l2core.many_starts import ErrorsOverStarts
from lessons.choosing_lambda.network_formula import with_numbers
from lessons.choosing_lambda.network_questions import (
    best_with_noise_options,
    drawn_code,
    lowest,
    lowest_options,
    luck,
    luck_options,
    moved,
)
from lessons.choosing_lambda.network_words import (
    differences_in_words,
    draws_in_words,
    lines_at_every_lambda,
    picture_words,
    zones_in_words,
)

LAMBDAS = (0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
STATES = range(120)


def english(message: str) -> str:
    return message


def random_errors(seed: int, starts: int = 20) -> ErrorsOverStarts:
    """Curves with a valley somewhere, starts that share their luck, dead and diverged nets at the ends."""
    rng = np.random.default_rng(seed)
    rows = 1 + len(LAMBDAS)
    valley = rng.integers(0, rows)
    curve = 0.4 + rng.choice([0, 0.01, 0.1]) * np.abs(np.arange(rows) - valley) / 3
    luck = rng.normal(0, 0.1, starts)
    validation = curve[:, None] + luck + rng.choice([0.005, 0.05]) * rng.standard_normal((rows, starts))
    training = validation - rng.choice([0.02, 0.2]) * rng.random((rows, 1))
    lowest = validation - rng.choice([0.0, 0.1]) * rng.random((rows, starts))
    constant = np.zeros((rows, starts), bool)
    dead_from = rng.integers(1, rows + 6)
    constant[dead_from:] = rng.random(constant[dead_from:].shape) < 0.8
    if seed % 9 == 4:
        constant[0] = rng.random(starts) < 0.7
    lost = rng.random((rows, starts)) < rng.choice([0, 0, 0.03])
    if seed % 5 == 2:
        lost[rows - int(rng.integers(1, 4)) :] |= rng.random(starts) < 0.9
    if seed % 20 == 7:
        lost[0, 1:] = True
    validation[lost] = training[lost] = lowest[lost] = np.nan
    constant &= ~lost
    return ErrorsOverStarts(
        lambdas=LAMBDAS,
        penalty=("l2", "l1")[seed % 2],
        training=training,
        validation=validation,
        lowest=lowest,
        penalty_term=np.abs(rng.standard_normal((rows, starts))),
        constant=constant,
    )


def t_statistic(a, b) -> float | None:
    both = np.isfinite(a) & np.isfinite(b)
    return float(stats.ttest_rel(a[both], b[both]).statistic) if both.sum() > 1 else None


def asked_lambdas(where: str) -> list[int]:
    """The places that "λ = 2" or "λ from 0.1 to 5" speak of."""
    ends = [LAMBDAS.index(float(x)) for x in re.findall(r"[\d.]*\d", where)]
    return list(range(ends[0], ends[-1] + 1))


@pytest.mark.parametrize("seed", STATES)
def test_each_zone_is_what_it_says_at_every_lambda_that_it_speaks_of(seed):
    errors, m, rate = random_errors(seed), 20 + seed, 1.0 + seed % 3
    text = zones_in_words(english, errors, m, rate)
    assert not any("nan" in point for point in text)
    starts, spoken = errors.validation.shape[1], []
    for point in text:
        match = re.match(r"\*\*(λ[^:]*): ([^.*]*)(?:\.\*\*|\*\*)", point)
        if not match:
            continue
        places = asked_lambdas(match[1])
        spoken += places
        for k in places:
            with_, without = errors.validation[k + 1], errors.validation[0]
            lost = np.isnan(with_).sum()
            t = t_statistic(with_, without)
            dead = sum(bool(flag) for flag in errors.constant[k + 1])
            if match[2] == "diverges":
                assert lost > starts / 2
                if "ηλ/m is above 2" in point:
                    assert abs(1 - rate * LAMBDAS[k] / m) > 1
                    assert errors.penalty == "l2"
                elif errors.penalty == "l2":
                    assert rate * LAMBDAS[places[0]] / m <= 2
                continue
            if match[2] == "cannot be compared":
                continue
            assert lost <= starts / 2
            assert t is not None
            if match[2] == "dead":
                assert dead > starts / 2
                low, *high = re.search(r"(\d+)(?:–(\d+))? of 20 nets", point).groups()
                assert int(low) <= dead <= int(high[0] or low)
                assert f"without a penalty {errors.constant[0].sum()} do" in point
                continue
            assert dead <= starts / 2
            if match[2] == "helps":
                assert t < -2
            elif match[2] == "worse than none":
                assert t > 2
            else:
                assert abs(t) <= 2
                climbed = np.nanmean(with_ - errors.lowest[k + 1]) > 0
                assert match[2] != "overfits" or climbed
        if match[2] == "cannot be compared":
            ends = [t_statistic(errors.validation[k + 1], errors.validation[0]) for k in places]
            assert None in ends
    assert spoken == list(range(len(LAMBDAS)))


@pytest.mark.parametrize("seed", STATES)
def test_the_best_lambda_and_those_not_told_from_it(seed):
    errors = random_errors(seed)
    text = " ".join(zones_in_words(english, errors, 50, 1.0))
    means = {}
    for k, losses in enumerate(errors.validation[1:]):
        sound = losses[~np.isnan(losses)]
        if len(sound) > 1:
            means[k] = sound.mean()
    best = min(means, key=means.__getitem__)
    free = errors.validation[0]
    if (np.isfinite(free) & np.isfinite(errors.validation[best + 1])).sum() < 2:
        assert "has the lowest mean" not in text
        return
    assert f"Of the 9 λ **λ = {number(LAMBDAS[best])}** has the lowest mean validation loss" in text
    dead = errors.constant[best + 1].sum() > 10
    lost = np.isnan(errors.validation[best + 1]).sum() > 10
    assert ("But most of its nets are dead" in text) == bool(dead and not lost)
    d = (errors.validation[best + 1] - free)[np.isfinite(errors.validation[best + 1] - free)]
    assert f"{fixed(d.mean(), sign=True)} ± {fixed(stats.sem(d))} against no penalty" in text
    alike = []
    for k in range(len(LAMBDAS)):
        t = t_statistic(errors.validation[k + 1], errors.validation[best + 1])
        if k != best and (t is None or abs(t) <= 2):
            alike.append(number(LAMBDAS[k]))
    listed = re.search(r"these are not told from it: λ = ([^A-Zα-ωN±]*)\.(?: |$)", text)
    assert (listed[1].split(", ") if listed else []) == alike
    assert ("every other λ is told from it" in text) == (not alike)


@pytest.mark.parametrize("seed", STATES)
def test_nets_that_diverged_are_counted(seed):
    errors = random_errors(seed)
    text = " ".join(zones_in_words(english, errors, 50, 1.0))
    lost = {}
    for name, losses in zip(["no penalty", *(f"λ = {x:g}" for x in LAMBDAS)], errors.validation, strict=True):
        if any(np.isnan(x) for x in losses):
            lost[name] = sum(bool(np.isnan(x)) for x in losses)
    counted = re.search(r"none of the means and bands: (.*?)\. ±", text)
    said = ", ".join(f"{name} ({count})" for name, count in lost.items())
    assert (counted[1] if counted else "") == said
    assert "± is one standard error over the 20 starts, all on these points" in text


@pytest.mark.parametrize("seed", STATES)
def test_where_the_best_lambda_went_is_told_only_where_both_runs_tell_it(seed):
    before, after = random_errors(seed), random_errors(seed + 1000)
    happened = moved(before, after)
    assert happened in best_with_noise_options(english)

    def lowest(errors):
        means = [np.nanmean(row) if (~np.isnan(row)).sum() > 1 else np.inf for row in errors.validation[1:]]
        return int(np.argmin(means))

    first, second = lowest(before), lowest(after)
    if first == second:
        assert happened == "same"
        return
    told = []
    for errors, here, there in ((before, first, second), (after, second, first)):
        t = t_statistic(errors.validation[there + 1], errors.validation[here + 1])
        told.append(t is not None and abs(t) > 2)
    assert happened == (("larger" if second > first else "smaller") if all(told) else "unclear")


@pytest.mark.parametrize("seed", STATES)
def test_what_is_told_of_other_draws_is_the_paired_t_test_over_the_draws(seed):
    starts, draws = random_errors(seed), random_errors(seed + 500)
    text = " ".join(draws_in_words(english, starts, draws, "football"))
    means = [np.nanmean(row) if (~np.isnan(row)).sum() > 1 else np.inf for row in starts.validation[1:]]
    best = int(np.argmin(means))
    with_, without = draws.validation[best + 1], draws.validation[0]
    t = t_statistic(with_, without)
    if t is None:
        assert "best by the starts above" not in text
    else:
        assert f"λ = {number(LAMBDAS[best])}, best by the starts above" in text
        lower = sum(bool(a < b) for a, b in zip(with_, without, strict=True))
        pairs = int((np.isfinite(with_) & np.isfinite(without)).sum())
        assert f"lower in {lower} of {pairs} draws" in text
        assert ("not told from no penalty" in text) == (abs(t) <= 2)
    other = [np.nanmean(row) if (~np.isnan(row)).sum() > 1 else np.inf for row in draws.validation[1:]]
    assert f"is lowest at λ = {number(LAMBDAS[int(np.argmin(other))])}." in text
    assert "nan" not in text
    assert ("split of the same table" in text) is False
    assert "split of the same table" in draws_in_words(english, starts, draws, "breast_cancer")[-1]


def test_every_sentence_was_among_those_that_were_asked():
    said = " ".join(
        p for seed in STATES for p in zones_in_words(english, random_errors(seed), 20 + seed, 1 + seed % 3)
    )
    for part in (
        "overfits.",
        "no clear difference",
        "helps.",
        "worse than none.",
        "dead.",
        "cannot be compared.",
        "diverges.",
        "ηλ/m is above 2",
        "not told from it",
        "every other λ",
        "But most of its nets are dead",
        "none of the means",
    ):
        assert part in said, part
    told = " ".join(
        point
        for seed in STATES
        for point in draws_in_words(english, random_errors(seed), random_errors(seed + 500), "moons")
    )
    assert "** on average" in told
    assert "not told from no penalty" in told
    happened = {moved(random_errors(seed), random_errors(seed + 1000)) for seed in STATES}
    assert happened == set(best_with_noise_options(english))


def mean_of(losses) -> str:
    sound = [x for x in losses if not np.isnan(x)]
    return fixed(sum(sound) / len(sound)) if len(sound) > 1 else "beyond all bounds"


@pytest.mark.parametrize("seed", STATES)
def test_where_the_network_is_best_is_where_its_mean_is_lowest(seed):
    errors = random_errors(seed)
    happened, words = lowest(english, errors)
    means = [np.nanmean(row) if (~np.isnan(row)).sum() > 1 else np.inf for row in errors.validation[1:]]
    least = min(means)
    due = "weakest" if means[0] == least else "strongest" if means[-1] == least else "between"
    assert happened == due
    assert set(lowest_options(english)) == {"weakest", "between", "strongest"}
    first, best, last = (mean_of(errors.validation[k + 1]) for k in (0, means.index(least), len(means) - 1))
    assert (
        f"{best} at λ = {number(LAMBDAS[means.index(least)])}, {first} at the weakest λ, {last} at" in words
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_drawing_is_judged_by_the_place_of_its_lowest_point(seed):
    rng = np.random.default_rng(seed)
    heights = rng.random(len(LAMBDAS)).tolist()
    low = min(range(len(heights)), key=heights.__getitem__)
    due = {0: "weakest", len(heights) - 1: "strongest"}.get(low, "between")
    assert drawn_code(heights) == due
    assert drawn_code([3 + 0.1 * height for height in heights]) == due  # not by its heights


@pytest.mark.parametrize("seed", STATES)
def test_the_starts_that_agree_are_counted_one_by_one(seed):
    errors = random_errors(seed)
    counts = dict.fromkeys(LAMBDAS, 0)
    for start in range(errors.validation.shape[1]):
        own = {lambd: x for lambd, x in zip(LAMBDAS, errors.validation[1:, start], strict=True) if x == x}
        if own:
            counts[min(own, key=own.__getitem__)] += 1
    happened, words = luck(english, errors)
    most, nets = max(counts.values()), sum(counts.values())
    due = {"all": most == nets, "most": nets / 2 < most < nets, "few": most <= nets / 2}
    assert set(due) == set(luck_options(english))
    assert [code for code, is_so in due.items() if is_so] == [happened]
    counted = ", ".join(f"{count} at λ = {number(lambd)}" for lambd, count in counts.items() if count)
    assert f"Of {nets} nets the lowest validation loss is {counted}." in words
    assert ("luck of its start" in words) == (happened != "all")


@pytest.mark.parametrize("seed", STATES)
def test_what_follows_the_bar_is_so_at_every_lambda(seed):
    errors, m = random_errors(seed), 20 + seed
    here, zones = lines_at_every_lambda(english, errors, m, 1.0)
    every = " ".join(zones_in_words(english, errors, m, 1.0))
    for k, lambd in enumerate(LAMBDAS):
        assert here[k].startswith(f"The bar stands at λ = {number(lambd)}:")
        with_, without = errors.validation[k + 1], errors.validation[0]
        sound = with_[np.isfinite(with_)]
        if len(sound) < 2:
            assert "fewer than two nets" in here[k]
        else:
            assert f"**{fixed(sound.mean())} ± {fixed(stats.sem(sound))}**" in here[k]
            assert (
                f"training loss {mean_of(errors.training[k + 1])}, on average over {len(sound)} s" in here[k]
            )
        d = (with_ - without)[np.isfinite(with_ - without)]
        told = f"that is {fixed(d.mean(), sign=True)} ± {fixed(stats.sem(d))}." if len(d) > 1 else ""
        assert told in here[k]
        assert bool(told) or "Against no penalty" not in here[k]
        assert zones[k].startswith(f"**λ = {number(lambd)}: ")
        kind = re.match(r"\*\*λ = [\d.]+: ([a-z ]*)", zones[k])[1]
        if kind == "diverges":
            assert np.isnan(with_).mean() > 0.5
            continue
        assert kind in every  # test_each_zone_is_what_it_says_… asks what it says
    assert "nan" not in " ".join([*here, *zones])


@pytest.mark.parametrize("seed", range(30))
def test_what_stands_for_the_pictures_names_what_is_to_be_seen(seed):
    errors = random_errors(seed)
    words = picture_words(english, errors)
    best = int(np.nanargmin([np.inf if m is None else m for m in map(nanmean, errors.validation[1:])]))
    assert f"lowest at λ = {number(LAMBDAS[best])} with {mean_of(errors.validation[best + 1])}" in words
    assert "nan" not in words + differences_in_words(english, errors)
    told = re.findall(r"λ = ([\d.]+): [+−]", differences_in_words(english, errors))
    pairs = np.isfinite(errors.validation[1:] - errors.validation[0]).sum(axis=1)
    assert told == [number(lambd) for lambd, n in zip(LAMBDAS, pairs, strict=True) if n > 1]
    assert "no net is trained" in picture_words(english, None)


def nanmean(row) -> float | None:
    return float(np.nanmean(row)) if (~np.isnan(row)).sum() > 1 else None


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("best", [0, 4, 8])
def test_the_numbers_of_the_cost_are_means_at_the_lambda_of_the_bar(seed, best):
    errors, m = random_errors(seed), 40
    if (~np.isnan(errors.training[best + 1])).sum() < 2:
        assert "diverged" in with_numbers(english, errors, m, best)
        return
    sound = ~np.isnan(errors.training[best + 1])
    training, penalty = np.nanmean(errors.training[best + 1]), np.nanmean(errors.penalty_term[best + 1])
    assert sound.any()
    latex = with_numbers(english, errors, m, best)
    assert latex.endswith(
        rf"\approx {fixed(training)} + {fixed(penalty)} \approx {fixed(training + penalty)} \end{{aligned}}"
    )
    top, below, size = re.search(r"\\tfrac\{([\d.]+)\}\{([^}]*)\}\\cdot ([\d.,{}]+)", latex).groups()
    divisor = 2 * m if errors.penalty == "l2" else m
    assert below == (rf"2\cdot {m}" if errors.penalty == "l2" else f"{m}")
    assert float(top) / divisor * float(size.replace("{,}", "")) == pytest.approx(penalty, rel=0.06, abs=0.01)
