"""The main picture of each act: three panels side by side, from before the first step on."""

from collections.abc import Mapping

import streamlit as st

from charts.penalties import penalty_names
from charts.picture import Picture, Translate
from charts.track import Track
from charts.weight_shrinkage.lambda_switch import MEASURES, lambda_switch
from charts.weight_shrinkage.trajectories import TAPPED, ruler, trajectories
from charts.weight_shrinkage.wiring import wiring
from dashboard import pictures
from dashboard.panel_names import panel_names
from lessons.weight_shrinkage.choice import Choice, follow
from lessons.weight_shrinkage.questions import LAYERS, RACE
from lessons.weight_shrinkage.run import Nets, before_the_story, followed_line, line_tables, wire_tables
from lessons.weight_shrinkage.switch_race import before_the_race, switch_race, usual_switch

Position = Mapping[str, int]
Tracks = tuple[Track, Track]
_HEIGHT = "min(350px, max(230px, var(--room)))"  # less on a low window, but not so little that lines merge


def draw_panels(
    _: Translate, act: str, nets: Nets, choice: Choice, at: Position, tracks: Tracks, *, begun: bool
) -> None:
    """Draws the panels of this act. begun: whether they may hold more than what is there before a step."""
    lines = act not in (LAYERS, RACE)
    if act == RACE:
        drawn = _races(_, nets, at, tracks, begun=begun)
    elif act == LAYERS:
        drawn = _wires(_, nets, at, tracks, begun=begun)
    else:
        drawn = _lines(_, nets, choice, at, tracks, begun=begun)
    if act != RACE:
        panel_names([penalty_names(_)[run.penalty] for run in nets.runs])
    for place, (name, picture) in zip(st.columns(len(drawn)), drawn.items(), strict=True):
        with place:
            pictures.draw(
                picture,
                name,
                TAPPED if lines else "",
                follow if lines else None,
                height=_HEIGHT,
                share=1 / len(drawn),
            )


def _lines(
    _: Translate, nets: Nets, choice: Choice, at: Position, tracks: Tracks, *, begun: bool
) -> dict[str, Picture]:
    """Every weight against the step, a panel a net."""
    scale = ruler(nets.runs, log=choice.decades)
    shown = nets if begun else before_the_story(nets)
    drawn = {}
    for run in shown.runs:
        every = line_tables(shown, run, scale, begun=begun)
        one = followed_line(shown, run, scale, choice.followed, begun=begun)
        drawn[run.penalty] = trajectories(_, run, {**every, **one}, scale, at, tracks)
    return drawn


def _wires(_: Translate, nets: Nets, at: Position, tracks: Tracks, *, begun: bool) -> dict[str, Picture]:
    """Every weight as a wire, a panel a net."""
    scale = ruler(nets.runs, log=False)
    shown = nets if begun else before_the_story(nets)
    return {
        f"wires.{run.penalty}": wiring(_, run, wire_tables(shown, run, scale, begun=begun), at, tracks)
        for run in shown.runs
    }


def _races(_: Translate, nets: Nets, at: Position, tracks: Tracks, *, begun: bool) -> dict[str, Picture]:
    """λ from the first step, after a warm-up, and let go: a panel a measure."""
    usual = usual_switch(nets.grid)
    race = switch_race(_, nets, usual) if begun else before_the_race(nets, usual)
    return {f"act.{measure}": lambda_switch(_, race, measure, at, tracks) for measure in MEASURES}
