"""Amounts that come of the price: for each part of what it buys, for several, less than another's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.narration.claims.arithmetic import BESIDE, SHARED, days
from agent.narration.claims.guarded import compiled
from agent.narration.claims.joined import joined
from agent.narration.claims.known import Facts
from agent.narration.claims.meant import Told
from agent.narration.claims.quantities import quantities

PAIR = compiled(r"\b(?:pair|2 of them|both)\b", re.I)
_PER_UNIT = compiled(r"\s*(?:an?|1|per|each|every|/|for each|for every)\s?(?P<n>\d+ )?(?P<u>[a-z]+)", re.I)
_PER_BEFORE = compiled(r"\bper (?P<n>\d+ )?(?P<u>[a-z]+)\b", re.I)
_SEVERAL = 12
_DAY = 86400.0


def price_explained(told: Told, facts: Facts, others: Sequence[Facts]) -> bool:
    """Whether an amount of money is shared among what the price buys, or a gap to another product."""
    amount, now = told.said.said, facts.now
    near = max(0.0051, amount * 0.1)
    if divided(told, facts) or any(_price_of(told, other) for other in others):
        return True
    if now is not None:
        several = {q.said for q in quantities(told.whole) if q.dimension is None and 1 < q.said <= _SEVERAL}
        if any(abs(now * count - amount) <= 0.0051 for count in several):
            return True
        if PAIR.search(told.whole) and told.meant(2 * now, 0.0051, near):
            return True
    if joined(told, facts, others):
        return True
    if not BESIDE.search(told.whole):
        return False
    mine = [price for price in (now, facts.usual) if price]
    theirs = [price for other in others for price in (other.now, other.usual) if price]
    return any(told.meant(abs(a - b), 0.0051, near) for a in mine for b in theirs)


def _price_of(told: Told, other: Facts) -> bool:
    """Whether it is what another product costs: ``than the Cairn at £140``, or costs by what it buys."""
    if other.place not in told.of_others or other.now is None:
        return False
    sizes = {q.value / _BY[q.dimension] for q in other.numbers if q.dimension in _BY and q.value}
    shared = sizes if SHARED.search(told.whole) else set[float]()
    return any(told.meant(other.now / part, 0.0051) for part in {1.0, *shared})


_BY = {"mass": 1000.0, "volume": 1000.0, "length": 1000.0}
"""What a price is told by: the kilo, the litre, the metre."""


def divided(told: Told, facts: Facts) -> bool:
    """Whether the price comes to so much for each part of what it buys: ``75 cents an hour``."""
    if facts.now is None or not (SHARED.search(told.before[-60:]) or SHARED.search(told.after[:24])):
        return False
    near = max(0.0051, told.said.said * 0.1)
    # "You save 6 euros on the case, a euro a bottle".
    saved = {facts.saved} if facts.saved and _SAVING.search(told.whole) else set[float]()
    amounts, parts = {facts.now, *saved}, _parts(told, facts)
    return any(told.meant(amount / part, 0.0051, near) for amount in amounts for part in parts if part)


_SAVING = compiled(r"\bsav(?:e|es|ed|ing|ings)\b|\boff\b|\bdiscount", re.I)


def _parts(told: Told, facts: Facts) -> set[float]:
    """Into how many parts a price may be divided: ``a kilo``, ``an hour``, or the pieces of a pack."""
    unit = _PER_UNIT.match(told.after) or _PER_BEFORE.search(told.before)
    one = next(quantities(f"{unit['n'] or 1} {unit['u']}"), None) if unit else None
    if one is not None and one.dimension == "time" and one.value == _DAY:
        return days(told.whole, facts)
    if one is not None and one.dimension is not None:
        shares = {q.value / one.value for q in facts.numbers if q.dimension == one.dimension and one.value}
        if shares:
            return shares  # Else "a bar" is one of a pack, and no pressure.
    return {q.said for q in facts.numbers if q.dimension is None and 1 < q.said <= 1000}
