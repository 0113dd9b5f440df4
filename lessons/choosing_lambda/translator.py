"""One λ, typed in anybody's convention and read in all of them, with the line of code for each."""

from functools import partial

from charts.picture import Translate
from dashboard import lesson
from l2core.conventions import Convention, translate
from lessons.choosing_lambda import translator_formula, translator_questions
from lessons.choosing_lambda.translator_choice import typed_lambda
from lessons.choosing_lambda.translator_dictionary import dictionary


def translator_part(_: Translate) -> None:
    """One λ everywhere."""
    # ---- choose
    typed = typed_lambda(_)

    # ---- compute and draw
    dictionary(_, typed)

    # ---- tell
    lesson.formula(*translator_formula.formula(_, typed))
    lesson.code(Convention.to_canonical, Convention.from_canonical, translate)

    # ---- ask
    lesson.experiments()
    lesson.predict(
        "guess_alpha",
        _(
            "Ridge regression on 1000 rows, a mean loss of ½(ŷ − y)² and λ = 0.1. Which alpha does "
            "scikit-learn's Ridge need for the same model?"
        ),
        translator_questions.RIDGE_OPTIONS,
        partial(translator_questions.ridge_for_mean_loss, _),
    )
