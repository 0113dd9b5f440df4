"""A picture as a table says what the picture is drawn from, at the place of the bar."""

import numpy as np
import pandas as pd
import pytest

from charts.choosing_lambda.coefficient_intervals import coefficient_intervals, interval_numbers
from charts.choosing_lambda.model_bars import bar_numbers, model_bars
from charts.choosing_lambda.relaxed_fit import pair_numbers, relaxed_fit
from charts.choosing_lambda.start_differences import start_differences
from charts.home.cost import cost, cost_tables
from charts.home.errors import error_tables, errors
from charts.home.waves import wave_tables, waves
from charts.model_space.budget_and_lambda import budget_and_lambda
from charts.model_space.places import LAMBDAS as PLACES
from charts.model_space.sparsity_cloud import cloud_numbers, shares
from charts.networks.start_bands import band_numbers, band_tables
from charts.numbers import plain_number
from charts.picture import Picture, packed
from charts.track import Track
from charts.two_functions.diagonal import diagonal_tables, entry_numbers
from charts.two_functions.slip_table import error_tables as slip_errors
from charts.two_functions.slip_table import slip_numbers
from charts.weight_shrinkage.cost_parts import cost_parts
from charts.weight_shrinkage.histogram import histogram, histogram_table
from charts.weight_shrinkage.lambda_switch import MEASURES, lambda_switch
from charts.weight_shrinkage.norms import norms, zeros
from charts.weight_shrinkage.pulls import pulls, pulls_tables
from l2core.datasets import polynomial_regression
from l2core.polynomial_fit import fit_polynomials
from l2core.random_bowls import random_landings
from l2core.snapshots import data_gradient, penalty_gradient
from l2core.trajectories import every_weight
from l2core.worked_example import check_slips, worked_example
from tests.charts.choosing_lambda import samples as of_tables
from tests.charts.model_space.test_pictures import RATIO, TILTED, soft
from tests.charts.model_space.test_pictures import TRACKS as BOWLS
from tests.charts.weight_shrinkage.test_pictures import AT, HISTORY, L1, L2, RUNS, SPLIT, TRACKS, race, said

LAMBDAS = (0.01, 0.3, 2.0)
LAM = Track("lam", 3, 0)


def numbers(picture: Picture) -> pd.DataFrame:
    assert picture.numbers is not None
    return picture.numbers()


def read(column: "pd.Series[str]") -> list[float]:
    """The column as numbers; where there is none, NaN."""
    return [float(plain_number(str(cell)) or "nan") for cell in column]


def close(column: "pd.Series[str]", values: object) -> None:
    np.testing.assert_allclose(read(column), np.asarray(values, dtype=float), rtol=6e-3, atol=6e-4)


def test_the_weights_of_a_net() -> None:
    sums = numbers(norms(said, RUNS, "l2", AT, TRACKS))
    for run, name in zip(RUNS, ("No penalty", "L2", "L1"), strict=True):
        weights = run.values[:, run.net(1)]
        close(sums[name], (weights**2).sum(axis=0))
    counted = numbers(zeros(said, RUNS, AT, TRACKS))
    assert counted["Weights"].tolist() == [8, 12, 3]
    now = L1.at(1, 5)
    assert counted["L1"].tolist() == [int((now[L1.layer == layer] == 0).sum()) for layer in (1, 2, 3)]
    parts = HISTORY.data_loss[:, 4:7], HISTORY.penalty[:, 4:7]
    bar = numbers(cost_parts(said, L1, *parts, 1.0, AT, TRACKS))
    close(bar["data loss (training)"], parts[0][:, 1])
    close(bar["penalty term"], parts[1][:, 1])
    close(bar["cost"], parts[0][:, 1] + parts[1][:, 1])


@pytest.mark.parametrize("measure", MEASURES)
def test_the_race_and_a_net_that_diverged_in_it(measure: str) -> None:
    ran = race()
    for lam in range(3):
        table = numbers(lambda_switch(said, ran, measure, {"step": 5, "lam": lam}, TRACKS))
        for name, racer in zip(table.columns[1:], ran.racers, strict=True):
            close(table[name], ran.curves(measure)[racer][lam])


