"""Where a sentence ends, decided on the characters seen so far."""

from __future__ import annotations

import re

_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»)\]*_`]*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")

# Never the end of a sentence, whatever follows.
_OPEN = frozenset(
    [
        "st",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "jr",
        "sr",
        "vs",
        "no",
        "nr",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "approx",
        "ca",
        "cf",
        "fig",
        "vol",
        "z.b",
        "bzw",
        "p.ex",
        "incl",
        "excl",
    ]
)
# The end of one only where a capital follows.
_UNITS = frozenset(
    [
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "llc",
        "oz",
        "in",
        "ft",
        "yd",
        "lb",
        "lbs",
        "fl",
        "gal",
        "qt",
        "pt",
        "sq",
        "dia",
        "min",
        "max",
        "hr",
        "hrs",
        "pc",
        "pcs",
        "ea",
        "a.m",
        "p.m",
        "u.s",
        "u.k",
    ]
)


def boundary(text: str) -> int | None:
    """Length of the first sentence at the front of ``text``, once it is certain; None before that.

    Certain means that the first character after the white space is known. So the answer for a text
    never changes when more characters are appended.
    """
    for end in _END.finditer(text):
        if _ends(text, end):
            return end.end()
    return None


def _ends(text: str, end: re.Match[str]) -> bool:
    rest = text[end.end() :]
    following = rest.lstrip()
    if not following:
        return False
    mark = end.group()[0]
    if mark in "。！？":
        return True
    if len(rest) == len(following):
        return False
    if mark in "!?":
        return True
    if end.group() == ".":
        word = _WORD_BEFORE.search(text[: end.start() + 1])
        name = word[1].lower() if word else ""
        if name in _OPEN or (len(name) == 1 and word is not None and word[1].isupper()):
            return False
        if name in _UNITS:
            return following[0].isupper() or following[0] == "["
    return not following[0].islower()
