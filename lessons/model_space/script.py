"""The model space as a script: each penalty's optimum where the bar stands, and random bowls there."""

from collections.abc import Iterator

from charts.model_space.places import places
from dashboard.script_text import SHOW, array, code_cell, joined, number, title_cell
from lessons.model_space.choice import Choice
from lessons.model_space.run import CLOUD

_LOSS = r"$L(w) = \tfrac12(w-c)^\top H (w-c)$"
_HARD = rf"""Where {_LOSS} is least in the region $P(w) \le P(t, 0)$ of each
penalty, and the price $\lambda$ at which $L(w) + \lambda P(w)$ is least at the same point:"""
_SOFT = rf"""Where $L(w) + \lambda P(w)$ is least, {_LOSS}, for each penalty,
and the budget $t$ whose region $P(w) \le P(t, 0)$ leads to the same point:"""
_SIZES = r"$P$ is $\lVert w\rVert_1$ for L1 and $\tfrac12\lVert w\rVert^2$ for L2"
_MIXED = r""";
elastic net takes both, with the shares $r$ and $1-r$"""


def source(choice: Choice, at: int, seed: int | None = None) -> str:
    """Python source that prints the numbers of the page with the bar at place `at`.

    seed: of the random bowls, None where they are not on the page.
    """
    hard = choice.drive == "budget"
    about = f"{_HARD if hard else _SOFT}\n{_SIZES}{_MIXED if choice.elastic_net else ''}."
    cells = [
        title_cell("The model space of two weights", about),
        code_cell(_imports(hard, seed)),
        code_cell(_settings(choice, at, seed), "Settings"),
        code_cell(_optima(choice), "The bowl, and its optimum under each penalty"),
        code_cell(_results(), "Results"),
    ]
    if seed is not None:
        cells.append(code_cell(_landings(choice), "How often a random bowl lands on an axis"))
    return joined(cells)


def _imports(hard: bool, seed: int | None) -> Iterator[str]:
    yield "from l2core.bowl import gradient, loss, tilted_bowl"
    yield f"from l2core.optima import optima_at_{'reaches' if hard else 'lambdas'}, touch"
    if seed is not None:
        yield "from l2core.random_bowls import expected_rate, random_landings"
        if hard:
            yield "from l2core.region import budget_of_reach"


def _settings(choice: Choice, at: int, seed: int | None) -> Iterator[str]:
    place = number(float(places(choice.drive)[at]))
    yield f"center = {array(choice.center)}  # c, the free optimum"
    yield f"stretch, tilt = {number(choice.stretch)}, {number(choice.tilt)}  # κ, and degrees"
    yield f"budget = {place}  # t" if choice.drive == "budget" else f"lambd = {place}"
    yield f"penalties = [{', '.join(map(_quoted, choice.penalties))}]"
    if choice.elastic_net:
        yield f"l1_ratio = {number(choice.l1_ratio)}  # the share r of L1 in elastic net"
    if seed is not None:
        yield f"seed, count = {seed}, {CLOUD}  # of the random bowls"


def _optima(choice: Choice) -> Iterator[str]:
    solved = "optima_at_reaches" if choice.drive == "budget" else "optima_at_lambdas"
    place = "budget" if choice.drive == "budget" else "lambd"
    yield "bowl = tilted_bowl(center, stretch, tilt)"
    yield "optima = {"
    yield f"    penalty: {solved}(bowl, penalty, [{place}]{_ratio(choice)})"
    yield "    for penalty in penalties"
    yield "}"


def _results() -> Iterator[str]:
    yield from SHOW
    yield from ("", "")
    for entry, place in {"H11": "0, 0", "H22": "1, 1", "H12": "0, 1"}.items():
        yield f'show("{entry}", bowl.hessian[{place}])'
    yield "for penalty, found in optima.items():"
    yield "    w = found.w[0]"
    yield "    pull = -gradient(bowl, w)  # of the loss"
    shown = {
        "w1": "w[0]",
        "w2": "w[1]",
        "lambda": "found.lambd[0]",
        "budget t": "found.reach[0]",
        "loss": "loss(bowl, w)",
        "pull on w1": "pull[0]",
        "pull on w2": "pull[1]",
        "weights that are exactly 0": "sum(w == 0)",
    }
    yield from (f'    show(f"{{penalty}}: {name}", {value})' for name, value in shown.items())
    yield "    touched = touch(found, 0)"
    yield '    if touched.kind == "corner":  # a weight is 0 on a whole span of budgets'
    yield '        show(f"{penalty}: 0 from t", touched.since)'
    yield '        show(f"{penalty}: 0 down to t", touched.until)'
    yield '    if touched.kind == "edge":'
    yield '        show(f"{penalty}: no 0 before t", touched.until)'


def _landings(choice: Choice) -> Iterator[str]:
    hard, ratio = choice.drive == "budget", _ratio(choice)
    strength = "budget=level" if hard else "lambd=lambd"
    yield "for penalty in penalties:"
    if hard:
        yield f"    level = budget_of_reach(penalty, budget{ratio})"
    yield f"    landed = random_landings(penalty, {strength}{ratio}, count=count, seed=seed)"
    yield "    low, high = landed.interval"
    yield '    show(f"{penalty}: bowls on an axis", landed.on_axis.sum())'
    yield '    show(f"{penalty}: share of them", landed.rate)'
    yield '    show(f"{penalty}: lower end of its band", low)'
    yield '    show(f"{penalty}: upper end of its band", high)'
    yield f'    show(f"{{penalty}}: share of all bowls", expected_rate(penalty, {strength}{ratio}))'


def _ratio(choice: Choice) -> str:
    return ", l1_ratio=l1_ratio" if choice.elastic_net else ""


def _quoted(penalty: str) -> str:
    return f'"{penalty}"'
