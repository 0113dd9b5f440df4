"""Lesson 3, weight shrinkage: every weight of a network over training, with no penalty, L2, and L1."""

import streamlit as st

from charts.networks.start_bands import SUMS, start_bands
from charts.penalties import penalty_names
from charts.weight_shrinkage.cost_parts import cost_parts
from charts.weight_shrinkage.histogram import histogram
from charts.weight_shrinkage.lambda_switch import MEASURES, lambda_switch
from charts.weight_shrinkage.norms import norms, zeros
from charts.weight_shrinkage.pulls import pulls
from charts.weight_shrinkage.trajectories import ruler, trajectories
from charts.weight_shrinkage.wiring import wiring
from dashboard import controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.networks import start_words
from dashboard.networks import starts as seed_runs
from dashboard.networks.grid import LAMBDA_TRACK, LAMBDAS, STARTS, Grid, sliders, trained
from dashboard.networks.problem import problem_controls
from dashboard.transport import transport
from l2core import penalties
from l2core.optimizers import Update
from l2core.snapshots import data_gradient, penalty_gradient
from lessons.weight_shrinkage import formula as weight_formula
from lessons.weight_shrinkage import questions as weight_experiments
from lessons.weight_shrinkage import run as weight_tables
from lessons.weight_shrinkage import words as weight_words

HIDDEN = {"20-3": (20, 3), "8-8": (8, 8), "30": (30,), "8": (8,)}
LAST = len(LAMBDAS) - 1
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0)
_ = enter()
lesson.opening(
    "weight_shrinkage",
    _(
        "One network is trained three times, from the same start, on the same data. Every line is one of its "
        "weights. Move λ and the step with the bar at the foot of the page."
    ),
)
problem, settings = problem_controls(_)
split = problem.split
panel, way, scale_of, one = st.columns([3, 3, 3, 2], gap="medium", vertical_alignment="bottom")
with panel:
    third = controls.choose(
        "penalty", _("Third panel"), {"l1": _("L1"), "elastic_net": _("Elastic net")}, default="l1"
    )
with way:
    l1_step = controls.choose(
        "l1step",
        _("How L1 steps"),
        {"proximal": _("proximal"), "subgradient": _("subgradient")},
        default="proximal",
        help=_(
            "The proximal step stops at 0. The subgradient step, the derivative of |w| used as if it were "
            "smooth, hops over it."
        ),
    )
with scale_of:
    axis = controls.choose(
        "scale",
        _("Axis of the weights"),
        {"linear": _("linear"), "log": _("in decades")},
        default="linear",
        help=_("In decades one sees how L2 halves a weight again and again and never makes it 0."),
    )
with settings:
    hidden = HIDDEN[
        controls.choose(
            "net",
            _("Network"),
            {code: "-".join(map(str, (split.X_train.shape[0], *sizes, 1))) for code, sizes in HIDDEN.items()},
            default="20-3",
            help=_("Inputs, hidden neurons of each layer, output."),
        )
    ]
    optimizer = controls.select(
        "opt",
        _("Optimizer"),
        {
            "gd": _("Gradient descent"),
            "momentum": _("Momentum"),
            "adam": _("Adam, the penalty in the gradient"),
            "adamw": _("AdamW, the penalty apart (weight decay)"),
        },
        default="gd",
    )
    adaptive = optimizer in ("adam", "adamw")
    rate = controls.slide_over(
        "eta",
        _("Learning rate η"),
        (0.001, 0.003, 0.01, 0.03, 0.1) if adaptive else RATES,
        default=0.01 if adaptive else 0.3,
    )
    epochs = int(controls.slide_over("steps", _("Steps of training"), (1000, 2000, 3000, 5000), default=3000))
    start_seed = int(
        controls.slide_over(
            "start", _("Start of the weights"), range(10), default=0, help=_("Another draw of the weights.")
        )
    )
    l1_ratio = 0.5
    if third == "elastic_net":
        l1_ratio = controls.slide("r", _("Share of L1, r"), 0.1, 0.9, step=0.1, default=0.5)
grid = Grid(
    hidden=hidden,
    penalties=("l2", third),
    learning_rate=rate,
    epochs=epochs,
    start_seed=start_seed,
    l1_ratio=l1_ratio,
    l1_step=l1_step,
    optimizer=optimizer,
)
history = trained(grid, split)
runs = weight_tables.weights_of(grid, history)
names = runs[0].names
with one:
    followed = controls.select("w", _("Follow a weight"), {name: name for name in names}, default=names[0])
which = names.index(followed)

at = transport(*sliders(_, grid))
lam, step, lambd = at["lam"], at["step"], LAMBDAS[at["lam"]]

points = weight_words.notice(_, grid, runs, lam, step, history.n_examples)
scale, plain = ruler(runs, log=axis == "log"), ruler(runs, log=False)
with lesson.picture_and_notice(points):
    lines = weight_tables.lines(grid, split, scale, runs)
    for place, run in zip(st.columns(3), runs, strict=True):
        with place:
            pictures.draw(trajectories(_, run, lines[run.penalty], scale, which, at, LAST), run.penalty)

lesson.formula(*weight_formula.formula(_, grid, history, split, runs, which, lam, step))

looks = {
    "sums": _("Sums and zeros"),
    "histogram": _("Histogram"),
    "wiring": _("Wiring"),
    "pulls": _("Who pulls"),
    "cost": _("Cost in two parts"),
}
look = controls.choose("look", _("Look closer at this step"), looks, default="sums")
if look == "sums":
    drawn = {f"norm.{norm}": norms(_, runs, norm, at, LAST) for norm in ("l1", "l2")}
    drawn["zeros"] = zeros(_, runs, at, LAST)
    words = _(
        "L1 keeps Σ|w| small, L2 keeps Σw² small. A zero is counted where w == 0.0, without any tolerance."
    )
