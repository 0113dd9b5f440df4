"""The questions of the lesson: what can be answered, what the nets say and why, and where one sees it.

The answers of a question exclude each other and leave nothing out; one of them is that nothing can be told.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from charts.numbers import code_number, number
from charts.weight_shrinkage.lambda_switch import racer_names
from dashboard.caches import kept_for_everybody
from dashboard.networks.grid import LAMBDAS, Grid, initial
from dashboard.scene import Act, Outcome, Show
from dashboard.text import Translate
from l2core.datasets import Split
from l2core.optimizers import Recipe
from l2core.training import train
from l2core.trajectories import Weights, every_weight
from lessons.weight_shrinkage.run import Nets
from lessons.weight_shrinkage.switch_race import usual_switch, warm_up
from lessons.weight_shrinkage.words import PLAIN, rest

ALIKE = 5  # exact zeros more or fewer that count as alike
USUAL, STRONGEST = 1.0, LAMBDAS[-1]  # the λ of the questions
LAYERS, RACE = "layer", "warm_up"  # acts that are played on pictures of their own


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions of the lesson, in their order."""
    usual, strongest = number(USUAL), number(STRONGEST)
    return (
        Act(
            "zeros",
            _(
                "Three nets train from the same start, with λ = {lambd}. At the end, how many of their "
                "weights are exactly 0?"
            ).format(lambd=usual),
            zeros_options(_),
        ),
        Act(
            "strongest",
            _("Make L2 as strong as the bar goes, λ = {lambd}. How many weights are exactly 0 then?").format(
                lambd=strongest
            ),
            strongest_options(_),
            {"lam": code_number(STRONGEST)},
        ),
        Act(
            "subgradient",
            _(
                "L1 with λ = {lambd} again, but by plain subgradient steps: ηλ/m off every weight or onto "
                "it, by its sign alone. How many weights are exactly 0 then?"
            ).format(lambd=usual),
            subgradient_options(_),
            {"l1step": "subgradient"},
        ),
        Act(
            LAYERS,
            _(
                "Every weight is a wire from left to right. Which layer loses the largest share of its wires "
                "to L1 with λ = {lambd}?"
            ).format(lambd=usual),
            layer_options(_),
        ),
        Act(
            RACE,
            _(
                "The third net trains without a penalty first, and λ = {lambd} begins only after this "
                "warm-up. How many exact zeros has it at the end, against λ from the first step?"
            ).format(lambd=usual),
            warm_up_options(_),
        ),
    )


def outcome(_: Translate, nets: Nets, kept: Mapping[str, str], act: str) -> Outcome:
    """What comes out of the act on the data and the nets of the page, and the places that decide it.

    kept: what the address says of these.
    """
    find_out = {
        "zeros": zeros_under_each,
        "strongest": strongest,
        "subgradient": by_subgradient,
        LAYERS: by_layer,
        RACE: after_warm_up,
    }[act]
    happened, because = find_out(_, nets)
    lambd = code_number(STRONGEST if act == "strongest" else USUAL)
    end = {**kept, "step": str(nets.grid.epochs), "lam": lambd, "scale": "linear"}
    if act not in ("strongest", RACE):  # what L1 does is told, whatever the third panel shows
        end["penalty"] = "l1"
    shows = [Show(_("Show me the end"), end)]
    if act not in (LAYERS, RACE):
        shows.append(Show(_("Show me the end in decades"), end | {"scale": "log"}))
    return Outcome(happened, because, shows)


def zeros_options(_: Translate) -> dict[str, str]:
    """How many weights L2 and L1 may make exactly 0."""
    return {
        "none": _("None: they only become small"),
        "few": _("Only under L1, fewer than half"),
        "most": _("Only under L1, half or more"),
        "both": _("Some under L2, too"),
        "diverged": _("No telling: a net diverges"),
    }


def zeros_under_each(_: Translate, nets: Nets) -> tuple[str, str]:
    """Whether weights end at exactly 0 under L2, and how many under L1."""
    l2, l1 = (_run(nets, penalty, USUAL) for penalty in ("l2", "l1"))
    if _lost(l2) or _lost(l1):
        return "diverged", _diverged(_, {"L2": l2, "L1": l1})
    shrunk, cut, count = _zeros(l2), _zeros(l1), len(l1.layer)
    points = []
    if not shrunk and cut:
        points += _share_against_amount(_, nets)
    words = _("After step {step:,} with λ = {lambd}: {shrunk} of {count} under L2, {cut} under L1.")
    points.append(
        words.format(step=nets.grid.epochs, lambd=number(USUAL), shrunk=shrunk, cut=cut, count=count)
    )
    code = "both" if shrunk else "none" if not cut else "most" if 2 * cut >= count else "few"
    return code, " ".join(points)


