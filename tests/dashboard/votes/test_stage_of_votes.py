"""A vote from the first tap to the last: a teacher and phones, each a session of one process."""

import random
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from unittest.mock import Mock, patch

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.navigation import ENDING, PAGES
from dashboard.scene import Outcome
from dashboard.text import catalogue
from dashboard.votes import ballot, lost, results
from dashboard.votes import rooms as store
from dashboard.votes.room import Question, Room
from dashboard.votes.rooms import rooms
from lessons.choosing_lambda import network, network_questions, rate_map, rate_map_questions
from tests.conftest import OpenPage, component, sent, unmarked

TEACHER, ANOTHER = "a" * 32, "b" * 32
QUESTION = "who is ahead after 5 steps"  # the second of the page descent_speed
OPTIONS = {
    "l1-l1": "L1 is ahead, and L1 arrives first",
    "l2-l1": "L2 is ahead, but L1 arrives first",
    "l2-l2": "L2 is ahead, and L2 arrives first",
}
RIGHT, WRONG = OPTIONS["l2-l1"], OPTIONS["l1-l1"]

Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def empty_house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No room is open, and rooms are kept in this process."""
    monkeypatch.delenv("LAB_ROOMS", raising=False)
    store._made.cache_clear()
    yield
    store._made.cache_clear()


@pytest.fixture
def teacher(open_page: OpenPage) -> Open:
    """A teacher's page, in a browser that has told its word; `asks` it of the second question."""

    def open_(file: str = "descent_speed", device: str = TEACHER, **address: str) -> AppTest:
        app = open_page(file, **({"act": "2", "lang": "en"} | address))
        app.session_state["vote_device"] = device
        return app

    return open_


@pytest.fixture
def phone(open_page: OpenPage) -> Open:
    """The page of phone `k`, which came by the address of `room`."""

    def open_(room: str, k: int = 0, file: str = "descent_speed", **address: str) -> AppTest:
        app = open_page(file, join=room, **address)
        app.session_state["vote_device"] = f"{k:032x}"
        return app.run()

    return open_


def press(app: AppTest, label: str) -> None:
    """Presses the one button of this name."""
    [button] = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def chosen(app: AppTest) -> list[str]:
    """What is marked on a ballot."""
    return [button.label for button in app.button if button.proto.type == "primary"]


def said(app: AppTest) -> str:
    kinds = ("markdown", "caption", "warning")
    return "\n".join(unmarked(str(element.value)) for kind in kinds for element in app.get(kind))


def with_room(app: AppTest) -> str:
    """Opens a room; the browser writes its name into the address."""
    press(app, "Vote")
    name: str = app.session_state["visit_codes"]["vote"]
    app.query_params["vote"] = name
    return name


def standing(name: str) -> Room:
    room = rooms().find(name)
    assert room is not None
    return room


