"""Whether the model keeps up: late re-orders and first tokens of the last calls, and since the start."""

from __future__ import annotations

import logging
import statistics
from collections import deque

log = logging.getLogger(__name__)

LAST = 100
"""Calls that a share or a median is taken over."""
ENOUGH = 20
"""Fewer re-orders than these are no reason to say anything."""
TOO_MANY = 0.2
"""The share of late re-orders above which an operator is told."""
CALM = 0.1
"""The share below which a new rise is told again."""


class Pace:
    """Of one model. Made for one event loop; read from anywhere."""

    def __init__(self) -> None:
        self._late: deque[bool] = deque(maxlen=LAST)
        self._first_tokens: deque[float] = deque(maxlen=LAST)
        self._told = False
        self.reorders = 0
        """Orders that were waited for, since the start."""
        self.late_reorders = 0
        """Those of them that did not come in time."""

    @property
    def late_share(self) -> float | None:
        """Of the last re-orders; None before the first."""
        late = tuple(self._late)
        return sum(late) / len(late) if late else None

    @property
    def first_token_ms(self) -> float | None:
        """Milliseconds from the narration's call to its first token, the median; None before the first."""
        last = tuple(self._first_tokens)
        return statistics.median(last) if last else None

    def reordered(self, *, late: bool, budget: float, model: str) -> None:
        """An order came, or its ``budget`` (seconds) was over before it did."""
        self.reorders += 1
        self.late_reorders += late
        self._late.append(late)
        share = self.late_share or 0.0
        if share > TOO_MANY and len(self._late) >= ENOUGH and not self._told:
            self._told = True
            log.warning(
                "%d%% of the last %d re-orders by %s came after %g s and were not shown: "
                "raise AISLE_RERANK_BUDGET, or name a faster model in AISLE_LLM",
                round(100 * share),
                len(self._late),
                model,
                budget,
            )
        elif share < CALM:
            self._told = False

    def spoke(self, first_token_ms: float) -> None:
        """A narration began."""
        self._first_tokens.append(first_token_ms)
