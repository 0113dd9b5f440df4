"""Each term of the field in one sentence, marked where a page uses it first and listed at its foot."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape

import streamlit as st

from dashboard.text import N_, Translate, translator

# Each sentence is complete in itself; the words that are looked for stand before it.
TERMS: Mapping[str, str] = {
    N_("regularisation"): N_(
        "Whatever keeps a model from learning the noise of its examples; here a penalty on large weights."
    ),
    N_("penalty"): N_(
        "What is added to the error that training makes small: λ times the size of the weights."
    ),
    N_("overfitting"): N_(
        "A model overfits when it goes on getting better on its own examples and gets worse on new ones."
    ),
    N_("weight"): N_("A number by which a model multiplies one of its inputs; training finds it."),
    N_("bias"): N_("The number that a neuron or a model adds whatever its inputs are."),
    N_("training points"): N_("The examples that a model learns from."),
    N_("validation"): N_("Examples that the model does not learn from, by which λ is chosen."),
    N_("test points"): N_("Examples that neither the training nor the choice of λ has seen; looked at once."),
    N_("gap"): N_("The loss on validation points minus the loss on training points."),
    N_("cross-entropy"): N_(
        "The mean of −ln of the probability that the model gives to the true label: 0 is perfect, and "
        "always answering ½ costs ln 2 = 0.693."
    ),
    N_("nats"): N_("The unit of a loss that is counted with natural logarithms."),
    N_("learning rate"): N_(
        "η, the length of a training step: the weight moves by η times the slope of the cost."
    ),
    N_("gradient descent"): N_(
        "Moving every weight a little against the slope of the cost, again and again."
    ),
    N_("subgradient"): N_(
        "What takes the place of the slope where a function has a kink; for |w| at 0 it is 0."
    ),
    N_("proximal"): N_(
        "A step that first follows the data and then applies the penalty exactly; it can stop at 0."
    ),
    N_("soft threshold"): N_(
        "Moving a number towards 0 by a fixed amount, and to exactly 0 if it is closer than that."
    ),
    N_("budget"): N_("A hard limit t on the size of the weights, in place of a price λ on it."),
    N_("normal cone"): N_(
        "The directions in which one cannot leave a region at a point of its edge; a wedge at a corner."
    ),
    N_("contour"): N_("A line along which the loss is the same."),
    N_("elastic net"): N_("A penalty that is partly L1 (the share r) and partly L2."),
    N_("lasso"): N_("Linear regression with an L1 penalty."),
    N_("ridge"): N_("Linear regression with an L2 penalty."),
    N_("cross-validation"): N_(
        "Leaving out each part of the rows in turn, fitting on the others, and measuring the error on what "
        "was left out."
    ),
    N_("folds"): N_("The parts into which cross-validation divides the rows."),
    N_("λ_min"): N_("The λ with the smallest cross-validated error."),
    N_("λ_1se"): N_("The largest λ whose error is within one standard error of the smallest."),
    N_("standard error"): N_(
        "How far a mean would typically be off if it were measured again in the same way."
    ),
    N_("standardise"): N_(
        "Dividing each variable by its standard deviation, so that the unit does not matter."
    ),
    N_("ReLU"): N_(
        "max(z, 0): a neuron that answers z where it is positive and 0 elsewhere; then its gate is closed."
    ),
    N_("weight decay"): N_(
        "Multiplying every weight by a number just below 1 at each step: L2 by another name."
    ),
    N_("Adam"): N_("An optimizer that divides each weight's step by the usual size of its gradient."),
}
_USED = "glossary_used"
_ANEW = "glossary_anew"  # name of a place that is written to again -> the terms that are marked in it
_WORDS = "glossary_words"  # terms that stand in words that move with the bar, at some of its places
STYLE = """
dfn { font-style: normal; border-bottom: 2px dotted currentColor; cursor: help; position: relative }
dfn::after {
  content: attr(title); display: none; position: absolute; left: 0; top: 1.6em; z-index: 1000;
  width: max-content; max-width: min(22rem, 70vw); padding: 0.5rem 0.75rem; border-radius: 8px;
  background: #1B1E28; color: #F5F6FA; font-size: 0.875rem; font-weight: 400; line-height: 1.4;
  white-space: normal;
}
dfn:focus::after { display: block }
"""


def begin_page() -> None:
    """No term has been used yet."""
    st.session_state[_USED], st.session_state[_WORDS], st.session_state[_ANEW] = [], [], {}
    st.html(f"<style>{STYLE}</style>")


def say(markdown: str) -> None:
    """Writes Markdown in which the terms that the page uses for the first time are marked."""
    st.markdown(marked(markdown), unsafe_allow_html=True)


def caption(markdown: str) -> None:
    """The same in small type."""
    st.caption(marked(markdown), unsafe_allow_html=True)


def say_anew(name: str, markdown: str) -> None:
    """Writes what takes the place of what was said under `name` before, its marks included."""
    used, marks = _used(), st.session_state[_ANEW]
    for term in marks.get(name, []):
        used.remove(term)
    before = len(used)
    say(markdown)
    marks[name] = used[before:]


def marked(markdown: str) -> str:
    """The text with each term at its first use on the page as a <dfn>; formulas, code and links stay."""
    _ = translator()
    found = _first_uses(markdown)
    _used().extend(found)

    def mark(match: re.Match[str]) -> str:
        term = term_of(_, match["term"]) if match["term"] else None
        if term is None or found.pop(term, None) is None:
            return match[0]
        return f'<dfn tabindex="0" title="{escape(_(TERMS[term]))}">{match[0]}</dfn>'

    return pattern(_).sub(mark, markdown)


def terms_of(texts: Sequence[str]) -> dict[str, str]:
    """The words to be marked in texts of which one at a time is seen, each with its sentence.

    A term counts as used by them where all of them have it; those that only some have are marked again in
    what comes after, which may be the first that is seen.
    """
    _ = translator()
    every = [_first_uses(text) for text in texts]
    words = st.session_state.setdefault(_WORDS, [])
    words.extend(term for found in every for term in found if term not in words)
    if every:
        _used().extend(set.intersection(*map(set, every)))
    return {word: _(TERMS[term]) for found in every for term, word in found.items()}


def mention(text: str) -> None:
    """Lists the terms of a text in which they cannot be marked among the words of the page."""
    _ = translator()
    words = st.session_state.setdefault(_WORDS, [])
    for match in pattern(_).finditer(text):
        term = term_of(_, match["term"]) if match["term"] else None
        if term is not None and term not in words:
            words.append(term)


def _first_uses(text: str) -> dict[str, str]:
    """The terms in the text that the page has not used yet, each with the word that stands there."""
    _, used, found = translator(), _used(), dict[str, str]()
    for match in pattern(_).finditer(text):
        term = term_of(_, match["term"]) if match["term"] else None
        if term is not None and term not in used:
            found.setdefault(term, match[0])
    return found


def _used() -> list[str]:
    """The terms that have been marked on the page so far, wherever the bar stands."""
    used: list[str] = st.session_state.setdefault(_USED, [])
    return used


def words_of_the_page() -> Iterator[tuple[str, str]]:
    """Every term used so far, and its sentence."""
    _ = translator()
    for term in dict.fromkeys([*_used(), *st.session_state.get(_WORDS, [])]):
        yield _(term), _(TERMS[term])


@cache
def pattern(_: Translate) -> re.Pattern[str]:
    """What is passed over (code, formulas, links), or a term, the longest first."""
    words = sorted((_(term) for term in TERMS), key=len, reverse=True)
    terms = "|".join(re.escape(word) + ("(?:s|es)?" if word.isascii() else "") for word in words)
    # a link ends before the next one begins: else a row of "[" would be read to its end from each of them
    passed_over = r"`[^`]*`|\$[^$]*\$|\[[^\[\]]*\]\([^)\[]*\)"
    return re.compile(rf"{passed_over}|(?<![A-Za-z])(?P<term>{terms})(?![A-Za-z])", re.IGNORECASE)


@cache
def term_of(_: Translate, text: str) -> str | None:
    """The term of which this word is a form, None if of none."""
    lowered = text.lower()
    for term in TERMS:
        word = _(term).lower()
        if lowered in (word, f"{word}s", f"{word}es"):
            return term
    return None