def test_a_vote_from_its_opening_to_what_it_came_to(teacher: Open, phone: Open) -> None:
    wall = teacher()
    room = with_room(wall)
    assert f"?join={room}" in sent(wall)
    assert labels(wall) == ["Open the vote", "Just show me"]
    one, two, three = (phone(room, k, lang=lang) for k, lang in enumerate(["en", "en", "zh"]))
    for app in (one, two, three):
        assert app.button == []
        assert QUESTION not in sent(app)
    wall.run()
    assert "Joined: **3**" in said(wall)

    press(wall, "Open the vote")
    for app in (one, two, three):
        app.run()
    chinese = catalogue("zh").gettext
    assert QUESTION in said(one)
    assert labels(one) == list(OPTIONS.values())
    assert labels(three) == [chinese(words) for words in OPTIONS.values()]
    before = sent(two), labels(two), chosen(two)
    press(one, WRONG)
    press(one, RIGHT)  # it may be changed
    press(one, WRONG)
    press(three, chinese(RIGHT))
    assert chosen(one) == [WRONG]
    two.run()
    assert (sent(two), labels(two), chosen(two)) == before  # nothing of the others comes to a phone
    press(two, WRONG)
    wall.run()
    assert "Voted: **3** of 3" in said(wall)

    press(wall, "Close the vote")
    assert "First vote: **33 %** of 3 right. Under 35 %: give a hint" in said(wall)
    assert labels(wall) == ["Open the second vote", "Reveal"]
    one.run()
    assert one.button == []
    assert f"Your vote: **{WRONG}**" in said(one)

    press(wall, "Open the second vote")
    for app in (one, two):
        app.run()
        assert chosen(app) == []
        press(app, RIGHT)
    press(wall, "Close the vote")
    assert "First vote: **33 %** of 3 right. Second vote: **100 %** of 2 right." in said(wall)
    for app in (one, two, three):
        app.run()
        assert app.button == []
        assert 'class="votes"' not in sent(app)
        assert not re.search(r"\d %", said(app))
    assert 'class="votes"' not in sent(wall)
    press(wall, "Reveal")
    assert "scene_just_answered" in wall.session_state
    assert "Voted twice: 2. Changed to the right answer: 2; away from it: 0." in said(wall)
    assert f"**{RIGHT}.**" in "".join(element.value for element in wall.info)
    for app in (one, two, three):
        app.run()
        assert 'class="votes"' in sent(app)
    assert f"Your first vote: **{WRONG}**. Your second vote: **{RIGHT}**." in said(one)
    assert chinese(RIGHT) in said(three)


PARTS = [(page.file, {}) for page in PAGES if page is not ENDING]
PARTS += [("choosing_lambda", {"part": part}) for part in ("network", "map")]


@pytest.mark.parametrize(("file", "part"), PARTS, ids=[file + "".join(part.values()) for file, part in PARTS])
def test_every_question_of_the_lab_is_put_to_a_phone(
    phone: Open, monkeypatch: pytest.MonkeyPatch, file: str, part: dict[str, str]
) -> None:
    """It comes from another page, or another part of this one, to where the question is."""
    asked: dict[str, ballot.Words] = {}
    draw = ballot.draw

    def spied(room: str, lesson: str, here: dict[str, str], words: ballot.Asked) -> None:
        asked.update(words if (lesson, here) == (file, part) else {})
        draw(room, lesson, here, words)

    monkeypatch.setattr(ballot, "draw", spied)
    rooms().open("R", TEACHER)
    phone("R", 0, file, lang="en", **part)
    assert asked
    for number, (act, words) in enumerate(asked.items()):
        question = Question(file, part, act, number, tuple(words.options))
        rooms().turn("R", TEACHER, "first", question)
        app = phone("R", number, "twelve_things" if number == 0 else file, lang="en")
        assert labels(app) == list(words.options.values())
        assert unmarked(str(app.markdown[0].value)) == f"## {words.question}"
        assert component(app, "visit")["codes"]["join"] == "R"
        for option in words.options.values():  # it stands in a button, and in the table of what came out
            assert not re.search(r"[$*_`\\<]", option.replace("λ_", "")), option
            assert not re.search(r"\b(draw|place)\b", option, re.IGNORECASE)
        press(app, next(iter(words.options.values())))
        assert rooms().votes("R", 1) == {f"{number:032x}": next(iter(words.options))}


def test_the_menu_offers_a_vote_where_something_is_asked(open_page: OpenPage) -> None:
    for file, offered in (("twelve_things", False), ("other_names", True)):
        app = open_page(file, lang="en")
        app.session_state["class_menu_opener"] = True
        app.run()
        assert ("Open a vote on this question" in labels(app)) == offered
        assert ("This page has no question to vote on." in said(app)) != offered


