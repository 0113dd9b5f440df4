"""One λ, typed in anybody's convention and read in all of them, with the line of code for each."""

from collections.abc import Callable, Sequence
from functools import partial

from dashboard import glossary, lesson, presets, stage
from dashboard.navigation import enter
from l2core.convention import Convention, translate
from l2core.decoupled_decay import steps_per_epoch, timescale, weight_decay_of
from lessons.other_names import questions
from lessons.other_names.choice import PLACES, TypedLambda, typed_number
from lessons.other_names.dictionary import dictionary
from lessons.other_names.formula import formula, formula_of_decay
from lessons.other_names.presets import places
from lessons.other_names.script import source
from lessons.other_names.timescale import memory

# ---- ask

_ = enter()
script: Callable[[], str] | None = None
scene = stage.ask("other_names", questions.acts(_), places=PLACES)
stage.tell(scene, partial(questions.outcome, _))

if scene.is_open:  # what is typed in is read in every library, that of the question too
    # ---- choose

    glossary.say(
        _(
            "Every library weighs loss and penalty in its own way, so one model has many numbers for λ. Type "
            "yours, and read it in all the others."
        )
    )
    typed = typed_number(_)
    presets.chips("other_names", places(_))

    # ---- compute and draw, tell

    told: Callable[[], tuple[str, str, str]]
    if isinstance(typed, TypedLambda):
        dictionary(_, typed)
        told = partial(formula, _, typed)
        functions: Sequence[Callable[..., object]] = (Convention.to_canonical, translate)
    else:
        memory(_, typed)
        told = partial(formula_of_decay, _, typed)
        functions = (timescale, steps_per_epoch, weight_decay_of)
    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(*told())
    lesson.code(*functions)
    script = partial(source, typed)
lesson.whats_next("other_names", script=script)
