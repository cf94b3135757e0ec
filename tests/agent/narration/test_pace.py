"""Late re-orders and first tokens: shares, medians, and the one line for whoever runs it."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.narration.pace import ENOUGH, LAST, Pace


def reorder(pace: Pace, late: bool, times: int = 1) -> None:
    for _ in range(times):
        pace.reordered(late=late, budget=2.5, model="openai:slow")


def told(caplog: pytest.LogCaptureFixture) -> int:
    return len(caplog.records)


def test_nothing_is_known_before_the_first() -> None:
    assert (Pace().late_share, Pace().first_token_ms) == (None, None)


@given(st.lists(st.booleans(), min_size=1, max_size=3 * LAST))
def test_the_share_is_of_the_last_and_the_counts_of_all(late: list[bool]) -> None:
    pace = Pace()
    for each in late:
        reorder(pace, each)
    last = late[-LAST:]
    assert pace.late_share == sum(last) / len(last)
    assert (pace.reorders, pace.late_reorders) == (len(late), sum(late))


def test_the_median_of_the_last_first_tokens() -> None:
    pace = Pace()
    for ms in (*[9000.0] * 50, *[float(n) for n in range(LAST)], 5.0):
        pace.spoke(ms)
    assert pace.first_token_ms == pytest.approx(49.5)


def test_above_a_fifth_one_line_names_the_setting(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    pace = Pace()
    reorder(pace, False, times=80)
    reorder(pace, True, times=20)
    assert told(caplog) == 0, "a fifth is not above a fifth"
    reorder(pace, True, times=50)
    assert told(caplog) == 1
    assert caplog.messages[0].startswith("21% of the last 100 re-orders by openai:slow came after 2.5 s")
    assert "AISLE_RERANK_BUDGET" in caplog.messages[0]


def test_it_is_told_again_only_after_it_was_better(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    pace = Pace()
    reorder(pace, True, times=ENOUGH - 1)
    assert told(caplog) == 0
    reorder(pace, True)
    reorder(pace, False, times=85)
    reorder(pace, True, times=30)
    assert told(caplog) == 1, "it was never below a tenth in between"
    reorder(pace, False, times=LAST)
    reorder(pace, True, times=30)
    assert told(caplog) == 2
