"""The script for scikit-learn: a pipeline that fills gaps, encodes words, scales, and fits at this λ."""

import math

from lessons.choosing_lambda.chosen_model import ChosenModel, digits
from lessons.choosing_lambda.take_home_python import loader, printing, table_lines, words_lines

INSTALL = 'pip install "scikit-learn>=1.8" pandas'
_LIKE_NONE = {"l1": 1e-5, "l2": 1e-8, "elastic_net": 1e-5}  # a factor that hardly penalises, in place of 0
_MOST_OF_NEWTON = 500  # columns; their second derivatives are a matrix


def can_scikit_learn(model: ChosenModel) -> bool:
    """Whether scikit-learn has this model, to the digits that the page shows.

    An elastic net there has one penalty for all columns: a column can be made to be as good as without it,
    but not to have half of it. Of two classes the solvers of L1 do not come to rest on columns so unlike.
    """
    factors = {model.own_factors.get(name, 1.0) for name in model.features}
    if model.is_of_classes and model.penalty == "l1":
        return 0.0 not in factors
    if model.is_of_classes and model.penalty == "elastic_net":
        return model.standardize and factors == {1.0}
    return model.penalty != "elastic_net" or len(factors - {0.0}) < 2


def scikit_learn_script(model: ChosenModel) -> str:
    """Python source: the pipeline is `model`, and what it prints is in the units of the table."""
    body = [*table_lines(model), "", "# ---- the model", *words_lines(model), *_model(model)]
    rest = [*_own_units(model), *printing()]
    used = "\n".join([*body, *rest])
    lines = [f"# {model.title}", f"# {INSTALL}", *_imports(model, used), "", *_version(model), *body, *rest]
    return "\n".join([*lines, *_last_words(model)]) + "\n"


def _is_centred(model: ChosenModel) -> bool:
    """Whether columns that keep their scale are centred: liblinear then finds the intercept by itself."""
    return model.is_of_classes and model.penalty == "l1" and not model.standardize


def _imports(model: ChosenModel, used: str) -> list[str]:
    """The imports of what the script uses, in alphabetical order."""
    homes = {
        "sklearn.compose": ["make_column_transformer"],
        "sklearn.impute": ["SimpleImputer"],
        "sklearn.linear_model": ["ElasticNet", "Lasso", "LinearRegression", "LogisticRegression", "Ridge"],
        "sklearn.pipeline": ["make_pipeline"],
        "sklearn.preprocessing": ["FunctionTransformer", "OneHotEncoder", "StandardScaler"],
        "sklearn.utils.class_weight": ["compute_sample_weight"],
    }
    found = {home: [name for name in names if f"{name}(" in used] for home, names in homes.items()}
    lines = [f"from {home} import {', '.join(names)}" for home, names in found.items() if names]
    first = ["import numpy as np"]
    first += ["import pandas as pd"] if "pd." in used else []
    first += ["import sklearn"] if _needs_version(model) else []
    return [*first, *sorted([*lines, *loader(model)])]


def _needs_version(model: ChosenModel) -> bool:
    return model.is_of_classes and model.penalty != "l2"


def _version(model: ChosenModel) -> list[str]:
    if not _needs_version(model):
        return []
    return [
        'if tuple(map(int, sklearn.__version__.split(".")[:2])) < (1, 8):',
        '    raise SystemExit("scikit-learn 1.8 or newer is needed: an older one would fit L2 here")',
        "",
    ]


def _model(model: ChosenModel) -> list[str]:
    preparation = model.preparation
    has_gaps = any(variable.gaps == "median" for variable in preparation.variables)
    has_words = any(variable.kind != "number" for variable in preparation.variables)
    numbers = 'SimpleImputer(strategy="median")' if has_gaps else '"passthrough"'
    lines, steps = [], []
    if has_words:
        lines += [
            "prepare = make_column_transformer(",
            "    (",
            "        OneHotEncoder(",
            "            categories=list(levels.values()),",
            '            drop="first",',
            '            handle_unknown="ignore",  # a new word is like the first',
            "            feature_name_combiner=named,",
            "            sparse_output=False,",
            "        ),",
            "        list(levels),",
            "    ),",
            f"    remainder={numbers},",
            "    verbose_feature_names_out=False,",
            ")",
        ]
        steps.append("prepare")
    elif has_gaps:
        lines.append(f"prepare = {numbers}")
        steps.append("prepare")
    lines.append(f"names = {'prepare.fit(X).get_feature_names_out()' if steps else 'X.columns'}")
    if model.standardize:
        steps.append("StandardScaler()")
    elif _is_centred(model):
        steps.append("StandardScaler(with_std=False)")
    if model.own_factors:
        lines += _factors(model)
        steps.append("FunctionTransformer(weighed)")
    about, estimator = _estimator(model)
    lines += [*about, "model = make_pipeline(", *(f"    {step}," for step in steps), f"    {estimator},", ")"]
    return [*lines, *_fit(model)]


