"""Names of technology that stand in a title as well: ``OLED``, ``LTE``, ``Wi-Fi 7``.

Over LTE, the OLED panel: many products have them, so that they seldom are the name of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from agent.narration.claims.guarded import compiled
from retrieval.types import PublicProduct

_WORD = compiled(r"[^\W_]+(?:['.][^\W_]+)*")
_READ = 4000
"""Characters of a product in which such names are looked for."""
_STANDARD = compiled(r"(?:[A-Z]{2,}|[45]G|[48]K|Wi|Fi|Bluetooth|\d)")
_PART = compiled(
    r" (?P<n>(?!(?:and|or|but|is|are|was|has|have|costs?|does|can|at|by|for|in|on|of|with|to|from|than|while|"
    r"though|so|as|which|that|here|if|when|you|it|this|one|model|version|variant|option|weighs|comes|offers|gives)\b)"
    r"[a-z]{3,})\b"
)


def standards(products: Sequence[PublicProduct]) -> frozenset[str]:
    """Names of technology that the facts use outside the titles: ``OLED``, ``LTE``, ``Wi-Fi 7``."""
    brands = {word for product in products for word in _WORD.findall(product.brand or "")}
    told = (
        " ".join(
            [product.description or "", *(v for name in product.attributes for v in product.values(name))]
        )
        for product in products
    )
    words = {word for text in told for word in _WORD.findall(text[:_READ]) if _STANDARD.fullmatch(word)}
    return frozenset(words - brands)


def told_values(products: Sequence[PublicProduct]) -> frozenset[str]:
    """Values with a number, as a title may tell them too: ``a4``, ``spf 50``."""
    found: set[str] = set()
    for product in products:
        for name in product.attributes:
            if _NAMING.search(name):
                continue
            for value in product.values(name):
                words = _WORD.findall(value.lower()) if len(value) <= _VALUE else []
                if any(word[-1].isdigit() for word in words):
                    found |= {" ".join(words), " ".join([*_WORD.findall(name.lower()), *words])}
    return frozenset(found)


_VALUE = 30
_NAMING = compiled(r"\b(?:model|name|title|series|edition|version|generation|collection)\b", re.I)


def is_standard(
    text: str, run: Sequence[re.Match[str]], known: frozenset[str], titles: Set[str] | None
) -> bool:
    """Whether the words are such names and no product.

    ``titles``: the words of all titles, where the article stands before: then a word of none must follow.
    """
    if run[0][0].isdigit() or not all(each[0] in known for each in run):
        return False
    following = _PART.match(text, run[-1].end())
    return titles is None or (following is not None and following["n"] not in titles)
