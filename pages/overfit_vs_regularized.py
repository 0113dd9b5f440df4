"""One net, one start, one set of examples, trained three times: without a penalty, with L2, with L1."""

import numpy as np
import streamlit as st

from charts.networks.start_bands import LOSSES, start_bands
from charts.overfit_vs_regularized.decision_boundary import decision_boundary
from charts.overfit_vs_regularized.learning_curves import costs, learning_curves
from charts.overfit_vs_regularized.seed_spread import paired_differences, seed_spread
from charts.penalties import penalty_names
from dashboard import address, controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.networks import start_words
from dashboard.networks import starts as seed_runs
from dashboard.networks.grid import LAMBDA_CODES, LAMBDA_TRACK, LAMBDAS, STARTS, Grid, sliders, trained
from dashboard.networks.metrics import standing
from dashboard.networks.problem import Problem, problem_controls
from dashboard.text import Translate
from dashboard.transport import transport
from l2core.checks import FloatArray
from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
)
from l2core.snapshots import probabilities
from l2core.training import train
from lessons.overfit_vs_regularized.own_table import own_problem
from lessons.overfit_vs_regularized.run import boundaries, curves, examples, spreads
from lessons.overfit_vs_regularized.words import (
    axes_said,
    formula_numbers,
    formula_words,
    losses_said,
    notices,
    on_test_points,
    seeds_said,
    signed,
)

FILE = "overfit_vs_regularized"
SIZE, SEED, START_SEED, LEARNING_RATE = 100, 5, 2, 0.5
HIDDEN = {"5-3": (5, 3), "20-3": (20, 3), "40-10": (40, 10)}
LEARNING_RATES = (0.1, 0.2, 0.5, 1.0, 2.0)


def net_settings(_: Translate) -> tuple[Grid, bool]:
    """The further settings: start, size and learning rate of the net, and whether validation points show."""
    start = controls.slide_over(
        "start",
        _("Start seed"),
        range(20),
        default=START_SEED,
        help=_("The random weights from which all three nets start."),
    )
    names = {code: _("{n} neurons").format(n=code.replace("-", " + ")) for code in HIDDEN}
    hidden = controls.select("net", _("Hidden layers"), names, default="20-3")
    rate = controls.slide_over("eta", _("Learning rate η"), LEARNING_RATES, default=LEARNING_RATE)
    shown = controls.switch("val", _("Show the validation points too (hollow)"))
    return Grid(hidden=HIDDEN[hidden], learning_rate=rate, start_seed=int(start)), shown


def presets(_: Translate, early: int) -> None:
    """Places worth seeing, each a link with a word on why; `early` is a step before the noise is learned."""
    good = [
        (_("Where the page starts"), {}, _("λ = 1: both penalties keep the boundary nearly straight.")),
        (
            _("Stopped in time"),
            {"step": str(early)},
            _("After {step} steps no net has learned much noise yet: few steps are a penalty too.").format(
                step=early
            ),
        ),
        (_("Plenty of data"), {"m": "300"}, _("With 300 points there is far less left for a penalty to do.")),
        (
            _("Measured, not made"),
            {"data": "breast_cancer", "lam": "3"},
            _("Two measurements of tumours: the same story on real data."),
        ),
    ]
    bad = [
        (
            _("Small sample, no penalty"),
            {"m": "30"},
            _("30 points can be learned by heart; look at the left picture."),
        ),
        (
            _("Label noise 20 %"),
            {"flip": "20", "lam": "0.01"},
            _("One label in five is wrong, and λ = 0.01 is too weak to keep the nets from learning them."),
        ),
        (
            _("λ too large"),
            {"lam": "50"},
            _("The weights go to 0 and the net answers the same for everybody."),
        ),
        (
            _("Spirals at λ = 1"),
            {"data": "spirals"},
            _("A winding boundary needs large weights: λ = 1 also keeps the net from learning what is true."),
        ),
        (
            _("η and λ too large together"),
            {"m": "30", "lam": "50", "eta": "2"},
            _("η·λ/m is above 2: L2 throws the weights across 0, further each time."),
        ),
    ]
    st.subheader(_("Places worth seeing"), anchor=False)
    for place, heading, links in zip(
        st.columns(2), (_("Known to work"), _("Known to fail")), (good, bad), strict=True
    ):
        with place:
            st.markdown(f"**{heading}**")
            for label, codes, why in links:
                with st.container(gap=None):
                    st.page_link(f"pages/{FILE}.py", label=label, query_params=address.link(FILE, **codes))
                    st.caption(why)


def best_lambda(_: Translate, validation: FloatArray) -> tuple[str, str]:
    """Where the validation loss of L2 is lowest over λ."""
    best = int(np.argmin(np.nan_to_num(validation, nan=np.inf)))
    zone = "low" if LAMBDAS[best] <= 0.2 else "middle" if LAMBDAS[best] <= 3 else "high"
    return zone, _("It is lowest, {loss:.3f}, at λ = {lambd}.").format(
        loss=validation[best], lambd=LAMBDA_CODES[best]
    )


def worst_with_noise(_: Translate, grid: Grid, problem: Problem, lam: int) -> tuple[str, str]:
    """Which of the three nets has the highest test loss when a fifth of the labels it learns is wrong."""
    noisy = problem.redrawn(problem.training_size, 0.2)
    history, last = trained(grid, noisy), len(grid.steps()) - 1
    nets = {
        penalty: standing(history, noisy, grid, penalty, lam, last) for penalty in ("none", *grid.penalties)
    }
    loss = {
        penalty: np.inf if net.test is None else net.test.cross_entropy.mean for penalty, net in nets.items()
    }
    return max(loss, key=lambda penalty: loss[penalty]), on_test_points(_, nets)


