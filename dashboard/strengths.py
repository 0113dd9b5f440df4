"""In whose convention a page's λ is, and the same strength in the others': one λ means one thing."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from charts.numbers import code_number, number
from charts.penalties import penalty_names
from dashboard import address, glossary, lesson
from dashboard.navigation import page_of
from dashboard.text import Translate, translator
from l2core.convention import Convention
from l2core.conventions import conventions
from l2core.penalties import mixing

LIBRARIES = "other_names"  # the page on which every convention stands with its line of code
_DIGITS = 4


@dataclass(frozen=True)
class Strength:
    """A λ as a page means it: beside the mean of the losses; `by_notes` divided by the `rows` too.

    rows: None where the page has no rows, but a loss as it stands. loss: one of `l2core.convention.LOSSES`.
    penalties: those that the page shows. spread: s, the deviation of y, where λ is that of glmnet's squared
    error: λα‖w‖₁ + (λ/s)(1−α)/2 ‖w‖², l1_ratio: its α where the penalty is the elastic net. standardized:
    whether the penalty acts on columns divided by their deviation. Raises ValueError for the notes' λ without
    rows.
    """

    lambd: float
    rows: int | None
    loss: str
    by_notes: bool = False
    penalties: Sequence[str] = ("l2", "l1")
    spread: float | None = None
    l1_ratio: float = 0.5
    standardized: bool = False

    @property
    def canonical(self) -> float:
        """The λ beside the mean of the losses: λ/m for the notes' λ."""
        if not self.by_notes:
            return self.lambd
        if self.rows is None:
            raise ValueError("rows needs a number where λ is the notes', got None")
        return self.lambd / self.rows

    def beside_mean(self, penalty: str) -> tuple[float, float]:
        """λ′ and r of λ′(r‖w‖₁ + (1−r)/2 ‖w‖²) beside the mean of the losses; s weakens the L2 part alone."""
        if self.spread is None:
            return self.canonical, mixing(penalty, self.l1_ratio)
        glmnet, s = _glmnet(penalty), self.spread
        lambd = glmnet.to_canonical(self.lambd, 1, l1_ratio=self.l1_ratio, spread=s)
        return lambd, glmnet.ratio_to_canonical(self.l1_ratio, spread=s)


def elsewhere(strength: Strength) -> None:
    """A door: whose λ this is, what it is called in the libraries, and the way to all of them."""
    _ = translator()
    with lesson.door("elsewhere", _("This λ in other libraries"), icon=":material/translate:") as is_open:
        if not is_open:
            return
        glossary.say(_whose(_, strength))
        names = penalty_names(_)
        found = {penalty: values(penalty, strength) for penalty in strength.penalties}
        st.dataframe(
            {
                _("Library"): [_(name) for name in _libraries(found)],
                **{
                    names[penalty]: [values.get(name, "–") for name in _libraries(found)]
                    for penalty, values in found.items()
                },
            },
            hide_index=True,
        )
        st.page_link(
            page_of(LIBRARIES),
            label=_("Every library, with its line of code"),
            icon=":material/arrow_forward:",
            query_params=_link(strength),
            width="content",
        )


def values(penalty: str, strength: Strength) -> dict[str, str]:
    """Library -> what it calls this strength, for the conventions with the page's own loss.

    Without those whose number depends on the spread of y, where the strength does not know it. For the
    elastic net it is the line of code, for λ alone does not say how much of it is L1.
    """
    lambd, r = strength.beside_mean(penalty)
    found = {}
    for one in conventions(penalty, strength.loss):
        if one.needs_spread and strength.spread is None:
            continue
        if one.needs_spread:  # glmnet's own
            alpha = f"alpha = {code_number(strength.l1_ratio)}, " if penalty == "elastic_net" else ""
            found[one.name] = f"{alpha}{one.parameter} = {number(strength.lambd, _DIGITS)}"
        elif penalty == "elastic_net":
            value = one.from_canonical(lambd, _examples(one, strength.rows))
            found[one.name] = one.code(value, l1_ratio=r, standardized=strength.standardized)
        else:
            found[one.name] = f"{one.parameter} = {_value(one, lambd, strength.rows)}"
    return found


