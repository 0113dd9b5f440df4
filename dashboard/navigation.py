"""The pages of the lab in their order, and the one way into them."""

from dataclasses import dataclass
from itertools import pairwise

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import address, language, visit
from dashboard.address_names import moved_to
from dashboard.text import N_, Translate, translator

_MADE = "navigation_pages"


@dataclass(frozen=True)
class Lesson:
    """One page of the lab: its file in `pages/`, its name in the navigation, the question it answers."""

    file: str
    title: str
    question: str
    icon: str

    @property
    def path(self) -> str:
        return f"pages/{self.file}.py"


HOME = Lesson("home", N_("Home"), N_("What does λ do to a model?"), ":material/home:")
LESSONS = (  # in the order in which one goes through them
    Lesson(
        "overfit_vs_regularized",
        N_("Overfitting"),
        N_("What does a network learn beside the pattern, and what does a penalty change?"),
        ":material/compare:",
    ),
    Lesson(
        "descent_speed",
        N_("Descent speed"),
        N_("Which penalty pulls a weight down faster, L1 or L2?"),
        ":material/trending_down:",
    ),
    Lesson(
        "model_space",
        N_("Model space"),
        N_("Where does a penalty leave two weights, and why there?"),
        ":material/adjust:",
    ),
    Lesson(
        "weight_shrinkage",
        N_("Weight shrinkage"),
        N_("What does the penalty do to every weight of a network while it learns?"),
        ":material/hub:",
    ),
    Lesson("choosing_lambda", N_("Choosing λ"), N_("Which λ, and why?"), ":material/tune:"),
)
ENDING = Lesson(
    "twelve_things",
    N_("Twelve things"),
    N_("What can one say about regularisation after an hour?"),
    ":material/checklist:",
)
REFERENCE = (  # to look things up in
    Lesson(
        "two_functions",
        N_("Two functions"),
        N_("What do the two functions of the notes compute, number by number?"),
        ":material/function:",
    ),
    Lesson(
        "other_names",
        N_("Libraries"),
        N_("What is my λ called in another library?"),
        ":material/translate:",
    ),
)
PAGES = (HOME, *LESSONS, ENDING, *REFERENCE)


def after(file: str) -> Lesson | None:
    """The page that follows on the way through the lab; None after its end, and where one looks things up."""
    way = (HOME, *LESSONS, ENDING)
    return next((then for page, then in pairwise(way) if page.file == file), None)


def page_of(file: str) -> StreamlitPage:
    """The page of this file in the language of the session, for links to it.

    Made once: Streamlit looks at every folder on the way to a file of which it is given the name.
    """
    made: dict[tuple[str, str], StreamlitPage] = st.session_state.setdefault(_MADE, {})
    key = file, st.session_state["language"]
    if key not in made:
        _, lesson = translator(), next(page for page in PAGES if page.file == file)
        made[key] = st.Page(  # without its icon: the browser would fetch it from far away, as the tab's icon
            lesson.path,
            title=_(lesson.title),
            url_path=lesson.file,
            default=lesson is HOME,
            help=_(lesson.question),
        )
    return made[key]


def navigate() -> StreamlitPage:
    """Settles the language, draws the navigation, and returns the page that the address asks for.

    An older address of what is a page of its own today is led there, with all that it says.
    """
    visit.settle()
    language.settle()
    _ = translator()
    page = st.navigation(
        {
            "": [page_of(lesson.file) for lesson in (HOME, *LESSONS, ENDING)],
            _("Reference"): [page_of(lesson.file) for lesson in REFERENCE],
        },
        position="top",
    )
    asked = st.query_params.to_dict()
    moved = moved_to(page.url_path, asked)
    if moved:
        st.switch_page(f"pages/{moved}.py", query_params=asked)
    return page


def enter() -> Translate:
    """Every page begins here: the words of its language, once it stands inside the lab.

    Streamlit runs a page file by itself where a deep link is the first request to a new server, because
    the folder is called pages/; the first st.navigation ends that, so the page starts again through it.
    """
    if not address.knows_its_page():
        navigate()
        st.rerun()
    return translator()
