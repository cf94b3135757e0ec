"""What is in the box need not be bought: ``the charger is sold separately`` where it is included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.wording import stem, tokens

_APART = compiled(r"\b(?:not included|sold separately|not supplied|bought separately|not in the box)\b", re.I)
_INCLUDED = compiled(r"\b(?:included|supplied|in the box)\b", re.I)
_BOUGHT = compiled(
    r"^[^.;,]*\bseparately\b|"
    r"^ ?(?:(?:is|are) (?:not|sold)|isn't|aren't|not) (?:separately|included|supplied|in the box)\b",
    re.I,
)
_MEANT_FOR = compiled(
    r"\b(?!(?:look|ask|pay|shop|plan|budget|opt|wait|note|as)\b)[a-z]+ for [^,.;:]{0,40}$", re.I
)
"""``the base for the car seat is sold separately``: the base is, whatever it is for."""
_SENTENCES = compiled(r"[.;!?]\s|[.;!?]$")
_GIVES = compiled(r"(?P<np>[^,:()]{1,60}?)(?: (?:is|are))? (?:included|supplied|in the box)$", re.I)
"""``Two batteries and a charger are included``."""
_MAY_APART = compiled(r"separately|sold|not |n't ", re.I)
_JOINED = compiled(r", ((?:not )?included)")
_WORD = compiled(r"[^\W\d_]{3,}")


def included(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what is said to be sold apart and comes along."""
    brought = along(facts)
    for found in _WORD.finditer(text) if brought and _MAY_APART.search(text) else ():
        if (
            stem(found[0]) in brought
            and _BOUGHT.search(text[found.end() :])
            and not _MEANT_FOR.search(text[: found.start()])
        ):
            yield Verdict(found[0], False)


def along(facts: Facts) -> frozenset[str]:
    """Stems of what comes along with it."""
    return once(facts, "along", _nouns)


def _nouns(facts: Facts) -> frozenset[str]:
    """Stems of the labels and values that tell so."""
    found: set[str] = set()
    for label, text in facts.fields:
        for piece in re.split(r"[;,] ", _JOINED.sub(r" \1", text)):
            if _INCLUDED.search(piece) and not _APART.search(piece) and not piece.startswith("not "):
                found.update(map(stem, [*tokens(_INCLUDED.sub(" ", piece)), *tokens(label)[-1:]]))
    for piece in _SENTENCES.split(facts.prose):
        gives = _GIVES.match(piece)
        if gives is not None and not _APART.search(piece):
            found.update(map(stem, tokens(gives["np"])))
    return frozenset(found) - SOFT - facts.called - _SMALL


_SMALL = frozenset(
    ["with", "from", "and", "for", "the", "not", "compatible", "birth", "month", "all", "box", "kit"]
)