def address_code(convention: Convention) -> str:
    """How a convention is called in the address."""
    words = f"{convention.name} {convention.parameter}".lower()
    return "-".join("".join(c if c.isalnum() else " " for c in words).split())


def _whose(_: Translate, strength: Strength) -> str:
    if strength.rows is None:
        words = _(
            "Here λ = {canonical} stands before the penalty, beside the loss as it is. Where the loss is a "
            "mean over n rows, libraries that sum over them have n times as much."
        )
    elif strength.by_notes:
        words = _(
            "Here λ is the `lambd` of the notes: the penalty stands beside the mean loss and is divided by "
            "the m = {rows} training points, so the mean loss meets λ/m = {canonical}."
        )
    elif strength.spread is not None:
        return _whose_glmnet(_, strength, strength.spread)
    else:
        words = _("Here λ = {canonical} stands before the penalty, beside the mean of the losses.")
    return words.format(rows=strength.rows, canonical=number(strength.canonical, _DIGITS))


def _whose_glmnet(_: Translate, strength: Strength, spread: float) -> str:
    lambd, s = number(strength.lambd, _DIGITS), number(spread, _DIGITS)
    if any(mixing(penalty, strength.l1_ratio) < 1 for penalty in strength.penalties):
        words = _(
            "Here λ = {lambd} is glmnet's lambda: glmnet first divides the target by its standard deviation "
            "s = {s}, so that λ/s stands before the L2 part, beside half the mean squared error. Other "
            "libraries do not divide."
        ).format(lambd=lambd, s=s)
    else:
        words = _("Here λ = {lambd} is glmnet's lambda, beside half the mean squared error.").format(
            lambd=lambd
        )
    if strength.standardized:
        words += " " + _(
            "The numbers hold for standardised variables: glmnet standardises by itself, elsewhere they have "
            "to be standardised first."
        )
    else:
        words += " " + _(
            "The numbers hold for the variables as they are: glmnet standardises them unless told "
            "`standardize = FALSE`."
        )
    return words


def _value(convention: Convention, lambd: float, rows: int | None) -> str:
    """The number; n times a number where the library sums over rows that the page does not have."""
    value = number(convention.from_canonical(lambd, _examples(convention, rows)), _DIGITS)
    if rows is not None or not convention.per_example:
        return value
    return f"{value} / n" if convention.inverse else f"{value} · n"


def _examples(convention: Convention, rows: int | None) -> int:
    """Its n, with the batch that the library takes by itself; 1 where the page has no rows."""
    return 1 if rows is None else convention.examples(rows)


def _glmnet(penalty: str) -> Convention:
    return next(one for one in conventions(penalty, "squared error") if one.name == "glmnet, gaussian")


def _libraries(found: dict[str, dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for values in found.values() for name in values))


def _link(strength: Strength) -> dict[str, str]:
    """The same number in the page's own convention, or in the first that needs no more than the page has."""
    penalty = strength.penalties[0]
    codes = {"penalty": penalty} | ({} if strength.rows is None else {"n": str(strength.rows)})
    if strength.spread is None:
        source = next(
            one
            for one in conventions(penalty, strength.loss)
            if not one.needs_spread and (strength.rows is not None or not one.per_example)
        )
        lambd, _r = strength.beside_mean(penalty)
        codes["value"] = code_number(source.from_canonical(lambd, _examples(source, strength.rows)))
    else:
        source = _glmnet(penalty)
        codes["value"] = code_number(strength.lambd)
        codes["std"] = str(int(strength.standardized))
        if source.needs_spread:
            codes["s"] = code_number(strength.spread)
    if penalty == "elastic_net":
        codes["r"] = code_number(strength.l1_ratio)
    return address.link(LIBRARIES, conv=address_code(source), **codes)
