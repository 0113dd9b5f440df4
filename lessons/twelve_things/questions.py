"""Twelve things that one can say about regularisation after an hour in the lab, each with its question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.text import Translate

BEFORE, AFTER = "twelve.before", "twelve.after"  # the names under which the answers of a round are kept
RIGHT = "right"


@dataclass(frozen=True)
class Thing:
    """Something to be able to say, and its question.

    options: code -> words, the right one under RIGHT, and none that its length gives away. lesson: where one
    learns it. asked: the acts that ask for it there or elsewhere, as "lesson.act".
    """

    name: str
    thing: str
    question: str
    options: Mapping[str, str]
    because: str
    lesson: str
    asked: tuple[str, ...]


def twelve(_: Translate) -> tuple[Thing, ...]:
    """The twelve, in the order of the lessons."""
    return (*_why(_), *_how(_), *_which(_))


def shuffled(things: Sequence[Thing], name: str) -> list[tuple[Thing, list[str]]]:
    """The things of a round in an order of its own, each with the order of its options."""
    rng = np.random.default_rng([ord(letter) for letter in name])
    order = [things[k] for k in rng.permutation(len(things))]
    return [(thing, [str(code) for code in rng.permutation(list(thing.options))]) for thing in order]


def score(things: Sequence[Thing], given: Mapping[str, str]) -> int:
    """How many were answered rightly."""
    return sum(given.get(thing.name) == RIGHT for thing in things)


def asked_in_lessons(thing: Thing, answered: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether one of the acts that ask for it was answered; answered: lesson -> act -> the answer."""
    return any(act in answered.get(lesson, {}) for lesson, act in (name.split(".") for name in thing.asked))


def _why(_: Translate) -> tuple[Thing, ...]:
    return (
        Thing(
            "overfitting",
            _("what overfitting is, and which two numbers show it"),
            _("A network has a training loss of 0.05. What tells whether it overfits?"),
            {
                RIGHT: _("how much higher its loss is on points it has not learned from"),
                "low": _("how far its training loss lies below that of other networks"),
                "long": _("how many steps it was trained, and whether the loss still falls"),
            },
            _("The gap between validation and training loss shows it; a low training loss alone does not."),
            "overfit_vs_regularized",
            ("overfit_vs_regularized.gap",),
        ),
        Thing(
            "cost",
            _("what is added to the cost, and what λ does there"),
            _("What does training make small when there is an L2 penalty?"),
            {
                RIGHT: _("the loss plus λ times the size of the weights"),
                "loss": _("the loss alone, by steps that λ makes shorter"),
                "weights": _("the weights alone, until the loss begins to grow"),
            },
            _("λ is the price of large weights: the cost is the loss plus λ times their size."),
            "home",
            ("home.best",),
        ),
        Thing(
            "bend",
            _("why a curve with small weights bends less"),
            _("Why does a curve whose weights are small bend less?"),
            {
                RIGHT: _("it is a sum of waves, each as high as its weight"),
                "points": _("it has to pass through fewer of the points"),
                "bias": _("its bias grows and takes the place of the weights"),
            },
            _("Each weight multiplies one wave of the curve; small weights make small waves."),
            "home",
            ("home.say",),
        ),
        Thing(
            "extremes",
            _("what happens for λ near 0 and for a huge λ"),
            _("λ is made larger and larger. What becomes of a network?"),
            {
                RIGHT: _("at last it gives every point the same output"),
                "better": _("it gets better and better on new points"),
                "zero": _("at last its training loss is exactly 0"),
            },
            _(
                "A huge λ leaves no weight, and the output no longer depends on the input. A λ near 0 "
                "changes next to nothing."
            ),
            "overfit_vs_regularized",
            ("overfit_vs_regularized.lambda",),
        ),
    )


