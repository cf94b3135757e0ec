"""A bound that is moved without its name being said again: ``make it 80``, ``actually 150 is fine``."""

from __future__ import annotations

import re

from agent.understanding.numbers import amounts
from agent.understanding.prices import PricePhrase
from retrieval.types import PriceRange

_MOVED = re.compile(
    r"\b(?:make (?:it|that)|(?:raise|increase|lower|reduce|bump|change|set|move|push|stretch)"
    r"(?: (?:it|that|this|the (?:limit|budget|cap|price|maximum)))?(?: (?:up|down))?(?: to)?"
    r"|(?:go(?: up)?(?: to)?|up to|up it to|drop it to))(?: about| as high as| up to)?\s+$"
)
_AGREED = re.compile(
    r"\s*(?:is|would be|'s|will be)\s+(?:also |still )?(?:ok(?:ay)?|fine|good|alright|all right)\b"
)
_ENDS = re.compile(r"\s*(?:[.,;!?]|$|instead\b|please\b|now\b|then\b|and\b|max\b)")


def adjusted(text: str, held: PriceRange) -> list[PricePhrase]:
    """The one bound in force, moved; ``[]`` where no amount is said to take its place.

    ``text`` is in lower case and names no price. Of two bounds the upper one moves.
    """
    for amount in amounts(text):
        lead = _MOVED.search(text, max(0, amount.start - 60), amount.start)
        agreed = _AGREED.match(text, amount.end)
        if (lead is not None and _ENDS.match(text, amount.end)) or agreed is not None:
            start = lead.start() if lead is not None else amount.start
            end = agreed.end() if agreed is not None else amount.end
            upper = held.max is not None
            return [PricePhrase(None if upper else amount.value, amount.value if upper else None, start, end)]
    return []
