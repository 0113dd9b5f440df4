"""One net, one start, one set of examples, trained three times: without a penalty, with L2, with L1."""

import streamlit as st

from charts.networks.start_bands import LOSSES, start_bands
from charts.overfit_vs_regularized.costs import costs
from charts.overfit_vs_regularized.decision_boundary import decision_boundary
from charts.overfit_vs_regularized.learning_curves import learning_curves
from charts.overfit_vs_regularized.paired_differences import paired_differences
from charts.overfit_vs_regularized.seed_spread import seed_spread
from dashboard import lesson, pictures
from dashboard.navigation import enter
from dashboard.networks import start_words
from dashboard.networks.grid import LAMBDA_TRACK, STARTS, sliders
from dashboard.networks.starts import bands, over_starts
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
from lessons.overfit_vs_regularized.run import boundaries, curves, examples, here, spreads

FILE = "overfit_vs_regularized"
_ = enter()

# ---- ask
lesson.opening(
    FILE,
    _(
        "One network, one start, one set of points, trained three times. Play the steps: on the left nothing "
        "holds the weights back, and the boundary can bend around single points."
    ),
)

# ---- choose
chosen = choice(_)
problem, grid, split = chosen.problem, chosen.grid, chosen.problem.split
at = transport(*sliders(_, grid))
tracks = (grid.step_track(), LAMBDA_TRACK)

# ---- compute
now = here(chosen, at["lam"], at["step"])
frames = boundaries(_, grid, split, now.history)
points = examples(_, split, validation=chosen.shows_validation)
losses = {penalty: words.losses(_, penalty, net) for penalty, net in now.nets.items()}
all_losses, penalties = " ".join(losses.values()), tuple(now.nets)

# ---- draw
with lesson.picture_and_notice(words.notices(_, now)):
    for column, penalty in zip(st.columns(len(penalties)), penalties, strict=True):
        with column:
            drawn = {**frames[penalty], "points": points}
            picture = decision_boundary(_, penalty, drawn, *tracks, losses[penalty])
            pictures.draw(picture, f"boundary_{penalty}")
    left, right = st.columns([3, 2])
    tables = curves(grid, split, now.history)
    with left:
        pictures.draw(learning_curves(_, penalties, tables, *tracks, all_losses), "curves")
    with right:
        pictures.draw(costs(_, penalties, tables, *tracks, all_losses), "costs")
st.caption(words.axes(_, problem))
held_out_points(_, now)

st.subheader(_("Or was it luck? The same from 20 starts"), anchor=False)
st.markdown(start_words.explanation(_))
with_starts = start_words.starts_switch(_, default=True)
place_of_starts = st.container()  # filled at the end: nothing else has to wait for it

st.subheader(_("Or was it these points? The same on 20 draws of the data"), anchor=False)
st.markdown(
    _(
        "All starts see the points above. Here the one start above sees other points from the same source: "
        "what it shows is the luck of the draw. The page opens on a draw and a start that are no extreme: of "
        "60 draws about a third gain more by L2, of 20 starts about half."
    )
)
with_draws = problem.name != "own" and draws_switch(_)
place_of_draws = st.container()
if problem.name == "own":
    st.caption(_("Your own table is one draw, and no other comes from the same source."))

# ---- tell
lesson.formula(
    formula.symbolic(_),
    formula.with_numbers(_, now),
    _(
        "J: the cost, what training makes small. m: the number of training points. yᵢ: the label of point i, "
        "0 or 1; aᵢ: the probability of 1 that the net gives it. $W^{[l]}$: the weights of layer l, without "
        "biases. λ: the strength of the penalty. The curves above show the data loss alone; the penalty is "
        "never in them."
    ),
)
lesson.code(
    plain_training,
    forward_propagation,
    compute_cost_with_regularization,
    backward_propagation_with_regularization,
    updated_parameters,
    train_block,
    probabilities,
)
presets(_, grid.steps()[3])

lesson.experiments()
if problem.name == "own":
    st.caption(_("The second and the third experiment take place on the football pitch."))
lesson.predict(
    "guess_lambda",
    _("Which λ gives L2 the lowest validation loss after the last step, on the data above?"),
    questions.best_lambda_options(_),
    lambda: questions.best_lambda(_, now),
)
lesson.predict(
    "guess_noise",
    _(
        "Flip each label with a chance of one in five and train again with λ = {lambd}. Who has the highest "
        "loss on the test points, whose labels are true? (The answer opens the test points.)"
    ).format(lambd=now.lambd),
    questions.worst_with_noise_options(_, now),
    lambda: questions.worst_with_noise(_, now),
)
lesson.predict(
    "guess_size",
    _("Train without a penalty on 20 points, then on 300. What becomes of the gap after the last step?"),
    questions.gap_by_size_options(_),
    lambda: questions.gap_by_size(_, now),
)
lesson.whats_next(FILE)

if with_starts:
    with place_of_starts:
        starts = over_starts(_, grid, split, now.history)
        for place, measure in zip(st.columns(2), LOSSES, strict=True):
            with place:
                sentence = start_words.band_sentence(_, starts, measure, now.lam, now.step)
                picture = start_bands(
                    _, measure, penalties, bands(starts, split, measure), STARTS, *tracks, sentence
                )
                pictures.draw(picture, f"band_{measure}")
        if lost := start_words.diverged_sentence(_, starts, now.lam, now.step):
            st.caption(lost)
        validation = starts.by_penalty("validation")
        changes = spread_words.start_differences(_, validation, now)
        dots, pairs = spreads(starts, split)
        left, right = st.columns(2)
        with left:
            pictures.draw(seed_spread(_, penalties, dots, *tracks, changes), "seeds")
        with right:
            picture = paired_differences(_, "starts", penalties, pairs, *tracks, changes)
            pictures.draw(picture, "differences")
        st.markdown(changes)
        if unseen := spread_words.out_of_sight(_, validation, now):
            st.caption(" ".join(unseen))

if with_draws:
    with place_of_draws:
        validation = over_draws(_, now)
        changes = " ".join(spread_words.draw_differences(_, validation, now))
        left, right = st.columns(2)
        with left:
            pairs = draw_tables(now, validation)
            picture = paired_differences(_, "draws", penalties, pairs, *tracks, changes)
            pictures.draw(picture, "draws")
        with right:
            st.markdown(changes)
            if unseen := spread_words.differences_out_of_sight(_, validation, now):
                st.caption(" ".join(unseen))
