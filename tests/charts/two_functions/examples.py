"""What the tests of the pictures draw: examples at three λ, and the bar as the pictures get it."""

import pandas as pd

from charts.track import Track
from charts.two_functions.every_lambda import EveryLambda, at_every_lambda
from charts.two_functions.printed import printed_at_each
from charts.two_functions.walk_tables import walk_height, walk_tables
from l2core.worked_example import every_number, worked_example

LAMBDAS = [0.0, 0.7, 2.4]
NETS = ([2, 2, 2, 1], [2, 3, 2, 1], [2, 4, 3, 1], [3, 4, 3, 1])
LINE, LAM = Track("line", 20, start=14), Track("lam", len(LAMBDAS), start=1)


def english(message: str) -> str:
    return message


def computed(dims=(2, 3, 2, 1), m=4, seed=27):
    return [every_number(*worked_example(dims, m, seed), lambd) for lambd in LAMBDAS]


def in_words(numbers) -> EveryLambda:
    return at_every_lambda(english, numbers, printed_at_each(numbers))


def height_and_tables(numbers):
    every = in_words(numbers)
    height = walk_height(english, every)
    tables = walk_tables(english, every, height, begun=True)
    return height, {name: pd.DataFrame(columns) for name, columns in tables.items()}
