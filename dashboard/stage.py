"""The stage of a lesson: a question, answers to tap, the picture from its beginning, the verdict.

A lesson is a play of a few acts, each a question on its own picture. Before it is answered the page holds
nothing that answers it; a tap (or "just show me") plays the story, and then the verdict says why.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address, answers, controls, glossary, visit
from dashboard.navigation import PAGES, after, page_of
from dashboard.scene import Act, Outcome, Scene, just_answered
from dashboard.sketch import drawn_on, sketch
from dashboard.text import translator
from dashboard.votes import ballot, teacher
from dashboard.votes.room import Question

Made = TypeVar("Made")  # by hand: a curve, or dots in columns


_SCENE = "stage_scene"  # of this run
_OUTCOME = "stage_outcome"
_BAR_OF = "stage_bar_of"  # lesson -> the part whose bar may have left its places in the address


def ask(
    lesson: str,
    acts: Sequence[Act],
    *,
    places: Sequence[str] = (),
    title: str = "",
    part: Mapping[str, str] | None = None,
    then: Mapping[str, str] | None = None,
) -> Scene:
    """Draws the lesson's name, its acts, and the question of the one that is on, with its answers.

    places: the tracks of the bar; a link that names a place of one of them shows the picture there.
    title: the lesson's name, where it is not the one that the navigation has. part: of a lesson that has
    several, each with acts of its own, what the address says of the one that is on; then: of the next one.
    """
    part = part or {}
    if (room := visit.code("join")) is not None:
        words = {act.name: ballot.Words(act.question, act.options, act.is_tapped) for act in acts}
        ballot.draw(room, lesson, part, words)
    _ = translator()
    title = title or _(next(page for page in PAGES if page.file == lesson).title)
    head = st.container(horizontal=True, vertical_alignment="center", gap="small", key="stage_head")
    with head:
        st.title(title, anchor=False, width="content")
        number = _chosen_act(acts, part)
    _links_to_acts(head, lesson, acts, number, part)
    with head:
        teacher.opener(_)
    act = acts[number]
    address.suppose(act.codes)
    left_by = st.session_state.setdefault(_BAR_OF, {})
    named = any(address.names(place) for place in places)
    if named and (address.navigated() or left_by.get(lesson, {}) == part):
        answers.give(lesson, act.name, answers.SHOWN)
    answer = answers.of(lesson).get(act.name)
    if answer is not None:
        left_by[lesson] = dict(part)
    with st.container(key="stage_question"):
        glossary.say(f"## {act.question}")
    place = st.container(key="stage_answers", gap="small")
    with place:
        asked = Question(lesson, part, act.name, number, tuple(act.options))
        vote = teacher.standing(asked, act.options, is_open=answer is None)
        if answer is None and vote:
            with st.container(key="stage_vote", gap="small"):
                teacher.panel(vote, partial(_just_show_me, lesson, act))
        elif answer is None and act.is_tapped:
            with st.container(horizontal=True, gap="small"):
                _options(lesson, act)
                _just_show_me(lesson, act)
    scene = Scene(lesson, acts, number, answer, place, part, then, places, vote, title)
    st.session_state[_SCENE] = scene
    return scene


def asks_nothing(page: str) -> None:
    """In place of `ask` on a page without acts: a phone that came here to vote goes to where the vote is."""
    if (room := visit.code("join")) is not None:
        ballot.draw(room, page, {}, {})


def begin_page() -> None:
    """Nothing has been asked yet, and nothing told."""
    st.session_state[_SCENE] = st.session_state[_OUTCOME] = None


def on() -> Scene | None:
    """The scene of this run, and between two runs that of the last one; None on a page without questions."""
    scene: Scene | None = st.session_state.get(_SCENE)
    return scene


def is_waiting() -> bool:
    """Whether a question of this run is open, so that nothing may answer it."""
    scene = on()
    return scene is not None and not scene.is_open


def told() -> Outcome | None:
    """What this run has told of its question, None as long as it is open."""
    outcome: Outcome | None = st.session_state[_OUTCOME]
    return outcome


def picture_place() -> DeltaGenerator:
    """Where the picture of the stage goes: what is in it stays in sight in lecture mode."""
    return st.container(key="stage_picture")


def place_for_instead() -> DeltaGenerator:
    """Where it is said that the picture shows something else than was asked for; in lecture mode too."""
    return st.container(key="stage_instead")


def drawing(
    scene: Scene, code_of: Callable[[Sequence[float]], str], truth: Callable[[], Sequence[float]]
) -> None:
    """The paper of the act, in the place of its picture; once the question is answered, the run over it.

    code_of: the option that a drawn curve comes to. truth: the run's heights at the same places.
    """
    name, paper = scene.act.name, scene.act.paper
    if paper is None:
        raise ValueError(f"act {name} has no paper to draw on")
    sketch(name, paper, truth() if scene.is_open else None)
    if not scene.is_open:
        confirm(scene, lambda: drawn_on(name, paper), code_of)


def confirm(scene: Scene, made: Callable[[], Made | None], code_of: Callable[[Made], str]) -> None:
    """The button that gives an answer made by hand, and "just show me".

    made: what the hand has made by now, None as long as it is not finished; asked again at the tap, which may
    come before the page has run with the last stroke. code_of: the option that it comes to. In a room that is
    held here the class answers, and the button is not there.
    """
    if scene.vote:
        return
    _ = translator()
    with scene.verdict, st.container(horizontal=True, gap="small"):
        st.button(
            _("That is what I expect"),
            key=address.widget_key(f"answer.{scene.act.name}.by_hand"),
            on_click=_answered_by_hand,
            args=(scene.lesson, scene.act.name, made, code_of),
            disabled=made() is None,
        )
        _just_show_me(scene.lesson, scene.act)


def tell(scene: Scene, find_out: Callable[[], Outcome]) -> None:
    """The verdict, where the answers were: did the prediction hold, why, where to see it, what is next.

    It stands there when the story has been played; until then the answers do, and the one that was given.
    """
    if not scene.asks_what_happened:
        return
    _, outcome, vote = translator(), find_out(), scene.vote
    if not scene.is_open:
        if vote:
            opens = partial(_answered, scene.lesson, scene.act.name, answers.SHOWN)
            with scene.verdict:
                teacher.advise(vote, outcome.happened, opens)
        return
    st.session_state[_OUTCOME] = outcome
    with scene.verdict:
        st.empty()  # where the buttons were: Streamlit would keep them until the whole page has run
        _answers_given(scene)
        with st.container(key="stage_verdict", horizontal=True, vertical_alignment="center", gap="small"):
            _verdict(scene, outcome)
            if vote:
                teacher.tell(vote, outcome.happened, partial(_ask_again, scene))
            with st.container(key="stage_links", horizontal=True, gap="small", width="content"):
                for show in outcome.shows:
                    codes = {**scene.part, **show.codes}
                    _link(scene.lesson, scene.number, show.words, codes, ":material/visibility:")
                if scene.number + 1 < len(scene.acts):
                    words, icon = _("Next question"), ":material/arrow_forward:"
                    _link(scene.lesson, scene.number + 1, words, scene.part, icon)
                elif scene.then is not None:
                    _link(scene.lesson, 0, _("Next part"), scene.then, ":material/arrow_forward:")
                elif page := after(scene.lesson):
                    words = _("Next: {title}").format(title=_(page.title))
                    st.page_link(page_of(page.file), label=words, icon=":material/arrow_forward:", help="")


def _verdict(scene: Scene, outcome: Outcome) -> None:
    _ = translator()
    glossary.mention(outcome.because)
    right = scene.act.options[outcome.happened]
    if scene.answer == outcome.happened:
        said = _("As you predicted: **{outcome}.**").format(outcome=right)
        st.success(f"{said} {outcome.because}", icon=":material/check_circle:")
    elif expected := scene.act.options.get(scene.answer or ""):
        words = (
            _("You said: {answer}. The run says: **{outcome}.**")
            if scene.act.is_tapped
            else _("You drew: {answer}. The run says: **{outcome}.**")
        )
        said = words.format(answer=expected, outcome=right)
        st.info(f"{said} {outcome.because}", icon=":material/science:")
    else:
        said = _("**{outcome}.**").format(outcome=right)
        st.info(f"{said} {outcome.because}", icon=":material/science:")


def _answers_given(scene: Scene) -> None:
    """The answers as they stood, for as long as the story plays: nothing moves under the eye."""
    if not scene.act.is_tapped:
        return
    chips = "".join(
        f'<span class="{"given" if code == scene.answer else ""}">{escape(words)}</span>'
        for code, words in scene.act.options.items()
    )
    with st.container(key="stage_given"):
        st.html(f'<div aria-hidden="true">{chips}</div>')


def just_show(lesson: str, act: str) -> None:
    """Opens the picture without an answer: what Play does while a question is open."""
    _answered(lesson, act, answers.SHOWN)


def _chosen_act(acts: Sequence[Act], part: Mapping[str, str]) -> int:
    asked, illegal = address.read("act", {str(k + 1): k + 1 for k in range(len(acts))}.get)
    key = ".".join([address.widget_key("act"), *part.values()])  # each part keeps the act it was left in
    if address.navigated():
        st.session_state[key] = asked or 1
    number = int(st.session_state.setdefault(key, 1))
    number = min(number, len(acts))
    address.write("act", None if number == 1 else str(number))
    if illegal is not None and address.navigated():
        controls.say_illegal("act", illegal)
    return number - 1


def _links_to_acts(
    place: DeltaGenerator, lesson: str, acts: Sequence[Act], number: int, part: Mapping[str, str]
) -> None:
    if len(acts) == 1:
        return
    _ = translator()
    done = answers.of(lesson)
    with place:
        words = _("{number} of {count}").format(number=number + 1, count=len(acts))
        st.caption(words, width="content")
        for k, act in enumerate(acts):
            mark = (
                ":material/radio_button_checked:"
                if k == number
                else ":material/check:"
                if act.name in done
                else None
            )
            _link(lesson, k, str(k + 1), part, mark)


def _options(lesson: str, act: Act) -> None:
    for code, words in act.options.items():
        st.button(
            words,
            key=address.widget_key(f"answer.{act.name}.{code}"),
            on_click=_answered,
            args=(lesson, act.name, code),
        )


def _just_show_me(lesson: str, act: Act) -> None:
    _ = translator()
    st.button(
        _("Just show me"),
        key=address.widget_key(f"answer.{act.name}.{answers.SHOWN}"),
        on_click=_answered,
        args=(lesson, act.name, answers.SHOWN),
        type="tertiary",
    )


def _link(lesson: str, number: int, words: str, codes: Mapping[str, str], icon: str | None) -> None:
    act = {} if number == 0 else {"act": str(number + 1)}
    query = address.link(lesson, **act, **codes)
    st.page_link(page_of(lesson), label=words, icon=icon, query_params=query, width="content", help="")


def _answered_by_hand(
    lesson: str, act: str, made: Callable[[], Made | None], code_of: Callable[[Made], str]
) -> None:
    found = made()
    if found is not None:
        _answered(lesson, act, code_of(found))


def _ask_again(scene: Scene) -> None:
    answers.take_back(scene.lesson, scene.act.name)
    for place in scene.places:
        address.forget(place)


def _answered(lesson: str, act: str, code: str) -> None:
    answers.give(lesson, act, code)
    just_answered(lesson, act)
