"""What of the list on screen a message speaks about: ``the second one``, ``the first two``, ``these``."""

from __future__ import annotations

import re

_ORDINALS = (
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
    ("eighth", "8th"),
    ("ninth", "9th"),
    ("tenth", "10th"),
)
_PLACE = {word: place for place, words in enumerate(_ORDINALS) for word in words}
_COUNT = {
    word: count
    for count, words in enumerate((("two", "2", "couple"), ("three", "3"), ("four", "4"), ("five", "5")), 2)
    for word in words
}
_RUN = re.compile(rf"\b(first|top|last|bottom)(?: (?:of )?(?:a )?)({'|'.join(_COUNT)})\b")
_TIME = r"(?! (?:aid|time|day|class|hand|birthday|anniversary|date|grade|impression|trip|year|baby))"
_ONE = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_PLACE)})\b{_TIME}"
    r"|(?:\b(?:number|no\.|option|item)\s*|(?<!\w)#\s*)(?P<number>\d{1,2}|one|two|three|four|five)\b"
    r"|\bthe (?P<last>last)(?= (?:one|item|product|option)\b|\W*$| and\b|,)"
)
_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_SEVERAL = re.compile(r"\b(?:these|those|them|all of (?:these|them)|both)\b")
SINGLE = re.compile(r"\b(?:this|that|it)(?: one)?\b|\bits\b")
GOES_WITH = re.compile(
    r"\b(?:goes?|going|pairs?|fits|works) (?:well |nicely |together |best )?with\b|\baccessories for\b"
    r"|\bbought (?:together )?with\b"
)
ACCESSORIES = re.compile(
    r"\baccessories for (?:(?:it|them|this|that|these|those)(?: ones?| products?| items?)?"
    rf"|(?:the )?(?:{'|'.join(_PLACE)}|last)(?: ones?| products?| items?)?|(?:number|no\.|#) ?\d+)\W*$"
)
"""Asks for what goes with a thing on screen, whatever the catalog calls accessories."""
CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|more affordable|lower[ -]priced|costs? less)(?: ones?)? than\b"
)


def referred(text: str, shown: int) -> tuple[int, ...]:
    """Positions (0-based, each once, in the order said) in a list of ``shown``; ``()`` where none is meant.

    ``text`` is in lower case. What points beyond the list points at nothing.
    """
    found: list[tuple[int, range]] = []
    rest = text
    for run in _RUN.finditer(text):
        count = min(_COUNT[run[2]], shown)
        first = 0 if run[1] in ("first", "top") else shown - count
        found.append((run.start(), range(first, first + count)))
        rest = rest[: run.start()] + " " * len(run[0]) + rest[run.end() :]
    for one in _ONE.finditer(rest):
        if one["ordinal"]:
            place = _PLACE[one["ordinal"]]
        elif one["last"]:
            place = shown - 1
        else:
            place = int(_NUMBER.get(one["number"], one["number"])) - 1
        if 0 <= place < shown:
            found.append((one.start(), range(place, place + 1)))
    said = (place for _, places in sorted(found, key=lambda pair: pair[0]) for place in places)
    return tuple(dict.fromkeys(said))


def pointed_at(text: str, shown: int, single: int = 0) -> tuple[int, ...]:
    """As :func:`referred`; ``these`` is the whole list, ``both`` two, ``that`` the one at ``single``."""
    places = referred(text, shown)
    if places or not shown:
        return places
    several = _SEVERAL.search(text)
    if several is not None:
        return tuple(range(min(shown, 2) if several[0] == "both" else shown))
    return (single,) if SINGLE.search(text) else ()
