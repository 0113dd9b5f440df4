"""The pictures of the race show what was computed, hold no data, and are described by its numbers."""

import json
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from charts.descent_speed.race_to_zero import race_to_zero
from charts.descent_speed.speeds import speeds
from charts.picture import Picture
from charts.track import Track
from l2core.descent import L1_STEPS
from l2core.race import Race, run_race

LAMBDAS = np.array([0.5, 1.0, 10.0, 16.0, 25.0])
STEPS = 100
AT = {"step": 20, "lam": 0}
TRACKS = (Track("step", STEPS + 1, 20), Track("lam", len(LAMBDAS), 3))


def english(message: str) -> str:
    return message


def race(w0=2.0, eta=0.1, l1_step="proximal", r=0.5, h=0.0, c=0.0) -> Race:
    return run_race(w0, LAMBDAS, eta, STEPS, l1_step=l1_step, l1_ratio=r, curvature=h, center=c)


def to_zero(run: Race, *, log: bool = False) -> Picture:
    return race_to_zero(english, run, [""] * len(LAMBDAS), TRACKS, AT, log=log)


def with_data(**choice) -> Race:
    return race(**{"h": 1.0, "c": 1.0} | choice)


# The specs.


@pytest.mark.parametrize("log", [False, True])
def test_a_spec_is_the_same_for_every_run_and_holds_no_data(log):
    runs = [race(), race(w0=0.3, eta=1.0, l1_step="subgradient"), with_data(c=-2.0, h=5.0)]
    for draw in (lambda run: to_zero(run, log=log), lambda run: speeds(english, run, TRACKS, AT)):
        specs = {json.dumps(draw(run).spec, sort_keys=True) for run in runs}
        assert len(specs) == 1
        assert "values" not in json.loads(specs.pop()).get("data", {})


def test_both_pictures_follow_the_bar_from_the_same_place():
    for picture in (to_zero(race()), speeds(english, race(), TRACKS, AT)):
        params = {param["name"]: param for param in picture.spec["params"]}
        assert params["step"]["bind"]["max"] == STEPS
        assert params["lam"]["bind"]["max"] == len(LAMBDAS) - 1
        assert (params["step"]["value"], params["lam"]["value"]) == (20, 3)


def test_every_table_that_a_spec_names_is_sent():
    for picture in (to_zero(race()), to_zero(with_data(), log=True), speeds(english, race(), TRACKS, AT)):
        named = {layer["data"]["name"] for layer in picture.spec["layer"]}
        assert named == set(picture.tables)


# The race.


def test_the_weights_are_the_closed_forms():
    table = to_zero(race()).tables["weights"].set_index(["penalty", "step"])
    t = np.arange(STEPS + 1)
    for lam, lambd in enumerate(LAMBDAS):
        l1 = np.maximum(2 - t * 0.1 * lambd, 0)
        np.testing.assert_allclose(table.loc["l1", f"w{lam}"], l1, atol=1e-12)
        np.testing.assert_allclose(table.loc["l2", f"w{lam}"], (1 - 0.1 * lambd) ** t * 2, rtol=1e-9)


@pytest.mark.parametrize("w0", [0.1, 2.0, 2.95, 5.0])
def test_arrivals_stand_where_a_weight_first_is_exactly_zero(w0):
    arrivals = to_zero(race(w0)).tables["arrivals"]
    l1 = arrivals[arrivals["penalty"] == "l1"].set_index("lam")["step"]
    for lam, lambd in enumerate(LAMBDAS):
        due = math.ceil(round(w0 / (0.1 * lambd), 9))
        assert l1.get(lam) == (due if due <= STEPS else None)
    assert set(arrivals[arrivals["penalty"] == "l2"]["lam"]) == {2}  # ηλ = 1 takes all at once
    for _lam, rows in arrivals.groupby("lam"):
        assert sorted(rows["row"]) == list(range(len(rows)))  # no words over each other


