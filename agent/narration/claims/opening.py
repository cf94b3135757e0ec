"""Opening prose, said of the whole list: ``Warm boots from Kestrel and Tarn, in leather or suede.``

It may use the numbers of all products and of the request. What it says in words must be borne out by one
of them at least, by each of them where it says so (``all of these are waterproof``), and by the one that it
names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import ALL, BASE, FULL, mark
from agent.narration.claims.quantities import MONEY, quantities
from agent.narration.claims.wording import MARKS, spelt

_TOLERANCE = 0.0051
_HAS = r"is|are|has|have|had|comes?|costs?|weighs?|ships?|holds?|stays?|lasts?|will|would|can|were|was"
_EACH = compiled(
    rf"{ALL}|\b(?:all|each|every|both)(?: \d)?(?! (?:day|year|round)\b)(?:(?: [a-z-]+){{0,6}}?"
    rf" (?=(?:{_HAS})\b))?",
    re.I,
)
"""``Each of these boots`` …: who they are is no claim."""
_OF_MAKER = compiled(rf"\b(?:by|from) [{MARKS}](?:(?:,|,? and|,? or) [{MARKS}])*", re.I)
_OWN = compiled(r"\b(?:has|have|with) (?:its|their) own [a-z]+", re.I)
"""``Each has its own strengths.``"""
_NUMBER = re.compile(r"[\d.,]+")

Claimed: TypeAlias = Callable[[str, int], str | None]
"""A sentence and the position of a product: the first claim that is not borne out."""


class Openings:
    """The opening prose of one list of ``n`` products.

    ``said``: judges a sentence about one product. ``counted``: puts marks for the names of products, takes
    out what is said of so many of them, and judges that. ``verdicts``: judges a clause about one product.
    """

    def __init__(
        self,
        of: Callable[[int], Facts],
        n: int,
        said: Claimed,
        counted: Callable[[str], tuple[str, str | None]],
        verdicts: Callable[[str, int], list[Verdict]],
    ) -> None:
        self._of = of
        self._n = n
        self._said = said
        self._counted = counted
        self._verdicts = verdicts

    def check(self, text: str, requested: AbstractSet[float]) -> str | None:
        """The first claim that is not borne out. ``requested``: the numbers of the request."""
        everything = [self._of(i) for i in range(self._n)]
        masked, count = self._counted(_OWN.sub("are fine", text))
        if count is not None and not _NUMBER.fullmatch(count):
            return count
        if (number := unknown_number(masked, everything, requested)) is not None:
            return number
        makers = {char for found in _OF_MAKER.finditer(masked) for char in found[0] if char >= mark(0)}
        if len(makers) == 1 and _EACH.search(masked):
            maker = self._of((ord(makers.pop()) - BASE) % FULL).product.brand
            if any(facts.product.brand != maker for facts in everything):
                return maker
        masked = _OF_MAKER.sub("", masked)
        named = [
            at for char in masked if 0 <= (at := (ord(char) - BASE) % FULL) < self._n and char >= mark(0)
        ]
        if named:
            claims = [self._said(text, own) for own in dict.fromkeys(named)]
            return None if None in claims else claims[0]
        return self._of_no_name(masked)

    def _of_no_name(self, masked: str) -> str | None:
        # One claims of each, or else of some: colours that differ from product to product.
        each = _EACH.search(masked) is not None
        masked = _EACH.sub("they ", masked)
        wrong: dict[str, None] | None = None
        for position in range(self._n):
            fails = [verdict.claim for verdict in self._verdicts(masked, position) if not verdict.holds]
            fails = [claim for claim in fails if not _NUMBER.fullmatch(claim)]
            if each and fails:
                return fails[0]
            if not each and not fails:
                return None
            wrong = dict.fromkeys(claim for claim in fails if wrong is None or claim in wrong)
        return next(iter(wrong), None) if wrong else None


def unknown_number(text: str, everything: Sequence[Facts], requested: AbstractSet[float]) -> str | None:
    """The first number that is neither of the list nor of the request; money only where it is a price."""
    text = spelt(text)
    prices = {price for facts in everything for price in (facts.now, facts.usual) if price is not None}
    prices |= {q.said for facts in everything for q in facts.numbers if q.dimension == MONEY}
    prices |= requested
    known = prices | {float(len(everything)), 5.0}
    for facts in everything:
        known |= {q.said for q in facts.numbers}
        product = facts.product
        known |= {float(n) for n in (product.rating, product.rating_count, facts.off) if n is not None}
        if facts.off is not None:
            known.add(float(round(facts.off)))
        if product.published_at is not None:
            known.add(float(product.published_at.year))
    for quantity in quantities(text):
        if not _within(quantity.said, prices if quantity.dimension == MONEY else known):
            return f"{quantity.said:g}"
    return None


def _within(said: float, known: Iterable[float]) -> bool:
    return any(abs(said - fact) <= _TOLERANCE for fact in known)
