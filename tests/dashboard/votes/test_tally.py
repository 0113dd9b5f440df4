"""The tally of a vote, against counting the hands one by one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.votes.tally import Changes, advice, changes, counts, share_right

OPTIONS = ("l1", "l2", "tie")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VOTES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.sampled_from(OPTIONS), max_size=30)


@FEW
@given(VOTES)
def test_counts_are_the_hands_for_each_option(votes: dict[str, str]) -> None:
    assert list(counts(votes, OPTIONS)) == list(OPTIONS)
    for option, number in counts(votes, OPTIONS).items():
        assert number == len([voter for voter in votes if votes[voter] == option])
    assert counts(votes, OPTIONS[:2]) == {option: counts(votes, OPTIONS)[option] for option in OPTIONS[:2]}


@FEW
@given(VOTES, VOTES, st.sampled_from(OPTIONS))
def test_each_who_voted_twice_is_counted_once(
    first: dict[str, str], second: dict[str, str], right: str
) -> None:
    stayed_right = to_right = away = stayed_wrong = 0
    for voter, before in first.items():
        if voter in second:
            after = second[voter]
            if before == right and after == right:
                stayed_right += 1
            elif after == right:
                to_right += 1
            elif before == right:
                away += 1
            else:
                stayed_wrong += 1
    change = changes(first, second, right)
    assert change == Changes(stayed_right, to_right, away, stayed_wrong)
    assert change.voted_twice == len(set(first) & set(second))


@FEW
@given(VOTES, st.sampled_from(OPTIONS))
def test_the_share_that_is_right(votes: dict[str, str], right: str) -> None:
    share = share_right(votes, right)
    if not votes:
        assert share is None
    else:
        assert share is not None
        assert round(share * len(votes)) == counts(votes, OPTIONS)[right]


@FEW
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_advice_by_whole_numbers(case: tuple[int, int]) -> None:
    """The limits themselves belong to talking: 7 of 20 and 7 of 10."""
    right, voters = case
    expected = "hint" if 100 * right < 35 * voters else "explain" if 100 * right > 70 * voters else "discuss"
    assert advice(right / voters) == expected


@pytest.mark.parametrize(("right", "voters"), [(7, 20), (35, 100), (7, 10), (175, 500), (350, 500)])
def test_at_the_limits_the_class_talks(right: int, voters: int) -> None:
    assert advice(right / voters) == "discuss"


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match=r"share is .*: it must be from 0 to 1"):
        advice(share)
