"""A network from many starts: its error against λ, and what each λ changes from start to start."""

from functools import partial

import streamlit as st

from charts.choosing_lambda.start_differences import start_differences
from charts.choosing_lambda.start_errors import start_errors
from charts.picture import Translate
from dashboard import lesson, pictures
from l2core.evaluation import paired_difference
from l2core.training import plain_training, updated_parameters
from lessons.choosing_lambda import network_formula, network_questions, network_words
from lessons.choosing_lambda.network_choice import network_controls
from lessons.choosing_lambda.network_run import RATE, errors_over_starts


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
