"""The race as a script: every weight at every step at one λ, how fast each penalty pulls, and who arrives."""

from collections.abc import Iterator

from dashboard.script_text import SHOW, code_cell, joined, number, title_cell
from lessons.descent_speed.choice import Choice
from lessons.descent_speed.formula import NEAR
from lessons.descent_speed.run import LAMBDAS, STEPS

_ABOUT = (
    "$w \\leftarrow w - \\eta\\,\\lambda\\,\\operatorname{{sign}}(w)$ under L1 ({l1_step} at 0) and\n"
    "$w \\leftarrow w - \\eta\\,\\lambda\\,w$ under L2{elastic_net}{data}."
)
_ELASTIC_NET = ";\nelastic net takes both, L1 with the share $r$ and L2 with $1-r$"
_DATA = ".\nThe data pull too: $-\\eta\\,h\\,(w-c)$ at every step"


def source(choice: Choice, step: int, lam: int) -> str:
    """Python source that prints the numbers of the page, the bar at this step and the λ of place `lam`."""
    about = _ABOUT.format(
        l1_step=choice.l1_step,
        elastic_net=_ELASTIC_NET if choice.elastic_net else "",
        data=_DATA if choice.curvature else "",
    )
    return joined(
        [
            title_cell("The race of one weight to 0", about),
            code_cell(_imports(choice)),
            code_cell(_settings(choice, step, lam), "Settings"),
            code_cell(_computation(choice), "The race"),
            code_cell(_weights(), "Every weight at every step, and where the bar stands"),
            code_cell(_arrivals(choice), "What L1 and L2 come to"),
            code_cell(_speeds(choice), "How fast the penalties pull at sizes of the weight"),
        ]
    )


def _imports(choice: Choice) -> Iterator[str]:
    yield "import numpy as np"
    yield ""
    yield f"from l2core.descent import speed{'' if choice.curvature else ', steps_to_fall'}"
    yield "from l2core.race import run_race"


def _settings(choice: Choice, step: int, lam: int) -> Iterator[str]:
    yield f"w0, learning_rate, lambd = {number(choice.w0)}, {number(choice.eta)}, {number(LAMBDAS[lam])}"
    yield f"steps, step = {STEPS}, {step}  # of the race, and where the bar stands"
    yield f'l1_step = "{choice.l1_step}"  # "proximal", "subgradient" or "clipped"'
    yield f"elastic_net = {choice.elastic_net}"
    if choice.elastic_net:
        yield f"l1_ratio = {number(choice.l1_ratio)}  # its share r of L1"
    if choice.curvature:
        h, c = number(choice.curvature), number(choice.center)
        yield f"curvature, center = {h}, {c}  # h and c of the data"


def _computation(choice: Choice) -> Iterator[str]:
    yield "race = run_race("
    yield "    w0,"
    yield "    [lambd],"
    yield "    learning_rate,"
    yield "    steps,"
    yield "    l1_step=l1_step,"
    yield "    elastic_net=elastic_net,"
    if choice.elastic_net:
        yield "    l1_ratio=l1_ratio,"
    if choice.curvature:
        yield "    curvature=curvature,"
        yield "    center=center,"
    yield ")"
    yield "weights = {penalty: paths[0] for penalty, paths in race.weights.items()}"


def _weights() -> Iterator[str]:
    yield from SHOW
    yield from ("", "")
    yield "for penalty, w in weights.items():"
    yield "    for t in range(steps + 1):"
    yield '        show(f"{penalty} at step {t}", w[t])'
    yield "for penalty, w in weights.items():"
    yield '    show(f"{penalty} at the bar", w[step])'


def _arrivals(choice: Choice) -> Iterator[str]:
    yield 'show("step size of L1", race.step_size(0))  # eta · lambda'
    yield 'show("factor of L2", race.factor(0))  # of its distance from where it rests'
    if choice.curvature:
        yield "for penalty, lowest in race.resting.items():"
        yield '    show(f"lowest cost of {penalty}", lowest[0])'
    else:
        yield 'show("steps of L1 to 0", steps_to_fall(w0, "l1", lambd, learning_rate))'
        yield f"near = {number(NEAR)}"
        yield 'near_0 = steps_to_fall(w0, "l2", lambd, learning_rate, threshold=near)'
        yield 'show("steps of L2 until it is near 0", near_0)'
    yield "for penalty in weights:"
    yield "    zero_since = race.zero_since(penalty, 0)"
    yield "    if zero_since is not None:"
    yield '        show(f"{penalty} is exactly 0 from step", zero_since)'


def _speeds(choice: Choice) -> Iterator[str]:
    reach = "max(w0, abs(center), 1.5)" if choice.curvature else "max(w0, 1.5)"
    ratio = ", l1_ratio=l1_ratio" if choice.elastic_net else ""
    yield f"sizes = np.linspace(0, 1.05 * {reach}, 11)[1:]"
    yield "for penalty in weights:"
    yield '    if penalty != "none":  # the data alone'
    yield f"        pace = speed(sizes, penalty, lambd{ratio})"
    yield "        for size, v in zip(sizes, pace):"
    yield '            show(f"speed of {penalty} at {size:.4g}", v)'
