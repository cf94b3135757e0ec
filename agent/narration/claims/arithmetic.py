"""Numbers that come of the facts by one step: a pack's whole, a share of it, a gap to another product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import mark
from agent.narration.claims.meant import SMALL, Told, alike, near_of, value_of
from agent.narration.claims.quantities import PERCENT, Quantity, quantities
from agent.narration.claims.roles import piece, role_of
from agent.narration.claims.wording import stem

_THINGS = (
    r"(?!(?:diameter|water|power|paper|meter|liter|cover|copper|silver|leather|rubber|timber|filter|charger|"
    r"number|over|after|user|fiber|polyester|layer|speaker|printer|cooler|heater|drawer|mixer|blender|player|"
    r"rider|driver|counter|holder|summer|winter|together|under|other|never|ever|per|liner|super|order)\b)"
)
"""``100 cm in diameter``: they end as comparatives do and compare nothing."""
BESIDE = compiled(
    r"\bthan\b(?! [$€£\d])|\d (?:(?!(?:and|with|for|an?|the)\b)[a-z]+ ){0,3}"
    rf"(?:less|more|times|under|below|above|extra|apart|{_THINGS}[a-z]{{3,}}er)\b|"
    r"(?<!reduced )(?<!discounted )(?<!lowered )(?<!cut )(?<!down )\bby (?:just |only |about |some )?[$€£]|"
    r"\b(?:difference|gap|compared|against|beats?)\b",
    re.I,
)
"""Compares with another product."""
_EVERY = (
    r"\b(?:each|apiece|per|a head|a piece|between|split|shared|every)\b"
    r"(?! (?:(?:single|full) )?(?:re)?charges?\b)"
)
SHARED = compiled(rf"{_EVERY}|^\s*(?:an?|1) [a-z]+|\ban? [a-z]+$", re.I)
_OF_ONE = compiled(r"\ban? (?!(?:re)?charge)[a-z]+$", re.I)
_SHARING = compiled(_EVERY, re.I)
_SHARED_BY = compiled(rf"[^,;]*?{_EVERY}|\s*(?:an?|1) [a-z]+", re.I)
_TOGETHER = compiled(
    r"\b(?:together|total\w*|(?<!all )in all|altogether|adds? up|combined|all in(?! all)|overall|all told|"
    r"between (?:them|the 2|both)|"
    r"(?:the (?:pair|2|set)|both) (?:makes?|gives?|prints?|yields?))\b",
    re.I,
)
_TIMES = compiled(r"\s*(?:times|x\b|-?fold)", re.I)
_FURTHER = compiled(
    r"\s*(?:percentage )?(?:points?|more|less|fewer|stars?|better|higher|lower|extra|additional|"
    r"[a-z]+ (?:more|less|fewer|longer|shorter|wider|taller|deeper|heavier|lighter|higher|lower))\b",
    re.I,
)
_LEFT = compiled(r"\s*(?:more|other|left|to (?:go|come|follow)|further|additional)\b", re.I)
_EACH = compiled(r"\b(?:each|apiece)\b|\bper (?:piece|pack|box|set|item)\b", re.I)
_RATE = compiled(r"(?P<each>(?<![\d.,])\d[\d.,]*+ ?(?:sq )?[a-z]{1,20}+) per (?P<u>[a-z]+)", re.I)
_PAIR = compiled(r"\b(?:a|the|per) pair\b", re.I)
_GAIN = compiled(
    r"\b(?:gain\w*|adds?|extends? by|grows? by|by|another|extra)(?: up to| a further)?\s*$", re.I
)
_ADDS = compiled(r"\b(?:gain\w*|adds?|another|extra)(?: up to| a further)?\s*$", re.I)
"""``gains 5 cm``: on another product; ``set back by 5 cm`` is a fact of its own."""
_MONEY = compiled(r"\s*(?:times|x) (?:the |its |that )?(?:money|price|cost)\b", re.I)
_SINGLE = ("warranty", "returns", "delivery")
"""What is told once for the whole product: two of it make no longer warranty."""
_PACK = frozenset(["pack", "count", "piece", "set", "quantity", "ct", "pc"])
_PIECES = frozenset(["piece", "item", "part"])
_HUNDRED = 100
_READ = 60
"""So many numbers of a product are reckoned with: each is tried with each."""
_RATES = 8


def reckons(told: Told) -> bool:
    """Whether the words say that something is summed, shared, gained or compared."""
    return bool(
        _SHARING.search(told.before[-40:])
        or _SHARED_BY.match(told.after[:40])
        or _TOGETHER.search(told.whole)
        or _GAIN.search(told.before[-24:])
        or _LEFT.match(told.after)
        or _PAIR.search(told.whole)
        or BESIDE.search(told.whole)
    )


def by_rate(told: Told, facts: Facts) -> Iterator[float]:
    """What comes of facts that say of how much, or of each of how many, they speak."""
    numbers = facts.numbers[:_READ]
    yield from _served(told, facts, numbers)
    if told.said.dimension is None and (one := _ONE_OF.search(told.whole)):
        unit = stem(one["u"])
        counts = [q for q in numbers if q.dimension is None]
        parts = {q.said for q in counts if unit in q.nouns and q.said > 1}
        yield from (q.said / part for q in counts for part in parts if q.said != part)
    if told.said.dimension is not None:
        yield from _added(told.said, facts)
        yield from _by_unit(told, numbers)
    if told.said.dimension == "time":
        for lasting in days(told.whole, facts):
            yield lasting * _DAY
            yield lasting / 30 * _MONTH  # "Two months" of 60 days.
    if told.said.said > SMALL and _EACH.search(facts.words):
        values = [value_of(q, told.said) for q in numbers if alike(told.said, q, facts)]
        packs = {q.said for q in numbers if q.dimension is None and q.nouns & _PACK and q.said > 1}
        yield from (value * count for value in values for count in packs)


def reckoned(told: Told, facts: Facts) -> Iterator[float]:
    """What the number may come of, in the unit of what is said."""
    said, numbers = told.said, facts.numbers[:_READ]
    if role_of(said.dimension, piece(told.text, said.start, said.end)) in _SINGLE:
        return
    around = told.before[-40:] + told.after[:40]
    counts = [q.said for q in numbers if q.dimension is None and 1 < q.said <= 1000]
    values = [value_of(q, said) for q in numbers if alike(said, q, facts)]
    yield from _packed(told, numbers, counts, values)
    yield from by_rate(told, facts)
    if said.dimension == "area":
        sides = [q for q in numbers if q.dimension == "length"]
        yield from (a.value * b.value for a, b in pairwise(sides) if a.label == b.label)
    if said.dimension is not None and said.dimension != PERCENT:
        if _SHARING.search(around) or _SHARED_BY.match(told.after[:40]) or _OF_ONE.search(told.after[:40]):
            yield from (value / count for value in values for count in {*counts, 2.0})
        # "2 g of tea per bag": the unit of a price is taken out of the clause.
        _, _, rest = told.whole.partition(told.text[said.start : said.end].strip())
        if one := _ONE_OF.search(rest[:40]):
            unit = stem(one["u"])
            parts = {q.said for q in numbers if q.dimension is None and unit in q.nouns and q.said > 1}
            yield from (value / part for value in values for part in parts)
        if _TOGETHER.search(around):
            yield from (a + b for i, a in enumerate(values) for b in values[:i])
        if _GAIN.search(told.before[-24:]):
            yield from (abs(a - b) for a in values for b in values)
    if said.dimension is None and _LEFT.match(told.after):
        yield from (a - b for a in counts for b in (*counts, 1.0) if a > b)
    if said.dimension is None and said.nouns & _PIECES:
        yield sum(q.said for q in numbers if q.dimension is None and q.label and q.nouns <= q.label)


def _by_unit(told: Told, numbers: Sequence[Quantity]) -> Iterator[float]:
    """``12 m² per litre`` of 2.5 litres that cover 30."""
    said = told.said
    words = told.text[said.start : said.end].strip()
    _, _, after = told.whole.partition(words)
    unit = _PER.match(after)
    one = next(quantities(f"1 {unit['u']}"), None) if unit else None
    if one is not None and one.dimension not in (None, said.dimension):
        amounts = {q.value / one.value for q in numbers if q.dimension == one.dimension and q.value}
        wholes = [q.value for q in numbers if q.dimension == said.dimension]
        yield from (value / amount for value in wholes for amount in amounts)


_ONE_OF = compiled(r"\b(?:per|each(?: of (?:the|its) \d+)?|every|an?) (?P<u>[a-z]{3,})\b", re.I)
"""``five terms on each card``"""
_PER = compiled(r"\s*(?:per|to the|for (?:each|every)|an?) (?P<u>[a-z]+)", re.I)


def _packed(
    told: Told, numbers: Sequence[Quantity], counts: Sequence[float], values: Sequence[float]
) -> Iterator[float]:
    """``48 hours in all`` of six that burn for eight, ``nearly 8 litres`` of ``24 x 0.33 l``."""
    said = told.said
    # "Holds 2 litres" of 1 l: its own number says of how many it speaks of no other.
    named = [q.said for q in quantities(told.whole)]
    if said.said in named:
        named.remove(said.said)
    for a, b in pairwise(numbers):
        counted = a.label and a.label == b.label and a.dimension is None and a.said not in named
        if counted and b.dimension is not None and b.dimension == said.dimension:
            yield a.said * b.value
    if said.dimension is not None and _PAIR.search(told.whole):
        yield from (2 * value for value in values)
    if said.dimension is not None:
        together = _TOGETHER.search(told.whole) is not None
        yield from (value * count for count in counts if together or count in named for value in values)
    elif said.said > SMALL and (_TOGETHER.search(told.whole) or _SHARING.search(told.before[-40:])):
        # "400 pages" of 2 that print 200 each, and of one of 120 and one of 100.
        each = [q.said for q in numbers if q.dimension is None and q.nouns & said.nouns - _PIECES]
        packs = {
            q.said for q in numbers if q.dimension is None and q.nouns & _PACK and 1 < q.said <= _HUNDRED
        }
        yield from (value * count for value in each for count in packs)
        yield from (a + b for i, a in enumerate(each) for b in each[:i])


def _added(said: Quantity, facts: Facts) -> Iterator[float]:
    """``65 litres`` of ``55 l + 10 l``."""
    for _, found in zip(range(_RATES), _PLUS.finditer(facts.words), strict=False):
        amounts = [next(quantities(found[name].strip()), None) for name in "ab"]
        first, second = amounts
        if second is None or second.dimension != said.dimension or first is None:
            continue
        if first.dimension is None and second.said:
            yield (first.said + second.said) * second.value / second.said
        elif first.dimension == second.dimension:
            yield first.value + second.value


def days(text: str, facts: Facts) -> set[float]:
    """How many days a pack of 180 lasts at ``daily dose: 2 capsules``; ``text``: it may tell the dose."""
    rates: list[tuple[float, str]] = []
    for each in (facts.words, text):
        for _, found in zip(range(_RATES), _DAILY.finditer(each), strict=False):
            rates.append((float(found["n"] or found["m"]), stem(found["u"] or found["v"])))
    counts = [q for q in facts.numbers if q.dimension is None]
    return {
        q.said / rate
        for rate, noun in rates
        for q in counts
        if (noun in q.nouns or q.label & _PACK) and q.said > rate > 0
    }


_PLUS = compiled(r"(?P<a>\d[\d.]*\s?[a-z]{0,8})\s?\+\s?(?P<b>\d[\d.]*\s?[a-z]{1,8})\b", re.I)
_DAILY = compiled(
    r"\b(?P<n>\d+(?:\.\d+)?) (?P<u>[a-z]+)(?: (?:per|a|each|every|1) day| daily)\b|"
    r"\b(?:daily (?:dose|serving|amount|ration|intake)|per day|a day|dose per day): (?P<m>\d+) (?P<v>[a-z]+)",
    re.I,
)
_DAY, _MONTH = 86400.0, 2629800.0


def _served(told: Told, facts: Facts, numbers: Sequence[Quantity]) -> Iterator[float]:
    """What a can has of ``22 kcal per 100 ml``, what a tin covers at ``13 m² per litre``."""
    said = told.said
    for a, b in pairwise(numbers):
        per_hundred = a.label and a.label == b.label and b.said == 100 and b.dimension in ("mass", "volume")
        if per_hundred and a.dimension == said.dimension:
            yield from (value_of(a, said) * q.value / b.value for q in numbers if q.dimension == b.dimension)
    if said.dimension is None:
        return
    for _, rate in zip(range(_RATES), _RATE.finditer(facts.words), strict=False):
        each, one = next(quantities(rate["each"]), None), next(quantities(f"1 {rate['u']}"), None)
        if each and one and one.dimension and each.dimension == said.dimension:
            yield from (each.value * q.value / one.value for q in numbers if q.dimension == one.dimension)


def more_than_other(told: Told) -> bool:
    """``adds 15 cm of width``, ``runs 56 pages longer``: a gap, whatever its own number is."""
    return bool(_ADDS.search(told.before[-24:]) or _FURTHER.match(told.after))


def between(told: Told, facts: Facts, others: Sequence[Facts]) -> bool:
    """Whether it is a gap to another product, or how many times as much."""
    said = told.said
    if not (BESIDE.search(told.whole) or _ADDS.search(told.before[-24:])):
        return False
    times = _TIMES.match(told.after) is not None or "time" in said.nouns
    named = [other for other in others if mark(other.place) in told.whole]
    of_price = times and _MONEY.match(told.after)
    for other in named or others:
        if of_price and facts.now and other.now:
            low, high = sorted((facts.now, other.now))
            if told.meant(high / low, said.said * 0.02, said.said * 0.12):
                return True
        for mine, theirs, dimension in _pairs(facts, other):
            if mine == theirs:
                continue
            if times:
                low, high = sorted((abs(mine), abs(theirs)))
                if low and told.meant(high / low, said.said * 0.02, said.said * 0.12):
                    return True
                continue
            comparable = said.dimension == dimension or (
                said.dimension is None and _FURTHER.match(told.after)
            )
            if comparable and told.meant(abs(mine - theirs), max(near_of(said), 0.0051)):
                return True
    return False


def _pairs(mine: Facts, other: Facts) -> Iterator[tuple[float, float, str | None]]:
    """What both have a number for, by the name of the attribute, with the dimension."""
    for name in ("rating", "count"):
        if name in mine.measures and name in other.measures:
            yield mine.measures[name], other.measures[name], None
    for a in mine.numbers[:_READ]:
        for b in other.numbers[:_READ]:
            if a.dimension == b.dimension and (a.label & b.label or not (a.label or b.label)):
                in_units = a.dimension not in (None, PERCENT)
                yield (a.value, b.value, a.dimension) if in_units else (a.said, b.said, a.dimension)
