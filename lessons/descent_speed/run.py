"""The race that the page shows: every penalty at every λ of the bar, computed once for a choice."""

from collections.abc import Mapping

from charts.track import Track
from dashboard.caches import kept_for_everybody
from l2core.race import Race, run_race
from lessons.descent_speed.choice import Choice

STEPS = 100
DEFAULT_LAMBDA = 7  # the place of λ = 0.5
PREFERRED = (1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8)  # ten even steps a decade, in round numbers
LAMBDAS = tuple(round(decade * number, 4) for decade in (0.1, 1, 10) for number in PREFERRED)[:25]
STEP_CODES = [str(step) for step in range(STEPS + 1)]
LAMBDA_CODES = [f"{lambd:g}" for lambd in LAMBDAS]
TRACKS = (
    Track("step", len(STEP_CODES), start=20),
    Track("lam", len(LAMBDA_CODES), start=DEFAULT_LAMBDA),
)


@kept_for_everybody(128, copied=False)
def run(choice: Choice) -> Race:
    """The race from w₀ under every penalty at every λ of the bar."""
    return run_race(
        choice.w0,
        LAMBDAS,
        choice.eta,
        STEPS,
        elastic_net=choice.elastic_net,
        l1_step=choice.l1_step,
        l1_ratio=choice.l1_ratio,
        curvature=choice.curvature,
        center=choice.center,
    )


def moments(race: Race, codes: Mapping[str, str], begun: bool) -> list[int]:
    """The steps at which a weight comes to 0 for ever, at the λ of the act, which `codes` may name."""
    if not begun:
        return []
    lam = LAMBDA_CODES.index(codes.get("lam", LAMBDA_CODES[DEFAULT_LAMBDA]))
    arrivals = (race.zero_since(racer, lam) for racer in race.weights)
    return [step for step in arrivals if step is not None]
