"""Sentences and facts brought to one spelling: number words, fractions, dashes, plurals."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.narration.claims.blends import blended
from agent.narration.claims.figures import in_figures
from agent.narration.claims.guarded import compiled
from agent.narration.claims.written import written

_SQUARE = compiled(r"(?<=\d) ?(m|cm|mm|km|ft|in)(?:²|2\b)", re.I)
_TOKEN = compiled(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[\ue000-\uf8ff]", re.UNICODE)
_PUNCTUATION = str.maketrans(
    {"’": "'", "º": "°", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "−": "-", "—": ",",
     # A pattern that overlooks case takes these for letters of ours, a table of words does not.
     "ſ": "s", "ı": "i", "İ": "I", "\u212a": "K"}
)  # fmt: skip
MARKS = "\ue000-\uf8ff"


_SIDES = compiled(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:x|×|by)\s?(?:(\d+(?:\.\d+)?)\s?(?:x|×|by)\s?)?(\d+(?:\.\d+)?)[\s-]?"
    r"(mm|cm|m|in|inches|inch|ft|feet)\b",
    re.I,
)
"""``180 x 60 cm``: each side with the unit."""
_CAN_BE = compiled(
    r"\bcan(?P<not>not|'t| not)? (?:also |easily |even )?be (?P<v>removed|detached|taken off|washed|"
    r"folded|adjusted|recharged|"
    r"dimmed|stacked|reversed|refilled|replaced|collapsed|recycled|inflated|programmed|composted)\b",
    re.I,
)
_INTO = compiled(
    r"\b(?:(?:can|may|could) (?:(?:also|even|all|both) )?)?"
    r"go(?:es)? (?:straight |right |safely |happily )?(?:in|into|through) the (?P<m>dishwasher|"
    r"washing machine|washer|microwave|freezer)\b",
    re.I,
)
_GLOWS = compiled(r"\b(?P<g>glow\w*) \w+ly in the dark\b", re.I)
_ABLE = {
    "removed": "removable", "detached": "removable", "taken off": "removable", "washed": "washable",
    "folded": "foldable", "adjusted": "adjustable", "recharged": "rechargeable", "dimmed": "dimmable",
    "stacked": "stackable", "reversed": "reversible", "refilled": "refillable", "replaced": "replaceable",
    "collapsed": "foldable", "recycled": "recyclable", "inflated": "inflatable",
    "programmed": "programmable", "composted": "compostable",
}  # fmt: skip
_SAFE = {"washing machine": "machine washable", "washer": "machine washable"}


_GIVE_OR_TAKE = compiled(
    r"\bgive or take (?:an? (?:few |couple of |handful of )?|about |around )?(?:[$€£]?[\d.]+|[a-z]+)"
    r"(?: (?:dollars?|euros?|pounds|cents?|bucks|quid|pence)\b)?",
    re.I,
)
_AND_CHANGE = compiled(
    r"\b(?<!over )((?:[a-z]+ )?[a-z\d.]+ (?:dollars|bucks|euros|pounds|quid)) and (?:some )?change\b",
    re.I,
)
"""``a hundred dollars and change``: so much and less than one more."""


_SHORT = 1000
"""Characters of a text that is kept as it was read."""
_SHORTENED = compiled(r"\b(max|min|approx|incl|excl)\. (?=[a-z\d])", re.I)
"""``max. child weight``: no end of a sentence."""


def spelt(text: str) -> str:
    """``two hundred and ten`` → ``210``, ``two-person`` → ``2-person``; one kind of quote and dash."""
    # A sentence is read by several, and the titles and values of a list by every turn that shows it.
    return _spelt(text) if len(text) <= _SHORT else _spelt.__wrapped__(text)


@lru_cache(maxsize=1024)
def _spelt(text: str) -> str:
    text = re.sub(f"[\\s{MARKS}]+", " ", text).translate(_PUNCTUATION)
    text = written(text)
    if ". " in text:
        text = _SHORTENED.sub(r"\1 ", text)
    if " take " in text:
        text = _GIVE_OR_TAKE.sub("or so", text)
    if " change" in text:
        text = _AND_CHANGE.sub(lambda m: f"just over {m[1]}", text)
    if "²" in text or "m2" in text:
        text = _SQUARE.sub(r" sq \1", text)
    if _SIDES.search(text):
        text = _SIDES.sub(lambda m: " x ".join(f"{side} {m[4]}" for side in (m[1], m[2], m[3]) if side), text)
    if " be " in text:
        text = _CAN_BE.sub(lambda m: f"is {'not ' if m['not'] else ''}{_ABLE[m['v'].lower()]}", text)
    if " the " in text:
        text = _INTO.sub(lambda m: f"is {_SAFE.get(m['m'].lower(), m['m'].lower() + ' safe')}", text)
        text = _GLOWS.sub(r"\g<g> in the dark", text)
    text = in_figures(text)
    return blended(text) if _RATIO.search(text) else text


_RATIO = compiled(r"\d\d ?[/:-] ?\d\d")


def tokens(text: str) -> list[str]:
    """Words and numbers, in order, as they are written."""
    return list(_tokens(text))


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


_SAME = {
    "gray": "grey", "aluminum": "aluminium", "wooden": "wood", "woolen": "wool", "woollen": "wool",
    "people": "person", "adult": "person", "sleeper": "person", "camper": "person",
    "men": "man", "women": "woman", "children": "child", "kid": "child", "kids": "child",
    "leathery": "leather", "silken": "silk", "golden": "gold", "metallic": "metal", "litre": "liter",
    "grams": "gram", "colour": "color", "coloured": "color", "colored": "color",
    "loaves": "loaf", "lenses": "lens", "calories": "calorie", "shelves": "shelf",
    "seater": "seat", "wheeler": "wheel", "knives": "knife", "scarves": "scarf", "halves": "half",
}  # fmt: skip


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Lower case, without a plural or possessive ending; one of several spellings."""
    word = word.lower().removesuffix("'s").removesuffix("s'")
    word = _SAME.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
        if word.endswith(("she", "che", "sse", "xe")):
            word = word[:-1]
    if word.endswith("isation"):
        word = f"{word[:-7]}ization"
    return _SAME.get(word, word)
