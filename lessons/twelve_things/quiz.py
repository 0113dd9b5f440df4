"""The two rounds of the twelve questions: asked one after the other, counted, and ticked."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import address, answers, glossary
from dashboard.navigation import PAGES, page_of
from dashboard.text import Translate
from lessons.twelve_things.questions import AFTER, RIGHT, Thing, asked_in_lessons, score, shuffled


def ask_next(_: Translate, things: Sequence[Thing], name: str) -> None:
    """Draws the next question that the round has left, or how it ended."""
    given = answers.of(name)
    left = [(thing, codes) for thing, codes in shuffled(things, name) if thing.name not in given]
    done = len(things) - len(left)
    st.progress(done / len(things), text=_("{done} of {all} answered").format(done=done, all=len(things)))
    if not left:
        words = _("**{right} of {all}** right in this round.")
        st.success(words.format(right=score(things, given), all=len(things)), icon=":material/checklist:")
        st.button(_("Take this round again"), on_click=_begin_again, args=(name, things))
        return
    thing, codes = left[0]
    with st.container(key="stage_question"):
        st.markdown(f"## {thing.question}")  # its terms are not explained, which could be the answer
    with st.container(horizontal=True, gap="small", key="stage_answers"):
        for code in codes:
            key = address.widget_key(f"{name}.{thing.name}.{code}")
            st.button(thing.options[code], key=key, on_click=answers.give, args=(name, thing.name, code))


def draw_gain(
    _: Translate, things: Sequence[Thing], before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """What was gained, where both rounds are over."""
    if len(before) < len(things) or len(after) < len(things):
        return
    first, second = score(things, before), score(things, after)
    words = _("Before the lessons {first} of {all}, after them {second} of {all}.")
    st.info(words.format(first=first, second=second, all=len(things)), icon=":material/trending_up:")


def draw_results(_: Translate, things: Sequence[Thing], name: str) -> None:
    """The twelve, once the round is over: ticked, or with the way back to where one learns it.

    The round after the lessons says why, too; the one before them leaves that to the lessons, for the same
    questions are still to come.
    """
    given = answers.of(name)
    if len(given) < len(things):
        return
    st.subheader(
        _("What you should now be able to say") if name == AFTER else _("Where to look"), anchor=False
    )
    for thing in things:
        if given[thing.name] == RIGHT:
            glossary.say(f":material/check_circle: {thing.thing}")
            continue
        words = f"{thing.thing}. {thing.because}" if name == AFTER else thing.thing
        glossary.say(f":material/radio_button_unchecked: {words}")
        _way_back(_, thing)


def draw_lessons(_: Translate, things: Sequence[Thing]) -> None:
    """The twelve, ticked where a lesson has asked for them and was answered; to the others the way."""
    every = answers.every()
    done = [thing for thing in things if asked_in_lessons(thing, every)]
    words = _("The lessons have asked you for {done} of {all}.")
    glossary.say(words.format(done=len(done), all=len(things)))
    for thing in things:
        mark = ":material/check:" if thing in done else ":material/radio_button_unchecked:"
        glossary.say(f"{mark} {thing.thing}")
        if thing not in done:
            _way_back(_, thing)


def _way_back(_: Translate, thing: Thing) -> None:
    page = next(page for page in PAGES if page.file == thing.lesson)
    label = _("Back to the page: {title}").format(title=_(page.title))
    st.page_link(page_of(page.file), label=label, icon=":material/arrow_back:")


def _begin_again(name: str, things: Sequence[Thing]) -> None:
    for thing in things:
        answers.take_back(name, thing.name)
