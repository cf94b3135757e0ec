"""What a product has, is made of, comes with or lacks, in open words: ``with a stand``, ``no lining``.

Any noun after ``it has a`` is a claim unless it is one of taste; after a mere ``with`` or without an
article only the names of parts and of technology are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import PARTS, SOFT
from agent.narration.claims.marks import MOST
from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.vocabulary import find
from agent.narration.claims.wording import stem

_HAVING = (
    r"(?:has|includes?|including|comes with|comes equipped with|features|featuring|boasts|equipped with|"
    r"fitted with|supplied with|have|having|supports?|bundles?|packs in)"
)
_HAS = compiled(
    rf"\b{_HAVING}\s+(?P<np>(?:an?|its|the|built-in|integrated|some|\d+)\s+(?:[\w-]+\s*){{1,4}})", re.I
)
_MADE = compiled(
    r"\b(?:made|crafted|built|cut|sewn|knitted|woven|constructed|fashioned) (?:entirely |mostly |purely "
    r")?(?:of|from|out of) (?P<np>(?:[\w-]+ ?){1,3})",
    re.I,
)
_WITH = compiled(
    rf"\b(?:with|{_HAVING})\s+(?P<np>(?:(?!\b(?:for|to|that|which|when|if|so|your|than|it|it's|you|you'll|"
    r"they|we|off the|into the|onto the)\b)[^.;:!?()])+)",
    re.I,
)
_COMING = compiled(
    r"\b(?:contains?|"
    r"(?:enriched|infused|made|fortified|packed|formulated|sweetened|seasoned|filled|stuffed|coated|"
    r"topped|lined|"
    r"trimmed|decorated|finished|padded|insulated|spiked|spiced|fitted) with)\s+(?P<np>(?:[\w-]+\s*){1,5})",
    re.I,
)
"""What comes with a product comes whole: all of ``a hose reel``, not any hose."""
_PACKED = compiled(
    r"\b(?:comes?|sold|packed|packaged|arrives?|supplied|delivered|shipped|ships|available|"
    r"shaped) (?:in|as|by)(?: an?| some)? "
    r"(?P<np>(?:(?!the\b)[a-z]+[- ]){0,2}?(?P<n>capsules?|pods?|sachets?|tins?|cans?|jars?|bottles?|"
    r"cartons?|pouch(?:es)?|"
    r"tubes?|drums?|barrels?|bags?|teabags?|boxe?s?|tubs?|rolls?|sheets?|tablets?|pills?|gumm(?:y|ies)|"
    r"bars?|blocks?|"
    r"powders?|liquid|sprays?|pairs?|kits?|sets?|packs?|singles?|case|cases|wallet|crates?|buckets?|"
    r"sacks?))\b",
    re.I,
)
_SIZED = compiled(
    r"\b\d+(?:\.\d+)?[- ](?:ml|cl|l|lit(?:re|er)s?|g|kg|mm|cm|m|met(?:re|er)s?|inch|inches|w|watts?|v|"
    r"volts?|mah|ah|"
    r"gb|tb|mp|megapixel|lumens?|oz|ounces?|gallons?|foot|feet|ft) (?:[a-z]+ )?(?P<n>[a-z]{3,})\b",
    re.I,
)
"""``a 2-litre water tank``: a part with its measure."""
_ELSEWHERE = compiled(
    r"\b(?:under|below|beneath|over|above|beside|behind|onto|alongside|for|fits|than|to|on|into|your)"
    r"(?: (?:an?|the|your|any|most))?\s*$",
    re.I,
)
_COUNTED = compiled(r"\d+ (?:hours?|minutes?|days?|months?|years?)\b|the (?:[a-z]+est\b| )|all\b", re.I)
"""Numbers and superlatives, of which a gap is left, are held to the facts elsewhere."""
_NOT_ANY = frozenset(["no", "not", "nothing", "none"])
_MEASURED = frozenset(
    [
        "life", "time", "size", "range", "level", "capacity", "weight", "set", "kit", "choice", "pack",
        "guarantee", "warranty",
    ]
)  # fmt: skip
_SIZES = frozenset(
    ["power", "wattage", "height", "width", "depth", "length", "diameter", "thickness", "volume", "runtime"]
)
_OF_NUMBER = compiled(r"\s*of (?:[a-z]+ ){0,3}\d", re.I)
CUT = compiled(
    r"\s+(?:and|or|for|that|to|of|with|in|on|which|at|but|when|so|as|by|from|made|you|it|is|are|than|"
    r"about|needed|required|included|necessary|here|either|too)\b.*|[,.;:].*",
    re.I,
)
NEGATED = compiled(
    r"(?:\bnot|n't|\bno|\bwithout a|\bnever|\bnot currently)(?: currently| any)?(?: [a-z]+ing)?"
    r"(?: come| arrive| ship| sold| supplied| delivered)?\s*$",
    re.I,
)
_TECHNICAL = compiled(
    r"(?<![\w-])(?:[a-z][A-Z][a-z]{2,}|(?:[A-Z][a-z]+){1,2}[A-Z][A-Za-z]*|[A-Z]{3,}s?|[A-Z]{2,}\d[A-Z\d]*|"
    r"(?<=\b[Hh]as )[A-Z][A-Za-z]+)(?![\w'-])"
)
_NOT_OURS = compiled(
    r"\b(?:your|any|my|their|for|an? (?:old|new)|no|without|unlike|beside|near|not|instead of|rather than)\s+"
    r"(?:\w+ )?$",
    re.I,
)
_EVERYDAY = frozenset(
    [
        "BBQ", "DIY", "EUR", "GBP", "USD", "USA", "UEFA", "NASA", "ASAP", "PCs", "TVs", "VIP", "FAQ",
        "III", "XXL", "XXS", "XXXL",
    ]
)  # fmt: skip
FILLERS = frozenset(["a", "an", "it", "the", "some", "built", "in", "its"])


def parts(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what it is said to have or to lack, where the facts decide it."""
    for pattern in (_HAS, _MADE):
        for found in pattern.finditer(text):
            phrase = CUT.sub("", found["np"]).strip()
            nouns = [noun for noun in nouns_of(phrase) if noun not in FILLERS]
            if (
                NEGATED.search(text[: found.start()])
                or not nouns
                or _COUNTED.match(phrase)
                or phrase[-1].isdigit()
                or (phrase[0].isdigit() and dimension_of(nouns[0]) is not None)
            ):
                continue  # "650 watts" is an amount.
            if nouns[-1] in _MEASURED | _SIZES and _OF_NUMBER.match(text, found.start("np") + len(phrase)):
                continue  # "A capacity of 6 litres" is held to the litres.
            if any(noun in SOFT or noun in facts.stems for noun in nouns) or MOST in phrase:
                continue
            if _in_one_word(phrase, facts):
                continue
            if not SAME.get(nouns[-1], frozenset()).isdisjoint(facts.mentioned):
                continue
            if any(True for _ in find(phrase, facts.learned)):
                continue
            aim = re.match(r"\s*for ((?:[a-z]+ ?){1,3})", text[found.start("np") + len(phrase) :], re.I)
            if aim and all(word in facts.mentioned for word in nouns_of(aim[1])):
                continue
            yield Verdict(phrase, False)
    for found in _WITH.finditer(text):
        if NEGATED.search(text[: found.start()]):
            continue
        for noun in nouns_of(found["np"]):
            if noun in ("without", "no", "not", "instead", "rather"):
                break
            if noun in PARTS:
                same = SAME.get(noun, frozenset())
                told = noun in facts.mentioned or not same.isdisjoint(facts.mentioned)
                yield Verdict(noun, told or f"{noun}ing" in facts.mentioned)
    for found in _COMING.finditer(text):
        phrase = CUT.sub("", found["np"]).strip()
        nouns = [noun for noun in nouns_of(phrase) if noun not in FILLERS]
        if not nouns or NEGATED.search(text[: found.start()]) or nouns[0] in _NOT_ANY:
            continue
        if _in_one_word(phrase, facts):
            continue
        if SOFT.isdisjoint(nouns) and nouns[-1] not in _MEASURED and not list(find(phrase, facts.learned)):
            yield Verdict(phrase, not facts.mentioned.isdisjoint((nouns[-1], f"{nouns[-1]}ing")))
    for found in _PACKED.finditer(text):
        if not NEGATED.search(text[: found.start()]) and (noun := stem(found["n"])) not in (
            "pair",
            "set",
            "pack",
        ):
            yield Verdict(found[0], noun in facts.stems)
    for found in _SIZED.finditer(text):
        noun = stem(found["n"])
        if noun in PARTS and not _ELSEWHERE.search(text[: found.start()]):
            same = SAME.get(noun, frozenset())
            yield Verdict(found[0], noun in facts.mentioned or not same.isdisjoint(facts.mentioned))
    shouted = sum(word.isupper() for word in re.findall(r"[^\W\d_]{2,}", text)) * 2 > len(text.split())
    for found in () if shouted else _TECHNICAL.finditer(text):
        name = found[0]
        if _shouted(text, found):
            continue
        if name not in _EVERYDAY and not _NOT_OURS.search(text[: found.start()]):
            parted = " ".join(re.findall("[A-Z][a-z]+|[A-Z]+", name))
            known = facts.words.lower()
            if not SAME.get(stem(name), frozenset()).isdisjoint(facts.mentioned):
                continue
            yield Verdict(name, name.lower().removesuffix("s") in known or parted.lower() in known)


def _shouted(text: str, found: re.Match[str]) -> bool:
    """Whether it is a word in capitals for its loudness, among others: no name of technology."""
    if not found[0].isupper():
        return False
    beside = (
        *re.findall(r"(\w+)\W+$", text[: found.start()]),
        *re.findall(r"^\W+(\w+)", text[found.end() :]),
    )
    return any(word.isupper() and max(len(word), len(found[0])) > 4 for word in beside if len(word) > 1)


def _in_one_word(phrase: str, facts: Facts) -> bool:
    """``T-shirts`` of what is called ``Tshirts``."""
    return any(stem(word.replace("-", "")) in facts.stems for word in phrase.split() if "-" in word)


def nouns_of(phrase: str) -> list[str]:
    return [stem(word) for word in re.findall(r"[^\W\d_]+", phrase)]
