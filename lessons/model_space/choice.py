"""The controls of the lesson on the model space, and what they are set to."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from charts.model_space.places import LAMBDAS, REACHES, places
from charts.model_space.plane import PANELS
from charts.numbers import code_number, number
from charts.picture import Translate
from charts.track import Track
from dashboard import address, controls
from dashboard.transport import Slider

TRACKS = {
    "budget": Track("budget", len(REACHES), start=0),  # so loose that every free optimum is allowed
    "lam": Track("lam", len(LAMBDAS), start=0),  # λ = 0
}

# what the sliders, and the rings in the pictures, can be set to
CENTERS = [round(0.1 * tenth, 1) for tenth in range(-10, 19)]
STRETCHES = [1 + 0.5 * half for half in range(19)]
TILTS = [5.0 * five for five in range(36)]

TYPICAL = 15  # a seed whose shares at t = 1 and at λ = 1, and with round bowls, are near those of all bowls
HALF = 0.5  # the share r of L1 as long as nobody sets it


@dataclass(frozen=True)
class Choice:
    """A bowl (free optimum, stretch κ, tilt in degrees), what the bar sets, and the penalties.

    drive: "budget" where the bar sets t, "lam" where it sets λ. elastic_net: whether it is added to L1 and
    L2, with the share l1_ratio of L1.
    """

    center: tuple[float, float]
    stretch: float
    tilt: float
    drive: str
    elastic_net: bool
    l1_ratio: float

    @property
    def penalties(self) -> tuple[str, ...]:
        """Those that are on the page, from left to right."""
        return PANELS if self.elastic_net else PANELS[:2]

    @property
    def codes(self) -> dict[str, str]:
        """What the address says of this choice."""
        numbers = {"c1": self.center[0], "c2": self.center[1], "stretch": self.stretch, "tilt": self.tilt}
        mixed = {"en": "1", "r": address.code_of_number(self.l1_ratio)} if self.elastic_net else {}
        return {
            **{name: address.code_of_number(value) for name, value in numbers.items()},
            "drive": self.drive,
            **mixed,
        }


def choose(_: Translate) -> Choice:
    """Draws the controls in a row, the rarer ones behind More settings."""
    if address.names("r"):  # a share of L1 has a meaning only where there is an elastic net
        address.suppose({"en": "1"})
    first, second, third, fourth, fifth = st.columns([1, 1, 1, 1, 1.6], gap="medium")
    with first:
        c1 = controls.slide("c1", _("Free optimum w₁"), *_ends(CENTERS), step=0.1, default=0.7, format="%.1f")
    with second:
        c2 = controls.slide("c2", _("Free optimum w₂"), *_ends(CENTERS), step=0.1, default=1.5, format="%.1f")
    with third:
        stretch = controls.slide(
            "stretch",
            _("Stretch"),
            *_ends(STRETCHES),
            step=0.5,
            default=4.0,
            format="%.1f",
            help=_("How many times as steep the bowl is across its valley as along it."),
        )
    with fourth:
        tilt = controls.slide(
            "tilt",
            _("Tilt"),
            *_ends(TILTS),
            step=5.0,
            default=150.0,
            format="%.0f°",
            help=_("The angle between the valley of the bowl and the w₁ axis."),
        )
    with fifth, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        elastic_net = controls.switch("en", _("+ Elastic net"))
        with st.popover(_("More settings"), icon=":material/tune:"):
            drive = controls.choose(
                "drive",
                _("The bar sets"),
                {"budget": _("budget t"), "lam": "λ"},
                default="budget",
                help=_(
                    "A hard limit on the weights, or a soft price λ on them: both lead to the same points."
                ),
            )
            l1_ratio = _l1_ratio(_) if elastic_net else HALF
    center = (round(c1, 1), round(c2, 1))  # a slider's tenths are not always the nearest to them
    return Choice(center, stretch, tilt, drive, elastic_net, l1_ratio)


def choose_seed(_: Translate) -> int:
    """Draws the seed of the random bowls."""
    return int(controls.type_number("seed", _("Seed of the random bowls"), 0, 9999, default=TYPICAL, step=1))


def bar(_: Translate, drive: str, moments: Sequence[int]) -> Slider:
    """The bar that goes through every t, or through every λ; Play lingers at these moments."""
    label = _("Budget t, tighter and tighter") if drive == "budget" else _("λ, stronger and stronger")
    letter = "t" if drive == "budget" else "λ"
    texts = [f"{letter} = {number(x)}" for x in places(drive)]
    return Slider(
        TRACKS[drive], label, position_codes(drive), texts, plays=True, seconds=10.0, moments=moments
    )


def position_codes(drive: str) -> list[str]:
    """How the address names the places of the bar."""
    return [code_number(x) for x in places(drive)]


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return values[0], values[-1]


def _l1_ratio(_: Translate) -> float:
    return controls.slide(
        "r", _("Elastic net: share r of L1"), 0.0, 1.0, step=0.05, default=HALF, format="%.2f"
    )
