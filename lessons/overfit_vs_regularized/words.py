"""What the lesson says of the run at the place of the bar, in sentences with its numbers.

Beside each sentence that is chosen by a condition stands what must hold for it to be true.
"""

from charts.numbers import fixed, number, plus_minus
from charts.penalties import penalty_names
from dashboard.networks.metrics import Collapse, NetMetrics
from dashboard.networks.problem import Problem, in_words
from dashboard.text import Translate, plain
from l2core.evaluation import CLIMBED, Score
from lessons.overfit_vs_regularized.run import Here


def notices(_: Translate, here: Here) -> list[str]:
    """What to see in the picture, with the numbers of this run at this place of the bar."""
    return [
        _without_penalty(_, here),
        *(_with_penalty(_, penalty, here) for penalty in here.grid.penalties),
        *_rounding(_, here),
    ]


def at_the_start(_: Translate) -> str:
    """What is seen before the first step."""
    return _(
        "At step 0 all three nets are one: the same weights, the same answers. From there on each goes its "
        "own way on the same points."
    )


def about_dots(_: Translate) -> str:
    """How the dots are read, and that the answer trains."""
    return _(
        "Each dot is one start: its validation loss with L2, at the λ of the bar, minus that of the same "
        "start without a penalty. What lies beyond an end stands in the last column. What counts is on which "
        "side of 0 at least three quarters of the dots lie, and how far the middle 16 of 20 reach. The "
        "answer trains all starts, which takes a while."
    )


def about_draws(_: Translate) -> str:
    return _(
        "All starts see the points above. Here the one start above sees other points from the same source: "
        "what it shows is the luck of the draw. The page opens on a draw and a start that are no extreme: of "
        "60 draws about a third gain more by L2, of 20 starts about half."
    )


def symbols(_: Translate) -> str:
    """What each letter of the formula stands for."""
    return _(
        "J: the cost, what training makes small. m: the number of training points. yᵢ: the label of point i, "
        "0 or 1; aᵢ: the probability of 1 that the net gives it. $W^{[l]}$: the weights of layer l, without "
        "biases. λ: the strength of the penalty. The learning curves show the data loss alone; the penalty "
        "is never in them."
    )


def about_costs(_: Translate) -> str:
    return _(
        "The grey tick in the bars is the validation loss. A lower bar is no better net: what counts is "
        "where the tick is."
    )


def losses(_: Translate, penalty: str, net: NetMetrics) -> str:
    """The sentence that stands for a picture where it cannot be seen."""
    name = penalty_names(_)[penalty]
    if net.diverged_at >= 0:  # the weights are no numbers from that step on
        return _("{name}: diverged at step {step:,}.").format(name=name, step=net.diverged_at)
    return _("{name}: training loss {training}, validation loss {validation}, gap {gap}.").format(
        name=name,
        training=fixed(net.training, net.decimals),
        validation=fixed(net.validation, net.decimals),
        gap=fixed(net.gap, net.decimals, sign=True),
    )


def axes(_: Translate, problem: Problem) -> str:
    """What the axes and the marks of the pictures stand for."""
    features = " · ".join(
        f"{axis}: {plain(in_words(_, name))}"
        for axis, name in zip(("x₁", "x₂"), problem.split.features, strict=True)
    )
    words = _(
        "{features}. The deeper the colour, the surer the net; on the dark line it is undecided, p = ½. "
        "Filled: the {m} training points; hollow: validation points. Losses are cross-entropies in nats: the "
        "mean of −ln of the probability that the net gives to the label; always answering ½ costs "
        "ln 2 = 0.693."
    ).format(features=features, m=problem.training_size)
    if problem.name in ("own", "breast_cancer"):  # `l2core.datasets.from_table` scales, the others do not
        scaled = _(
            "The nets see each column in standard deviations from its mean; both are those of all training "
            "rows of the table, also of rows that are not used here."
        )
        return f"{words} {scaled}"
    return words


def scores_on_test_points(_: Translate, scores: dict[str, Score], nets: dict[str, NetMetrics]) -> str:
    """How the nets that did not diverge do on the test points, each with its standard error."""
    if not scores:  # all of them diverged
        return _("All three nets diverged.")
    each = _("; ").join(
        _score(_, penalty, score, nets[penalty].decimals) for penalty, score in scores.items()
    )
    n = next(iter(scores.values())).accuracy.n
    return _(
        "Cross-entropy on the {n:,} test points, on which no net was trained: {each}. ± is one standard "
        "error over these points."
    ).format(n=n, each=each)


