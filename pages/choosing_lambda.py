"""Which λ: exact paths and cross-validation on a table, many starts and the map of η × λ for a network."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.choosing_lambda.coefficient_paths import coefficient_paths
from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.choosing_lambda.model_bars import model_bars
from charts.choosing_lambda.rate_map import rate_map
from charts.choosing_lambda.seed_errors import seed_differences, seed_errors
from charts.penalties import penalty_names
from charts.track import Track
from dashboard import controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.networks.problem import Problem, problem_controls
from dashboard.text import Translate, plain
from dashboard.transport import Slider, transport
from l2core.conventions import Convention, translate
from l2core.cross_validation import cross_validate
from l2core.evaluation import paired_difference
from l2core.linear import elastic_net_path, lasso_path, ridge_path
from l2core.training import train
from lessons.choosing_lambda import clickable_map, network_words
from lessons.choosing_lambda import table_questions as linear_experiments
from lessons.choosing_lambda import table_words as linear_words
from lessons.choosing_lambda import translator as lambda_translator
from lessons.choosing_lambda.network_run import over_rates, over_seeds
from lessons.choosing_lambda.table_choice import Source, chosen_table, table_names, table_said
from lessons.choosing_lambda.table_run import Fit, Setting, fitted

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
                target=plain(source.table.target)
            )
        )
        return
    codes = [f"{lambd:.3g}" for lambd in fit.errors.lambdas]
    lam = transport(
        Slider(
            Track("lam", len(codes), len(codes) // 2),
            _("λ, stronger and stronger"),
            codes,
            [f"λ = {code}" for code in codes],
            plays=True,
            default=fit.errors.index_1se,
        )
    )["lam"]

    paths_said, curve_said = linear_words.picture_words(_, fit, lam)
    left, right = st.columns([3, 2], gap="small")
    with left:
        pictures.draw(coefficient_paths(_, fit.drawn, fit.chosen, axis, paths_said), "paths")
    with right:
        errors = fit.errors
        pictures.draw(
            cross_validation_curve(
                *(_, errors.lambdas, errors.mean_error, errors.standard_error, fit.training, fit.chosen),
                setting.penalty,
                curve_said,
            ),
            "errors",
        )
    left, right = st.columns([1, 1], gap="medium")
    with left:
        lesson.notice(linear_words.notices(_, fit, lam, standardized))
    with right:
        pictures.draw(model_bars(_, fit.drawn, setting.penalty, paths_said), "model")
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
            "against",
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
            "r", _("Elastic net: share α of L1"), 0.05, 0.95, step=0.05, default=0.5, format="%.2f"
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
            "penalty", _("Penalty"), {name: names[name] for name in ("l2", "l1")}, default="l2"
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
        _("Flip 20 % of the labels and train from all starts again. What becomes of the best λ?"),
        {"larger": _("it grows"), "same": _("it stays"), "smaller": _("it shrinks")},
        lambda: network_words.best_with_noise(_, problem, penalty),
    )


def rates(_: Translate, aside: DeltaGenerator) -> None:
    """The map of η × λ, one net a cell."""
    problem, penalty = network_controls(_)
    cells = over_rates(_, problem.split, penalty)
    points = network_words.map_said(_, cells)
    with lesson.picture_and_notice(points):
        picture = rate_map(_, cells, " ".join(point.replace("**", "") for point in points))
        clickable_map.draw(_, picture, cells, problem)
    lesson.formula(*network_words.step_formula(_, cells, penalty, problem.training_size))
    lesson.code(train)


def translator_part(_: Translate, aside: DeltaGenerator) -> None:
    """One λ in everybody's convention."""
    source, value, n, l1_ratio = lambda_translator.typed(_)
    lambda_translator.dictionary(_, source, value, n, l1_ratio)
    lesson.formula(*lambda_translator.formula(_, source, value, n))
    lesson.code(Convention.to_canonical, Convention.from_canonical, translate)
    lesson.experiments()
    lesson.predict(
        "guess_alpha",
        _(
            "Ridge regression on 1000 rows, a mean loss of ½(ŷ − y)² and λ = 0.1. Which alpha does "
            "scikit-learn's Ridge need for the same model?"
        ),
        {"0.0001": "0.0001", "0.1": "0.1", "100": "100"},
        lambda: lambda_translator.ridge_for_mean_loss(_),
    )


_ = enter()
lesson.opening(
    FILE,
    _(
        "The right λ makes the error smallest on data that the model has not seen. Here it is looked for on "
        "a table and in a network, and told in the convention of every library."
    ),
)
SECTIONS = {
    "linear": (_("A table"), linear),
    "network": (_("A network"), network),
    "map": (_("η × λ"), rates),
    "translator": (_("Libraries"), translator_part),
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
