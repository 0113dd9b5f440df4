"""Lesson on the model space: one bowl under L1, L2 and elastic net, with a hard budget t or a soft λ."""

from dataclasses import replace
from functools import partial

import streamlit as st

from charts.model_space.budget_and_lambda import budget_and_lambda
from charts.model_space.legend import legend
from charts.model_space.panel import panel, panel_numbers
from charts.model_space.sparsity_cloud import cloud, cloud_numbers, shares
from charts.penalties import penalty_names
from dashboard import glossary, lesson, pictures, stage, strengths
from dashboard.handles import handles
from dashboard.live_words import Line, live_words
from dashboard.navigation import enter
from dashboard.panel_names import PANELS, panel_names
from dashboard.presets import chips
from dashboard.strengths import Strength
from dashboard.transport import transport
from l2core.bowl_solver import hard_minima, soft_minima
from l2core.random_bowls import random_landings
from l2core.region import edge_wedges
from lessons.model_space import questions, run
from lessons.model_space.choice import bar, choose, choose_seed
from lessons.model_space.formula import CONDITION, symbols, with_numbers
from lessons.model_space.presets import presets
from lessons.model_space.rings import about_rings, moved, rings
from lessons.model_space.script import source
from lessons.model_space.words import (
    about_bowls,
    about_handles,
    landed_at_every_place,
    lines_at_every_place,
    of_all_bowls,
)

HEIGHT = "min(420px, max(175px, var(--room) - 54px))"  # what says what is what stands below

# ---- ask

_ = enter()
scene = stage.ask("model_space", questions.acts(_), places=("budget", "lam"))
picture, beside, below = stage.picture_place(), st.container(), st.container()

# ---- choose

with below:
    choice = choose(_)
slider = bar(_, choice.drive, run.moments(choice) if scene.is_open else [])
track = slider.track
at = transport(slider, scene=scene, tells=lesson.doors_are_open("bowls", "elsewhere", holds=["seed"]))

# ---- compute

here = run.here(choice, at[track.name])

# ---- draw

with picture:
    panel_names([penalty_names(_)[penalty] for penalty in choice.penalties])
    with st.container(key=PANELS):
        columns, share = st.columns(len(choice.penalties), gap="small"), 1 / len(choice.penalties)
        for place, penalty in zip(columns, choice.penalties, strict=True):
            with place:
                found = run.seen(here.optima[penalty], begun=scene.is_open)
                outlined = run.outlined(choice, found, begun=scene.is_open)
                numbers = partial(panel_numbers, _, here.bowl, found, here.at)
                drawn = panel(_, here.bowl, found, outlined, track, numbers)
                pictures.draw(drawn, penalty, height=HEIGHT, share=share)
                handles(penalty, rings(_, choice), moved, label=about_rings(_), by_keys=penalty == "l1")
    st.html(legend(_))
stage.tell(scene, partial(questions.outcome, _, here, scene.act.name))

# ---- tell

seed: int | None = None  # of the random bowls, while they are on the page
if scene.is_open:
    with beside:
        live_words("notice", lines_at_every_place(_, choice), at)
    with below:
        chips("model_space", presets(_, scene.number))

    with lesson.door("handles", _("Two handles on one point: budget t and λ")) as is_open:
        if is_open:
            glossary.say(about_handles(_))
            optima = {penalty: here.optima[penalty] for penalty in choice.penalties}
            pictures.draw(budget_and_lambda(_, optima, track), "handles")

    with lesson.door("bowls", _("How often does a random bowl land on an axis?"), holds=["seed"]) as is_open:
        if is_open:
            glossary.say(about_bowls(_, run.CLOUD))
            seed = choose_seed(_)
            with st.spinner(_("Throwing random bowls…")):
                landings = {penalty: run.landings(choice, penalty, seed) for penalty in choice.penalties}
            for place, (penalty, landed) in zip(
                st.columns(len(landings), gap="small"), landings.items(), strict=True
            ):
                with place:
                    fanned = run.fanned(choice, landed, seed)
                    numbers = partial(cloud_numbers, _, landed, at[track.name])
                    drawn = replace(cloud(_, landed, fanned, track), numbers=numbers)
                    pictures.draw(drawn, f"cloud_{penalty}", share=share)
            live_words("landed", landed_at_every_place(_, landings, track), at)
            pictures.draw(shares(_, landings, track), "shares")
            glossary.say(of_all_bowls(_, here, run.CLOUD))

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            line = Line(with_numbers(_, here), (track,))
            lesson.formula(CONDITION, line, symbols(_, here), at=at)

    if choice.drive == "lam" and here.place > 0:
        strengths.elsewhere(Strength(here.place, None, "squared error", penalties=choice.penalties))
    lesson.code(hard_minima, soft_minima, edge_wedges, random_landings)
script = partial(source, choice, at[track.name], seed) if scene.is_open else None
lesson.whats_next("model_space", script=script)
