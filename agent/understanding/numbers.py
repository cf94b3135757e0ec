"""Numbers in a message that stand for an amount, in digits or words; never a part of ``32gb`` or ``5x7``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TIES = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: value for value, word in enumerate(_ONES.split())}
_TENS = {word: 10 * (place + 2) for place, word in enumerate(_TIES.split())}
_SMALL = {**UNITS, **_TENS, "a": 1, "fourty": 40}
_BIG = {"hundred": 100, "thousand": 1000, "grand": 1000}

_SIGN = r"(?:us\$|[$£€¥₹]|(?<!\w)(?:usd|eur|gbp|inr|rs\.?)(?=\s?\d))"
_CURRENCY = r"(?:dollars?|bucks?|usd|eur|euros?|gbp|quid|rupees?|inr|yen)\b|[$£€¥₹](?!\d)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d{1,2}(?![\d.,]\d)|\d+"
_NUMBER = re.compile(
    rf"(?<![\w#/])(?<!\d[.,:])(?P<sign>{_SIGN}\s?)?(?P<digits>{_DIGITS})(?P<k>k\b|\s(?:hundred|thousand|grand)\b)?"
    rf"(?:\s?(?P<currency>{_CURRENCY})|(?![\w%\"'#/:]|[.,]\d|-[a-z]|\s?%|\s?percent))"
)
_WORDS = "|".join(sorted((*_SMALL, *_BIG), key=len, reverse=True))
_SPELLED = re.compile(
    # "hundred and fifty" is one number, "twenty and forty" are two.
    rf"(?<![\w-])(?:{_WORDS})(?:(?:(?:(?<=hundred)|(?<=thousand)|(?<=grand))\s+and\s+"
    rf"|[\s-]+)(?:{'|'.join(sorted((*_SMALL, *_BIG), key=len)[::-1])}))*"
    rf"(?![\w-])(?:\s?(?P<currency>{_CURRENCY}))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its place in the text; ``money`` where a currency stands beside it."""

    value: float
    money: bool
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """Every amount of a lower-case text, in order."""
    digits = [*_in_digits(text)]
    # "6 hundred" is one number.
    words = (word for word in _in_words(text) if not any(a.start < word.start < a.end for a in digits))
    found = [*digits, *words]
    return sorted(found, key=lambda amount: amount.start)


def _in_digits(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        digits = match["digits"]
        if re.fullmatch(r"\d+,\d{1,2}", digits):
            digits = digits.replace(",", ".")
        times = (match["k"] or "").strip()
        value = float(digits.replace(",", "")) * ({**_BIG, "k": 1000}[times] if times else 1)
        if value <= 1e12:
            yield Amount(value, bool(match["sign"] or match["currency"]), match.start(), match.end())


def _in_words(text: str) -> Iterator[Amount]:
    for match in _SPELLED.finditer(text):
        spelled = (
            match.group()[: match.start("currency") - match.start()] if match["currency"] else match.group()
        )
        words = [word for word in re.split(r"[\s-]+", spelled.strip()) if word and word != "and"]
        value = _value(words)
        if value is not None:
            yield Amount(float(value), bool(match["currency"]), match.start(), match.end())


def _value(words: list[str]) -> int | None:
    if words == ["a"]:
        return None
    total = group = 0
    for word in words:
        if word in _BIG:
            group = max(group, 1) * _BIG[word]
            if _BIG[word] == 1000:
                total, group = total + group, 0
        else:
            group += _SMALL[word]
    return total + group if total + group <= 1_000_000 else None
