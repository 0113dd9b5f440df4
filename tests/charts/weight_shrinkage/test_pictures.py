"""The pictures of the weights hold what the core computed, and their specs hold none of it."""

import itertools
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from charts.networks.codes import FULL, MISSING, codes
from charts.numbers import fixed, number
from charts.picture import Picture, packed
from charts.track import Track
from charts.weight_shrinkage.cost_parts import cost_parts
from charts.weight_shrinkage.histogram import BINS, histogram, histogram_table
from charts.weight_shrinkage.lambda_switch import RACERS, Racer, SwitchRace, lambda_switch
from charts.weight_shrinkage.norms import norms, zeros
from charts.weight_shrinkage.pulls import pull_reach, pulls, pulls_tables
from charts.weight_shrinkage.trajectories import (
    FLOOR,
    TAPPED,
    Ruler,
    followed_tables,
    ruler,
    trajectories,
    trajectory_tables,
)
from charts.weight_shrinkage.wiring import wiring, wiring_tables
from l2core.datasets import classification
from l2core.history import History
from l2core.network import cross_entropy, forward_propagation, initialize_parameters
from l2core.optimizers import Recipe
from l2core.snapshots import data_gradient, penalty_gradient
from l2core.training import train
from l2core.trajectories import every_weight

LAMBDAS = (0.3, 3.0, 30.0)
SPLIT = classification("moons", seed=3, training_size=40)
AT = {"step": 5, "lam": 1}
TRACKS = Track("step", 7, 6), Track("lam", 3, 1)


def said(message: str) -> str:
    return message


def trained(seed: int = 0, learning_rate: float = 0.3) -> History:
    """A net without a penalty, three with L2, three with L1; in 2-4-3-1 every layer has another shape."""
    start = initialize_parameters((2, 4, 3, 1), seed)
    none = Recipe(penalty="none", learning_rate=learning_rate)
    recipes = [none]
    recipes += [
        Recipe(lambd, penalty, learning_rate=learning_rate) for penalty in ("l2", "l1") for lambd in LAMBDAS
    ]
    steps = [0, 1, 5, 20, 60, 120, 200]
    return train(SPLIT.X_train, SPLIT.Y_train, start, recipes, epochs=200, snapshots=steps)


HISTORY = trained()
PLACES = {"none": slice(0, 1), "l2": slice(1, 4), "l1": slice(4, 7)}
RUNS = [every_weight(HISTORY, nets, penalty) for penalty, nets in PLACES.items()]
NONE, L2, L1 = RUNS


def as_sent(table: pd.DataFrame) -> pd.DataFrame:
    """The table as the browser reads it."""
    return pd.read_feather(BytesIO(packed(table)))


def of_lists(table: pd.DataFrame, name: str, lambdas: int) -> np.ndarray:
    """(n, L, S) back from the columns name0, name1, …"""
    sent = as_sent(table)
    return np.stack([np.stack(list(sent[f"{name}{lam}"])) for lam in range(lambdas)], axis=1)


def test_every_weight_stands_where_the_notes_count_it() -> None:
    assert NONE.names[:3] == ["W1[1, 1]", "W1[1, 2]", "W1[2, 1]"]
    assert NONE.names[-1] == "W3[1, 3]"
    assert len(NONE.names) == 4 * 2 + 3 * 4 + 3
    for run, nets in zip(RUNS, PLACES.values(), strict=True):
        for n, (layer, row, column) in enumerate(zip(run.layer, run.row, run.column, strict=True)):
            stored = HISTORY.weights[f"W{layer}"][:, nets, row - 1, column - 1]
            assert np.array_equal(run.values[n], stored.T)


def test_zeros_and_deaths_are_counted_one_by_one() -> None:
    S = len(HISTORY.epochs)
    assert L1.zeros[:, :, -1].sum() > 0
    assert not NONE.zeros.any()
    for n, lam in itertools.product(range(len(L1.layer)), range(3)):
        line = L1.values[n, lam].tolist()
        dies = next((s for s in range(S) if all(w == 0.0 for w in line[s:])), S)
        assert L1.dies[n, lam] == dies
    for layer, lam, s in itertools.product((1, 2, 3), range(3), range(S)):
        assert L1.zeros[layer - 1, lam, s] == np.count_nonzero(L1.values[L1.layer == layer, lam, s] == 0.0)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20), st.floats(1e-3, 10))
