"""The pictures of the model space hold what the formulas say, and their specs hold no data."""

from dataclasses import replace
from functools import partial
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from charts.model_space.budget_and_lambda import budget_and_lambda
from charts.model_space.panel import outlines, panel, panel_numbers
from charts.model_space.places import LAMBDAS, REACHES
from charts.model_space.plane import PANELS, pair
from charts.model_space.sparsity_cloud import cloud, fan, shares
from charts.penalties import penalty_names
from charts.picture import Picture, packed
from charts.track import Track
from l2core.bowl import Bowl, tilted_bowl
from l2core.optima import Optima, optima_at_lambdas, optima_at_reaches
from l2core.random_bowls import random_landings
from l2core.region import budget_of_reach

RATIO = {"l1": 1.0, "l2": 0.0, "elastic_net": 0.3}
TILTED = tilted_bowl((0.7, 1.5), 4.0, 150.0)
ROUND = tilted_bowl((0.7, 1.5), 1.0, 0.0)
TRACKS = {"budget": Track("budget", len(REACHES), 36), "lam": Track("lam", len(LAMBDAS), 35)}


def said(message: str) -> str:
    return message


def table(picture: Picture, name: str) -> pd.DataFrame:
    data = picture.tables[name]
    return pd.read_feather(BytesIO(data)) if isinstance(data, bytes) else data


def drawn(bowl: Bowl, optima: Optima, track: str = "budget") -> Picture:
    tables = {name: packed(shapes) for name, shapes in outlines(bowl, optima).items()}
    return panel(said, bowl, optima, tables, TRACKS[track], partial(panel_numbers, said, bowl, optima, 36))


def hard(bowl: Bowl, penalty: str) -> Optima:
    return optima_at_reaches(bowl, penalty, REACHES, l1_ratio=RATIO[penalty])


def soft(bowl: Bowl, penalty: str) -> Optima:
    return optima_at_lambdas(bowl, penalty, LAMBDAS, l1_ratio=RATIO[penalty])


def shape(picture: Picture, name: str, frame: int) -> np.ndarray:
    frames = len(table(picture, "frames"))
    return np.array(table(picture, name).v[0], dtype=float).reshape(frames, -1, 2)[frame]


def spends(w: np.ndarray, r: float) -> np.ndarray:
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * (w**2).sum(axis=-1)


def test_a_round_bowl_is_soft_thresholded_by_l1_and_scaled_by_l2() -> None:
    """With H = I both optima have a closed form: S(c, λ), and c / (1 + λ)."""
    c, lambd = ROUND.center, LAMBDAS[:, None]
    l1 = table(drawn(ROUND, soft(ROUND, "l1"), "lam"), "frames")
    l2 = table(drawn(ROUND, soft(ROUND, "l2"), "lam"), "frames")
    assert l1[["w1", "w2"]].to_numpy() == pytest.approx(np.maximum(c - lambd, 0))
    assert l2[["w1", "w2"]].to_numpy() == pytest.approx(c / (1 + lambd))


@pytest.mark.parametrize("penalty", PANELS)
def test_the_shapes_are_the_region_the_touching_contour_and_the_cone(penalty: str) -> None:
    r = RATIO[penalty]
    optima = hard(TILTED, penalty)
    picture = drawn(TILTED, optima)
    frames = table(picture, "frames")
    assert frames[["w1", "w2"]].to_numpy() == pytest.approx(optima.w)
    for frame in range(len(REACHES) - 1):
        edge, w = shape(picture, "region", frame), optima.w[frame]
        assert spends(edge, r) == pytest.approx(spends(np.array([REACHES[frame], 0.0]), r), rel=1e-5)
        assert edge[0] == pytest.approx([REACHES[frame], 0], abs=1e-6)
        contour, d = shape(picture, "touching", frame) - TILTED.center, w - TILTED.center
        heights = 0.5 * np.einsum("ni,ij,nj->n", contour, TILTED.hessian, contour)
        assert heights == pytest.approx(0.5 * d @ TILTED.hessian @ d, rel=1e-4, abs=1e-6)
        rim = shape(picture, "cone", frame)[1:-1] - w
        assert np.all((edge - w) @ rim.T <= 2e-5), "a normal points away from the whole region"
        if optima.lambd[frame] > 0:
            pull = -TILTED.hessian @ d
            nearest = (rim @ pull / np.linalg.norm(rim, axis=1)).max()
            assert nearest == pytest.approx(np.linalg.norm(pull), rel=2e-3), "−∇loss lies in the cone"
            assert frames.angle[frame] == pytest.approx(np.degrees(np.arctan2(*pull)))


def test_the_cone_is_a_wedge_in_a_corner_and_a_line_elsewhere() -> None:
    def width(penalty: str) -> float:
        picture = drawn(TILTED, hard(TILTED, penalty))
        w = table(picture, "frames").loc[36, ["w1", "w2"]].to_numpy(dtype=float)
        rim = shape(picture, "cone", 36)[1:-1] - w
        return float(np.degrees(np.ptp(np.arctan2(rim[:, 1], rim[:, 0]))))

    assert width("l1") == pytest.approx(90, abs=1e-3)
    assert width("l2") == pytest.approx(0, abs=1e-3)


