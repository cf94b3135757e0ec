"""Price bounds in a message. A quantity ("30 ounce", "pack of 36", "size 9") never becomes one.

An amount is a price when a currency stands beside it, or when a word of price leads to it ("under 60")
*and* nothing beside it says that something else is counted or measured.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from agent.understanding.numbers import Amount, amounts
from retrieval.types import PriceRange

_REACH = 120
"""Characters around an amount that are read: long messages cost no more per amount."""
Bound = Literal["max", "min", "around"]

AROUND = 0.2
"""``around 50`` is 40 to 60."""

_MONEY_FROM, _WIDE = 20, 1.25
_HEDGE = (
    r"(?:\s+(?:about|around|like|just|only|the|a|of|is|price|cost|costs|costing|total|say|approximately))*"
)
_LEAD_WORDS: tuple[tuple[Bound, str], ...] = (
    (
        "max",
        r"\b(?:no|not|nothing|never|isn't|aren't|don't)\s+(?:\w+\s+){0,4}?"
        r"(?:more|higher|pricier|costlier|greater)\s+than"
        r"|\b(?:not?|nothing|never|isn't|aren't|without)\s+(?:\w+\s+){0,3}?(?:over|above"
        r"|exceed(?:ing)?|beyond)",
    ),
    (
        "min",
        r"\b(?:no|not|nothing|never|isn't|aren't)\s+(?:\w+\s+){0,3}?"
        r"(?:less|lower|cheaper)\s+than"
        r"|\b(?:not?|nothing|never|isn't|aren't)\s+(?:\w+\s+){0,2}?(?:under|below)",
    ),
    (
        "max",
        r"\bunder(?:neath)?|\bbelow|\bbeneath|\b(?:less|lower|cheaper|fewer)\s+than|\bup\s*to"
        r"|\bat\s+most"
        r"|(?<!air )(?<!pro )\bmax(?:imum|\.)?(?:\s+(?:price|budget|spend))?|\bwithin|\binside"
        r"|\bbudget(?:\s+(?:is|of|would be|will be|'s))?|\b(?:limit|cap|ceiling)(?:\s+(?:is|of))?|<=?|≤"
        r"|\b(?:can|could|will|want to|wish to|like to|going to|to|only)\s+(?:spend"
        r"|pay)(?:\s+up\s+to)?",
    ),
    (
        "min",
        r"\bover|\babove|\b(?:more|higher|greater|pricier)\s+than|\bat\s+least|\bmin(?:imum"
        r"|\.)?(?:\s+price)?"
        r"|\bstarting\s+(?:at|from)|\bupwards?\s+of|\bexceeding|\bbeyond|>=?|≥",
    ),
    (
        "around",
        r"\baround|\babout|\broughly|\bapprox(?:imately|\.)?|\bcirca|\bclose\s+to|\bnear(?:ly)?|~|≈",
    ),
)
_LEADS = tuple((kind, re.compile(rf"(?:{words}){_HEDGE}\s*[:=]?\s*$")) for kind, words in _LEAD_WORDS)
_TRAILS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "max",
        re.compile(
            r"\s*(?:or|and)\s+(?:less|under|below|cheaper|lower)\b|\s*(?:at\s+(?:the\s+)?most"
            r"|max(?:imum)?|tops|limit)\b"
        ),
    ),
    (
        "min",
        re.compile(
            r"\s*(?:or|and)\s+(?:more|over|above|up|upwards?|higher)\b|\s*(?:at\s+(?:the\s+)?least"
            r"|min(?:imum)?)\b|\s?\+"
        ),
    ),
    ("around", re.compile(r"\s*(?:or\s+so|or\s+thereabouts|give\s+or\s+take)\b|\s?-?ish\b")),
)
_JOIN = re.compile(r"\s*(?:and|to|-|–|—|&|up\s+to)\s*")
_BETWEEN = re.compile(r"(?:\bbetween|\bbetwixt|\brange(?:s|\s+of|\s+is)?|\banywhere\s+from)(?:\s+of)?\s*$")
_FROM = re.compile(
    r"\b(?:from|priced?|prices|cost(?:s|ing)?|budget|spend|pay)"
    r"(?:\s+(?:is|of|would be|about|around))?\s*:?\s*$"
)
_PRICE_WORD = re.compile(
    r"\b(?:price[sd]?|budget|cost(?:s|ing)?|spend(?:ing)?|pay(?:ing)?|afford|cheaper|expensive)\b"
)
_MEASURED = re.compile(
    r"\b(?:sizes?|ages?|aged|packs?|sets?|counts?|lengths?|widths?|heights?|weigh(?:s|t|ing)?"
    r"|capacity|model|version"
    r"|gen(?:eration)?|measur(?:es|ing)|dimensions?|waist|inseam|chest|number|no\.|quantity|qty"
    r"|rat(?:ed|ing)|spf|hold(?:s|ing)?"
    r"|fits?|lasts?|runs?|temperatures?|screens?|heel|volume|wattage|resolution)(?:\s+(?:of|is|a|an"
    r"|for|in|under|over|the))*\s*$"
)
_PEOPLE = re.compile(
    r"\b(?:men|women|man|woman|people|adults?|anyone|those|ladies|guys|seniors?|males?|females?)\s+$"
)
_CHILDREN = re.compile(r"\b(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|boys?|girls?)\s+$")
_BUDGET_FOR = re.compile(r"\bbudget for (?:[\w'-]+ ){1,4}(?:is|would be|will be) $")
_VAGUE_BUDGET = re.compile(r"\s*budget\b.*\b(?:about|around|roughly|approximately)\b")
_POUNDS = re.compile(r"\s?pounds?\b")
_NEXT = re.compile(r"\s*(?:([^\w\s])|([^\W\d_]+(?:'\w+)?)|(\S+))?(?:\s+([^\W\d_]+))?")
_MAY_FOLLOW_WORDS = """
and or but for please pls plz if thanks thank each total only max maximum tops that which preferably because
so would will is are i with from by on something instead now too this the a my
not no without except excluding never maybe ideally especially hopefully also made available suitable
you we they it can could do does what any until at as although though
"""
_MAY_FOLLOW = frozenset(_MAY_FOLLOW_WORDS.split())


@dataclass(frozen=True, slots=True)
class PricePhrase:
    """One phrase of price: its bounds, and the part of the text that says it."""

    minimum: float | None
    maximum: float | None
    start: int
    end: int


def price_phrases(text: str, known: Container[str] = (), currency: str | None = None) -> list[PricePhrase]:
    """Every price phrase of a lower-case text, in order.

    ``known``: words the catalog knows as a colour, a brand and the like, which may follow an amount
    ("under 60 red kurtas"). ``currency``: the catalog's; where it is GBP, pounds are money and no weight.
    """
    found: list[PricePhrase] = []
    numbers = [_pounds(text, amount, currency) for amount in amounts(text)]
    skip = False
    for place, amount in enumerate(numbers):
        if skip:
            skip = False
            continue
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if following is not None and (phrase := _range(text, amount, following, known)):
            found.append(phrase)
            skip = True
        elif (phrase := _bound(text, amount, known)) is not None:
            found.append(phrase)
    return found


def combined(phrases: list[PricePhrase]) -> PriceRange | None:
    """What several phrases say together; a later one wins over an earlier one it contradicts."""
    low: float | None = None
    high: float | None = None
    for phrase in phrases:
        low = phrase.minimum if phrase.minimum is not None else low
        high = phrase.maximum if phrase.maximum is not None else high
        if low is not None and high is not None and low > high:
            low, high = phrase.minimum, phrase.maximum
    return None if low is None and high is None else PriceRange(min=low, max=high)


def _range(text: str, first: Amount, second: Amount, known: Container[str]) -> PricePhrase | None:
    base = max(0, first.start - _REACH)
    before = text[base : first.start]
    if not _JOIN.fullmatch(text[first.end : second.start]):
        return None
    lead = _BETWEEN.search(before) or _FROM.search(before)
    between = bool(lead and _BETWEEN.search(before))
    money = first.money or second.money
    if not money and _by_itself(text, first, second):
        low, high = sorted((first.value, second.value))
        return PricePhrase(low, high, first.start, second.end)
    if not money:
        worded = bool(_PRICE_WORD.search(before))
        if not (between or (lead and worded)) or not _free(text, second, known):
            return None
        if _MEASURED.search(before[: lead.start()] if lead else before):
            return None
    low, high = sorted((first.value, second.value))
    return PricePhrase(low, high, base + lead.start() if lead else first.start, second.end)


def _by_itself(text: str, first: Amount, second: Amount) -> bool:
    """``perfume, 50 to 100``: a span of numbers between commas, wide and high enough for no size or age."""
    apart = re.search(r"(?:^|[,;.:])\s*$", text[max(0, first.start - 5) : first.start])
    ends = re.match(r"\s*(?:[,;.!]|$)", text[second.end :])
    low, high = sorted((first.value, second.value))
    return bool(apart and ends) and high >= _MONEY_FROM and high >= low * _WIDE


def _bound(text: str, amount: Amount, known: Container[str]) -> PricePhrase | None:
    base = max(0, amount.start - _REACH)
    before, after = text[base : amount.start], text[amount.end : amount.end + _REACH]
    if _BUDGET_FOR.search(before) and (amount.money or _free(text, amount, known)):
        # What it is for stays to be read.
        return _phrase("max", amount, amount.start, amount.end)
    for kind, pattern in _LEADS:
        if (lead := pattern.search(before)) is None:
            continue
        ahead = before[: lead.start()]
        if not amount.money and (
            not _free(text, amount, known)
            or _MEASURED.search(ahead)
            or _MEASURED.search(before)
            or (kind == "min" and _PEOPLE.search(ahead))
            or (amount.value <= 18 and _CHILDREN.search(ahead))
        ):
            return None
        vague = kind == "max" and _VAGUE_BUDGET.match(lead.group())
        return _phrase("around" if vague else kind, amount, base + lead.start(), amount.end)
    for kind, pattern in _TRAILS:
        if (trail := pattern.match(after)) is None:
            continue
        if amount.money or (_PRICE_WORD.search(before) and not _MEASURED.search(before)):
            return _phrase(kind, amount, amount.start, amount.end + trail.end())
        if kind == "max" and not _MEASURED.search(before) and re.search(r"(?:^|,\s*|;\s*)$", before):
            return _phrase(kind, amount, amount.start, amount.end + trail.end())
    if amount.money:
        lead = re.search(r"\b(?:for|at|i have|i've got|have|got|spend|pay)\s*$", before)
        return _phrase("max", amount, base + lead.start() if lead else amount.start, amount.end)
    return None


def _phrase(kind: Bound, amount: Amount, start: int, end: int) -> PricePhrase:
    if kind == "around":
        low, high = round(amount.value * (1 - AROUND), 2), round(amount.value * (1 + AROUND), 2)
        return PricePhrase(low, high, start, end)
    return PricePhrase(
        amount.value if kind == "min" else None, amount.value if kind == "max" else None, start, end
    )


def _free(text: str, amount: Amount, known: Container[str]) -> bool:
    """Whether nothing after the amount says what it counts or measures."""
    match = _NEXT.match(text, amount.end)
    if match is None:
        return True
    mark, word, other, second = match.groups()
    if other is not None:
        return False
    if word is None:
        return mark is None or mark in ",.;!?)…:"
    if word == "in":
        return second is None or second in known or second in ("stock", "total", "a", "any", "the", "all")
    return word in _MAY_FOLLOW or word in known


def _pounds(text: str, amount: Amount, currency: str | None) -> Amount:
    unit = _POUNDS.match(text, amount.end)
    if unit is None:
        return amount
    if currency == "GBP" or _PRICE_WORD.search(text[: amount.start]):
        return Amount(amount.value, True, amount.start, unit.end())
    return amount
