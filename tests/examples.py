"""How many examples a property gets: some in ``make test``, thousands in ``make test-deep``."""

from __future__ import annotations

import os

DEEP = os.environ.get("AISLE_TEST_DEEP") == "1"
TIMES = 25
MOST = 3_000


def examples(gate: int) -> int:
    """``gate`` examples; in depth ``TIMES`` as many, or thousands where that would be tens of them."""
    return max(gate, min(gate * TIMES, MOST)) if DEEP else gate
