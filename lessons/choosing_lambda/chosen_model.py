"""The model at one λ as a record from which a script in any language is written, and its numbers there."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.uploads.preparation import Preparation, Target, Variable
from l2core.convention import Convention, translate
from l2core.conventions import conventions
from l2core.penalties import mixing
from l2core.tables import Table


@dataclass(frozen=True)
class ChosenModel:
    """What a script repeats: the preparation of a table, and the fit at one λ.

    built_in: the name of the lab's table, "" for an own one. lambd: as glmnet means it. spread: s, the 1/n
    standard deviation of y, 1 for two classes. factors: the penalty factor of each column of X, before their
    mean is made 1, or None where all are alike. balanced: whether both classes weigh alike. gamma: of the
    relaxed fit, 1 for the penalised one.
    """

    preparation: Preparation
    lambd: float
    penalty: str
    l1_ratio: float
    spread: float
    standardize: bool = True
    factors: tuple[float, ...] | None = None
    balanced: bool = False
    gamma: float = 1.0
    built_in: str = ""

    @property
    def alpha(self) -> float:
        """glmnet's share of L1."""
        return mixing(self.penalty, self.l1_ratio)

    @property
    def is_of_classes(self) -> bool:
        return bool(self.preparation.target.levels)

    @property
    def is_relaxed(self) -> bool:
        return self.gamma < 1 and self.alpha > 0 and not self.is_of_classes

    @property
    def features(self) -> tuple[str, ...]:
        """The columns of X."""
        return tuple(name for variable in self.preparation.variables for name in variable.features)

    @property
    def own_factors(self) -> dict[str, float]:
        """Column of X -> its penalty factor, of those that have one that is not 1."""
        every = zip(self.features, self.factors or (), strict=False)
        return {name: factor for name, factor in every if factor != 1}

    @property
    def largest_factor(self) -> float:
        """The largest penalty factor, after glmnet has made their mean 1."""
        factors = self.factors or (1.0,)
        return max(factors) * len(factors) / sum(factors)

    @property
    def title(self) -> str:
        """What is fitted, for the first line of a script."""
        return self.titled(repr)

    def titled(self, said: Callable[[str], str]) -> str:
        """What is fitted; said: how the names of the target and of the file are written."""
        kinds = {"l1": "Lasso", "l2": "Ridge", "elastic_net": f"Elastic net (alpha = {self.alpha:g})"}
        kind, name, file = kinds[self.penalty], self.preparation.target.name, self.preparation.file
        fit = f"{kind} of two classes" if self.is_of_classes else kind
        return f"{fit} for {said(name)} of {said(file)} at lambda = {digits(self.lambd)}"

    def number_in(self, library: str) -> tuple[float, float]:
        """λ and the share of L1 as the convention called `library` has them."""
        target = _convention(library, self.penalty, self._loss)
        return translate(
            self.lambd,
            self._glmnet,
            target,
            self.preparation.used,
            l1_ratio=self.l1_ratio,
            spread=self.spread,
        )

    def apart_in(self, l1: str, l2: str) -> tuple[float, float]:
        """The numbers for ‖w‖₁ and for ½‖w‖² in two conventions, one for each."""
        glmnet, rows = self._glmnet, self.preparation.used
        lambd = glmnet.to_canonical(self.lambd, rows, l1_ratio=self.l1_ratio, spread=self.spread)
        r = glmnet.ratio_to_canonical(self.l1_ratio, spread=self.spread)
        first = _convention(l1, "l1", self._loss).from_canonical(r * lambd, rows) if r else 0.0
        second = _convention(l2, "l2", self._loss).from_canonical((1 - r) * lambd, rows) if r < 1 else 0.0
        return first, second

    @property
    def _loss(self) -> str:
        return "cross-entropy" if self.is_of_classes else "squared error"

    @property
    def _glmnet(self) -> Convention:
        name = "glmnet, binomial" if self.is_of_classes else "glmnet, gaussian"
        return _convention(name, self.penalty, self._loss)


def built_in_preparation(table: Table, file: str) -> Preparation:
    """That of a table of the lab, of which nothing is missing, by the names in its file."""
    variables = tuple(Variable(name, "number", (), "none", 0, (), (name,)) for name in table.features)
    kind = "two values" if table.classes else "number"
    return Preparation(
        file=file,
        reading=None,
        columns=(*table.features, table.target),
        rows=len(table.y),
        target=Target(table.target, kind, table.classes, 0),
        variables=variables,
        left_out=(),
        split=None,
        rows_left_out=(),
        used=len(table.y),
        test=0,
        drawn=None,
    )


def digits(number: float) -> str:
    """A number as code takes it, to twelve digits: 23.7, 1e-05."""
    return f"{number:.12g}"


def _convention(name: str, penalty: str, loss: str) -> Convention:
    return next(c for c in conventions(penalty, loss) if c.name == name)