def test_a_code_is_zero_for_an_exact_zero_and_nothing_else(values: list[float], unit: float) -> None:
    w = np.array(values)
    coded = codes(w, unit)
    assert np.array_equal(coded == 0, w == 0)
    inside = np.abs(w) < 32_000 * unit
    assert np.abs(coded * unit - w)[inside].max(initial=0) <= 1.000001 * unit


def test_what_is_no_number_is_missing_and_what_is_large_stays_a_number() -> None:
    assert codes(np.array([np.nan, 1e300, -1e300, 5e-324]), 1.0).tolist() == [MISSING, 32767, -32767, 1]


def test_the_lines_are_the_weights() -> None:
    scale = ruler(RUNS, log=False)
    assert scale.low == -scale.reach
    for run in RUNS:
        lambdas = len(run.diverged_at)
        lines = of_lists(trajectory_tables(run, scale)["weights"], "w", lambdas)
        assert lines * scale.reach / FULL == pytest.approx(run.values, abs=scale.reach / FULL)
        assert np.array_equal(lines == 0, run.values == 0)


def test_in_decades_equal_factors_are_equal_distances_and_zero_has_its_own_line() -> None:
    scale = Ruler(10.0, log=True)
    lines = scale.codes(np.array([10.0, 1.0, 0.1, 1e-3, FLOOR, FLOOR / 1e5, 0.0])).astype(float)
    assert lines[0] == pytest.approx(FULL, abs=1)
    assert lines[0] - lines[1] == pytest.approx(lines[1] - lines[2], abs=1)
    assert lines[1] - lines[3] == pytest.approx(3 * (lines[0] - lines[1]), abs=2)
    assert lines[4] == lines[5] > lines[6] == 0
    # The axis says the same of a place as the codes do: a code up is `decades_per_code` decades.
    zero = np.log10(scale.low) + 1500 * scale.decades_per_code
    assert 10 ** (zero + lines[2] * scale.decades_per_code) == pytest.approx(0.1, rel=1e-2)


def test_the_words_above_the_lines_count_exactly() -> None:
    now = as_sent(trajectory_tables(L1, ruler(RUNS, log=False))["now"]).iloc[0]
    S = len(HISTORY.epochs)
    for lam, s in itertools.product(range(3), range(S)):
        w = np.abs(L1.values[:, lam, s])
        assert now["zeros"][lam * S + s] == (w == 0).sum()
        assert now["largest"][lam * S + s] == w.max()
        assert now["smallest"][lam * S + s] == min([x for x in w if x > 0], default=np.inf)


def test_before_the_first_step_the_tables_hold_nothing_of_what_comes_later() -> None:
    """Neither a weight, nor a zero, nor a death, nor a net that diverges: whatever they come to."""
    wild = trained(learning_rate=9.0)
    for history in (HISTORY, wild):
        for penalty, nets in PLACES.items():
            run = every_weight(history, nets, penalty)
            ends = run.values.copy()
            ends[:, :, 1:] = 7.25
            other = replace(run, values=ends, diverged_at=np.full_like(run.diverged_at, -1))
            for tables in (
                lambda of: trajectory_tables(of, Ruler(3.0, log=False)),
                lambda of: trajectory_tables(of, Ruler(3.0, log=True)),
                lambda of: wiring_tables(of, 3.0),
            ):
                one, two = tables(run.beginning()), tables(other.beginning())
                assert {name: packed(table) for name, table in one.items()} == {
                    name: packed(table) for name, table in two.items()
                }
                assert {name: packed(table) for name, table in one.items()} != {
                    name: packed(table) for name, table in tables(run).items()
                }


def test_the_steps_at_which_weights_are_exactly_0_are_counted_one_by_one() -> None:
    S = len(HISTORY.epochs)
    for run, count in itertools.product(RUNS, (1, 5, 12, 23)):
        for lam in range(len(run.diverged_at)):
            gone = [sum(w == 0 for w in run.values[:, lam, s].tolist()) for s in range(S)]
            assert run.reaches(count)[lam] == next((s for s in range(S) if gone[s] >= count), S)
    assert L1.reaches(1).min() < S


def test_before_the_first_step_a_picture_counts_what_is_there() -> None:
    scale = ruler(RUNS, log=False)
    begun = L1.beginning()
    picture = trajectories(said, begun, line_tables(begun, scale, 4), scale, {"step": 0, "lam": 1}, TRACKS)
    texts = drawn_texts(picture, 0, 1)
    assert "0 of 23 exactly 0" in texts
    assert f"{L1.names[4]} = {number(L1.values[4, 1, 0])}" in texts


