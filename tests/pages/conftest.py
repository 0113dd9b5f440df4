"""What the tests of all pages share."""

import pytest

from lessons.choosing_lambda import table_sure_run


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice of λ made again a few times only."""
    monkeypatch.setattr(table_sure_run, "DRAWS", 4)
    monkeypatch.setattr(table_sure_run, "RESAMPLES", {"gaussian": 6, "binomial": 6})
