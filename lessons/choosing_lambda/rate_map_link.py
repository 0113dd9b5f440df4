"""The map on the page: a click on a cell, or the bar and a link, lead to the run of that net."""

import streamlit as st

from charts.choosing_lambda.rate_map import CELL
from charts.numbers import code_number
from charts.picture import Picture, Translate
from dashboard import address, glossary, lecture, pictures
from dashboard.navigation import page_of
from dashboard.networks.problem import Problem
from l2core.rate_map import RateMap
from lessons.choosing_lambda.network_choice import NetworkChoice

_WEIGHTS = "weight_shrinkage"


def draw(picture: Picture, choice: NetworkChoice) -> None:
    """Draws the map; a click on a cell goes to its run."""
    spec = pictures.begun(picture, "map")
    with st.container(key=address.widget_key("picture.map"), gap=None):
        clicked = st.vega_lite_chart(
            spec,
            key=address.widget_key("chart.map"),
            alt=pictures.title_of(picture),
            width="stretch",
            height="stretch" if lecture.is_on() else "content",
            on_select="rerun",
            selection_mode=CELL,
        )
        pictures.say_unseen(picture.alt)
    if picked := clicked.selection.get(CELL):
        cell = run_address(choice.problem, picked[0]["eta"], picked[0]["lambd"])
        st.switch_page(page_of(_WEIGHTS), query_params=cell)


def doors_to_runs(_: Translate, cells: RateMap, choice: NetworkChoice, at: dict[str, int]) -> None:
    """The links for whoever does not click: to the cell where the bar stands, and to the best one."""
    here = (len(cells.rates) - 1 - at["eta"], at["lam"])
    with st.container(horizontal=True, gap="small"):
        _link(_("Open the net of the bar: η = {eta}, λ = {lambd}"), cells, here, choice.problem)
        if cells.best is not None:
            _link(_("Open the best cell: η = {eta}, λ = {lambd}"), cells, cells.best, choice.problem)
    glossary.caption(_("Or click a cell to see every weight of that net while it learns."))


def _link(words: str, cells: RateMap, cell: tuple[int, int], problem: Problem) -> None:
    eta, lambd = code_number(cells.rates[cell[0]]), code_number(cells.lambdas[cell[1]])
    st.page_link(
        page_of(_WEIGHTS),
        label=words.format(eta=eta, lambd=lambd),
        icon=":material/arrow_forward:",
        query_params=run_address(problem, eta, lambd),
        width="content",
    )


def run_address(problem: Problem, eta: str, lambd: str) -> dict[str, str]:
    """Where the lesson on weight shrinkage shows the run with these η and λ."""
    return address.link(_WEIGHTS, **problem.codes(), eta=eta, lam=lambd)
