"""The cases of a campaign: case k of a seed is the same on every machine, whatever else is run with it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.navigation import PAGES
from tests.campaign.files import CORPUS, FILE_NAMES
from tests.campaign.places import PLACES, Place, names_of
from tests.campaign.values import KINDS, query

# of ten cases: one name of an address, several, an uploaded file, a walk
_TURNS = ("name", "name", "upload", "name", "walk", "name", "several", "name", "walk", "name")
SHAPES = ("=", "&&&", "=x&=y", "?" * 5_000, "%", "a" * 100_000, "lam", "link=1", "link=1&lam=x")
SHAPES += ("&".join(f"p{k}={k}" for k in range(3_000)), "lang=zh&lam=%E2%80%AE", "embed=true&embed=x")

UPLOADS = [place for place in PLACES if "=own" in place.query and place.table is None]


@dataclass(frozen=True)
class Case:
    """What is thrown: an address, a file, or a walk.

    where: the place that is opened. said: what its address says beside, percent-encoded. back: whether a
    session that is there already comes to it by the browser's own buttons. file: of the corpus, "" for one
    that is drawn.
    """

    kind: str
    where: Place
    said: str = ""
    told: str = ""  # in words
    back: bool = False
    file: str = ""
    file_name: str = "t.csv"


def case(seed: int, k: int) -> Case:
    """Case k of this seed."""
    dice = dice_of(seed, k)
    turn = _TURNS[k % len(_TURNS)]
    before = k // len(_TURNS) * _TURNS.count(turn) + _TURNS[: k % len(_TURNS)].count(turn)
    if turn == "name":
        every = _shuffled("names", seed)
        where, name, kind = every[before % len(every)]
        return Case(turn, where, query(name, kind), f"{name}: {kind}", dice.random() < 0.5)
    if turn == "several":
        where = dice.choice(PLACES)
        if dice.random() < 0.1:
            shape = dice.choice(SHAPES)
            return Case(turn, where, shape, f"shape {shape[:20]}")
        names = names_of(where.page)
        chosen = {
            name: dice.choice(KINDS) for name in dice.sample(names, min(len(names), dice.randint(2, 8)))
        }
        said = "&".join(query(name, kind) for name, kind in chosen.items())
        return Case(turn, where, said, str(chosen), dice.random() < 0.5)
    if turn == "upload":
        every = _shuffled("files", seed)
        every = _shuffled("files", seed)
        where, file = every[before] if before < len(every) else (dice.choice(UPLOADS), "")
        name = dice.choice(list(FILE_NAMES.values())) if dice.random() < 0.1 else "t.csv"
        return Case(turn, where, told=file or "drawn", file=file, file_name=name)
    return Case(turn, Place(dice.choice(PAGES).file), dice.choice(["", "lang=zh"]))


def dice_of(seed: int, k: int) -> random.Random:
    """The dice of case k, each time anew."""
    return random.Random(f"{seed}.{k}")


@cache
def _shuffled(what: str, seed: int) -> Sequence:
    dice, found = random.Random(f"{what} {seed}"), []
    if what == "files":
        found = [(place, file) for place in UPLOADS for file in CORPUS]
    for page in () if what == "files" else PAGES:
        places = [place for place in PLACES if place.page == page.file]
        found += [(dice.choice(places), name, kind) for name in names_of(page.file) for kind in KINDS]
    dice.shuffle(found)
    return found
