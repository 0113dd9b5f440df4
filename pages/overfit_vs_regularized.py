"""One net, one start, one set of examples, trained three times: without a penalty, with L2, with L1."""

from dataclasses import replace
from functools import partial

import streamlit as st

from charts.overfit_vs_regularized.class_key import class_key
from charts.overfit_vs_regularized.costs import costs
from charts.overfit_vs_regularized.decision_boundary import decision_boundary
from charts.overfit_vs_regularized.learning_curves import learning_curves
from charts.overfit_vs_regularized.paired_differences import paired_differences
from charts.penalties import penalty_names
from dashboard import glossary, lesson, pictures, stage
from dashboard.live_words import live_words
from dashboard.navigation import enter
from dashboard.networks import start_words
from dashboard.networks.grid import LAMBDA_TRACK, LAMBDAS
from dashboard.networks.problem import in_words
from dashboard.panel_names import PANELS, panel_names
from dashboard.presets import chips
from dashboard.strengths import Strength, elsewhere
from dashboard.transport import transport
from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
)
from l2core.snapshots import probabilities
from l2core.training import plain_training, train_block, updated_parameters
from lessons.overfit_vs_regularized import formula, luck, questions, words
from lessons.overfit_vs_regularized.choice import choice
from lessons.overfit_vs_regularized.draws import draw_tables, draws_switch, over_draws
from lessons.overfit_vs_regularized.held_out import held_out_points
from lessons.overfit_vs_regularized.live import draw_lines, formula_line, notice_lines
from lessons.overfit_vs_regularized.many_starts import over_many_starts
from lessons.overfit_vs_regularized.presets import presets
from lessons.overfit_vs_regularized.run import bar, boundaries, curves, examples, here
from lessons.overfit_vs_regularized.script import source
from lessons.overfit_vs_regularized.seen import costs_seen, curves_seen, differences_seen
from lessons.overfit_vs_regularized.tables import costs_table, curves_table, panel_table, runs_table

FILE = "overfit_vs_regularized"
DOORS = ("curves", "starts", "draws", "test", "elsewhere")  # behind which something follows the bar by Python

# ---- ask

_ = enter()
scene = stage.ask(FILE, questions.acts(_), places=("step",))
picture, below = stage.picture_place(), st.container()

# ---- choose

with below:
    chosen = choice(_)
problem, grid, split = chosen.problem, chosen.grid, chosen.problem.split
follows_by_server = lesson.doors_are_open(*DOORS, holds=["starts", "draws"]) or scene.act.name == luck.ACT
tells = follows_by_server or not scene.is_open
of_lambda = scene.act.name == "lambda"
at = transport(*bar(_, chosen, begun=scene.is_open, of_lambda=of_lambda), scene=scene, tells=tells)
tracks, penalties = (grid.step_track(), LAMBDA_TRACK), questions.PENALTIES

# ---- compute

now = here(chosen, at["lam"], at["step"])

# ---- draw

about_luck, placed = scene.act.name == luck.ACT, None
with_starts, with_draws = False, False  # whether the nets of many starts and draws are on the page
with picture:
    if about_luck:
        placed = luck.tray_and_dots(_, scene, now)
    else:
        panel_names([penalty_names(_)[penalty] for penalty in penalties])
        frames = boundaries(_, grid, split, now.history, begun=scene.is_open)
        points = examples(_, split, validation=chosen.shows_validation)
        with st.container(key=PANELS):
            for column, penalty in zip(st.columns(len(penalties)), penalties, strict=True):
                with column:
                    shown = {**frames[penalty], "points": points}
                    panel = decision_boundary(_, penalty, shown, *tracks)
                    table = partial(panel_table, _, now, penalty) if scene.is_open else None
                    pictures.draw(replace(panel, numbers=table), f"boundary_{penalty}", share=1 / 3)
        st.html(class_key(_, [in_words(_, name) for name in split.classes]))
stage.tell(scene, partial(questions.outcome, _, now, scene.act.name, placed))

# ---- tell

with below:
    if about_luck and scene.is_open:
        over_many_starts(_, now, at)
    elif scene.is_open:
        live_words("notice", notice_lines(_, now), at)
        chips(FILE, presets(_, grid.steps()[3]))
    elif about_luck:
        glossary.say(words.about_dots(_))
    else:
        glossary.say(words.at_the_start(_))
        boundaries(_, grid, split, now.history)  # kept for the answer, as the words are
        notice_lines(_, now)
    if not about_luck:
        glossary.caption(words.axes(_, problem))

if scene.is_open:
    with lesson.door("curves", _("Learning curves and costs")) as is_open:
        if is_open:
            tables, left, right = curves(grid, split, now.history), *st.columns([3, 2])
            with left:
                drawn = learning_curves(_, penalties, tables, *tracks, curves_seen(_, now))
                pictures.draw(replace(drawn, numbers=partial(curves_table, _, now)), "curves", share=3 / 5)
            with right:
                drawn = costs(_, penalties, tables, *tracks, costs_seen(_, now))
                pictures.draw(replace(drawn, numbers=partial(costs_table, _, now)), "costs", share=2 / 5)
            glossary.say(words.about_costs(_))

    if not about_luck:
        label = _("Or was it luck? The same from 20 starts")
        with lesson.door("starts", label, holds=["starts"]) as is_open:
            if is_open:
                glossary.say(start_words.explanation(_))
                with_starts = start_words.starts_switch(_, default=False)
                if with_starts:
                    over_many_starts(_, now, at)

    label = _("Or was it these points? The same on 20 draws of the data")
    with lesson.door("draws", label, holds=["draws"]) as is_open:
        if is_open and problem.name == "own":
            glossary.caption(_("Your own table is one draw, and no other comes from the same source."))
        elif is_open:
            glossary.say(words.about_draws(_))
            with_draws = draws_switch(_)
            if with_draws:
                validation = over_draws(_, now)
                live_words("draws", draw_lines(_, now, validation), at)
                pairs, seen = draw_tables(now, validation), differences_seen(_, validation, now)
                drawn = paired_differences(_, "draws", penalties, pairs, *tracks, seen)
                numbers = partial(runs_table, _, validation, now, _("Data seed"))
                pictures.draw(replace(drawn, numbers=numbers), "draws")

    with lesson.door("test", _("The test points")) as is_open:
        if is_open:
            held_out_points(_, now)

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(formula.symbolic(_), formula_line(_, now), words.symbols(_), at=at)

    elsewhere(Strength(LAMBDAS[now.lam], problem.training_size, "cross-entropy", by_notes=True))
    lesson.code(
        plain_training,
        forward_propagation,
        compute_cost_with_regularization,
        backward_propagation_with_regularization,
        updated_parameters,
        train_block,
        probabilities,
    )
script = partial(source, now, scene.act.name, starts=with_starts, draws=with_draws)
lesson.whats_next(FILE, script if scene.is_open else None)
