"""Where the controls of the pages are: which addresses show which, so that each name is asked somewhere."""

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


def names_of(page: str) -> list[str]:
    """Every name that an address may have on this page, those of older links too."""
    today = [name.code for name in NAMES if name.pages == EVERY_PAGE or page in name.pages]
    return [*today, *OLDER.get(page, {})]
