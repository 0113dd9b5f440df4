"""What one chooses on the page of the race: the weight, its steps, and the data that pull it back."""

from dataclasses import dataclass

import streamlit as st

from dashboard import controls
from dashboard.text import Translate

RATES = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
CURVATURES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Choice:
    """Start weight w₀, learning rate η, how L1 steps at 0, share r of L1 in the elastic net, and the data.

    curvature, center: of the data, h and c; both 0 where they do not pull. log: |w| is drawn in decades.
    """

    w0: float
    eta: float
    l1_step: str
    l1_ratio: float
    curvature: float
    center: float
    log: bool


def choose(_: Translate) -> Choice:
    """Draws the controls, and says what they stand at."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        with st.container(width=220):
            w0 = controls.slide("w0", _("Start weight w₀"), 0.1, 5.0, step=0.1, default=2.0, format="%.1f")
        with st.container(width=220):
            eta = controls.slide_over("eta", _("Learning rate η"), RATES, default=0.1)
        with st.container(width=300):
            l1_step = controls.choose(
                "l1step",
                _("L1 step at 0"),
                {"proximal": _("Proximal"), "subgradient": _("Subgradient"), "clipped": _("Clipped")},
                default="proximal",
                help=_(
                    "Proximal: stops at exactly 0, and may leave it again. Subgradient: takes the sign of w "
                    "and nothing else, so it jumps across 0. Clipped: a weight that the penalty carries "
                    "across 0 is set to 0 for ever."
                ),
            )
        with st.container(width=180, height=40, vertical_alignment="center", border=False):
            pulled = controls.switch(
                "pull",
                _("Data pull back"),
                help=_("Adds the loss ½ h (w − c)², which wants the weight at c."),
            )
        with st.popover(_("More settings")):
            scales = {"linear": _("Linear"), "log": _("Logarithmic")}
            scale = controls.choose("scale", _("Scale of the race"), scales, default="linear")
            r = controls.slide(
                "r", _("L1 share r of elastic net"), 0.0, 1.0, step=0.05, default=0.5, format="%.2f"
            )
            c = controls.slide("c", _("Data: optimum c"), -3.0, 3.0, step=0.1, default=1.0, format="%.1f")
            h = controls.slide_over("h", _("Data: curvature h"), CURVATURES, default=1.0)
    curvature, center = (h, c) if pulled else (0.0, 0.0)
    return Choice(w0, eta, l1_step, r, curvature, center, scale == "log")
