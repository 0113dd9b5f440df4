"""The cases of a campaign: case k of a seed is the same on every machine, whatever else is run with it.

Ten cases make a visit: of one page by addresses, of one uploader by files, or a walk over all pages. They
come one after the other in the sessions of one visitor, each from where the last one has left the page.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import cycle, islice
from typing import TypeVar

from dashboard.navigation import PAGES
from tests.campaign.files import CORPUS, FILE_NAMES
from tests.campaign.places import PLACES, Place, names_of, places_of
from tests.campaign.values import KINDS, query

VISIT = 10  # cases
_TURNS = ("address", "address", "upload", "address", "walk", "address", "address", "walk", "address", "walk")
_TOGETHER = 3  # names of one address, so that 10,000 cases say each name of each page with each value
_NEW_SESSION = 0.3  # the share of cases that are opened as a link is, and not from the page that is there
SHAPES = ("=", "&&&", "=x&=y", "?" * 5_000, "%", "a" * 100_000, "lam", "link=1", "link=1&lam=x")
SHAPES += ("&".join(f"p{k}={k}" for k in range(3_000)), "lang=zh&lam=%E2%80%AE", "embed=true&embed=x")

T = TypeVar("T")
# where a file is at once a table of numbers twice as often as where nets are trained on it
_UPLOADERS = [
    Place("choosing_lambda", "table=own"),
    Place("overfit_vs_regularized", "data=own"),
    Place("choosing_lambda", "table=own"),
]


@dataclass(frozen=True)
class Case:
    """What is thrown: an address, a file, or a move of a walk.

    where: the place that is opened. said: what its address says beside, percent-encoded. new: in a session of
    its own, as the first case of every visit is; the others come by the browser's own buttons. file: of the
    corpus, "" for one that is drawn.
    """

    kind: str  # "name", "several", "upload", "walk"
    where: Place
    said: str = ""
    told: str = ""  # in words
    new: bool = False
    file: str = ""
    file_name: str = "t.csv"


def cases(seed: int, visit: int) -> Sequence[Case]:
    """The cases VISIT · visit, … of this seed."""
    kind = _TURNS[visit % len(_TURNS)]
    before = visit // len(_TURNS) * _TURNS.count(kind) + _TURNS[: visit % len(_TURNS)].count(kind)
    dice = dice_of(seed, f"visit {visit}")
    if kind == "address":
        every = _addresses(seed)
        found = [*every[before % len(every)]]
    elif kind == "upload":
        found = _uploads(seed, before, dice)
    else:
        where = Place(dice.choice(PAGES).file, dice.choice(["", "lang=zh"]))
        found = [Case("walk", where, told="a walk")] * VISIT
    new = [k == 0 or (kind != "walk" and dice.random() < _NEW_SESSION) for k in range(VISIT)]
    return [replace(case, new=is_new) for case, is_new in zip(found, new, strict=True)]


def dice_of(seed: int, what: object) -> random.Random:
    """The dice of a case, by its number, or of something else; each time anew."""
    return random.Random(f"{seed}.{what}")


@cache
def _addresses(seed: int) -> Sequence[Sequence[Case]]:
    """Visits of one page each, which say every name of every page with every value once in a while."""
    dice, visits = dice_of(seed, "addresses"), []
    for page in PAGES:
        names, found = names_of(page.file), []
        for turn in range(len(KINDS)):
            asked: dict[Place, list[tuple[str, str]]] = {}
            for k, name in enumerate(names):
                where = dice.choice(places_of(page.file, name))
                asked.setdefault(where, []).append((name, KINDS[(7 * k + turn) % len(KINDS)]))
            for where, pairs in asked.items():
                dice.shuffle(pairs)
                found += [_address(where, dict(some)) for some in _parted(pairs, _TOGETHER)]
        dice.shuffle(found)
        found += [_several(page.file, dice) for _more in range(len(found) // 12 + VISIT)]
        dice.shuffle(found)
        visits += [visit for visit in _parted(found, VISIT) if len(visit) == VISIT]
    dice.shuffle(visits)
    return visits


def _parted(every: Sequence[T], length: int) -> list[Sequence[T]]:
    return [every[k : k + length] for k in range(0, len(every), length)]


def _address(where: Place, asked: dict[str, str]) -> Case:
    said = "&".join(query(name, kind) for name, kind in asked.items())
    return Case("name", where, said, ", ".join(f"{name}: {kind}" for name, kind in asked.items()))


def _several(page: str, dice: random.Random) -> Case:
    where = dice.choice([place for place in PLACES if place.page == page])
    if dice.random() < 0.2:
        shape = dice.choice(SHAPES)
        return Case("several", where, shape, f"shape {shape[:20]}")
    names = names_of(page)
    chosen = dice.sample(names, min(len(names), dice.randint(4, 9)))
    return replace(_address(where, {name: dice.choice(KINDS) for name in chosen}), kind="several")


def _uploads(seed: int, before: int, dice: random.Random) -> list[Case]:
    """Files for one uploader: all of the corpus in turn, and then some that are drawn."""
    where, files = _UPLOADERS[before % len(_UPLOADERS)], [*CORPUS]
    dice_of(seed, f"files of {where.page}").shuffle(files)
    first = VISIT * [*islice(cycle(_UPLOADERS), before)].count(where)
    found = []
    for file in [*files[first : first + VISIT], *[""] * VISIT][:VISIT]:
        name = dice.choice(list(FILE_NAMES.values())) if dice.random() < 0.1 else "t.csv"
        found.append(Case("upload", where, told=file or "drawn", file=file, file_name=name))
    return found
