"""Where the lab begins: one λ to move at once, and the door to every lesson."""

import numpy as np
import streamlit as st

from charts.home.curve_fit import curves, errors
from charts.track import Track
from dashboard import lesson, pictures
from dashboard.navigation import HOME, LESSONS, enter
from dashboard.transport import Slider, transport
from l2core.datasets import polynomial_regression
from l2core.polynomial_fit import fit_polynomials

LAMBDAS = np.geomspace(1e-5, 10, 49)
DEGREE, POINTS, SEED = 12, 15, 1
PLACES = np.linspace(-1, 1, 161)

_ = enter()
st.title(_(HOME.question), anchor=False)
st.markdown(
    _(
        "λ is the price of large weights. Drag it: too low, and the curve chases the noise in {points}"
        " points; too high, and it sees nothing at all."
    ).format(points=POINTS)
)

data = polynomial_regression(seed=SEED, training_size=POINTS)
fits = fit_polynomials(data, DEGREE, LAMBDAS, PLACES)
codes = [f"{lambd:.2g}" for lambd in LAMBDAS]
lam = transport(
    Slider(Track("lam", len(codes), 0), _("Strength of the penalty λ"), codes, codes, plays=True, seconds=10),
)["lam"]

left, right = st.columns([3, 2], gap="medium")
with left:
    pictures.draw(curves(_, data, PLACES, {penalty: fit.curves for penalty, fit in fits.items()}), "curves")
    st.caption(_("Dotted: the curve that the points come from, before the noise."))
with right:
    mistakes = {
        penalty: {"train": fit.train_error, "validation": fit.validation_error}
        for penalty, fit in fits.items()
    }
    pictures.draw(errors(_, LAMBDAS, mistakes), "errors")

l2, l1 = fits["l2"], fits["l1"]
lesson.notice(
    [
        _(
            "At λ = {lambd} the mean squared error on new points is **{l2:.3g}** with L2 and **{l1:.3g}**"
            " with L1; on the points themselves {l2_train:.3g} and {l1_train:.3g}."
        ).format(
            lambd=codes[lam],
            l2=l2.validation_error[lam],
            l1=l1.validation_error[lam],
            l2_train=l2.train_error[lam],
            l1_train=l1.train_error[lam],
        ),
        _("L2 uses {l2} of {count} weights, L1 uses {l1}: the others are exactly 0.").format(
            l2=l2.path.nonzeros[lam], l1=l1.path.nonzeros[lam], count=DEGREE
        ),
        _("New points are predicted best at λ = {l2} with L2 and at λ = {l1} with L1.").format(
            l2=codes[l2.validation_error.argmin()], l1=codes[l1.validation_error.argmin()]
        ),
    ]
)

st.subheader(_("The lessons"), anchor=False)
for row in range(0, len(LESSONS), 3):
    for place, page in zip(st.columns(3), LESSONS[row : row + 3], strict=False):
        with place, st.container(border=True, height="stretch"):
            st.page_link(page.path, label=f"**{_(page.title)}**", icon=page.icon)
            st.markdown(_(page.question))

st.subheader(_("Whom it is for"), anchor=False)
teacher, student, practitioner = st.columns(3)
teacher.markdown(
    _(
        "**You teach.** Every control is in the address: set a picture up, copy the link, and the class sees"
        " exactly what is on the wall. Each page ends with predictions that the lab scores against the run."
    )
)
student.markdown(
    _(
        "**You learn.** Every formula stands beside its picture with the current numbers in it, and the code"
        " that computed them is one click away."
    )
)
practitioner.markdown(
    _(
        "**You have data.** Upload a table on the pages about overfitting and choosing λ, and get a feeling"
        " for λ on your own numbers in five minutes. Nothing is stored."
    )
)