def line_tables(run, scale, followed):
    return {**trajectory_tables(run, scale), **followed_tables(run, scale, followed)}


def test_of_what_is_tapped_the_name_is_told() -> None:
    picture = trajectories(said, L1, {}, ruler(RUNS, log=False), AT, TRACKS)
    (tapped,) = [param for param in picture.spec["params"] if param["name"] == TAPPED]
    assert tapped["select"]["fields"][0] == "name"
    (lines,) = [layer for layer in picture.spec["layer"] if layer.get("name") in tapped["views"]]
    assert lines["mark"]["strokeWidth"] >= 12  # a finger finds it
    assert {"click", "touchend"} <= set(re.findall(r":(\w+)", tapped["select"]["on"]))
    assert set(re.findall(r"@(\w+)_marks", tapped["select"]["on"])) == {lines["name"]}


def test_sums_are_the_norms() -> None:
    picture = norms(said, RUNS, "l2", AT, TRACKS)
    sent = as_sent(picture.tables["norms"])
    squares = sum(np.square(HISTORY.weights[f"W{k}"]).sum(axis=(2, 3)) for k in (1, 2, 3))
    for row, nets in zip(sent["v"], PLACES.values(), strict=True):
        assert row.reshape(3, -1) == pytest.approx(squares[:, nets].T + np.zeros((3, 1)), rel=1e-6)
    assert f"L2 {number(squares[5, 2])}," in picture.alt
    counted = zeros(said, RUNS, AT, TRACKS)
    assert f"L1 {(L1.values[:, 1, 5] == 0).sum()}/23" in counted.alt


def test_a_histogram_holds_every_weight_once_and_the_exact_zeros_apart() -> None:
    bars = as_sent(histogram_table(L1, 2.0)["bars"])
    held = np.stack(list(bars["count"])).reshape(3, BINS + 1, 3, -1)
    for k in (1, 2, 3):
        assert (held[k - 1].sum(axis=0) == (L1.layer == k).sum()).all()
    assert np.array_equal(held[:, 0], L1.zeros)
    middle = bars[(bars["layer"] == 1) & ~bars["zero"]]
    edges = np.append(middle["low"], middle["high"].iloc[-1])
    w = L1.values[L1.layer == 1][:, 0, 3]
    expected, _edges = np.histogram(np.clip(w[w != 0], -2, np.nextafter(2, 0)), edges)
    assert held[0, 1:, 0, 3].tolist() == expected.tolist()


def test_a_neuron_is_in_use_if_a_path_of_wires_leads_through_it() -> None:
    use = L1.connected
    for lam, s in itertools.product(range(3), (0, 3, 5, 6)):
        W = [HISTORY.weights[f"W{k}"][s, 4 + lam] for k in (1, 2, 3)]
        paths = [
            (i, j, k)
            for i, j, k in itertools.product(range(2), range(4), range(3))
            if W[0][j, i] and W[1][k, j] and W[2][0, k]
        ]
        for layer, place in ((0, 0), (1, 1), (2, 2)):
            on_a_path = {path[place] for path in paths}
            assert set(np.flatnonzero(use[layer][:, lam, s])) == on_a_path
        assert bool(use[3][0, lam, s]) == bool(paths)


def test_a_wire_leads_from_its_column_to_its_row() -> None:
    wires = as_sent(wiring_tables(L2, 2.0)["wires"]).set_index("name")
    neurons = as_sent(wiring_tables(L2, 2.0)["neurons"]).set_index(["layer", "number"])
    wire = wires.loc["W2[3, 1]"]
    assert (wire["x"], wire["y"]) == tuple(neurons.loc[(1, 1), ["x", "y"]])
    assert (wire["x2"], wire["y2"]) == tuple(neurons.loc[(2, 3), ["x", "y"]])
    S = len(HISTORY.epochs)
    assert wire["w"][S + 5] * wire["unit"] == pytest.approx(HISTORY.weights["W2"][5, 2, 2, 0], abs=1e-4)


