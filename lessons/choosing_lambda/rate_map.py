"""The map of η × λ: one net a cell, and a click that leads to its run."""

from charts.choosing_lambda.rate_map import rate_map
from charts.picture import Translate
from dashboard import lesson
from l2core.training import plain_training, updated_parameters
from lessons.choosing_lambda import rate_map_formula, rate_map_link, rate_map_words
from lessons.choosing_lambda.network_choice import network_controls
from lessons.choosing_lambda.rate_map_run import rate_map_of


def rate_map_part(_: Translate) -> None:
    """Which η and λ together."""
    # ---- choose
    choice = network_controls(_)

    # ---- compute
    cells = rate_map_of(_, choice.problem.split, choice.penalty)

    # ---- draw
    with lesson.picture_and_notice(rate_map_words.map_in_words(_, cells)):
        picture = rate_map(_, cells, rate_map_words.picture_words(_, cells))
        rate_map_link.draw(_, picture, cells, choice.problem)

    # ---- tell
    lesson.formula(*rate_map_formula.formula(_, cells))
    lesson.code(plain_training, updated_parameters)