def test_inside_a_page_of_others_nobody_opens_a_room(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Vote" in labels(open_page("other_names", lang="en"))
    monkeypatch.setattr(type(st.context), "is_embedded", True)
    assert "Vote" not in labels(open_page("other_names", lang="en"))


def test_the_menu_reads_no_markdown_in_a_name(open_page: OpenPage) -> None:
    app = open_page("twelve_things", lang="en", vote="**x**[y](z)")
    app.session_state["class_menu_opener"] = True
    app.run()
    assert r"Close the room \*\*x\*\*\[y\]\(z\)" in labels(app)


def test_who_drops_out_comes_back_with_the_vote_that_was_given(teacher: Open, phone: Open) -> None:
    wall = teacher()
    room = with_room(wall)
    press(wall, "Open the vote")
    press(phone(room, 1, lang="en"), WRONG)
    again = phone(room, 1, "home", lang="en")  # the address in the code may be that of another page
    assert chosen(again) == [WRONG]
    press(again, RIGHT)
    assert dict(rooms().votes(room, 1)) == {f"{1:032x}": "l2-l1"}
    assert rooms().present(room) == 1

    back = teacher(vote=room, act="2")  # and so does the teacher
    back.run()
    assert "Voted: **1** of 1" in said(back)
    other = teacher(device=ANOTHER, vote=room)
    other.run()
    assert f"Another browser holds the room {room}." in said(other)
    assert RIGHT in labels(other)
    press(other, "Open a room of your own")
    assert "Joined: **0**" in said(other)


def test_a_phone_waits_for_a_room_and_sees_it_go(teacher: Open, phone: Open) -> None:
    app = phone("early", 1, lang="en")
    assert "The room is not open yet." in said(app)
    wall = teacher(vote="early")
    wall.run()
    app.run()
    assert "You are in." in said(app)
    wall.session_state["class_menu_opener"] = True
    wall.run()
    press(wall, "Close the room early")
    assert "Vote" in labels(wall)
    app.run()
    assert "The room is closed" in said(app)
    press(app, "To the lab")
    assert "Just show me" in labels(app)
    assert "No room is called" in said(phone("no room!", 2, lang="en"))


GONE, ANEW = "The votes given on this question are gone", "begins anew, and what you chose before is gone"


def test_votes_that_end_with_what_kept_them_are_said_to_be_gone(teacher: Open, phone: Open) -> None:
    wall = teacher()
    room = with_room(wall)
    app, other = phone(room, 1, lang="en"), phone(room, 2, lang="en")
    press(wall, "Open the vote")
    app.run()
    press(app, WRONG)
    other.run()
    store._made.cache_clear()
    assert "begins anew" not in said(wall.run()) + said(app)
    assert GONE in said(wall)
    assert labels(wall) == ["Open the vote", "Just show me"]
    assert ANEW in said(app.run())
    assert ANEW not in said(other.run())  # it has lost nothing
    press(wall, "Open the vote")
    assert GONE not in said(wall)
    assert ANEW in said(app.run())
    press(app, RIGHT)
    assert ANEW not in said(app)
    assert "Voted: **1** of 2" in said(wall.run())

    for label in ("Close the vote", "Reveal"):
        press(wall, label)
    rooms().turn(room, TEACHER, "waiting", standing(room).question)  # it is the teacher who begins anew
    assert GONE not in said(wall.run())
    press(wall, "Vote on this question")
    assert GONE not in said(wall)

    # A browser tells it to a session on a server that was started anew.
    press(wall, "Open the vote")
    seen = component(wall.run(), "connection")["vote"]
    store._made.cache_clear()
    back = teacher(vote=room)
    assert GONE not in said(back.run())
    with patch.object(lost.st, "session_state", back.session_state):
        lost.take_over(seen)
    assert GONE in said(back.run())
    for nothing in (None, 3, "", "x" * 1000):
        state: dict[str, object] = {}
        with patch.object(lost.st, "session_state", state):
            lost.take_over(nothing)
        assert state == {}


def test_what_the_class_drew_is_chosen_in_words_and_the_paper_stays(teacher: Open, phone: Open) -> None:
    wall = teacher(act="1")
    room = with_room(wall)
    assert component(wall, "sketch")
    assert "That is what I expect" not in labels(wall)
    press(wall, "Open the vote")
    app = phone(room, lang="en")
    assert "Choose the words that fit what you have in mind." in said(app)
    assert len(app.button) == 4


def test_a_picture_that_is_opened_in_mid_vote_reveals_it(teacher: Open, phone: Open) -> None:
    wall = teacher()
    room = with_room(wall)
    press(wall, "Open the vote")
    press(phone(room, lang="en"), RIGHT)
    press(wall, "Just show me")
    found = rooms().find(room)
    assert found is not None
    assert (found.phase, found.right) == ("revealed", "l2-l1")
    assert "Open the vote" not in labels(wall)

    wall.query_params["act"] = "3"
    wall.query_params["link"] = "1"
    wall.run()  # the next question: phones wait for it
    found = rooms().find(room)
    assert found is not None
    assert found.question is not None
    assert (found.phase, found.question.act) == ("waiting", "equal")
    press(wall, "Just show me")
    press(wall, "Vote on this question")  # asked once more, of a class
    assert labels(wall) == ["Open the vote", "Just show me"]
    press(wall, "Open the vote")
    press(wall, "Close the vote")
    assert "Nobody has voted." in said(wall)
    press(wall, "Reveal")
    assert "Vote on this question" not in labels(wall)


def test_two_pages_of_one_browser_leave_the_room_to_the_one_that_came_last(teacher: Open) -> None:
    """Else each would take it back from the other for ever, with the votes that were just revealed."""
    first = teacher()
    room = with_room(first)
    second = teacher("two_functions", act="1", vote=room).run()
    waiting = standing(room)
    assert waiting.question
    assert waiting.question.lesson == "two_functions"
    first.run()
    assert standing(room) == waiting
    assert "still on" not in said(first)
    for label in ("Open the vote", "Close the vote", "Reveal"):
        press(second, label)
    first.run()
    assert standing(room).phase == "revealed"
    press(first, "Open the vote")  # until it is asked for
    question = standing(room).question
    assert question
    assert question.lesson == "descent_speed"


@pytest.mark.parametrize(
    ("part", "act", "right", "module", "computes", "questions"),
    [
        ("network", "2", "most", network, "errors_over_starts", network_questions),
        ("map", "1", "between", rate_map, "rate_map_of", rate_map_questions),
    ],
)
def test_nets_train_for_the_share_that_is_right_and_the_picture_stays_as_it_began(
    teacher: Open,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    act: str,
    right: str,
    module: ModuleType,
    computes: str,
    questions: ModuleType,
) -> None:
    nets, trained = Mock(), Mock()
    trained.return_value = nets
    monkeypatch.setattr(module, computes, trained)
    happened = Mock(return_value=Outcome(right, ""))
    monkeypatch.setattr(questions, "outcome", happened)
    wall = teacher("choosing_lambda", part=part, act=act)
    room = with_room(wall)
    press(wall, "Open the vote")
    rooms().vote(room, "f" * 32, right)
    pictures = [chart.proto.SerializeToString() for chart in wall.get("vega_lite_chart")]
    assert pictures
    trained.assert_not_called()
    press(wall, "Close the vote")
    assert happened.call_args.args[2] is nets
    assert "First vote: **100 %** of 1 right. Over 70 %: explain and go on." in said(wall)
    assert [chart.proto.SerializeToString() for chart in wall.get("vega_lite_chart")] == pictures


def test_shares_on_the_wall_agree_with_the_advice_beside_them() -> None:
    for n in range(1, 130):
        for right in range(n + 1):
            written = float(results.percent(right / n)) / 100
            assert abs(written - right / n) < 0.0051  # half a percent
            band = [100 * right < 35 * n, 100 * right > 70 * n]
            assert [written < 0.35, written > 0.7] == band


def test_who_changed_is_counted_vote_by_vote() -> None:
    draw, _ = random.Random(0), catalogue("en").gettext
    for _time in range(200):
        voters, codes = range(draw.randrange(9)), ["a", "b", "c"]
        first = {str(k): draw.choice(codes) for k in voters if draw.random() < 0.7}
        second = {str(k): draw.choice(codes) for k in voters if draw.random() < 0.7}
        words = results.who_changed(_, first, second, "b")
        both = [(first[k] == "b", second[k] == "b") for k in first if k in second]
        expected = [
            len(both),
            both.count((False, True)),
            both.count((True, False)),
            both.count((True, True)),
            both.count((False, False)),
        ]
        assert [int(n) for n in re.findall(r"\d+", words)] == (expected if both else [])