def gap_by_size(_: Translate, grid: Grid, problem: Problem) -> tuple[str, str]:
    """What is left of the gap of the net without a penalty when it gets 300 points instead of 20."""
    last, gaps = len(grid.steps()) - 1, []
    for size in (20, 300):
        split = problem.redrawn(size, problem.label_noise)
        gaps.append(standing(trained(grid, split), split, grid, "none", 0, last).gap)
    if not np.isfinite(gaps).all():
        return "more", _("But a net diverged: with this η there is no gap to speak of.")
    left = "more" if gaps[1] >= gaps[0] else "tenth" if gaps[1] < gaps[0] / 10 else "less"
    return left, _("From 20 to 300 points the gap goes from {few} to {many}.").format(
        few=signed(gaps[0]), many=signed(gaps[1])
    )


_ = enter()
lesson.opening(
    FILE,
    _(
        "One network, one start, one set of points, trained three times. Play the steps: on the left nothing "
        "holds the weights back, and the boundary bends around single points."
    ),
)
problem, more = problem_controls(_, own_problem, size=SIZE, seed=SEED)
with more:
    grid, shows_validation = net_settings(_)
split, steps = problem.split, grid.steps()
at = transport(*sliders(_, grid))
snapshot, lam, lambd, m = at["step"], at["lam"], LAMBDA_CODES[at["lam"]], problem.training_size

history = trained(grid, split)
frames = boundaries(_, grid, split, history)
nets = {penalty: standing(history, split, grid, penalty, lam, snapshot) for penalty in frames}
points, ends = examples(_, split, validation=shows_validation), (len(steps) - 1, len(LAMBDAS) - 1)
with lesson.picture_and_notice(notices(_, nets, lambd, m)):
    for column, (penalty, net) in zip(st.columns(len(nets)), nets.items(), strict=True):
        with column:
            said = losses_said(_, penalty, net)
            shown = {**frames[penalty], "points": points}
            pictures.draw(decision_boundary(_, penalty, shown, *ends, said), f"boundary_{penalty}")
    said = " ".join(losses_said(_, penalty, net) for penalty, net in nets.items())
    left, right = st.columns([3, 2])
    with left:
        pictures.draw(learning_curves(_, tuple(nets), curves(grid, split, history), *ends, said), "curves")
    with right:
        pictures.draw(costs(_, tuple(nets), curves(grid, split, history), *ends, said), "costs")
st.caption(axes_said(_, problem))
st.markdown(on_test_points(_, nets))

st.subheader(_("Or was it luck? The same from 20 starts"), anchor=False)
st.markdown(start_words.explanation(_))
with_starts = start_words.starts_switch(_, default=True)
over_starts = st.container()  # filled at the end: nothing else has to wait for it

lesson.formula(
    formula_words(_),
    formula_numbers(_, nets, lambd, m),
    _(
        "J: the cost, what training makes small. m: the number of training points. yᵢ: the label of point i, "
        "0 or 1; aᵢ: the probability of 1 that the net gives it. W⁽ˡ⁾: the weights of layer l, without "
        "biases. λ: the strength of the penalty. The curves above show the data loss alone; the penalty is "
        "never in them."
    ),
)
lesson.code(
    forward_propagation,
    compute_cost_with_regularization,
    backward_propagation_with_regularization,
    train,
    probabilities,
)
presets(_, steps[6])

lesson.experiments()
if problem.name == "own":
    st.caption(_("The second and the third experiment take place on the football pitch."))
lesson.predict(
    "guess_lambda",
    _("Which λ gives L2 the lowest validation loss after the last step, on the data above?"),
    {"low": _("0.2 or less"), "middle": _("from 0.3 to 3"), "high": _("5 or more")},
    lambda: best_lambda(_, np.asarray(history.validation_loss)[-1, grid.columns("l2")]),
)
lesson.predict(
    "guess_noise",
    _(
        "Flip a fifth of the labels and train again with λ = {lambd}. Who does worst on the true test labels?"
    ).format(lambd=lambd),
    {penalty: penalty_names(_)[penalty] for penalty in nets},
    lambda: worst_with_noise(_, grid, problem, lam),
)
lesson.predict(
    "guess_size",
    _("Train without a penalty on 20 points, then on 300. What becomes of the gap after the last step?"),
    {
        "tenth": _("less than a tenth is left"),
        "less": _("it shrinks, but not to a tenth"),
        "more": _("it grows"),
    },
    lambda: gap_by_size(_, grid, problem),
)
lesson.whats_next(FILE)

if with_starts:
    with over_starts:
        starts = seed_runs.over_starts(_, grid, split, history)
        ends = (len(steps) - 1, len(LAMBDAS) - 1)
        for place, measure in zip(st.columns(2), LOSSES, strict=True):
            with place:
                said = start_words.band_sentence(_, starts, measure, lam, snapshot)
                tables = seed_runs.bands(starts, split, measure)
                picture = start_bands(
                    _, measure, tuple(nets), tables, STARTS, grid.step_track(), LAMBDA_TRACK, said
                )
                pictures.draw(picture, f"band_{measure}")
        if lost := start_words.diverged_sentence(_, starts, lam, snapshot):
            st.caption(lost)
        said = seeds_said(_, starts.by_penalty("validation"), lam, snapshot)
        dots, pairs = spreads(starts, split)
        left, right = st.columns(2)
        with left:
            pictures.draw(seed_spread(_, tuple(nets), dots, *ends, said), "seeds")
        with right:
            pictures.draw(paired_differences(_, tuple(nets), pairs, *ends, said), "differences")
        st.markdown(said)
