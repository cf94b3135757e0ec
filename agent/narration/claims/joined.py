"""What a product comes to together with another: ``both volumes cost $36.98``, ``880 pages in all``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import mark
from agent.narration.claims.meant import Told, alike, value_of
from agent.narration.claims.quantities import MONEY

_TOGETHER = compiled(
    r"\b(?:together|total\w*|in all|altogether|adds? up|combined|all told|between (?:them|the 2|both)"
    r"|for (?:the 2|both|the pair)|the pair|both)\b",
    re.I,
)
_OF_TWO = compiled(r"\b(?:both|pair|(?:the|these) 2)\b", re.I)


def joined(told: Told, facts: Facts, others: Sequence[Facts]) -> bool:
    """Whether the number is the sum of what the product and one other have, or all that are named."""
    if _TOGETHER.search(told.whole) is None:
        return False
    named = [other for other in others if mark(other.place) in told.whole]
    of_price = told.said.dimension == MONEY
    if not (named or of_price or _OF_TWO.search(told.whole)):
        return False  # "Together they give 1,350 lumens" is said of its own bulbs.
    sums, near = (_prices, 0.0051) if of_price else (_numbers, None)
    if len(named) > 1 and any(told.meant(total, near) for total in sums(told, facts, named)):
        return True
    return any(told.meant(total, near) for other in named or others for total in sums(told, facts, [other]))


def _prices(told: Told, facts: Facts, others: Sequence[Facts]) -> Iterator[float]:
    prices = [each.now for each in (facts, *others)]
    known = [price for price in prices if price is not None]
    if len(known) == len(prices):
        yield sum(known)


def _numbers(told: Told, facts: Facts, others: Sequence[Facts]) -> Iterator[float]:
    """Of what has one name: the pages of both, the weight of both."""
    said = told.said
    for mine in facts.numbers:
        if not mine.label or not alike(said, mine, facts):
            continue
        if said.dimension is None and not said.nouns & mine.nouns:
            continue
        total = value_of(mine, said)
        for other in others:
            theirs = (
                value_of(q, said) for q in other.numbers if q.label == mine.label and alike(said, q, other)
            )
            value = next(theirs, None)
            if value is None:
                break
            total += value
        else:
            yield total
