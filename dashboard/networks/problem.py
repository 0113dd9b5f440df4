"""The data set that the network pages train on: its controls in one row and a popover, what they chose."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address, controls
from dashboard.caches import compute_on_own_data, kept_for_everybody
from dashboard.text import Translate
from l2core.datasets import DEFAULT_NOISE, TUMOUR_COLUMNS, Split, classification
from l2core.tables import breast_cancer

SIZES = (20, 30, 50, 70, 100, 150, 200, 300)
DATA_SEEDS = range(30)
DEFAULT_SIZE, DEFAULT_SEED = 200, 1
MOST_LABEL_NOISE = 40
_SHOWN = "problem_shown"  # the built-in data set that a page showed last


@dataclass(frozen=True, eq=False)
class OwnData:
    """The split of a user's own table, and what writes the lines of a script that make it from the file.

    They stand after settings `training_size`, `label_noise` and `seed`, and call `from_table`.
    """

    split: Split
    read: Callable[[], list[str]]


OwnTable = Callable[[Translate, int, float, int], OwnData | None]


@dataclass(frozen=True)
class Problem:
    """What the controls chose; `name` is a name of `l2core.datasets`, or "own" for an uploaded table.

    label_noise: the chance with which each training and validation label was flipped. scatter: × the usual.
    read: of an own table, as in `OwnData`; None for a data set of the lab.
    """

    name: str
    split: Split
    label_noise: float
    scatter: float
    seed: int
    columns: tuple[str, str] = TUMOUR_COLUMNS
    read: Callable[[], list[str]] | None = None

    @property
    def training_size(self) -> int:
        return self.split.Y_train.shape[1]

    def codes(self) -> dict[str, str]:
        """What the address of another lesson on networks needs to show this problem."""
        numbers = {
            "m": self.training_size,
            "seed": self.seed,
            "flip": 100 * self.label_noise,
            "noise": self.scatter,
        }
        columns = dict(zip(("col1", "col2"), self.columns, strict=True))
        codes = {name: address.code_of_number(number) for name, number in numbers.items()}
        return {"data": self.name, **codes, **columns}

    @property
    def source(self) -> tuple[str, int, float, float, tuple[str, str]]:
        """What every draw of a built-in data set has in common."""
        return self.name, self.training_size, self.label_noise, self.scatter, self.columns

    def draw(self, seed: int) -> Split:
        """Other points from the same source; of a built-in data set."""
        return built_in(self.name, self.training_size, self.label_noise, self.scatter, seed, self.columns)

    def redrawn(self, training_size: int, label_noise: float) -> Split:
        """The same draw with so many training points and this chance of a flip; football for "own"."""
        name, scatter = ("football", 1.0) if self.name == "own" else (self.name, self.scatter)
        return built_in(name, training_size, label_noise, scatter, self.seed, self.columns)


def problem_controls(
    _: Translate, own: OwnTable | None = None, *, size: int = DEFAULT_SIZE, seed: int = DEFAULT_SEED
) -> tuple[Problem, DeltaGenerator]:
    """Draws the controls of the data set; what they chose, and the popover for a page's further settings.

    size, seed: the training points and the draw of the data that the page starts from.
    own: offers the user's own table too; called as own(_, training_size, label_noise, seed) below the row, it
    draws what the table needs and returns its data, or None as long as there is none to show: the page then
    shows the built-in data set that it showed last, and says so.
    """
    names = {
        "football": _("Football pitch"),
        "moons": _("Two moons"),
        "circles": _("Circles"),
        "spirals": _("Spirals"),
        "exclusive_or": _("Exclusive or"),
        "breast_cancer": _("Tumours (measured)"),
    } | ({} if own is None else {"own": _("Your own table (CSV)")})
    places = st.columns([3, 3, 3, 2], vertical_alignment="bottom", gap="medium")
    with places[0]:
        name = controls.select("data", _("Data set"), names, default="football")
    with places[1]:
        few = _("With few points there is more noise to learn.")
        training_size = int(controls.slide_over("m", _("Training points"), SIZES, default=size, help=few))
    with places[2]:
        label_noise = _label_noise(_)
    settings = places[3].popover(_("More settings"), width="stretch")
    with settings:
        other = _("Another seed draws other points from the same source.")
        drawn = int(controls.slide_over("seed", _("Data seed"), DATA_SEEDS, default=seed, help=other))
        scatter, columns = 1.0, TUMOUR_COLUMNS
        if name in DEFAULT_NOISE:
            usual = _("Scatter of the points, × the usual")
            scatter = controls.slide("noise", usual, 0.0, 2.0, step=0.25, default=1.0)
        elif name == "breast_cancer":
            columns = _two_columns(_)
    compute_on_own_data(name == "own")
    if name == "own" and own is not None:
        data = own(_, training_size, label_noise, drawn)
        if data is not None:
            return Problem(name, data.split, label_noise, scatter, drawn, columns, data.read), settings
        shown: Problem | None = st.session_state.get(_SHOWN)
        if shown is None:
            start = built_in("football", size, 0.0, 1.0, seed)
            shown = Problem("football", start, 0.0, 1.0, seed)
        words = _("No table of your own is shown yet: pictures and words are those of **{table}**.")
        with st.container(key="notice_own"):
            st.info(words.format(table=names[shown.name]), icon=":material/table:")
        return shown, settings
    split = built_in(name, training_size, label_noise, scatter, drawn, columns)
    problem = Problem(name, split, label_noise, scatter, drawn, columns)
    st.session_state[_SHOWN] = problem
    return problem, settings


def in_words(_: Translate, name: str) -> str:
    """The name of a feature or a class of a built-in set, translated; any other name as it is."""
    known = {
        "along the pitch": _("along the pitch"),
        "across the pitch": _("across the pitch"),
        "home team": _("home team"),
        "other team": _("other team"),
        "benign": _("benign"),
        "malignant": _("malignant"),
    }
    return known.get(name, name)


@kept_for_everybody(64)
def built_in(
    name: str,
    training_size: int,
    label_noise: float,
    scatter: float,
    seed: int,
    columns: tuple[str, str] = TUMOUR_COLUMNS,
) -> Split:
    """A data set of the lab; `scatter` is × its usual noise, `columns` are two of the breast-cancer table."""
    measured = name not in DEFAULT_NOISE
    return classification(
        name,
        seed=seed,
        noise=None if measured else scatter * DEFAULT_NOISE[name],
        label_noise=label_noise,
        training_size=training_size,
        columns=columns if measured else None,
    )


def _label_noise(_: Translate) -> float:
    percent = controls.slide(
        "flip",
        _("Label noise"),
        0,
        MOST_LABEL_NOISE,
        step=5,
        default=0,
        format="%d%%",
        help=_("Each training and validation label is flipped with this chance. Test labels stay true."),
    )
    return percent / 100


def _two_columns(_: Translate) -> tuple[str, str]:
    """Two different columns of the breast-cancer table."""
    variables = _tumour_variables()
    first = controls.select(
        "col1", _("Column on the x axis"), {name: name for name in variables}, default=TUMOUR_COLUMNS[0]
    )
    others = {name: name for name in variables if name != first}
    default = TUMOUR_COLUMNS[1] if first != TUMOUR_COLUMNS[1] else TUMOUR_COLUMNS[0]
    return first, controls.select("col2", _("Column on the y axis"), others, default=default)


@kept_for_everybody()
def _tumour_variables() -> tuple[str, ...]:
    return breast_cancer().features
