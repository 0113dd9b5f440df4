"""The twelve questions on their page: asked one by one, counted, and shown as a gain."""

from streamlit.testing.v1 import AppTest

from lessons.twelve_things.questions import AFTER, BEFORE, RIGHT, twelve
from tests.conftest import OpenPage


def said(app: AppTest) -> str:
    every = [*app.markdown, *app.success, *app.info, *app.subheader]
    return "\n".join(str(element.value) for element in every)


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


def test_the_two_rounds_show_the_gain_and_the_way_back(open_page: OpenPage) -> None:
    app = open_page("twelve_things", lang="en")
    becauses = [thing.because for thing in twelve(str)]
    assert not any(because in said(app) for because in becauses)
    app = answer_all(app, BEFORE, wrong=7)
    assert "**5 of 12** right" in said(app)
    assert sum(because in said(app) for because in becauses) == 7
    assert len([link for link in app.get("page_link") if "Back to the page" in link.proto.label]) == 7
    app = open_after(app)
    app = answer_all(app, AFTER, wrong=1)
    assert "Before the lessons 5 of 12, after them 11 of 12." in said(app)
    assert "twelve" not in str(dict(app.query_params))


def open_after(app: AppTest) -> AppTest:
    switch = next(group for group in app.get("button_group") if group.key == "twelve_things.part")
    return switch.set_value("after").run()


def test_a_round_can_be_taken_again(open_page: OpenPage) -> None:
    app = answer_all(open_page("twelve_things", lang="en"), BEFORE, wrong=0)
    again = next(button for button in app.button if button.label == "Take this round again")
    app = again.click().run()
    assert "right in this round" not in said(app)
