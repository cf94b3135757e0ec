"""What is known of one product: its words, its numbers with what they count, what it can be measured by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise

from agent.narration.claims.folds import in_words
from agent.narration.claims.guarded import compiled
from agent.narration.claims.lexicon import FREE_OF, WIDER
from agent.narration.claims.measures import both, measured
from agent.narration.claims.quantities import Quantity, quantities, unit_of
from agent.narration.claims.roles import around, in_role, role_beside
from agent.narration.claims.sizes import SIZES, sizes_of
from agent.narration.claims.vocabulary import Table, find
from agent.narration.claims.wording import spelt, stem, tokens
from retrieval.types import PublicProduct

_READ = 8000
"""Characters of a product that are searched: far more of it than a prompt shows."""
_NUMBERS = 100
"""Numbers of a product's attributes, and of its prose: each number of a sentence is held to all of them."""
_TOLD = 400
"""Characters of an attribute that say what its numbers tell."""
_BY_HAND = compiled(r"^(?:dishwasher|machine) .*\b(?:hand|not|never)\b")
_YES, _NO = ("yes", "true"), ("no", "false")
DAY = 86400.0
_PIECES = compiled(r"[.;!?]\s|,\s|\bbut\b|\s\((?=(?:[\w-]+ ){1,4}(?:not|sold) )")
_SEVERAL = compiled(r"[,/]| and | or |\d+ ?%")
_ABSENT = compiled(r"\b(?:not included|(?:sold|bought|available) separately|not supplied|none)\b", re.I)
_OFF_BEFORE = compiled(r"\b(?:remove|take off|take it off|unplug) (?:before|when|while)\b", re.I)
_DENYING = frozenset(["no", "not", "without", "non", "lacks", "never", "excludes"])
_GRADE = compiled(r"([A-G])(\+{0,3})")
_CODE = compiled(r"(?<![^\W_])(?!X$)[A-Z]{1,4}$")
_REFUSED = compiled(r"\b(?:not|no|without|never)(?: an?)? ([a-z]{4,})\b", re.I)
_OF_SUPPLY = frozenset(
    ["included", "supplied", "needed", "required", "available", "sold", "added", "only", "just"]
)
_CONTENTS = frozenset(map(stem, FREE_OF))
_JOINING = frozenset(["or", "nor", "from", "of", "for", "the", "a", "an", "any"])
"""They go on with what is denied: ``not suitable for induction or the dishwasher``."""
_DENIAL = 4
"""So many words after a denying one are denied."""


