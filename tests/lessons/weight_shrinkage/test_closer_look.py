"""How the closer looks are to be read, against steps and sums written anew."""

from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from charts.axes import FARTHEST
from charts.numbers import number
from charts.weight_shrinkage.histogram import BINS, histogram, histogram_table
from charts.weight_shrinkage.norms import norm_reach, norms, zeros
from charts.weight_shrinkage.pulls import pulls
from charts.weight_shrinkage.trajectories import ruler, trajectories
from charts.weight_shrinkage.wiring import wiring
from dashboard.networks.grid import LAMBDA_TRACK, Grid
from lessons.weight_shrinkage import closer_look
from lessons.weight_shrinkage.closer_look import beyond_the_axis, how_pulls_balance
from tests.lessons.weight_shrinkage.states import edge_nets, nets, places, plain, some_nets


def test_what_is_beyond_the_axis_is_told() -> None:
    seen = 0
    for some in (*some_nets()[:16], *(edge for edge, _code in edge_nets())):
        line = beyond_the_axis(plain, some)
        steps = line.tracks[1].places
        assert (line.tracks[0].name, line.tracks[1].name) == ("lam", "step")
        for lam, step in places(some):
            told = line.sentences[lam * steps + step]
            for power, sign in ((1, "Σ|w|"), (2, "Σw²")):
                reach = norm_reach(some.runs, {1: "l1", 2: "l2"}[power])
                for run, name in zip(some.runs, ("No penalty", "L2", None), strict=True):
                    w = run.values[:, lam if len(run.diverged_at) > 1 else 0, step]
                    total = sum(abs(float(x)) ** power for x in w)
                    words = f"{name}: {sign} = {number(total)} is beyond the axis."
                    if name and abs(total - reach) > 1e-9 * reach:
                        assert (words in told) == (total > reach)
                    seen += total > reach
    assert seen


def test_what_the_axes_leave_out_is_where_it_is_said_to_be() -> None:
    """In the outermost bar of its side; and as thick as the thickest wire."""
    some, reach = nets(net="20-3"), 0.5
    run = some.runs[0]
    bars = histogram_table(run, reach)["bars"]
    inner = bars[~bars["zero"]]
    for side, ends in ((-1, ("low", -reach)), (1, ("high", reach))):
        outermost = inner[np.isclose(inner[ends[0]], ends[1])]
        counted = {row["layer"]: row["count"][-1] for _n, row in outermost.iterrows()}
        for layer, count in counted.items():
            w = side * run.values[run.layer == layer, 0, -1]
            assert count >= (w > reach).sum()
            assert count == (w > reach - 2 * reach / BINS).sum()
    assert (np.abs(run.values[:, 0, -1]) > reach).any()


def test_both_pictures_of_the_pulls_have_one_scale() -> None:
    for some in (nets(), nets(third="elastic_net", r=0.9)):
        drawn, _words = closer_look._pulls(
            plain, some, {"lam": 3, "step": 2}, (some.grid.step_track(), LAMBDA_TRACK)
        )
        ends = [pd.read_feather(BytesIO(picture.tables["ends"])) for picture in drawn.values()]
        assert len(ends) == 2
        assert ends[0]["high"].equals(ends[1]["high"])
        assert ends[0]["low"].equals(ends[1]["low"])


def test_the_axis_of_the_sums_ends_at_what_is_said() -> None:
    some = nets(net="20-3")
    sums = [np.abs(run.values).sum(axis=0) for run in some.runs]
    assert norm_reach(some.runs, "l1") == pytest.approx(
        1.05 * min(FARTHEST * sums[0].max(), max(of.max() for of in sums))
    )


