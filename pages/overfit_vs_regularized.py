"""One net, one start, one set of examples, trained three times: without a penalty, with L2, with L1."""

from functools import partial

import streamlit as st

from charts.networks.start_bands import LOSSES, start_bands
from charts.overfit_vs_regularized.costs import costs
from charts.overfit_vs_regularized.decision_boundary import decision_boundary
from charts.overfit_vs_regularized.learning_curves import learning_curves
from charts.overfit_vs_regularized.paired_differences import paired_differences
from charts.overfit_vs_regularized.seed_spread import seed_spread
from dashboard import glossary, lesson, pictures, stage
from dashboard.live_words import live_words
from dashboard.navigation import enter
from dashboard.networks import start_words
from dashboard.networks.grid import LAMBDA_TRACK, STARTS
from dashboard.networks.starts import bands, over_starts
from dashboard.presets import chips
from dashboard.transport import transport
from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
)
from l2core.snapshots import probabilities
from l2core.training import plain_training, train_block, updated_parameters
from lessons.overfit_vs_regularized import formula, questions, spread_words, words
from lessons.overfit_vs_regularized.choice import choice
from lessons.overfit_vs_regularized.draws import draw_tables, draws_switch, over_draws
from lessons.overfit_vs_regularized.held_out import held_out_points
from lessons.overfit_vs_regularized.presets import presets
from lessons.overfit_vs_regularized.run import bar, boundaries, curves, examples, here, spreads

FILE = "overfit_vs_regularized"

# ---- ask

_ = enter()
scene = stage.ask(FILE, questions.acts(_), places=("step",))
picture, below = st.container(), st.container()

# ---- choose

with below:
    chosen = choice(_)
problem, grid, split = chosen.problem, chosen.grid, chosen.problem.split
at = transport(*bar(_, chosen, begun=scene.is_open), scene=scene)
tracks, penalties = (grid.step_track(), LAMBDA_TRACK), questions.PENALTIES

# ---- compute

now = here(chosen, at["lam"], at["step"])
frames = boundaries(_, grid, split, now.history, begun=scene.is_open)
points = examples(_, split, validation=chosen.shows_validation)

# ---- draw

with picture, st.container(key="panels"):
    for column, penalty in zip(st.columns(len(penalties)), penalties, strict=True):
        with column:
            drawn = {**frames[penalty], "points": points}
            pictures.draw(decision_boundary(_, penalty, drawn, *tracks), f"boundary_{penalty}")
stage.tell(scene, partial(questions.outcome, _, now, scene.act.name))

# ---- tell

with below:
    if scene.is_open:
        live_words("notice", words.lines_at_every_step(_, now), at)
        chips(FILE, presets(_, grid.steps()[3]))
    else:
        glossary.say(words.at_the_start(_))
    st.caption(words.axes(_, problem))
    boundaries(_, grid, split, now.history)  # as long as the question is open: kept for its answer

if scene.is_open:
    with lesson.door("curves", _("Learning curves and costs")) as is_open:
        if is_open:
            tables, losses = curves(grid, split, now.history), words.every_loss(_, now)
            left, right = st.columns([3, 2])
            with left:
                pictures.draw(learning_curves(_, penalties, tables, *tracks, losses), "curves")
            with right:
                pictures.draw(costs(_, penalties, tables, *tracks, losses), "costs")
            glossary.say(words.about_costs(_))

    with lesson.door("starts", _("Or was it luck? The same from 20 starts"), holds=["starts"]) as is_open:
        if is_open:
            glossary.say(start_words.explanation(_))
            if start_words.starts_switch(_, default=False):
                starts = over_starts(_, grid, split, now.history)
                for place, measure in zip(st.columns(2), LOSSES, strict=True):
                    with place:
                        sentence = start_words.band_sentence(_, starts, measure, now.lam, now.step)
                        tables = bands(starts, split, measure)
                        band = start_bands(_, measure, penalties, tables, STARTS, *tracks, sentence)
                        pictures.draw(band, f"band_{measure}")
                if lost := start_words.diverged_sentence(_, starts, now.lam, now.step):
                    st.caption(lost)
                validation = starts.by_penalty("validation")
                changes = spread_words.start_differences(_, validation, now)
                dots, pairs = spreads(starts, split)
                left, right = st.columns(2)
                with left:
                    pictures.draw(seed_spread(_, penalties, dots, *tracks, changes), "seeds")
                with right:
                    paired = paired_differences(_, "starts", penalties, pairs, *tracks, changes)
                    pictures.draw(paired, "differences")
                st.markdown(changes)
                if unseen := [
                    *spread_words.out_of_sight(_, validation, now),
                    *spread_words.differences_out_of_sight(_, validation, now),
                ]:
                    st.caption(" ".join(unseen))

    with lesson.door(
        "draws", _("Or was it these points? The same on 20 draws of the data"), holds=["draws"]
    ) as is_open:
        if is_open and problem.name == "own":
            st.caption(_("Your own table is one draw, and no other comes from the same source."))
        elif is_open:
            glossary.say(words.about_draws(_))
            if draws_switch(_):
                validation = over_draws(_, now)
                changes = " ".join(spread_words.draw_differences(_, validation, now))
                pairs = draw_tables(now, validation)
                left, right = st.columns(2)
                with left:
                    paired = paired_differences(_, "draws", penalties, pairs, *tracks, changes)
                    pictures.draw(paired, "draws")
                with right:
                    st.markdown(changes)
                    if unseen := spread_words.differences_out_of_sight(_, validation, now):
                        st.caption(" ".join(unseen))

    with lesson.door("test", _("The test points")) as is_open:
        if is_open:
            held_out_points(_, now)

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(formula.symbolic(_), formula.with_numbers(_, now), words.symbols(_))

    lesson.code(
        plain_training,
        forward_propagation,
        compute_cost_with_regularization,
        backward_propagation_with_regularization,
        updated_parameters,
        train_block,
        probabilities,
    )
lesson.whats_next(FILE)
