"""A picture as a table says what the picture is drawn from, at the place of the bar."""

import numpy as np
import pandas as pd
import pytest

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
from charts.weight_shrinkage.cost_parts import cost_parts
from charts.weight_shrinkage.lambda_switch import MEASURES, lambda_switch
from charts.weight_shrinkage.norms import norms, zeros
from l2core.datasets import polynomial_regression
from l2core.polynomial_fit import fit_polynomials
from l2core.random_bowls import random_landings
from tests.charts.model_space.test_pictures import RATIO, TILTED, soft
from tests.charts.model_space.test_pictures import TRACKS as BOWLS
from tests.charts.weight_shrinkage.test_pictures import AT, HISTORY, L1, RUNS, TRACKS, race, said

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
