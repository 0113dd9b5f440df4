"""The page of a phone in a vote: the question in its own language, big buttons, and nothing of the lesson.

Until the teacher reveals it no phone is sent which option is right, or what anybody else has voted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import streamlit as st

from dashboard import address, answers, glossary, visit
from dashboard.text import Translate, plain, translator
from dashboard.votes import device, lost, results
from dashboard.votes.names import legal_name
from dashboard.votes.room import (
    ClosedError,
    FullError,
    Phase,
    Question,
    Room,
    RoomError,
    UnreachableError,
)
from dashboard.votes.rooms import rooms

EVERY = 2.5  # seconds after which a phone looks whether the room has changed
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
_SEEN = "ballot_seen"  # rooms that this session has found open
_LATE = "ballot_late"  # the last tap came when its vote was closed


@dataclass(frozen=True)
class Words:
    """A question and its options in the phone's language. is_tapped: so it is on the lesson's page too."""

    question: str
    options: Mapping[str, str]
    is_tapped: bool = True


Asked = Mapping[str, Words]  # act -> its words


def draw(asked_for: str, lesson: str, part: Mapping[str, str], asked: Asked) -> NoReturn:
    """The whole page of a phone that came for the room `asked_for`; it ends the run.

    lesson, part, asked: where the phone is, and the questions there. If the room's question is another's, the
    phone goes there.
    """
    _ = translator()
    with st.container(key="ballot"):
        st.html(f"<style>{results.STYLE}{_STYLE}</style>")
        st.title(_("Vote"), anchor=False)
        voter, name = device.ask(), legal_name(asked_for)
        if name is None:
            st.warning(_("No room is called {name}.").format(name=plain(asked_for[:40])))
            st.button(_("To the lab"), on_click=_leave)
        elif voter is not None:
            _in_the_room(_, name, voter, lesson, part, asked)
        address.write("join", asked_for)
    address.end_here()


def _in_the_room(
    _: Translate, name: str, voter: str, lesson: str, part: Mapping[str, str], asked: Asked
) -> None:
    room, is_reached = _look(name)
    _watch(name, room, is_reached)
    st.caption(_("Room {room}").format(room=name))
    if not is_reached:
        st.warning(_("The rooms of this lab cannot be reached. This page tries again by itself."))
        return
    if room is None:
        _no_room(_, name)
        return
    st.session_state.setdefault(_SEEN, set()).add(name)
    question = room.question
    if question is not None and (question.lesson, dict(question.part)) != (lesson, dict(part)):
        _go_to(question, join=name)
    try:
        rooms().join(name, voter)
        first, second = (rooms().votes(name, round) for round in (1, 2))
    except FullError:
        st.warning(_("The room is full."))
        return
    except RoomError:
        return  # it went a moment ago: the page will see
    if question is not None:
        is_lost = lost.are_lost(name, question, are_there=voter in first or voter in second)
        if is_lost and room.phase in ("waiting", "first"):
            words = _(
                "The vote on this question begins anew, and what you chose before is gone: choose again."
            )
            st.warning(words)
    if question is None or room.phase == "waiting" or question.act not in asked:
        st.markdown(_("You are in. The next question comes here by itself."))
        return
    options, mine = asked[question.act].options, [votes.get(voter) for votes in (first, second)]
    with st.container(key="ballot_question"):
        glossary.say(f"## {asked[question.act].question}")
    if room.phase in ("first", "second"):
        if not asked[question.act].is_tapped:
            st.caption(_("Choose the words that fit what you have in mind."))
        _vote(_, room, voter, question, options, mine)
    elif room.phase == "revealed":
        _your_votes(_, options, mine)
        _revealed(_, room, options, first, second)
        _open_the_picture(_, question, mine)
    else:
        _your_votes(_, options, mine)
        st.markdown(_("The vote is closed. What is right is shown once the teacher reveals it."))


def _look(name: str) -> tuple[Room | None, bool]:
    """The room as it stands, None where there is none; and whether that could be found out."""
    try:
        return rooms().find(name), True
    except UnreachableError:
        return None, False


@st.fragment(run_every=EVERY)
def _watch(name: str, room: Room | None, is_reached: bool) -> None:
    """Looks at the room again and again; the page runs anew where it is not as it was."""
    if _look(name) != (room, is_reached):
        st.rerun()


def _no_room(_: Translate, name: str) -> None:
    if name in st.session_state.get(_SEEN, ()) or lost.knows_room(name):
        st.markdown(_("The room is closed, and its votes are gone. If it opens again, this page goes on."))
    else:
        st.markdown(_("The room is not open yet. Keep this page: it goes on by itself."))
    st.button(_("To the lab"), on_click=_leave)


def _vote(
    _: Translate,
    room: Room,
    voter: str,
    question: Question,
    options: Mapping[str, str],
    mine: list[str | None],
) -> None:
    first, second = mine
    now = first if room.phase == "first" else second
    if room.phase == "second":
        st.markdown(_("**Second vote.** Choose once more, the same or another."))
        if now is None and first is not None:
            st.markdown(_("Your first vote: **{first}**.").format(first=options.get(first, first)))
    for code in question.options:
        st.button(
            options.get(code, code),
            key=address.widget_key(f"ballot.{question.act}.{room.phase}.{code}"),
            on_click=_tapped,
            args=(room.name, voter, code, question, room.phase),
            type="primary" if code == now else "secondary",
            width="stretch",
        )
    if st.session_state.pop(_LATE, False):
        st.warning(_("The vote was closed before your tap arrived."))
    if now is not None:
        _your_votes(_, options, mine)
        st.caption(
            _("You can change it until the vote closes. What is right is shown once the teacher reveals it.")
        )


def _your_votes(_: Translate, options: Mapping[str, str], mine: list[str | None]) -> None:
    first, second = (None if code is None else options.get(code, code) for code in mine)
    if first is not None and second is not None:
        words = _("Your first vote: **{first}**. Your second vote: **{second}**.")
        st.markdown(words.format(first=first, second=second))
    elif first is not None or second is not None:
        st.markdown(_("Your vote: **{vote}**.").format(vote=first if second is None else second))
    else:
        st.markdown(_("You have not voted on this question."))


def _revealed(
    _: Translate,
    room: Room,
    options: Mapping[str, str],
    first: results.Votes,
    second: results.Votes,
) -> None:
    assert room.right is not None  # it is set where a room is revealed
    st.markdown(_("Right: **{right}**.").format(right=options.get(room.right, room.right)))
    st.html(results.bars(_, options, first, second, room.right))
    if changed := results.who_changed(_, first, second, room.right):
        st.caption(changed)


def _open_the_picture(_: Translate, question: Question, mine: list[str | None]) -> None:
    """The way out of the vote to the lesson, where the last vote stands as the answer."""
    if st.button(_("Open this picture"), icon=":material/visibility:", width="stretch"):
        given = next((code for code in reversed(mine) if code is not None), answers.SHOWN)
        answers.give(question.lesson, question.act, given)
        _leave()
        _go_to(question, **({} if question.number == 0 else {"act": str(question.number + 1)}))


def _go_to(question: Question, **codes: str) -> NoReturn:
    query = address.link(question.lesson, **codes, **question.part)
    st.switch_page(f"pages/{question.lesson}.py", query_params=query)


def _tapped(name: str, voter: str, code: str, question: Question, phase: Phase) -> None:
    """Votes in the round that the phone showed: one that was out of reach may have missed the next one."""
    try:
        room = rooms().find(name)
        if room is not None and room.phase != phase:
            raise ClosedError(f"{phase} is over: the room is in {room.phase}")
        rooms().vote(name, voter, code, question)
        lost.see(name, question)
    except ClosedError:
        st.session_state[_LATE] = True
    except RoomError:
        return  # the page says how the room stands


def _leave() -> None:
    visit.choose("join", None)