def test_the_polynomial() -> None:
    data = polynomial_regression(seed=1)
    x = np.linspace(-1, 1, 9)
    fit = fit_polynomials(data, 5, LAMBDAS, x)["l2"]
    tables = {name: packed(table) for name, table in cost_tables("l2", fit, data.y_train).items()}
    for lam in range(3):
        table = numbers(cost(said, tables, LAM, lam))
        close(table.iloc[0], [fit.train_error[lam] / 2, fit.penalty[lam], fit.cost[lam]])
        heights = numbers(waves(said, {n: packed(t) for n, t in wave_tables("l2", x, fit).items()}, LAM, lam))
        close(heights["Weight"], fit.path.coefficients[lam])
    against = numbers(errors(said, error_tables(said, LAMBDAS, "l2", fit), LAM))
    close(against.iloc[:, 0], LAMBDAS)
    close(against.iloc[:, 1], fit.train_error / 2)
    close(against.iloc[:, 2], fit.validation_error / 2)


def test_the_bowls() -> None:
    optima = {penalty: soft(TILTED, penalty) for penalty in ("l1", "l2")}
    table = numbers(budget_and_lambda(said, optima, BOWLS["lam"]))
    drawn = [
        (found.reach[k], found.lambd[k]) for found in optima.values() for k in np.flatnonzero(found.lambd)
    ]
    close(table["budget t"], [reach for reach, _lambd in drawn])
    close(table["λ"], [lambd for _reach, lambd in drawn])
    found = {
        penalty: random_landings(penalty, lambd=PLACES, l1_ratio=RATIO[penalty], count=40, seed=1)
        for penalty in ("l1", "l2")
    }
    points = cloud_numbers(said, found["l1"], 30)
    close(points["free w₁"], found["l1"].centers[:, 0])
    close(points["w₂"], found["l1"].minima[30, :, 1])
    table = numbers(shares(said, found, BOWLS["lam"]))
    assert table["Penalty"].tolist() == ["L1"] * (len(PLACES) - 1) + ["L2"] * (len(PLACES) - 1)
    close(table["share"][: len(PLACES) - 1], found["l1"].on_axis.mean(axis=1)[1:])
    assert set(table["share"][len(PLACES) - 1 :]) == {"0"}


def test_the_bands_of_many_starts_and_what_lies_beyond_the_axis() -> None:
    rng = np.random.default_rng(3)
    starts = {"none": rng.uniform(0.2, 0.4, (20, 3, 1)), "l1": rng.uniform(0.2, 0.4, (20, 3, 2))}
    starts["l1"][:, 2, 1] = np.nan
    tables = {name: packed(table) for name, table in band_tables("training", [0, 10, 20], starts).items()}
    table = band_numbers(said, tables, 1)
    assert table["Step of training"].tolist() == [0, 10, 20] * 2
    close(table["median"][:3], np.median(starts["none"][:, :, 0], axis=0))
    close(table["median"][3:5], np.median(starts["l1"][:, :2, 1], axis=0))
    assert str(table["median"][5]).startswith("≥ ")
    assert read(table["lower end"][:5]) <= read(table["median"][:5]) <= read(table["upper end"][:5])


