"""Short answers to what is no request for a product."""

from __future__ import annotations

import re

from agent.types import Understanding

_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|cheers|(?:good)?bye|that'?s all|that is all|you too|have a)\b", re.IGNORECASE
)
_GREETS = re.compile(
    r"\b(?:h+i+|h+e+l+o+|h+e+y+|hei|hiya|howdy|greetings|yo|good (?:morning|afternoon|evening|day)"
    r"|how are you|is any|is some|are you|who are|what can you)",
    re.IGNORECASE,
)


def small_talk(understood: Understanding, message: str) -> str | None:
    """A reply that steers back to the catalog; None where the message asks for products."""
    if understood.intent == "chitchat":
        if _THANKS.search(message):
            return "You are welcome. Tell me if you would like to see anything else."
        if not _GREETS.search(message):
            return "Good. Tell me what else you would like to see, or ask about one of these."
        return "Hello! Tell me what you are looking for, and I will show you what we have."
    if understood.intent == "question":
        return (
            "I only know the products of this shop, so I cannot answer that here; the shop's help page can. "
            "Tell me what you are looking for and I will show you what we have."
        )
    return None
