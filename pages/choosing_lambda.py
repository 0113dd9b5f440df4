"""Which λ, and why? In three parts: for a table, for a network, along with η.

Each part is a story of its own: `lessons.choosing_lambda.table`, `network` and `rate_map`.
"""

from collections.abc import Callable

import streamlit as st

from dashboard import controls, lesson
from dashboard.navigation import enter
from lessons.choosing_lambda.network import network_part
from lessons.choosing_lambda.rate_map import rate_map_part
from lessons.choosing_lambda.table import table_part

_ = enter()
above, below = st.container(), st.container()

# ---- choose

with below:
    part = controls.choose(
        "part",
        _("Choose λ for"),
        {
            "linear": _("A table"),
            "network": _("A network"),
            "map": _("η × λ"),
        },
        default="linear",
    )

# ---- ask, compute, draw and tell: each part for itself, and then the script of its run

script: Callable[[], str] | None = None
if part == "linear":
    script = table_part(_, above, below)
elif part == "network":
    script = network_part(_, above, below)
else:
    script = rate_map_part(_, above, below)

lesson.whats_next("choosing_lambda", script=script)
