"""Which products of the list a phrase names: ``the five white pairs``, ``the other waterproof boot``.

The words before the kind are attributes, a brand or a part of the name; each must be known of a product, so
a phrase with a word that nothing of the list has names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from agent.narration.claims.guarded import compiled
from agent.narration.claims.kinds import GENERIC
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import BASE
from agent.narration.claims.quantities import Quantity, quantities
from agent.narration.claims.wording import MARKS, stem, tokens

_MARK = compiled(f"[{MARKS}]")
_PASSED = frozenset(
    ["the", "these", "those", "this", "of", "all", "both", "just", "only", "our", "other", "its", "a", "an",
     "and", "or", "whole", "same", "very", "such", "different", "more", "further"]
)  # fmt: skip
_PART = 4
"""A kind may be named by the end or the beginning of its word: ``packs`` of backpacks."""


class Members:
    """The products of one list by what they are, have and are called."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def readings(self, phrase: str) -> list[frozenset[int]]:
        """Whom the phrase may mean, the likeliest first; ``[]``: it is not to be known."""
        base = everyone = frozenset(range(self._n))
        for char in _MARK.findall(phrase):
            base &= self.of_brand(char)
        phrase = _MARK.sub(" ", phrase)
        for said in reversed(list(quantities(phrase))):
            if said.dimension is not None:  # "Both 27-inch monitors": whatever the unit is called.
                base &= self._measuring(said)
                phrase = f"{phrase[: said.start]} {phrase[said.end :]}"
        words = [stem(word) for word in tokens(phrase) if word.lower() not in _PASSED]
        if not words:
            return [base] if base != everyone else []
        kinds = list(dict.fromkeys(self._of_kind(words[-1])))
        for word in words[:-1]:
            base &= self._having(word)
        found = [base & kind for kind in kinds]
        return [each for each in dict.fromkeys(found) if each]

    def parts(self, position: int, phrase: str, number: int) -> bool:
        """Whether it is itself as many of them: ``all 3 pans`` of a set of three."""
        last = stem(phrase.split()[-1])
        return any(
            fact.dimension is None and fact.said == number and fact.nouns & {last, "piece", "pack", "set"}
            for fact in self._facts(position).numbers
        )

    def having(self, words: str) -> frozenset[int]:
        """Those of whom every word is told, in so many words."""
        wanted = [stem(word) for word in tokens(words)]
        return frozenset(i for i in range(self._n) if all(word in self._told[i] for word in wanted))

    def of_brand(self, char: str) -> frozenset[int]:
        """Those of the same brand as what a mark stands for."""
        position = ord(char) - BASE
        brand = self._facts(position).product.brand if 0 <= position < self._n else None
        return frozenset(i for i in range(self._n) if brand and self._facts(i).product.brand == brand)

    def _measuring(self, said: Quantity) -> frozenset[int]:
        return frozenset(
            i
            for i in range(self._n)
            if any(
                fact.dimension == said.dimension and abs(fact.value - said.value) <= 1e-6 * abs(said.value)
                for fact in self._facts(i).numbers
            )
        )

    def _of_kind(self, word: str) -> Iterator[frozenset[int]]:
        """By the names, the shelves, and what else is told."""
        if word in GENERIC:
            yield frozenset(range(self._n))
            return
        for known in (self._shelves, self._called, self._told):
            if holds := frozenset(i for i in range(self._n) if word in known[i]):
                yield holds
        if len(word) >= _PART:
            parts = [
                frozenset(
                    i for i in range(self._n) if any(w.endswith(word) or w.startswith(word) for w in known[i])
                )
                for known in (self._shelves, self._called)
            ]
            yield from (holds for holds in parts if holds)

    def _having(self, word: str) -> frozenset[int]:
        if word in GENERIC:
            return frozenset(range(self._n))
        found = frozenset(i for i in range(self._n) if word in self._told[i])
        return found or frozenset(i for i in range(self._n) if word in self._facts(i).mentioned)

    @cached_property
    def _shelves(self) -> list[frozenset[str]]:
        """The words of the last step of its shelves."""
        steps = [
            " ".join(each.rpartition(">")[2] for each in self._facts(i).product.categories)
            for i in range(self._n)
        ]
        return [frozenset(map(stem, tokens(each))) for each in steps]

    @cached_property
    def _called(self) -> list[frozenset[str]]:
        return [self._facts(i).called for i in range(self._n)]

    @cached_property
    def _told(self) -> list[frozenset[str]]:
        """Its name, brand, shelves, tags, values, and the attributes that it says yes to."""
        found: list[frozenset[str]] = []
        for i in range(self._n):
            facts = self._facts(i)
            values = (
                text.removeprefix(f"{label}: ") for label, text in facts.fields if not text.startswith("not ")
            )
            texts = " ".join([facts.product.brand or "", *facts.product.tags, *values])
            found.append(facts.called.union(map(stem, tokens(texts))))
        return found
