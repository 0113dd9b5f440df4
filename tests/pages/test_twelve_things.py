"""The twelve questions on their page: asked one by one, counted, and shown as a gain."""

from streamlit.testing.v1 import AppTest

from lessons.twelve_things.questions import AFTER, BEFORE, RIGHT, twelve
from tests.conftest import OpenPage, component, unmarked


def said(app: AppTest) -> str:
    every = [*app.markdown, *app.success, *app.info, *app.subheader]
    return unmarked("\n".join(str(element.value) for element in every))


def answer_all(app: AppTest, name: str, wrong: int) -> AppTest:
    """Answers the round, the first `wrong` questions wrongly."""
    for k in range(12):
        buttons = [b for b in app.button if b.key and name in b.key]
        assert len(buttons) == 3
        right = next(b for b in buttons if b.key.endswith(f".{RIGHT}"))
        other = next(b for b in buttons if not b.key.endswith(f".{RIGHT}"))
        app = (other if k < wrong else right).click().run()
        assert not app.exception
    return app


def test_no_term_in_a_question_says_what_is_asked(open_page: OpenPage) -> None:
    """Of a penalty the glossary says what an option says, too."""
    for k in range(12):
        answered = [thing.name for thing in twelve(str)][:k]
        app = open_page("twelve_things", lang="en")
        app.session_state["answers"] = {BEFORE: dict.fromkeys(answered, RIGHT)}
        asked = next(text.value for text in app.run().markdown if text.value.startswith("## "))
        assert "<dfn" not in asked


def test_the_two_rounds_show_the_gain_and_the_way_back(open_page: OpenPage) -> None:
    app = open_page("twelve_things", lang="en")
    becauses = [thing.because for thing in twelve(str)]
    assert not any(because in said(app) for because in becauses)
    app = answer_all(app, BEFORE, wrong=7)
    assert "**5 of 12** right" in said(app)
    assert not any(because in said(app) for because in becauses)  # the same questions are still to come
    assert len(ways_back(app)) == 7
    app = open_after(app)
    assert not any(because in said(app) for because in becauses)
    app = answer_all(app, AFTER, wrong=1)
    assert sum(because in said(app) for because in becauses) == 1
    assert len(ways_back(app)) == 1
    assert "Before the lessons 5 of 12, after them 11 of 12." in said(app)
    assert "twelve" not in str(dict(app.query_params))


def ways_back(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link") if "Back to the page" in link.proto.label]


def open_after(app: AppTest) -> AppTest:
    switch = next(group for group in app.get("button_group") if group.key == "twelve_things.part")
    return switch.set_value("after").run()


def test_the_twelve_are_ticked_by_what_the_lessons_have_asked(open_page: OpenPage) -> None:
    app = open_page("twelve_things", lang="en", doors=["lessons"])
    assert "asked you for 0 of 12" in said(app)
    assert len(ways_back(app)) == 12
    app.session_state["answers"] = {"two_functions": {"biases": "falls"}, "model_space": {"held": "shown"}}
    app = app.run()
    assert "asked you for 2 of 12" in said(app)
    assert len(ways_back(app)) == 10
    ticked = [unmarked(text.value) for text in app.markdown if text.value.startswith(":material/check:")]
    assert {text.split("check: ")[1] for text in ticked} == {
        "why biases are not penalised",
        "why L1 makes exact zeros and L2 does not, as a picture",
    }


def test_what_is_answered_stays_in_the_browser(open_page: OpenPage) -> None:
    """It goes to the component that keeps it there, which gives it back to a session that has nothing."""
    app = answer_all(open_page("twelve_things", lang="en"), BEFORE, wrong=3)
    keeper = component(app, "answers")
    kept = keeper["answers"][BEFORE]
    assert len(kept) == 12
    assert sum(code == RIGHT for code in kept.values()) == 9
    again = open_page("twelve_things", lang="en")
    again.session_state["answers"] = {BEFORE: kept}
    assert "**9 of 12** right" in said(again.run())


def test_a_round_can_be_taken_again(open_page: OpenPage) -> None:
    app = answer_all(open_page("twelve_things", lang="en"), BEFORE, wrong=0)
    again = next(button for button in app.button if button.label == "Take this round again")
    app = again.click().run()
    assert "right in this round" not in said(app)
