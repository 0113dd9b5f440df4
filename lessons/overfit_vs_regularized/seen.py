"""What is to be seen in each picture at the place of the bar, for whoever does not see it."""

from collections.abc import Mapping

import numpy as np

from charts.numbers import fixed
from charts.penalties import penalty_names
from dashboard.text import Translate
from l2core.border import BorderForm
from l2core.checks import FloatArray
from lessons.overfit_vs_regularized.run import Here

Validation = Mapping[str, FloatArray]  # penalty -> (runs, S, L), L = 1 for "none"; NaN where a net diverged


def border_words(_: Translate, forms: Mapping[str, BorderForm]) -> str:
    """What the black line of each picture is like; forms: penalty -> its form."""
    each = _("; ").join(_form(_, penalty_names(_)[penalty], form) for penalty, form in forms.items())
    return _("The border on which a net is undecided: {each}.").format(each=each)


def curves_seen(_: Translate, here: Here) -> str:
    """The course of each net's two losses at the λ of the bar, from the first kept step to the last."""
    sentences = []
    for penalty in here.nets:
        net = here.grid.net(penalty, here.lam)
        training, validation = (
            here.history.data_loss[:, net],
            np.asarray(here.history.validation_loss)[:, net],
        )
        name, last = penalty_names(_)[penalty], int(np.isfinite(validation).sum()) - 1
        lowest = int(np.nanargmin(validation))
        words = _(
            "{name}: the training loss goes from {first} to {last}; the validation loss begins at {begins}, "
            "is lowest, {lowest}, at step {step:,} and ends at {ends}."
        ).format(
            name=name,
            first=fixed(training[0]),
            last=fixed(training[last]),
            begins=fixed(validation[0]),
            lowest=fixed(validation[lowest]),
            step=int(here.history.epochs[lowest]),
            ends=fixed(validation[last]),
        )
        if last < len(validation) - 1:
            diverged = _("Then it diverges.")
            words = f"{words} {diverged}"
        sentences.append(words)
    return " ".join(sentences)


def costs_seen(_: Translate, here: Here) -> str:
    """The parts of each net's bar."""
    each = []
    for penalty, net in here.nets.items():
        name = penalty_names(_)[penalty]
        if net.diverged_at >= 0:
            each.append(_("{name} diverged").format(name=name))
            continue
        words = _("{name} data loss {loss} and penalty {penalty}, validation loss {validation}")
        each.append(
            words.format(
                name=name,
                loss=fixed(net.training, net.decimals),
                penalty=fixed(net.penalty, net.decimals),
                validation=fixed(net.validation, net.decimals),
            )
        )
    return _("What makes up the cost after step {step:,}: {each}.").format(
        step=here.epoch, each=_("; ").join(each)
    )


def dots_seen(_: Translate, validation: Validation, here: Here) -> str:
    """From where to where the validation losses of the starts reach."""
    each = []
    for penalty, losses in validation.items():
        sound = _at(losses, penalty, here)
        sound = sound[np.isfinite(sound)]
        name = penalty_names(_)[penalty]
        if not sound.size:
            each.append(_("{name} diverged").format(name=name))
            continue
        words = _("{name} from {low} to {high}")
        each.append(words.format(name=name, low=fixed(sound.min()), high=fixed(sound.max())))
    return _("Validation losses of the starts that did not diverge: {each}.").format(each=_("; ").join(each))


def differences_seen(_: Translate, validation: Validation, here: Here) -> str:
    """On which side of 0 the differences to no penalty lie."""
    each = []
    for penalty in here.grid.penalties:
        change = _at(validation[penalty], penalty, here) - _at(validation["none"], "none", here)
        change = change[np.isfinite(change)]
        words = _("{name} {below} of {n} below 0, {above} above")
        each.append(
            words.format(
                name=penalty_names(_)[penalty],
                below=int((change < 0).sum()),
                above=int((change > 0).sum()),
                n=len(change),
            )
        )
    return _("Differences in validation loss to no penalty: {each}.").format(each=_("; ").join(each))


def _form(_: Translate, name: str, form: BorderForm) -> str:
    words = {
        "none": _("{name} has none in the picture"),
        "straight": _("{name} straight"),  # but for `l2core.border.STRAIGHT` of the picture's side
        "bent": _("{name} bent"),
        "pieces": _("{name} in {n} pieces"),
    }[form.kind]
    return words.format(name=name, n=form.pieces)


def _at(losses: FloatArray, penalty: str, here: Here) -> FloatArray:
    return losses[:, here.step, 0 if penalty == "none" else here.lam]
