"""What a border between two answers looks like: straight, bent, in pieces, or none at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from l2core.checks import FloatArray, positive

STRAIGHT = 0.02  # of the picture's side


@dataclass(frozen=True)
class BorderForm:
    """kind: "none" | "straight" | "bent" (one line each) | "pieces" (`pieces` of them)."""

    kind: str
    pieces: int


def border_form(lines: Sequence[FloatArray], *, straight: float = STRAIGHT) -> BorderForm:
    """One line is straight where max_k |(p_k − p_1) × (p_n − p_1)| ≤ straight · ‖p_n − p_1‖, and open.

    So no point of it is farther than `straight` from the line through its ends.
    lines: polylines, (n, 2) each, in units of the picture's side; a closed one ends where it began, and is
    never straight. Raises ValueError for a polyline of fewer than 2 points.
    """
    straight = positive("straight", straight)
    if any(len(line) < 2 for line in lines):
        raise ValueError(f"lines needs 2 points in each, got {[len(line) for line in lines]}")
    if not lines:
        return BorderForm("none", 0)
    if len(lines) > 1:
        return BorderForm("pieces", len(lines))
    from_first = lines[0] - lines[0][0]
    chord = from_first[-1]
    off = np.abs(from_first[:, 0] * chord[1] - from_first[:, 1] * chord[0]).max()
    is_straight = chord.any() and off <= straight * np.hypot(*chord)
    return BorderForm("straight" if is_straight else "bent", 1)
