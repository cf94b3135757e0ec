"""What it is filled with must be told: ``filled with down`` of what is filled with polyester."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import SOFT, WIDER
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import stem

_WITH = compiled(
    r"\b(?:filled|stuffed|padded|stocked|insulated|lined|upholstered|wrapped|clad|trimmed|coated|edged|tipped|"
    r"topped) (?:\w+ly )?(?:with|in) "
    r"(?P<np>(?:(?!(?:and|or|to|for|with|that|which|of|in|on|at|from|so|by|as|it|you|your|is|are|but|the|has|plus|"
    r"keeps?|makes?|gives?|will|can|when|while)\b)[^\W\d_][\w'-]* ?){1,4})",
    re.I,
)
_OF = compiled(
    r"\b(?:made|crafted|carved|woven|knitted|sewn|cast|forged|moulded|molded|machined|cut|turned|"
    r"constructed) (?:entirely |purely |mostly )?(?:from|of|out of) "
    r"(?P<np>(?:(?!(?:all|any|both|each|these|them|and|or|to|for|with|that|which|of|in|on|at|from|so|by|as|it|you|your|is|are|but|the|has|plus|"
    r"keeps?|makes?|gives?|will|can|when|while|one|1|an?|rather|instead|not|no)\b)[^\W\d_][\w'-]* ?){1,4})"
    r"(?=\s*(?:[.,;:!?]|$|and\b|with\b|which\b|that\b|in\b|for\b|so\b|but\b|it\b))",
    re.I,
)
_FULL_OF = compiled(r"\b(?P<np>[a-z]{3,})-(?:filled|stuffed)\b", re.I)
_FEATHERS = compiled(r"\bdown\b(?! (?:to|from|by|for|the)\b|[ -]free\b)", re.I)
_DENIED = compiled(
    r"\b(?:not|no|never|without|when|if|once|be|rather|than|unlike|your)\b[^.,;]*$|n't\b[^.,;]*$", re.I
)


def filled(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each such thing of which the facts are silent."""
    for found in (*_WITH.finditer(text), *_FULL_OF.finditer(text), *_OF.finditer(text)):
        words = [stem(word) for word in re.findall(r"[^\W\d_]{3,}", found["np"])]
        if not words or words[-1] in SOFT or _DENIED.search(text[: found.start()]):
            continue
        told = akin(words[-1], facts.stems) or any(words[-1] in WIDER.get(key, ()) for key in facts.stems)
        if words[-1] == "down":
            told = _FEATHERS.search(facts.words) is not None
        if not told:
            yield Verdict(found[0].strip(), False)
