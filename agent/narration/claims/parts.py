"""What a product has, is made of, comes with or lacks, in open words: ``with a stand``, ``no lining``.

Any noun after ``it has a`` is a claim unless it is one of taste; after a mere ``with`` or without an
article only the names of parts and of technology are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import PARTS, SOFT
from agent.narration.claims.mentions import MOST
from agent.narration.claims.vocabulary import find
from agent.narration.claims.wording import stem

_HAVING = (
    r"(?:has|includes?|including|comes with|comes equipped with|features|featuring|boasts|equipped with|"
    r"fitted with|supplied with|have|having|supports?|bundles?|packs in)"
)
_HAS = re.compile(
    rf"\b{_HAVING}\s+(?P<np>(?:an?|its|the|built-in|integrated|some|\d+)\s+(?:[\w-]+\s*){{1,4}})", re.I
)
_MADE = re.compile(
    r"\b(?:made|crafted|built|cut|sewn|knitted|woven|constructed|fashioned) (?:entirely |mostly |purely "
    r")?(?:of|from|out of) (?P<np>(?:[\w-]+ ?){1,3})",
    re.I,
)
_WITH = re.compile(
    rf"\b(?:with|{_HAVING})\s+(?P<np>(?:(?!\b(?:for|to|that|which|when|if|so|your|than)\b)[^.;:!?()])+)", re.I
)
_COMING = re.compile(
    r"\b(?:comes? (?:complete |packed |equipped |bundled )?with|includes?|"
    r"(?:is |are )?(?:equipped|fitted|supplied|"
    r"bundled|packed) with|in the box (?:is|are))\s+(?P<np>(?:[\w-]+\s*){1,5})",
    re.I,
)
"""What comes with a product comes whole: all of ``a hose reel``, not any hose."""
_INCLUDED = re.compile(
    r"\b(?P<n>[a-z]+) (?:comes? with it|(?:is|are|comes?) (?:also )?included|(?:is|are) supplied)\b", re.I
)
_MEASURED = frozenset(
    [
        "life", "time", "size", "range", "level", "capacity", "weight", "set", "kit", "choice", "pack",
        "guarantee", "warranty",
    ]
)  # fmt: skip
_LACKS = re.compile(
    r"\b(?:no|without(?: an?| any)?|lack(?:s|ing)?(?: an?| any)?|miss(?:es|ing) an?|"
    r"(?:doesn't|does not|don't|do not) (?:have|include|come with|feature|offer)(?: an?| any)?)\s+"
    r"(?P<np>[\w-]+(?:\s+[\w-]+){0,3})",
    re.I,
)
_CUT = re.compile(
    r"\s+(?:and|or|for|that|to|of|with|in|on|which|at|but|when|so|as|by|from|made|you|it|is|are|than|"
    r"about|needed|required|included|necessary|here|either|too)\b.*|[,.;:].*",
    re.I,
)
_NEGATED = re.compile(r"(?:\bnot|n't|\bno|\bwithout a|\bnever|\bnot currently)(?: currently| any)?\s*$", re.I)
_TECHNICAL = re.compile(
    r"(?<![\w-])(?:(?:[A-Z][a-z]+){1,2}[A-Z][A-Za-z]*|[A-Z]{3,}s?|(?<=\b[Hh]as )[A-Z][A-Za-z]+)(?![\w'-])"
)
_NOT_OURS = re.compile(
    r"\b(?:your|any|my|their|for|an? (?:old|new)|no|without|unlike|beside|near)\s+(?:\w+ )?$", re.I
)
_EVERYDAY = frozenset(
    [
        "BBQ", "DIY", "EUR", "GBP", "USD", "USA", "UEFA", "NASA", "ASAP", "PCs", "TVs", "VIP", "FAQ",
        "III", "XXL", "XXS", "XXXL",
    ]
)  # fmt: skip
_THERE = re.compile(r"\bthere(?: is|'s|’s| are| was)\s*$", re.I)
_DONE_WITHOUT = {"cord": "cordless rechargeable battery wireless", "cable": "cordless rechargeable wireless",
                 "wire": "wireless cordless", "plug": "cordless rechargeable battery"}  # fmt: skip
"""What a thing has no need of, by what is said of it."""
_FILLERS = frozenset(["a", "an", "it", "the", "some", "built", "in", "its"])


def parts(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what it is said to have or to lack, where the facts decide it."""
    for pattern in (_HAS, _MADE):
        for found in pattern.finditer(text):
            phrase = _CUT.sub("", found["np"]).strip()
            nouns = [noun for noun in _nouns(phrase) if noun not in _FILLERS]
            if _NEGATED.search(text[: found.start()]) or not nouns:
                continue
            if any(noun in SOFT or noun in facts.stems for noun in nouns) or MOST in phrase:
                continue
            if any(True for _ in find(phrase, facts.learned)):
                continue
            yield Verdict(phrase, False)
    for found in _WITH.finditer(text):
        if _NEGATED.search(text[: found.start()]):
            continue
        for noun in _nouns(found["np"]):
            if noun in ("without", "no", "not"):
                break
            if noun in PARTS:
                yield Verdict(noun, noun in facts.mentioned)
    for found in _COMING.finditer(text):
        phrase = _CUT.sub("", found["np"]).strip()
        nouns = [noun for noun in _nouns(phrase) if noun not in _FILLERS]
        if not nouns or _NEGATED.search(text[: found.start()]) or nouns[0] in ("no", "not"):
            continue
        if SOFT.isdisjoint(nouns) and nouns[-1] not in _MEASURED and not list(find(phrase, facts.learned)):
            yield Verdict(phrase, nouns[-1] in facts.mentioned)
    for found in _INCLUDED.finditer(text):
        if (noun := stem(found["n"])) not in SOFT:
            yield Verdict(found[0], noun in facts.mentioned)
    for found in _TECHNICAL.finditer(text):
        name = found[0]
        if _shouted(text, found):
            continue
        if name not in _EVERYDAY and not _NOT_OURS.search(text[: found.start()]):
            parted = " ".join(re.findall("[A-Z][a-z]+|[A-Z]+", name))
            known = facts.words.lower()
            yield Verdict(name, name.lower().removesuffix("s") in known or parted.lower() in known)
    yield from _lacking(text, facts)


def _shouted(text: str, found: re.Match[str]) -> bool:
    """Whether it is a word in capitals for its loudness, among others: no name of technology."""
    if not found[0].isupper():
        return False
    beside = (
        *re.findall(r"(\w+)\W+$", text[: found.start()]),
        *re.findall(r"^\W+(\w+)", text[found.end() :]),
    )
    return any(word.isupper() and max(len(word), len(found[0])) > 4 for word in beside if len(word) > 1)


def _lacking(text: str, facts: Facts) -> Iterator[Verdict]:
    """``no lining`` is false of what has one; of a part that nobody speaks of, nothing is known."""
    for found in _LACKS.finditer(text):
        if _THERE.search(text[: found.start()]):
            # "Where there is no socket" tells of a place.
            continue
        nouns = _nouns(_CUT.sub("", found["np"]))
        if not nouns:
            continue
        head = nouns[-1]
        if head in PARTS:
            spared = any(stem(word) in facts.mentioned for word in _DONE_WITHOUT.get(head, "").split())
            yield Verdict(found[0], (spared or head in facts.denied) and head not in facts.mentioned)
        elif head not in SOFT and head in facts.mentioned and head not in facts.denied and len(nouns) < 3:
            yield Verdict(found[0], False)


def _nouns(phrase: str) -> list[str]:
    return [stem(word) for word in re.findall(r"[^\W\d_]+", phrase)]
