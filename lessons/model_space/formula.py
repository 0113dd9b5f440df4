"""The optimality condition of the model space in LaTeX: in symbols, and with the numbers of one place."""

from dataclasses import replace

import numpy as np

from charts.model_space.places import places
from charts.model_space.plane import pair
from charts.numbers import number, tex
from charts.penalties import penalty_names
from charts.picture import Translate
from l2core.bowl import gradient
from l2core.checks import FloatArray
from l2core.penalties import mixing, subgradient
from lessons.model_space.run import Here

CONDITION = r"""\begin{aligned}
    L(\mathbf w) &= \tfrac12 (\mathbf w - \mathbf c)^\top H\, (\mathbf w - \mathbf c) \\
    \hat{\mathbf w} &= \arg\min_{P(\mathbf w)\,\le\,P(t,0)} L(\mathbf w) \\
    &= \arg\min_{\mathbf w}\; L(\mathbf w) + \lambda P(\mathbf w) \\
    &\iff -\nabla L(\hat{\mathbf w}) \in \lambda\, \partial P(\hat{\mathbf w})
    \end{aligned}\;"""  # the space at the end keeps KaTeX's box from scrolling by two pixels


def with_numbers(_: Translate, here: Here) -> list[str]:
    """−∇L(w) ∈ λ ∂P(w) for every penalty, weight by weight, at every place of the bar."""
    count = len(places(here.choice.drive))
    return [condition_with_numbers(_, replace(here, at=at)) for at in range(count)]


def condition_with_numbers(_: Translate, here: Here) -> str:
    """The same at one place."""
    rows = (_condition(_, here, penalty) for penalty in here.choice.penalties)
    return r"\begin{aligned}" + r" \\[0.6em] ".join(rows) + r"\end{aligned}\;"


def symbols(_: Translate, here: Here) -> str:
    """What the letters stand for."""
    (h11, h12), (_h21, h22) = here.bowl.hessian
    words = (
        _(
            "c = {c} is the free optimum and H the curvature of the bowl: {h11}, {h22} along the axes, "
            "{h12} between them. P is ‖w‖₁ = |w₁| + |w₂| for L1, ½ ‖w‖² = ½ (w₁² + w₂²) for L2, and r "
            "‖w‖₁ + (1 − r) ½ ‖w‖² with r = {r} for elastic net. {regions} λ ∂P is what the penalty can "
            "hold: a single number for a weight that is not 0, and for a weight at 0 every number from −λ to "
            "λ under L1, from −rλ to rλ under elastic net. L2 offers a weight at 0 nothing, and so cannot "
            "keep it there."
        )
        if here.choice.elastic_net
        else _(
            "c = {c} is the free optimum and H the curvature of the bowl: {h11}, {h22} along the axes, "
            "{h12} between them. P is ‖w‖₁ = |w₁| + |w₂| for L1 and ½ ‖w‖² = ½ (w₁² + w₂²) for L2. {regions} "
            "λ ∂P is what the penalty can hold: a single number for a weight that is not 0, and for a weight "
            "at 0 every number from −λ to λ under L1. L2 offers a weight at 0 nothing, and so cannot keep it "
            "there."
        )
    )
    if here.choice.drive == "budget":  # one t for all
        regions = _("Every region reaches t along an axis, so they differ in shape only.")
    else:  # one λ for all, and for each penalty the t that goes with it
        regions = _("With one λ for all, each region reaches its own t along an axis.")
    return words.format(
        regions=regions,
        c=pair(here.bowl.center),
        h11=number(h11),
        h22=number(h22),
        h12=number(h12),
        r=number(here.choice.l1_ratio),
    )


def _point(w: FloatArray) -> str:
    return f"({tex(number(w[0]))}, {tex(number(w[1]))})"


def _condition(_: Translate, here: Here, penalty: str) -> str:
    w, lambd = here.optima[penalty].w[here.at], float(here.optima[penalty].lambd[here.at])
    name = penalty_names(_)[penalty]
    optimum = rf"& \hat{{\mathbf w}}_{{\text{{{name}}}}} = {_point(w)}, \quad \lambda = {tex(number(lambd))}"
    pull = rf"& -\nabla L = {_point(-gradient(here.bowl, w))}"
    if np.isinf(lambd):
        return rf"{optimum} \\ {pull}"
    r = mixing(penalty, here.choice.l1_ratio)
    slopes = subgradient(w, penalty, lambd, l1_ratio=here.choice.l1_ratio)
    first, second = (
        f"[{tex(number(-lambd * r))}, {tex(number(lambd * r))}]"
        if weight == 0 and lambd * r > 0
        else rf"\{{{tex(number(slope))}\}}"
        for weight, slope in zip(w, slopes, strict=True)
    )
    return rf"{optimum} \\ {pull} \in {first} \times {second}"
