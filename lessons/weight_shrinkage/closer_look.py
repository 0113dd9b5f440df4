"""The closer look at one step: one of five pictures of all weights, and a sentence on how to read it."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Picture, Translate
from charts.track import Track
from charts.weight_shrinkage.cost_parts import cost_parts
from charts.weight_shrinkage.histogram import histogram, histogram_table
from charts.weight_shrinkage.norms import NORMS, norm_reach, norms, zeros
from charts.weight_shrinkage.pulls import pull_reach, pulls, pulls_tables
from charts.weight_shrinkage.trajectories import ruler
from charts.weight_shrinkage.wiring import wiring
from dashboard import controls, glossary, pictures
from dashboard.live_words import Line, live_words
from dashboard.networks.grid import LAMBDA_TRACK, LAMBDAS, Grid
from dashboard.pictures import packed_tables
from l2core.penalties import mixing
from l2core.snapshots import data_gradient, penalty_gradient
from l2core.trajectories import Weights, every_weight
from lessons.weight_shrinkage.run import Nets, wire_tables

Position = Mapping[str, int]
Tracks = tuple[Track, Track]
Look = tuple[dict[str, Picture], str]  # the pictures by name, and how to read them


def closer_look(_: Translate, nets: Nets, at: Position, tracks: Tracks) -> None:
    """Lets the user choose a look, and draws it: what is not looked at is not computed."""
    options = {
        "wiring": _("Wiring"),
        "sums": _("Sums and zeros"),
        "histogram": _("Histogram"),
        "pulls": _("Who pulls"),
        "cost": _("Cost in two parts"),
    }
    looks = {"wiring": _wiring, "sums": _sums, "histogram": _histograms, "pulls": _pulls, "cost": _cost}
    chosen = controls.choose("look", _("Look closer at this step"), options, default="wiring")
    drawn, words = looks[chosen](_, nets, at, tracks)
    for place, (name, picture) in zip(st.columns(len(drawn)), drawn.items(), strict=True):
        with place:
            pictures.draw(picture, f"{chosen}.{name}", share=1 / len(drawn))
    if chosen == "sums":
        live_words("beyond", [beyond_the_axis(_, nets)], dict(at))
    glossary.caption(words)


def _sums(_: Translate, nets: Nets, at: Position, tracks: Tracks) -> Look:
    drawn = {f"norm.{norm}": norms(_, nets.runs, norm, at, tracks) for norm in NORMS}
    words = _(
        "The price of L1 grows with Σ|w|, that of L2 with Σw². A zero is counted where w == 0.0, without any "
        "tolerance."
    )
    return drawn | {"zeros": zeros(_, nets.runs, at, tracks)}, words


def beyond_the_axis(_: Translate, nets: Nets) -> Line:
    """The sums that are larger, at a place of the bar, than their axis shows."""
    words, step = _("{name}: {norm} = {value} is beyond the axis."), nets.grid.step_track()
    names = penalty_names(_)
    far = {
        (norm, run.penalty): (run.summed(norm), norm_reach(nets.runs, norm))
        for norm in NORMS
        for run in nets.runs
    }
    sentences = [
        " ".join(
            words.format(name=names[penalty], norm=NORMS[norm], value=number(value))
            for (norm, penalty), (sums, reach) in far.items()
            if (value := sums[min(lam, len(sums) - 1), place]) > reach  # False for NaN, a net that diverged
        )
        for lam in range(LAMBDA_TRACK.places)
        for place in range(step.places)
    ]
    return Line(sentences, (LAMBDA_TRACK, step))


def _histograms(_: Translate, nets: Nets, at: Position, tracks: Tracks) -> Look:
    reach, key, drawn = ruler(nets.runs, log=False).reach, (nets.grid, nets.split), {}
    for run in nets.runs:
        tables = packed_tables(f"histogram.{run.penalty}", key, partial(histogram_table, run, reach))
        drawn[run.penalty] = histogram(_, run, tables, at, tracks)
    words = _(
        "A bar is as high as its share of the layer's weights. The weights that are exactly 0 have a bar of "
        "their own, on the left; those that are only small are in the middle. A weight of more than {reach} "
        "in size counts in the outermost bar of its side."
    )
    return drawn, words.format(reach=number(reach))


def _wiring(_: Translate, nets: Nets, at: Position, tracks: Tracks) -> Look:
    scale = ruler(nets.runs, log=False)
    drawn = {
        run.penalty: wiring(_, run, wire_tables(nets, run, scale, begun=True), at, tracks)
        for run in nets.runs
    }
    return drawn, how_to_read_wires(_, scale.reach)


def how_to_read_wires(_: Translate, reach: float) -> str:
    """What the drawing of a net says of its weights; `reach` is the size of the thickest wire."""
    words = _(
        "A wire is as thick as its weight is large, up to {reach}; dashed: negative. A weight of exactly 0 "
        "has no wire. A small hollow neuron is cut off: no way leads from an input through it to the output."
    )
    return words.format(reach=number(reach))


def _pulls(_: Translate, nets: Nets, at: Position, tracks: Tracks) -> Look:
    drawn, key = {}, (nets.grid, nets.split)
    reach = max(pull_reach(run, mixing(run.penalty, nets.grid.l1_ratio)) for run in nets.runs[1:])
    for run in nets.runs[1:]:
        tables = packed_tables(f"pulls.{run.penalty}", key, partial(_pulls_tables, nets, run, reach))
        drawn[run.penalty] = pulls(_, run, tables, nets.grid.l1_ratio, at, tracks)
    return drawn, how_pulls_balance(_, nets.grid)


def how_pulls_balance(_: Translate, grid: Grid) -> str:
    """How to read the picture of the pulls, and where weights rest under this optimizer and step of L1."""
    third = penalty_names(_)[grid.penalties[-1]]
    dots = _("Every dot is a weight; hollow: exactly 0. On the line the two pulls cancel.")
    if grid.optimizer == "adamw":
        # it rests where m̂/(√v̂ + ε), and not g, is the negative of the penalty's pull
        rest = _("AdamW does not weigh the two like this: it divides the pull of the data by its usual size.")
    elif grid.l1_step == "proximal":
        # at rest w = S(w − ηg − ηρw, ηκ): g = −ρw − κ sign(w), or w = 0 and |g| ≤ κ
        rest = _(
            "A weight at rest is on the line or, under {third}, at exactly 0 in the shaded band, where the "
            "data pull less than L1 can hold."
        )
    else:
        # at w = 0 a subgradient step takes sign(0) = 0 and moves by what the data pull
        rest = _(
            "In the shaded band of {third} the data pull less than L1, but plain subgradient steps do not "
            "hold a weight at 0 there."
        )
    far = _("A pale dot at the edge is pulled harder than the axis shows.")
    return " ".join([dots, rest.format(third=third), far])


def _pulls_tables(nets: Nets, run: Weights, reach: float) -> dict[str, pd.DataFrame]:
    history, columns = nets.history, nets.grid.columns(run.penalty)
    data = data_gradient(nets.split.X_train, nets.split.Y_train, history)
    return pulls_tables(
        every_weight(history, columns, run.penalty, data),
        every_weight(history, columns, run.penalty, penalty_gradient(history)),
        np.array(LAMBDAS) / nets.m,
        reach,
    )


def _cost(_: Translate, nets: Nets, at: Position, tracks: Tracks) -> Look:
    history, drawn = nets.history, {}
    high = 1.5 * float(np.nanmax(history.data_loss))  # where the axes of all panels end
    for run in nets.runs:
        columns = nets.grid.columns(run.penalty)
        parts = history.data_loss[:, columns], history.penalty[:, columns]
        drawn[run.penalty] = cost_parts(_, run, *parts, high, at, tracks)
    words = _(
        "The cost is data loss (cross-entropy on the training points), the pale area, plus penalty, the full "
        "one on it. The biases are not penalised."
    )
    # AdamW's gradient is that of the data loss alone
    apart = _(
        "AdamW descends the data loss and shrinks the weights apart from that; it does not descend the sum."
    )
    return drawn, f"{words} {apart}" if nets.grid.optimizer == "adamw" else words
