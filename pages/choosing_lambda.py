"""Which λ, and why? In four parts: for a table, for a network, along with η, in everybody's convention.

Each part is a story of its own: `lessons.choosing_lambda.table`, `network`, `rate_map` and `translator`.
"""

import streamlit as st

from dashboard import controls, lesson
from dashboard.navigation import enter
from lessons.choosing_lambda.network import network_part
from lessons.choosing_lambda.rate_map import rate_map_part
from lessons.choosing_lambda.table import table_part
from lessons.choosing_lambda.translator import translator_part

_ = enter()

# ---- ask

lesson.opening(
    "choosing_lambda",
    _(
        "The right λ makes the error smallest on data that the model has not seen. Here it is looked for on "
        "a table and in a network, and told in the convention of every library."
    ),
)

# ---- choose

left, aside = st.columns([3, 4], gap="medium", vertical_alignment="bottom")
with left:
    part = controls.choose(
        "part",
        _("Choose λ for"),
        {
            "linear": _("A table"),
            "network": _("A network"),
            "map": _("η × λ"),
            "translator": _("Libraries"),
        },
        default="linear",
    )

# ---- compute, draw and tell: each part for itself

if part == "linear":
    table_part(_, aside)
elif part == "network":
    network_part(_)
elif part == "map":
    rate_map_part(_)
else:
    translator_part(_)

lesson.whats_next("choosing_lambda")