elif look == "histogram":
    bars = weight_tables.histograms(grid, split, plain.reach, runs)
    drawn = {run.penalty: histogram(_, run, bars[run.penalty], at, LAST) for run in runs}
    words = _(
        "A bar is as high as its share of the layer's weights. The weights that are exactly 0 have a bar of "
        "their own, on the left; those that are only small are in the middle."
    )
elif look == "wiring":
    wires = weight_tables.wires(grid, split, plain.reach, runs)
    drawn = {run.penalty: wiring(_, run, wires[run.penalty], at, LAST) for run in runs}
    words = _(
        "A wire is as thick as its weight is large; dashed: negative. A weight of exactly 0 has no wire. A "
        "small hollow neuron is cut off: no way leads from an input through it to the output."
    )
elif look == "pulls":
    both = weight_tables.both_pulls(grid, split, history, runs)
    drawn = {run.penalty: pulls(_, run, both[run.penalty], l1_ratio, at, LAST) for run in runs[1:]}
    words = _(
        "Every dot is a weight; hollow: exactly 0. On the line the two pulls cancel and the weight rests. In "
        "the shaded band the data pull less than L1 can hold against: there a weight stays at 0. A pale dot "
        "at the edge is pulled harder than the axis shows."
    )
else:
    drawn = {
        run.penalty: cost_parts(_, run, *weight_tables.parts_of_cost(grid, history, run.penalty), at, LAST)
        for run in runs
    }
    words = _(
        "Training makes the cost small: data loss (cross-entropy on the training points) plus penalty. The "
        "biases are not penalised."
    )
for place, (name, picture) in zip(st.columns(len(drawn)), drawn.items(), strict=True):
    with place:
        pictures.draw(picture, f"{look}.{name}")
st.caption(words)

st.subheader(_("Or was it luck? The same from 20 starts"), anchor=False)
st.markdown(start_words.explanation(_))
with_starts = start_words.starts_switch(_, default=False)
over_starts = st.container()  # filled at the end: nothing else has to wait for it

lesson.code(Update.__call__, penalties.soft_threshold, data_gradient, penalty_gradient)

lesson.experiments()
lesson.predict(
    "p1",
    _("Train L2 with twice the λ, {lambd:g}. How many weights become exactly 0?").format(lambd=2 * lambd),
    {"none": _("None"), "some": _("At most half"), "most": _("More than half")},
    lambda: weight_experiments.doubled(_, grid, split, lambd),
)
lesson.predict(
    "p2",
    _(
        "Train L1 with λ = {lambd:g} by proximal steps, and again by plain subgradient steps. How many exact "
        "zeros does the subgradient leave?"
    ).format(lambd=lambd),
    {
        "alike": _("As many, give or take five"),
        "fewer": _("Clearly fewer, but some"),
        "none": _("None at all"),
    },
    lambda: weight_experiments.by_subgradient(_, grid, split, lambd),
)
lesson.predict(
    "p3",
    _("Which layer loses the largest share of its weights to L1 with λ = {lambd:g}?").format(lambd=lambd),
    {f"W{k}": f"W{k}" for k in range(1, runs[0].depth + 1)} | {"alike": _("Two or more alike")},
    lambda: weight_experiments.by_layer(_, grid, split, lambd),
)

st.subheader(_("λ changed in mid-run"), anchor=False)
st.markdown(
    _(
        "Does it matter when the penalty begins? Three runs from the same start: λ from the first step; a "
        "warm-up without it, then λ; λ at first, then let go."
    )
)
raced, when, go = st.columns([3, 5, 3], gap="medium", vertical_alignment="bottom")
with raced:
    penalty = controls.choose(
        "raced", _("Penalty"), {name: penalty_names(_)[name] for name in grid.penalties}, default=third
    )
with when:
    changes = grid.steps()[4:-4:4]
    at_step = int(
        controls.slide_over(
            "switch", _("λ changes after step"), changes, default=changes[3], say="{:,.0f}".format
        )
    )
with go:
    racing = controls.switch("race", _("Run the race"))
switch = grid.steps().index(at_step)
if racing:
    race = weight_experiments.switch_race(_, grid, split, penalty, switch, history)
    for place, measure in zip(st.columns(3), MEASURES, strict=True):
        with place:
            pictures.draw(lambda_switch(_, race, measure, at), f"race.{measure}")
    st.caption(weight_words.race_result(_, race, lam))
lesson.predict(
    "p4",
    _(
        "{steps:,} steps without a penalty, then L1 with λ = {lambd:g}: how many exact zeros at the end, "
        "against L1 from the first step?"
    ).format(steps=at_step, lambd=lambd),
    {"fewer": _("Fewer"), "alike": _("As many, give or take five"), "more": _("More")},
    lambda: weight_experiments.after_warm_up(_, grid, split, lambd, at_step),
)
lesson.whats_next("weight_shrinkage")

if with_starts:
    with over_starts:
        starts = seed_runs.over_starts(_, grid, split, history)
        for place, measure in zip(st.columns(3), (*SUMS, "zeros"), strict=True):
            with place:
                picture = start_bands(
                    _,
                    measure,
                    tuple(run.penalty for run in runs),
                    seed_runs.bands(starts, split, measure),
                    STARTS,
                    grid.step_track(),
                    LAMBDA_TRACK,
                    start_words.band_sentence(_, starts, measure, lam, step),
                )
                pictures.draw(picture, f"band.{measure}")
        st.markdown(start_words.zeros_sentence(_, starts, third, lam, step))
        if lost := start_words.diverged_sentence(_, starts, lam, step):
            st.caption(lost)
