"""The one question that pays: the attribute whose answer tells most about the products that are left.

What an answer tells is counted in bits. A shopper who names a value that ``n`` of ``N`` products have leaves
``n`` of them, and is expected to name it as often as it occurs: ``sum(n/N * log2(N/n))`` over the values. One
that is among the options is picked; of the others, which must be thought of and typed, half are said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from agent.conversation.bands import bands
from agent.events import Clarify, Option
from retrieval.types import Constraints, in_words

PAYS = 0.6
"""Bits that an answer must tell."""
COVERED, OFFERED = 0.5, 0.25
"""Shares of the candidates: those that an attribute must be known of, those that the options must hold."""
MOST_OPTIONS = 6
FEW = 0.02
"""Share of the candidates below which a value is no option."""
TYPED = 0.5
"""Share of the shoppers who say theirs where it is not among the options."""
ANSWERED = {"brand": 0.7}
"""Share of the shoppers who know what to say: not all come with a brand in mind that they have not named."""
ANSWERED_NUMBER = 0.7
"""The same, of what is told in numbers."""
REPEATED = 2.0
"""Products to a value from which numbers are what things come in (sizes, capacities) and may be chosen by;
below, each has nearly one of its own (weights), and nobody knows which."""
PRICE = "price"
_SEPARATOR = " > "
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNT = re.compile(r"\d+(?:\s?-\s?\d+)?\+?")
_SEVERAL = re.compile(r"people|\w*[^s\W]s")
_UNASKED = frozenset({"tags"})
_YES_NO = frozenset({"yes", "no", "true", "false"})
Facets: TypeAlias = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, by the name of its attribute."""

    name: str
    clarify: Clarify
    bits: float
    """What is expected to be told, where not everybody has an answer."""

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(option.label for option in self.clarify.options)


@dataclass(frozen=True, slots=True)
class Left:
    """The products that are left, as far as a question must know them."""

    held: Constraints
    """The constraints in force, which they satisfy; what these name is answered already."""
    total: int
    facets: Facets
    """Their values with counts."""
    prices: Callable[[], NDArray[np.float32]]
    """Theirs, ascending; asked where a price may be asked for."""
    currency: str | None
    """Of the catalog's prices; None: price is not asked."""


def question(left: Left, shown: int, asked: Collection[str]) -> Question | None:
    """The question that tells most; None where none pays, or all that is left is among the ``shown`` ones.

    ``asked``: names asked before in this conversation.
    """
    if left.total <= shown:
        return None
    best = max(questions(left, asked), key=lambda each: each.bits, default=None)
    return best if best is not None and best.bits >= PAYS else None


def questions(left: Left, asked: Collection[str]) -> list[Question]:
    """Everything that can be asked, each once, whether or not it pays."""
    held, total = left.held, left.total
    answered = {*held.include, *asked, *_UNASKED}
    kinds = _about("category", left.facets.get("category", {}), held, total)
    others = (
        _about(name, values, held, total)
        for name, values in left.facets.items()
        if name not in answered and name != "category"
    )
    # An attribute that repeats the categories would ask the same again.
    found = [each for each in others if each and (kinds is None or each.labels != kinds.labels)]
    if kinds is not None and "category" not in asked:
        found.append(kinds)
    if held.price is None and PRICE not in asked and left.currency is not None:
        divided = bands(left.prices(), left.currency)
        options = [
            Option(
                label=band.label, constraints=held.model_copy(update={"price": band.price}), count=band.count
            )
            for band in divided
        ]
        if (price := _asking(PRICE, options, (), total)) is not None:
            found.append(price)
    return found


def name_asked(clarify: Clarify, held: Constraints) -> str | None:
    """Which attribute a question that was sent asked about, ``held`` being in force then."""
    if not clarify.options:
        return None
    offered = clarify.options[0].constraints
    if offered.price != held.price:
        return PRICE
    return next((n for n, values in offered.include.items() if held.include.get(n) != values), None)


def _about(name: str, values: Mapping[str, int], held: Constraints, total: int) -> Question | None:
    if name == "category":
        values = _level(values, total)
    ruled_out = {value.casefold() for value in held.exclude.get(name, ())}
    values = {value: n for value, n in values.items() if value.casefold() not in ruled_out}
    numbers = all(_NUMBER.search(value) for value in values)
    if not values or (numbers and sum(values.values()) < REPEATED * len(values)):
        return None
    options = [
        Option(
            label=in_words(name, value.split(_SEPARATOR)[-1]),
            constraints=held.model_copy(update={"include": {**held.include, name: (value,)}}),
            count=n,
        )
        for value, n in list(values.items())[:MOST_OPTIONS]
        if FEW * total <= n < total
    ]
    listed = {option.constraints.include[name][0] for option in options}
    others = [n for value, n in values.items() if value not in listed]
    if numbers:
        return _asking(name, _ascending(options), others, total, ANSWERED_NUMBER)
    return _asking(name, options, others, total, ANSWERED.get(name, 1.0))


def _ascending(options: Sequence[Option]) -> Sequence[Option]:
    """``EU 39, EU 40``; as they are where their units differ."""
    if len({_NUMBER.sub("", option.label) for option in options}) != 1:
        return options
    return sorted(options, key=lambda option: [float(each) for each in _NUMBER.findall(option.label)])


def _level(values: Mapping[str, int], total: int) -> Mapping[str, int]:
    """Of a tree of categories the first level that divides; what all share is left out."""
    depths: dict[int, dict[str, int]] = {}
    for value, n in values.items():
        if _SEPARATOR in value:
            depths.setdefault(value.count(_SEPARATOR), {})[value] = n
    for depth in sorted(depths):
        parted = {path: n for path, n in depths[depth].items() if n < total}
        if len(parted) > 1:
            named = {path.split(_SEPARATOR)[-1]: n for path, n in parted.items()}
            # The last step alone where it means the same products: that is what a chip shows.
            alone = all(values.get(name) == n for name, n in named.items()) and len(named) == len(parted)
            return named if alone else parted
    return {}


def _asking(
    name: str, options: Sequence[Option], others: Sequence[int], total: int, known: float = 1.0
) -> Question | None:
    """``others``: how many products have each of the values that are no option; ``known``: share of the
    shoppers who know what to say."""
    offered = sum(option.count for option in options)
    covered = offered + sum(others)
    if len(options) < 2 or covered < COVERED * total or offered < OFFERED * total:
        return None
    # Products with several values are counted several times, and are chosen once.
    whole = max(covered, total)
    bits = sum(option.count / whole * math.log2(total / option.count) for option in options)
    bits += TYPED * sum(n / whole * math.log2(total / n) for n in others if n < total)
    return Question(name, Clarify(question=_words(name, options), options=tuple(options)), bits * known)


def _words(name: str, options: Sequence[Option]) -> str:
    if name == PRICE:
        return "How much would you like to spend?"
    if name == "category":
        return "What kind are you looking for?"
    if name == "brand":
        return "Do you have a brand in mind?"
    if name == "gender":
        return "Whom is it for?"
    if name == "age":
        return "For what age?"
    thing = name.replace("_", " ")
    if all(option.constraints.include[name][0].casefold() in _YES_NO for option in options):
        return f"Should it be {thing}?"
    if _SEVERAL.fullmatch(thing.split()[-1]) and all(_COUNT.fullmatch(option.label) for option in options):
        return f"How many {thing}?"
    return f"Which {thing} would you like?"
