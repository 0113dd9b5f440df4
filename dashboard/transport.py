"""The transport bar: scrubs and plays what is already in the browser, without a trip to the server.

Every chart that follows it has variable parameters named like the tracks (`step`, `lam`), each bound to a
range input; the bar (transport.js) sets those inputs. Python hears of it when the hand lets go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.track import Track
from dashboard import address, connection, hidden, lecture
from dashboard.component import component
from dashboard.controls import say_illegal
from dashboard.scene import Scene
from dashboard.stage import just_show
from dashboard.text import translator

_bar = component(__file__, '<div class="bar" role="group"></div>\n<!-- -->')
_PLACE = "transport_place"
_SLIDERS = "transport_sliders"  # of the bar of this run
_MOVED = "transport_moved"  # counts how often Python, not the hand, has set the position


@dataclass(frozen=True)
class Slider:
    """A track with its words: what `codes[i]` stands for in the address, `texts[i]` says on the screen.

    moments: the places that the lesson is about, marked on the bar, where Play lingers.
    default: where the bar stands at first, if that depends on the data and is not the `start` of the track.
    """

    track: Track
    label: str
    codes: Sequence[str]
    texts: Sequence[str]
    plays: bool = False
    seconds: float = 8.0
    moments: Sequence[int] = ()
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
        number = address.number_of(code)
        if number is None:
            return None
        return next((i for i, known in enumerate(self.codes) if _is_number(known, number)), None)


def transport(*sliders: Slider, scene: Scene | None = None, tells: bool = True) -> dict[str, int]:
    """Draws the bar into its place at the foot of the window; the position of every track, by name.

    scene: as long as its question is open, the track that plays stands at its beginning, and Play opens it;
    once it is answered the bar plays the story, once. tells: the page is run anew when the hand lets go; it
    need not be where all that follows the bar does so in the browser.
    """
    _ = translator()
    st.session_state[_SLIDERS] = sliders
    closed = scene is not None and not scene.is_open
    key = address.widget_key("transport")
    positions, must_move, illegal = _positions(sliders)
    heard = connection.moved()
    moved = st.session_state.get(_MOVED, 0) + must_move if heard is None else heard
    st.session_state[_MOVED] = moved
    for slider in sliders:
        hidden.remember(slider.name, slider.label, slider.codes[positions[slider.name]])
        if closed and slider.plays:
            positions[slider.name] = 0
            continue
        code = slider.codes[positions[slider.name]]
        address.write_unless(slider.name, code, slider.codes[slider.first])
    with place():
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
                        "unsaid": address.goes_without_saying(slider.name, slider.codes[slider.first]),
                        "hidden": hidden.is_hidden(slider.name),
                        "plays": slider.plays,
                        "seconds": slider.seconds,
                        "moments": sorted(set(slider.moments)),
                    }
                    for slider in sliders
                ],
                "positions": positions,
                "moved": moved,
                "closed": closed,
                "tells": tells,
                "path": address.pattern_of_its_path(),
                "wall": lecture.is_on(),
                "play": "" if scene is None else scene.token,
                "words": {
                    "play": _("Play"),
                    "pause": _("Pause"),
                    "start": _("Back to the start"),
                    "back": _("One step back"),
                    "forward": _("One step forward"),
                    "bar": _("Transport bar"),
                },
            },
            on_positions_change=_heard,
            on_opened_change=_opened if scene is None else partial(just_show, scene.lesson, scene.act.name),
        )
    return positions


def standing(slider: Slider) -> int:
    """Where a slider stands, for what is to be known before the bar is drawn."""
    return _positions([slider])[0][slider.name]


def place_of(track: str) -> int:
    """Where the slider of this name stands in the bar of this run."""
    return standing(next(slider for slider in drawn_sliders() if slider.name == track))


def drawn_sliders() -> Sequence[Slider]:
    """Those of the bar of this run, in their order."""
    drawn: Sequence[Slider] = st.session_state[_SLIDERS]
    return drawn


def keep_place() -> None:
    """Keeps the bar's place, which comes before the page for whoever goes through it by keys."""
    st.session_state[_PLACE] = st.container(key="bar", gap=None)
    st.session_state[_SLIDERS] = ()


def place() -> DeltaGenerator:
    """Where the bar is drawn in this run."""
    kept: DeltaGenerator = st.session_state[_PLACE]
    return kept


def _positions(sliders: Sequence[Slider]) -> tuple[dict[str, int], bool, dict[str, str]]:
    """Where each slider stands; whether the browser must follow; the codes that no slider knows.

    What the hand last told holds until Python moves the bar; before that, the address. The address that the
    browser sends is at times the one that Python last wrote, and not the one that the bar has written since.
    """
    positions, illegal = {}, {}
    heard = {} if address.navigated() else _told()
    for slider in sliders:
        asked, unknown = address.read(slider.name, slider.index_of)
        if unknown is not None and address.navigated():
            illegal[slider.name] = unknown
        code = heard.get(slider.name, st.query_params.get(slider.name))
        if code is not None and not address.navigated():
            written = slider.index_of(code)
            asked = asked if written is None else written
        positions[slider.name] = slider.first if asked is None else asked
    return positions, address.navigated(), illegal


def _told() -> dict[str, str]:
    """The codes that the bar told since Python last moved it, by the name of the slider."""
    told = (st.session_state.get(address.widget_key("transport")) or {}).get("positions")
    if not isinstance(told, Mapping) or told.get("moved", -1) != st.session_state.get(_MOVED):
        return {}
    codes = told.get("codes")
    every = codes.items() if isinstance(codes, Mapping) else ()
    return {name: code for name, code in every if isinstance(code, str)}


def _opened() -> None:
    """Play on a page without a question opens nothing."""


def _heard() -> None:
    """Streamlit keeps a component's state only where a callback of its name is given."""


def _is_number(code: str, number: float) -> bool:
    try:
        return abs(float(code) - number) <= 1e-5 * abs(number)
    except ValueError:
        return False
