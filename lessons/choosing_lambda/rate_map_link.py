"""The map on the page: a click on a cell leads to that run on the lesson on weight shrinkage."""

import streamlit as st

from charts.choosing_lambda.rate_map import CELL
from charts.numbers import code_number
from charts.picture import Picture, Translate
from dashboard import address
from dashboard.networks.problem import Problem
from l2core.rate_map import RateMap

_WEIGHTS = "weight_shrinkage"


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
    if cells.best is not None:
        _door_to_best(_, cells, cells.best, problem)
    if picked := clicked.selection.get(CELL):
        st.switch_page(
            f"pages/{_WEIGHTS}.py", query_params=run_address(problem, picked[0]["eta"], picked[0]["lambd"])
        )


def _door_to_best(_: Translate, cells: RateMap, best: tuple[int, int], problem: Problem) -> None:
    eta, lambd = code_number(cells.rates[best[0]]), code_number(cells.lambdas[best[1]])
    st.page_link(
        f"pages/{_WEIGHTS}.py",
        label=_("Open the best cell: η = {eta}, λ = {lambd}").format(eta=eta, lambd=lambd),
        icon=":material/arrow_forward:",
        query_params=run_address(problem, eta, lambd),
    )


def run_address(problem: Problem, eta: str, lambd: str) -> dict[str, str]:
    """Where the lesson on weight shrinkage shows the run with these η and λ."""
    return address.link(_WEIGHTS, **problem.codes(), eta=eta, lam=lambd)
