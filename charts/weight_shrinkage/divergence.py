"""What every picture of the lesson says of a net that has diverged, in place of its numbers."""

from charts.penalties import penalty_names
from charts.picture import Translate
from charts.vega import filled, list_of
from l2core.trajectories import Weights


def diverged_sentence(_: Translate, weights: Weights, lam: int) -> str:
    """In words for those who do not see the picture."""
    words = _("{name}: the net diverged at step {step}, its weights are no numbers any more.")
    step = weights.diverged_at[weights.net(lam)]
    return words.format(name=penalty_names(_)[weights.penalty], step=f"{step:,}")


def diverged_label(_: Translate, lam: str) -> str:
    """Vega's expression for the words in the picture, from a row that has the list `diverged`."""
    return filled(_("diverged at step {step}"), step=f"format({list_of('diverged')}[{lam}], ',')")
