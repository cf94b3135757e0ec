"""A full bulkhead says so at once, and every way out frees the slot."""

from __future__ import annotations

import pytest

from agent.errors import ModelFailure
from agent.resilience.bulkhead import Bulkhead


def test_a_full_one_is_busy() -> None:
    bulkhead = Bulkhead(2)
    with bulkhead.slot(), bulkhead.slot():
        with pytest.raises(ModelFailure) as failure, bulkhead.slot():
            pass
        assert failure.value.reason == "busy"
        assert bulkhead.running == 2
    assert bulkhead.running == 0


def test_a_call_that_fails_frees_its_slot() -> None:
    bulkhead = Bulkhead(1)
    with pytest.raises(KeyError), bulkhead.slot():
        raise KeyError
    with bulkhead.slot():
        pass


def test_none_at_all_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Bulkhead(0)
