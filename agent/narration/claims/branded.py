"""Which product of a brand is meant: ``Everflow's pair of blocks``, ``the cream by the same house``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import BASE, mark
from agent.narration.claims.wording import MARKS, spelt, stem
from retrieval.types import PublicProduct

_WORD = compiled(r"(?:'s)?[ -](?P<w>[^\W\d_]+(?:'[^\W\d_]+)?)")
_PASSED = frozenset(
    [
        "own",
        "other",
        "of",
        "new",
        "little",
        "big",
        "small",
        "smaller",
        "bigger",
        "classic",
        "coloured",
        "colored",
    ]
)
_ENDS = frozenset(
    [
        "is", "isn't", "are", "was", "were", "has", "have", "had", "costs", "cost", "weighs", "comes", "and",
        "or", "but", "with", "in", "at", "for", "by", "on", "from", "to", "does", "did", "will", "which",
        "that", "can", "while", "than", "as", "name", "brand", "family", "range", "makes", "make", "made",
        "makers", "maker", "also", "stands", "builds", "produces", "designs", "manufactures",
    ]
)  # fmt: skip
_SAME_MAKER = compiled(
    r"\b(?P<the>the|its)(?P<w>(?: (?!is\b|and\b|but\b)[a-z-]+){1,4}) (?:from|by|of) the same "
    r"(?:maker|brand|house|winery|label|stable|company|manufacturer|people|firm|family|author|roaster|studio)\b"
)
_FROM_MAKER = compiled(rf"\bthe (?P<w>[a-z-]+(?: [a-z-]+){{0,3}}) (?:from|by) (?P<t>[{MARKS}])")
_TWICE = compiled(rf"([{MARKS}]) (?:from|by) \1")
_OF_BRAND = compiled(
    r"(?<!are )(?<!is )\b(?:both|all|every|each)(?: of)?(?: the)?(?: \d)?(?:(?: [a-z-]+){0,3} (?:by|from) "
    r"(?P<a>[\ue000-\ue3ff])|(?: the)? (?P<b>[\ue000-\ue3ff])(?!'s)(?: [a-z]+){0,2}s\b)",
    re.I,
)
_REACH = 5
"""So many words after a brand may tell which of its products is meant."""


class Branded:
    """The products of one list by their brand and what else they are called."""

    def __init__(self, products: Sequence[PublicProduct]) -> None:
        self._products = products

    def sharing(self, position: int) -> list[int]:
        """The products of the same brand, the one at ``position`` among them."""
        brand = self._products[position].brand
        return [i for i, product in enumerate(self._products) if brand and product.brand == brand]

    def meant(self, text: str, end: int, position: int, own: int) -> tuple[int, int] | None:
        """The product that the words after its brand single out, and where they end."""
        meant = self.sharing(position)
        told = len(meant) == 1
        stop = at = end
        for _ in range(_REACH):
            found = _WORD.match(text, at)
            if found is None or found["w"].lower() in _ENDS:
                break
            word, at = found["w"].lower(), found.end()
            if word == "other":
                meant = [i for i in meant if i != own]
                told, stop = len(meant) == 1, at
                continue
            holds = [i for i in meant if stem(word) in self._calls[i]]
            if holds:
                meant, told, stop = holds, True, at
            elif word not in _PASSED:
                break
        return (meant[0], stop) if told and len(meant) == 1 and stop > end else None

    def same_maker(self, text: str, own: int) -> str:
        """``the night cream by the same house``: the one other product of the brand that is called so."""
        return _SAME_MAKER.sub(lambda m: self._same(m, own), text)

    def from_maker(self, text: str, own: int) -> str:
        """``the studio monitors from Kessler``: the product of the brand, whose name has been masked."""
        return _FROM_MAKER.sub(lambda m: self._from(m, own), text)

    def each_of(self, text: str) -> str:
        """``both tents by Nordtrek``: each product of the brand."""
        return _OF_BRAND.sub(self._each, text)

    @staticmethod
    def once(text: str) -> str:
        """``the monitors from Kessler`` of which both name the same one."""
        return _TWICE.sub(r"\1", text)

    def _each(self, found: re.Match[str]) -> str:
        position = ord(found["a"] or found["b"]) - BASE
        meant = self.sharing(position) if 0 <= position < len(self._products) else []
        return " and ".join(map(mark, meant)) or found[0]

    def _from(self, found: re.Match[str], own: int) -> str:
        position = ord(found["t"]) - BASE
        meant = self.sharing(position) if position < len(self._products) else []
        words = [stem(word) for word in found["w"].split()]
        called = [i for i in meant if i != own and any(word in self._calls[i] for word in words)]
        return mark(called[0]) if len(called) == 1 and own not in meant else found[0]

    def _same(self, found: re.Match[str], own: int) -> str:
        meant = [i for i in self.sharing(own) if i != own]
        for word in map(stem, found["w"].split()):
            meant = [i for i in meant if word in self._calls[i]] or meant
        return mark(meant[0]) if len(meant) == 1 else found[0]

    @cached_property
    def _calls(self) -> list[frozenset[str]]:
        """Stems of what each product is called and has, for telling it from others of its brand."""
        return [frozenset(map(stem, re.findall(r"[^\W\d_]+", spelt(_told(p))))) for p in self._products]


def _told(product: PublicProduct) -> str:
    values = (value for name in product.attributes for value in product.values(name))
    return ". ".join([product.title, *product.categories, *product.tags, *values, product.description or ""])
