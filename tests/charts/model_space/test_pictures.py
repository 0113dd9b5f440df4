"""The pictures of the model space hold what the formulas say, and their specs hold no data."""

from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from charts.model_space.budget_and_lambda import budget_and_lambda
from charts.model_space.optima import (
    LAMBDAS,
    REACHES,
    Optima,
    budget_reaching,
    reach_of,
    throw,
    tilted_bowl,
    under_budgets,
    under_lambdas,
)
from charts.model_space.panel import PANELS, names, outlines, pair, panel, shown
from charts.model_space.sparsity_cloud import cloud, fan, shares
from charts.picture import Picture
from l2core.bowl import Bowl

RATIO = {"l1": 1.0, "l2": 0.0, "elastic_net": 0.3}
TILTED = tilted_bowl((0.7, 1.5), 4.0, 150.0)
ROUND = tilted_bowl((0.7, 1.5), 1.0, 0.0)


def said(message: str) -> str:
    return message


def table(picture: Picture, name: str) -> pd.DataFrame:
    data = picture.tables[name]
    return pd.read_feather(BytesIO(data)) if isinstance(data, bytes) else data


def drawn(bowl: Bowl, optima: Optima, track: str = "budget", at: int = 36) -> Picture:
    return panel(said, bowl, optima, outlines(bowl, optima), track, 36, at)


def shape(picture: Picture, name: str, frame: int) -> np.ndarray:
    frames = len(table(picture, "frames"))
    return np.array(table(picture, name).v[0], dtype=float).reshape(frames, -1, 2)[frame]


def spends(w: np.ndarray, r: float) -> np.ndarray:
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * (w**2).sum(axis=-1)


def test_the_bowl_has_its_valley_where_the_tilt_says() -> None:
    bowl = tilted_bowl((0.2, -0.4), 9.0, 30.0)
    along = np.array([np.cos(np.pi / 6), np.sin(np.pi / 6)])
    across = np.array([-along[1], along[0]])
    assert bowl.hessian @ along == pytest.approx(along / 3)
    assert bowl.hessian @ across == pytest.approx(across * 3)


@pytest.mark.parametrize("r", [0.0, 0.3, 1.0])
def test_regions_of_one_reach_meet_on_the_axes(r: float) -> None:
    budget = budget_reaching("elastic_net", REACHES, r)
    assert budget == pytest.approx(spends(np.stack((REACHES, 0 * REACHES), axis=1), r))
    assert reach_of("elastic_net", budget, r) == pytest.approx(REACHES)


def test_a_round_bowl_is_soft_thresholded_by_l1_and_scaled_by_l2() -> None:
    """With H = I both optima have a closed form: S(c, λ), and c / (1 + λ)."""
    c, lambd = ROUND.center, LAMBDAS[:, None]
    l1 = table(drawn(ROUND, under_lambdas(ROUND, "l1", 1.0), "lam"), "frames")
    l2 = table(drawn(ROUND, under_lambdas(ROUND, "l2", 0.0), "lam"), "frames")
    assert l1[["w1", "w2"]].to_numpy() == pytest.approx(np.maximum(c - lambd, 0))
    assert l2[["w1", "w2"]].to_numpy() == pytest.approx(c / (1 + lambd))


@pytest.mark.parametrize("penalty", PANELS)
def test_both_handles_lead_to_the_same_point(penalty: str) -> None:
    soft = under_lambdas(TILTED, penalty, RATIO[penalty], LAMBDAS[1:40])
    hard = under_budgets(TILTED, penalty, RATIO[penalty], soft.reach)
    assert hard.w == pytest.approx(soft.w, abs=1e-9)
    assert hard.lambd == pytest.approx(soft.lambd, rel=1e-6)


def test_l1_meets_the_axis_where_the_closed_form_says() -> None:
    """S(c, λ) with c = (0.7, 1.5) loses w₁ at λ = 0.7, where |w₁| + |w₂| = 0.8; it starts from ‖c‖₁ = 2.2."""
    assert under_budgets(ROUND, "l1", 1.0).knots == pytest.approx([2.2, 0.8])


@pytest.mark.parametrize("penalty", PANELS)
def test_the_shapes_are_the_region_the_touching_contour_and_the_cone(penalty: str) -> None:
    r = RATIO[penalty]
    optima = under_budgets(TILTED, penalty, r)
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
        picture = drawn(TILTED, under_budgets(TILTED, penalty, RATIO[penalty]))
        w = table(picture, "frames").loc[36, ["w1", "w2"]].to_numpy(dtype=float)
        rim = shape(picture, "cone", 36)[1:-1] - w
        return float(np.degrees(np.ptp(np.arctan2(rim[:, 1], rim[:, 0]))))

    assert width("l1") == pytest.approx(90, abs=1e-3)
    assert width("l2") == pytest.approx(0, abs=1e-3)