@dataclass(frozen=True)
class Facts:
    """One product, read lazily: a list has up to twenty, a sentence speaks of one or two."""

    product: PublicProduct
    learned: Table
    place: int = -1
    """Its position in the list."""

    @property
    def now(self) -> float | None:
        return self.product.current_price

    @property
    def usual(self) -> float | None:
        return self.product.price

    @property
    def saved(self) -> float:
        price, now = self.product.price, self.now
        return price - now if price is not None and now is not None and now < price else 0.0

    @property
    def off(self) -> float | None:
        """Percent off, exact."""
        return 100 * self.saved / self.product.price if self.product.price and self.saved else None

    @cached_property
    def prose(self) -> str:
        product = self.product
        texts = [product.title, product.brand or "", *product.categories, *product.tags]
        return spelt(". ".join([*texts, product.description or ""])[:_READ])

    @cached_property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Attributes as (label, text); a yes is its label, a no the label negated."""
        return tuple(self._fields())

    def _fields(self) -> Iterator[tuple[str, str]]:
        for name in self.product.attributes:
            label = name.replace("_", " ").replace("-", " ")
            for value in self.product.values(name):
                folded = value.casefold()
                if folded in _YES:
                    yield label, label
                elif folded in _NO or folded in ("none", "not"):
                    yield label, f"not {label}"
                elif folded.startswith(("no,", "no (", "no;")) or _BY_HAND.search(f"{label} {folded}"):
                    yield label, spelt(f"not {label}. {value}"[:_READ])
                else:
                    yield label, spelt(f"{label}: {value}"[:_READ])

    @cached_property
    def words(self) -> str:
        turned = (
            f"{text[len(label) + 2 :]} {label}"
            for label, text in self.fields
            if text.startswith(f"{label}: ")
        )
        return ". ".join([self.prose, *(text for _, text in self.fields), *turned])[:_READ]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, tokens(self.words)))

    @cached_property
    def _found(self) -> tuple[frozenset[str], frozenset[str]]:
        has: set[str] = set()
        lacks: set[str] = set()
        # A value such as "fig and cedar" bears out its parts as well.
        for word in find(self.words, self.learned):
            keys = [(word.key, word.negated)]
            if " " in word.key:
                inner = find(self.words[word.start : word.end], {})
                keys += [(part.key, word.negated != part.negated) for part in inner]
                if word.negated:
                    keys += [(part, True) for part in word.key.split() if part in _CONTENTS]
            for key, negated in keys:
                if negated:
                    lacks.add(key)
                else:
                    has.update((key, *WIDER.get(key, ())))
        for quantity in self._of_fields:
            if quantity.said == 0:
                lacks |= quantity.label
                has -= quantity.label
        if "decaf" in has:
            lacks.add("caffeine")
            has.discard("caffeine")
        if "vegan" in has:
            lacks |= {"meat", "milk", "dairy", "egg"} - has
        return frozenset(has), frozenset(lacks)

    @cached_property
    def _spoken(self) -> tuple[frozenset[str], frozenset[str]]:
        """Stems that the facts speak of, and those that they deny (``no lid``, ``bulb not included``)."""
        said: set[str] = set()
        denied: set[str] = set()
        text = _OFF_BEFORE.sub("not", self.words)
        absent = _ABSENT.search(text) is not None
        for part in _PIECES.split(text):
            words = [word.lower() for word in tokens(part)]
            into = denied if absent and _ABSENT.search(part) else said
            reach = 0
            for word, after in pairwise([*words, ""]):
                denies = (
                    word in _DENYING or word.endswith("n't") or (word == "free" and after in ("of", "from"))
                )
                reach = _DENIAL if denies else reach - (word not in _JOINING)
                (denied if reach >= 0 or after == "free" else into).add(stem(word))
        if said & {"decaf", "decaffeinated"}:
            said.discard("caffeine")
            denied.add("caffeine")
        return frozenset(said), frozenset(denied)

    @property
    def mentioned(self) -> frozenset[str]:
        """Stems that the facts speak of without denying them."""
        return self._spoken[0]

    @property
    def denied(self) -> frozenset[str]:
        return self._spoken[1]

    @cached_property
    def kept(self) -> dict[str, frozenset[str]]:
        """What those who read it have worked out, by their name: once for all sentences."""
        return {}

    @cached_property
    def called(self) -> frozenset[str]:
        """Stems of its title and categories: what it is."""
        return frozenset(map(stem, tokens(". ".join([self.product.title, *self.product.categories]))))

    @cached_property
    def refused(self) -> frozenset[str]:
        """Stems that the facts deny at once, ``pressed in, not printed``, and say nowhere else."""
        near = {stem(found[1]) for found in _REFUSED.finditer(self.prose)}
        return frozenset(near) - self.mentioned - _OF_SUPPLY

    @cached_property
    def choices(self) -> frozenset[str]:
        """The values, in lower case, of attributes that have several: colours, scents, surfaces."""
        found: set[str] = set()
        for name in self.product.attributes:
            parts = [
                part.strip().casefold()
                for value in self.product.values(name)
                for part in _SEVERAL.split(value)
                if part.strip()
            ]
            if len(parts) > 1:
                found.update(parts)
        return frozenset(found)

    @property
    def has(self) -> frozenset[str]:
        return self._found[0]

    @property
    def lacks(self) -> frozenset[str]:
        return self._found[1]

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        return (
            *self._of_fields,
            *islice(_with_neighbours(self.prose), _NUMBERS),
            *self.in_words,
            *both(self.prose),
        )

    @cached_property
    def in_words(self) -> tuple[Quantity, ...]:
        """``a triple camera`` is three cameras, ``a second child`` makes two."""
        return in_words(f"{self.prose}. {'. '.join(told for _, told in self.fields)}")

    @cached_property
    def _of_fields(self) -> tuple[Quantity, ...]:
        found: list[Quantity] = []
        for name, value in self.product.attributes.items():
            if not isinstance(value, str) and len(value) > 1:
                kind = frozenset(map(stem, tokens(name.replace("_", " "))))
                found.append(Quantity(float(len(value)), None, kind, 0, 0, float(len(value))))
        for label, text in self.fields:
            names = frozenset(map(stem, tokens(label)))
            for quantity in quantities(text[len(label) :]):
                nouns = quantity.nouns | names
                if quantity.dimension is None and (unit := unit_of(label)) is not None:
                    quantity = next(quantities(f"{quantity.said:g} {unit}"), quantity)
                found.append(in_role(replace(quantity, nouns=nouns, label=names), text[:_TOLD]))
                if len(found) >= _NUMBERS:
                    return tuple(found)
        return tuple(found)

    @cached_property
    def sizes(self) -> frozenset[str]:
        """Sizes in short: ``m``, ``42``."""
        return sizes_of(self.product)

    @cached_property
    def measures(self) -> dict[str, float]:
        """Everything two products can be compared by: a name, a dimension or a word of an attribute."""
        product = self.product
        known: dict[str, float | None] = {
            "price": self.now,
            "rating": product.rating,
            "count": product.rating_count,
            "published": product.published_at.timestamp() / DAY if product.published_at else None,
            "saved": self.saved if self.now is not None else None,
            "percent": (self.off or 0.0) if self.now is not None else None,
        }
        measures = {name: float(value) for name, value in known.items() if value is not None}
        for name, number in measured(self.numbers).items():
            if name not in known:  # A "waterproof rating" is no rating.
                measures.setdefault(name, number)
        ranks = [SIZES.index(size) for size in self.sizes if size in SIZES]
        for name in product.attributes:
            grade = next(filter(None, map(_GRADE.fullmatch, product.values(name))), None)
            if grade is not None and {"energy", "efficiency"} & set(name.lower().split("_")):
                measures.setdefault("efficiency", float(ord("H") - ord(grade[1]) + len(grade[2])))
        if ranks:
            measures.setdefault("size", float(max(ranks)))
        return measures


def once(facts: Facts, name: str, make: Callable[[Facts], frozenset[str]]) -> frozenset[str]:
    """What ``make`` finds in the facts, asked for the first time or the hundredth."""
    if name not in facts.kept:
        facts.kept[name] = make(facts)
    return facts.kept[name]


_PLURAL = compiled(
    r" (?:(?!(?:and|or|of|for|with|in|to|on|at|from|by|per)\b)[\w-]+(?<!s) ){1,4}(?P<n>[a-z]{3,}(?<!s)s)\b"
)
"""``3 identical Wi-Fi 6E nodes``: what is counted may stand far behind its number."""


def _with_neighbours(text: str) -> Iterator[Quantity]:
    """Numbers of prose; ``pack of 6`` and ``sleeps 4`` name what is counted before the number."""
    for quantity in quantities(text):
        if text[quantity.start].isdigit() and _CODE.search(text, max(0, quantity.start - 5), quantity.start):
            continue  # "A4" is a name.
        before = tokens(text[max(0, quantity.start - 24) : quantity.start])[-2:]
        nouns = quantity.nouns | frozenset(map(stem, before))
        if quantity.dimension is None and (counted := _PLURAL.match(text, quantity.end)):
            nouns |= {stem(counted["n"])}
        noted = replace(quantity, nouns=nouns)
        role = role_beside(quantity.dimension, *around(text, quantity.start, quantity.end))
        yield replace(noted, role=role) if role else noted
