"""A term is marked where a page uses it first and nowhere else; formulas, code and links stay."""

import pytest
import streamlit as st

from dashboard import glossary


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    state: dict[str, object] = {"language": "en", "glossary_used": []}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_the_first_use_is_marked_and_the_second_is_not() -> None:
    marked = glossary.marked("A weight and two weights and a penalty.")
    assert marked.count("<dfn") == 2
    assert marked.index("<dfn") == 2
    assert ">weight</dfn> and two weights" in marked
    assert glossary.marked("Penalties? No: the penalty.") == "Penalties? No: the penalty."


def test_the_longest_term_wins() -> None:
    assert ">cross-validation</dfn>" in glossary.marked("By cross-validation.")
    assert ">weight decay</dfn>" in glossary.marked("weight decay")


@pytest.mark.parametrize(
    "text", ["`penalty.value`", r"$\\text{penalty}$", "[penalty](https://x)", "weightless", "counterweight"]
)
def test_what_is_no_word_of_the_text_stays(text: str) -> None:
    assert glossary.marked(text) == text


def test_the_sentences_of_the_page_are_listed_in_their_order() -> None:
    glossary.marked("The gap under ridge, the gap again, and λ_min.")
    assert [term for term, _sentence in glossary.words_of_the_page()] == ["gap", "ridge", "λ_min"]


def test_where_one_text_of_several_is_seen_each_has_its_terms_marked() -> None:
    shown = glossary.terms_of(["The gap is 0.2.", "The gap under ridge is 0.1."])
    assert set(shown) == {"gap", "ridge"}
    assert shown["gap"] == glossary.TERMS["gap"]
    assert set(glossary.terms_of(["ridge and its gap"])) == {"ridge"}  # the gap has been seen, ridge perhaps
    assert [term for term, _sentence in glossary.words_of_the_page()] == ["gap", "ridge"]


def test_a_text_that_cannot_be_marked_lists_its_terms() -> None:
    glossary.mention("As you predicted: the lasso.")
    assert [term for term, _sentence in glossary.words_of_the_page()] == ["lasso"]
    assert "<dfn" in glossary.marked("A lasso.")


def test_in_chinese_the_chinese_word_is_marked(page: dict[str, object]) -> None:
    page["language"] = "zh"
    term = next(iter(glossary.TERMS))
    from dashboard.text import translator

    assert translator()(term) != term
    assert f">{translator()(term)}</dfn>" in glossary.marked(f"这里的{translator()(term)}很大。")


def test_every_sentence_is_one() -> None:
    for sentence in glossary.TERMS.values():
        assert sentence[0].isupper() or sentence[0] in "ηλ" or sentence.startswith("max(")
        assert sentence.endswith(".")