def _share_against_amount(_: Translate, nets: Nets) -> list[str]:
    """Why L1 arrives at 0 and L2 does not; where that is what a step does."""
    pull = _pull(nets, USUAL)
    if nets.grid.optimizer not in PLAIN or nets.grid.l1_step != "proximal" or not 0 < pull < 1:
        return []
    # w ← (1 − ηλ/m) w − …, and w ← S(w − …, ηλ/m)
    words = _(
        "In each step L2 takes the same share of a weight, {share}: the smaller it is, the less. L1 takes "
        "the same amount, {share}, and stops at 0."
    )
    return [words.format(share=number(pull))]


def strongest_options(_: Translate) -> dict[str, str]:
    """How many weights the strongest L2 may make exactly 0."""
    return {
        "none": _("None"),
        "some": _("Some, at most half"),
        "most": _("More than half"),
        "diverged": _("No telling: the net diverges"),
    }


def strongest(_: Translate, nets: Nets) -> tuple[str, str]:
    """Whether L2 with the largest λ of the bar makes weights exactly 0."""
    run = _run(nets, "l2", STRONGEST)
    if _lost(run):
        return "diverged", _diverged(_, {"L2": run})
    zeros, count, points = _zeros(run), len(run.layer), []
    pull = _pull(nets, STRONGEST)
    if not zeros and nets.grid.optimizer in PLAIN and 0 < pull < 1:
        words = _(
            "Each step leaves {rest} of a weight, but for what the data add: a part of what was there is "
            "never 0."
        )
        points.append(words.format(rest=rest(pull)))
    words = _("With λ = {lambd}, {zeros} of {count} weights are exactly 0 after step {step:,}.")
    points.append(words.format(lambd=number(STRONGEST), zeros=zeros, count=count, step=nets.grid.epochs))
    return "none" if not zeros else "some" if 2 * zeros <= count else "most", " ".join(points)


def subgradient_options(_: Translate) -> dict[str, str]:
    """How many exact zeros the subgradient may leave, against the proximal step."""
    return {
        "alike": _("Some: as many as the proximal step, give or take five"),
        "fewer": _("Some, but clearly fewer"),
        "more": _("Clearly more"),
        "none": _("None at all"),
        "diverged": _("No telling: a net diverges"),
    }


def by_subgradient(_: Translate, nets: Nets) -> tuple[str, str]:
    """How many exact zeros L1 leaves with subgradient steps, against proximal ones."""
    proximal, subgradient = (
        _run(nets, "l1", USUAL, l1_step=l1_step) for l1_step in ("proximal", "subgradient")
    )
    zeros, others, step = _zeros(subgradient), _zeros(proximal), nets.grid.epochs
    if _lost(proximal) or _lost(subgradient):
        lost = _diverged(_, {_("proximal"): proximal, _("subgradient"): subgradient})
        if _lost(subgradient) or zeros:
            return "diverged", lost
        words = _("After step {step:,}: no exact zero by subgradient steps.")
        return "none", f"{words.format(step=step)} {lost}"
    points = []
    if zeros < others and nets.grid.optimizer in PLAIN:
        # ηλ/m off w or onto it, by its sign: it would have to be a multiple of that to end at 0
        words = _(
            "A step of {hop} towards 0 need not end there: it can take the weight across, and the next one "
            "back. The proximal step stops at 0."
        )
        points.append(words.format(hop=number(_pull(nets, USUAL))))
    words = _(
        "After step {step:,}: {subgradient} exact zeros by subgradient steps, {proximal} by proximal ones."
    )
    points.append(words.format(step=step, subgradient=zeros, proximal=others))
    return "none" if not zeros else _compared(zeros, others), " ".join(points)


def layer_options(_: Translate) -> dict[str, str]:
    """Where the layer is that loses most, or that no one of them does."""
    return {
        "first": _("The first, at the inputs"),
        "middle": _("One in the middle"),
        "last": _("The last, at the output"),
        "alike": _("No one of them: two or more alike, or none loses any"),
        "diverged": _("No telling: the net diverges"),
    }


