"""Units of measure as shoppers and catalogs write them."""

from __future__ import annotations

import re
from types import MappingProxyType

_SPELLINGS: dict[str, dict[str, float]] = {
    "mass": {"mg": 0.001, "g gram grams gramme grammes": 1, "kg kgs kilo kilos kilogram kilograms": 1000,
             "oz ounce ounces": 28.3495, "lb lbs": 453.592},
    "length": {"mm millimetre millimetres millimeter millimeters": 1,
               "cm centimetre centimetres centimeter centimeters": 10,
               "m metre metres meter meters": 1000, "km kilometre kilometres kilometer kilometers": 1e6,
               "inch inches": 25.4, "ft foot feet": 304.8},
    "volume": {"ml millilitre millilitres milliliter milliliters": 1, "cl": 10,
               "l litre litres liter liters": 1000, "gal gallon gallons": 3785.41},
    "time": {"sec secs second seconds": 1, "min mins minute minutes": 60, "h hr hrs hour hours": 3600,
             "day days": 86400, "week weeks": 604800, "month months": 2629800, "year years yr yrs": 31557600},
    "data": {"mb megabyte megabytes": 1, "gb gigabyte gigabytes gig gigs": 1000,
             "tb terabyte terabytes": 1e6},
    "power": {"w watt watts": 1, "kw kilowatt kilowatts": 1000},
    "energy": {"wh": 1, "kwh": 1000},
    "charge": {"mah": 1, "ah": 1000},
    "voltage": {"v volt volts": 1},
    "light": {"lm lumen lumens": 1},
    "frequency": {"hz hertz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
    "pixels": {"mp megapixel megapixels": 1},
    "sound": {"db decibel decibels": 1},
    "torque": {"nm": 1},
    "turns": {"rpm": 1},
    "pressure": {"bar": 1},
}  # fmt: skip
UNITS = MappingProxyType(
    {
        spelling: (dimension, factor)
        for dimension, units in _SPELLINGS.items()
        for spellings, factor in units.items()
        for spelling in spellings.split()
    }
)
"""A unit in lower case → what it measures, and how many of that dimension's first unit it is."""

_MEASURED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([^\W\d_]+|\")?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def number(text: str) -> float:
    """``1,500`` is fifteen hundred, ``1,5`` one and a half.

    Raises:
        ValueError: the text is no number.
    """
    return float(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", "."))


def measured(value: str) -> tuple[float, str | None] | None:
    """A catalog's value as an amount with its dimension: ``1.5 L`` → 1500.0, ``volume``; ``4`` → 4.0, None.

    None where it is anything else.
    """
    found = _MEASURED.fullmatch(value.strip())
    if found is None:
        return None
    try:
        amount = number(found[1])
    except ValueError:
        return None
    if found[2] is None:
        return amount, None
    unit = UNITS.get("inch" if found[2].casefold() in ('"', "in") else found[2].casefold())
    return None if unit is None else (amount * unit[1], unit[0])
