"""A network from many starts: its error against λ, and what each λ changes from start to start."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.choosing_lambda.start_differences import draw_differences, start_differences
from charts.choosing_lambda.start_errors import start_errors
from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import controls, lesson, pictures, presets, stage, strengths
from dashboard.live_words import Line, live_words
from dashboard.scene import Scene
from dashboard.sketch import drawn_on, sketch
from dashboard.strengths import Strength
from dashboard.transport import Slider, transport
from l2core.evaluation import paired_difference
from l2core.many_starts import ErrorsOverStarts
from l2core.training import plain_training, updated_parameters
from lessons.choosing_lambda import (
    network_formula,
    network_presets,
    network_questions,
    network_script,
    network_words,
)
from lessons.choosing_lambda.network_choice import NetworkChoice, network_controls
from lessons.choosing_lambda.network_run import (
    DRAWS,
    LAM,
    LAMBDAS,
    RATE,
    errors_over_draws,
    errors_over_starts,
)

PART = {"part": "network"}
_DRAWN = "choosing_lambda_drawn"  # what was drawn before the picture opened


def network_part(_: Translate, above: DeltaGenerator, below: DeltaGenerator) -> Callable[[], str] | None:
    """Which λ for a network: the stage stands in `above`, all else in `below`.

    Returns what writes the run as a script; None as long as the question is open, or where all nets diverged.
    """
    # ---- ask
    with above:
        scene = stage.ask(
            "choosing_lambda",
            network_questions.acts(_),
            places=(LAM.name,),
            part=PART,
            then={"part": "map"},
        )
        waiting = st.container()  # the picture stays where it is while nets train
        picture = stage.picture_place()

    # ---- choose
    with below:
        choice = network_controls(_)

    # ---- compute: nothing, as long as nobody wants to see it
    with picture:
        drawn = _drawing(scene)
    with waiting:
        is_needed = scene.asks_what_happened
        found = errors_over_starts(_, choice.problem.split, choice.penalty) if is_needed else None
    if found is not None and found.best() is None:
        picture.error(_("Every net ran beyond all bounds: there is no λ to choose."))
        return None
    errors = found if scene.is_open else None
    at = transport(_lambda_slider(_, errors), scene=scene, tells=lesson.doors_are_open())

    # ---- draw
    with picture:
        if scene.is_open or scene.act.paper is None:
            alt_text, luck = network_words.picture_words(_, errors), scene.act.name == "net_luck"
            curves = start_errors(_, LAMBDAS, errors, choice.penalty, LAM, alt_text, drawn=drawn, votes=luck)
            pictures.draw(curves, "seeds")
    if found is not None:
        stage.tell(scene, partial(network_questions.outcome, _, choice, found, scene.act.name))
    if errors is None:
        return None

    # ---- tell
    with below:
        m = choice.problem.training_size
        said = network_words.lines_at_every_lambda(_, errors, m, RATE)
        live_words("here", [Line(sentences, (LAM,)) for sentences in said], at)
        presets.chips("choosing_lambda", network_presets.places(_, PART, scene.number))
        lesson.notice(network_words.zones_in_words(_, errors, m, RATE))
        draws = _doors(_, choice, errors, at)
    return partial(network_script.source, choice, at[LAM.name], scene.act.name, draws=draws)


def _drawing(scene: Scene) -> list[float]:
    """The error at every λ as somebody drew it; as long as that is asked for, the paper to draw on."""
    paper = scene.act.paper
    if paper is None:
        return []
    if not scene.is_open:
        st.session_state[_DRAWN] = sketch(scene.act.name, paper) or []
        stage.confirm(scene, partial(drawn_on, scene.act.name, paper), _judged)
    drawn: list[float] = st.session_state.get(_DRAWN, [])
    return drawn


def _judged(drawn: list[float]) -> str:
    """The option that a drawn curve comes to; the curve is kept, for it lies under the run."""
    st.session_state[_DRAWN] = drawn
    return network_questions.drawn_code(drawn)


def _doors(_: Translate, choice: NetworkChoice, errors: ErrorsOverStarts, at: dict[str, int]) -> bool:
    """What one may want to know besides; nothing of a closed door is computed.

    Returns whether the nets of many draws of the data are on the page.
    """
    draws = False
    with lesson.door("differences", _("Start against start: what the penalty changes")) as is_open:
        if is_open:
            alt_text = network_words.differences_in_words(_, errors)
            pictures.draw(start_differences(_, errors, alt_text), "differences")
    with lesson.door(
        "draws", _("Or was it these points? The same on 20 draws of the data"), holds=["draws"]
    ) as is_open:
        if is_open:
            draws = _over_draws(_, choice, errors)
    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            m = choice.problem.training_size
            numbers = [network_formula.with_numbers(_, errors, m, k) for k in range(LAM.places)]
            words = _(
                "The curves show the data loss alone, on training and on validation points; the penalty is "
                "in neither. m: the number of training points. $W^{[l]}$: the weights of layer l, without "
                "biases. The numbers are means over the starts at the λ of the bar."
            )
            lesson.formula(network_formula.symbols(_, choice.penalty), Line(numbers, (LAM,)), words, at=at)
    rows = choice.problem.training_size
    strengths.elsewhere(Strength(LAMBDAS[at[LAM.name]], rows, "cross-entropy", by_notes=True))
    lesson.code(plain_training, updated_parameters, paired_difference)
    return draws


def _lambda_slider(_: Translate, errors: ErrorsOverStarts | None) -> Slider:
    """λ from weak to strong; the curves are seen up to it, so it stands at the last at first."""
    best = None if errors is None else errors.best()
    return Slider(
        LAM,
        _("λ, stronger and stronger"),
        [code_number(lambd) for lambd in LAMBDAS],
        [f"λ = {number(lambd)}" for lambd in LAMBDAS],
        plays=True,
        moments=[] if best is None else [best],
        default=0 if errors is None else LAM.last,
    )


def _over_draws(_: Translate, choice: NetworkChoice, errors: ErrorsOverStarts) -> bool:
    """Whether the switch asks for it: the same differences over draws of the data."""
    asked = controls.switch(
        "draws",
        _("Train on {draws} draws of the data").format(draws=DRAWS),
        help=_("Data seeds 0 to {last}, each with points of its own, from start 0.").format(last=DRAWS - 1),
    )
    if not asked:
        return False
    draws = errors_over_draws(_, choice.problem, choice.penalty)
    points = network_words.draws_in_words(_, errors, draws, choice.problem.name)
    wide, narrow = st.columns([3, 1], gap="medium")
    with narrow:
        lesson.notice(points)
    with wide:
        pictures.draw(draw_differences(_, draws, network_words.differences_in_words(_, draws)), "draws")
    return True
