"""Rings over a picture, to be taken by hand: with the mouse, the finger or the arrow keys.

A ring knows where it is in the numbers of the picture's axes (`charts.vega.with_scales_told`), so that it
stays where it belongs when the picture gets another size. It follows the hand in the browser; Python hears of
it when the hand lets go, and sets the controls that say the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from charts.vega import SCALES_TOLD
from dashboard import address
from dashboard.component import component

_layer = component(__file__, '<div class="layer" role="group"></div><!-- -->')


@dataclass(frozen=True)
class Places:
    """The values that a ring can take in one direction, from low to high, and how each is said."""

    values: Sequence[float]
    texts: Sequence[str]

    def nearest(self, value: float) -> int:
        """The place whose value is nearest to this one."""
        return min(range(len(self.values)), key=lambda k: abs(self.values[k] - value))


@dataclass(frozen=True)
class Handle:
    """A ring: its name, what a screen reader calls it, and where it stands in either direction.

    first, second: along x and along y; where it turns `around` another ring, the angle in degrees, which 180°
    leave as it is, and the distance, both in the numbers of the axes. ellipse: the product of the half-axes
    of the ellipse whose longer half-axis reaches to this ring, drawn while a hand moves it; 0 for none.
    """

    name: str
    label: str
    first: Places
    second: Places
    at: tuple[int, int]
    around: str = ""
    ellipse: float = 0.0


def handles(
    picture: str,
    rings: Sequence[Handle],
    moved: Callable[[str, int, int], None],
    *,
    label: str,
    by_keys: bool = True,
) -> None:
    """Lays the rings over the picture that was drawn under this name; call it right after the picture.

    moved: is told the name of a ring and its two places, before the page runs anew. label: what the rings are
    for. by_keys: not where the same rings lie over another picture of the page, which is reached by keys.
    """
    key = address.widget_key(f"handles.{picture}")
    _layer(
        key=key,
        data={
            "picture": address.css_class(f"picture.{picture}"),
            "told": SCALES_TOLD,
            "label": label,
            "by_keys": by_keys,
            "rings": [_sent(ring) for ring in rings],
        },
        on_moved_change=partial(_heard, key, list(rings), moved),
    )


def _sent(ring: Handle) -> dict[str, Any]:
    return {
        "name": ring.name,
        "label": ring.label,
        "values": [[float(value) for value in places.values] for places in (ring.first, ring.second)],
        "texts": [list(places.texts) for places in (ring.first, ring.second)],
        "at": list(ring.at),
        "around": ring.around,
        "ellipse": ring.ellipse,
    }


def _heard(key: str, rings: Sequence[Handle], moved: Callable[[str, int, int], None]) -> None:
    """Passes on what the browser says, if it is one of these rings at one of its places."""
    said = (st.session_state.get(key) or {}).get("moved")
    if not isinstance(said, Mapping):
        return
    ring = next((ring for ring in rings if ring.name == said.get("ring")), None)
    at = said.get("at")
    if ring is None or not isinstance(at, list | tuple) or len(at) != 2:
        return
    first, second = at
    if (
        isinstance(first, int)
        and isinstance(second, int)
        and 0 <= first < len(ring.first.values)
        and 0 <= second < len(ring.second.values)
    ):
        moved(ring.name, first, second)