def test_the_pulls_are_the_slopes_of_the_two_parts_of_the_cost() -> None:
    gradients = data_gradient(SPLIT.X_train, SPLIT.Y_train, HISTORY), penalty_gradient(HISTORY)
    strength, S, m = np.array(LAMBDAS) / 40, len(HISTORY.epochs), 40
    for run, first, r in ((L2, 1, 0.0), (L1, 4, 1.0)):
        reach = pull_reach(run, r)
        parts = (every_weight(HISTORY, PLACES[run.penalty], run.penalty, of) for of in gradients)
        tables = pulls_tables(*parts, strength, reach)
        ends, rows = tables["ends"].iloc[0], as_sent(tables["pulls"]).set_index("name")
        for name, (k, i, j) in {"W1[2, 1]": (1, 1, 0), "W2[3, 4]": (2, 2, 3)}.items():
            parameters = HISTORY.parameters(first + 1, 5)
            w, h = parameters[f"W{k}"][i, j], 1e-6
            loss = []
            for moved in (w + h, w - h):
                parameters[f"W{k}"][i, j] = moved
                loss.append(cross_entropy(forward_propagation(SPLIT.X_train, parameters)[0], SPLIT.Y_train))
            pull = -(loss[0] - loss[1]) / (2 * h) / (LAMBDAS[1] / m)
            assert rows.loc[name, "d"][S + 5] * ends["unit_d"] == pytest.approx(
                np.clip(pull, -1.05 * reach, 1.05 * reach), abs=2e-3
            )
            back = -w if run is L2 else -np.sign(w)
            assert rows.loc[name, "p"][S + 5] * ends["unit_p"] == pytest.approx(back, abs=2e-4)


def test_the_cost_is_the_sum_of_its_parts() -> None:
    picture = cost_parts(said, L2, HISTORY.data_loss[:, 1:4], HISTORY.penalty[:, 1:4], 1.0, AT, TRACKS)
    sent = as_sent(picture.tables["cost"])
    W = [HISTORY.weights[f"W{k}"][5, 2] for k in (1, 2, 3)]
    penalty = LAMBDAS[1] / (2 * 40) * sum(np.square(w).sum() for w in W)
    assert sent["p1"].iloc[5] == pytest.approx(penalty, rel=1e-12)
    assert f"penalty {fixed(penalty)} ≈ cost {fixed(HISTORY.cost[5, 2])}" in picture.alt


def race(switch: int = 3) -> SwitchRace:
    """Made up: with NaN for a net that diverged."""
    rng = np.random.default_rng(0)
    racers = {name: Racer(*rng.uniform(1, 2, (3, 3, 7))) for name in RACERS}
    racers["warm_up"].size[2, 5:] = np.nan
    return SwitchRace("l1", racers, HISTORY.epochs, switch)


def test_a_run_changes_its_colour_at_the_switch_and_nowhere_else() -> None:
    picture = lambda_switch(said, race(), "size", AT, TRACKS)
    rows = as_sent(picture.tables["race"])
    spans = {
        racer: [(bool(row["on"]), row["begin"], row["end"]) for _n, row in of.iterrows()]
        for racer, of in rows.groupby("racer")
    }
    assert spans == {
        "always": [(True, 0, 7)],
        "warm_up": [(False, 0, 4), (True, 3, 7)],
        "let_go": [(True, 0, 4), (False, 3, 7)],
    }
    assert rows.set_index(["racer", "on"]).loc[("warm_up", True), "sound"].tolist() == [7, 7, 5]
    steps = as_sent(picture.tables["steps"]).iloc[0]
    lines = of_lists(rows, "w", 3) * (steps["high"] - steps["low"]) / FULL + steps["low"]
    assert lines[0] == pytest.approx(race().racers["always"].size, abs=1e-3)


def everything(history: History) -> list[Picture]:
    runs = [every_weight(history, nets, penalty) for penalty, nets in PLACES.items()]
    l2 = runs[1]
    gradients = data_gradient(SPLIT.X_train, SPLIT.Y_train, history), penalty_gradient(history)
    parts = [every_weight(history, PLACES["l2"], "l2", of) for of in gradients]
    drawn = [norms(said, runs, "l1", AT, TRACKS), zeros(said, runs, AT, TRACKS)]
    for log in (False, True):
        scale = ruler(runs, log=log)
        drawn += [trajectories(said, run, line_tables(run, scale, 0), scale, AT, TRACKS) for run in runs]
    drawn += [histogram(said, run, histogram_table(run, 2.0), AT, TRACKS) for run in runs]
    drawn += [wiring(said, run, wiring_tables(run, 2.0), AT, TRACKS) for run in runs]
    drawn += [pulls(said, l2, pulls_tables(*parts, np.array(LAMBDAS) / 40, 2.0), 0.5, AT, TRACKS)]
    drawn += [cost_parts(said, l2, history.data_loss[:, 1:4], history.penalty[:, 1:4], 1.0, AT, TRACKS)]
    return drawn


