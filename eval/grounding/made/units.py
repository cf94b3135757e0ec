"""Amounts as people say them: ``2.5 kg`` is two and a half kilos, 2,500 grams."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

UNITS: Mapping[str, tuple[str, float, tuple[str, ...]]] = {
    "g": ("mass", 1, ("g", "grams")),
    "kg": ("mass", 1000, ("kg", "kilos", "kilograms")),
    "oz": ("mass", 28.3495, ("oz", "ounces")),
    "lb": ("mass", 453.592, ("lb", "pounds", "lbs")),
    "mm": ("length", 1, ("mm", "millimetres")),
    "cm": ("length", 10, ("cm", "centimetres", "centimeters")),
    "m": ("length", 1000, ("m", "metres", "meters")),
    "in": ("length", 25.4, ("inches",)),
    "ft": ("length", 304.8, ("feet", "ft")),
    "ml": ("volume", 1, ("ml", "millilitres")),
    "l": ("volume", 1000, ("litres", "liters", "l")),
    "h": ("time", 60, ("hours", "h")),
    "min": ("time", 1, ("minutes", "min")),
    "day": ("time", 1440, ("days",)),
    "month": ("time", 43830, ("months",)),
    "year": ("time", 525960, ("years",)),
    "w": ("power", 1, ("W", "watts")),
    "mah": ("charge", 1, ("mAh",)),
    "gb": ("data", 1, ("GB", "gigabytes")),
    "hz": ("frequency", 1, ("Hz", "hertz")),
    "db": ("sound", 1, ("dB", "decibels")),
    "lm": ("light", 1, ("lm", "lumens")),
    "%": ("share", 1, ("%", "percent", "per cent")),
    "": ("count", 1, ("",)),
}
"""Unit → what it measures, in how many of the smallest, and its spellings."""
_KEYS = {spelling.lower(): unit for unit, (_, _, said) in UNITS.items() for spelling in said} | {
    "inch": "in", '"': "in", "hr": "h", "hrs": "h", "hour": "h", "minute": "min", "month": "month",
    "year": "year", "days": "day", "watt": "w", "litre": "l", "liter": "l", "lbs": "lb", "mins": "min",
}  # fmt: skip
_SINGLE = {
    "inches": "inch", "feet": "foot", "hours": "hour", "kilos": "kilo", "litres": "litre", "liters": "liter",
    "lbs": "lb", "ounces": "ounce",
}  # fmt: skip
_PLAIN = re.compile(r"(?P<up>up to )?(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?) ?(?P<unit>%|\"|[A-Za-z]{1,12})?")
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TURNS = {
    "kg": ("g",), "g": ("kg",), "l": ("ml",), "ml": ("l",), "cm": ("mm", "m"), "m": ("cm",), "mm": ("cm",),
    "year": ("month",), "h": ("min",), "min": ("h",),
}  # fmt: skip
"""What is turned into what without a rest."""
_HALVED = ("kilos", "litres", "metres", "hours", "pounds")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (``""``: it counts things)."""

    number: float
    unit: str
    at_most: bool = False

    @property
    def base(self) -> float:
        """In the smallest unit of its kind."""
        return self.number * UNITS[self.unit][1]

    @property
    def dimension(self) -> str:
        """What it measures."""
        return UNITS[self.unit][0]

    def of(self, number: float) -> Amount:
        """Another number of the same unit."""
        return replace(self, number=number)


def amount_of(text: str, unit: str = "") -> Amount | None:
    """The amount that ``text`` is and nothing else; ``unit``: of a bare number."""
    found = _PLAIN.fullmatch(text.strip())
    if found is None:
        return None
    given = (found["unit"] or "").lower()
    key = _KEYS.get(given) if given else unit
    return None if key is None else Amount(float(found["n"].replace(",", "")), key, bool(found["up"]))


def figure(number: float) -> str:
    """``1,250``, ``0.75``, ``3``."""
    return f"{number:,.0f}" if abs(number - round(number)) < 1e-9 else f"{number:.10g}"


def in_words(number: float) -> str:
    """``twelve``; in figures from twenty-one."""
    return _WORDS[int(number)] if number % 1 == 0 and 1 <= number <= 20 else figure(number)


def sized(amount: Amount) -> Amount | None:
    """In another unit, where that is a round number."""
    for unit in _TURNS.get(amount.unit, ()):
        number = round(amount.base / UNITS[unit][1], 6)
        if abs(number * 100 - round(number * 100)) < 1e-6 and 0.1 <= number < 20000:
            return replace(amount, number=number, unit=unit)
    return None


def noun(amount: Amount, random: Random, *, plain: bool = False) -> str:
    """``2.4 kg``, ``two years``, ``half a litre``; ``plain``: in figures."""
    word = random.choice(UNITS[amount.unit][2])
    number = amount.number
    if word in ("%", ""):
        return f"{figure(number)}{word}"
    single = _SINGLE.get(word, word.removesuffix("s")) if number == 1 else word
    if not plain and word in _HALVED and random.random() < 0.6:
        one = _SINGLE.get(word, word.removesuffix("s"))
        if number == 0.5:
            return f"half an {one}" if one == "hour" else f"half a {one}"
        if number == 1.5:
            return random.choice(
                (f"one and a half {word}", f"{'an' if one == 'hour' else 'a'} {one} and a half")
            )
        if number % 1 == 0.5 and number < 12:
            return f"{_WORDS[int(number)]} and a half {word}"
    if not plain and len(word) > 3 and number % 1 == 0 and 1 <= number <= 20 and random.random() < 0.6:
        return f"{_WORDS[int(number)]} {single}"
    return f"{figure(number)} {single}"


def adjective(amount: Amount, random: Random) -> str:
    """``three-year``, ``65-watt``, ``27-inch``, ``256 GB``: before what is so large."""
    word = random.choice(UNITS[amount.unit][2])
    single = _SINGLE.get(word, word if len(word) < 4 else word.removesuffix("s"))
    if word == "%":
        return f"{figure(amount.number)}%"
    if len(single) < 4 and single not in ("day", "oz"):
        return f"{figure(amount.number)} {single}"
    if len(word) > 3 and amount.number % 1 == 0 and 1 <= amount.number <= 20 and random.random() < 0.5:
        return f"{_WORDS[int(amount.number)]}-{single}"
    return f"{figure(amount.number)}-{single}"


def article(text: str) -> str:
    """``an 8-hour``, ``a two-year``."""
    return "an" if re.match(r"8|11(?!\d)|18(?!\d)|eigh|eleven", text) else "a"


def rounded(amount: Amount) -> Amount | None:
    """The next number that one would name: near, and not the same."""
    for step in (1000, 500, 100, 50, 10, 5, 1, 0.5):
        number = round(amount.number / step) * step
        off = abs(number - amount.number) / amount.number if amount.number else 0
        if number and 0.004 < off <= 0.06:
            return amount.of(number)
    return None
