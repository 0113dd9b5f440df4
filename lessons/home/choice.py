"""What one chooses on the first page: the penalty, and a point to be moved."""

from dataclasses import dataclass

import streamlit as st

from charts.penalties import penalty_names
from dashboard import address, controls
from dashboard.text import Translate

POINTS = 15
FARTHEST, STEP = 1.5, 0.1  # that a point is moved, and in what steps


@dataclass(frozen=True)
class Choice:
    """penalty: "l2" or "l1". point: the moved one, counted from the left; 0 for none. shift: by how much."""

    penalty: str = "l2"
    point: int = 0
    shift: float = 0.0

    @property
    def codes(self) -> dict[str, str]:
        """What the address says of this choice."""
        moved = {"point": str(self.point), "shift": address.code_of_number(self.shift)} if self.point else {}
        return ({} if self.penalty == "l2" else {"penalty": self.penalty}) | moved


def choose(_: Translate) -> Choice:
    """Draws the row of controls."""
    names = penalty_names(_)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="choice"):
        penalty = controls.choose(
            "penalty", _("Penalty"), {code: names[code] for code in ("l2", "l1")}, default="l2"
        )
        numbers = {str(k): _("Point {number}").format(number=k) for k in range(1, POINTS + 1)}
        with st.container(width=200):
            point = controls.select("point", _("Move a point"), {"0": _("None"), **numbers}, default="0")
        if point == "0":
            return Choice(penalty)
        with st.container(width=260):
            shift = controls.slide(
                "shift", _("Up or down by"), -FARTHEST, FARTHEST, step=STEP, default=0.0, format="%.1f"
            )
    return Choice(penalty, int(point), round(shift, 1))
