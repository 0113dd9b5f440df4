"""What the tests of the votes share: two teachers, two questions, which phase follows which."""

from dashboard.votes.room import Phase, Question

HOLDER = "a secret of the teacher's browser"
OTHER = "a secret of another browser"
QUESTION = Question("descent_speed", {}, "ahead", 1, ("l1", "l2", "tie"))
NEXT = Question("choosing_lambda", {"kind": "linear"}, "sure", 0, ("l1", "l2"))
PHASES: tuple[Phase, ...] = ("waiting", "first", "talk", "second", "closed", "revealed")
FOLLOWS: set[tuple[Phase, Phase]] = {
    ("waiting", "first"),
    ("first", "talk"),
    ("talk", "second"),
    ("talk", "revealed"),
    ("second", "closed"),
    ("closed", "revealed"),
    ("revealed", "waiting"),
    ("revealed", "first"),
}