def by_layer(_: Translate, nets: Nets) -> tuple[str, str]:
    """The layer of which L1 makes the largest share exactly 0."""
    run = _run(nets, "l1", USUAL)
    if _lost(run):
        return "diverged", _diverged(_, {"L1": run})
    zeros = dict(enumerate(run.zeros[:, 0, -1].tolist(), start=1))
    sizes = dict(enumerate(run.layer_sizes.tolist(), start=1))
    shares = {layer: Fraction(zeros[layer], sizes[layer]) for layer in zeros}
    most = [layer for layer, share in shares.items() if share == max(shares.values())]
    counts = (f"W{layer} {zeros[layer]}/{sizes[layer]} ({_percent(shares[layer])})" for layer in zeros)
    told = _("Exactly 0 after step {step:,}: {counts}.").format(
        step=nets.grid.epochs, counts=_(", ").join(counts)
    )
    if len(most) > 1:
        return "alike", told
    (first,) = most
    if sizes[first] > max(size for layer, size in sizes.items() if layer != first):
        # of n weights k are left: the share (n − k)/n is the larger, the larger n is
        words = _(
            "A way from an input to the output needs one wire in each layer. W{layer} has the most wires, "
            "{size}, and so the most to spare."
        )
        told = f"{words.format(layer=first, size=sizes[first])} {told}"
    return "first" if first == 1 else "last" if first == run.depth else "middle", told


def warm_up_options(_: Translate) -> dict[str, str]:
    """How many exact zeros there may be after a warm-up, against λ from the first step."""
    return {
        "fewer": _("Clearly fewer"),
        "alike": _("As many, give or take five"),
        "more": _("Clearly more"),
        "diverged": _("No telling: a net diverges"),
    }


def after_warm_up(_: Translate, nets: Nets) -> tuple[str, str]:
    """How many exact zeros the penalty of the third panel leaves that begins late, against from the start."""
    third, step = nets.grid.penalties[-1], usual_switch(nets.grid).step
    always = _run(nets, third, USUAL)
    late = ended(nets.split, nets.grid, warm_up(_recipe(nets, third, USUAL), step))
    if _lost(always) or _lost(late):
        names = racer_names(_)
        return "diverged", _diverged(_, {names["always"]: always, names["warm_up"]: late})
    words = _(
        "After step {step:,}: {late} exact zeros after a warm-up of {warm_up:,} steps, {always} with λ from "
        "the first step."
    )
    zeros, others = _zeros(late), _zeros(always)
    return _compared(zeros, others), words.format(
        step=nets.grid.epochs, late=zeros, warm_up=step, always=others
    )


@kept_for_everybody(64)
def ended(split: Split, grid: Grid, recipe: Recipe) -> Weights:
    """The weights of one more net from the start of the grid, before the first step and after the last."""
    start = initial(grid.hidden, split, grid.start_seed)
    history = train(split.X_train, split.Y_train, start, [recipe], epochs=grid.epochs, snapshots=[])
    return every_weight(history, slice(0, 1), recipe.penalty)


def _recipe(nets: Nets, penalty: str, lambd: float) -> Recipe:
    """How the page trains the net with this penalty and λ."""
    return replace(nets.grid.recipes()[0], penalty=penalty, lambd=lambd)


def _run(nets: Nets, penalty: str, lambd: float, l1_step: str | None = None) -> Weights:
    """A net of the page, or one more that is trained like them."""
    recipe = _recipe(nets, penalty, lambd)
    recipe = replace(recipe, l1_step=l1_step or recipe.l1_step)
    for k, known in enumerate(nets.history.recipes):
        if known == recipe:
            return every_weight(nets.history, slice(k, k + 1), penalty)
    return ended(nets.split, nets.grid, recipe)


def _pull(nets: Nets, lambd: float) -> float:
    """ηλ/m."""
    recipe = _recipe(nets, "l2", lambd)
    return recipe.learning_rate * recipe.pull(0, nets.m)[0]


def _zeros(run: Weights) -> int:
    return int(run.zeros[:, 0, -1].sum())


def _lost(run: Weights) -> bool:
    return bool(run.diverged_at[0] >= 0)


def _compared(zeros: int, others: int) -> str:
    if abs(zeros - others) <= ALIKE:
        return "alike"
    return "fewer" if zeros < others else "more"


def _percent(share: Fraction) -> str:
    """Whole per cent, but neither 0 nor 100 for what is only near them."""
    near = min(max(round(100 * share), 1), 99) if 0 < share < 1 else round(100 * share)
    return f"{near}%"


def _diverged(_: Translate, runs: Mapping[str, Weights]) -> str:
    """Which of these nets diverged, and when."""
    words = _("{name}: diverged at step {step:,}")
    gone = {name: run.diverged_at[0] for name, run in runs.items()}
    return _("; ").join(words.format(name=name, step=step) for name, step in gone.items() if step >= 0) + _(
        "."
    )
