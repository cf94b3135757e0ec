"""Every number of a sentence against the facts of its product."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.counts import RELEASED, number_holds
from agent.narration.claims.hedges import Hedge, Verdict, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.measured import of_people
from agent.narration.claims.quantities import (
    MONEY,
    Quantity,
    dimension_of,
    quantities,
)
from agent.narration.claims.reductions import price_holds, reductions_in_words

_SPARE = re.compile(
    r"[$€£](?P<a>[\d.,]*\d) (?:(?:of|from|out of|under|below|inside|within|left (?:of|from|in)) "
    r")(?:your|a|the) (?:budget of )?[$€£](?P<b>[\d.,]*\d)",
    re.I,
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.I)
_CROWDS = re.compile(
    r"\b(?P<n>dozens|hundreds|thousands) of (?:\w+ ){0,2}?(?:ratings|reviews|shoppers|customers|buyers|"
    r"people)\b",
    re.I,
)
_AT_LEAST = {"dozens": 24.0, "hundreds": 200.0, "thousands": 2000.0}
_LIST = re.compile(
    r"(?<!one )(?<!1 )(?<!pack )(?<!set )(?<!box )(?<!case )"
    r"\b(?:of|among|from|out of) (?:all |the |these |those )*(?P<n>\d+)"
    r"(?=\s*(?:[.,;:!]|$|(?:here|on|in|at|with|and|but|for|by|to|is|of them|(?P<noun>[a-z]+s))\b))",
    re.I,
)
_CODE = re.compile(r"\b(?!USD|EUR|GBP|INR)[A-Z]{1,4}-?\d{1,5}[A-Za-z]{0,2}\b")
"""``E27``, ``A4``: digits of a name count nothing."""
_ELSEWHERE = re.compile(
    r"\b(?:straight|fresh|right) out of (?:the )?(?:19|20)\d\ds?\b"
    r"|\b(?:look|feel|air|style|charm|spirit|mood)s? (?:of|from|like) (?:the )?(?:19|20)\d\ds?\b"
    r"|\b(?:19|20)?\d0s[- ](?:style|inspired|look|feel|charm|flair|vibe|chic)\b"
    r"|\b(?:under|below|beneath|over|above|beside|behind|onto|alongside) (?:an?|your|any|most) "
    r"\d+(?:\.\d+)?[- ](?:in|inch|cm|mm|m|litre|liter|kg|foot|ft)[- ]"
    r"(?!thick|wide|tall|high|deep|long)[a-z]{3,}",
    re.I,
)
"""Numbers of other things: of an era that a look recalls, of the screen that a product stands under."""
_OF_PAIR = re.compile(r"(\bthe (?:[a-z]+er|better|worse)(?:[ -]rated)?) of the 2\b", re.I)


def listed(text: str, n: int) -> str:
    """The text without the size of the list: ``of the three``."""
    text = _OF_PAIR.sub(r"\1", text)
    return _LIST.sub(
        lambda m: " " if int(m["n"]) == n and not (m["noun"] and dimension_of(m["noun"])) else m[0], text
    )


def amounts(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every number, in order."""
    text = _CODE.sub(lambda m: " " if m[0] in facts.words else m[0], _ELSEWHERE.sub(" ", text))
    text, verdicts = reductions_in_words(text, facts)
    yield from verdicts
    for found in _CROWDS.finditer(text):
        count = facts.product.rating_count
        yield Verdict(found[0], count is not None and count >= _AT_LEAST[found["n"].lower()])
    for found in _SPARE.finditer(text):
        gap, limit = (float(found[name].replace(",", "")) for name in "ab")
        yield Verdict(found["a"], facts.now is not None and abs(limit - gap - facts.now) <= 0.0051)
    text = _SPARE.sub(" ", text)
    yield from _months(text, facts)
    said = list(quantities(text))
    prices = {facts.now} & {q.said for q in said if q.dimension == MONEY}
    low: Quantity | None = None
    for i, quantity in enumerate(said):
        before, after = text[: quantity.start], text[quantity.end :]
        hedge = hedge_before(before)
        if quantity.plus or re.match(r"\s*(?:or more|and up|plus)\b", after):
            hedge = "at least"
        elif re.match(r"\s*(?:or less|or under|at most|tops)\b", after):
            hedge = "up to"
        if re.search(r"\bbetween\s*(?:the )?$", before[-14:], re.I) and i + 1 < len(said):
            low, hedge = quantity, "at least"
        elif low is not None:
            hedge, low = "up to", None
        elif re.search(r"(?:\bnot|n't)\s+(?:be |cost |get )?\w*\s*$", before[: _hedge_start(before)]):
            hedge = _OPPOSITE.get(hedge, hedge)
        partner = said[i + 1] if low is quantity else None
        if partner is not None and quantity.dimension is None:
            scale = partner.value / partner.said if partner.said else 1
            quantity = Quantity(
                quantity.said * scale,
                partner.dimension,
                partner.nouns,
                quantity.start,
                quantity.end,
                quantity.said,
            )
            after = text[partner.end :]
        quantity = of_people(quantity, before, after)
        for_price = quantity.dimension == MONEY
        holds = (
            price_holds(quantity, before, after, hedge, facts, paired=bool(prices))
            if for_price
            else number_holds(quantity, before, after, hedge, facts, text)
        )
        yield Verdict(f"{quantity.said:g}", holds)


_OPPOSITE: dict[Hedge, Hedge] = {"below": "at least", "above": "up to", "up to": "above", "at least": "below"}


def _hedge_start(before: str) -> int:
    found = re.search(r"\b(?:under|below|over|above|less than|more than|up to|at least)\b[\w ]{0,8}$", before)
    return found.start() if found else 0


def _months(text: str, facts: Facts) -> Iterator[Verdict]:
    if not RELEASED.search(text):
        return
    for found in _MONTH.finditer(text):
        if found[0] == "may":
            continue
        when = facts.product.published_at
        yield Verdict(found[0], when is not None and _MONTHS[when.month - 1] == found[0].lower())
