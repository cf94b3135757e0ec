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
from functools import lru_cache
from typing import NamedTuple

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

_INCHES = re.compile(r"(?<=\d)(?:['’′]{2}|[\"”])")
_FRACTION = re.compile(r"(\d*)([¼½¾])")
_DECIMALS = {"¼": ".25", "½": ".5", "¾": ".75"}
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’`´]s?(?=$|\W)")
_WRITTEN = re.compile(r"[^\W_]+(?:(?:[.,](?=\d)|[-‐‑–/&+'’])[^\W_]+)*")
_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")
_RUN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ALONE = frozenset(
    ("a", "i", "x", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
"""Words that no code or name begins with: "a shirt", "8 x 10", "for 2"."""
MAX_PARTS = 5
"""A chain of more hyphens is a list, not a name."""
MAX_CODE = 4
"""Letters before a space and a number that may still be a model's ("TN 450"), not a word ("series 10")."""
REMEMBERED = 100_000
"""Words whose terms are kept: a catalog says the same ones again and again."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text says: written as one word, in parts, or both."""

    parts: tuple[str, ...]
    joined: str | None = None

    @property
    def leads(self) -> bool:
        """Whether the next word may belong to this one."""
        first = self.parts[0]
        return self.joined is None and (len(first) <= MAX_CODE or _number(first)) and first not in _ALONE


def terms(text: str) -> list[Term]:
    """What a text says, in its order; empty for a text without letters or digits."""
    said = [term for word in text.split() for term in _written(word).terms]
    out: list[Term] = []
    while said:
        pair = _pair(said[0], *said[1:3]) if len(said) > 1 and said[0].leads else None
        out.append(pair or said[0])
        del said[: 2 if pair else 1]
    return out


def spread_out(text: str) -> str:
    """Every form of every term, separated by spaces."""
    words = [_written(word) for word in text.split()]
    out = [word.forms for word in words]
    for at in [at for at, word in enumerate(words[:-1]) if word.leads]:
        lead, after = words[at].terms[-1], [term for word in words[at + 1 : at + 3] for term in word.terms]
        if after and (pair := _pair(lead, *after[:2])) is not None and pair.joined is not None:
            out += (*pair.parts[1:], pair.joined)
    return " ".join(out)


class _Word(NamedTuple):
    """What stands between two spaces."""

    terms: tuple[Term, ...]
    forms: str
    leads: bool


@lru_cache(maxsize=REMEMBERED)
def _written(word: str) -> _Word:
    if not word.isascii():
        word = _FRACTION.sub(lambda match: (match[1] or "0") + _DECIMALS[match[2]], word)
        word = unicodedata.normalize("NFKC", word)
    word = word.lower()
    word = _POSSESSIVE.sub("", _INCHES.sub(" inch ", word))
    found = tuple(term for piece in _WRITTEN.findall(word) for term in _pieces(piece))
    forms = " ".join(form for term in found for form in (*term.parts, term.joined) if form)
    return _Word(found, forms, bool(found) and found[-1].leads)


def _pieces(word: str) -> Iterator[Term]:
    if word.isalpha() or word.isdecimal():
        yield Term((word,))
        return
    parts = [run.replace(",", "") for part in _PART.findall(word) for run in _RUN.findall(part)]
    if len(parts) == 1:
        yield Term((parts[0],))
    elif len(parts) > MAX_PARTS:
        yield from (Term((part,)) for part in parts)
    elif len(parts) == 2 and parts[1] in _UNIT_OF and _number(parts[0]):
        yield _measure(parts[0], _UNIT_OF[parts[1]])
    elif parts:
        yield Term(tuple(parts), "".join(parts))


def _pair(first: Term, second: Term, third: Term | None = None) -> Term | None:
    """Neighbours that belong together: a number and its unit, a letter and its word, a model's code."""
    if second.joined is not None:
        return None
    left, right = first.parts[0], second.parts[0]
    if _number(left):
        # "2 in 1" measures nothing.
        ratio = right == "in" and third is not None and _number(third.parts[0])
        return _measure(left, _UNIT_OF[right]) if right in _UNIT_OF and not ratio else None
    if left.isascii() and ((len(left) == 1 and right.isalpha()) or right.isdecimal()):
        return Term((left, right), left + right)
    return None


def _measure(number: str, unit: str) -> Term:
    return Term((number, unit), number + unit)


def _number(text: str) -> bool:
    return text[0].isdecimal() and text[-1].isdecimal()
