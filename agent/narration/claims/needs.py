"""What a product needs, likes, runs on or works with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.parts import CUT, FILLERS, NEGATED, nouns_of
from agent.narration.claims.vocabulary import find

_NEEDING = compiled(
    r"\b(?:needs?|requires?|thrives (?:on|in)|runs on|works with|powered by|charges (?:by|with|via|"
    r"over|from)|"
    r"connects (?:by|with|via|over)|likes?|loves|tolerates|uses)"
    r" (?:only |just |plenty of |lots of |a lot of |some |an? |the |its |full |regular )*"
    r"(?P<np>(?!no\b|of\b|little\b|you\b|to\b|your\b|any\b|less\b|more\b|up\b|on\b|in\b|care\b|"
    r"it\b)[a-z][\w-]*(?: [a-z][\w-]*)?)",
    re.I,
)
_UNSUPPLIED = compiled(r"\bnot (?:included|supplied)\b", re.I)
_OURS = compiled(
    r"(?:^|\b(?:it|this|that|which|and|also|but|only|they|these)) (?:\w+ly )?$|"
    r"^\s*$",
    re.I,
)


def needs(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on all that it is said to need, to like, to work with, where the facts decide it."""
    for found in _NEEDING.finditer(text):
        phrase = CUT.sub("", found["np"]).strip()
        nouns = [noun for noun in nouns_of(phrase) if noun not in FILLERS]
        if not nouns or NEGATED.search(text[: found.start()]) or not _OURS.search(text[: found.start()]):
            continue
        head = nouns[-1]
        if _UNSUPPLIED.search(facts.words) and phrase.lower() in facts.words.lower():
            # "1 AA battery (not included)": what is not in the box is needed all the same.
            yield Verdict(found[0], True)
        elif keys := [word.key for word in find(phrase, facts.learned)]:
            yield Verdict(found[0], all(key in facts.has for key in keys))
        elif _loathed(head, facts) or head in facts.denied - facts.mentioned:
            yield Verdict(found[0], False)


def _loathed(noun: str, facts: Facts) -> bool:
    """``hates tap water``."""
    return (
        re.search(rf"\b(?:hates|dislikes|avoid) (?:[a-z]+ )?{re.escape(noun)}s?\b", facts.words, re.I)
        is not None
    )
