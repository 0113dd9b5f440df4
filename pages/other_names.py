"""One λ, typed in anybody's convention and read in all of them, with the line of code for each."""

from functools import partial

from dashboard import glossary, lesson, presets, stage
from dashboard.navigation import enter
from l2core.convention import Convention, translate
from lessons.other_names import questions
from lessons.other_names.choice import typed_lambda
from lessons.other_names.dictionary import dictionary
from lessons.other_names.formula import formula
from lessons.other_names.presets import places

# ---- ask

_ = enter()
scene = stage.ask("other_names", questions.acts(_), places=("penalty", "conv", "value", "n", "batch", "r"))
stage.tell(scene, partial(questions.outcome, _))

if scene.is_open:  # what is typed in is read in every library, that of the question too
    # ---- choose

    glossary.say(
        _(
            "Every library weighs loss and penalty in its own way, so one model has many numbers for λ. Type "
            "yours, and read it in all the others."
        )
    )
    typed = typed_lambda(_)
    presets.chips("other_names", places(_))

    # ---- compute and draw

    dictionary(_, typed)

    # ---- tell

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(*formula(_, typed))
    lesson.code(Convention.to_canonical, Convention.from_canonical, translate)
lesson.whats_next("other_names")
