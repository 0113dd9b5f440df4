"""A network from many starts: its error against λ, and what each λ changes from start to start."""

from functools import partial

import streamlit as st

from charts.choosing_lambda.start_differences import draw_differences, start_differences
from charts.choosing_lambda.start_errors import start_errors
from charts.picture import Translate
from dashboard import controls, lesson, pictures
from l2core.evaluation import paired_difference
from l2core.many_starts import ErrorsOverStarts
from l2core.training import plain_training, updated_parameters
from lessons.choosing_lambda import network_formula, network_questions, network_words
from lessons.choosing_lambda.network_choice import NetworkChoice, network_controls
from lessons.choosing_lambda.network_run import DRAWS, RATE, errors_over_draws, errors_over_starts


def network_part(_: Translate) -> None:
    """Which λ for a network."""
    # ---- choose
    choice = network_controls(_)

    # ---- compute
    errors = errors_over_starts(_, choice.problem.split, choice.penalty)

    # ---- draw
    m = choice.problem.training_size
    alt_text = network_words.picture_words(_, errors, m, RATE)
    left, right = st.columns([3, 2], gap="small")
    with left:
        pictures.draw(start_errors(_, errors, alt_text), "seeds")
    with right:
        pictures.draw(start_differences(_, errors, alt_text), "differences")

    # ---- tell
    lesson.notice(network_words.zones_in_words(_, errors, m, RATE))
    lesson.formula(
        network_formula.symbols(_),
        network_formula.with_numbers(_, errors, m),
        _(
            "The curves show the data loss alone, on training and on validation points; the penalty is in "
            "neither. m: the number of training points. $W^{[l]}$: the weights of layer l, without biases. "
            "The numbers are means over the starts at the λ with the lowest validation loss."
        ),
    )
    lesson.code(plain_training, updated_parameters, paired_difference)

    _over_draws(_, choice, errors)

    # ---- ask
    lesson.experiments()
    lesson.predict(
        "guess_noise",
        _(
            "Train once with true labels, and once with each label flipped with a chance of one in five. "
            "What becomes of the best λ?"
        ),
        network_questions.best_with_noise_options(_),
        partial(network_questions.best_with_noise, _, choice),
    )


def _over_draws(_: Translate, choice: NetworkChoice, errors: ErrorsOverStarts) -> None:
    """The same differences over draws of the data, where the switch asks for them."""
    asked = controls.switch(
        "draws",
        _("Train on {draws} draws of the data").format(draws=DRAWS),
        help=_("Data seeds 0 to {last}, each with points of its own, from start 0.").format(last=DRAWS - 1),
    )
    if not asked:
        return
    draws = errors_over_draws(_, choice.problem, choice.penalty)
    points = network_words.draws_in_words(_, errors, draws, choice.problem.name)
    with lesson.picture_and_notice(points):
        alt_text = " ".join(point.replace("**", "") for point in points)
        pictures.draw(draw_differences(_, draws, alt_text), "draws")
