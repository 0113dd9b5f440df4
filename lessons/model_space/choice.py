"""The controls of the lesson on the model space, and what they are set to."""

from dataclasses import dataclass

import streamlit as st

from charts.model_space.places import LAMBDAS, REACHES
from charts.numbers import code_number, number
from charts.picture import Translate
from charts.track import Track
from dashboard import controls
from dashboard.transport import Slider

TRACKS = {
    "budget": Track("budget", len(REACHES), start=36),  # t = 1
    "lam": Track("lam", len(LAMBDAS), start=35),  # λ = 1
}

TYPICAL = 15  # a seed whose shares at t = 1 and at λ = 1, and with round bowls, are near those of all bowls


@dataclass(frozen=True)
class Choice:
    """A bowl (free optimum, stretch κ, tilt in degrees), what the bar sets, r, and the seed of random bowls.

    drive: "budget" where the bar sets t, "lam" where it sets λ. l1_ratio: the elastic net's share r of L1.
    """

    center: tuple[float, float]
    stretch: float
    tilt: float
    drive: str
    l1_ratio: float
    seed: int


def choose(_: Translate) -> Choice:
    """Draws the controls in a row, the rarer ones behind a door."""
    first, second, third, fourth, fifth = st.columns([1, 1, 1, 1, 1.2], gap="medium")
    with first:
        c1 = controls.slide("c1", _("Free optimum w₁"), -1.0, 1.8, step=0.1, default=0.7, format="%.1f")
    with second:
        c2 = controls.slide("c2", _("Free optimum w₂"), -1.0, 1.8, step=0.1, default=1.5, format="%.1f")
    with third:
        stretch = controls.slide(
            "stretch",
            _("Stretch"),
            1.0,
            10.0,
            step=0.5,
            default=4.0,
            format="%.1f",
            help=_("How many times as steep the bowl is across its valley as along it."),
        )
    with fourth:
        tilt = controls.slide(
            "tilt",
            _("Tilt"),
            0.0,
            175.0,
            step=5.0,
            default=150.0,
            format="%.0f°",
            help=_("The angle between the valley of the bowl and the w₁ axis."),
        )
    with fifth, st.container(horizontal=True, vertical_alignment="bottom"):
        drive = controls.choose(
            "drive",
            _("The bar sets"),
            {"budget": _("budget t"), "lam": "λ"},
            default="budget",
            help=_("A hard limit on the weights, or a soft price λ on them: both lead to the same points."),
        )
        with st.popover(_("More"), icon=":material/tune:"):
            l1_ratio = controls.slide(
                "r", _("Elastic net: share r of L1"), 0.0, 1.0, step=0.05, default=0.5, format="%.2f"
            )
            seed = controls.type_number(
                "seed", _("Seed of the random bowls"), 0, 9999, default=TYPICAL, step=1
            )
    center = (round(c1, 1), round(c2, 1))  # a slider's tenths are not always the nearest to them
    return Choice(center, stretch, tilt, drive, l1_ratio, int(seed))


def bar(_: Translate, drive: str) -> Slider:
    """The bar that goes through every t, or through every λ."""
    if drive == "budget":
        codes, texts = [code_number(t) for t in REACHES], [f"t = {number(t)}" for t in REACHES]
        return Slider(TRACKS[drive], _("Budget t, tighter and tighter"), codes, texts, plays=True)
    codes, texts = [code_number(x) for x in LAMBDAS], [f"λ = {number(x)}" for x in LAMBDAS]
    return Slider(TRACKS[drive], _("λ, stronger and stronger"), codes, texts, plays=True)