def opened_test_set(_: Translate, lambd: str, epoch: int) -> str:
    """What becomes of test points that somebody has looked at."""
    return _(
        "These points are **used**: they were opened at λ = {lambd}, step {step:,}. A λ, a step or an η that "
        "is chosen by these numbers is no longer tested by them; that makes them validation points. Another "
        "data seed has new ones."
    ).format(lambd=lambd, step=epoch)


def closed_test_set(_: Translate) -> str:
    return _("Closed, and unused. Open it once, when λ is chosen: what it says then, it says of new points.")


def _without_penalty(_: Translate, here: Here) -> str:
    net = here.nets["none"]
    if net.diverged_at >= 0:  # nothing but η makes a step: short enough steps descend
        return _("Without a penalty the net **diverged** at step {step:,}: η is too large.").format(
            step=net.diverged_at
        )
    if net.collapse:  # no two answers to training points are 0.01 apart, at each kept step since
        words = _(
            "Without a penalty the net answers **{answer}** to all {m} training points, since step {step:,}: "
            "it tells nothing apart."
        ).format(answer=number(net.collapse.answer), m=here.m, step=net.collapse.since)
        return " ".join([words, *_layer_off(_, net.collapse)])
    values = {
        "training": fixed(net.training, net.decimals),
        "validation": fixed(net.validation, net.decimals),
        "best": fixed(net.best, net.decimals),
        "step": net.best_step,
    }
    if net.validation - net.best > CLIMBED:  # of the loss alone: the accuracies may say otherwise
        return _(
            "Without a penalty the training loss is **{training}**. The validation loss was {best} at step "
            "{step:,} and has climbed to **{validation}** since: on balance, what came after made the net "
            "worse on the {n} validation points, by this loss. It got {then} of them right then and {now} "
            "now."
        ).format(
            **values,
            n=here.problem.split.Y_validation.shape[1],
            then=f"{fixed(100 * net.best_accuracy, 1)} %",
            now=f"{fixed(100 * net.accuracy, 1)} %",
        )
    return _(  # at most CLIMBED above the lowest: that says nothing of the gap
        "Without a penalty: training loss {training}, validation loss {validation}, within {climbed} nats of "
        "the lowest so far ({best} at step {step:,}). The gap between the two is **{gap}**."
    ).format(**values, climbed=CLIMBED, gap=fixed(net.gap, net.decimals, sign=True))


def _with_penalty(_: Translate, penalty: str, here: Here) -> str:
    net, name = here.nets[penalty], penalty_names(_)[penalty]
    if net.diverged_at >= 0:
        words = _("{name} with λ = {lambd} **diverged** at step {step:,}.").format(
            name=name, lambd=here.lambd, step=net.diverged_at
        )
        return f"{words} {_why_it_diverged(_, penalty, here)}"
    if net.collapse:
        words = _("{name} with λ = {lambd}: the net answers **{answer}** to all {m} training points.").format(
            name=name, lambd=here.lambd, answer=number(net.collapse.answer), m=here.m
        )
        return f"{words} {_why_it_collapsed(_, penalty, here)}"
    free, gap = here.nets["none"], fixed(net.gap, net.decimals, sign=True)
    words = _("{name} with λ = {lambd}: {weights_say}.").format(
        name=name, lambd=here.lambd, weights_say=_weights(_, penalty, net, free)
    )
    if free.diverged_at >= 0:  # it has no gap
        compared = _("The gap between training and validation is **{gap}**.").format(gap=gap)
    else:
        compared = _("The gap between training and validation is **{gap}** instead of {free}.").format(
            gap=gap, free=fixed(free.gap, free.decimals, sign=True)
        )
    return f"{words} {compared}"


def _why_it_diverged(_: Translate, penalty: str, here: Here) -> str:
    shrink = here.shrink
    if penalty == "l2" and shrink >= 2:  # |1 − ηλ/m| ≥ 1: the penalty alone lets no weight become smaller
        return _(
            "η·λ/m is {shrink}. From 2 on the step of the penalty throws every weight across 0, at least as "
            "far out as it was."
        ).format(shrink=number(shrink))
    return _("η is too large.")  # as without a penalty; the proximal step of L1 only shortens


