"""Scents and flavours: ``smells of rose``, ``notes of cocoa``, ``vanilla-scented``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.wording import MARKS, stem

_SCENTS = frozenset(
    [
        "rose", "lavender", "vanilla", "citrus", "lemon", "lime", "orange", "grapefruit", "bergamot",
        "mandarin", "jasmine", "sandalwood", "cedar", "cedarwood", "pine", "musk", "amber", "mint",
        "peppermint", "eucalyptus", "coconut", "almond", "cinnamon", "ginger", "clove", "cardamom",
        "honey", "caramel", "chocolate", "cocoa", "coffee", "berry", "strawberry", "raspberry",
        "blackberry", "cherry", "apple", "peach", "pear", "plum", "apricot", "fig", "mango", "banana",
        "pineapple", "floral", "fruity", "nutty", "smoky", "spicy", "herbal", "woody", "patchouli", "lily",
        "violet", "geranium", "neroli", "tobacco", "leather", "linen", "hazelnut", "walnut", "toffee",
        "liquorice", "basil", "rosemary", "thyme", "sage", "chamomile",
    ]
)  # fmt: skip
"""Open words are claims after ``smells of``; before ``scent`` and after ``like`` only these are."""
_KINDS = {
    "citrus": frozenset(["lemon", "lime", "orange", "grapefruit", "bergamot", "mandarin"]),
    "floral": frozenset(["rose", "lavender", "jasmine", "lily", "violet", "geranium", "neroli"]),
    "fruity": frozenset(["apple", "peach", "pear", "plum", "mango", "berry", "strawberry", "cherry"]),
    "woody": frozenset(["cedar", "cedarwood", "pine", "sandalwood"]),
    "chocolate": frozenset(["cocoa"]),
    "cocoa": frozenset(["chocolate"]),
    "nutty": frozenset(["nut", "hazelnut", "almond", "walnut"]),
    "berry": frozenset(["strawberry", "raspberry", "blackberry", "blueberry", "cranberry"]),
}
_FANCY = frozenset(
    [
        "summer", "winter", "spring", "autumn", "home", "holiday", "holidays", "christmas", "childhood",
        "luxury", "adventure", "sunshine", "nothing", "freedom", "sea", "seaside", "garden", "forest",
        "rain", "morning", "evening", "night", "sunday", "sun", "clean", "fresh", "good", "heaven",
        "paradise", "nature", "love", "memory", "memories", "nostalgia", "success", "money", "spa",
        "beach", "market", "kitchen", "weekend", "weekends", "celebration", "comfort", "quality", "care",
        "everything", "something", "elegance", "class", "mystery",
    ]
)  # fmt: skip
_OF = compiled(
    r"\b(?:smell(?:s|ing)?|tast(?:es?|ing)|scent(?:s|ed)?|fragranced?|perfumed|flavou?r(?:s|ed)?|aromas?|"
    r"notes?|hints?|whiffs?|infused|undertones?)\s+(?:\w+ly )?(?P<as>of|with|like)\s+"
    r"(?P<np>(?:(?!\b(?:but|that|which|when|while|on|in|for|without|from|at|as)\b)[^.;:!?()])+)",
    re.I,
)
_SCENTED = compiled(r"\b(?P<x>[a-z]+)[- ](?P<how>scented|flavou?red|infused|perfumed)\b", re.I)
_SCENT = compiled(r"\b(?P<x>[a-z]+) (?:scent|aroma|fragrance|flavou?r|smell|taste|perfume|note)s?\b", re.I)
_IN = compiled(
    rf"[{MARKS}](?: [a-z]+)? in (?P<np>[a-z]+(?: [a-z]+)?)(?=[.,;:!?]| (?:gives?|is|has|makes?|smells?|"
    r"brings?|comes?|"
    r"costs?|for|lets|keeps|fills|tastes|offers|at)\b)",
    re.I,
)
_CHOICE = compiled(r"\b(?:scents?|flavou?rs?|fragrance|aroma|taste|variety)\b", re.I)
_NO_VALUE = frozenset(
    [
        "stock",
        "hand",
        "mind",
        "use",
        "detail",
        "size",
        "total",
        "turn",
        "fact",
        "general",
        "style",
        "price",
        "particular",
    ]
)
_NEGATED = compiled(r"(?:\bnot|n't|\bno|\bnever|\bwithout(?: an?| any)?)(?: \w+)?\s*$", re.I)
_LITTLE = frozenset(
    [
        "a", "an", "the", "of", "and", "or", "with", "fresh", "ripe", "dark", "sweet", "warm", "light",
        "soft", "pure", "real",
    ]
)  # fmt: skip


_ANEW = compiled(
    r"\s*(?:it|a|an|the|this|that|you|also |is|are|was|has|have|had|can|will|comes?|"
    r"costs?|suits?|weighs|holds|stays|keeps|lasts|leaves|feels|looks|gives|makes|works|goes|gets|does|needs|lets)\b",
    re.I,
)
_NO_SCENT = frozenset(["un", "non", "well", "full", "is", "are", "and", "not", "strong", "it", "more"])


def senses(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every scent and flavour that is named."""
    for found in _OF.finditer(text):
        if _NEGATED.search(text[: found.start()]):
            continue
        for item in re.split(r",|\band\b|\bor\b|\bwith\b", found["np"]):
            named = [stem(word) for word in re.findall(r"[^\W\d_]+", item)]
            named = [word for word in named if word not in _LITTLE]
            if _ANEW.match(item):
                break  # "A whiff of the sea, and a gift": what has its own article or verb is told anew.
            loose = found["as"].lower() == "like" and not _SCENTS.intersection(named)
            if named and not loose and not _FANCY.intersection(named):
                yield Verdict(item.strip(), any(_borne(word, facts) for word in named))
    for found in _SCENTED.finditer(text):
        word = stem(found["x"])
        meant = word in _SCENTS or not (word.endswith("ly") or word in _NO_SCENT)
        if meant and not _NEGATED.search(text[: found.start()]):
            yield Verdict(found[0], _borne(word, facts))
    for found in _SCENT.finditer(text):
        word = stem(found["x"])
        if word in _SCENTS and not _NEGATED.search(text[: found.start()]):
            yield Verdict(found[0], _borne(word, facts))
    for found in _IN.finditer(text):
        named = [stem(word) for word in found["np"].split()]
        if (
            named[-1] not in _FANCY
            and _NO_VALUE.isdisjoint(named)
            and not _NEGATED.search(text[: found.start()])
        ):
            told = any(_CHOICE.search(label) for label, _ in facts.fields)
            if told and facts.stems.isdisjoint(named):
                yield Verdict(found["np"], False)


def _borne(word: str, facts: Facts) -> bool:
    if f"{word}wood" in facts.mentioned:
        return True
    return bool({word, *_KINDS.get(word, ())} & facts.mentioned)
