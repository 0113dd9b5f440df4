"""The names in the address: all in one table, all on the pages that it says; older links still lead there."""

import ast
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import address, visit
from dashboard.address_names import EVERY_PAGE, NAMES, OLDER, checked, moved_to, of_today
from dashboard.navigation import PAGES
from tests.conftest import OpenPage

ROOT = Path(__file__).resolve().parents[2]
BINDING = {
    "choose",
    "choose_many",
    "select",
    "slide",
    "slide_over",
    "switch",
    "type_number",
    "_typed_part",
    "Track",
    "write",
}
OLD = [
    line.split(" -> ")
    for line in (Path(__file__).parent / "old_addresses.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def warned(app: AppTest) -> list[str]:
    return [warning.value for warning in app.warning]


def test_each_name_has_one_row() -> None:
    codes = [name.code for name in NAMES]
    assert len(set(codes)) == len(codes)
    files = {page.file for page in PAGES}
    for name in NAMES:
        assert name.pages == EVERY_PAGE or set(name.pages) <= files
        assert name.kind in ("number", "option", "options", "switch", "place")
        assert name.meaning


def test_every_control_is_in_the_table_and_every_row_is_a_control() -> None:
    """Names in calls of controls, tracks, questions and doors, as literals in a page and its wing."""
    asked: set[str] = {"act", *visit.NAMES}
    for floor in ("pages", "lessons", "dashboard"):
        for module in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in BINDING:
                    asked |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
                if isinstance(node, ast.Call) and any(k.arg == "kept" for k in node.keywords):
                    asked |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
                if isinstance(node, ast.keyword) and node.arg == "holds" and isinstance(node.value, ast.List):
                    asked |= {a.value for a in node.value.elts if isinstance(a, ast.Constant)}
    assert asked == {name.code for name in NAMES}


def test_older_names_lead_to_those_of_today_and_never_mean_two_things() -> None:
    for page, older in OLDER.items():
        for old, new in older.items():
            assert checked(new, page) == new
            with pytest.raises(KeyError):
                checked(old, page)


def test_a_link_refuses_a_name_that_its_page_does_not_have() -> None:
    assert address.link("weight_shrinkage", eta="3")["eta"] == "3"
    with pytest.raises(KeyError, match="rate"):
        address.link("weight_shrinkage", rate="3")


def test_a_page_without_older_names_keeps_its_address() -> None:
    assert of_today("home", {"lam": "0.1", "lr": "2"}) == {"lam": "0.1", "lr": "2"}


@pytest.mark.parametrize(("old", "told"), OLD, ids=[old for old, _told in OLD])
def test_an_older_address_opens_what_it_opened(open_page: OpenPage, old: str, told: str) -> None:
    page, _mark, query = old.partition("?")
    asked = dict(parse_qsl(query))
    app = open_page(page, lang="en", **asked)
    assert not app.exception
    assert not warned(app)
    name, _equals, code = told.partition("=")
    assert app.query_params[name] in (code, [code])
    assert not set(OLDER.get(moved_to(page, asked) or page, {})) & set(app.query_params)


def test_a_part_that_moved_to_a_page_of_its_own_is_found_there(open_page: OpenPage) -> None:
    settings = {"conv": "scikit-learn-ridge-alpha", "value": "50", "n": "1000", "penalty": "l2"}
    app = open_page("choosing_lambda", lang="en", part="translator", **settings)
    assert not app.exception
    assert not warned(app)
    assert app.title[0].value == "Libraries"
    assert app.query_params["n"] in ("1000", ["1000"])
    assert "part" not in app.query_params
    assert any("`lambda` = **0.05**" in markdown.value for markdown in app.markdown)  # of glmnet: 50 / 1000
    app.switch_page("pages/choosing_lambda.py").run()  # as the navigation does it: nothing leads away again
    assert app.title[0].value == "Choosing λ"


@pytest.mark.parametrize(
    "code",
    [
        "![x](https://foreign.example/x.png)",
        "# heading",
        "[link](https://foreign.example)",
        "`$x$`",
        "\n\n# x",
    ],
)
def test_what_an_address_says_wrongly_is_shown_as_it_is(open_page: OpenPage, code: str) -> None:
    """A link cannot put a picture, a heading or another link on the page."""
    app = open_page("descent_speed", lang="en", eta=code)
    (sentence,) = warned(app)
    literal = re.search("`([^`]*)`", sentence)
    assert literal is not None
    shown = "".join(c for c in f"eta={code}" if c.isprintable() and c != "`")
    assert literal[1] == shown
    assert sentence.count("`") == 2


def test_another_language_leaves_the_open_doors_open(open_page: OpenPage) -> None:
    app = open_page("descent_speed", act="2", step="5", lang="en", doors=("formula",))
    assert app.latex
    app.session_state["visit_codes"] = {"lang": "zh"}
    app.run()
    assert app.title[0].value == "下降速度"
    assert app.latex
    app.session_state["descent_speed.door.formula"] = False
    app.run()
    app.session_state["visit_codes"] = {"lang": "en"}
    assert not app.run().latex


def test_a_language_that_the_browser_wrote_into_the_address_stays_there(open_page: OpenPage) -> None:
    """It is not there yet when the page runs in it for the first time; and the bar had moved by then."""
    app = open_page("home", lam="1", answered={"best": "shown"})
    app.session_state["visit_codes"] = {"lang": "zh"}
    app.query_params["lam"] = "0.0075"
    app.query_params["unknown"] = "1"  # so that the page writes its address anew
    app.run()
    assert dict(app.query_params) == {"lang": "zh", "lam": "0.0075"}