def test_where_nothing_pulls_and_where_no_edge_is_left_there_is_no_cone() -> None:
    picture = drawn(TILTED, hard(TILTED, "l1"))
    frames = table(picture, "frames")
    assert not frames.pulls[0]
    assert np.ptp(shape(picture, "cone", 0), axis=0) == pytest.approx(0)
    assert np.ptp(shape(picture, "cone", len(REACHES) - 1), axis=0) == pytest.approx(0)
    assert "∞" in table(drawn(TILTED, hard(TILTED, "l2")), "frames").text.iloc[-1]


@pytest.mark.parametrize("bowl", [tilted_bowl((0, 0), 1, 0), tilted_bowl((-1, 1.8), 10, 45)])
@pytest.mark.parametrize("penalty", PANELS)
@pytest.mark.parametrize("track", ["budget", "lam"])
def test_no_table_holds_nan(bowl: Bowl, penalty: str, track: str) -> None:
    optima = hard(bowl, penalty) if track == "budget" else soft(bowl, penalty)
    picture = drawn(bowl, optima, track)
    handles = budget_and_lambda(said, {"l1": optima, penalty: optima}, TRACKS[track])
    for one in (picture, handles):
        assert not any(table(one, name).isna().any().any() for name in one.tables)


def test_words_say_exactly_what_is_exactly_zero() -> None:
    assert pair(np.array([0.0, -1e-9])) == "(0, −1·10⁻⁹)"
    text = table(drawn(TILTED, hard(TILTED, "l1")), "frames").text
    assert text[36].startswith("w = (0, 1)")
    assert text[36].endswith("1 exact 0")
    assert "free optimum" in text[0]


def test_the_specs_do_not_change_with_the_data() -> None:
    pictures = {}
    for bowl in (TILTED, tilted_bowl((-1.0, 0.4), 2.0, 60.0)):
        optima = {penalty: hard(bowl, penalty) for penalty in PANELS}
        pictures[bowl] = [drawn(bowl, found) for found in optima.values()]
        pictures[bowl].append(budget_and_lambda(said, optima, TRACKS["budget"]))
    for first, second in zip(*pictures.values(), strict=True):
        assert first.spec is second.spec
        numbers = "frames" if "frames" in first.tables else "optima"
        assert not table(first, numbers).equals(table(second, numbers))
        assert "datasets" not in first.spec


def test_handles_leave_out_what_a_logarithm_cannot_show() -> None:
    optima = {penalty: hard(TILTED, penalty) for penalty in PANELS}
    lines = table(budget_and_lambda(said, optima, TRACKS["budget"]), "optima")
    assert np.all(lines.lambd > 0)
    assert np.all(np.isfinite(lines.lambd))
    assert lines[lines.reach == 0].penalty.tolist() == ["L1", "Elastic net"], "no finite λ takes L2 to 0"


def test_the_clouds_count_exact_zeros_and_nothing_else() -> None:
    landings = {
        penalty: random_landings(
            penalty,
            budget=budget_of_reach(penalty, REACHES, l1_ratio=RATIO[penalty]),
            l1_ratio=RATIO[penalty],
            count=60,
            seed=3,
        )
        for penalty in PANELS
    }
    for penalty, found in landings.items():
        picture = cloud(said, found, {"bowls": packed(fan(found)["bowls"])}, TRACKS["budget"])
        bowls = table(picture, "bowls")
        zeros = (bowls.x36 == 0) | (bowls.y36 == 0)
        assert bowls.zero36.tolist() == zeros.astype(int).tolist()
        assert table(picture, "frames").text[36] == f"{zeros.sum()} of 60 land on an axis"
        assert picture.alt.startswith(f"{penalty_names(said)[penalty]}: 60 lines")
        assert bowls[["c1", "c2"]].to_numpy() == pytest.approx(found.centers, abs=1e-6)
        allowed = spends(bowls[["x36", "y36"]].to_numpy(dtype=float), RATIO[penalty])
        assert np.all(allowed <= spends(np.array([1.0, 0.0]), RATIO[penalty]) + 1e-6)
    assert landings["l2"].rate[:-1].max() == 0
    assert landings["l1"].rate[36] > landings["elastic_net"].rate[36] > 0


def test_the_shares_are_those_of_the_cloud() -> None:
    landings = {
        penalty: random_landings(penalty, lambd=LAMBDAS, l1_ratio=RATIO[penalty], count=40, seed=1)
        for penalty in PANELS
    }
    lines = table(shares(said, landings, TRACKS["lam"]), "shares")
    assert lines.position.min() > 0
    for penalty, found in landings.items():
        share = np.any(found.minima == 0, axis=2).mean(axis=1)
        line = lines[lines.penalty == penalty_names(said)[penalty]]
        assert line.share.to_numpy() == pytest.approx(share[1:])
        assert np.all((line.low <= line.share) & (line.share <= line.high))
        assert np.all(line.high - line.low > 0.05), "40 bowls leave much open, also where none lands"


@pytest.mark.parametrize("penalty", PANELS)
def test_without_its_path_a_panel_has_the_free_optimum_alone(penalty: str) -> None:
    optima = hard(TILTED, penalty)
    begun = replace(optima, w=optima.w[:1], lambd=optima.lambd[:1], budget=optima.budget[:1])
    shapes = outlines(TILTED, begun, path_to_0=False)
    whole = outlines(TILTED, optima)
    assert np.stack((shapes["path"]["w1"], shapes["path"]["w2"])) == pytest.approx(TILTED.center[:, None])
    for name in ("region", "touching", "cone"):
        first, every = np.asarray(shapes[name]["v"][0]), np.asarray(whole[name]["v"][0])
        assert np.array_equal(first, every[: len(every) // len(REACHES)])
