"""The main picture of the race, made once for a choice: its tables are the same at every place of the bar."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from charts.descent_speed.race_to_zero import race_in_numbers, race_to_zero
from charts.picture import Picture, Translate, packed
from dashboard.caches import kept_for_everybody
from lessons.descent_speed.choice import Choice
from lessons.descent_speed.run import TRACKS, run
from lessons.descent_speed.words import no_remarks, remarks


def race_picture(_: Translate, choice: Choice, at: Mapping[str, int], *, begun: bool) -> Picture:
    """The race to 0; begun: whether more may be told than how it starts."""
    picture = _race_picture(st.session_state["language"], choice, begun, _)
    numbers = partial(race_in_numbers, _, run(choice), at["lam"]) if begun else None
    return replace(picture, numbers=numbers)


@kept_for_everybody(64, copied=False)
def _race_picture(language: str, choice: Choice, begun: bool, _translate: Translate) -> Picture:
    race = run(choice)
    told = remarks(_translate, race) if begun else no_remarks(race)
    start = {track.name: track.start for track in TRACKS}
    drawn = race_to_zero(_translate, race, told, TRACKS, start, log=choice.log, begun=begun)
    tables = {
        name: table if isinstance(table, bytes) else packed(table) for name, table in drawn.tables.items()
    }
    return replace(drawn, tables=tables, numbers=None)
