"""What every picture of the lesson says of a net that has diverged, in place of its numbers."""

import altair as alt

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


def diverged_mark(_: Translate, diverged: alt.Chart, lam: str, *, y: str) -> alt.Chart:
    """Those words in mid-picture, at height y; the rows are left only once the net has diverged."""
    return (
        diverged.transform_calculate(words=diverged_label(_, lam))
        .mark_text(x=alt.ExprRef("width / 2"), y=alt.ExprRef(y), fontSize=14, fontWeight="bold", aria=False)
        .encode(text=alt.Text(field="words", type="nominal"))
    )
