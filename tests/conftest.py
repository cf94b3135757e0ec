"""How many examples a property gets: some in ``make test``, thousands in ``make test-deep``."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

DEEP = os.environ.get("AISLE_TEST_DEEP") == "1"

settings.register_profile("gate", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile("deep" if DEEP else "gate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked ``deep`` runs in ``make test-deep`` alone."""
    if DEEP:
        return
    for item in items:
        if item.get_closest_marker("deep"):
            item.add_marker(pytest.mark.skip(reason="only in make test-deep"))
