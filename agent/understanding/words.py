"""Words of a message and of the catalog, brought to one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\d+[.,]\d+(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|&")
"""A number with its fraction is one word: 4.5 is no 45."""
_DASHES = "-–−"
_BEFORE_A_SIGN = "([,;:/"
_SPELLINGS = {
    "&": "and",
    "gray": "grey",
    "colour": "color",
    "jewelry": "jewellery",
    "jewelery": "jewellery",
    "pajama": "pyjama",
    "moisturizer": "moisturiser",
    "fiber": "fibre",
}
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "people": "person",
    "feet": "foot",
    "teeth": "tooth",
    "scarves": "scarf",
    "knives": "knife",
    "shelves": "shelf",
    "leaves": "leaf",
    "halves": "half",
    "loaves": "loaf",
    "wives": "wife",
    "wolves": "wolf",
    "mice": "mouse",
    "geese": "goose",
    "calves": "calf",
    "elves": "elf",
    "dwarves": "dwarf",
}

_STOP_WORDS = """
a about after again all also am an and any anything are as at be because been before both but by can
could did do does don dont for from get give go got had has have he her here hers him his how i id
if im in instead into is it its just kind let like ll look looking made make makes many me mine more
most much must my need needs new no nor not nothing now of off on one ones only or other our out
over own perhaps please really s same she show should so some something sort still such sure t than
thanks that the their them then there these they thing things this those to too under up us use ve
very want wants was we well were what when where which while who will with without would yes yet you
your find free home best good great nice item items product products set others none multi-purpose
basic
"""
STOP = frozenset(_STOP_WORDS.split())
"""Words that name nothing by themselves, even where a catalog has them as a value."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a message: ``raw`` as written in lower case, ``form`` for comparison, and where it is.

    A dash before a number belongs to its ``form`` alone: -2 is no 2, and 2-4 is neither 2 4 nor 24.
    """

    raw: str
    form: str
    start: int
    end: int


def lowered(text: str) -> str:
    """Lower case of the same length, so that positions hold in the original."""
    if text.isascii():
        return text.lower()
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text).replace("’", "'")


def tokens(text: str) -> list[Token]:
    """The words of a text that :func:`lowered` has seen, in order."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        raw = "and" if word == "&" else word.replace("'", "")
        dash = "-" if word[0].isdecimal() and _dashed(text, match.start()) else ""
        found.append(Token(raw, dash + form(word), match.start(), match.end()))
    return found


def _dashed(text: str, start: int) -> bool:
    """Whether a dash makes the number at ``start`` another one: a minus, or the second half of a range."""
    if not start or text[start - 1] not in _DASHES:
        return False
    before = text[start - 2 : start - 1]
    return not before or before.isspace() or before.isdecimal() or before in _BEFORE_A_SIGN


@lru_cache(maxsize=16_384)
def form(word: str) -> str:
    """Singular, without a possessive, in one spelling: ``women's`` and ``womens`` → ``woman``."""
    word = word.removesuffix("'s").replace("'", "")
    word = _SPELLINGS.get(word, word)
    word = singular(word)
    return _SPELLINGS.get(word, word)


def singular(word: str) -> str:
    """A rough singular, the same for both numbers of a word (``hoodies`` and ``hoodie`` → ``hoody``)."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isascii() or any(letter.isdigit() for letter in word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ie") and len(word) > 4:
        return word[:-2] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return _IRREGULAR.get(word[:-1], word[:-1])
    return word