def test_a_spec_does_not_change_with_the_data() -> None:
    pairs = zip(everything(HISTORY), everything(trained(seed=7)), strict=True)
    assert all(one.spec is other.spec for one, other in pairs)
    one, other = (lambda_switch(said, race(switch), "zeros", AT, TRACKS) for switch in (3, 4))
    assert one.spec is other.spec


def test_no_computed_field_takes_the_place_of_a_column() -> None:
    """The browser computes again from the columns whenever the bar moves: they must still be there."""
    for picture in [*everything(HISTORY), lambda_switch(said, race(), "size", AT, TRACKS)]:
        for layer in picture.spec["layer"]:
            data = layer.get("data") or picture.spec["data"]
            if "sequence" in data:  # no table: a mark that stands still
                continue
            columns = set(picture.tables[data["name"]].columns)
            computed = {step["as"] for step in layer.get("transform", []) if "as" in step}
            assert not computed & columns


def test_a_net_that_diverged_leaves_the_axis_alone_and_says_so() -> None:
    wild = trained(learning_rate=9.0)
    runs = [every_weight(wild, nets, penalty) for penalty, nets in PLACES.items()]
    l2 = runs[1]
    assert (l2.diverged_at >= 0).any()
    lam = int(np.argmax(l2.diverged_at))
    scale = ruler(runs, log=False)
    assert scale.reach < 1e3
    picture = trajectories(said, l2, line_tables(l2, scale, 0), scale, {"step": 6, "lam": lam}, TRACKS)
    assert f"diverged at step {l2.diverged_at[lam]}" in picture.alt
    drawn = as_sent(picture.tables["weights"])["drawn"]
    assert all(row[lam] <= l2.sound[lam] < 7 for row in drawn)
    for picture in everything(wild):
        assert "nan" not in picture.alt.replace("nance", "")


def drawn_texts(picture: Picture, step: int, lam: int) -> list[str]:
    """The texts that the browser writes with the bar at this place.

    In the lists of a table that is not packed it finds 0 for what is no number: Streamlit marks these in a
    mask, which an expression does not see.
    """
    spec = json.loads(json.dumps(picture.spec))
    for param in spec["params"]:
        if param["name"] in ("step", "lam"):
            param["value"] = {"step": step, "lam": lam}[param["name"]]
    spec["datasets"] = {
        name: [{column: as_found(cell) for column, cell in row.items()} for row in table.to_dict("records")]
        for name, table in picture.tables.items()
    }
    spec["config"]["params"] = [{"name": "background", "value": "white"}]
    svg = vl_convert.vegalite_to_svg(json.dumps(spec, default=float))
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in texts]


def as_found(cell: object) -> object:
    if isinstance(cell, np.ndarray):
        return {"data": [{"values": np.nan_to_num(cell, nan=0.0, posinf=1e308).tolist()}]}
    return None if isinstance(cell, float) and not np.isfinite(cell) else cell


def test_of_a_net_that_diverged_no_picture_shows_a_number() -> None:
    wild = trained(learning_rate=9.0)
    l2 = every_weight(wild, PLACES["l2"], "l2")
    lam = int(np.argmax(l2.diverged_at))
    lost = 0
    for picture in everything(wild):
        title, texts = picture.spec["title"], drawn_texts(picture, 6, lam)
        if (title["text"] if isinstance(title, dict) else title) == "L2":
            lost += 1
            assert any("diverged" in text for text in texts)
            assert not [text for text in texts if re.search(r"\] =|\d/\d|\d of \d|≈|\] exactly 0", text)]
        assert not [text for text in texts if re.search("nan|null|undefined", text, re.IGNORECASE)]
    assert lost == 6


def test_what_stands_above_the_lines_and_at_the_weight_that_is_followed_is_in_the_run() -> None:
    scale = ruler(RUNS, log=True)
    for run in RUNS:
        picture = trajectories(said, run, line_tables(run, scale, 4), scale, AT, TRACKS)
        for step, lam in itertools.product((0, 3, 6), range(3)):
            w = run.values[:, lam if len(run.diverged_at) > 1 else 0, step]
            texts, sizes = drawn_texts(picture, step, lam), np.abs(w[w != 0])
            assert f"{(w == 0).sum()} of 23 exactly 0" in texts
            others = "the others:" if (w == 0).any() else "|w| from"
            ends = f"{others} {number(sizes.min(initial=1e9))} to {number(sizes.max(initial=0))}"
            assert (ends in texts) == (len(sizes) > 0)
            name = run.names[4]
            assert (f"{name} = {number(w[4])}" if w[4] else f"{name} exactly 0") in texts
