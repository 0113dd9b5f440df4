"""What the rows of the table of conventions share: their lines of code, and one row for each penalty."""

from typing import Any

from l2core.convention import Convention

_PENALTY = {
    "l2": r"\tfrac12\|w\|_2^2",
    "l1": r"\|w\|_1",
    "elastic_net": r"\left(R\,\|w\|_1 + \tfrac{1-R}{2}\|w\|_2^2\right)",
}
_RATIO = {"l1_ratio": r"\text{l1\_ratio}", "alpha": r"\alpha"}

KERAS = "keras.layers.Dense(units, kernel_regularizer=keras.regularizers."
KERAS_PAIR = KERAS + "L1L2(l1={l1}, l2={l2}))"
LEARNING_RATES = {"SGD": 0.1, "Adam": 0.001}  # an example; with Adam what PyTorch begins with
BY_HAND = "loss = loss + {value} * sum(p.abs().sum() for p in model.parameters() if p.ndim > 1)"


def each(
    name: str,
    parameter: str,
    loss: str,
    objective: str,
    note: str,
    templates: dict[str, str],
    *,
    derived: dict[str, str] | None = None,
    ratio: str = "r",
    **terms: Any,
) -> list[Convention]:
    """One convention for each penalty in `templates`; P in `objective` stands for the penalty."""
    shown = {penalty: shape.replace("R", _RATIO.get(ratio, "r")) for penalty, shape in _PENALTY.items()}
    return [
        Convention(
            name=name,
            parameter=parameter,
            loss=loss,
            penalty=penalty,
            objective=objective.replace("P", shown[penalty]),
            note=note,
            template=template,
            derived=(derived or {}).get(penalty, ""),
            ratio=ratio,
            **terms,
        )
        for penalty, template in templates.items()
    ]


def pytorch(optimizer: str, learning_rate: float) -> str:
    """The template of an optimizer whose weight_decay acts on the weights alone, not on the biases."""
    return (
        "weights = [p for p in model.parameters() if p.ndim > 1]\n"
        "biases = [p for p in model.parameters() if p.ndim <= 1]\n"
        f"torch.optim.{optimizer}([\n"
        '    {{"params": weights, "weight_decay": {value}}},\n'
        '    {{"params": biases, "weight_decay": 0}},\n'
        f"], lr={learning_rate:.6g})"
    )


def N_(message: str) -> str:
    """Marks what people read, so that the catalogues of a translated page have it; here it stays English."""
    return message
