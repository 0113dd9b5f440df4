"""The two functions line by line: each statement as it stands in the source, its formula, its matrices."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from l2core import network, penalties
from l2core.checks import FloatArray

Translate = Callable[[str], str]
Numbers = Mapping[str, FloatArray]  # what l2core.worked_example.every_number returns

DEPTH = 3  # the notes' network has three layers
PARTS = ("forward", "cost", "backward")


@dataclass(frozen=True)
class Matrix:
    """One matrix of a line by its name among the numbers; `operand`: where the result's terms come from."""

    name: str
    label: str
    transposed: bool = False

    def of(self, numbers: Numbers) -> FloatArray:
        matrix = numbers[self.name]
        return matrix.T if self.transposed else matrix


@dataclass(frozen=True)
class CodeLine:
    """One line at one layer. equation: its result, then where that comes from; operands: where that does."""

    name: str
    part: str  # one of PARTS
    layer: int  # 0 for the cost
    function: Callable[..., object]
    source: str
    words: str
    latex: str
    equation: tuple[Matrix | str, ...]
    operands: tuple[Matrix | str, ...] = ()

    @property
    def result(self) -> Matrix:
        """The matrix that the line computes."""
        matrix = self.equation[0]
        assert isinstance(matrix, Matrix)
        return matrix

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
    Z, A, W, b = f"Z{layer}", f"A{layer}", f"W{layer}", f"b{layer}"
    previous = "X" if layer == 1 else f"A{layer - 1}"
    tex = "X" if layer == 1 else f"A_{layer - 1}"
    function = network.forward_propagation
    activation = ("= σ (", ")") if layer == DEPTH else ("= max (", ", 0 )")
    activation_tex = rf"\sigma(Z_{layer})" if layer == DEPTH else rf"\max(Z_{layer}, 0)"
    return [
        CodeLine(
            name=Z,
            part="forward",
            layer=layer,
            function=function,
            source=statement(function, "Z ="),
            words=f"{Z} = {W} {previous} + {b}",
            latex=rf"Z_{layer} = W_{layer} {tex} + b_{layer}",
            equation=(_same(Z), "=", _same(W), "·", _same(previous), "+", _same(b)),
        ),
        CodeLine(
            name=A,
            part="forward",
            layer=layer,
            function=function,
            source=statement(function, "A = sigmoid"),
            words=f"{A} = {'σ' if layer == DEPTH else 'max'}({Z}{'' if layer == DEPTH else ', 0'})",
            latex=rf"A_{layer} = {activation_tex}",
            equation=(_same(A), activation[0], _same(Z), activation[1]),
        ),
    ]


def _cost(_: Translate) -> list[CodeLine]:
    cross_entropy = Matrix("cross_entropy", _("cross-entropy"))
    penalty = Matrix("penalty", _("penalty"))
    cost = Matrix("cost", _("cost"))
    losses = Matrix("losses", _("loss of each example"))
    squares: list[Matrix | str] = []
    for layer in range(1, DEPTH + 1):
        squares += [Matrix(f"squares{layer}", f"W{layer}²"), "," if layer < DEPTH else ")"]
    last = f"A{DEPTH}"
    return [
        CodeLine(
            name="cross_entropy",
            part="cost",
            layer=0,
            function=network.cross_entropy,
            source=statement(network.cross_entropy, "return"),
            words=f"{cross_entropy.label} = −(1/m) Σ [ Y log {last} + (1 − Y) log(1 − {last}) ]",
            latex=rf"\text{{{cross_entropy.label}}} = -\tfrac1m \sum [ Y \log A_3 \\ &\quad"
            r" + (1-Y) \log(1-A_3) ]",
            equation=(cross_entropy, "=", Matrix("1/m", "1/m"), "· Σ", losses),
            operands=(_same("Y"), _same(last)),
        ),
        CodeLine(
            name="penalty",
            part="cost",
            layer=0,
            function=penalties.value,
            source=statement(penalties.value, "return"),
            words=f"{penalty.label} = (1/m)(λ/2) Σ W²",
            latex=rf"\text{{{penalty.label}}} = \tfrac1m \tfrac{{\lambda}}{{2}} \sum_l \lVert W_l \rVert^2",
            equation=(penalty, "=", Matrix("λ/2m", "λ/2m"), "· Σ (", *squares),
        ),
        CodeLine(
            name="cost",
            part="cost",
            layer=0,
            function=network.compute_cost_with_regularization,
            source=statement(network.compute_cost_with_regularization, "return"),
            words=f"{cost.label} = {cross_entropy.label} + {penalty.label}",
            latex=rf"J = \text{{{cross_entropy.label}}} + \text{{{penalty.label}}}",
            equation=(cost, "=", cross_entropy, "+", penalty),
        ),
    ]


def _backward(layer: int) -> list[CodeLine]:
    dZ, dW, db, W = f"dZ{layer}", f"dW{layer}", f"db{layer}", f"W{layer}"
    dA, gate, last = f"dA{layer}", f"gate{layer}", layer == DEPTH
    previous, tex = ("X", "X") if layer == 1 else (f"A{layer - 1}", f"A_{layer - 1}")
    function = network.backward_propagation_with_regularization

    def line(
        name: str,
        beginning: str,
        words: str,
        latex: str,
        equation: tuple[Matrix | str, ...],
        operands: tuple[Matrix | str, ...] = (),
    ) -> CodeLine:
        source = statement(function, beginning)
        return CodeLine(name, "backward", layer, function, source, words, latex, equation, operands)

    lines = []
    if last:
        gradient = (_same(dZ), "=", _same(f"A{layer}"), "−", _same("Y"))
        lines.append(line(dZ, "dZ = A", f"{dZ} = A{layer} − Y", rf"dZ_{layer} = A_{layer} - Y", gradient))
    else:
        above = layer + 1
        lines += [
            line(
                dA,
                'gradients[f"dA',
                f"{dA} = W{above}ᵀ dZ{above}",
                rf"dA_{layer} = W_{above}^\top dZ_{above}",
                (_same(dA), "=", Matrix(f"W{above}", f"W{above}ᵀ", True), "·", _same(f"dZ{above}")),
            ),
            line(
                dZ,
                "dZ = dA",
                f"{dZ} = {dA} ⊙ [A{layer} > 0]",
                rf"dZ_{layer} = dA_{layer} \odot [A_{layer} > 0]",
                (_same(dZ), "=", _same(dA), "⊙", Matrix(gate, f"[A{layer} > 0]")),
            ),
        ]
    data = Matrix(f"data_{dW}", f"(1/m) {dZ} {previous}ᵀ")
    pull = Matrix(f"penalty_{dW}", f"(λ/m) {W}")
    return [
        *lines,
        line(
            dW,
            'gradients[f"dW',
            f"{dW} = {data.label} + {pull.label}",
            rf"dW_{layer} = \tfrac1m\, dZ_{layer}\, {tex}^\top + \tfrac{{\lambda}}{{m}} W_{layer}",
            (_same(dW), "=", data, "+", pull),
            (
                *("=", Matrix("1/m", "1/m"), "·", _same(dZ), "·", Matrix(previous, f"{previous}ᵀ", True)),
                *("+", Matrix("λ/m", "λ/m"), "·", _same(W)),
            ),
        ),
        line(
            db,
            'gradients[f"db',
            f"{db} = (1/m) Σ {dZ}",
            rf"db_{layer} = \tfrac1m \sum dZ_{layer}",
            (_same(db), "=", Matrix("1/m", "1/m"), "· Σ", _same(dZ)),
        ),
    ]


def _same(name: str) -> Matrix:
    return Matrix(name, name)
