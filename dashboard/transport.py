"""The transport bar: scrubs and plays what is already in the browser, without a trip to the server.

Every chart that follows it has variable parameters named like the tracks (`step`, `lam`), each bound to a
range input; the bar (transport.js) sets those inputs. Python hears of it when the hand lets go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from charts.track import Track
from dashboard import address
from dashboard.controls import say_illegal
from dashboard.text import translator

_HERE = Path(__file__).resolve().parent
_bar = st.components.v2.component(
    "transport",
    html='<div class="bar" role="group"></div>\n<!-- -->',
    css=(_HERE / "transport.css").read_text(encoding="utf-8"),
    js=(_HERE / "transport.js").read_text(encoding="utf-8"),
)
_MOVED = "transport_moved"  # counts how often Python, not the hand, has set the position


@dataclass(frozen=True)
class Slider:
    """A track with its words: what `codes[i]` stands for in the address, `texts[i]` says on the screen.

    default: where the bar stands at first, if that depends on the data and is not the `start` of the track.
    """

    track: Track
    label: str
    codes: Sequence[str]
    texts: Sequence[str]
    plays: bool = False
    seconds: float = 8.0
    default: int | None = None

    @property
    def name(self) -> str:
        return self.track.name

    @property
    def first(self) -> int:
        """Where the bar stands as long as nobody has moved it."""
        return self.track.start if self.default is None else self.default

    def index_of(self, code: str) -> int | None:
        """The position of a code, also where it is the same number written otherwise (0.10 for 0.1)."""
        if code in self.codes:
            return self.codes.index(code)
        try:
            number = float(code)
        except ValueError:
            return None
        return next((i for i, known in enumerate(self.codes) if _is_number(known, number)), None)


# The charts' own sliders are hidden. What is out of date pales at once, after half a second: Streamlit's own
# way, a little more in every frame for a second, keeps a processor from the training that it waits for.
_STYLE = """
form.vega-bindings { display: none !important }
[data-stale=true] { transition: opacity 0s 0.5s !important }
"""


def transport(*sliders: Slider) -> dict[str, int]:
    """Draws the bar at the foot of the page; the position of every track, by name."""
    _ = translator()
    key = address.widget_key("transport")
    positions, must_move, illegal = _positions(key, sliders)
    moved = st.session_state.get(_MOVED, 0) + must_move
    st.session_state[_MOVED] = moved
    for slider in sliders:
        position = positions[slider.name]
        address.write(slider.name, None if position == slider.first else slider.codes[position])
    st.html(f"<style>{_STYLE}</style>")
    with st.bottom:
        for name, code in illegal.items():
            say_illegal(name, code)
        _bar(
            key=key,
            data={
                "tracks": [
                    {
                        "name": slider.name,
                        "label": slider.label,
                        "codes": list(slider.codes),
                        "texts": list(slider.texts),
                        "default": slider.first,
                        "plays": slider.plays,
                        "seconds": slider.seconds,
                    }
                    for slider in sliders
                ],
                "positions": positions,
                "moved": moved,
                "words": {"play": _("Play"), "pause": _("Pause"), "bar": _("Transport bar")},
            },
            on_positions_change=_heard,
        )
    return positions


def _positions(key: str, sliders: Sequence[Slider]) -> tuple[dict[str, int], bool, dict[str, str]]:
    """Where each slider stands; whether the browser must follow; the codes that no slider knows."""
    heard: dict[str, str] = dict((st.session_state.get(key) or {}).get("positions") or {})
    positions, illegal = {}, {}
    for slider in sliders:
        asked, unknown = address.read(slider.name, slider.index_of)
        if unknown is not None and address.navigated():
            illegal[slider.name] = unknown
        if not address.navigated() and slider.name in heard:
            asked = slider.index_of(heard[slider.name])
        positions[slider.name] = slider.first if asked is None else asked
    return positions, address.navigated(), illegal


def _heard() -> None:
    """Streamlit keeps a component's state only where a callback of its name is given."""


def _is_number(code: str, number: float) -> bool:
    try:
        return abs(float(code) - number) <= 1e-5 * abs(number)
    except ValueError:
        return False
