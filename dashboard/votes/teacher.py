"""The vote on the page of whoever asks: the room, its phases one after the other, the rule between them.

On the wall stands how many have voted, and then which share is right; which option that is, and what was
chosen, only once it is revealed. The room is in the address, the secret that holds it in the browser alone.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address, controls, origin, visit
from dashboard.navigation import ENDING
from dashboard.qr_code import qr_code
from dashboard.text import Translate, plain, translator
from dashboard.votes import device, lost, results
from dashboard.votes.names import legal_name, new_name
from dashboard.votes.room import (
    FullError,
    GoneError,
    Phase,
    Question,
    Room,
    RoomError,
    TakenError,
    UnreachableError,
)
from dashboard.votes.rooms import rooms
from dashboard.votes.tally import advice, share_right

_TO_THE_END: Mapping[Phase, tuple[Phase, ...]] = {
    "first": ("talk", "revealed"),
    "talk": ("revealed",),
    "second": ("closed", "revealed"),
    "closed": ("revealed",),
}
_TAKEN_OVER = "vote_taken_over"  # the room that this page has taken over to its question last, and that
EVERY = 2  # seconds after which the page counts again
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Vote:
    """The room that this browser holds, as it stands, and the question of the page, its options in words."""

    room: Room
    question: Question
    options: Mapping[str, str]

    @property
    def is_on_it(self) -> bool:
        """Whether the room's question is that of the page."""
        return self.room.question == self.question

    @property
    def phase(self) -> Phase:
        """The phase as the page has it: to begin with, where the room has another question."""
        return self.room.phase if self.is_on_it else "waiting"


def entry(_: Translate) -> None:
    """In the menu: a room is opened, or closed."""
    name = visit.code("vote")
    if name is not None:
        st.button(
            _("Close the room {room}").format(room=plain(name[:24])), on_click=_leave, icon=":material/close:"
        )
    elif address.page() == ENDING.file:
        st.caption(_("This page has no question to vote on."))
    else:
        st.button(
            _("Open a vote on this question"),
            on_click=_open_a_room,
            icon=":material/how_to_vote:",
            help=_(
                "Peer instruction: phones vote, neighbours talk, phones vote again, and then the run "
                "answers. Key V."
            ),
        )


def opener(_: Translate) -> None:
    """A small button in the head of the stage, as long as there is no room; none inside a page of others."""
    if visit.code("vote") is None and not st.context.is_embedded:
        with _next():
            label, key = _("Vote"), address.widget_key("vote.open")
            st.button(label, key=key, on_click=_open_a_room, type="tertiary", icon=":material/how_to_vote:")


def standing(question: Question, options: Mapping[str, str], *, is_open: bool) -> Vote | None:
    """The vote in the room that the address names; None where there is none, and why is said.

    A room that waits, or has revealed what it had, goes on to the question of the page if that is open: once,
    for another page of the same browser may have taken it over to its own.
    """
    _, asked = translator(), visit.code("vote")
    if asked is None:
        return None
    st.html(f"<style>{results.STYLE}{_STYLE}</style>")
    holder, name = device.ask(), legal_name(asked)
    if name is None:
        controls.say_illegal("vote", asked)
        visit.forget("vote")
        return None
    if holder is None:
        return None  # the browser tells it at once
    try:
        room = rooms().open(name, holder)
        is_new = room.question is None or st.session_state.get(_TAKEN_OVER) != (name, question)
        if is_open and is_new and room.question != question and room.phase in ("waiting", "revealed"):
            room = rooms().turn(name, holder, "waiting", question)
            st.session_state[_TAKEN_OVER] = name, question
    except TakenError:
        words = _("Another browser holds the room {room}. Open a room of your own, or go on there.")
        st.warning(words.format(room=name), icon=":material/lock:")
        with _next():
            st.button(_("Open a room of your own"), key=address.widget_key("vote.own"), on_click=_open_a_room)
        return None
    except FullError:
        _again(_, _("As many rooms are open as this lab has. One has to be closed first."))
        return None
    except (GoneError, UnreachableError):
        _again(_, _("The rooms of this lab cannot be reached."))
        return None
    vote = Vote(room, question, options)
    if vote.phase == "revealed":
        lost.forget()
    elif vote.is_on_it and lost.are_lost(name, question, are_there=vote.phase != "waiting"):
        st.warning(
            _(
                "The votes given on this question are gone, as when the server that kept them was started "
                "anew. The phones come back by themselves: open the vote again."
            )
        )
    return vote


