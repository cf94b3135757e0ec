"""Nothing but: ``entirely of merino``, ``pure wool`` where the facts tell of a share; and other months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import MATERIALS, WIDER
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem, tokens

_WHOLLY = compiled(
    r"\b(?:entirely|purely|solely|exclusively|nothing but|all|pure|100 ?%|wholly|completely)"
    r"(?: (?:of|from|in|with|soft|fine|recycled|organic|fresh|smooth|virgin))* (?P<m>[a-z]{3,})",
    re.I,
)
_SHARE = compiled(r"(?P<n>\d+) ?% (?P<of>[a-z]+(?: [a-z]+){0,2})", re.I)
_SHARE_AFTER = compiled(r"(?P<of>[a-z]+) (?P<n>\d+) ?%(?! [a-z])", re.I)
_SOLID = compiled(
    r"\b(?:solid|all-|full|pure|nothing but|"
    r"(?:wholly|entirely|completely|all)(?: made)?(?: of| from)?)[ -]?(?P<m>[a-z]{3,})"
    r"(?=\s*(?:$|[.,;:!?]|from\b|through\b|throughout\b|and\b|with\b|in\b|that\b|for\b|at\b|to\b))",
    re.I,
)
_MATERIALS = frozenset(map(stem, MATERIALS))
_OF_MATERIAL = compiled(r"\b(?:materials?|composition|fabric|made of|construction)\b", re.I)
_FOR_LIFE = compiled(
    r"\b(?:lifetime|life-?long) (?:warranty|guarantee|cover|repairs?|service|support)|"
    r"\b(?:guarantee\w*|warrant\w*|repairs?|repaired|cover(?:ed|age)|service[sd]?|support) for life\b",
    re.I,
)
_LIFELONG = compiled(r"\blife-?(?:time|long)\b|\bfor life\b", re.I)
_ALL_AGES = compiled(
    r"\b(?:for|of|suits?|at) (?:\w+ of )?(?:all|every|any) (?:ages?|life stages?)\b|"
    r"\bfrom (?:pupp|kitten)\w+ [^.;,]{0,24}?(?:to|into|through) (?:seniors?|old age)",
    re.I,
)
_STAGE = compiled(r"\b(?:stages?|ages?)\b", re.I)
_ANY = compiled(r"\b(?:all|any|every|from birth)\b|\+|\bup\b|\bfrom \d", re.I)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH = compiled(rf"\b(?P<m>{'|'.join(_MONTHS)})\b(?! (?:be|I|you|it)\b)")
_AHEAD = compiled(r"\b(?:ahead of|before|in time for) $", re.I)
_BUILT_IN = compiled(r"\b(?:built-in|integrated|onboard|inbuilt) (?P<np>(?:[a-z][a-z-]+ ?){1,3})", re.I)
_AFTER = compiled(
    r" (?:for|on|that|which|to|in|and|or|so|of|with|is|you|at|from|as|but|keeps?|makes?|lets?|saves?|"
    r"gives?|helps?|takes?|does|can|will|has)\b.*",
    re.I,
)
_NEGATED = compiled(r"\b(?:no|not|without|n't)\b[^.,;]*$", re.I)
_VAGUE = frozenset(["one", "ones", "design", "feature", "function", "charm", "style"])


def wholly(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what is said to be all of it, for all ages, for ever, to be built in; on every month."""
    for found in _SOLID.finditer(text):
        material = stem(found["m"])
        if material in _MATERIALS and _mixed(material, facts) and not _no(text, found):
            yield Verdict(found[0], False)
    for found in _FOR_LIFE.finditer(text):
        if not _no(text, found):
            yield Verdict(found[0], _LIFELONG.search(facts.words) is not None)
    for found in _ALL_AGES.finditer(text):
        told = [value for label, value in facts.fields if _STAGE.search(label)]
        if told and not _no(text, found):
            yield Verdict(found[0], any(_ANY.search(value) for value in told))
    for found in _WHOLLY.finditer(text):
        of = [share for share, words in _shares(facts) if found["m"].lower() in words]
        if of and max(of) < 100:
            yield Verdict(found[0], False)
    if any(month in facts.words for month in _MONTHS):
        for found in _MONTH.finditer(text):
            earlier = _MONTHS[: _MONTHS.index(found["m"])] if _AHEAD.search(text[: found.start()]) else ()
            yield Verdict(found["m"], any(month in facts.words for month in (found["m"], *earlier)))
    for found in _BUILT_IN.finditer(text):
        words = _AFTER.sub("", found["np"].strip()).split()
        head = stem(words[-1])
        if head not in _VAGUE and not _NEGATED.search(text[: found.start()]):
            known = akin(head, facts.mentioned) or facts.mentioned.issuperset(head.split("-"))
            yield Verdict(found[0].strip(), known)


def _shares(facts: Facts) -> Iterator[tuple[int, list[str]]]:
    for found in _SHARE.finditer(facts.words):
        yield int(found["n"]), found["of"].lower().split()
    for found in _SHARE_AFTER.finditer(facts.words):
        yield int(found["n"]), [found["of"].lower()]


def _no(text: str, found: re.Match[str]) -> bool:
    return _NEGATED.search(text[: found.start()]) is not None


def _mixed(material: str, facts: Facts) -> bool:
    """Whether the facts tell of the material only beside others: ``brass head, zinc spike``."""
    for label, text in facts.fields:
        words = list(map(stem, tokens(text)))
        if _OF_MATERIAL.search(label) and material in words:
            others = _MATERIALS.intersection(words) - {material, *WIDER.get(material, ())}
            return bool(others) and "100" not in words and f"solid {material}" not in text.lower()
    return False
