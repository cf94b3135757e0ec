"""Whether two products differ, or are alike, by as much as is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.narration.claims.aspect_words import COUNT, Aspect
from agent.narration.claims.hedges import Hedge, agrees
from agent.narration.claims.known import DAY, Facts, once
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity
from agent.narration.claims.wording import stem

_MORE_REVIEWS = Aspect(COUNT)


def both_measured(mine: Facts, other: Facts | None, key: str) -> tuple[float, float] | None:
    """The two values of a measure; None where one is missing. ``other`` None: the usual price."""
    a = mine.measures.get(key)
    b = other.measures.get(key) if other is not None else mine.usual if key == "price" else None
    return None if a is None or b is None else (a, b)


def differ_by(
    mine: Facts, other: Facts | None, aspect: Aspect, amount: Quantity | None, hedge: Hedge
) -> bool | None:
    """Whether the product has more (or less) of the aspect, by ``amount`` where one is said.

    None: neither is measured by it, so that the facts neither bear it out nor contradict it.
    """
    if aspect == _MORE_REVIEWS and amount is None and other is not None:
        unrated = not other.measures.keys() & {"count", "rating"}
        if unrated and "count" in mine.measures:
            return True  # Nobody has rated that one.
    known: bool | None = None
    for key in _stood(aspect, mine, other):
        pair = both_measured(mine, other, key)
        if pair is None:
            continue
        gap = (pair[0] - pair[1]) * aspect.sign
        known = gap > 1e-9 and (amount is None or apart_by(pair, aspect.sign, key, amount, hedge))
        if known:
            return True
        if not aspect.any_key:
            break
    if known is False and amount is not None and amount.dimension not in (None, MONEY, PERCENT):
        # "280 g more filling": both tell of what it is filled with in percent, and how much in grams.
        return any(
            apart_by(pair, aspect.sign, "", amount, hedge)
            for pair in shared(mine, other, amount.dimension, aspect.keys[0][:4])
        )
    if known is None and amount is not None and amount.dimension is not None:
        # "a centimetre wider underfoot": of whatever both are told in centimetres.
        told = [
            any(apart_by(pair, sign, "", amount, hedge) for sign in (1, -1))
            for pair in shared(mine, other, amount.dimension)
        ]
        return any(told) if told else None
    # What every shop tells of each product is missing.
    return False if known is None and aspect.keys[0] in _ALWAYS else known


def _stood(aspect: Aspect, mine: Facts, other: Facts | None) -> tuple[str, ...]:
    """``shorter`` is said of the height of two that tell of it and not both of a length."""
    if aspect.keys[0] != "length" or aspect.sign > 0 or other is None:
        return aspect.keys
    names = once(mine, "lengths", _lengths) & once(other, "lengths", _lengths)
    return ("height",) if "height" in names and "length" not in names else aspect.keys


def _lengths(facts: Facts) -> frozenset[str]:
    """The attributes of one word that have a number: ``height``, but not ``cable_length``."""
    return frozenset(name for number in facts.numbers if len(number.label) == 1 for name in number.label)


def standing(keys: tuple[str, ...], every: Sequence[Facts]) -> tuple[str, ...]:
    """``the shortest`` of a list that tells of heights, and not of all of them a length."""
    told = [once(facts, "lengths", _lengths) for facts in every]
    return ("height",) if all("height" in each and "length" not in each for each in told) else keys


_ALWAYS = frozenset(["price", "rating", "count"])


def shared(
    mine: Facts, other: Facts | None, dimension: str | None = None, begin: str = ""
) -> Iterator[tuple[float, float]]:
    """The numbers of all attributes that both products have, of one dimension or of any.

    ``begin``: only of those with a word that begins so.
    """
    if other is None:
        return
    theirs: dict[tuple[frozenset[str], str | None], float] = {}
    for number in other.numbers:
        theirs.setdefault((number.label, number.dimension), number.value)
    for number in mine.numbers:
        value = theirs.get((number.label, number.dimension)) if number.label else None
        if begin and not any(word.startswith(begin) for word in number.label):
            continue
        if value is not None and dimension in (None, number.dimension):
            yield number.value, value


def apart_by(pair: tuple[float, float], sign: int, key: str, amount: Quantity, hedge: Hedge) -> bool:
    """Whether the first of the pair has ``amount`` more (``sign`` -1: less) than the second."""
    own, base = pair
    gap = (own - base) * sign
    if amount.dimension == PERCENT:
        share = 100 * gap / base if base else 0.0
        return agrees(share, amount.said, hedge, 0.6)
    if amount.dimension is None and "time" in amount.nouns:
        low, high = min(pair), max(pair)
        return low > 0 and agrees(high / low, amount.said, hedge, amount.said * 0.02)
    value = amount.value
    if key == "published":
        return agrees(gap, value / DAY, hedge, max(40.0, value / DAY * 0.1))
    near = _ROUNDED if amount.dimension == MONEY and value == int(value) else 0.0
    return agrees(gap, value, hedge, max(0.0051, value * 0.006), max(near, value * 0.12))


_ROUNDED = 0.5
"""``about a dollar less``, in whole ones."""


_SIDES = frozenset(["length", "width", "height", "depth", "thickness"])


def in_units(amount: Quantity | None, aspect: Aspect) -> Iterator[Quantity | None]:
    """``10 cm longer and 7 wider``: the 7 is in whatever unit."""
    yield amount
    if amount is not None and amount.dimension is None and _SIDES.intersection(aspect.keys):
        for factor in (10.0, 25.4, 1000.0):
            yield replace(amount, value=amount.value * factor, dimension="length")


def are_alike(mine: Facts, other: Facts | None, aspect: Aspect, tolerance: float) -> bool | None:
    """Whether the first measure that both have is the same within ``tolerance`` (a share)."""
    for key in aspect.keys:
        pair = both_measured(mine, other, key)
        if pair is not None:
            return abs(pair[0] - pair[1]) <= max(tolerance * abs(pair[1]), 0.0051)
    return None


def shared_attribute(noun: str) -> str | None:
    """The attribute that ``the same …`` is said of; None: a measure."""
    name = stem(noun.split()[-1])
    return name if name in ("brand", "maker", "color", "material", "size", "fabric", "shade") else None


def share_value(mine: Facts, other: Facts | None, noun: str) -> bool:
    """Whether both have the same brand, colour, material …"""
    if other is None:
        return False
    if noun in ("brand", "maker"):
        return mine.product.brand is not None and mine.product.brand == other.product.brand
    noun = {"shade": "color", "fabric": "material"}.get(noun, noun)
    a, b = (set(_values(facts, noun)) for facts in (mine, other))
    return bool(a) and a == b


def _values(facts: Facts, noun: str) -> Iterator[str]:
    for name in facts.product.attributes:
        if noun in map(stem, name.replace("_", " ").split()):
            yield from (value.casefold() for value in facts.product.values(name))
