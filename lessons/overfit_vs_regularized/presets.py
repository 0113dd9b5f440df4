"""Places worth seeing: links to states of the page, each with a word on why.

What the words claim is measured in tests/lessons/overfit_vs_regularized/test_presets.py.
"""

from dataclasses import dataclass

import streamlit as st

from dashboard import address
from dashboard.text import Translate

FILE = "overfit_vs_regularized"


@dataclass(frozen=True)
class Preset:
    """A state of the page by its names in the address, what it is called, and why one goes there."""

    label: str
    codes: dict[str, str]
    why: str


def presets(_: Translate, early: int) -> None:
    """Draws the links; `early` is a step after which the free net is at its best."""
    st.subheader(_("Places worth seeing"), anchor=False)
    columns = {_("Known to work"): known_to_work(_, early), _("Known to fail"): known_to_fail(_)}
    for place, (heading, links) in zip(st.columns(2), columns.items(), strict=True):
        with place:
            st.markdown(f"**{heading}**")
            for preset in links:
                query = address.link(FILE, **preset.codes)
                with st.container(gap=None):
                    st.page_link(f"pages/{FILE}.py", label=preset.label, query_params=query)
                    st.caption(preset.why)


def known_to_work(_: Translate, early: int) -> list[Preset]:
    return [
        Preset(
            _("Where the page starts"),
            {},
            _("λ = 1: either penalty about halves the validation loss, and the boundary is far straighter."),
        ),
        Preset(
            _("Stopped in time"),
            {"step": str(early)},
            _(
                "After {step} steps the net without a penalty does as well on validation points as the "
                "others do at the end: few steps act like a penalty."
            ).format(step=early),
        ),
        Preset(
            _("Plenty of data"),
            {"m": "300"},
            _("With 300 points there is far less left for a penalty to do."),
        ),
        Preset(
            _("Measured, not made"),
            {"data": "breast_cancer", "lam": "3"},
            _("Two measurements of tumours: the same story on real data."),
        ),
    ]


def known_to_fail(_: Translate) -> list[Preset]:
    return [
        Preset(
            _("Small sample, no penalty"),
            {"m": "30"},
            _("30 points can be learned by heart; look at the left picture."),
        ),
        Preset(
            _("Label noise 20 %"),
            {"flip": "20", "lam": "0.01"},
            _(
                "Each label is wrong with a chance of one in five, and λ = 0.01 is too weak: every net "
                "learns most of the wrong ones."
            ),
        ),
        Preset(
            _("λ too large"),
            {"lam": "50"},
            _("The weights go to 0, and the net gives every point the same answer."),
        ),
        Preset(
            _("Spirals at λ = 1"),
            {"data": "spirals"},
            _(
                "A winding boundary needs large weights: with λ = 1 either penalty gets fewer validation "
                "points right than none. Compare λ = 0.01."
            ),
        ),
        Preset(
            _("η and λ too large together"),
            {"m": "30", "lam": "50", "eta": "2"},
            _("η·λ/m is above 2: L2 throws the weights across 0, further each time."),
        ),
    ]
