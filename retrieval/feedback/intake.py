"""What becomes of an event that is odd: kept, marked and counted, never dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from retrieval.types import Event, KeptEvent, Mark

LATE_SECONDS = 24 * 3600.0
"""Older than that when it comes in: sent after a long time offline."""
FUTURE_SECONDS = 300.0
"""Clocks may differ by so much; beyond it the time of receipt counts."""


def screened(
    events: Sequence[Event],
    *,
    now: float,
    prices: Mapping[str, float | None],
    known_rankings: Collection[str],
    imported: bool = False,
) -> list[KeptEvent]:
    """Every event, with its marks and its price.

    ``now``: seconds since 1970. ``prices``: product id → price of one piece, for the products that the
    catalog has. ``imported``: history, to which neither lateness nor an unknown list means anything.
    """
    return [_kept(event, now, prices, known_rankings, imported) for event in events]


def _kept(
    event: Event,
    now: float,
    prices: Mapping[str, float | None],
    known_rankings: Collection[str],
    imported: bool,
) -> KeptEvent:
    stated = event.occurred_at.timestamp()
    marks: list[Mark] = ["imported"] if imported else []
    if stated > now + FUTURE_SECONDS:
        marks.append("future")
    elif stated < now - LATE_SECONDS and not imported:
        marks.append("late")
    if event.product_id is not None and event.product_id not in prices:
        marks.append("unknown_product")
    if event.ranking_id is not None and event.ranking_id not in known_rankings:
        marks.append("unknown_ranking")
    return KeptEvent(
        event=event,
        occurred_at=now if "future" in marks else stated,
        received_at=now,
        price=prices.get(event.product_id or ""),
        marks=tuple(marks),
    )
