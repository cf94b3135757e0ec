"""How many examples a property gets: some in ``make test``, thousands in ``make test-deep``."""

from __future__ import annotations

import os

DEEP = os.environ.get("AISLE_TEST_DEEP") == "1"
TIMES = 25


def examples(gate: int) -> int:
    """``gate`` examples, or ``TIMES`` as many."""
    return gate * TIMES if DEEP else gate
