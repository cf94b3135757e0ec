"""Hypothesis profiles, and what runs in ``make test-deep`` alone."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.examples import DEEP, examples

settings.register_profile("aisle", deadline=None, max_examples=examples(100))
settings.load_profile("aisle")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked ``deep`` runs in ``make test-deep`` alone."""
    if DEEP:
        return
    for item in items:
        if item.get_closest_marker("deep"):
            item.add_marker(pytest.mark.skip(reason="only in make test-deep"))