@settings(max_examples=25, deadline=None)
@given(st.floats(0.1, 5), st.sampled_from([0.01, 0.1, 0.5, 1.0]), st.sampled_from(L1_STEPS))
def test_the_frame_holds_every_weight_or_says_where_it_is_cut(w0, eta, l1_step):
    run = race(w0, eta, l1_step)
    frame = to_zero(run).tables["frame"]
    for lam, row in frame.iterrows():
        reach = np.concatenate([w[lam] for w in run.weights.values()])
        assert row["low"] < 0 <= row["zero"] < row["high"]
        if "cut" in row["remark"]:
            stated = float(row["remark"].split("±")[1])
            assert np.abs(reach).max() > 0.99 * stated
            assert row["high"] > 0.99 * stated or row["low"] < -0.99 * stated
        else:
            assert row["low"] < reach.min()
            assert row["high"] > reach.max()


@settings(max_examples=25, deadline=None)
@given(st.floats(0.1, 5), st.sampled_from([0.01, 0.1, 0.5, 1.0]), st.sampled_from(L1_STEPS))
def test_on_the_logarithmic_scale_zero_has_its_own_line_below_every_other_weight(w0, eta, l1_step):
    run = race(w0, eta, l1_step)
    for lam, row in to_zero(run, log=True).tables["frame"].iterrows():
        sizes = np.abs(np.concatenate([w[lam] for w in run.weights.values()]))
        assert 0 < row["low"] < row["zero"] < row["floor"] <= sizes[sizes > 0].min()
        assert sizes.max() < row["high"] < np.inf


def test_the_level_of_equal_speed_is_drawn_where_the_race_goes_down_through_it():
    assert list(to_zero(race()).tables["level"]["lam"]) == [0, 1, 2]  # the others swing across 0
    assert to_zero(race(w0=0.9)).tables["level"].empty
    assert to_zero(with_data()).tables["level"].empty


def test_chatter_is_shaded_as_far_as_subgradient_steps_reach():
    assert to_zero(race()).tables["chatter"].empty
    run = race(w0=2.02, l1_step="subgradient")
    chatter = to_zero(run).tables["chatter"].set_index("lam")["w"]
    for lam in range(len(LAMBDAS)):
        late = run.weights["l1"][lam, 60:]
        assert np.abs(late).max() <= chatter[lam] * (1 + 1e-9)
        assert np.ptp(late) == pytest.approx(0.1 * LAMBDAS[lam])  # from one side of 0 to the other


def test_a_clipped_weight_is_called_dead_where_it_stays_at_zero_away_from_its_rest():
    arrivals = to_zero(with_data(w0=0.5, c=-1.0, l1_step="clipped")).tables["arrivals"]
    words = arrivals[(arrivals["lam"] == 0) & (arrivals["penalty"] == "l1")]["text"].item()
    assert words == "L1: dead at 0 from step 3"


def test_beside_a_dead_weight_runs_the_proximal_one_to_its_rest():
    alive = to_zero(with_data(w0=0.5, c=-1.0, l1_step="clipped")).tables["alive"]
    path = alive[alive["lam"] == 0]["w"].to_numpy()
    w, expected = 0.5, [0.5]
    for _step in range(STEPS):
        u = w - 0.1 * (w + 1)
        w = math.copysign(max(abs(u) - 0.05, 0), u)
        expected.append(w)
    np.testing.assert_allclose(path, expected, atol=1e-12)
    assert path[-1] == pytest.approx(-0.5, abs=1e-3)
    assert to_zero(with_data(w0=0.5, c=-1.0)).tables["alive"].empty
    assert to_zero(with_data(l1_step="clipped")).tables["alive"].empty  # nothing died that should not


@pytest.mark.parametrize("l1_step", L1_STEPS)
@pytest.mark.parametrize("h", [0.0, 5.0])
def test_no_number_is_undefined_however_far_a_weight_runs_away(l1_step, h):
    run = race(w0=5.0, eta=1.0, l1_step=l1_step, h=h, c=-3.0 if h else 0.0)
    for picture in (to_zero(run), to_zero(run, log=True), speeds(english, run, TRACKS, AT)):
        for table in picture.tables.values():
            assert np.isfinite(table.select_dtypes("number").to_numpy(dtype=float)).all()
        assert "nan" not in picture.alt
        assert "inf" not in picture.alt


def test_the_words_of_the_race_name_who_races_and_hold_at_every_place():
    assert to_zero(race()).alt.startswith("The weight against the step: lines for L1, L2, Elastic net, and")
    alone = run_race(2.0, LAMBDAS, 0.1, STEPS, elastic_net=False)
    assert "lines for L1, L2, and" in to_zero(alone).alt
    for picture in (to_zero(race()), to_zero(alone), speeds(english, race(), TRACKS, AT)):
        assert not re.search(r"λ = |step \d", picture.alt)


