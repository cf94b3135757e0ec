"""The facts of one shortlist, as they are asked for: each is read once."""

from __future__ import annotations

from functools import cached_property

from agent.narration.claims.bounds import readable
from agent.narration.claims.currencies import signs
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import FULL
from agent.narration.claims.mentions import Names
from agent.narration.claims.quantities import quantities
from agent.narration.claims.vocabulary import Table, learn
from agent.narration.claims.wording import spelt, stem, tokens
from agent.types import Shortlist


class Listing:
    """What the products of one list are, and what they are called beside each other."""

    def __init__(self, shortlist: Shortlist) -> None:
        self._shortlist = shortlist
        self._public = [readable(item.product.public()) for item in shortlist.items]
        self._known: dict[int, Facts] = {}
        self._foreign: dict[int, frozenset[str]] = {}

    def _of(self, position: int) -> Facts:
        facts = self._known.get(position)
        if facts is None:
            product = self._public[position % FULL]
            if position >= FULL:
                product = product.model_copy(update={"sale_price": None})
            facts = self._known[position] = Facts(product, self._learned, position % FULL)
        return facts

    def _others(self, subject: int) -> list[Facts]:
        return [self._of(i) for i in range(len(self._public)) if i != subject % FULL]

    @cached_property
    def _learned(self) -> Table:
        return learn(self._public)

    @cached_property
    def _names(self) -> Names:
        return Names(self._public, self._learned)

    @cached_property
    def _called(self) -> list[frozenset[str]]:
        return [self._of(i).called for i in range(len(self._public))]

    @cached_property
    def _kinds(self) -> list[frozenset[str]]:
        return [
            frozenset(map(stem, tokens(f"{p.title.split(',')[0].split(' - ')[0]}")[-1:])).union(
                map(stem, tokens(" ".join([*p.tags, *(c.rpartition(">")[2] for c in p.categories)])))
            )
            for p in self._public
        ]

    def _elsewhere(self, position: int) -> frozenset[str]:
        """Stems of what others of the list are and are for (their kind, their tags), and this one is not."""
        found = self._foreign.get(position)
        if found is None:
            others = (kinds for i, kinds in enumerate(self._kinds) if i != position)
            found = frozenset[str]().union(*others) - self._of(position).stems
            self._foreign[position] = found
        return found

    @cached_property
    def _listed(self) -> frozenset[str]:
        """Stems of the names of the list: of whom they speak is for :mod:`.claims.mentions` to say."""
        names = " ".join(f"{product.title} {product.brand or ''}" for product in self._public)
        return frozenset(map(stem, tokens(names)))

    @cached_property
    def _signs(self) -> frozenset[str] | None:
        return signs(self._public)

    @cached_property
    def _requested(self) -> set[float]:
        price = self._shortlist.constraints.price
        bounds = {b for b in (price.min, price.max) if b is not None} if price else set()
        return {*(q.said for q in quantities(spelt(self._shortlist.request))), *bounds}
