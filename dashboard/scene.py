"""What a lesson asks on its stage: the acts, the one that is on, and what came out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.sketch import Paper
from dashboard.votes import teacher

_JUST = "scene_just_answered"  # lesson, act, and how many answers there were


@dataclass(frozen=True)
class Act:
    """A question of a lesson. options: code -> words; they exclude each other, and one of them is right.

    codes: what the controls stand at where this act is played, as the address would say it; the first act is
    played where the controls begin. by_hand: the answer is drawn, not tapped, and `confirm` or `drawing`
    says which of the options it comes to. paper: what a curve is drawn on.
    """

    name: str
    question: str
    options: Mapping[str, str]
    codes: Mapping[str, str] = field(default_factory=dict)
    by_hand: bool = False
    paper: Paper | None = None

    @property
    def is_tapped(self) -> bool:
        return not self.by_hand and self.paper is None


@dataclass(frozen=True)
class Show:
    """A place that decides a question: its words, and what the address says there."""

    words: str
    codes: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What came out: the code of the option that is right, why in a sentence, and where one sees it."""

    happened: str
    because: str
    shows: Sequence[Show] = ()


@dataclass(frozen=True)
class Scene:
    """The act that is on, and what was answered: None as long as the question is open.

    part: what the address says of the part of the lesson whose acts these are; empty where it has no parts.
    then: what it says of the part that follows; None after the last one. places: the names of which a link
    must say one to show the picture. vote: in the room that is held here.
    """

    lesson: str
    acts: Sequence[Act]
    number: int
    answer: str | None
    verdict: DeltaGenerator
    part: Mapping[str, str] = field(default_factory=dict)
    then: Mapping[str, str] | None = None
    places: Sequence[str] = ()
    vote: teacher.Vote | None = None
    title: str = ""

    @property
    def act(self) -> Act:
        return self.acts[self.number]

    @property
    def is_open(self) -> bool:
        """Whether the picture may show its story."""
        return self.answer is not None

    @property
    def asks_what_happened(self) -> bool:
        """Whether `tell` needs what happened: for the verdict, or to say which share of a class is right."""
        return self.is_open or (self.vote is not None and teacher.needs_the_right_answer(self.vote))

    @property
    def token(self) -> str:
        """What the bar plays once: another one for every answer that was given."""
        lesson, act, count = st.session_state.get(_JUST, ("", "", 0))
        return f"{lesson}.{act}.{count}" if (lesson, act) == (self.lesson, self.act.name) else ""


def just_answered(lesson: str, act: str) -> None:
    """Another answer was given: its story is one that the bar has not played."""
    st.session_state[_JUST] = (lesson, act, st.session_state.get(_JUST, ("", "", 0))[2] + 1)
