"""Any text to words that meet: "TN-450" is "tn450" is "TN 450", and 15" is "15-inch" is "15 in".

What is written together, apart or with a hyphen is kept both ways: the parts, and the parts joined.
A catalog's text gets all of them (:func:`spread_out`); a query keeps them apart as alternatives
(:func:`terms`), so that a form which nobody wrote costs a query nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = {
    "inch": "inch inches in",
    "ft": "ft feet foot",
    "cm": "cm centimeter centimeters centimetre centimetres",
    "mm": "mm millimeter millimeters millimetre millimetres",
    "m": "m meter meters metre metres",
    "l": "l liter liters litre litres ltr",
    "ml": "ml milliliter milliliters millilitre millilitres",
    "oz": "oz ounce ounces",
    "lb": "lb lbs pound pounds",
    "kg": "kg kgs kilogram kilograms",
    "g": "g gr gram grams gms",
    "qt": "qt quart quarts",
    "gal": "gal gallon gallons",
    "gb": "gb gigabyte gigabytes",
    "tb": "tb terabyte terabytes",
    "mb": "mb megabyte megabytes",
    "w": "w watt watts",
    "v": "v volt volts",
    "mah": "mah",
    "mp": "mp megapixel megapixels",
    "ct": "ct count",
    "pack": "pack packs pk",
    "pc": "pc pcs piece pieces",
}
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings.split()}

_INCHES = re.compile(r"(?<=\d)\s*(?:''|[\"”″])")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’`´]s?(?=$|\W)")
_WRITTEN = re.compile(r"[^\W_]+(?:(?:[.,](?=\d)|[-‐‑–/&+'’])[^\W_]+)*")
_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")
_RUN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ALONE = frozenset(("a", "i", "x"))
"""Letters that are words: "a shirt", "8 x 10"."""
MAX_PARTS = 5
"""A chain of more hyphens is a list, not a name."""
MAX_CODE = 4
"""Letters before a space and a number that may still be a model's ("TN 450"), not a word ("top 10")."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text says: written as one word, in parts, or both."""

    parts: tuple[str, ...]
    joined: str | None = None


def terms(text: str) -> list[Term]:
    """What a text says, in its order; empty for a text without letters or digits."""
    return list(_paired(_written(text)))


def spread_out(text: str) -> str:
    """Every form of every term, separated by spaces."""
    out: list[str] = []
    for term in terms(text):
        out += term.parts
        if term.joined is not None:
            out.append(term.joined)
    return " ".join(out)


def _written(text: str) -> Iterator[Term]:
    """Words as they stand between spaces."""
    text = unicodedata.normalize("NFKC", text).lower() if not text.isascii() else text.lower()
    text = _POSSESSIVE.sub("", _INCHES.sub(" inch ", text))
    for word in _WRITTEN.findall(text):
        if word.isalpha() or word.isdecimal():
            yield Term((word,))
            continue
        parts = [run.replace(",", "") for part in _PART.findall(word) for run in _RUN.findall(part)]
        if len(parts) == 1:
            yield Term((parts[0],))
        elif len(parts) > MAX_PARTS:
            yield from (Term((part,)) for part in parts)
        elif len(parts) == 2 and parts[1] in _UNIT_OF and _number(parts[0]):
            yield _measure(parts[0], _UNIT_OF[parts[1]])
        else:
            yield Term(tuple(parts), "".join(parts))


def _paired(written: Iterator[Term]) -> Iterator[Term]:
    """Neighbours that belong together: a number and its unit, a letter and its word, a model's code."""
    found = list(written)
    at = 0
    while at < len(found):
        pair = _pair(*found[at : at + 3]) if at + 1 < len(found) else None
        yield pair or found[at]
        at += 2 if pair else 1


def _pair(first: Term, second: Term, third: Term | None = None) -> Term | None:
    if len(first.parts) > 1 or len(second.parts) > 1 or first.parts[0] in _ALONE:
        return None
    left, right = first.parts[0], second.parts[0]
    if _number(left) and right in _UNIT_OF:
        # "2 in 1" measures nothing.
        ratio = right == "in" and third is not None and _number(third.parts[0])
        return None if ratio else _measure(left, _UNIT_OF[right])
    letters = left.isalpha() and left.isascii()
    if letters and ((len(left) == 1 and right.isalpha()) or (len(left) <= MAX_CODE and right.isdecimal())):
        return Term((left, right), left + right)
    return None


def _measure(number: str, unit: str) -> Term:
    return Term((number, unit), number + unit)


def _number(text: str) -> bool:
    return text[0].isdecimal() and text[-1].isdecimal()
