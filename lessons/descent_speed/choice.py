"""What one chooses on the page of the race: the weight, its steps, and the data that pull it back."""

from dataclasses import dataclass

import streamlit as st

from dashboard import address, controls
from dashboard.text import Translate

RATES = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
CURVATURES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
HALF = 0.5  # the share r of L1 as long as nobody sets it


@dataclass(frozen=True)
class Choice:
    """Start weight w₀, learning rate η, how L1 steps at 0, whether elastic net races, and the data.

    l1_ratio: its share r of L1. curvature, center: of the data, h and c; both 0 where they do not pull.
    log: |w| is drawn in decades.
    """

    w0: float
    eta: float
    l1_step: str
    elastic_net: bool
    l1_ratio: float
    curvature: float
    center: float
    log: bool


def choose(_: Translate) -> Choice:
    """Draws the controls, and says what they stand at."""
    if address.names("r"):  # a share of L1 has a meaning only where there is an elastic net
        address.suppose({"en": "1"})
    first, second, third, fourth = st.columns([1, 1, 1.6, 2], gap="medium", vertical_alignment="bottom")
    with first:
        w0 = controls.slide("w0", _("Start weight w₀"), 0.1, 5.0, step=0.1, default=2.0, format="%.1f")
    with second:
        eta = controls.slide_over("eta", _("Learning rate η"), RATES, default=0.1)
    with third:
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
    with fourth, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        elastic_net = controls.switch("en", _("+ Elastic net"))
        pulled = controls.switch(
            "pull",
            _("Data pull back"),
            help=_("Adds the loss ½ h (w − c)², which wants the weight at c."),
        )
        with st.popover(_("More settings"), icon=":material/tune:"):
            scales = {"linear": _("Linear"), "log": _("Logarithmic")}
            scale = controls.choose("scale", _("Scale of the race"), scales, default="linear")
            r = _l1_ratio(_) if elastic_net else HALF
            c = controls.slide("c", _("Data: optimum c"), -3.0, 3.0, step=0.1, default=1.0, format="%.1f")
            h = controls.slide_over("h", _("Data: curvature h"), CURVATURES, default=1.0)
    curvature, center = (h, c) if pulled else (0.0, 0.0)
    return Choice(w0, eta, l1_step, elastic_net, r, curvature, center, scale == "log")


def _l1_ratio(_: Translate) -> float:
    return controls.slide(
        "r", _("L1 share r of elastic net"), 0.0, 1.0, step=0.05, default=HALF, format="%.2f"
    )
