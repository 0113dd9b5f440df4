"""The test points: closed until somebody opens them, and used from then on.

Nothing of this stands in the address: a link must not open them. The session keeps which were opened, and
where the bar stood.
"""

import hashlib

import streamlit as st

from dashboard import address, glossary
from dashboard.text import Translate
from l2core.datasets import Split
from l2core.evaluation import Score, score
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.words import closed_test_set, opened_test_set, scores_on_test_points

_OPENED = "test_sets_opened"  # which test points -> (λ as it is written, step) when they were first seen


def held_out_points(_: Translate, here: Here) -> None:
    """Draws the switch that opens the test points and, once they are open, how the three nets do on them."""
    split = here.problem.split
    count, key = split.Y_test.shape[1], _identity(split)
    with st.container(border=True):
        is_open = st.toggle(
            _("Open the {count:,} test points").format(count=count),
            key=address.widget_key(f"test.{key}"),
            help=_("Choose λ first, by the validation points. Nothing here was fitted to the test points."),
        )
        opened: dict[str, tuple[str, int]] = st.session_state.setdefault(_OPENED, {})
        if is_open:
            opened.setdefault(key, (here.lambd, here.epoch))
            glossary.say(scores_on_test_points(_, scores(here), here.nets))
        glossary.caption(opened_test_set(_, *opened[key]) if key in opened else closed_test_set(_))


def scores(here: Here) -> dict[str, Score]:
    """penalty -> how its net does on the test points; without the nets that diverged."""
    split, grid = here.problem.split, here.grid
    return {
        penalty: score(
            split.X_test,
            split.Y_test,
            here.history.parameters(grid.net(penalty, here.lam), here.step),
        )
        for penalty, net in here.nets.items()
        if net.diverged_at < 0
    }


def mark_as_used(split: Split, lambd: str, epoch: int) -> None:
    """The test points of this split have been looked at elsewhere on the page."""
    st.session_state.setdefault(_OPENED, {}).setdefault(_identity(split), (lambd, epoch))


def _identity(split: Split) -> str:
    """The same for the same test points, whatever the nets were trained on."""
    return hashlib.sha1(split.X_test.tobytes() + split.Y_test.tobytes(), usedforsecurity=False).hexdigest()[
        :12
    ]
