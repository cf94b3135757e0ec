"""What stands in the facts word for word is borne out, whatever a rule makes of its words.

A claim with its neighbours, at least three words of weight in a row: ``99.9% of the caffeine removed``. Not
where either side denies it: the same words then say the opposite.
"""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts, once
from agent.narration.claims.wording import tokens

_PIECES = compiled(r"[.;:!?](?!\d)|[()]")
_DENIED = compiled(
    r"\b(?:no|not|never|without|nor|neither|none|cannot|nothing|except|unlike|than|if|instead|rather|only|optional|"
    r"separately)\b|n't\b",
    re.I,
)
_WEIGHTY = 4
"""Letters of a word of weight; a number has weight as well."""
_RUN = 3


def verbatim(claim: str, clause: str, facts: Facts) -> bool:
    """Whether the claim stands in the facts with the words around it, each time that the clause has it."""
    if _DENIED.search(clause):
        return False
    said, words = [word.lower() for word in tokens(clause)], [word.lower() for word in tokens(claim)]
    places = [at for at in range(len(said) - len(words) + 1) if said[at : at + len(words)] == words]
    if not words or not places:
        return False
    pieces = once(facts, "pieces", _pieces)
    return all(any(_stands(said, at, at + len(words), piece) for piece in pieces) for at in places)


def _stands(said: list[str], start: int, end: int, piece: str) -> bool:
    """Whether the piece has the words from ``start`` to ``end`` within a row of enough weight."""
    if not _within(said[start:end], piece):
        return False
    while start > 0 and _within(said[start - 1 : end], piece):
        start -= 1
    while end < len(said) and _within(said[start : end + 1], piece):
        end += 1
    return sum(len(word) >= _WEIGHTY or word[0].isdigit() for word in said[start:end]) >= _RUN


def _within(words: list[str], piece: str) -> bool:
    return f" {' '.join(words)} " in piece


def _pieces(facts: Facts) -> frozenset[str]:
    texts = [facts.prose, *(text for _, text in facts.fields)]
    return frozenset(
        f" {' '.join(tokens(piece)).lower()} "
        for text in texts
        for piece in _PIECES.split(text)
        if not _DENIED.search(piece)
    )
