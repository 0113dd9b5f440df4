"""The questions of the page: each is run on its network, and what happened is told with the numbers of it."""

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from charts.two_functions.printed import printed_entry
from dashboard.scene import Act, Outcome, Show
from l2core.worked_example import every_number, worked_example
from lessons.two_functions.run import Here

ASK_THE_SERVER = ("check", "lines", "elsewhere")  # doors; the others follow in the browser


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions of the page, in their order."""
    return (
        Act(
            "biases",
            _("Set every bias to 0 and keep the weights. What does the penalty in the cost do?"),
            biases_options(_),
        ),
        Act(
            "double",
            _("Double λ and keep the weights as they are. What happens to dZ3?"),
            double_options(_),
        ),
        Act(
            "forget",
            _("Forget + (λ/m) W1 in dW1, and nothing else. Which arrays does the gradient check name?"),
            forget_options(_),
        ),
    )


def outcome(_: Translate, here: Here, act: str) -> Outcome:
    """What comes out of the act, and the lines of the walk that decide it."""
    find_out, line = {
        "biases": (biases, "penalty"),
        "double": (double, "dZ3"),
        "forget": (forget, "dW1"),
    }[act]
    happened, because = find_out(_, here)
    show = Show(_("Show me the line {line}").format(line=line), {"line": line})
    return Outcome(happened, because, (show,))


def forget(_: Translate, here: Here) -> tuple[str, str]:
    """Which arrays the check names when dW1 has no penalty: "none", "dW1", the "weights" or "all" else."""
    wrong = tuple(sorted(here.check.failing("penalty_in_dW1", here.lam)))
    happened = {(): "none", ("dW1",): "dW1", ("dW1", "dW2", "dW3"): "weights"}.get(wrong, "all")
    errors = here.check.relative_errors["penalty_in_dW1"][here.lam]
    rest = max(error for name, error in errors.items() if name != "dW1")
    # At λ = 0 the forgotten term is 0; elsewhere the numbers of this run say what the check saw.
    because = (
        _(
            "At λ = 0 there is nothing to forget: (λ/m) W1 is 0, and the relative error of dW1 is {error}. "
            "Drag λ away from 0."
        )
        if here.lambd == 0
        else _(
            "At λ = {lam} the relative error of dW1 is {error}; the worst of the other arrays is {rest}. "
            "Each array is checked by itself, and no other gradient is computed from dW1."
        )
    )
    return happened, because.format(
        lam=here.lambda_code, error=number(errors["dW1"], 2), rest=number(rest, 1)
    )


def forget_options(_: Translate) -> dict[str, str]:
    """What can be answered to `forget`."""
    return {
        "none": _("none of them"),
        "dW1": _("dW1 alone"),
        "weights": _("dW1, dW2 and dW3"),
        "all": _("another set of arrays"),
    }


def double(_: Translate, here: Here) -> tuple[str, str]:
    """What dZ3 does when λ doubles and the weights stay: "same", "doubles" or, not twofold, "changes"."""
    before, after = here.numbers, every_number(*_example(here), 2 * here.lambd)
    twofold = bool(np.allclose(after["dZ3"], 2 * before["dZ3"]))
    same = np.array_equal(after["dZ3"], before["dZ3"])
    column = int(np.abs(before["W3"]).argmax())
    # The penalty part is (λ/m) W3, so it doubles wherever it is not 0; at λ = 0 it is, and nothing is tried.
    because = (
        _("Twice 0 is 0, so nothing changes here at all: drag λ away from 0. dZ3 = A3 − Y holds no λ.")
        if here.lambd == 0
        else _(
            "dZ3 = A3 − Y holds no λ: dZ3[1, 1] is {before} at λ = {lam} and {after} at λ = {double}. In dW3 "
            "the penalty part doubles: in dW3[1, {column}] from {part_before} to {part_after}."
        )
    )
    return "same" if same else "doubles" if twofold else "changes", because.format(
        before=printed_entry(before["dZ3"][0, 0]),
        after=printed_entry(after["dZ3"][0, 0]),
        lam=here.lambda_code,
        double=number(2 * here.lambd),
        column=column + 1,
        part_before=number(before["penalty_dW3"][0, column]),
        part_after=number(after["penalty_dW3"][0, column]),
    )


def double_options(_: Translate) -> dict[str, str]:
    """What can be answered to `double`."""
    return {"same": _("it stays"), "doubles": _("it doubles"), "changes": _("it changes, but not twofold")}


def biases(_: Translate, here: Here) -> tuple[str, str]:
    """What the penalty does when every bias is 0 and the weights stay: "falls", "stays" or "rises"."""
    X, Y, parameters = _example(here)
    unbiased = {name: array if name[0] == "W" else 0 * array for name, array in parameters.items()}
    after = every_number(X, Y, unbiased, here.lambd)
    change = float(np.sign(after["penalty"] - here.numbers["penalty"])[0, 0])
    # At λ = 0 the penalty is 0 whatever its sum holds, so the run shows nothing of what is in it.
    penalty = (
        _("At λ = 0 the penalty is 0 in any case: drag λ away from 0. Only weights are in its sum.")
        if here.lambd == 0
        else _("At λ = {lam} the penalty is {before} before and {after} after: only weights are in its sum.")
    )
    data_before, data_after = here.texts["cross_entropy"][0][0], printed_entry(after["cross_entropy"][0, 0])
    # Where the printed cross-entropy moves, the predictions have, and only the biases are not what they were.
    data = (
        _("The cross-entropy is {data_before} before and after.")
        if data_before == data_after
        else _(
            "The cross-entropy goes from {data_before} to {data_after}, because the biases do move the "
            "predictions."
        )
    )
    return {-1.0: "falls", 0.0: "stays", 1.0: "rises"}[change], f"{penalty} {data}".format(
        lam=here.lambda_code,
        before=here.texts["penalty"][0][0],
        after=printed_entry(after["penalty"][0, 0]),
        data_before=data_before,
        data_after=data_after,
    )


def biases_options(_: Translate) -> dict[str, str]:
    """What can be answered to `biases`."""
    return {"falls": _("it falls"), "stays": _("it stays"), "rises": _("it rises")}


def _example(here: Here) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    return worked_example(here.choice.layer_dims, here.choice.m, here.choice.seed)
