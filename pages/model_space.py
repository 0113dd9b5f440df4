"""Lesson 1, the model space: one bowl under L1, L2 and elastic net, with a hard budget t or a soft λ."""

from functools import partial

import streamlit as st

from charts.model_space.budget_and_lambda import budget_and_lambda
from charts.model_space.panel import panel
from charts.model_space.plane import PANELS
from charts.model_space.sparsity_cloud import cloud, shares
from dashboard import lesson, pictures
from dashboard.navigation import enter
from dashboard.transport import transport
from l2core.bowl_solver import hard_minima, soft_minima
from l2core.random_bowls import random_landings
from l2core.region import edge_normals
from lessons.model_space import questions, run
from lessons.model_space.choice import bar, choose
from lessons.model_space.formula import CONDITION, condition_with_numbers, symbols
from lessons.model_space.words import of_all_bowls, points

# ---- ask

_ = enter()
lesson.opening(
    "model_space",
    _(
        "The loss is a bowl, and a penalty allows only a region around 0. The optimum sits where the region "
        "touches the lowest contour: press Play and watch where that is."
    ),
)

# ---- choose

choice = choose(_)
slider = bar(_, choice.drive)
track, at = slider.track, transport(slider)[slider.name]

# ---- compute

optima = {penalty: run.optima(choice, penalty) for penalty in PANELS}
scene = run.Scene(choice, run.bowl_of(choice), optima, at)

# ---- draw

for place, penalty in zip(st.columns(3, gap="small"), PANELS, strict=True):
    with place:
        outlined = run.outlined(choice, optima[penalty])
        pictures.draw(panel(_, scene.bowl, optima[penalty], outlined, track, at), penalty)
left, right = st.columns([1, 1], gap="large")
with left:
    lesson.notice(points(_, scene))
with right:
    pictures.draw(budget_and_lambda(_, optima, track, at), "handles")

st.subheader(_("How often does a random bowl land on an axis?"), anchor=False)
st.markdown(
    _(
        "Each line is one of {count} random bowls, from its free optimum to its optimum under the "
        "penalty. Free optima fall evenly over a disc of radius 3, with any tilt; stretches from 1 to "
        "10 fall evenly on a logarithmic scale. A zero counts only if it comes out of the formula as "
        "exactly 0.0."
    ).format(count=run.CLOUD)
)
with st.spinner(_("Throwing random bowls…")):
    landings = {penalty: run.landings(choice, penalty) for penalty in PANELS}
for place, penalty in zip(st.columns(3, gap="small"), PANELS, strict=True):
    with place:
        fanned = run.fanned(choice, landings[penalty])
        pictures.draw(cloud(_, landings[penalty], fanned, track, at), f"cloud_{penalty}")
pictures.draw(shares(_, landings, track, at), "shares")
st.markdown(of_all_bowls(_, scene, run.CLOUD))

# ---- tell

lesson.formula(CONDITION, condition_with_numbers(_, scene), symbols(_, scene))
lesson.code(hard_minima, soft_minima, edge_normals, random_landings)

lesson.experiments()
lesson.predict(
    "zeros",
    _("Tighten the budget to t = 0.5. Which penalty has a weight that is exactly 0?"),
    questions.zeros_options(_),
    partial(questions.zeros, _, scene),
)
lesson.predict(
    "soft",
    _(
        "Turn the bowl to 45° and take half of the λ at which L1 gives up both weights. Does "
        "soft-thresholding the free optimum, each weight on its own by λ over its curvature, still hit "
        "the L1 optimum?"
    ),
    questions.soft_options(_),
    partial(questions.soft, _, scene),
)
lesson.predict(
    "round",
    _(
        "Let 1000 random bowls be perfectly round: no valley, no tilt. How many get an exact 0 under "
        "L1, at this position of the bar?"
    ),
    questions.round_options(_),
    partial(questions.round_bowls, _, scene),
)
lesson.whats_next("model_space")
