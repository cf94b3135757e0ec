"""Numbers with what they count: money, percent, units of measure, nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.narration.claims.wording import stem, tokens

MONEY, PERCENT = "money", "percent"
_SPELLINGS: dict[str, dict[str, float]] = {
    "mass": {
        "mg milligram": 0.001, "g gram gramme gr": 1, "kg kgs kilo kilogram": 1000,
        "oz ounce": 28.3495, "lb lbs pound": 453.592,
    },
    "length": {
        "mm millimetre millimeter": 1, "cm centimetre centimeter": 10, "m metre meter": 1000,
        "km kilometre kilometer": 1e6, "in inch inches": 25.4, "ft foot feet": 304.8, "yd yard": 914.4,
    },
    "volume": {
        "ml millilitre milliliter": 1, "cl centilitre": 10, "l litre liter": 1000,
        "gal gallon": 3785.41,
    },
    "time": {
        "sec second": 1, "min mins minute": 60, "h hr hrs hour": 3600, "day": 86400, "week": 604800,
        "month": 2629800, "year yr": 31557600,
    },
    "data": {"mb megabyte": 1, "gb gigabyte": 1000, "tb terabyte": 1e6},
    "power": {"w watt": 1, "kw kilowatt": 1000},
    "energy": {"wh": 1, "kwh": 1000},
    "charge": {"mah": 1, "ah": 1000},
    "voltage": {"v volt": 1},
    "light": {"lm lumen": 1},
    "frequency": {"hz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
    "pixels": {"mp megapixel": 1},
    "sound": {"db decibel": 1},
    "torque": {"nm": 1},
    "pressure": {"bar": 1, "psi": 0.0689},
    "temperature": {"°c c celsius": 1},
    "food energy": {"kcal calorie": 1},
}  # fmt: skip
_UNITS = {
    spelling: (dimension, factor)
    for dimension, units in _SPELLINGS.items()
    for spellings, factor in units.items()
    for spelling in spellings.split()
}
_NUMBER = re.compile(
    r"(?P<sign>[$€£₹¥]|\b(?:USD|EUR|GBP|INR|Rs\.?))?\s?(?<![\d,.])(?P<n>\d[\d,]*(?:\.\d+)?)(?P<plus>\+)?"
    r"(?:(?P<pct>\s?(?:%|percent\b|per cent\b))|\s?(?P<after>€|£|(?:dollars?|euros?|pounds|rupees|bucks|"
    r"USD|EUR|GBP)\b)"
    r"|[\s-]?(?P<sq>sq(?:uare)?\.?\s)?(?P<unit>[^\W\d_]+|\"|°C|'(?!s))(?P<per>/\w+)?)?",
    re.IGNORECASE,
)
_STOP = frozenset(
    [
        "and",
        "or",
        "but",
        "with",
        "for",
        "of",
        "in",
        "on",
        "at",
        "to",
        "from",
        "by",
        "the",
        "a",
        "an",
        "is",
        "it",
        "its",
        "this",
        "that",
        "than",
        "as",
        "so",
        "you",
        "your",
        "per",
        "which",
        "while",
        "whereas",
        "are",
        "was",
        "were",
        "has",
        "have",
        "not",
        "no",
        "if",
        "off",
        "out",
        "each",
        "more",
        "less",
        "fewer",
        "only",
        "just",
        "even",
        "also",
        "too",
        "now",
        "then",
        "when",
        "where",
        "here",
        "among",
        "above",
        "below",
        "under",
        "over",
        "between",
        "i",
        "he",
        "she",
        "they",
        "we",
        "can",
        "may",
        "might",
        "will",
        "would",
        "could",
        "should",
        "must",
        "does",
        "been",
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. ``dimension`` None: a bare number or one of ``nouns``."""

    value: float
    """In grams, millimetres, millilitres, seconds … where it has a dimension of measure."""
    dimension: str | None
    nouns: frozenset[str]
    start: int
    end: int
    said: float
    plus: bool = False


def quantities(text: str) -> Iterator[Quantity]:
    """Every number of ``text`` in order."""
    for found in _NUMBER.finditer(text):
        number = value_of(found["n"])
        start, end, plus = found.start(), found.end(), found["plus"] is not None
        if found["sign"] or (found["after"] and not _mass_pounds(found, text)):
            end = found.end("after") if found["after"] else found.end("plus") if plus else found.end("n")
            yield Quantity(number, MONEY, frozenset(), start, end, number, plus)
        elif found["pct"]:
            yield Quantity(number, PERCENT, _nouns(text, end), start, end, number, plus)
        elif (unit := _unit(found, text)) is not None:
            yield Quantity(number * unit[1], unit[0], _nouns(text, end), start, end, number, plus)
        else:
            end = found.end("plus") if plus else found.end("n")
            yield Quantity(number, None, _nouns(text, end), start, end, number, plus)


def dimension_of(word: str) -> str | None:
    """What a unit word measures: ``lumens`` → ``light``."""
    unit = _UNITS.get(word.lower()) or _UNITS.get(stem(word))
    return unit[0] if unit else None


def value_of(number: str) -> float:
    """``1,299.50`` and ``12,5``: a comma before exactly three digits parts thousands."""
    number = number.rstrip(",.")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    number = number.replace(",", ".")
    whole, *rest = number.split(".")
    return float(f"{whole}.{''.join(rest)}" if rest else whole)


def _mass_pounds(found: re.Match[str], text: str) -> bool:
    heavy = re.search(r"weigh\w*|heav\w*|light\w*|carr\w*|load", text, re.I)
    return found["after"].lower() == "pounds" and heavy is not None


def _unit(found: re.Match[str], text: str) -> tuple[str, float] | None:
    word = found["after"] or found["unit"]
    if not word:
        return None
    if word == '"':
        return _UNITS["inch"]
    if found["sq"] or found["per"]:
        return None
    if word.lower() in ("in", "c", "h", "second", "v", "bar", "min") and not _closes(found, text, word):
        return None
    return _UNITS.get(word.lower()) or (_UNITS.get(stem(word)) if len(word) > 2 else None)


def _closes(found: re.Match[str], text: str, word: str) -> bool:
    """``12 in`` is inches at an end or before ``wide``; ``2 in a box`` is not."""
    after = text[found.end() :].lstrip()
    if word.lower() != "in":
        return True
    return not after or after[0] in ".,;)x×" or bool(re.match(r"(?:wide|long|tall|high|deep|thick)\b", after))


def _nouns(text: str, end: int) -> frozenset[str]:
    """Stems of the (at most three) words that follow, to the end of their phrase."""
    following = re.split(r"[.,;:!?()]|\s-\s", text[end : end + 60], maxsplit=1)[0]
    nouns: list[str] = []
    for word in tokens(following)[:3]:
        if word.lower() in _STOP or word[0].isdigit():
            break
        nouns.append(stem(word))
    return frozenset(nouns)
