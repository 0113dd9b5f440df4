"""What is chosen for a network, and for its map of η × λ: the data, and which penalty."""

from dataclasses import dataclass

from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard import controls
from dashboard.networks.problem import Problem, problem_controls

# What the reasons of the chips were measured on, where they name nothing else.
MEASURED = {"data": "football", "m": "200", "seed": "1", "flip": "0", "noise": "1", "penalty": "l2"}


@dataclass(frozen=True)
class NetworkChoice:
    """The data set, and "l2" or "l1"."""

    problem: Problem
    penalty: str

    @property
    def codes(self) -> dict[str, str]:
        """What an address says that brings back these points and this penalty."""
        return self.problem.codes() | {"penalty": self.penalty}


def network_controls(_: Translate) -> NetworkChoice:
    """Draws the controls; what they chose."""
    problem, settings = problem_controls(_)
    names = penalty_names(_)
    with settings:
        penalty = controls.choose(
            "penalty", _("Penalty"), {name: names[name] for name in ("l2", "l1")}, default="l2"
        )
    return NetworkChoice(problem, penalty)
