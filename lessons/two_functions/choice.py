"""What one chooses on the page of the two functions: the network that is small enough to print."""

from dataclasses import dataclass

import streamlit as st

from dashboard import controls
from dashboard.text import Translate

NETS = ("2-2-2-1", "2-3-2-1", "2-4-3-1", "3-4-3-1")
SIZES = ("3", "4", "5", "6")
SEEDS = range(1, 41)


@dataclass(frozen=True)
class Choice:
    """The sizes of the layers, how many examples, and the seed: what `worked_example` takes."""

    layer_dims: tuple[int, ...]
    m: int
    seed: int


def choose(_: Translate) -> Choice:
    """Draws the controls, and says what they stand at."""
    nets, examples, seeds = st.columns([1.4, 1, 1], gap="medium")
    with nets:
        net = controls.choose(
            "net", _("Layer sizes, input to output"), {net: net for net in NETS}, default="2-3-2-1"
        )
    with examples:
        m = controls.choose("m", _("Examples m"), {size: size for size in SIZES}, default="4")
    with seeds:
        seed = controls.slide_over("seed", _("Seed"), SEEDS, default=27)
    return Choice(tuple(int(n) for n in net.split("-")), int(m), int(seed))
