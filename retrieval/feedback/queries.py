"""What shoppers asked for and the shop did not have: wishes that found nothing, or were given up in part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from retrieval.feedback.attribution import attributed
from retrieval.types import Constraints, Frozen, Happened, Ranking, Serving, Timestamp

OFTEN = 5
"""So often asked and never clicked is worth a look, too."""
LOOKED_AT = 1000
"""Lists whose wish is read from the whole ranking; the latest."""


class Wish(Frozen):
    """One wish, however often it was said."""

    text: str
    constraints: Constraints
    """As asked; of a wish that was never given up: those of its last list."""
    gave_up: str | None
    """What the nearest list did without: ``price``, or names joined by commas."""
    nearest: str | None
    """``"12 under $120"``."""
    asked: int
    empty: int
    """Lists without any product."""
    relaxed: int
    """Lists of the nearest wish instead."""
    clicked: int
    """Lists of which a product was clicked."""
    last: Timestamp
    ranking_id: str
    """Of its last list."""


@dataclass(slots=True)
class _Tally:
    last: Serving
    asked: int = 0
    empty: int = 0
    relaxed: int = 0
    lists: set[str] = field(default_factory=set)


def wishes(
    servings: Sequence[Serving],
    events: Iterable[Happened],
    ranking_of: Callable[[str], Ranking | None],
) -> tuple[Wish, ...]:
    """Those worth a merchandiser's look: without an answer, with half of one, or with one nobody wanted.

    ``servings`` oldest first, as ``events``; lists that no words asked for are left out.
    """
    lists = [serving for serving in servings if serving.text.strip()]
    clicked = {
        joined.serving.ranking_id
        for joined in attributed(lists, events)
        if joined.event.type == "click" and joined.serving is not None
    }
    lost = [serving for serving in lists if serving.relaxed or not serving.listed][-LOOKED_AT:]
    rankings = {serving.ranking_id: ranking_of(serving.ranking_id) for serving in lost}
    tallies: dict[tuple[str, str], _Tally] = {}
    for serving in lists:
        tally = tallies.setdefault(_key(serving, rankings.get(serving.ranking_id)), _Tally(serving))
        tally.last = serving
        tally.asked += 1
        tally.empty += not serving.listed
        tally.relaxed += serving.relaxed and bool(serving.listed)
        tally.lists.add(serving.ranking_id)
    found = [
        _wish(tally, len(tally.lists & clicked), rankings.get(tally.last.ranking_id))
        for tally in tallies.values()
        if tally.empty or tally.relaxed or (tally.asked >= OFTEN and not tally.lists & clicked)
    ]
    return tuple(sorted(found, key=lambda wish: (-(wish.empty + wish.relaxed), -wish.asked, wish.text)))


def _key(serving: Serving, ranking: Ranking | None) -> tuple[str, str]:
    said = " ".join(serving.text.casefold().split())
    asked = ranking.asked or ranking.query.constraints if ranking is not None else None
    return said, asked.model_dump_json(exclude_defaults=True) if asked is not None else ""


def _wish(tally: _Tally, clicked: int, ranking: Ranking | None) -> Wish:
    relaxed = ranking.relaxed if ranking is not None else None
    constraints = ranking.asked or ranking.query.constraints if ranking is not None else Constraints()
    return Wish(
        text=tally.last.text,
        constraints=constraints,
        gave_up=relaxed.name if relaxed is not None else None,
        nearest=relaxed.text if relaxed is not None else None,
        asked=tally.asked,
        empty=tally.empty,
        relaxed=tally.relaxed,
        clicked=clicked,
        last=tally.last.served_at,
        ranking_id=tally.last.ranking_id,
    )
