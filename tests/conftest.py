"""Hypothesis profiles, and what runs in ``make test-deep`` alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator

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


@pytest.fixture(autouse=True)
def _words_of_the_agent() -> Iterator[None]:
    """A command that quiets the agent's log quiets it for itself alone, not for the tests after it."""
    logger = logging.getLogger("agent")
    level = logger.level
    yield
    logger.setLevel(level)
