"""``cheaper``, ``too expensive``, ``something fancier``: a price bound taken from the list on screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.types import Understanding
from retrieval.types import PriceRange, Product

_CHEAPER = re.compile(
    r"\b(?:cheaper|cheap ones?|less (?:expensive|pricey|costly|money)|more affordable|lower[ -]priced"
    r"|costs? less|spend less|(?:too|very|so|quite|pretty|rather|bit) (?:expensive|pricey|dear|costly)"
    r"|(?:that's|that is|it's|they're|way|still) too much(?= money|\W*$)|out of my (?:budget|price range))\b"
    r"(?! (?:than|first|ways?|elsewhere|shipping|delivery|postage|when|if (?:i|we|you) (?:buy|order|get)"
    r"|to (?:buy|order|get|ship|have))\b)"
)
_DEARER = re.compile(
    r"\b(?:more (?:expensive|upscale|luxurious|premium)|pricier|dearer|fancier|posher"
    r"|higher[ -](?:end|priced)|more high[ -]end|spend more|too cheap)\b(?! (?:than|first)\b)"
)
_NEAR = 40
_NOT = re.compile(
    r"(?:\b(?:not|no need|never|without|dont|doesnt|rather than|instead of)|n['’]t)"
    r"(?: (?:want|need|like|show|give|me|us|find|mean|have|to|be|get|see|any|anything|the|a|something|ones?"
    r"|necessarily|really|looking|for|after|it))* $"
)
"""``not cheaper`` asks for no lower price, ``not too expensive`` does."""
_OF_THE_WAY = re.compile(r"\b(?:shipping|delivery|postage|returns?) (?:is|are|costs?|fees?|seems?)\b")
_ASKS = re.compile(
    r"^\W*(?:which|why|how|who|where|when|(?:will|would|was|were|did) (?:it|this|that|they|these|those)"
    r"|is (?:it|this|that|the)|are (?:these|those|they|the)|does"
    r"|what(?:'s| is| are))\b"
)


def bounded(
    text: str, understood: Understanding, topic: str, shown: Sequence[Product]
) -> Understanding | None:
    """``understood`` with a bound that leaves the cheaper (or dearer) half of ``shown``; None: none is asked.

    The bound is a visible filter, so it can be taken away, and said again it halves what is left.

    Args:
        text: the message in lower case.
        understood: what the message says by itself.
        topic: the words of the search so far.
        shown: the products on screen, in any order.
    """
    cheaper, dearer = _meant(_CHEAPER, text), _meant(_DEARER, text)
    prices = sorted(now for product in shown if (now := product.current_price) is not None and now > 0)
    if (cheaper is None) == (dearer is None) or not prices or _ASKS.match(text) or _OF_THE_WAY.search(text):
        return None
    if cheaper is not None:
        return priced(understood, topic, high=round(prices[len(prices) // 2] - 0.01, 2))
    return priced(understood, topic, low=round(prices[(len(prices) - 1) // 2] + 0.01, 2))


def _meant(asks: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first such wish that nothing before it turns round."""
    for found in asks.finditer(text):
        too_much = re.match(r"too |very |so |quite |pretty |rather |bit ", found[0]) is not None
        if too_much or not _NOT.search(text, max(found.start() - _NEAR, 0), found.start()):
            return found
    return None


def priced(
    understood: Understanding, topic: str, *, low: float | None = None, high: float | None = None
) -> Understanding:
    """``understood`` under this bound; the opposite one in force stays where both can hold."""
    held = understood.constraints.price or PriceRange()
    if high is not None:
        low = held.min if held.min is not None and held.min <= high else None
    elif low is not None:
        high = held.max if held.max is not None and held.max >= low else None
    constraints = understood.constraints.model_copy(update={"price": PriceRange(min=low, max=high)})
    return understood.model_copy(
        update={"constraints": constraints, "intent": "refine", "text": topic or understood.text}
    )