def _how(_: Translate) -> tuple[Thing, ...]:
    return (
        Thing(
            "corner",
            _("why L1 makes exact zeros and L2 does not, as a picture"),
            _("The lowest contour of the loss touches the region of L1 at a corner. What follows?"),
            {
                RIGHT: _("a weight is exactly 0, and stays so over a range of budgets"),
                "small": _("both weights are small, but neither of them is exactly 0"),
                "free": _("the penalty is idle: the optimum is that of the loss alone"),
            },
            _("Corners lie on the axes, and a corner holds the optimum against a whole wedge of pulls."),
            "model_space",
            ("model_space.held",),
        ),
        Thing(
            "speed",
            _("why L1 makes exact zeros and L2 does not, as a movement"),
            _("A weight shrinks by small steps under the penalty alone. How does it go to 0?"),
            {
                RIGHT: _("under L1 in equal steps to 0, under L2 by equal shares, never quite"),
                "same": _("under both by an equal share of what is left, so never quite to 0"),
                "swapped": _("under L2 in equal steps to 0, under L1 by equal shares, never quite"),
            },
            _("L1 takes ηλ off at every step, whatever the size; L2 takes the share ηλ of what is left."),
            "descent_speed",
            ("descent_speed.path", "descent_speed.ahead"),
        ),
        Thing(
            "step",
            _("what one step of gradient descent becomes with L2 and with L1"),
            _("What does the penalty (λ/2m) w² add to the gradient of a weight w?"),
            {RIGHT: "(λ/m) w", "sign": "(λ/m) sign(w)", "square": "(λ/2m) w²"},
            _("The slope of (λ/2m) w² is (λ/m) w; that of (λ/m) |w| is (λ/m) sign(w), which is L1."),
            "descent_speed",
            ("descent_speed.equal",),
        ),
        Thing(
            "zeros",
            _("which weights survive L1, and what exact zeros are good for"),
            _("What are the exact zeros of L1 good for?"),
            {
                RIGHT: _("they say which inputs the model does not use"),
                "fast": _("they make every model more accurate on new points"),
                "bias": _("they leave more room for the biases to grow"),
            },
            _(
                "A weight of exactly 0 takes its input out of the model: one can read off what is used, and "
                "need not measure the rest."
            ),
            "weight_shrinkage",
            ("weight_shrinkage.zeros", "home.zeros"),
        ),
        Thing(
            "biases",
            _("why biases are not penalised"),
            _("Why does the penalty leave out the bias?"),
            {
                RIGHT: _("it shifts the output as a whole and bends nothing"),
                "small": _("it stays small by itself, however long one trains"),
                "none": _("it has no gradient, so that no penalty could move it"),
            },
            _(
                "A bias moves the whole output up or down. To penalise it would pull every prediction "
                "towards 0 and make no curve smoother."
            ),
            "two_functions",
            ("two_functions.biases",),
        ),
    )


def _which(_: Translate) -> tuple[Thing, ...]:
    return (
        Thing(
            "choice",
            _("how λ is chosen, and why not by the training error or the test set"),
            _("By which points is λ chosen?"),
            {
                RIGHT: _("by points neither learned from nor kept for the test"),
                "training": _("by the training points, which it is there to fit"),
                "test": _("by the test points, for they are what counts in the end"),
            },
            _(
                "On training points λ = 0 always wins, and a test set by which λ was chosen no longer says "
                "how well one does on new points."
            ),
            "choosing_lambda",
            ("choosing_lambda.lowest",),
        ),
        Thing(
            "luck",
            _("how to tell an effect of λ from luck"),
            _("With L2 the validation loss was lower, from one start on one set of points. Was it luck?"),
            {
                RIGHT: _("the difference over many starts and many draws of the points will tell"),
                "longer": _("training much longer from the same start on the same points will tell"),
                "digits": _("the two losses, written with many more digits than before, will tell"),
            },
            _("A spread over starts says nothing of other points, and the other way round: look at both."),
            "overfit_vs_regularized",
            ("overfit_vs_regularized.luck", "choosing_lambda.half"),
        ),
        Thing(
            "which",
            _("L1, L2 or both, and when"),
            _("Few of many inputs matter, and some of these go closely together. Which penalty fits best?"),
            {
                RIGHT: _("both at once, as elastic net"),
                "l2": _("L2 alone: it sets the others to 0"),
                "none": _("none: large weights do no harm"),
            },
            _(
                "L1 chooses inputs, but of those that go together it keeps almost any one; L2 keeps them "
                "together, but drops none. Elastic net does both."
            ),
            "choosing_lambda",
            ("choosing_lambda.best", "model_space.zeros"),
        ),
    )
