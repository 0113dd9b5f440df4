"""Places worth seeing on a lesson, as chips under its picture, each with a word on why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from charts.numbers import fixed
from dashboard import address, glossary
from dashboard.navigation import page_of
from dashboard.text import translator

ICONS = {"works": ":material/check:", "fails": ":material/close:", "published": ":material/menu_book:"}


@dataclass(frozen=True)
class Preset:
    """A place: its words, why one goes there, what the address says there.

    kind: "works" (known to work), "fails" (known to fail), "published" (a published result, reproduced).
    """

    words: str
    why: str
    codes: Mapping[str, str]
    kind: str = "works"


@dataclass(frozen=True)
class Published:
    """A number that was published, with so many decimals, and the one that the lab computes."""

    what: str
    source: str
    published: float
    computed: float
    decimals: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same to the digits that were printed."""
        return abs(self.published - self.computed) <= 0.5 * 10.0**-self.decimals * (1 + 1e-9)


def chips(lesson: str, presets: Sequence[Preset]) -> None:
    """A row of chips, each a link; what it is for is said when one points at it, and once one has come."""
    key = address.widget_key("preset")
    if address.navigated():
        come_to = [preset for preset in presets if preset.codes and address.asks_for(preset.codes)]
        st.session_state[key] = max(come_to, key=lambda preset: len(preset.codes), default=None)
    with st.container(horizontal=True, gap="small", key="presets"):
        for preset in presets:
            st.page_link(
                page_of(lesson),
                label=preset.words,
                icon=ICONS[preset.kind],
                help=preset.why,
                query_params=address.link(lesson, **preset.codes),
                width="content",
            )
    if st.session_state.get(key) in presets:
        here = st.session_state[key]
        glossary.caption(f"{ICONS[here.kind]} **{here.words}**: {here.why}")


def compared(results: Sequence[Published]) -> None:
    """Published and computed numbers side by side, with a mark where they agree to the printed digits."""
    _ = translator()
    st.dataframe(
        {
            _("Result"): [result.what for result in results],
            _("Published"): [fixed(result.published, result.decimals) for result in results],
            _("Computed here"): [fixed(result.computed, result.decimals) for result in results],
            _("Agrees"): ["✓" if result.agrees else "✗" for result in results],
            _("Source"): [result.source for result in results],
        },
        hide_index=True,
    )
