"""One λ, typed in anybody's convention and read in all of them, with the line of code for each."""

from functools import partial

from dashboard import lesson
from dashboard.navigation import enter
from l2core.conventions import Convention, translate
from lessons.other_names import questions
from lessons.other_names.choice import typed_lambda
from lessons.other_names.dictionary import dictionary
from lessons.other_names.formula import formula

_ = enter()

# ---- ask

lesson.opening(
    "other_names",
    _(
        "Every library weighs loss and penalty in its own way, so one model has many numbers for λ. Type "
        "yours, and read it in all the others."
    ),
)

# ---- choose

typed = typed_lambda(_)

# ---- compute and draw

dictionary(_, typed)

# ---- tell

with lesson.door("formula", _("The formula")) as is_open:
    if is_open:
        lesson.formula(*formula(_, typed))
lesson.code(Convention.to_canonical, Convention.from_canonical, translate)

# ---- ask for a prediction

lesson.experiments()
lesson.predict(
    "guess_alpha",
    _(
        "Ridge regression on 1000 rows, a mean loss of ½(ŷ − y)² and λ = 0.1. Which alpha does "
        "scikit-learn's Ridge need for the same model?"
    ),
    questions.RIDGE_OPTIONS,
    partial(questions.ridge_for_mean_loss, _),
)
lesson.whats_next("other_names")
