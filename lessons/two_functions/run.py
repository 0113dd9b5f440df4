"""Every number of the two functions and the gradient check of every mistake, at every λ of the bar."""

from collections.abc import Mapping
from dataclasses import dataclass

from charts.numbers import code_number
from charts.picture import Tables, Translate
from charts.track import Track
from charts.two_functions.code_lines import Numbers, code_lines
from charts.two_functions.every_lambda import EveryLambda, at_every_lambda
from charts.two_functions.printed import Texts, printed_at_each
from charts.two_functions.walk_tables import walk_height, walk_tables
from dashboard.caches import kept_for_everybody
from dashboard.pictures import packed_tables
from dashboard.text import N_
from l2core.worked_example import SlipCheck, check_slips, every_number, worked_example
from lessons.two_functions.choice import Choice

LAMBDAS = tuple(tenths / 10 for tenths in range(25))  # even, because all that λ changes here is linear in it
LAMBDA_CODES = [code_number(lambd) for lambd in LAMBDAS]
LINE_NAMES = [line.name for line in code_lines(N_)]
TRACKS = (
    Track("line", len(LINE_NAMES), start=0),
    Track("lam", len(LAMBDAS), start=LAMBDAS.index(0.7)),  # the notes' λ
)


@dataclass(frozen=True)
class Here:
    """What the two functions compute where the bar stands.

    lam: the place of λ on the bar. numbers, texts: by name, and as they are printed.
    """

    choice: Choice
    lam: int
    numbers: Numbers
    texts: Texts

    @property
    def check(self) -> SlipCheck:
        """At every λ; computed when it is asked for, which is behind a door."""
        return checked(self.choice)

    @property
    def lambd(self) -> float:
        return LAMBDAS[self.lam]

    @property
    def lambda_code(self) -> str:
        return LAMBDA_CODES[self.lam]


def here(choice: Choice, lam: int) -> Here:
    """What is computed at the λ of place `lam`."""
    return here_at_every_lambda(choice)[lam]


def here_at_every_lambda(choice: Choice) -> list[Here]:
    """The same for each λ."""
    both = zip(every_lambda(choice), every_text(choice), strict=True)
    return [Here(choice, lam, numbers, texts) for lam, (numbers, texts) in enumerate(both)]


@kept_for_everybody(64, copied=False)
def every_lambda(choice: Choice) -> list[Numbers]:
    """Every number of the two functions, for each λ."""
    example = worked_example(choice.layer_dims, choice.m, choice.seed)
    return [every_number(*example, lambd) for lambd in LAMBDAS]


@kept_for_everybody(64, copied=False)
def every_text(choice: Choice) -> list[Texts]:
    """The same as it is printed."""
    return printed_at_each(every_lambda(choice))


@kept_for_everybody(64, copied=False)
def in_words(_translate: Translate, choice: Choice, language: str) -> EveryLambda:
    """The same, with how one number of each line comes about."""
    return at_every_lambda(_translate, every_lambda(choice), every_text(choice))


def walk(_: Translate, choice: Choice, language: str, *, begun: bool) -> Tables:
    """The tables of the walk through the code; its first line alone as long as it has not begun."""

    def tables() -> Mapping[str, Mapping[str, object]]:
        content = walk_content(_, choice, language)
        return walk_tables(_, in_words(_, choice, language), content, begun=begun)

    return packed_tables("walk", (language, choice, begun), tables)


@kept_for_everybody(64, copied=False)
def walk_content(_translate: Translate, choice: Choice, language: str) -> int:
    """How many pixels of height the walk takes."""
    return walk_height(_translate, in_words(_translate, choice, language))


@kept_for_everybody(64, copied=False)
def checked(choice: Choice) -> SlipCheck:
    """The gradient check of every mistake, for each λ."""
    return check_slips(*worked_example(choice.layer_dims, choice.m, choice.seed), LAMBDAS)
