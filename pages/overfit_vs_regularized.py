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
from lessons.overfit_vs_regularized import formula, questions, words
from lessons.overfit_vs_regularized.choice import choice
from lessons.overfit_vs_regularized.presets import presets
from lessons.overfit_vs_regularized.run import boundaries, curves, examples, here, spreads

FILE = "overfit_vs_regularized"
_ = enter()

# ---- ask
lesson.opening(
    FILE,
    _(
        "One network, one start, one set of points, trained three times. Play the steps: on the left nothing "
        "holds the weights back, and the boundary bends around single points."
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
st.markdown(words.scores_on_test_points(_, now.nets))

st.subheader(_("Or was it luck? The same from 20 starts"), anchor=False)
st.markdown(start_words.explanation(_))
with_starts = start_words.starts_switch(_, default=True)
place_of_starts = st.container()  # filled at the end: nothing else has to wait for it

# ---- tell
lesson.formula(
    formula.symbolic(_),
    formula.with_numbers(_, now),
    _(
        "J: the cost, what training makes small. m: the number of training points. yᵢ: the label of point i, "
        "0 or 1; aᵢ: the probability of 1 that the net gives it. W⁽ˡ⁾: the weights of layer l, without "
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
presets(_, grid.steps()[6])

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
        "Flip a fifth of the labels and train again with λ = {lambd}. Who does worst on the true test labels?"
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
        changes = words.start_differences(_, starts.by_penalty("validation"), now.lam, now.step)
        dots, pairs = spreads(starts, split)
        left, right = st.columns(2)
        with left:
            pictures.draw(seed_spread(_, penalties, dots, *tracks, changes), "seeds")
        with right:
            pictures.draw(paired_differences(_, penalties, pairs, *tracks, changes), "differences")
        st.markdown(changes)
