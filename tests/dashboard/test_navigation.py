"""What a lesson is asked for: it stands in tooltips of every page, beside questions that are still open."""

import pytest

from dashboard.navigation import PAGES, Lesson
from dashboard.text import catalogue


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_the_question_of_a_page_says_of_no_penalty_what_it_does(page: Lesson) -> None:
    for language in ("en", "zh"):
        question = catalogue(language).gettext(page.question)
        assert "0" not in question
        assert ("L1" in question) == ("L2" in question)
        for told in ("stop", "hardly", "阻止", "恰好"):
            assert told not in question
