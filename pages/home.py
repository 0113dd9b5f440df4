"""Where the lab begins: one λ to move at once, and the door to every lesson."""

from functools import partial

import streamlit as st

from charts.home.curves import curve_tables, curves
from charts.home.errors import error_tables, errors
from dashboard import lesson, pictures
from dashboard.navigation import HOME, enter
from dashboard.pictures import packed_tables
from dashboard.transport import Slider, transport
from lessons.home.doors import draw_doors
from lessons.home.run import LAMBDA_CODES, LAMBDA_TEXTS, LAMBDAS, POINTS, TRACK, run
from lessons.home.words import points

# ---- ask

_ = enter()
st.title(_(HOME.question), anchor=False)
st.markdown(
    _(
        "Large weights cost, and λ is the price. Drag it: too low, and the curve chases the noise in {points}"
        " points; too high, and it is nearly flat."
    ).format(points=POINTS)
)

# ---- choose

slider = Slider(TRACK, _("Strength of the penalty λ"), LAMBDA_CODES, LAMBDA_TEXTS, plays=True, seconds=10)
lam = transport(slider)["lam"]

# ---- compute

fitted, language = run(), st.session_state["language"]

# ---- draw

left, right = st.columns([3, 2], gap="medium")
with left:
    tables = packed_tables(
        "home curves", language, partial(curve_tables, _, fitted.data, fitted.x, fitted.fits)
    )
    pictures.draw(curves(_, tables, POINTS, TRACK), "curves")
    st.caption(_("Dotted: the curve that the points come from, before the noise."))
with right:
    tables = packed_tables("home errors", language, partial(error_tables, _, LAMBDAS, fitted.fits))
    pictures.draw(errors(_, tables, TRACK), "errors")

# ---- tell

lesson.notice(points(_, fitted, lam))

st.subheader(_("The lessons"), anchor=False)
draw_doors(_)

st.subheader(_("Whom it is for"), anchor=False)
teacher, student, practitioner = st.columns(3)
teacher.markdown(
    _(
        "**You teach.** Set a picture up, copy the link, and the class opens the same picture: every control"
        " is in the address. A table of your own is not. And where η is large, training magnifies the last"
        " bit that a processor rounds, so that another kind of processor can end at other numbers. Each"
        " lesson asks for predictions, which the lab scores against the run."
    )
)
student.markdown(
    _(
        "**You learn.** Each lesson writes its formula out with the current numbers in it, and the code that"
        " computed them is one click away."
    )
)
practitioner.markdown(
    _(
        "**You have data.** Upload a table on the pages about overfitting and choosing λ, and get a feeling"
        " for λ on your own numbers in five minutes. Nothing is written to disk."
    )
)