# The speeds.


def test_all_lines_of_speed_cross_where_the_weight_is_one():
    pulls = speeds(english, race(w0=3.0), TRACKS, AT).tables["pulls"]
    for (lam, _penalty), ends in pulls.groupby(["lam", "penalty"]):
        at_one = np.interp(1.0, ends["size"], ends["pull"])
        assert at_one == pytest.approx(LAMBDAS[lam])
    l1 = pulls[(pulls["penalty"] == "l1") & (pulls["lam"] == 1)]["pull"]
    l2 = pulls[(pulls["penalty"] == "l2") & (pulls["lam"] == 1)]
    assert set(l1) == {1.0}
    np.testing.assert_allclose(l2["pull"], l2["size"])


def test_every_weight_rides_on_its_line():
    table = speeds(english, race(), TRACKS, AT).tables["weights"]
    for lam, lambd in enumerate(LAMBDAS):
        w, v = np.abs(table[f"w{lam}"]), table[f"v{lam}"]
        line = {"l1": lambd + 0 * w, "l2": lambd * w, "elastic_net": lambd * (0.5 + 0.5 * w)}
        for penalty, due in line.items():
            rows = table["penalty"] == penalty
            np.testing.assert_allclose(v[rows], np.where(w == 0, 0, due)[rows])


@pytest.mark.parametrize("c", [1.0, -2.0])
def test_the_two_pulls_are_level_where_a_weight_rests(c):
    h, r = 2.0, 0.3
    balance = speeds(english, with_data(h=h, c=c, r=r), TRACKS, AT).tables["balance"]
    share = {"l1": 1.0, "l2": 0.0, "elastic_net": r}
    assert len(balance) == 3 * len(LAMBDAS)
    for row in balance.itertuples():
        lambd, l1 = LAMBDAS[row.lam], share[row.penalty]

        def loss(w, lambd=lambd, l1=l1):
            return h / 2 * (w - c) ** 2 + lambd * (l1 * abs(w) + (1 - l1) / 2 * w**2)

        found = minimize_scalar(loss, bounds=(-4, 4), method="bounded", options={"xatol": 1e-10}).x
        assert row.size == pytest.approx(abs(found), abs=1e-6)
        assert row.pull == pytest.approx(h * (abs(c) - row.size))
        if row.size > 0:
            assert row.pull == pytest.approx(lambd * (l1 + (1 - l1) * row.size))


def test_the_sides_meet_at_one_and_reach_as_far_as_the_race():
    sides = speeds(english, race(w0=4.0), TRACKS, AT).tables["sides"]
    assert sides["from"].tolist()[:2] == [0, 1]
    assert sides["to"].tolist()[:2] == [1, pytest.approx(4.2)]
    assert len(sides) == 2 * len(LAMBDAS)
    pulls = speeds(english, race(w0=4.0), TRACKS, AT).tables["pulls"]
    for lam, top in sides.groupby("lam")["top"].first().items():
        assert top == pulls[pulls["lam"] == lam]["pull"].max()


# The tables.


def test_the_race_can_be_read_as_numbers_once_it_has_begun():
    table = to_zero(race()).numbers()
    assert list(table) == ["Step", "L1", "L2", "Elastic net"]
    assert [float(text) for text in table["L1"]] == [max(0, round(2 - 0.05 * t, 9)) for t in table["Step"]]
    assert table["L2"][7] == f"{2 * 0.95**7:.5g}"
    assert race_to_zero(english, race(), [""] * 5, TRACKS, AT, begun=False).numbers is None
    pace = speeds(english, race(), TRACKS, AT).numbers()
    assert set(pace["L1"]) == {"0.5"}
    sizes, l2 = (pace[name].astype(float) for name in ("Size of the weight |w|", "L2"))
    np.testing.assert_allclose(l2, 0.5 * sizes, rtol=0.01)


def test_the_tables_are_small_enough_to_send():
    for picture in (to_zero(with_data()), speeds(english, with_data(), TRACKS, AT)):
        size = sum(table.memory_usage(index=False, deep=True).sum() for table in picture.tables.values())
        assert size < 300_000