def panel(vote: Vote, just_show_me: Callable[[], None]) -> None:
    """In the place of the answers: the code to join by, how many have voted, and the next phase.

    What needs the right answer comes from `advise`, when the page has found it out.
    """
    _ = translator()
    if vote.phase == "waiting":
        _invitation(_, vote, just_show_me)
        return
    chips = "".join(f"<span>{escape(words)}</span>" for words in vote.options.values())
    st.html(f'<div class="vote-options">{chips}</div>')
    if needs_the_right_answer(vote):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _count(vote)
        _button(vote, _("Close the vote"), "talk" if vote.phase == "first" else "closed")
        just_show_me()
        join = escape(origin.join_address(vote.room.name))
        st.html(f'<p class="vote-late">{join}</p>', width="content")


def needs_the_right_answer(vote: Vote) -> bool:
    """Whether `advise` is to be called while the question is open."""
    return vote.phase in ("talk", "closed", "revealed")


def advise(vote: Vote, right: str, open_the_picture: Callable[[], None]) -> None:
    """Which share is right, the rule of peer instruction, and the two ways on."""
    _ = translator()
    try:
        first, second = (rooms().votes(vote.room.name, round) for round in (1, 2))
    except RoomError:
        st.warning(_("The rooms of this lab cannot be reached."))
        return
    of_first = share_right(first, right)
    known = None if of_first is None or vote.phase != "talk" else advice(of_first)
    reveal = partial(_revealed, vote, right, open_the_picture)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="vote_share", width="content"):
            st.markdown(results.shares_right(_, first, second, right, known))
        if vote.phase == "talk" and known != "explain":
            _button(vote, _("Open the second vote"), "second")
            _button(vote, _("Reveal"), "revealed", reveal, is_other=True)
        else:
            _button(vote, _("Reveal"), "revealed", reveal)
            if vote.phase == "talk":
                _button(vote, _("Open the second vote"), "second", is_other=True)


def tell(vote: Vote, right: str, ask_again: Callable[[], None]) -> None:
    """Beside the verdict: both votes behind one line; or the question once more, where it had no vote.

    A picture that was opened while a vote was on reveals what the vote came to.
    """
    _ = translator()
    if vote.phase == "waiting":
        label, key = _("Vote on this question"), address.widget_key(f"vote.again.{vote.question.act}")
        with _next():
            st.button(label, key=key, on_click=ask_again, icon=":material/how_to_vote:")
        return
    room = vote.room if vote.phase == "revealed" else _reveal_what_is_there(vote, right)
    if room is None or room.right is None:
        return
    try:
        first, second = (rooms().votes(room.name, round) for round in (1, 2))
    except RoomError:
        return
    shares = [share_right(votes, room.right) for votes in (first, second)]
    written = [f"{results.percent(share)} %" for share in shares if share is not None]
    label = _("Votes: {shares} right").format(shares=" → ".join(written)) if written else _("No votes")
    with _next(), st.popover(label, icon=":material/how_to_vote:", width="content"):
        st.html(results.bars(_, vote.options, first, second, room.right))
        if changed := results.who_changed(_, first, second, room.right):
            st.markdown(changed)