def _factors(model: ChosenModel) -> list[str]:
    """A column divided by its factor is penalised so many times as much; of a square it takes the root."""
    own = ", ".join(f"{name!r}: {factor:g}" for name, factor in model.own_factors.items())
    root = "np.sqrt(factor)" if model.penalty == "l2" else "factor"
    return [
        f"own = {{{own}}}  # penalty factors that are not 1",
        "factor = np.array([own.get(name, 1) for name in names])",
        f"factor = np.maximum(factor / factor.max(), {_LIKE_NONE[model.penalty]:g})",
        "",
        "",
        "def weighed(Z):",
        f"    return Z / {root}",
        "",
        "",
    ]


def _estimator(model: ChosenModel) -> tuple[list[str], str]:
    """What is said before it, and the last step of the pipeline."""
    name = {"l1": "Lasso", "l2": "Ridge", "elastic_net": "ElasticNet"}[model.penalty]
    if model.is_of_classes:
        name = "LogisticRegression"
    number, ratio = model.number_in(f"scikit-learn {name}")
    weight = 1 / model.largest_factor if model.is_of_classes else model.largest_factor
    value = digits(number * weight)
    about = (
        []
        if model.largest_factor == 1
        else ["# glmnet makes the factors have the mean 1: so does this number"]
    )
    if name == "LogisticRegression":
        return [*about, "# C = 1/(n lambda)"], _logistic(model, value, ratio)
    if name == "Ridge":
        told = "# alpha = n lambda / s, with s the standard deviation of y"
        return [*about, told], f'Ridge(alpha={value}, solver="svd")'
    exact = f"tol={1e-10 if 0.0 in model.own_factors.values() else 1e-12:g}, max_iter=1_000_000"
    if name == "Lasso":
        return about, f"Lasso(alpha={value}, {exact})"
    told = "# alpha and l1_ratio: those of glmnet, whose L2 is divided by s, the standard deviation of y"
    return [*about, told], f"ElasticNet(alpha={value}, l1_ratio={digits(ratio)}, {exact})"


def _logistic(model: ChosenModel, value: str, ratio: float) -> str:
    if model.penalty == "l2":
        solver = "newton-cholesky" if len(model.features) <= _MOST_OF_NEWTON else "lbfgs"
        return f'LogisticRegression(C={value}, solver="{solver}", tol=1e-9, max_iter=100_000)'
    if model.penalty == "l1":  # liblinear penalises the intercept, so much less than the others
        scaling = 10.0 ** max(round(math.log10(1e7 * model.lambd)), 0)
        return (
            f'LogisticRegression(C={value}, l1_ratio=1, solver="liblinear", '
            f"intercept_scaling={digits(scaling)}, tol={digits(1e-5 / scaling)}, max_iter=10_000, "
            "random_state=0)"
        )
    return (
        f'LogisticRegression(C={value}, l1_ratio={digits(ratio)}, solver="saga", '
        "tol=1e-8, max_iter=1_000_000)"
    )


def _fit(model: ChosenModel) -> list[str]:
    if not model.balanced:
        return ["model.fit(X, y)"]
    has_scaler = model.standardize or _is_centred(model)
    scaler = "standardscaler__sample_weight=weights, " if has_scaler else ""
    return [
        'weights = compute_sample_weight("balanced", y)  # both classes count alike, in the scaling too',
        f"model.fit(X, y, {scaler}logisticregression__sample_weight=weights)",
    ]


def _own_units(model: ChosenModel) -> list[str]:
    """From the last step of the pipeline to `intercept` and `coefficients`."""
    lines = ["", "# ---- in the units of the table"]
    lines += ["coefficients, intercept = np.ravel(model[-1].coef_), float(np.ravel(model[-1].intercept_)[0])"]
    if model.own_factors:
        lines.append("coefficients = weighed(coefficients)")
    if model.is_relaxed:
        lines += _relaxed(model)
    scaler = 'model["standardscaler"]'
    if model.standardize:
        lines.append(f"coefficients = coefficients / {scaler}.scale_")
    if model.standardize or _is_centred(model):
        lines.append(f"intercept = intercept - coefficients @ {scaler}.mean_")
    return lines


def _relaxed(model: ChosenModel) -> list[str]:
    """What the penalty selects, fitted again without it, on the columns before their factors."""
    own = len(model.own_factors) > 0
    has_steps = model.standardize or any(
        variable.kind != "number" or variable.gaps == "median" for variable in model.preparation.variables
    )
    Z = f"model[:{-2 if own else -1}].transform(X)" if has_steps else "X.to_numpy()"
    return [
        f"gamma = {digits(model.gamma)}  # 1: penalised, 0: fitted again without a penalty",
        "chosen = coefficients != 0",
        "coefficients, intercept = gamma * coefficients, gamma * intercept",
        "if chosen.any():",
        f"    again = LinearRegression().fit({Z}[:, chosen], y)",
        "    coefficients[chosen] += (1 - gamma) * again.coef_",
        "    intercept += (1 - gamma) * again.intercept_",
        "else:",
        "    intercept += (1 - gamma) * y.mean()",
    ]


def _last_words(model: ChosenModel) -> list[str]:
    if model.is_relaxed:
        return []
    what = "predict_proba(new[X.columns])[:, 1]" if model.is_of_classes else "predict(new[X.columns])"
    return [f"# for rows of a table `new`: model.{what}"]
