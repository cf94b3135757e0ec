"""Prices by what is bought for them: ``cheaper per kilo``, ``$2 a litre``, ``15 cents per wash``."""

from __future__ import annotations

import re
from typing import NamedTuple

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict, agrees, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.meant import Told
from agent.narration.claims.priced import divided
from agent.narration.claims.quantities import MONEY, Quantity, quantities
from agent.narration.claims.wording import stem

_PER = compiled(
    r"(?:\bper|\bby the|/|\bfor (?:each|every)|(?<=\d) (?:a|an|1|each)(?=\s))\s?(?P<n>\d+ ?)?"
    r"(?P<u>[a-z]+)\b,?",
    re.I,
)
_FOR_ITSELF = compiled(r"\b(?P<u>[a-z]+) for (?P=u)\b,?\s*", re.I)
_VALUE = compiled(r"\bbetter value\b", re.I)
_BY_PRICE = compiled(
    r"\b(?:cheaper|dearer|pricier|costlier|(?:more|less) (?:expensive|affordable|costly)|"
    r"costs? (?:less|more))\b",
    re.I,
)
_GAP = compiled(r"\s*(?:less|more|cheaper|dearer|below|under|above|over)\b", re.I)
_NEVER = frozenset(["day", "month", "year", "week", "hour", "night", "side", "second", "minute", "cent"])


class UnitPrice(NamedTuple):
    """The measure (see ``Facts.measures``) that a price is divided by, and how much of it is meant."""

    key: str
    amount: float


def per_unit(text: str) -> str:
    """``Gram for gram, it is cheaper than …`` as ``it is cheaper per gram than …``."""
    if _FOR_ITSELF.search(text) is None:
        return text
    text = _VALUE.sub("cheaper", text, count=1)
    found = _FOR_ITSELF.search(text)
    if found is None or not (price := _BY_PRICE.search(text)):
        return text
    put = price.end()
    if found.start() < put:
        return f"{text[: found.start()]}{text[found.end() : put]} per {found['u']}{text[put:]}"
    return f"{text[:put]} per {found['u']}{text[put : found.start()]} {text[found.end() :]}"


def unit_price(text: str, facts: Facts) -> tuple[str, UnitPrice | None]:
    """The sentence without ``per kilo``, and what that means for this product; None: nothing of it."""
    for found in _PER.finditer(text):
        if (unit := _unit(found, facts)) is not None:
            return f"{text[: found.start()]} {text[found.end() :]}", unit
    return text, None


def by_unit(facts: Facts, unit: UnitPrice) -> Facts:
    """The same product with its prices for so much of it; without any where its amount is not known."""
    measure, product = facts.measures.get(unit.key), facts.product
    share = unit.amount / measure if measure else None
    price, sale = (
        None if money is None or share is None else money * share
        for money in (product.price, product.sale_price)
    )
    return Facts(product.model_copy(update={"price": price, "sale_price": sale}), facts.learned, facts.place)


def unit_prices(text: str, facts: Facts) -> tuple[str, list[Verdict]]:
    """The sentence without its amounts ``per kilo``, and a verdict on each."""
    verdicts: list[Verdict] = []
    said = list(quantities(text)) if _PER.search(text) or _EACH.search(text) else []
    for quantity in reversed(said):
        if quantity.dimension == MONEY and (shared := each_price(quantity, text, facts)) is not None:
            shared = shared or _divided(quantity, text, facts)
            verdicts.append(Verdict(f"{quantity.said:g}", shared))
            text = f"{text[: quantity.start]} {text[quantity.end :]}"
            continue
        found = _PER.match(text, quantity.end) or _PER.match(text, quantity.end + 1)
        if quantity.dimension != MONEY or found is None:
            continue
        if _GAP.match(text, found.end()) and not found[0].endswith(","):
            continue
        if (unit := _unit(found, facts)) is None:
            continue
        now = by_unit(facts, unit).now
        near = max(0.0051, quantity.said * 0.1)
        hedge = hedge_before(text[: quantity.start])
        holds = now is not None and agrees(now, quantity.said, hedge, near=near)
        if unit.key not in _MEASURES and facts.now is not None:
            holds = holds or abs(facts.now - quantity.said) <= 0.0051  # "£18 a roll" of one roll.
        holds = holds or _divided(quantity, text, facts)
        verdicts.append(Verdict(f"{quantity.said:g}", holds))
        text = f"{text[: quantity.start]} {text[found.end() :]}"
    return text, verdicts


_MEASURES = frozenset(["mass", "length", "volume", "area", "time", "data"])


def _divided(said: Quantity, text: str, facts: Facts) -> bool:
    before = text[: said.start]
    return divided(Told(said, "", text[said.end :], hedge_before(before), text, text), facts)


_EACH = compiled(r",?\s*(?:each\b|apiece\b|a (?:piece|unit|pop)\b|per (?:piece|unit|item)\b)", re.I)
_COUNTS = frozenset(
    ["pack", "count", "piece", "quantity", "set", "unit", "capsule", "bag", "tablet", "pod", "sheet",
     "roll", "can",
     "bottle", "pair", "bar", "item", "box", "pad", "wipe", "serving", "card", "pen", "pencil"]
)  # fmt: skip


def each_price(quantity: Quantity, text: str, facts: Facts) -> bool | None:
    """Whether ``42 cents each`` is the price shared among what the pack holds; None: not so meant."""
    if not _EACH.match(text, quantity.end) or facts.now is None:
        return None
    hedge = hedge_before(text[: quantity.start])
    counts = {q.said for q in facts.numbers if q.dimension is None and q.said > 1 and q.nouns & _COUNTS}
    shares = [facts.now / count for count in sorted(counts)]
    near = max(0.0051, quantity.said * 0.1)
    return any(agrees(share, quantity.said, hedge, near=near) for share in [facts.now, *shares])


def _unit(found: re.Match[str], facts: Facts) -> UnitPrice | None:
    word = found["u"]
    said = next(quantities(f"{(found['n'] or '1').strip()} {word}"), None)
    if said is None or stem(word) in _NEVER:
        return None
    counted = [q for q in facts.numbers if q.dimension is None and stem(word) in q.nouns and q.said > 1]
    if said.dimension is None and counted:
        return UnitPrice(stem(word), said.value)
    keys = (said.dimension, stem(word))
    return next((UnitPrice(key, said.value) for key in keys if key and facts.measures.get(key)), None)
