"""What has to be there first: ``needs a bridge`` of what says ``no bridge needed``, and the other way round.

What a product needs, does without or brings along stands in its facts in few words; a sentence says it in
many: ``you'll have to buy a charger``, ``once the wire is laid``, ``works without an app``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.included import along
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.wording import stem, tokens

_END = r"(?!(?:and|or|but|so|to|for|of|with|in|on|at|from|by|is|are|has|have|as|you|it|that|which|if|when)\b)"
_NP = rf"(?P<np>{_END}[a-z][\w-]*(?: {_END}[a-z][\w-]*){{0,3}})"
_DET = r"(?:(?:an?|the|any|some|its|your|separate|extra|additional|own|new|special) )*"
_NEEDING = compiled(
    rf"\b(?:needs?|requires?|requiring|rel(?:y|ies) on|depends? on) {_DET}"
    rf"(?!no\b|not\b|only\b|more\b|less\b|it\b|little\b){_NP}",
    re.I,
)
_GETTING = compiled(
    r"\b(?:(?:(?:need|has|have|want) to|must|should|(?:once|after) (?:you(?:'ve| have)?|the)) "
    r"(?:(?:first|also|still|then) )?"
    r"(?:buy|get|order|purchase|bought|lay|laid|bury|buried|install|installed|set up|download)|"
    rf"(?:budget|plan|allow) for) {_DET}{_NP}",
    re.I,
)
_STATED = compiled(
    rf"(?P<no>\bno )?{_NP}(?: (?:is|are|has to be|have to be|must be))?(?P<not>n't| not| never)?"
    r" (?:also |still |first )?(?:required|necessary|needed|mandatory)\b",
    re.I,
)
_SPARING = compiled(
    r"\b(?:without(?: needing| requiring)?|no need (?:for|of)|do(?:es)? without|"
    r"(?:don't|doesn't|do not|does not|won't) (?:even )?(?:need|require)|needs? no|requires? no) "
    rf"{_DET}{_NP}",
    re.I,
)
_MAY_NEED = compiled(
    r"need|requir|rel(?:y|ies) on|depend|have to|has to|must|budget|plan for|once |after |necessary|without",
    re.I,
)
_DENIED = compiled(
    r"\b(?:not|no|never|without|nor|neither|nothing|nobody|if|whether|hardly|instead|rather|than|"
    r"unlike|other)\b[^.;]*$|n't\b[^.;]*$",
    re.I,
)
_NEEDED = compiled(
    r"\b(?P<np>[a-z][\w-]*(?: [a-z][\w-]*)?)(?: is| are|:)? (?:required|needed|necessary)\b|"
    r"\b(?:requires|you need|works only with) (?:an? |the )?(?P<vp>[a-z][\w-]*(?: [a-z][\w-]*)?)",
    re.I,
)
_SPARED = compiled(
    r"\bno (?P<np>[a-z][\w-]*(?: (?!is\b|are\b|needed|required|necessary)[a-z][\w-]*)?)(?: is| are)?"
    r" (?:required|needed|necessary)\b|"
    r"\b(?P<vp>[a-z][\w-]*(?: [a-z][\w-]*)?)(?: is| are|:) not (?:required|needed|necessary)\b",
    re.I,
)
_LITTLE = frozenset(
    [
        "a", "an", "the", "is", "are", "and", "or", "also", "only", "this", "that", "you", "it", "all", "one",
        "more", "less", "not", "no", "else", "other", "first", "any", "what", "time", "care", "room", "space",
        "effort", "work", "help", "use", "fuss", "worry", "hassle", "kind", "item", "thing", "added",
    ]
)  # fmt: skip
"""Of these it cannot be told which one is meant."""


def required(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what is said to be needed and is not, or to be spared and is needed."""
    if _MAY_NEED.search(text) is None:
        return
    spared, needed, brought = once(facts, "spared", _spared), once(facts, "needed", _needed), along(facts)
    for pattern in (_NEEDING, _GETTING, _STATED) if spared or brought or needed else ():
        for found in pattern.finditer(text):
            words = frozenset(map(stem, tokens(found["np"])))
            if pattern is _STATED and (found["no"] or found["not"]):
                if _among(words, needed):
                    yield Verdict(found[0].strip(), False)
                continue
            if _DENIED.search(text[: found.start("np")]):
                continue
            if not words.isdisjoint(spared) or (pattern is _GETTING and not words.isdisjoint(brought)):
                yield Verdict(found[0].strip(), False)
    for found in _SPARING.finditer(text) if needed else ():
        if _among(frozenset(map(stem, tokens(found["np"]))), needed):
            yield Verdict(found[0], False)


def _among(words: frozenset[str], needed: frozenset[str]) -> bool:
    return any(words.issuperset(each.split()) for each in needed)


def _needed(facts: Facts) -> frozenset[str]:
    """What it needs, in stems: ``base game``, ``app``."""
    found: set[str] = set()
    for text in (facts.prose, *(text for _, text in facts.fields)):
        for each in _NEEDED.finditer(text):
            if re.search(r"\b(?:no|not|without)\b[^.,;]*$", text[: each.start()]) or " not " in each[0]:
                continue
            words = [stem(word) for word in tokens(each["np"] or each["vp"])]
            if words[0] in ("no", "not", "without"):
                continue
            words = [word for word in words if word not in _LITTLE]
            if words and words[-1] not in SOFT:
                found.add(" ".join(words))
    return frozenset(found)


def _spared(facts: Facts) -> frozenset[str]:
    """The stem of what it does without: ``wire``, ``bridge``."""
    found: set[str] = set()
    for text in (facts.prose, *(text for _, text in facts.fields)):
        for each in _SPARED.finditer(text):
            words = [stem(word) for word in tokens(each["np"] or each["vp"])]
            if words and words[-1] not in _LITTLE | SOFT:
                found.add(words[-1])
    return frozenset(found) - facts.mentioned.difference(facts.denied)
