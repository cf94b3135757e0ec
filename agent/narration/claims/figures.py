"""Amounts that are written in words, in figures: ``two hundred and ten``, ``half an hour``, ``a fiver``."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled

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
_HUNDREDS = compiled(
    rf"(?<![\w-])({'|'.join(_SMALL)})\s+(hundred|"
    rf"thousand)(?:\s+(?:and\s+)?({'|'.join([*_TENS, *_WORDS])}|\d\d?)\b)?",
    re.I,
)
_TENS_AND = compiled(rf"(?<![\w-])({'|'.join(_TENS)})[\s-]({'|'.join(['one', *_WORDS])})\b", re.I)
_ALONE = compiled(rf"(?<!\w)({'|'.join([*_WORDS, *_TENS])})(?!\w)", re.I)
_ONE = compiled(
    r"\bone(?=[\s-](?:years?|months?|person|man|pieces?|litres?|liters?|kilo\w*|kg|metres?|meters?|inch|"
    r"hours?|stars?|days?|weeks?|minutes?|nights?|pockets?|dollars?|euros?|pounds?|%|percent)\b)",
    re.I,
)
_A = compiled(
    r"\b(?P<half>half |(?:a )?quarter of )?an?"
    r"(?=[\s-](?:lit(?:re|er)s?|kilo\w*|kg|met(?:re|er)s?|dollar|euro|gram|pound)\b)",
    re.I,
)
_PART_OF = {"h": "0.5", "q": "0.25", "a": "0.25"}
_HALVES = compiled(r"\b(\d+|one(?= and a half (?!times\b)[a-z])) and a half\b", re.I)
_DOZEN = compiled(r"\b(?:(?P<half>half )?a dozen\b|(?P<n>\d+) dozen\b)", re.I)
_SHARES = {
    "half": "50%", "third": "33.3%", "quarter": "25%", "fifth": "20%", "tenth": "10%", "2 thirds": "66.7%",
    "3 quarters": "75%",
}  # fmt: skip
_SHARE = compiled(
    r"\b(?:(?:an? |1 )?(third|quarter|fifth|tenth)|(half|2 thirds|3 quarters))"
    r"(?=[\s-](?:off|cheaper|less|lower|lighter|heavier|more|below|smaller|bigger|larger|longer|shorter|"
    r"dearer)\b)",
    re.I,
)
_AND_HALF = compiled(
    r"\ban? (lit(?:re|er)|kilo|met(?:re|er)|hour|year|month|day|week|mile) and a half\b", re.I
)
_PER_HUNDRED = compiled(r"\bper hundred\b", re.I)
_NOTES = compiled(r"\ba (tenner|fiver)\b", re.I)
_PENNY_UNDER = compiled(
    r"\b(?:a|1) (?P<c>penny|cent|pound|dollar|euro) (?:under|short of|less than|shy of|below) (?P<s>[$€£])"
    r"(?P<n>\d+(?:\.\d+)?)",
    re.I,
)
_COINS = compiled(
    r"\b(\d+|a|1) (dollar|euro|pound|quid)s?,? (?:and )?(\d\d)\b(?! [a-z]*(?:kg|g|cm|mm|ml)\b)", re.I
)
_SIGNS = {"dollar": "$", "euro": "€", "pound": "£", "quid": "£"}
_PENNY = compiled(r"\ba penny\b", re.I)
_PARTS_OF = compiled(
    r"\b(\d)[ -](third|quarter|fifth|tenth)s(?: of\b(?! an hour)|(?= [a-z]+\b(?<!of)))", re.I
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FRACTION_OF = compiled(
    r"\b(?:(?P<n>\d|an?) )?(?P<f>third|quarter|fifth|tenth)s? of an? (?P<u>minute|year|month|week|kilo\w*|"
    r"lit(?:re|er)|met(?:re|er)|pound|gram)\b",
    re.I,
)
_QUARTERS = compiled(r"\b(?:(?:an? )?(?:(\d) )?quarters?) of an hour\b", re.I)
_HALF_HOUR = compiled(r"\bhalf an hour\b", re.I)
_HALF_WHILE = compiled(r"\bhalf a (minute|month|year)\b", re.I)
_WHILE = compiled(
    r"\b(?P<led>only|just|over|than|past|under|about|around|least|lasts|most|up to|nearly|almost|barely|"
    r"(?:warranty|guarantee)(?: (?:is|of|for|lasts|runs for))?|(?:runs|works|plays|burns|covered) for|"
    r"takes) an?"
    r"(?= (?:whole |full )?(?:year|month|week|day|minute|hour|decade)\b)"
    r"|\ban?(?= (?:year|month|decade)(?:'s)? (?:of )?(?:warranty|guarantee|cover)\b)",
    re.I,
)
_FULL_UNIT = compiled(
    r"\ban? full (?=(?:year|month|week|day|hour|decade|carat|lit(?:re|er)|kilo\w*|pound|met(?:re|er)|"
    r"pint)\b)",
    re.I,
)
_PART_UNIT = compiled(
    r"\b(?:(?P<n>3)[- ]|an? )?(?P<p>half|quarter)[- ](?P<u>carat|lit(?:re|er)|kilo|pint|pound|hour|inch|"
    r"mile|met(?:re|er)|gallon|ounce)\b",
    re.I,
)
_CENTS = compiled(r"\b(\d+(?:\.\d+)?) ?(?:cents?\b|¢)", re.I)
_PENCE = compiled(r"(?<![\w.])(?<!K )(\d{1,2}(?:\.\d)?) ?(?:p|pence)\b", re.I)
_FILMED = compiled(
    r"\b(?:videos?|film(?:s|ed|ing)?|record(?:s|ed|ing)?|footage|shoots?|shooting|clips|\d(?:\.\d)?K|1080p?|"
    r"720p?)\b"
)
"""``4K at 60p``: so many frames a second are no pence."""
_KILO = compiled(r"(?<=\d)k\b(?!\s?g)|(?<=\d\d)K\b")
_MINUS = compiled(r"\bminus (?=\d+(?:\.\d+)? ?(?:°|deg|c\b))", re.I)
_UNITS = tuple(
    (compiled(rf"(?<=\d)[\s-]{spelling}\b", re.I), f" {short}")
    for spelling, short in (
        (r"air[\s-]watts?", "AW"),
        (r"(?:revolutions|revs|rotations|turns) (?:per|a) minute", "rpm"),
        (r"miles (?:per|an) hour", "mph"),
        (r"kilomet(?:re|er)s (?:per|an) hour", "kmh"),
        (r"times (?:per|a|each|every) second", "Hz"),
        (r"frames (?:per|a) second", "fps"),
        (r"dots (?:per|an) inch", "dpi"),
        (r"pixels (?:per|an) inch", "ppi"),
        (r"pages(?: (?:per|a|each|every) |/)min(?:ute)?", "ppm"),
        (r"degrees celsius|degrees c\b", "°C"),
        (r"(?:fluid|fl\.?) (?:ounces?|oz)", "floz"),
        (r"(?:cd ?/ ?m(?:²|2)?|candelas? (?:per|a) square met(?:re|er))", "nit"),
        (r"(?:gbit/s|gbits?|gigabits? (?:per|a) second|(?:(?<=-)|(?<=\.\d )|(?<=\.\d-))gigabits?)", "Gbps"),
        (r"(?:mbit/s|mbits?|megabits?(?: (?:per|a) second)?)", "Mbps"),
    )
)
_MAY_COUNT = compiled(
    rf"\b\d\d? ?p(?:ence)?\b|\d[\s-](?:air|rev|rot|turn|times|mile|kilom|frame|dot|pixel|page|deg|fl|cd|"
    rf"gbit|mbit|giga|mega)|"
    rf"\d ?(?:cents?\b|¢)|\ban? (?:whole |full )?(?:hour|year|month|week|day|minute|decade)|\b(?:one|"
    rf"hundred|thousand|full|penny|tenner|fiver|dollar|euro|pound|cent|dozen|half|third|quarter|fifth|tenth|"
    rf"an?\s(?:lit|kilo|kg|met|dol|eu|gram|pou)|{'|'.join([*_WORDS, *_TENS])})|\dk\b",
    re.I,
)


def in_figures(text: str) -> str:
    """The text with its amounts in figures and with short units: ``half an hour`` → ``30 minutes``."""
    if not _MAY_COUNT.search(text):
        return text
    text = _AND_HALF.sub(r"1.5 \1", text)
    text = _TENS_AND.sub(lambda m: str(_TENS[m[1].lower()] + _SMALL[m[2].lower()]), text)
    text = _HUNDREDS.sub(_hundreds, text)
    text = _ALONE.sub(lambda m: str(_SMALL[m[1].lower()]), text)
    text = _ONE.sub("1", text)
    text = _A.sub(lambda m: _PART_OF[m["half"][0].lower()] if m["half"] else "1", text)
    text = _FRACTION_OF.sub(_fraction, text)
    text = _PARTS_OF.sub(lambda m: f"{100 * int(m[1]) / _PARTS[m[2].lower()]:.3g}% of", text)
    text = _NOTES.sub(lambda m: "£10" if m[1].lower() == "tenner" else "£5", text)
    text = _PENNY_UNDER.sub(
        lambda m: f"{m['s']}{float(m['n']) - (0.01 if m['c'] in ('penny', 'cent') else 1):.2f}", text
    )
    text = _COINS.sub(lambda m: f"{_SIGNS[m[2].lower()]}{1 if m[1] == 'a' else m[1]}.{m[3]}", text)
    text = _PER_HUNDRED.sub("per 100", text)
    text = _PENNY.sub("£0.01", text)
    text = _FULL_UNIT.sub("1 ", text)
    text = _QUARTERS.sub(lambda m: f"{15 * int(m[1] or 1)} minutes", text)
    text = _PART_UNIT.sub(_part, text)
    text = _HALF_HOUR.sub("30 minutes", text)
    text = _HALF_WHILE.sub(r"0.5 \1", text)
    text = _WHILE.sub(lambda m: f"{m['led']} 1" if m["led"] else "1", text)
    text = _HALVES.sub(lambda m: f"{_small(m[1])}.5", text)
    text = _CENTS.sub(lambda m: f"${float(m[1]) / 100:g}", text)
    if not _FILMED.search(text):
        text = _PENCE.sub(lambda m: f"£{float(m[1]) / 100:g}", text)
    text = _SHARE.sub(lambda m: _SHARES[(m[1] or m[2]).lower()], text)
    text = _DOZEN.sub(lambda m: str(12 * int(m["n"])) if m["n"] else "6" if m["half"] else "12", text)
    text = _MINUS.sub("-", text)
    for spelling, short in _UNITS:
        text = spelling.sub(short, text)
    return _KILO.sub("000", text)


def _hundreds(found: re.Match[str]) -> str:
    total = _SMALL[found[1].lower()] * (100 if found[2].lower() == "hundred" else 1000)
    return str(total + _small(found[3]))


def _part(found: re.Match[str]) -> str:
    part = 0.5 if found["p"].lower() == "half" else 0.25
    return f"{part * int(found['n'] or 1):g} {found['u']}"


def _fraction(found: re.Match[str]) -> str:
    count = int(found["n"]) if found["n"] and found["n"].isdigit() else 1
    return f"{count / _PARTS[found['f'].lower()]:.4g} {found['u']}"


def _small(word: str | None) -> int:
    return 0 if word is None else int(word) if word.isdigit() else _SMALL[word.lower()]
