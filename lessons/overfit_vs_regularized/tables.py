"""What the pictures show at the place of the bar, in numbers to be read."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from charts.numbers import fixed
from charts.penalties import penalty_names
from dashboard.text import Translate
from l2core.checks import FloatArray
from lessons.overfit_vs_regularized.run import Here


def panel_table(_: Translate, here: Here, penalty: str) -> pd.DataFrame:
    """The losses of one net and how many validation points it gets right."""
    net = here.nets[penalty]
    return pd.DataFrame(
        {
            _("Step of training"): [here.epoch],
            "λ": ["0" if penalty == "none" else here.lambd],
            _("training loss"): [fixed(net.training, net.decimals)],
            _("validation loss"): [fixed(net.validation, net.decimals)],
            _("gap"): [fixed(net.gap, net.decimals, sign=True)],
            _("validation points right"): [f"{fixed(100 * net.accuracy, 1)} %"],
        }
    )


def curves_table(_: Translate, here: Here) -> pd.DataFrame:
    """Both losses of every net at every kept step, at the λ of the bar."""
    columns: dict[str, object] = {_("Step of training"): here.history.epochs}
    parts = {
        _("training"): here.history.data_loss,
        _("validation"): np.asarray(here.history.validation_loss),
    }
    for penalty in here.nets:
        for part, losses in parts.items():
            name = f"{penalty_names(_)[penalty]}, {part}"
            columns[name] = [fixed(loss) for loss in losses[:, here.grid.net(penalty, here.lam)]]
    return pd.DataFrame(columns)


def costs_table(_: Translate, here: Here) -> pd.DataFrame:
    """Data loss, penalty and cost of every net."""
    nets = here.nets
    return pd.DataFrame(
        {
            _("Net"): [penalty_names(_)[penalty] for penalty in nets],
            _("data loss (training)"): [fixed(net.training, net.decimals) for net in nets.values()],
            _("penalty term"): [fixed(net.penalty, net.decimals) for net in nets.values()],
            _("cost"): [fixed(net.cost, net.decimals) for net in nets.values()],
            _("validation loss"): [fixed(net.validation, net.decimals) for net in nets.values()],
        }
    )


def runs_table(_: Translate, validation: Mapping[str, FloatArray], here: Here, run: str) -> pd.DataFrame:
    """The validation loss of every net in every run; `run` is what a run is called."""
    columns: dict[str, object] = {run: range(len(validation["none"]))}
    for penalty, losses in validation.items():
        at_the_bar = losses[:, here.step, 0 if penalty == "none" else here.lam]
        columns[penalty_names(_)[penalty]] = [fixed(loss) for loss in at_the_bar]
    return pd.DataFrame(columns)


def differences_table(
    _: Translate, validation: Mapping[str, FloatArray], here: Here, run: str
) -> pd.DataFrame:
    """What each penalty changes in the validation loss of every run, against the same run without one."""
    free = validation["none"][:, here.step, 0]
    columns: dict[str, object] = {run: range(len(free))}
    for penalty in [name for name in validation if name != "none"]:
        changes = validation[penalty][:, here.step, here.lam] - free
        columns[penalty_names(_)[penalty]] = [fixed(change, sign=True) for change in changes]
    return pd.DataFrame(columns)
