"""What a gift is to be about, and whether any idea is about it."""

from __future__ import annotations

from agent.understanding.wishes import wish
from agent.understanding.words import lowered, tokens
from retrieval.types import PublicProduct, Ranking

_STEM = 4
"""Letters that two words of one family have in common at least: ``fishing`` and ``fish``."""


def unspoken_of(ranking: Ranking) -> str:
    """What somebody does or loves, where no product of the list says a word of it; else "".

    Only things that people do are looked for ("fishing", "to knit" as ``knitting``): of a mood or a wish for
    luck no product would speak, whatever it is good for.
    """
    wished = wish(ranking.query.text)
    if wished is None or wished.kind != "gift":
        return ""
    doings = [word for word in wished.theme.split() if word.endswith("ing") and len(word) > _STEM + 2]
    if not doings:
        return ""
    said = {token.form for item in ranking.items for token in tokens(lowered(_text(item.product)))}
    unmet = [doing for doing in doings if not any(_family(doing, word) for word in said)]
    return " or ".join(unmet) if len(unmet) == len(doings) else ""


def _family(doing: str, word: str) -> bool:
    stem = doing.removesuffix("ing")
    # "running" is of "run", "baking" of "bake".
    stem = stem[:-1] if len(stem) >= _STEM and stem[-1] == stem[-2] else stem
    return word.startswith(stem[: max(_STEM, len(stem) - 1)])


def _text(product: PublicProduct) -> str:
    values = (value for name in product.attributes for value in product.values(name))
    parts = (product.title, product.description or "", *product.categories, *product.tags, *values)
    return " ".join(parts)
