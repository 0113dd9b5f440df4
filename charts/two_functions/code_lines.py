"""The two functions line by line: each statement as it stands in the source, its formula, its matrices."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from charts.picture import Translate
from l2core import network, penalties
from l2core.checks import FloatArray

Numbers = Mapping[str, FloatArray]  # what l2core.worked_example.every_number returns

DEPTH = 3  # the notes' network has three layers
PARTS = ("forward", "cost", "backward")


@dataclass(frozen=True)
class Matrix:
    """A matrix by its name among the numbers, and how it is written."""

    name: str
    label: str
    transposed: bool = False

    def of(self, numbers: Numbers) -> FloatArray:
        matrix = numbers[self.name]
        return matrix.T if self.transposed else matrix


Term = Matrix | str  # a matrix or a sign


@dataclass(frozen=True)
class CodeLine:
    """One line at one layer, and its formula: as matrices and signs, as text, as LaTeX.

    layer: 0 for the cost. equation: the result, then where it comes from; operands: where that does.
    """

    part: str  # one of PARTS
    layer: int
    function: Callable[..., object]
    source: str
    equation: tuple[Term, ...]
    operands: tuple[Term, ...]
    words: str
    latex: str

    @property
    def result(self) -> Matrix:
        """The matrix that the line computes."""
        matrix = self.equation[0]
        assert isinstance(matrix, Matrix)
        return matrix

    @property
    def name(self) -> str:
        """The name of what it computes."""
        return self.result.name

    @property
    def has_lambda(self) -> bool:
        """Whether λ enters the line itself."""
        return self.name in ("penalty", "cost") or self.name.startswith("dW")


@cache
def code_lines(_: Translate) -> tuple[CodeLine, ...]:
    """Every line of the forward pass, the cost and the backward pass, in the order in which they run."""
    forward = [line for layer in range(1, DEPTH + 1) for line in _forward(layer)]
    backward = [line for layer in range(DEPTH, 0, -1) for line in _backward(layer)]
    return (*forward, *_cost(_), *backward)


def statement(function: Callable[..., object], beginning: str) -> str:
    """The statement of `function` that begins so, as it stands in the source, on one line.

    Raises LookupError where the function has none.
    """
    source = textwrap.dedent(inspect.getsource(function))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Return):
            text = ast.get_source_segment(source, node) or ""
            if text.startswith(beginning):
                return " ".join(text.split()).replace("( ", "(").replace(" )", ")")
    raise LookupError(f"{function.__qualname__} has no statement that begins with {beginning}")


def _forward(layer: int) -> list[CodeLine]:
    line = partial(_line, "forward", layer, network.forward_propagation)
    Z, A, W, b = (_same(f"{kind}{layer}") for kind in "ZAWb")
    return [
        line("Z =", (Z, "=", W, "·", _below(layer), "+", b)),
        line("A = sigmoid", (A, "= σ (", Z, ")") if layer == DEPTH else (A, "= max (", Z, ", 0 )")),
    ]


def _cost(_: Translate) -> list[CodeLine]:
    line = partial(_line, "cost", 0)
    cross_entropy = Matrix("cross_entropy", _("cross-entropy"))
    losses = Matrix("losses", _("loss of each example"))
    penalty, cost = Matrix("penalty", _("penalty")), Matrix("cost", _("cost"))
    A3 = _same(f"A{DEPTH}")
    squares: list[Term] = []
    for layer in range(1, DEPTH + 1):
        squares += [Matrix(f"squares{layer}", f"W{layer}²"), "," if layer < DEPTH else ")"]
    return [
        line(
            network.cross_entropy,
            "return",
            (cross_entropy, "=", _same("1/m"), "· Σ", losses),
            (_same("Y"), A3),
            words=f"{cross_entropy.label} = −(1/m) Σ [ Y log {A3.label} + (1 − Y) log(1 − {A3.label}) ]",
            latex=rf"\text{{{cross_entropy.label}}} = -\tfrac1m \sum [ Y \log A_3 \\ &\quad"
            r" + (1-Y) \log(1-A_3) ]",
        ),
        line(
            penalties.value,
            "return",
            (penalty, "=", _same("λ/2m"), "· Σ (", *squares),
            words=f"{penalty.label} = (1/m)(λ/2) Σ W²",
            latex=rf"\text{{{penalty.label}}} = \tfrac1m \tfrac{{\lambda}}{{2}} \sum_l \lVert W_l \rVert^2",
        ),
        line(
            network.compute_cost_with_regularization,
            "return",
            (cost, "=", cross_entropy, "+", penalty),
            latex=rf"J = \text{{{cross_entropy.label}}} + \text{{{penalty.label}}}",
        ),
    ]


def _backward(layer: int) -> list[CodeLine]:
    line = partial(_line, "backward", layer, network.backward_propagation_with_regularization)
    dZ, dA, dW, db, A, W = (_same(f"{kind}{layer}") for kind in ("dZ", "dA", "dW", "db", "A", "W"))
    below, over_m = _below(layer), _same("1/m")
    if layer == DEPTH:
        back_to_Z = [line("dZ = A", (dZ, "=", A, "−", _same("Y")))]
    else:
        above, gate = layer + 1, Matrix(f"gate{layer}", f"[{A.label} > 0]")
        back_to_Z = [
            line('gradients[f"dA', (dA, "=", _transposed(f"W{above}"), "·", _same(f"dZ{above}"))),
            line("dZ = dA", (dZ, "=", dA, "⊙", gate)),
        ]
    data = Matrix(f"data_{dW.name}", f"(1/m) {dZ.label} {below.label}ᵀ")
    pull = Matrix(f"penalty_{dW.name}", f"(λ/m) {W.label}")
    return [
        *back_to_Z,
        line(
            'gradients[f"dW',
            (dW, "=", data, "+", pull),
            ("=", over_m, "·", dZ, "·", _transposed(below.name), "+", _same("λ/m"), "·", W),
        ),
        line('gradients[f"db', (db, "=", over_m, "· Σ", dZ)),
    ]


def _line(
    part: str,
    layer: int,
    function: Callable[..., object],
    beginning: str,
    equation: tuple[Term, ...],
    operands: tuple[Term, ...] = (),
    *,
    words: str = "",
    latex: str = "",
) -> CodeLine:
    """The line of `function` that begins so; its text and LaTeX are those of the equation, or these."""
    words = words or _text(equation)
    source = statement(function, beginning)
    return CodeLine(part, layer, function, source, equation, operands, words, latex or _latex(words))


_TIDY = {"· ": "", " ( ": "(", " , ": ", ", " )": ")", "1/m Σ": "(1/m) Σ"}
_LATEX = {
    r"([ZAWb])(\d)": r"\1_\2",
    r"\(1/m\)": r"\\tfrac1m\\,",
    r"\(λ/m\)": r"\\tfrac{\\lambda}{m}",
    "ᵀ": r"^\\top",
    "Σ": r"\\sum",
    "⊙": r"\\odot",
    "σ": r"\\sigma",
    "max": r"\\max",
    "−": "-",
}


def _text(equation: tuple[Term, ...]) -> str:
    """An equation as it is written on one line, such as dZ1 = dA1 ⊙ [A1 > 0]."""
    text = " ".join(term if isinstance(term, str) else term.label for term in equation)
    for spaced, written in _TIDY.items():
        text = text.replace(spaced, written)
    return text


def _latex(words: str) -> str:
    r"""The same in LaTeX, dZ_1 = dA_1 \odot [A_1 > 0]."""
    for pattern, latex in _LATEX.items():
        words = re.sub(pattern, latex, words)
    return words


def _same(name: str) -> Matrix:
    return Matrix(name, name)


def _transposed(name: str) -> Matrix:
    return Matrix(name, f"{name}ᵀ", transposed=True)


def _below(layer: int) -> Matrix:
    """What goes into a layer."""
    return _same("X" if layer == 1 else f"A{layer - 1}")
