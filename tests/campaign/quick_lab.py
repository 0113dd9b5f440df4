"""The lab with trainings of a few steps and few draws: what a campaign tries is not the training.

streamlit run tests/campaign/quick_lab.py. Everything else is as it is served.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # before all of the lab: `streamlit run` puts the folder of the script there

from dashboard import failure  # noqa: E402
from dashboard.gateway import Gateway, ask_nobody_for_the_address, keep_uploads_in_memory  # noqa: E402
from dashboard.logs import keep_own_tables_out  # noqa: E402
from dashboard.ready import ready  # noqa: E402
from tests.campaign.short_training import quick  # noqa: E402

SNAPSHOTS = 22  # enough for the race, whose λ changes at every fourth of them
DRAWS = 4  # of data, starts, folds
ROWS = 150  # of the table whose path is a logistic one
FEWER = (
    ("dashboard.networks.grid", "SNAPSHOTS", SNAPSHOTS),
    ("dashboard.networks.starts", "STARTS", DRAWS),
    ("lessons.overfit_vs_regularized.draws", "DRAWS", DRAWS),
    ("lessons.choosing_lambda.network_run", "STARTS", DRAWS),
    ("lessons.choosing_lambda.network_run", "DRAWS", DRAWS),
    ("lessons.choosing_lambda.table_sure_run", "DRAWS", DRAWS),
    ("lessons.choosing_lambda.table_sure_run", "RESAMPLES", {"gaussian": 5 * DRAWS, "binomial": DRAWS}),
)


def few_rows(read: Any) -> Any:
    """`read` with the first ROWS rows of its table."""
    return lambda: replace(table := read(), X=table.X[:ROWS], y=table.y[:ROWS])


QUICKER = (
    ("dashboard.networks.grid", "train", quick),
    ("lessons.choosing_lambda.table_choice", "breast_cancer", few_rows),
)


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    async with ready("charts", "lessons")(app):
        for module, name, value in FEWER:
            assert hasattr(sys.modules[module], name), f"{module} has no {name} any more"
            setattr(sys.modules[module], name, value)
        for module, name, quicker in QUICKER:
            setattr(sys.modules[module], name, quicker(getattr(sys.modules[module], name)))
        yield


ask_nobody_for_the_address()
keep_own_tables_out()
keep_uploads_in_memory()
app = st.App(
    ROOT / "streamlit_app.py",
    middleware=[Middleware(Gateway)],
    lifespan=lifespan,
    on_script_error=failure.tell,
)
