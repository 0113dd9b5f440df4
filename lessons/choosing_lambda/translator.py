"""One λ, typed in anybody's convention and read in all of them, with the line of code for each."""

import math

import streamlit as st

from charts.penalties import penalty_names
from dashboard import controls
from dashboard.text import N_, Translate
from l2core.conventions import Convention, conventions, translate

LOSS_NAMES = {
    "cross-entropy": N_("cross-entropy (classes)"),
    "squared error": N_("squared error (numbers)"),
    "hinge": N_("hinge (support vectors)"),
    "squared hinge": N_("squared hinge (support vectors)"),
}
# What the core says in English, word by word, so that the catalogues have it too.
NAMES = (
    N_("the notes"),
    N_("PyTorch SGD with MSELoss"),
    N_("PyTorch, added to the loss"),
    N_("PyTorch, added to MSELoss"),
    N_('Keras with "mse"'),
)
NOTES = (
    N_("Mean over a batch of n examples, and the penalty is divided by n too."),
    N_(
        "Mean over a batch of n examples, and the penalty is divided by n too: min(200, rows) unless "
        'batch_size says otherwise; all rows with solver="lbfgs".'
    ),
    N_('Sum of the loss, and C weighs the loss. solver="liblinear" penalises the intercept too.'),
    N_("Mean of the loss. Pulls on the biases too, unless they have a parameter group of their own."),
    N_("MSELoss has no ½: the number weighs half as much as with ½(ŷ − y)². Pulls on the biases too."),
    N_("Mean of the loss. The optimisers have no L1."),
    N_("MSELoss has no ½: the number weighs half as much as with ½(ŷ − y)². The optimisers have no L1."),
    N_("Mean of the loss. L2 has no ½ and weighs twice as much as a λ/2."),
    N_('Neither L2 nor "mse" has a ½, which cancels.'),
    N_('"mse" has no ½: l1 weighs half as much as with ½(ŷ − y)². Nor has L2, where it cancels.'),
    N_("Mean of the loss. Standardises the columns of X unless told standardize = FALSE."),
    N_(
        "Mean of ½(ŷ − y)², but y is divided by its standard deviation before the penalty acts: the "
        "ridge part comes out weaker by that factor. The code puts it right. Standardises the "
        "columns of X too."
    ),
    N_("Sum of the loss. Neither loss nor penalty has a ½, which cancels."),
    N_("Mean of ½(ŷ − y)²."),
    N_(
        "Mean over a batch of ½(ŷ − y)², with ŷ through tanh, for classes as well. With L1, a weight "
        "that the penalty carries across 0 stays 0. (At first, in 2016, the rate was divided by the "
        "batch size.)"
    ),
    N_("Sum of the loss, and C weighs the loss."),
    N_('Sum of the squared loss unless loss="hinge", and C weighs the loss. Penalises the intercept too.'),
)


def typed(_: Translate) -> tuple[Convention, float, int, float]:
    """Draws the controls; the convention, its value, the number of examples and the share of L1."""
    names = penalty_names(_)
    places = st.columns([2.4, 3, 2, 2, 2], gap="medium", vertical_alignment="bottom")
    with places[0]:
        penalty = controls.choose(
            "penalty", _("Penalty"), {name: names[name] for name in ("l2", "l1", "elastic_net")}, default="l2"
        )
    every = {code(c): c for c in conventions(penalty)}
    with places[1]:
        chosen = controls.select(
            "conv",
            _("I have a λ from"),
            {key: f"{spoken(_, c.name)} · {c.parameter}" for key, c in every.items()},
            default=next(iter(every)),
        )
    convention = every[chosen]
    with places[2]:
        value = controls.type_number(
            "value", convention.parameter, 1e-9, 1e9, default=1.0, step=0.1, format="%.6g"
        )
    with places[3]:
        n = int(
            controls.type_number(
                "n",
                _("Examples n"),
                1,
                10**9,
                default=200,
                step=1,
                help=_("In one batch, where the library trains on batches."),
            )
        )
    l1_ratio = 0.5
    if penalty == "elastic_net":
        with places[4]:
            l1_ratio = controls.slide("r", _("Share r of L1"), 0.05, 0.95, step=0.05, default=0.5)
    return convention, value, n, l1_ratio


