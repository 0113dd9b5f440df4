"""The map of η × λ, from each cell of which a click leads to that run on the lesson on weight shrinkage."""

import streamlit as st

from charts.picture import Picture
from charts.rate_map import CELL, RateMap
from dashboard import address
from dashboard.problems import Problem
from dashboard.text import Translate

_WEIGHTS = "pages/weight_shrinkage.py"


def draw(_: Translate, picture: Picture, cells: RateMap, problem: Problem) -> None:
    """Draws the map, and below it the door to the best cell for those who do not click."""
    with st.container(key=address.widget_key("picture.map")):
        clicked = st.vega_lite_chart(
            {**picture.spec, "datasets": dict(picture.tables)},
            key=address.widget_key("chart.map"),
            alt=picture.alt,
            width="stretch",
            on_select="rerun",
            selection_mode=CELL,
        )
    st.caption(_("Click a cell to see every weight of that net while it learns."))
    row, column = cells.best
    eta, lambd = f"{cells.rates[row]:g}", f"{cells.lambdas[column]:g}"
    st.page_link(
        _WEIGHTS,
        label=_("Open the best cell: η = {eta}, λ = {lambd}").format(eta=eta, lambd=lambd),
        icon=":material/arrow_forward:",
        query_params=run_address(problem, eta, lambd),
    )
    if picked := clicked.selection.get(CELL):
        st.switch_page(_WEIGHTS, query_params=run_address(problem, picked[0]["eta"], picked[0]["lambd"]))


def run_address(problem: Problem, eta: str, lambd: str) -> dict[str, str]:
    """Where the lesson on weight shrinkage shows the run with these η and λ."""
    codes = {
        "data": problem.name,
        "m": str(problem.training_size),
        "seed": str(problem.seed),
        "flip": f"{100 * problem.label_noise:g}",
        "eta": eta,
        "lam": lambd,
    }
    return address.link(**codes)
