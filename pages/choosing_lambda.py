"""Which λ: exact paths and cross-validation on a table, many starts and the map of η × λ for a network."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.coefficient_paths import coefficient_paths
from charts.error_curves import cross_validation_curve
from charts.learning_curves import penalty_names
from charts.model_bars import model_bars
from charts.rate_map import CELL, RateMap, rate_map
from charts.seed_errors import seed_differences, seed_errors
from dashboard import address, controls, lesson, linear_experiments, linear_words, network_words, pictures
from dashboard.lambda_nets import over_rates, over_seeds
from dashboard.linear_fit import Fit, Setting, fitted
from dashboard.navigation import enter
from dashboard.problems import Problem, problem_controls
from dashboard.table_choice import Source, chosen_table, table_names, table_said
from dashboard.text import Translate
from dashboard.transport import Track, transport
from l2core.cross_validation import cross_validate
from l2core.evaluation import paired_difference
from l2core.linear import elastic_net_path, lasso_path, ridge_path
from l2core.training import train

FILE = "choosing_lambda"


def linear(_: Translate, aside: DeltaGenerator) -> None:
    """A table of numbers: the paths, the curve, the model at one λ."""
    source, setting, axis = linear_controls(_)
    aside.caption(table_said(_, source))
    try:
        fit = fitted(_, source.table, setting)
        standardized = fitted(_, source.table, replace(setting, standardize=True))
    except ValueError:  # what a table can do wrong otherwise has been said beside it
        st.error(
            _("No numeric column varies together with {target}: there is no λ to choose.").format(
                target=linear_words.plain(source.table.target)
            )
        )
        return
    codes = [f"{lambd:.3g}" for lambd in fit.errors.lambdas]
    start = fit.errors.index_1se
    lam = transport(
        Track(
            "lam", _("λ, stronger and stronger"), codes, [f"λ = {code}" for code in codes], start, plays=True
        )
    )["lam"]

    paths_said, curve_said = linear_words.picture_words(_, fit, lam)
    left, right = st.columns([3, 2], gap="small")
    with left:
        pictures.draw(coefficient_paths(_, fit.drawn, fit.chosen, axis, start, paths_said), "paths")
    with right:
        errors = fit.errors
        pictures.draw(
            cross_validation_curve(
                *(_, errors.lambdas, errors.mean_error, errors.standard_error, fit.training, fit.chosen),
                setting.penalty,
                start,
                curve_said,
            ),
            "errors",
        )
    left, right = st.columns([1, 1], gap="medium")
    with left:
        lesson.notice(linear_words.notices(_, fit, lam, standardized))
    with right:
        pictures.draw(model_bars(_, fit.drawn, setting.penalty, start, paths_said), "model")
        coefficients(_, fit, lam)

    lesson.formula(
        *linear_words.formula(fit, lam),
        _(
            "n: the number of rows. yᵢ: the target in row i; xᵢ: its variables. b: the intercept, never "
            "penalised. w: the weights, one for each variable. λ: the strength of the penalty. This is the "
            "convention of glmnet; other libraries scale λ otherwise, see the fourth part of this page. "
            "Standardised means: the penalty acts on the weight of one standard deviation."
        ),
    )
    lesson.code(lasso_path, elastic_net_path, ridge_path, cross_validate)
    lesson.experiments()
    lesson.predict(
        "guess_half",
        _("Throw away a random half of the rows and cross-validate again. Where does λ_1se go?"),
        {"larger": _("it grows"), "same": _("it stays about where it was"), "smaller": _("it shrinks")},
        lambda: linear_experiments.half_the_rows(_, source.table, setting),
    )
    lesson.predict(
        "guess_unit",
        _(
            "Without standardising, take the variable that the lasso lets in first and measure it in a unit "
            "1000 times larger (metres, not millimetres). When does it come in now?"
        ),
        {
            "first": _("first again"),
            "later": _("later than another variable"),
            "never": _("at no λ of the bar"),
        },
        lambda: linear_experiments.another_unit(_, source.table),
    )
    lesson.predict(
        "guess_best",
        _("Which has the smaller cross-validated error at its own λ_min, lasso or ridge?"),
        {
            "l1": _("the lasso (L1), by more than a standard error"),
            "l2": _("ridge (L2), by more than a standard error"),
            "neither": _("neither, within a standard error"),
        },
        lambda: linear_experiments.lasso_or_ridge(_, source.table, setting),
    )


def linear_controls(_: Translate) -> tuple[Source, Setting, str]:
    places = st.columns([2.2, 2.6, 3.2, 2.0], gap="medium", vertical_alignment="bottom")
    with places[0]:
        name = controls.select("table", _("Table"), table_names(_), default="diabetes")
    with places[1]:
        penalty = controls.choose(
            "penalty",
            _("Penalty"),
            {"l2": _("Ridge (L2)"), "l1": _("Lasso (L1)"), "elastic_net": _("Elastic net")},
            default="l1",
        )
    with places[2]:
        axis = controls.choose(
            "x",
            _("Paths against"),
            {"lambda": "λ", "norm1": "‖w‖₁", "deviance": _("y explained")},
            default="lambda",
        )
    with places[3], st.popover(_("More settings"), width="stretch"):
        standardize = controls.switch(
            "std",
            _("Standardise the variables"),
            default=True,
            help=_(
                "Off: the penalty acts on the weights in the table's own units, and a variable in "
                "millimetres is penalised less than the same in metres."
            ),
        )
        l1_ratio = controls.slide(
            "alpha", _("Elastic net: share α of L1"), 0.05, 0.95, step=0.05, default=0.5, format="%.2f"
        )
        folds = int(controls.slide_over("folds", _("Folds"), (3, 5, 10), default=10))
        seed = int(controls.slide_over("cvseed", _("Seed of the folds"), range(20), default=0))
    source = chosen_table(_, name)
    return source, Setting(penalty, l1_ratio, standardize, folds, seed), axis


def coefficients(_: Translate, fit: Fit, lam: int) -> None:
    """The model of the bar as a table, largest effect first."""
    path = fit.errors.path
    table = pd.DataFrame(
        {
            _("Variable"): fit.names,
            _("Coefficient, own units"): path.coefficients[lam],
            _("Effect per standard deviation"): path.coefficients[lam] * fit.drawn.spread,
        }
    )
    effect = _("Effect per standard deviation")
    with st.expander(_("All coefficients as a table")):
        st.dataframe(table.sort_values(effect, key=abs, ascending=False), hide_index=True)
        st.caption(_("Intercept b = {b}").format(b=linear_words.number(path.intercepts[lam])))


def network_controls(_: Translate) -> tuple[Problem, str]:
    problem, settings = problem_controls(_)
    with settings:
        names = penalty_names(_)
        penalty = controls.choose(
            "netpenalty", _("Penalty"), {name: names[name] for name in ("l2", "l1")}, default="l2"
        )
    return problem, penalty


def network(_: Translate, aside: DeltaGenerator) -> None:
    """One network from many starts: what each λ changes."""
    problem, penalty = network_controls(_)
    errors = over_seeds(_, problem.split, penalty)
    said = network_words.seeds_said(_, errors)
    left, right = st.columns([3, 2], gap="small")
    with left:
        pictures.draw(seed_errors(_, errors, said), "seeds")
    with right:
        pictures.draw(seed_differences(_, errors, said), "differences")
    lesson.notice(network_words.zones_said(_, errors))
    lesson.formula(
        r"J = \underbrace{-\tfrac1m\sum_{i=1}^{m}[y_i\log a_i + (1-y_i)\log(1-a_i)]}_{\text{data loss}}"
        r" + \underbrace{\tfrac{\lambda}{2m}\sum_l\lVert W^{[l]}\rVert^2}_{\text{L2}}"
        r"\quad\text{or}\quad \underbrace{\tfrac{\lambda}{m}\sum_l\lvert W^{[l]}\rvert}_{\text{L1}}",
        network_words.network_formula(_, errors, problem.training_size),
        _(
            "The curves show the data loss alone, on training and on validation points; the penalty is in "
            "neither. m: the number of training points. W⁽ˡ⁾: the weights of layer l, without biases."
        ),
    )
    lesson.code(train, paired_difference)
    lesson.experiments()
    lesson.predict(
        "guess_noise",
        _("Flip 20 % of the training labels and train all starts again. What becomes of the best λ?"),
        {"larger": _("it grows"), "same": _("it stays"), "smaller": _("it shrinks")},
        lambda: best_with_noise(_, problem, penalty),
    )


def best_with_noise(_: Translate, problem: Problem, penalty: str) -> tuple[str, str]:
    """Where the best λ goes when a fifth of the labels is wrong."""
    noisy = problem.redrawn(problem.training_size, 0.2)
    runs = [over_seeds(_, split, penalty) for split in (problem.split, noisy)]
    best = [network_words.best_lambda(run) or 0 for run in runs]
    happened = "same" if best[0] == best[1] else "larger" if best[1] > best[0] else "smaller"
    return happened, _("The validation loss was lowest at λ = {before:g}, now at λ = {after:g}.").format(
        before=runs[0].lambdas[best[0]], after=runs[1].lambdas[best[1]]
    )


def rates(_: Translate, aside: DeltaGenerator) -> None:
    """The map of η × λ, one net a cell."""
    problem, penalty = network_controls(_)
    cells = over_rates(_, problem.split, penalty)
    points = network_words.map_said(_, cells)
    with lesson.picture_and_notice(points):
        picture = rate_map(_, cells, " ".join(point.replace("**", "") for point in points))
        key = address.widget_key("chart.map")
        with st.container(key=address.widget_key("picture.map")):
            clicked = st.vega_lite_chart(
                {**picture.spec, "datasets": dict(picture.tables)},
                key=key,
                alt=picture.alt,
                width="stretch",
                on_select="rerun",
                selection_mode=CELL,
            )
        st.caption(_("Click a cell to see every weight of that net while it learns."))
        row, column = cells.best
        run_link(_, problem, penalty, cells, row, column)
    if picked := clicked.selection.get(CELL):
        st.switch_page(
            "pages/weight_shrinkage.py",
            query_params=run_address(problem, penalty, picked[0]["eta"], picked[0]["lambd"]),
        )
    lesson.formula(*network_words.step_formula(_, cells, penalty, problem.training_size))
    lesson.code(train)


def run_link(_: Translate, problem: Problem, penalty: str, cells: RateMap, row: int, column: int) -> None:
    """The same by keyboard: the door to the best cell."""
    eta, lambd = f"{cells.rates[row]:g}", f"{cells.lambdas[column]:g}"
    st.page_link(
        "pages/weight_shrinkage.py",
        label=_("Open the best cell: η = {eta}, λ = {lambd}").format(eta=eta, lambd=lambd),
        icon=":material/arrow_forward:",
        query_params=run_address(problem, penalty, eta, lambd),
    )


def run_address(problem: Problem, penalty: str, eta: str, lambd: str) -> dict[str, str]:
    """Where the lesson on weight shrinkage shows the run of a cell."""
    codes = {
        "data": problem.name,
        "m": str(problem.training_size),
        "seed": str(problem.seed),
        "flip": f"{100 * problem.label_noise:g}",
        "lr": eta,
        "lam": lambd,
    }
    return address.link(**codes)


_ = enter()
lesson.opening(
    FILE,
    _(
        "The right λ makes the error smallest on data that the model has not seen. Every λ is computed "
        "already: move the bar and find it."
    ),
)
SECTIONS = {
    "linear": (_("A table of numbers"), linear),
    "network": (_("A network"), network),
    "map": (_("η × λ"), rates),
}
left, right = st.columns([3, 4], gap="medium", vertical_alignment="bottom")
with left:
    part = controls.choose(
        "part",
        _("Choose λ for"),
        {code: words for code, (words, _draw) in SECTIONS.items()},
        default="linear",
    )
SECTIONS[part][1](_, right)
lesson.whats_next(FILE)