def _why_it_collapsed(_: Translate, penalty: str, here: Here) -> str:
    collapse, free = here.nets[penalty].collapse, here.nets["none"]
    if collapse is None:
        raise ValueError(f"penalty needs a net that answers alike, got {penalty!r}")
    if free.collapse:
        return _("So does the net without a penalty: λ need not be the cause.")
    tells = collapse.last_that_tells
    if not collapse.weights_gone:  # then nothing is proved of them, and their size is what there is to say
        words = _("Σ|w| is still {size}.") if penalty == "l1" else _("Σw² is still {size}.")
        return " ".join([words.format(size=number(here.nets[penalty].size)), *_layer_off(_, collapse)])
    if tells is None and free.diverged_at >= 0:
        return _("Its weights are too small to tell points apart.")
    if tells is None:  # a smaller λ, 0, tells the points apart, so a larger one does
        return _("Its weights are too small to tell points apart; but with a larger λ it does.")
    if tells == "0":  # no net with a larger or smaller λ tells them apart, the one without does
        return _(
            "Its weights are too small to tell points apart: λ is **too much**. Without a penalty it does."
        )
    return _(  # no net with a larger λ tells them apart, that with the smaller does
        "Its weights are too small to tell points apart: λ is **too much**. With λ = {smaller} it still does."
    ).format(smaller=tells)


def _layer_off(_: Translate, collapse: Collapse) -> list[str]:
    """What stops a net whose weights are there: every neuron of a layer is 0 for every training point."""
    if collapse.layer_off is None:
        return []
    words = _("Every neuron of hidden layer {layer} is off, for all of them: too long a step can do that.")
    return [words.format(layer=collapse.layer_off)]


def _weights(_: Translate, penalty: str, net: NetMetrics, free: NetMetrics) -> str:
    """What the penalty has made of the weights: how many zeros under L1, how large they are under L2."""
    size = fixed(net.size, 0)
    if penalty == "l1":  # exact zeros of float64, biases not counted
        return _("**{zeros} of {weights}** weights are exactly 0").format(
            zeros=net.zeros, weights=net.weights
        )
    if free.diverged_at >= 0:  # it has no Σw² to compare with
        words = (
            _("Σw² is **{size}**, and {zeros} of {weights} weights are 0")
            if net.zeros
            else _("Σw² is **{size}**, yet no weight is 0")
        )
    elif net.zeros:
        words = _("Σw² is **{size}** instead of {free}, and {zeros} of {weights} weights are 0")
    else:
        words = _("Σw² is **{size}** instead of {free}, yet no weight is 0")
    return words.format(size=size, free=fixed(free.size, 0), zeros=net.zeros, weights=net.weights)


def _rounding(_: Translate, here: Here) -> list[str]:
    """A warning where a loss is not the mathematics' alone to the last digit that is usually printed."""
    names = penalty_names(_)
    shaky = {  # a twin whose start differs in the 15th digit ends so far away that a third decimal changes
        names[penalty]: here.rounding[penalty] for penalty, net in here.nets.items() if net.decimals < 3
    }
    if not shaky:
        return []
    each = _(", ").join(f"{name} {number(error, 2)}" for name, error in shaky.items())
    return [
        _(
            "**Rounding decides here.** From a start that differs in the 15th digit a loss ends elsewhere by "
            "so much: {each}. Another kind of processor rounds otherwise, so this picture can look otherwise "
            "there."
        ).format(each=each)
    ]


def _score(_: Translate, penalty: str, score: Score, decimals: int) -> str:
    loss, right = score.cross_entropy, score.accuracy
    words = (  # all right or none: s = 0 then, which is no error of a share
        _("{name} {loss} (all {n} right)")
        if right.mean == 1
        else _("{name} {loss} (none of {n} right)")
        if right.mean == 0
        else _("{name} {loss} (accuracy {accuracy} %)")
    )
    return words.format(
        name=penalty_names(_)[penalty],
        loss=plus_minus(loss.mean, loss.standard_error, decimals),
        accuracy=plus_minus(100 * right.mean, 100 * right.standard_error, max(decimals - 2, 0)),
        n=right.n,
    )
