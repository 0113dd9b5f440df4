"""Lesson 0, and where the lab begins: why small weights, and the way through the lessons."""

from functools import partial

import streamlit as st

from charts.home.cost import cost, cost_tables
from charts.home.curves import curve_numbers, curve_tables, curves
from charts.home.errors import error_tables, errors
from charts.home.waves import wave_tables, waves
from charts.home.weights import weight_numbers, weight_tables, weights
from dashboard import address, glossary, lesson, pictures, stage, strengths
from dashboard.handles import handles
from dashboard.live_words import Line, live_words
from dashboard.navigation import enter, page_of
from dashboard.pictures import packed_tables
from dashboard.presets import chips, compared
from dashboard.strengths import Strength
from dashboard.transport import Slider, transport
from l2core.datasets import polynomial_features
from l2core.linear import lasso_path, ridge_path
from l2core.polynomial_fit import fit_polynomials
from lessons.home import formula, published
from lessons.home.choice import POINTS, choose
from lessons.home.presets import presets
from lessons.home.questions import acts, outcome
from lessons.home.rings import about_rings, moved, rings
from lessons.home.run import LAMBDA_CODES, LAMBDA_TEXTS, LAMBDAS, TRACK, moments, opening, run
from lessons.home.script import source
from lessons.home.way import draw_start, draw_way
from lessons.home.words import legend, lines

HEIGHT = "min(350px, max(175px, var(--room) - 88px))"  # the bar of the cost stands below

# ---- ask

_ = enter()
scene = stage.ask("home", acts(_), places=("lam",), title=_("Why small weights"))
picture_place, words_place, below = stage.picture_place(), st.container(), st.container()

# ---- choose

with below:
    choice = choose(_)

# ---- compute

fitted, language = run(choice), st.session_state["language"]
closed_act = "" if scene.is_open else scene.act.name
if closed_act:
    fitted = opening(fitted)
slider = Slider(
    TRACK,
    _("Strength of the penalty λ"),
    LAMBDA_CODES,
    LAMBDA_TEXTS,
    plays=True,
    seconds=10,
    moments=[] if closed_act else moments(fitted),
)
at = transport(slider, scene=scene, tells=lesson.doors_are_open("elsewhere"))

# ---- draw

key = (language, choice, closed_act)
with picture_place:
    with st.container(key="beside"):
        left, right = st.columns([2, 1], gap="small")
    with left:
        make = partial(
            curve_tables, fitted.data, fitted.x, choice.penalty, fitted.fit, fitted.before, choice.point
        )
        numbers = partial(curve_numbers, _, fitted.data, fitted.fit, at["lam"])
        drawn = curves(_, packed_tables("home curves", key, make), POINTS, TRACK, numbers)
        pictures.draw(drawn, "curves", height=HEIGHT, share=2 / 3)
        handles("curves", rings(_, fitted), partial(moved, fitted), label=about_rings(_))
    with right:
        make = partial(weight_tables, choice.penalty, fitted.fit)
        numbers = partial(weight_numbers, _, fitted.fit, at["lam"])
        drawn = weights(_, packed_tables("home weights", key, make), TRACK, numbers)
        pictures.draw(drawn, "weights", height=HEIGHT, share=1 / 3)
    make = partial(cost_tables, choice.penalty, fitted.fit, fitted.data.y_train)
    pictures.draw(cost(_, packed_tables("home cost", key, make), TRACK, at["lam"]), "cost")

# ---- tell

stage.tell(scene, partial(outcome, _, choice, scene.act.name))
with words_place:
    live_words("notice", lines(fitted, choice, language, closed_act, _), at)
    glossary.say(legend(_, choice, is_open=scene.is_open))
with below:
    if scene.is_open:
        chips("home", presets(_))
        with lesson.door("waves", _("The twelve waves that add up to the curve")) as is_open:
            if is_open:
                make = partial(wave_tables, choice.penalty, fitted.x, fitted.fit)
                pictures.draw(waves(_, packed_tables("home waves", key, make), TRACK, at["lam"]), "waves")
                glossary.say(
                    _(
                        "Wave k is $w_k\\,\\varphi_k(x)$, and $\\varphi_k$ swings more often the larger k"
                        " is. Where all weights are small all waves are low, and a sum of low waves cannot"
                        " rush from one point to the next."
                    )
                )
        with lesson.door("errors", _("The error against λ, on old points and on new ones")) as is_open:
            if is_open:
                make = partial(error_tables, _, LAMBDAS, choice.penalty, fitted.fit)
                pictures.draw(errors(_, packed_tables("home errors", key, make), TRACK), "errors")
        with lesson.door("published", _("A book's polynomial, computed again"), kept=True) as is_open:
            if is_open:
                glossary.say(published.about(_))
                results = published.reproduced()
                compared(results.as_printed)
                glossary.say(published.what_came_out(_))
                compared(results.elsewhere)
        with lesson.door("formula", _("The formula")) as is_open:
            if is_open:
                line = Line(formula.with_numbers(fitted), (TRACK,))
                lesson.formula(formula.cost(fitted), line, formula.symbols(_), at=at)
                lesson.code(fit_polynomials, polynomial_features, ridge_path, lasso_path)
        strengths.elsewhere(
            Strength(LAMBDAS[at["lam"]], POINTS, "squared error", penalties=(choice.penalty,))
        )
        lesson.take_home("home", partial(source, choice, at["lam"]))

st.subheader(_("The lessons"), anchor=False)
draw_start(_)
draw_way(_)
st.subheader(_("Whom it is for"), anchor=False)
teacher, student, practitioner = st.columns(3)
with teacher:
    glossary.say(
        _(
            "**You teach.** Set a picture up, copy the link, and the class opens the same picture: every "
            "control is in the address. A table of your own is not. And where η is large, training "
            "magnifies the last bit that a processor rounds, so that another kind of processor can end at "
            "other numbers. Each lesson asks for predictions, which the lab scores against the run."
        )
    )
with student:
    glossary.say(
        _(
            "**You learn.** Each lesson writes its formula out with the current numbers in it, and the "
            "code that computed them is one click away."
        )
    )
with practitioner:
    glossary.say(
        _(
            "**You have data.** Upload a table: the page on choosing λ says which λ to take for it, and how "
            "sure that is; the page on overfitting trains a network on it. Nothing is written to disk."
        )
    )
    st.page_link(
        page_of("choosing_lambda"),
        label=_("Which λ for your own table?"),
        icon=":material/upload_file:",
        query_params=address.link("choosing_lambda", table="own"),
        help="",
    )
