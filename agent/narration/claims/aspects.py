"""What products are compared by, and the words for more and less of it."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.narration.claims.aspect_words import COUNT, ENDS, NEW, OFF, PLAIN, PRICE, RATING, SIZE, Aspect
from agent.narration.claims.guarded import compiled
from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.wording import stem, tokens

_MORE_OF = compiled(
    r"\b(?P<d>more|greater|higher|longer|larger|bigger|wider|faster|stronger|taller|less|fewer|lower|"
    r"shorter|smaller|slower|weaker|deeper|thicker|taller|broader|brighter|sharper|heavier|lighter|thinner|shallower"
    r"|narrower)"
    r" (?P<noun>[a-z]+(?:[ -][a-z]+){0,2})$",
    re.I,
)
_LESS = frozenset(
    [
        "less", "fewer", "lower", "shorter", "smaller", "slower", "weaker", "lighter", "thinner", "shallower",
        "narrower",
    ]
)  # fmt: skip
_MANNER = compiled(r"\b(?P<d>more|less) (?P<a>[a-z]{3,})ly$", re.I)
_BARE = compiled(r"\b(?P<d>more|less|higher|lower|longer|shorter|fewer)$", re.I)
NOUN_KEYS: dict[str, tuple[str, ...]] = {
    "cover": ("warranty", "guarantee"), "warranty": ("guarantee",),
    "price": PRICE, "cost": PRICE, "money": PRICE, "amount": PRICE, "sum": PRICE,
    "rating": RATING, "score": RATING, "star": RATING,
    "review": COUNT, "reviewer": COUNT, "buyer": COUNT, "shopper": COUNT,
    "guarantee": ("warranty",), "feedback": COUNT, "vote": COUNT, "opinion": COUNT,
    "outlay": PRICE, "budget": PRICE, "spend": PRICE, "mark": RATING,
    "brick": ("piece", "brick"), "part": ("piece", "part"), "element": ("piece",),
    "screen": ("screen", "display"), "display": ("display", "screen"),
    "weight": ("mass",), "discount": OFF, "saving": OFF, "size": SIZE, "room": SIZE, "space": SIZE,
    "age": NEW, "brightness": ("light", "brightness"), "storage": ("storage", "data"),
    "battery": ("battery", "charge", "runtime"), "life": ("battery", "runtime", "time"),
    "person": ("person", "seat", "sleep", "serving", "capacity"),
    "capacity": ("capacity", "volume"), "volume": ("volume", "capacity"), "speed": ("speed", "frequency"),
    "power": ("power", "voltage"), "resolution": ("resolution", "pixel"), "memory": ("memory", "ram", "data"),
}  # fmt: skip


def comparative(left: str, amount: str | None = None) -> tuple[Aspect, int] | None:
    """The aspect that ``left`` ends in and where its words begin: ``costs $5 less`` → price, down.

    ``amount``: the dimension of the number before a bare ``more`` or ``less``.
    """
    if (found := _BARE.search(left)) and amount is not None:
        keys = PRICE if amount in ("money", "percent") else noun_keys(amount) or (amount,)
        return Aspect(keys, -1 if found["d"].lower() in _LESS else 1), found.start()
    for pattern, aspect in ENDS:
        if found := pattern.search(left):
            return aspect, found.start()
    if (found := _MANNER.search(left)) and (told := adjective(found["a"])) is not None:
        return replace(told, sign=-told.sign if found["d"].lower() == "less" else told.sign), found.start()
    if (found := _MORE_OF.search(left)) and (keys := noun_keys(found["noun"])):
        return Aspect(keys, -1 if found["d"].lower() in _LESS else 1), found.start()
    return None


def adjective(words: str) -> Aspect | None:
    """``heavy`` → mass, up; ``many pieces`` → pieces, up."""
    words = re.sub(r"^(?:just|nearly|almost|quite|exactly) ", "", words.strip())
    for pattern, aspect in PLAIN:
        if pattern.fullmatch(words):
            return aspect
    if found := re.fullmatch(r"(?:many|much|high|long|large) (?:an? )?([a-z -]+)", words, re.I):
        keys = noun_keys(found[1])
        if keys and words.lower().startswith("much "):
            keys = (*keys, "mass", "volume", "piece")
        return Aspect(keys) if keys else None
    return None


def noun_keys(phrase: str) -> tuple[str, ...]:
    """The measures that a noun names; ``()``: it is one of taste (``charm``)."""
    stems = [stem(word) for word in tokens(phrase)]
    keys: list[str] = []
    for word in stems:
        keys += [word, *NOUN_KEYS.get(word, ()), *([d] if (d := dimension_of(word)) else [])]
    soft = _SOFT.intersection(stems)
    return () if soft else tuple(dict.fromkeys(keys))


_SOFT = frozenset(
    [
        "charm", "style", "character", "value", "comfort", "fun", "personality", "warmth", "appeal",
        "flair", "presence", "elegant", "stylish", "beautiful", "comfortable", "playful", "refined",
        "relaxed", "polished", "practical", "versatile", "attractive", "suitable", "convenient",
        "interesting", "substantial", "fuss", "than", "ideal", "modern", "classic", "subtle", "understated",
        "delicate", "rugged", "formal", "casual", "enjoyable", "exciting", "serious", "luxurious",
        "grown-up", "grown", "traditional", "sophisticated", "pleasant", "inviting", "choice", "reason",
        "way", "impression", "feel", "feeling", "look", "detail", "enough", "depth", "dramatic", "cheerful",
        "minimalist", "quality",
    ]
)  # fmt: skip
