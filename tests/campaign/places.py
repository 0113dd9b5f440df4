"""Where the controls of the pages are: which addresses show which, so that each name is asked somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.address_names import EVERY_PAGE, NAMES, OLDER
from dashboard.navigation import PAGES
from tests.campaign.files import TABLE


@dataclass(frozen=True)
class Place:
    """A page at an address, with an own table on it or none."""

    page: str
    query: str = ""
    table: bytes | None = None

    def __str__(self) -> str:
        return f"{self.page}?{self.query}{' with a table' if self.table else ''}"


# Next to the bare address of each page: what has to be said for a control to be there.
PLACES = (
    *(Place(page.file) for page in PAGES),
    Place("home", "point=9"),
    Place("descent_speed", "en=1&pull=1"),
    Place("model_space", "en=1&drive=lam"),
    Place("weight_shrinkage", "penalty=elastic_net&opt=adam&look=pulls"),
    Place("weight_shrinkage", "data=breast_cancer"),
    Place("overfit_vs_regularized", "data=breast_cancer"),
    Place("overfit_vs_regularized", "data=own"),
    Place("overfit_vs_regularized", "data=own", TABLE),
    Place("choosing_lambda", "table=breast_cancer&penalty=l2"),
    Place("choosing_lambda", "table=own"),
    Place("choosing_lambda", "table=own&target=word", TABLE),
    Place("choosing_lambda", "part=network"),
    Place("choosing_lambda", "part=network&data=breast_cancer"),
    Place("choosing_lambda", "part=map"),
    Place("other_names", "penalty=elastic_net&conv=keras"),
    Place("twelve_things", "part=short"),
)

# Names that only some places of their page read, and what stands in the addresses of these.
_OF_A_NETWORK = {
    name.code for name in NAMES if {"choosing_lambda", "overfit_vs_regularized"} <= {*name.pages}
} - {"split"}
_ONLY_WHERE = {
    **{("choosing_lambda", code): ("part=",) for code in _OF_A_NETWORK},
    ("choosing_lambda", "eta"): ("part=map",),
    ("choosing_lambda", "col1"): ("part=network&data=",),
    ("choosing_lambda", "col2"): ("part=network&data=",),
    **{("overfit_vs_regularized", code): ("data=",) for code in ("col1", "col2", "x", "y")},
    **{("overfit_vs_regularized", code): ("data=own",) for code in ("label", "split", "part")},
    **{("weight_shrinkage", code): ("data=",) for code in ("col1", "col2")},
    **{("choosing_lambda", code): ("table=own",) for code in ("target", "level", "out", "gaps")},
    **{("choosing_lambda", code): ("table=own",) for code in ("codes", "split")},
    ("home", "shift"): ("point=",),
    ("model_space", "r"): ("en=1",),
    ("descent_speed", "r"): ("en=1",),
    ("weight_shrinkage", "r"): ("elastic_net",),
    **{("other_names", code): ("keras",) for code in ("l1", "l2")},
}  # fmt: skip


def names_of(page: str) -> list[str]:
    """Every name that an address may have on this page, those of older links too."""
    today = [name.code for name in NAMES if name.pages == EVERY_PAGE or page in name.pages]
    return [*today, *OLDER.get(page, {})]


def places_of(page: str, name: str) -> Sequence[Place]:
    """The places of this page at which the name is read, or may be."""
    of_the_page = [place for place in PLACES if place.page == page]
    said = _ONLY_WHERE.get((page, name), ("",))
    if page == "choosing_lambda" and name not in _OF_A_NETWORK and said == ("",):
        return [place for place in of_the_page if "part=" not in place.query]
    return [place for place in of_the_page if any(part in place.query for part in said)]
