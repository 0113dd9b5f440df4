"""PyTorch's weight_decay against `l2core.conventions`: the same λ, trained there and fitted by scikit-learn.

    python -m benchmarks.conventions [--tiny]

One linear layer, full batch, SGD with momentum until it rests. The penalty goes through the optimizer (L2) or
is added to the loss (L1), as in the line of code of each convention. What differs is the largest difference
between the weights. The last line shows what AdamW makes of the same number: its decay is no penalty at all.
"""

import argparse
import sys

import numpy as np
from sklearn.linear_model import Lasso, LogisticRegression, Ridge

from l2core.convention import Convention
from l2core.conventions import conventions

Array = np.ndarray
LAMBD, ROWS = 0.1, 200


def problem() -> tuple[Array, Array, Array]:
    """X (200, 4), a target and a label."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((ROWS, 4))
    y = X @ [1.5, -1.0, 0.5, 0.0] + rng.standard_normal(ROWS)
    return X, y, (y > 0).astype(float)


def in_pytorch(convention: Convention, steps: int, optimizer: str = "SGD") -> Array:
    """The weights and the intercept after so many steps with this convention's value for λ."""
    import torch

    torch.manual_seed(0)
    X, y, label = (torch.tensor(array) for array in problem())
    layer = torch.nn.Linear(4, 1, dtype=torch.float64)
    squares = convention.loss == "squared error"
    loss_of = torch.nn.MSELoss() if squares else torch.nn.BCEWithLogitsLoss()
    value = convention.from_canonical(LAMBD, ROWS)
    decay = value if convention.penalty == "l2" else 0.0
    groups = [
        {"params": [layer.weight], "weight_decay": decay},
        {"params": [layer.bias], "weight_decay": 0.0},
    ]
    if optimizer == "SGD":
        descent: torch.optim.Optimizer = torch.optim.SGD(groups, lr=0.05, momentum=0.9)
    else:
        descent = torch.optim.AdamW(groups, lr=0.001)
    for _ in range(steps):
        descent.zero_grad()
        loss = loss_of(layer(X)[:, 0], y if squares else label)
        if convention.penalty == "l1":
            loss = loss + value * layer.weight.abs().sum()
        loss.backward()
        descent.step()
    return np.append(layer.weight.detach().numpy(), layer.bias.detach().numpy())


def in_scikit_learn(convention: Convention) -> Array:
    """The weights and the intercept for the same λ, in scikit-learn's own number for it."""
    kinds = {"Ridge": Ridge, "Lasso": Lasso, "LogisticRegression": LogisticRegression}
    X, y, label = problem()
    for there in conventions(convention.penalty, convention.loss):
        name = there.name.removeprefix("scikit-learn ")
        if name in kinds:
            model = kinds[name](**{there.parameter: there.from_canonical(LAMBD, ROWS)})
            model.set_params(tol=1e-10, max_iter=100_000)
            if name == "LogisticRegression" and convention.penalty == "l1":
                model.set_params(l1_ratio=1, solver="saga")
            model.fit(X, y if convention.loss == "squared error" else label)
            return np.append(model.coef_, model.intercept_)
    raise ValueError(f"convention needs one that scikit-learn has a model for, got {convention.name}")


def main() -> int:
    """Print the table; the number of conventions that did not agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="fewer steps")
    steps = 600 if parser.parse_args().tiny else 5000
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: pip install -r benchmarks/requirements.txt")
        return 0
    print(f"PyTorch {torch.__version__}, λ = {LAMBD}, {steps} steps")
    print(f"{'':28}{'':15}{'penalty':>8}{'value':>8}{'differs by':>12}")
    wrong = 0
    here = [c for penalty in ("l2", "l1") for c in conventions(penalty) if c.name.startswith("PyTorch")]
    for convention in here:
        # a subgradient step of L1 chatters around a 0 by rate · λ / (1 − momentum)
        allowed = 1e-6 if convention.penalty == "l2" else 0.05
        difference = np.abs(in_pytorch(convention, steps) - in_scikit_learn(convention)).max()
        wrong += difference > allowed
        value = convention.from_canonical(LAMBD, ROWS)
        print(
            f"{convention.name:28}{convention.loss:15}{convention.penalty:>8}{value:8.3g}{difference:12.1e}"
        )
    difference = np.abs(in_pytorch(here[0], 4 * steps, "AdamW") - in_scikit_learn(here[0])).max()
    print(f"{'PyTorch AdamW':28}{here[0].loss:15}{'none':>8}{LAMBD:8.3g}{difference:12.1e}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
