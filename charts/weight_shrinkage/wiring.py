"""The network as a drawing: every weight a wire as thick as its size, and none where it is exactly 0."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.networks.codes import FULL, MISSING, codes, exactly, flat, places_table, way
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import filled, list_of
from l2core.trajectories import Weights

HEIGHT = 400
THICKEST, THINNEST = 8.0, 0.35  # pixels
MARGIN = 0.06  # of the width, left and right


def wiring(
    _: Translate,
    weights: Weights,
    tables: Mapping[str, pd.DataFrame | bytes],
    at: Mapping[str, int],
    last_lam: int,
) -> Picture:
    """The wires and neurons of one net. tables: of `wiring_tables`, packed or not."""
    lam, step = min(at["lam"], len(weights.diverged_at) - 1), at["step"]
    living = int(np.count_nonzero(np.nan_to_num(weights.values[:, lam, step])))
    hidden = connected(weights)[1:-1]
    words = _(
        "{name} at step {step}: {living} of {count} wires are left, and {neurons} of {all} hidden neurons "
        "are in use."
    )
    return Picture(
        _spec(_, weights.penalty, weights.depth, len(weights.steps), last_lam),
        tables,
        words.format(
            name=penalty_names(_)[weights.penalty],
            step=weights.steps[step],
            living=living,
            count=len(weights.layer),
            neurons=sum(int(layer[:, lam, step].sum()) for layer in hidden),
            all=sum(len(layer) for layer in hidden),
        ),
    )


def wiring_tables(weights: Weights, reach: float) -> dict[str, pd.DataFrame]:
    """ "wires": a row a weight, (x, y) to (x2, y2) as shares of the picture; "neurons": a row a neuron."""
    use = connected(weights)
    sizes = [len(layer) for layer in use]
    size_of = np.array(sizes)
    wires = places_table(weights).assign(
        unit=reach / FULL,
        x=_across(weights.layer - 1, weights.depth),
        y=(weights.column - 0.5) / size_of[weights.layer - 1],
        x2=_across(weights.layer, weights.depth),
        y2=(weights.row - 0.5) / size_of[weights.layer],
    )
    neurons = [
        {
            "layer": layer,
            "number": i + 1,
            "x": float(_across(layer, weights.depth)),
            "y": (i + 0.5) / sizes[layer],
            "used": use[layer][i].astype(np.int8).ravel(),
        }
        for layer in range(len(use))
        for i in range(sizes[layer])
    ]
    return {
        "wires": wires.assign(w=flat(codes(weights.values, reach / FULL))),
        "neurons": pd.DataFrame(neurons),
    }


def connected(weights: Weights) -> list[NDArray[np.bool_]]:
    """For the neurons of each layer, inputs and output included: on a way of weights other than 0 from an
    input to the output? (n_l, L, S) each."""
    alive = np.nan_to_num(weights.values) != 0
    layers = []
    for layer in range(1, weights.depth + 1):
        of = weights.layer == layer
        shape = (weights.row[of].max(), weights.column[of].max(), *alive.shape[1:])
        layers.append(alive[of].reshape(shape))
    reached = [np.ones(layers[0].shape[1:], bool)]
    for wires in layers:
        reached.append((wires & reached[-1]).any(axis=1))
    heard = [np.ones((1, *alive.shape[1:]), bool)]
    for wires in reversed(layers):
        heard.append((wires & heard[-1][:, None]).any(axis=0))
    return [a & b for a, b in zip(reached, reversed(heard), strict=True)]


def _across(layer: NDArray[np.intp] | int, depth: int) -> NDArray[np.float64]:
    return MARGIN + (1 - 2 * MARGIN) * np.asarray(layer) / depth


@cache
def _spec(_: Translate, penalty: str, depth: int, S: int, last_lam: int) -> dict[str, Any]:
    lam = "0" if penalty == "none" else "lam"
    color = PENALTY_COLORS[penalty]
    wires = (
        alt.Chart(alt.NamedData("wires"))
        .transform_calculate(code=f"{list_of('w')}[{lam} * {S} + step]", way=way(_, depth))
        .transform_filter(f"datum.code != 0 && datum.code != {MISSING}")
        .transform_calculate(value=exactly(_, "datum.code * datum.unit"))
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
    states = filled(_("in use")), filled(_("cut off"))
    neurons = alt.Chart(alt.NamedData("neurons")).transform_calculate(
        lit=f"{list_of('used')}[{lam} * {S} + step]",
        words=filled(_("neuron {number} of layer {layer}"), number="datum.number", layer="datum.layer"),
        state=f"datum.lit ? {states[0]} : {states[1]}",
    )
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
        )
        .add_params(scrubbed("step", S - 1, S - 1), scrubbed("lam", last_lam, last_lam // 2))
        .properties(height=HEIGHT, title=penalty_names(_)[penalty])
    )
