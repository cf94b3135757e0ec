"""The law of the budget: whatever is asked of it, no more than the reserve and the share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.resilience.retries import RetryBudget


@given(st.lists(st.booleans(), max_size=300), st.sampled_from([0.0, 0.1, 0.2, 1.0]))
def test_no_more_than_the_reserve_and_the_share(asks: list[bool], share: float) -> None:
    """True: a retry is asked for; False: a call."""
    budget = RetryBudget(share, reserve=3.0)
    given_out = calls = 0
    for ask in asks:
        if ask:
            given_out += budget.take()
        else:
            budget.called()
            calls += 1
        assert given_out <= 3 + share * calls + 1e-6


@pytest.mark.parametrize(("calls", "granted"), [(4, False), (5, True), (500, True)])
def test_five_calls_earn_one_retry(calls: int, granted: bool) -> None:
    budget = RetryBudget()
    while budget.take():
        pass
    for _ in range(calls):
        budget.called()
    assert budget.take() is granted


def test_a_quiet_hour_saves_no_more_than_the_reserve() -> None:
    budget = RetryBudget(reserve=2.0)
    for _ in range(1000):
        budget.called()
    assert [budget.take() for _ in range(3)] == [True, True, False]
