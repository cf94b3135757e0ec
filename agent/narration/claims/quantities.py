"""Numbers with what they count: money, percent, units of measure, nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import stem, tokens

MONEY, PERCENT, TEMPERATURE = "money", "percent", "temperature"
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
        "gal gallon": 3785.41, "floz": 29.5735, "pint": 473.176, "quart": 946.353,
    },
    "time": {
        "sec second": 1, "min mins minute": 60, "h hr hrs hour": 3600, "day": 86400, "week": 604800,
        "month": 2629800, "year yr y": 31557600, "decade": 315576000,
    },
    "bit rate": {"mbps mbit megabit": 1, "gbps gbit gigabit": 1000},
    "data": {"mb megabyte": 1, "gb gigabyte gig gigs": 1000, "tb terabyte": 1e6},
    "power": {"w watt": 1, "kw kilowatt": 1000},
    "energy": {"wh": 1, "kwh": 1000}, "impact": {"j joule": 1},
    "force": {"n newton": 1, "kn": 1000}, "turns": {"rpm": 1}, "frames": {"fps": 1}, "suction": {"aw": 1},
    "luminance": {"nit": 1}, "dots": {"dpi": 1}, "density": {"ppi": 1}, "pages": {"ppm": 1},
    "road speed": {"kmh": 1, "mph": 1.609344},
    "engine": {"hp horsepower": 1}, "cloth": {"gsm": 1}, "stone": {"carat ct karat kt": 1},
    "charge": {"mah": 1, "ah": 1000},
    "voltage": {"v volt": 1},
    "light": {"lm lumen": 1},
    "frequency": {"hz hertz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
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
_NUMBER = compiled(
    r"(?P<sign>[$€£₹¥]|\b(?:USD|EUR|GBP|INR|Rs\.?))?\s?(?<![\d,.])(?P<n>\d(?:[\d,]*\d)?(?:\.\d+)?)(?P<plus>\+)?"
    r"(?:(?P<pct>\s?(?:%|percent\b|per cent\b))|[\s-]?"
    r"(?P<after>€|£|(?:dollars?|euros?|pounds|rupees|bucks|francs?|kron(?:or|er|a|e)|zloty|yen|CHF|"
    r"USD|EUR|GBP)\b)"
    r"|[\s-]?(?P<sq>sq(?:uare)?\.?\s)?(?P<unit>[^\W\d_]+|\"|°C|''|'(?!s))(?P<per>/\w+)?)?",
    re.IGNORECASE,
)
_STOP = frozenset(
    [
        "and", "or", "but", "with", "for", "of", "in", "on", "at", "to", "from", "by", "the", "a", "an",
        "is", "it", "its", "this", "that", "than", "as", "so", "you", "your", "per", "which", "while",
        "whereas", "are", "was", "were", "has", "have", "not", "no", "if", "off", "out", "each", "more",
        "less", "fewer", "only", "just", "even", "also", "too", "now", "then", "when", "where", "here",
        "among", "above", "below", "under", "over", "between", "i", "he", "she", "they", "we", "can", "may",
        "might", "will", "would", "could", "should", "must", "does", "been", "who", "whose",
    ]
)  # fmt: skip


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
    label: frozenset[str] = frozenset()
    """Stems of the name of the attribute that states it; empty where it stands in prose or in a sentence."""
    role: str | None = None
    """What it tells, where its words say so (see :mod:`.roles`)."""


def quantities(text: str) -> Iterator[Quantity]:
    """Every number of ``text`` in order; in ``2-3 weeks`` both have the unit."""
    return iter(_all(text))


@lru_cache(maxsize=64)
def _all(text: str) -> tuple[Quantity, ...]:
    """One sentence asks again and again."""
    return tuple(_ranged(text))


def _ranged(text: str) -> Iterator[Quantity]:
    found = list(_each(text))
    for this, after in zip_longest(found, found[1:]):
        bare = this.dimension is None and not this.plus
        if bare and after and after.dimension is not None and _RANGE.fullmatch(text[this.end : after.start]):
            scale = after.value / after.said if after.said else 1.0
            if after.dimension == TEMPERATURE:
                scale = _sign(text, this.start)
            this = replace(this, value=this.said * scale, dimension=after.dimension, nouns=after.nouns)
        yield this


_RANGE = compiled(
    r"\s?(?:-|to|up to|or|against|versus|vs\.?|rather than|instead of)(?: only| just)?\s?", re.I
)


def _each(text: str) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        number = value_of(found["n"])
        start, end, plus = found.start(), found.end(), found["plus"] is not None
        if found["sign"] or (found["after"] and not _mass_pounds(found, text)):
            end = found.end("after") if found["after"] else found.end("plus") if plus else found.end("n")
            yield Quantity(number, MONEY, frozenset(), start, end, number, plus)
        elif found["pct"]:
            yield Quantity(number, PERCENT, _nouns(text, end), start, end, number, plus)
        elif (unit := _unit(found, text)) is not None:
            value = number * (_sign(text, found.start("n")) if unit[0] == TEMPERATURE else unit[1])
            yield Quantity(value, unit[0], _nouns(text, end), start, end, number, plus)
        else:
            end = found.end("plus") if plus else found.end("n")
            yield Quantity(number, None, _nouns(text, end), start, end, number, plus)


def _sign(text: str, at: int) -> float:
    """-1 of what is below zero: ``-40 °C``; the dash of ``10-40 °C`` and of ``at 5 - 10 °C`` is no sign."""
    return -1.0 if at and text[at - 1] == "-" and not _DASH.search(text, max(0, at - 12), at - 1) else 1.0


_DASH = compiled(r"(?:\w|[°%)]|\d ?(?:°? ?C)? )$")


def dimension_of(word: str) -> str | None:
    """What a unit word measures: ``lumens`` → ``light``."""
    unit = _UNITS.get(word.lower()) or _UNITS.get(stem(word))
    return unit[0] if unit else None


def unit_of(label: str) -> str | None:
    """``kg`` of ``weight kg``, ``calories`` of ``calories per serving``."""
    first, *others = tokens(label) or [""]
    if any(map(dimension_of, others)):
        return others[-1]
    return first if len(first) > 3 and first.endswith("s") and dimension_of(first) else None


_MOST = 1e15
"""A number of hundreds of digits is infinite, which no whole number is made of."""


def value_of(number: str) -> float:
    """``1,299.50`` and ``12,5``: a comma before exactly three digits parts thousands."""
    number = number.rstrip(",.")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    number = number.replace(",", ".")
    whole, *rest = number.split(".")
    return min(float(f"{whole}.{''.join(rest)}" if rest else whole), _MOST)


def _mass_pounds(found: re.Match[str], text: str) -> bool:
    text = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    if found["after"].lower() == "pounds" and _ELSE.search(text):
        return True  # Who counts in dollars weighs in pounds.
    priced = _PRICED.search(text) and not _HEAVY.search(text)
    return found["after"].lower() == "pounds" and not priced


_AROUND = 200
"""Characters on either side of pounds that say whether they are money."""
_ELSE = compiled(r"[$€] ?\d")
_PRICED = compiled(
    r"\b(?:cost|pric|sav|off\b|cheap|expens|dear|spend|pay|budget|sale|less than|below|under|discount|down)",
    re.I,
)
_HEAVY = compiled(r"\b(?:weigh|heav|light|carr|load|hold|support)", re.I)


_PLURAL = compiled(r" (?:[A-Za-z]+ )?[a-z]+s\b")


def _unit(found: re.Match[str], text: str) -> tuple[str, float] | None:
    word = found["after"] or found["unit"]
    if not word:
        return None
    if word in ('"', "''"):
        return _UNITS["inch"]
    if word == "'":
        return None if text[found.end() :][:1].isalnum() else _UNITS["foot"]
    if found["sq"]:
        side = _UNITS.get(word.lower()) or _UNITS.get(stem(word))
        return ("area", side[1] ** 2) if side and side[0] == "length" else None
    if word.lower() == "bars":
        return None
    if word == "gigabit" and text[found.start("unit") - 1] == " " and _PLURAL.match(text, found.end()):
        return None  # "4 gigabit ports"
    if found["per"]:
        # "63 g/m" is no mass, but may be told as "63 grams a metre".
        whole = _UNITS.get(word.lower())
        return (f"{whole[0]}{found['per'].lower()}", whole[1]) if whole else None
    if word == "s" and text[found.start("unit") - 1] == " ":
        return _UNITS["second"]  # "50 s", but not "the 90s".
    if word.lower() in ("in", "c", "h", "second", "v", "bar", "min") and not _closes(found, text, word):
        return None
    return _UNITS.get(word.lower()) or (_UNITS.get(stem(word)) if len(word) > 2 else None)


_SCREEN = compiled(r"(?!X+L?\b)[A-Z]{3,}\b")


def _closes(found: re.Match[str], text: str, word: str) -> bool:
    """``12 in`` is inches at an end or before ``wide``; ``2 in a box`` is not."""
    after = text[found.end() :].lstrip()
    if word.lower() != "in":
        return True
    if _SCREEN.match(after):
        return True  # "1.74 in AMOLED".
    return not after or after[0] in ".,;)x×" or bool(re.match(r"(?:wide|long|tall|high|deep|thick)\b", after))


_ASIDE = compiled(r" \([^()]{1,60}\)(?= [a-z])")
"""``2011 (7/64"x 25/64") particles``: what is counted stands after it."""


def _nouns(text: str, end: int) -> frozenset[str]:
    """Stems of the (at most three) words that follow, to the end of their phrase."""
    if text.startswith(" (", end) and (aside := _ASIDE.match(text, end)):
        end = aside.end()
    following = re.split(r"[.,;:!?()]|\s-\s", text[end : end + 60], maxsplit=1)[0]
    nouns: list[str] = []
    for at, word in enumerate(tokens(following)[:4]):
        if word.lower() == "of" and at == 0:
            continue  # "16 GB of memory".
        if len(nouns) == 3:
            break
        if word.lower() in _STOP or word[0].isdigit():
            break
        nouns.append(stem(word))
    return frozenset(nouns)
