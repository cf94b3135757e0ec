"""The sizes in which a product comes, each in short: ``Large`` is ``l``, ``39-47`` is each between."""

from __future__ import annotations

from agent.narration.claims.guarded import compiled
from retrieval.types import PublicProduct

SIZES = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")
_NAMES = {"small": "s", "medium": "m", "large": "l", "2xl": "xxl", "3xl": "xxxl", "extra large": "xl"}
_REACHING = compiled(r"(?<![\d.,])(\d{1,3}) ?(?:-|–|to) ?(\d{1,3})(?![\d.,x])")


def sizes_of(product: PublicProduct) -> frozenset[str]:
    """All that its attributes tell."""
    values = [v for n in product.attributes if "size" in n.lower() for v in product.values(n)]
    words = [word for value in values for word in (value, *value.replace("/", ",").split(","))]
    found = {short_size(word) for word in words}
    for value in values:
        if (reach := _REACHING.search(value)) is not None:
            found.update(str(size) for size in range(int(reach[1]), int(reach[2]) + 1))
    return frozenset(found)


def short_size(word: str) -> str:
    """``Large`` → ``l``."""
    word = word.strip().lower().replace("-", " ")
    return _NAMES.get(word, word)
