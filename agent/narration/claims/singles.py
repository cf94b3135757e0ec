"""What comes along once: the facts name ``a USB cable`` or ``carry case``, so two of them do not come.

A small number is somewhere among those of any product; a thing that its box holds in the singular and
without a number is one.
"""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts, once
from agent.narration.claims.wording import stem, tokens

_HOLDS = compiled(r"\b(?:includ\w*|in (?:the )?box|contents|components|comes with|supplied)\b", re.I)
_FIRST = compiled(r" ?(?:[a-z-]+ ){0,2}?(?P<n>[a-z]{2,}s)\b", re.I)
_SEVERAL = compiled(r"\d|\b(?:pairs?|sets?|packs?|of|and|with|or|not|sold)\b|(?<!len)s$", re.I)
_NUMBER = compiled(r"\d")
_ES = "es"


def single(after: str, facts: Facts) -> bool:
    """Whether what is counted, in the words ``after`` its number, comes along as one."""
    found = _FIRST.match(after)
    return found is not None and not _stems(found["n"].lower()).isdisjoint(once(facts, "single", _named))


def _stems(plural: str) -> frozenset[str]:
    """``lenses`` are of a lens or of a lense."""
    return frozenset([stem(plural), stem(plural.removesuffix(_ES))])


def _named(facts: Facts) -> frozenset[str]:
    """Stems of the things that are named in the singular, and of which no number is told."""
    found: set[str] = set()
    for label, text in facts.fields:
        if not _HOLDS.search(label):
            continue
        for thing in text[len(label) + 1 :].split(","):
            words = tokens(thing)
            if words and not _SEVERAL.search(thing.strip()):
                found.add(stem(words[-1]))
    counted = {noun for number in facts.numbers if number.said != 1 for noun in number.nouns - number.label}
    labels = {
        stem(tokens(label)[-1]) for label, text in facts.fields if tokens(label) and _NUMBER.search(text)
    }
    return frozenset(found) - counted - labels
