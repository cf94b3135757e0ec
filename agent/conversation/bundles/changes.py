"""A list of several kinds talked about further: ``cheaper``, ``add a lantern``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.conversation.state import Conversation
from agent.types import Understanding
from agent.understanding.wishes import wish
from retrieval.types import PriceRange, Product

CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|more affordable|too (?:expensive|much|dear|pricey)|costs? less|spend less"
    r"|(?:lower|reduce|bring down|cut) the (?:total|price|sum|cost|budget)|bring (?:it|the \w+) down)\b"
)
_ADDS = re.compile(
    r"^\W*(?:(?:and|please|can you|could you|ok(?:ay)?)\W+)*(?:also |add|plus|include|don't forget)\b"
)


def changed(
    text: str, before: Conversation, understood: Understanding, shown: Sequence[Product]
) -> Understanding | None:
    """What a message about such a list means; None where the message is something else.

    ``text``: the message in lower case. ``shown``: the products on screen.
    """
    wished = wish(before.text)
    if wished is None or not shown:
        return None
    now, held = understood.constraints, before.constraints
    kept = understood.model_copy(update={"text": before.text, "intent": "refine"})
    if CHEAPER.search(text) and now.price == held.price and wished.kind != "gift":
        prices = [cost for product in shown if (cost := product.current_price) is not None]
        if not sum(prices) > 0.01:
            return None
        price = PriceRange(max=round(sum(prices) - 0.01, 2))
        return kept.model_copy(update={"constraints": now.model_copy(update={"price": price})})
    grew = any(set(held.include.get(name, ())) < set(values) for name, values in now.include.items())
    return kept if _ADDS.search(text) and grew else None