def test_the_bars_of_the_layers_and_the_pulls() -> None:
    bars = numbers(histogram(said, L1, histogram_table(L1, 2.0), AT, TRACKS))
    now = L1.at(1, 5)
    for layer in (1, 2, 3):
        of = bars[bars["Layer"] == f"W{layer}"]
        assert of["Weights"].sum() == (L1.layer == layer).sum()
        assert of["Weights"].iloc[0] == (now[L1.layer == layer] == 0).sum()
        assert of[["lower end", "upper end"]].iloc[0].tolist() == ["0", "0"]
    gradient = {
        "data": data_gradient(SPLIT.X_train, SPLIT.Y_train, HISTORY),
        "penalty": penalty_gradient(HISTORY),
    }
    parts = {name: every_weight(HISTORY, slice(1, 4), "l2", of) for name, of in gradient.items()}
    strength, reach = np.array((0.3, 3.0, 30.0)) / 40, 3.0
    tables = pulls_tables(parts["data"], parts["penalty"], strength, reach)
    table = numbers(pulls(said, L2, tables, 1.0, AT, TRACKS))
    for name, part in parts.items():
        column = table[f"pull of the {name}, in units of λ/m"]
        told = -part.values[:, 1, 5] / strength[1]
        for written, value in zip(column, told, strict=True):
            if written[0] in "<>":
                assert 0 < abs(value) < 50.5 * reach / 30_000
            elif written[0] in "≤≥":
                assert abs(value) >= 1.05 * reach - 1e-3
            else:
                assert float(plain_number(written) or "nan") == pytest.approx(value, rel=0.06)


def test_the_model_of_a_table_and_its_intervals() -> None:
    path = of_tables.drawn_path(*of_tables.table(seed=2))
    picture = model_bars(said, path, "l1", of_tables.LAM, "")
    rows = bar_numbers(said, picture, 1)
    place = int(np.flatnonzero(path.bar_index == 1)[0])
    kept = [path.names.index(name) for name in rows["Variable"]]
    close(rows["Effect"], path.effects[place, kept])
    close(rows["Coefficient"], path.path.coefficients[place, kept])
    rng = np.random.default_rng(0)
    fit = rng.normal(size=(41, len(path.names)))
    sure = coefficient_intervals(
        said,
        path.names,
        fit,
        fit - 1,
        fit + 1,
        fit**2 % 1,
        path.spread,
        of_tables.CHOSEN,
        "l1",
        of_tables.LAM,
        "",
    )
    intervals = interval_numbers(said, sure, 7)
    kept = [path.names.index(name) for name in intervals["Variable"]]
    for name, shift in (("lower end", -1), ("Coefficient", 0), ("upper end", 1)):
        close(intervals[name], fit[7, kept] + shift)
    again = relaxed_fit(
        said, path.names, fit, 2 * fit, 1.5 * fit, 0.5, path.spread, of_tables.CHOSEN, "l1", of_tables.LAM, ""
    )
    pairs = pair_numbers(said, again, 7)
    kept = [path.names.index(name) for name in pairs["Variable"]]
    for name, times in (("penalised", 1), ("fitted again", 2), ("blended", 1.5)):
        close(pairs[name], times * fit[7, kept])


def test_the_gradient_check() -> None:
    check = check_slips(*worked_example([2, 3, 2, 1], 4, 27), (0.0, 0.7))
    entries = entry_numbers(said, diagonal_tables(said, check, "penalty_in_dW2"), 1)
    close(entries["slope of the cost"][:3], check.differences[1]["dW1"].ravel()[:3])
    returned = dict(zip(entries["Entry"], read(entries["the code"]), strict=True))
    assert returned["dW2[1, 2]"] == pytest.approx(check.gradients["penalty_in_dW2"][1]["dW2"][0, 1], rel=1e-4)
    table = slip_numbers(said, slip_errors(said, check, "penalty_in_dW2"), 1)
    row = table.set_index("What is wrong in the code").loc["no (λ/m) W2"]
    assert float(plain_number(row["dW2"]) or "nan") == pytest.approx(
        check.relative_errors["penalty_in_dW2"][1]["dW2"], rel=6e-3
    )


def test_the_differences_of_a_network() -> None:
    over = of_tables.errors_over_starts()
    table = numbers(start_differences(said, over, ""))
    found = [over.difference(k) for k in range(len(over.lambdas))]
    close(table["difference to no penalty"], [one.mean for one in found if one is not None])
    close(table["standard error"], [one.standard_error for one in found if one is not None])