def rest(w: float, g: float, rho: float, kappa: float, *, proximal: bool, optimizer: str) -> float:
    """Where a weight goes that has stood at w, with the data pulling alike, for ever: m̂ = g, v̂ = g²."""
    eta, slope = 0.1, g + rho * w
    if not proximal:
        slope += kappa * np.sign(w)
    step = eta / (abs(slope) + 1e-8) if optimizer == "adam" else eta
    moved = w - step * slope
    cut = step * kappa if proximal else 0.0
    return 0.0 if abs(moved) <= cut else moved - np.sign(moved) * cut


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam"])
@pytest.mark.parametrize("l1_step", ["proximal", "subgradient"])
@pytest.mark.parametrize("r", [0.0, 0.5, 1.0])
def test_a_weight_rests_on_the_line_or_at_0_in_the_band_and_nowhere_else(
    optimizer: str, l1_step: str, r: float
) -> None:
    rng, proximal = np.random.default_rng(0), l1_step == "proximal"
    rho, kappa = 1 - r, r  # pulls in units of λ/m
    for _n in range(300):
        w = float(rng.choice([0.0, rng.normal()]))
        g = float(rng.choice([rng.uniform(-2, 2), -rho * w - kappa * np.sign(w)]))
        stays = abs(rest(w, g, rho, kappa, proximal=proximal, optimizer=optimizer) - w) < 1e-6
        on_the_line = abs(g + rho * w + kappa * np.sign(w)) < 1e-9
        in_the_band = w == 0 and abs(g) <= kappa
        if proximal:
            assert stays == (on_the_line or in_the_band)
        else:  # does not hold it there: what pulls, moves it
            assert stays == on_the_line


def test_which_words_go_with_which_step() -> None:
    told = {
        (optimizer, l1_step): how_pulls_balance(plain, Grid(l1_step=l1_step, optimizer=optimizer))
        for optimizer in ("gd", "momentum", "adam", "adamw")
        for l1_step in ("proximal", "subgradient")
    }
    for (optimizer, l1_step), words in told.items():
        assert ("A weight at rest" in words) == (optimizer != "adamw" and l1_step == "proximal")
        assert ("do not hold" in words) == (optimizer != "adamw" and l1_step == "subgradient")
        assert ("AdamW does not weigh" in words) == (optimizer == "adamw")
        assert "shaded band" not in words or "L1" in words


def test_adamw_rests_elsewhere_than_on_the_line() -> None:
    """Of w ← (1 − ηρ) w − η g/(|g| + ε) with g = w − 1, the rest is not where g = −ρ w."""
    w, rho, eta = 0.5, 0.5, 1e-3
    for _step in range(20_000):
        g = w - 1
        w = (1 - eta * rho) * w - eta * g / (abs(g) + 1e-8)
    assert abs((w - 1) + rho * w) > 0.3


def test_the_sentences_for_those_who_do_not_see_the_pictures() -> None:
    """A net that diverged has no numbers; the others have those of a count by hand."""
    diverged = 0
    for some in (*some_nets()[:10], *(edge for edge, _code in edge_nets())):
        tracks = some.grid.step_track(), LAMBDA_TRACK
        scale = ruler(some.runs, log=False)
        for lam, step in places(some, 4):
            at = {"lam": lam, "step": step}
            sums, counts = (
                norms(plain, some.runs, "l1", at, tracks).alt,
                zeros(plain, some.runs, at, tracks).alt,
            )
            for run, name in zip(some.runs, ("No penalty", "L2", None), strict=True):
                w = run.values[:, lam if len(run.diverged_at) > 1 else 0, step]
                told = [
                    trajectories(plain, run, {}, scale, at, tracks).alt,
                    histogram(plain, run, {}, at, tracks).alt,
                    wiring(plain, run, {}, at, tracks).alt,
                ]
                told += [pulls(plain, run, {}, 0.5, at, tracks).alt] if run.penalty != "none" else []
                lost = not np.isfinite(w).all()
                diverged += lost
                gone = sum(x == 0 for x in w.tolist())
                if name:
                    assert f"{name} {'diverged' if lost else number(sum(map(abs, w.tolist())))}" in sums
                    assert f"{name} {'diverged' if lost else f'{gone}/{len(w)}'}" in counts
                for words in told:
                    assert "nan" not in words
                    assert ("the net diverged at step" in words) == lost
                if not lost:
                    largest = number(max(map(abs, w.tolist())))
                    assert f"{gone} of them are exactly 0, and the largest is {largest}" in told[0]
                    assert f"{len(w) - gone} of {len(w)} wires are left" in told[2]
    assert diverged