def _invitation(_: Translate, vote: Vote, just_show_me: Callable[[], None]) -> None:
    """The code for the phones, large enough for a wall, and the address in words."""
    join = origin.join_address(vote.room.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="vote_invitation"):
        st.html(f'<div class="vote-code">{_image(qr_code(join), join)}</div>', width="content")
        with st.container(width="stretch", gap="small"):
            room = escape(_("Room {room}")).format(room=f"<b>{escape(vote.room.name)}</b>")
            st.html(f'<p class="vote-room">{room}</p><p class="vote-address">{escape(join)}</p>')
            _count(vote)
            if not vote.is_on_it and vote.room.phase not in ("waiting", "revealed"):
                st.caption(_("The vote on another question is still on; it ends when this one opens."))
            with st.container(horizontal=True, gap="small"):
                _button(vote, _("Open the vote"), "first")
                just_show_me()


def _image(svg: str, says: str) -> str:
    """The drawing as an image: of a drawing by itself Streamlit sends nothing on."""
    drawing = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()
    coded = b64encode(drawing).decode()
    return f'<img src="data:image/svg+xml;base64,{coded}" alt="{escape(says)}">'


def _count(vote: Vote) -> None:
    with st.container(key="vote_count", width="content"):
        _counted(vote)


@st.fragment(run_every=EVERY)
def _counted(vote: Vote) -> None:
    """How many have joined or voted by now; the page runs anew only where the room is not as it was."""
    _ = translator()
    try:
        if rooms().find(vote.room.name) != vote.room:
            st.rerun()
        present = rooms().present(vote.room.name)
        voted = len(rooms().votes(vote.room.name, 2 if vote.phase in ("second", "closed") else 1))
    except GoneError:
        st.rerun()
    except UnreachableError:
        st.markdown(_("The rooms of this lab cannot be reached."))
        return
    words = (
        _("Joined: **{present}**").format(present=present)
        if vote.phase == "waiting"
        else _("Voted: **{voted}** of {present}").format(voted=voted, present=present)
    )
    st.markdown(words)


def _next() -> DeltaGenerator:
    """Where the button to the next phase stands, which a key presses: one on every page with a question."""
    return st.container(key="vote_next", width="content")


def _button(
    vote: Vote,
    label: str,
    to: Phase,
    press: Callable[[], None] | None = None,
    *,
    is_other: bool = False,
) -> None:
    """The way to the next phase. It bears another key in each: a press that comes late is no second press."""
    place = st.container(key="vote_other", width="content") if is_other else _next()
    key = address.widget_key(f"vote.{vote.question.act}.{vote.phase}.{to}")
    with place:
        st.button(
            label,
            key=key,
            on_click=press or partial(_turned, vote, to),
            type="secondary" if is_other else "primary",
        )


def _again(_: Translate, words: str) -> None:
    st.warning(words)
    with _next():
        st.button(_("Try again"), key=address.widget_key("vote.try"))


def _open_a_room() -> None:
    visit.choose("vote", new_name())


def _leave() -> None:
    name, holder = legal_name(visit.code("vote") or ""), device.known()
    visit.choose("vote", None)
    lost.forget()
    if name is not None and holder is not None:
        try:
            rooms().close(name, holder)
        except RoomError:  # another's, or gone, or out of reach: it is left all the same
            return


def _turned(vote: Vote, *phases: Phase, right: str | None = None) -> None:
    """Takes the room to its next phases; where one of them is refused, the page shows how the room stands."""
    try:
        for phase in phases:
            rooms().turn(
                vote.room.name,
                device.known() or "",
                phase,
                vote.question,
                right if phase == "revealed" else None,
            )
            lost.see(vote.room.name, vote.question)
    except RoomError:
        return


def _revealed(vote: Vote, right: str, open_the_picture: Callable[[], None]) -> None:
    _turned(vote, "revealed", right=right)
    open_the_picture()


def _reveal_what_is_there(vote: Vote, right: str) -> Room | None:
    """The room after a picture was opened in mid-vote; None where it is not revealed."""
    _turned(vote, *_TO_THE_END[vote.phase], right=right)
    try:
        return rooms().find(vote.room.name)
    except RoomError:
        return None
