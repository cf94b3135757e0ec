"""Sentences and facts brought to one spelling: number words, fractions, dashes, plurals."""

from __future__ import annotations

import re

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SMALL = {"one": 1, "a": 1, "an": 1, **_WORDS, **_TENS}
_HUNDREDS = re.compile(
    rf"(?<![\w-])({'|'.join(_SMALL)})\s+(hundred|"
    rf"thousand)(?:\s+(?:and\s+)?({'|'.join([*_TENS, *_WORDS])})\b)?",
    re.I,
)
_TENS_AND = re.compile(rf"(?<![\w-])({'|'.join(_TENS)})[\s-]({'|'.join(['one', *_WORDS])})\b", re.I)
_ALONE = re.compile(rf"(?<!\w)({'|'.join([*_WORDS, *_TENS])})(?!\w)", re.I)
_ONE = re.compile(
    r"\bone(?=[\s-](?:years?|months?|person|man|pieces?|litres?|liters?|kilo\w*|kg|metres?|meters?|inch|"
    r"hours?|stars?|days?|pockets?|dollars?|euros?|pounds?|%|percent)\b)",
    re.I,
)
_A = re.compile(
    r"\b(?P<half>half |(?:a )?quarter of )?an?"
    r"(?=[\s-](?:lit(?:re|er)s?|kilo\w*|kg|met(?:re|er)s?|dollar|euro|gram|pound)\b)",
    re.I,
)
_PART_OF = {"h": "0.5", "q": "0.25", "a": "0.25"}
_HALVES = re.compile(r"\b(\d+) and a half\b", re.I)
_DOZEN = re.compile(r"\b(half )?a dozen\b", re.I)
_SHARES = {
    "half": "50%", "third": "33.3%", "quarter": "25%", "fifth": "20%", "tenth": "10%", "2 thirds": "66.7%",
    "3 quarters": "75%",
}  # fmt: skip
_SHARE = re.compile(
    r"\b(?:(?:an? |1 )?(third|quarter|fifth|tenth)|(half|2 thirds|3 quarters))"
    r"(?=[\s-](?:off|cheaper|less|lower|lighter|heavier|more|below|smaller|bigger|larger|longer|shorter|dearer)\b)",
    re.I,
)
_QUARTERS = re.compile(r"\b(?:(?:an? )?(?:(\d) )?quarters?) of an hour\b", re.I)
_HALF_HOUR = re.compile(r"\bhalf an hour\b", re.I)
_HOUR = re.compile(
    r"(?<=(?:over|than|past) )an(?= hour\b)|(?<=(?:under|about|least|lasts) )an(?= hour\b)", re.I
)
_CENTS = re.compile(r"\b(\d+(?:\.\d+)?) ?(?:cents?\b|¢)", re.I)
_KILO = re.compile(r"(?<=\d)k\b(?!\s?g)", re.I)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[\ue000-\uf8ff]", re.UNICODE)
_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "−": "-", "—": ","})
MARKS = "\ue000-\uf8ff"


def spelt(text: str) -> str:
    """``two hundred and ten`` → ``210``, ``two-person`` → ``2-person``; one kind of quote and dash."""
    text = re.sub(f"[\\s{MARKS}]+", " ", text).translate(_PUNCTUATION)
    if not _MAY_COUNT.search(text):
        return text
    text = _TENS_AND.sub(lambda m: str(_TENS[m[1].lower()] + _SMALL[m[2].lower()]), text)
    text = _HUNDREDS.sub(_hundreds, text)
    text = _ALONE.sub(lambda m: str(_SMALL[m[1].lower()]), text)
    text = _ONE.sub("1", text)
    text = _A.sub(lambda m: _PART_OF[m["half"][0].lower()] if m["half"] else "1", text)
    text = _QUARTERS.sub(lambda m: f"{15 * int(m[1] or 1)} minutes", text)
    text = _HALF_HOUR.sub("30 minutes", text)
    text = _HOUR.sub("1", text)
    text = _CENTS.sub(lambda m: f"${float(m[1]) / 100:g}", text)
    text = _SHARE.sub(lambda m: _SHARES[(m[1] or m[2]).lower()], text)
    text = _DOZEN.sub(lambda m: "6" if m[1] else "12", text)
    text = _HALVES.sub(r"\1.5", text)
    return _KILO.sub("000", text)


_MAY_COUNT = re.compile(
    rf"\d ?(?:cents?\b|¢)|\ban hour\b|\b(?:one|hundred|thousand|dozen|half|third|quarter|fifth|tenth|"
    rf"an?\s(?:lit|kilo|kg|met|dol|eu|gram|pou)|{'|'.join([*_WORDS, *_TENS])})|\dk\b",
    re.I,
)


def _hundreds(found: re.Match[str]) -> str:
    total = _SMALL[found[1].lower()] * (100 if found[2].lower() == "hundred" else 1000)
    return str(total + (_SMALL[found[3].lower()] if found[3] else 0))


def tokens(text: str) -> list[str]:
    """Words and numbers, in order, as they are written."""
    return _TOKEN.findall(text)


_SAME = {
    "gray": "grey", "aluminum": "aluminium", "wooden": "wood", "woolen": "wool", "woollen": "wool",
    "people": "person", "adult": "person", "sleeper": "person", "camper": "person",
    "men": "man", "women": "woman", "children": "child", "kid": "child", "kids": "child",
    "leathery": "leather", "silken": "silk", "golden": "gold", "metallic": "metal", "litre": "liter",
    "grams": "gram", "colour": "color", "coloured": "color", "colored": "color",
}  # fmt: skip


def stem(word: str) -> str:
    """Lower case, without a plural or possessive ending; one of several spellings."""
    word = word.lower().removesuffix("'s").removesuffix("s'")
    word = _SAME.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
        if word.endswith(("she", "che", "sse", "xe")):
            word = word[:-1]
    return _SAME.get(word, word)
