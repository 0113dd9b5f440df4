"""The network as a drawing: every weight a wire as thick as its size, and none where it is exactly 0."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.networks.codes import FULL, MISSING, coarse_number, codes, flat, places_table, way
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_ink, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import filled, list_of
from charts.weight_shrinkage.divergence import diverged_mark, diverged_sentence
from charts.weight_shrinkage.trajectories import weights_in_numbers
from l2core.trajectories import Weights

HEIGHT = 350
THICKEST, THINNEST = 8.0, 0.35  # pixels
MARGIN = 0.06  # of the width, left and right


def wiring(
    _: Translate, weights: Weights, tables: Tables, at: Mapping[str, int], tracks: tuple[Track, Track]
) -> Picture:
    """The wires and neurons of one net.

    tables: of `wiring_tables`, packed or not. at: step and λ of the words. tracks: those of step and λ.
    """
    return Picture(
        _spec(_, weights.penalty, weights.depth, *tracks),
        tables,
        _sentence(_, weights, at["lam"], at["step"]),
        partial(weights_in_numbers, _, weights, at["lam"], at["step"]),
    )


def wiring_tables(weights: Weights, reach: float) -> dict[str, pd.DataFrame]:
    """The tables "wires", a row a weight, "neurons", a row a neuron, and "net", one row.

    A wire leads from (x, y) to (x2, y2), shares of the picture. "net" says where nets diverged.
    """
    use = weights.connected
    sizes = np.array([len(layer) for layer in use])
    wires = places_table(weights).assign(
        unit=reach / FULL,
        x=_across(weights.layer - 1, weights.depth),
        y=(weights.column - 0.5) / sizes[weights.layer - 1],
        x2=_across(weights.layer, weights.depth),
        y2=(weights.row - 0.5) / sizes[weights.layer],
    )
    neurons = [
        {
            "layer": layer,
            "number": i + 1,
            "x": float(_across(layer, weights.depth)),
            "y": (i + 0.5) / sizes[layer],
            "used": used.astype(np.int8).ravel(),
        }
        for layer, neurons_of_layer in enumerate(use)
        for i, used in enumerate(neurons_of_layer)
    ]
    net = {"sound": [weights.sound.astype(np.int16)], "diverged": [weights.diverged_at.astype(np.int32)]}
    return {
        "wires": wires.assign(w=flat(codes(weights.values, reach / FULL))),
        "neurons": pd.DataFrame(neurons),
        "net": pd.DataFrame(net),
    }


def _across(layer: NDArray[np.intp] | int, depth: int) -> NDArray[np.float64]:
    return MARGIN + (1 - 2 * MARGIN) * np.asarray(layer) / depth


def _sentence(_: Translate, weights: Weights, lam: int, step: int) -> str:
    if weights.has_diverged(lam, step):
        return diverged_sentence(_, weights, lam)
    hidden = [layer[:, weights.net(lam), step] for layer in weights.connected[1:-1]]
    words = _(
        "{name} at step {step}: {living} of {count} wires are left, and {neurons} of {all} hidden neurons "
        "are in use."
    )
    return words.format(
        name=penalty_names(_)[weights.penalty],
        step=f"{weights.steps[step]:,}",
        living=np.count_nonzero(weights.at(lam, step)),
        count=len(weights.layer),
        neurons=sum(int(layer.sum()) for layer in hidden),
        all=sum(len(layer) for layer in hidden),
    )


@cache
def _spec(_: Translate, penalty: str, depth: int, step: Track, lam: Track) -> dict[str, Any]:
    net = "0" if penalty == "none" else lam.name
    color = PENALTY_COLORS[penalty]
    wires = (
        alt.Chart(alt.NamedData("wires"))
        .transform_calculate(code=f"{list_of('w')}[{net} * {step.places} + {step.name}]", way=way(_, depth))
        .transform_filter(f"datum.code != 0 && datum.code != {MISSING}")
        .transform_calculate(value=coarse_number(_, "datum.code", "datum.unit"))
    )
    thickness = f"{THINNEST} + {THICKEST / FULL} * abs(datum.code)"
    place = {
        "x": alt.X(field="x", type="quantitative", scale=alt.Scale(domain=[0, 1], nice=False), axis=None),
        "y": alt.Y(field="y", type="quantitative", scale=alt.Scale(domain=[1, 0], nice=False), axis=None),
    }
    tooltip = [
        alt.Tooltip(field="name", type="nominal", title=_("Weight")),
        alt.Tooltip(field="way", type="nominal", title=_("Connects")),
        alt.Tooltip(field="value", type="nominal", title=_("Weight w")),
    ]
    signs: dict[str, dict[str, Any]] = {">": {}, "<": {"strokeDash": [5, 3]}}
    drawn = [
        wires.transform_filter(f"datum.code {sign} 0")
        .mark_rule(color=color, strokeWidth=alt.ExprRef(thickness), **dash, aria=False)
        .encode(**place, x2=alt.X2(field="x2"), y2=alt.Y2(field="y2"), tooltip=tooltip)
        for sign, dash in signs.items()
    ]
    states = filled(_("in use")), filled(_("cut off")), filled(_("diverged"))
    lost = f"{step.name} >= data('net')[0].sound.data[0].values[{net}]"
    neurons = alt.Chart(alt.NamedData("neurons")).transform_calculate(
        lit=f"{list_of('used')}[{net} * {step.places} + {step.name}]",
        words=filled(_("neuron {number} of layer {layer}"), number="datum.number", layer="datum.layer"),
        state=f"{lost} ? {states[2]} : datum.lit ? {states[0]} : {states[1]}",
    )
    diverged = alt.Chart(alt.NamedData("net")).transform_filter(lost)
    return finished(
        alt.layer(
            *drawn,
            neurons.mark_point(
                filled=True,
                size=alt.ExprRef("datum.lit ? 80 : 25"),
                opacity=1,
                stroke=MARKER_COLOR,
                fill=alt.ExprRef(f"datum.lit ? '{MARKER_COLOR}' : background"),
                aria=False,
            ).encode(
                **place,
                tooltip=[
                    alt.Tooltip(field="words", type="nominal", title=_("Neuron")),
                    alt.Tooltip(field="state", type="nominal", title=_("State")),
                ],
            ),
            diverged_mark(_, diverged, net, y="height / 2"),
        ).properties(
            height=HEIGHT,
            title=alt.TitleParams(
                text=penalty_names(_)[penalty], anchor="start", color=penalty_ink(penalty), offset=0
            ),
        ),
        step,
        lam,
    )
