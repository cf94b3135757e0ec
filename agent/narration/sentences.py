"""Where a sentence ends, decided on the characters seen so far."""

from __future__ import annotations

import re

_WINDOW = 64
"""Characters looked back on."""
_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»)\]*_`]*$")
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


def proven_end(text: str) -> int | None:
    """Length of the sentence that the last character of ``text`` proves to be over, if it proves one.

    Asked after every character, it finds each end as soon as it is certain, looking back a few words
    only: however long a model goes on without an end, a character costs the same.
    """
    if text[-1:].isspace():
        return None
    head = text[:-1].rstrip() if text[-2:-1].isspace() else text[:-1]
    window = head[-_WINDOW:]
    end = _END.search(window)
    if end is None or not _ends(window, end, gap=len(head) < len(text) - 1, following=text[-1:]):
        return None
    return len(head)


def _ends(window: str, end: re.Match[str], *, gap: bool, following: str) -> bool:
    mark = end.group()[0]
    if mark in "。！？":
        return True
    if not gap:
        return False
    if mark in "!?":
        return True
    if end.group() == ".":
        word = _WORD_BEFORE.search(window)
        name = word[1].lower() if word else ""
        if name in _OPEN or (len(name) == 1 and word is not None and word[1].isupper()):
            return False
        if name in _UNITS:
            return following.isupper() or following == "["
    return not following.islower()
