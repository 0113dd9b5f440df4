"""Where the bar of the model space can stand: tighter and tighter, t falls to 0 or λ rises from 0."""

import numpy as np

from l2core.checks import FloatArray

REACHES = np.concatenate((np.arange(36, 20, -1) / 10, np.arange(40, -1, -1) / 20))
LAMBDAS = np.array([0.0] + [float(f"{10 ** (k / 20):.2g}") for k in range(-34, 27)])  # 0.02 … 20


def places(drive: str) -> FloatArray:
    """Every t if `drive` is "budget", every λ if it is "lam"."""
    return REACHES if drive == "budget" else LAMBDAS