def test_where_nothing_pulls_and_where_no_edge_is_left_there_is_no_cone() -> None:
    picture = drawn(TILTED, under_budgets(TILTED, "l1", 1.0))
    frames = table(picture, "frames")
    assert not frames.pulls[0]
    assert np.ptp(shape(picture, "cone", 0), axis=0) == pytest.approx(0)
    assert np.ptp(shape(picture, "cone", len(REACHES) - 1), axis=0) == pytest.approx(0)
    assert "∞" in table(drawn(TILTED, under_budgets(TILTED, "l2", 0.0)), "frames").text.iloc[-1]


@pytest.mark.parametrize("bowl", [tilted_bowl((0, 0), 1, 0), tilted_bowl((-1, 1.8), 10, 45)])
@pytest.mark.parametrize("penalty", PANELS)
@pytest.mark.parametrize("track", ["budget", "lam"])
def test_no_table_holds_nan(bowl: Bowl, penalty: str, track: str) -> None:
    solve = under_budgets if track == "budget" else under_lambdas
    optima = solve(bowl, penalty, RATIO[penalty])
    picture = drawn(bowl, optima, track, at=0)
    handles = budget_and_lambda(said, {"l1": optima, penalty: optima}, track, 0, 0)
    for one in (picture, handles):
        assert not any(table(one, name).isna().any().any() for name in one.tables)


def test_words_say_exactly_what_is_exactly_zero() -> None:
    assert [shown(x) for x in (0.0, 0.004, -0.25, 1.0, np.inf)] == ["0", "0.004", "−0.25", "1.00", "∞"]
    assert pair(np.array([0.0, 1e-9])) == "(0, 1e−09)"
    text = table(drawn(TILTED, under_budgets(TILTED, "l1", 1.0)), "frames").text
    assert text[36].startswith("w = (0, 1.00)")
    assert text[36].endswith("1 exact 0")
    assert "free optimum" in text[0]


def test_the_specs_do_not_change_with_the_data() -> None:
    pictures = {}
    for bowl in (TILTED, tilted_bowl((-1.0, 0.4), 2.0, 60.0)):
        optima = {penalty: under_budgets(bowl, penalty, RATIO[penalty]) for penalty in PANELS}
        pictures[bowl] = [drawn(bowl, found) for found in optima.values()]
        pictures[bowl].append(budget_and_lambda(said, optima, "budget", 36, 36))
    for first, second in zip(*pictures.values(), strict=True):
        assert first.spec is second.spec
        assert first.alt != second.alt
        assert "datasets" not in first.spec


def test_handles_leave_out_what_a_logarithm_cannot_show() -> None:
    optima = {penalty: under_budgets(TILTED, penalty, RATIO[penalty]) for penalty in PANELS}
    lines = table(budget_and_lambda(said, optima, "budget", 36, 36), "optima")
    assert np.all(lines.lambd > 0)
    assert np.all(np.isfinite(lines.lambd))
    assert lines[lines.reach == 0].penalty.tolist() == ["L1", "Elastic net"], "no finite λ takes L2 to 0"


def test_the_clouds_count_exact_zeros_and_nothing_else() -> None:
    landings = {penalty: throw(penalty, True, RATIO[penalty], 60, 3) for penalty in PANELS}
    for penalty, found in landings.items():
        picture = cloud(said, found, fan(found), "budget", 36, 36)
        bowls = table(picture, "bowls")
        zeros = (bowls.x36 == 0) | (bowls.y36 == 0)
        assert bowls.zero36.tolist() == zeros.astype(int).tolist()
        assert picture.alt == f"{names(said)[penalty]}: {zeros.sum()} of 60 land on an axis"
        assert bowls[["c1", "c2"]].to_numpy() == pytest.approx(found.centers, abs=1e-6)
        allowed = spends(bowls[["x36", "y36"]].to_numpy(dtype=float), RATIO[penalty])
        assert np.all(allowed <= spends(np.array([1.0, 0.0]), RATIO[penalty]) + 1e-6)
    assert landings["l2"].rate[:-1].max() == 0
    assert landings["l1"].rate[36] > landings["elastic_net"].rate[36] > 0


def test_the_shares_are_those_of_the_cloud() -> None:
    landings = {penalty: throw(penalty, False, RATIO[penalty], 40, 1) for penalty in PANELS}
    lines = table(shares(said, landings, "lam", 35, 35), "shares")
    assert lines.position.min() > 0
    for penalty, found in landings.items():
        share = np.any(found.minima == 0, axis=2).mean(axis=1)
        assert lines[lines.penalty == names(said)[penalty]].share.to_numpy() == pytest.approx(share[1:])