def code(convention: Convention) -> str:
    """How a convention is called in the address."""
    words = f"{convention.name} {convention.parameter}".lower()
    return "-".join("".join(c if c.isalnum() else " " for c in words).split())


def spoken(_: Translate, words: str) -> str:
    """What the core says, in the language of the page."""
    return _(words)


def dictionary(_: Translate, source: Convention, value: float, n: int, l1_ratio: float) -> None:
    """The same λ everywhere: first where the loss is the same, then where it is another."""
    losses = sorted(LOSS_NAMES, key=lambda loss: loss != source.loss)
    for loss in losses:
        rows = conventions(source.penalty, loss)
        if not rows:
            continue
        st.subheader(_("With {loss}").format(loss=_(LOSS_NAMES[loss])), anchor=False)
        if loss != source.loss:
            st.caption(
                _(
                    "Another loss than that of {name}: the number weighs the penalty alike, but the model it "
                    "leads to is another."
                ).format(name=spoken(_, source.name))
            )
        for row in rows:
            entry(_, row, translate(value, source, row, n), l1_ratio)


def entry(_: Translate, convention: Convention, value: float, l1_ratio: float) -> None:
    """One library: its number, its line of code, what it minimises."""
    name, line = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with name:
        st.markdown(f"**{spoken(_, convention.name)}** · `{convention.parameter}` = **{number(value)}**")
        st.caption(spoken(_, convention.note))
    with line:
        st.code(convention.code(value, l1_ratio=l1_ratio), language="python", wrap_lines=True)


def formula(_: Translate, source: Convention, value: float, n: int) -> tuple[str, str, str]:
    """What the source minimises; its number as the λ of a mean loss; both in words."""
    top = f"1 / {number(value)}" if source.inverse else number(value)
    factor = "" if source.factor == 1 else rf"{source.factor:g} \cdot "
    below = rf" / {n}" if source.per_example else ""
    lambd = source.to_canonical(value, n)
    shape = {
        "l2": r"\tfrac12\lVert w\rVert^2",
        "l1": r"\lVert w\rVert_1",
        "elastic_net": r"\bigl(r\lVert w\rVert_1 + \tfrac{1-r}{2}\lVert w\rVert^2\bigr)",
    }[source.penalty]
    return (
        source.objective,
        rf"\tfrac1n\sum_i \ell_i + \lambda\,{shape},\qquad \lambda = {factor}{top}{below} = {number(lambd)}",
        _(
            "Above: what {name} makes small. Below: the same with the mean of the losses ℓᵢ of n = {n} "
            "examples, squared error counted as ½(ŷ − y)². Every line on this page is this one λ, told "
            "otherwise."
        ).format(name=spoken(_, source.name), n=n),
    )


def ridge_for_mean_loss(_: Translate) -> tuple[str, str]:
    """The alpha of scikit-learn's Ridge for λ = 0.1 on 1000 rows."""
    lambd, rows = 0.1, 1000
    ridge = next(c for c in conventions("l2", "squared error") if c.name == "scikit-learn Ridge")
    alpha = ridge.from_canonical(lambd, rows)
    happened = min(("0.0001", "0.1", "100"), key=lambda guess: abs(math.log(float(guess) / alpha)))
    return happened, _("Ridge sums the loss over the rows: alpha = {rows} · {lambd:g} = {alpha:g}.").format(
        rows=rows, lambd=lambd, alpha=alpha
    )


def number(value: float) -> str:
    """Six digits, as in the line of code."""
    return "∞" if math.isinf(value) else f"{value:.6g}"
