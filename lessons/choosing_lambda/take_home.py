"""The model at the λ of the bar as a script to take home, for scikit-learn, for R and for PyTorch."""

import streamlit as st

from charts.picture import Translate
from dashboard import glossary, lesson
from dashboard.text import plain
from dashboard.uploads.upload import DATA
from l2core.tables import breast_cancer, diabetes
from lessons.choosing_lambda import take_home_r, take_home_scikit, take_home_torch
from lessons.choosing_lambda.chosen_model import ChosenModel, built_in_preparation
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_setting import LAM, penalty_factors


def take_home_door(_: Translate, choice: TableChoice, fit: Fit, at: dict[str, int], gamma: float) -> None:
    """Behind it a script for each library; none is written as long as it is closed.

    choice: with the rows for the fit alone. gamma: of the relaxed fit, 1 where none is shown.
    """
    with lesson.door(
        "take_home", _("A script of this model for scikit-learn, R and PyTorch"), kept=True
    ) as is_open:
        if not is_open:
            return
        model = chosen_model(choice, fit, at[LAM.name], gamma)
        glossary.say(about(_, model))
        scikit, r, torch = st.tabs(["scikit-learn", "R (glmnet)", "PyTorch"])
        with scikit:
            if take_home_scikit.can_scikit_learn(model):
                source = take_home_scikit.scikit_learn_script(model)
                _script(_, source, take_home_scikit.INSTALL, "lambda_scikit_learn.py")
            else:
                st.info(
                    _(
                        "scikit-learn does not find this model to the digits that are shown here: its "
                        "penalty differs too much between the columns. R and PyTorch do."
                    )
                )
        with r:
            if is_drawn(model):
                st.info(
                    _(
                        "The page fitted a part of the rows, drawn at random. R draws others, so that this "
                        "script fits all of them: its numbers differ a little from those here."
                    )
                )
            _script(_, take_home_r.r_script(model), take_home_r.INSTALL, "lambda_glmnet.R")
            if model.built_in:
                _table(_, model)
        with torch:
            source = take_home_torch.pytorch_script(model)
            _script(_, source, take_home_torch.install(model), "lambda_pytorch.py")


def chosen_model(choice: TableChoice, fit: Fit, place: int, gamma: float = 1.0) -> ChosenModel:
    """The model at a place of the bar. choice: with the rows for the fit alone."""
    source, setting, built_in = choice.source, choice.setting, ""
    preparation = source.preparation
    if preparation is None:  # a table of the lab, under the names of its file
        built_in = "breast_cancer" if fit.is_of_classes else "diabetes"
        table = breast_cancer() if fit.is_of_classes else diabetes()
        preparation = built_in_preparation(table, f"{built_in}.csv")
    factors = penalty_factors(source.table, setting)
    return ChosenModel(
        preparation=preparation,
        lambd=float(fit.errors.lambdas[place]),
        penalty=setting.penalty,
        l1_ratio=setting.l1_ratio,
        spread=1.0 if fit.is_of_classes else fit.deviation,
        standardize=setting.standardize,
        factors=None if factors is None else tuple(factors.tolist()),
        balanced=fit.is_of_classes and setting.balanced,
        gamma=gamma,
        built_in=built_in,
    )


def is_drawn(model: ChosenModel) -> bool:
    """Whether the page fitted rows that were drawn at random."""
    reading = model.preparation.reading
    return model.preparation.drawn is not None or (reading is not None and reading.part)


def about(_: Translate, model: ChosenModel) -> str:
    """What the scripts do, and what they need."""
    words = [
        _(
            "Each script reads the table, does to it what was done here, fits this one model, and prints its "
            "intercept and the coefficients that are not 0, in the units of the table."
        )
    ]
    if model.is_relaxed:
        words.append(_("It is the relaxed fit with γ = {gamma}.").format(gamma=f"{model.gamma:g}"))
    if model.built_in:
        words.append(_("scikit-learn brings the table along; the script for R reads it from a file."))
    else:
        file = plain(model.preparation.file)
        words.append(_("Put it beside {file}, and run it there.").format(file=file))
    return " ".join(words)


def _script(_: Translate, source: str, install: str, file: str) -> None:
    language = "r" if file.endswith(".R") else "python"
    st.code(install, language="r" if language == "r" else "bash")
    st.code(source, language=language, height=420)
    st.download_button(
        _("Download {file}").format(file=file),
        source,
        file_name=file,
        mime="text/plain",
        key=f"take_home_{file}",
        on_click="ignore",
        icon=":material/download:",
    )


def _table(_: Translate, model: ChosenModel) -> None:
    file = model.preparation.file
    st.download_button(
        _("Download {file}").format(file=file),
        (DATA / file).read_bytes(),
        file_name=file,
        mime="text/csv",
        key="take_home_table",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
