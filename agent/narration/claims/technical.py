"""Words of the trade that the facts do not speak of, or deny: ``reinforced edges``, ``tubeless tyres``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.scenes import beside, of_scene
from agent.narration.claims.shop_words import SHOP_WORDS
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import MARKS, stem

_WORD = compiled(r"[^\W\d_]{2,}")
_OTHER = compiled(rf"[{MARKS}]")
_AGED = compiled(
    r"recommended (?:(?:for|from) (?:(?:ages?|children|kids)\b|(?:age )?\d)|(?:minimum )?ages?\b)", re.I
)
"""The age is a number, a claim of its own."""
_BY_US = compiled(r"recommended (?:here\b|(?:in|on) th(?:is|e) (?:list|page|selection)\b)", re.I)
_AROUND = compiled(r"surround(?:s|ed|ing)? (?:by|it|you|an?|the|its|your)\b", re.I)
"""A verb; only ``surround sound`` is of the trade."""
_REACHES = compiled(r"extend(?:s|ed|ing)? (?:out |up )?to (?:about |around |over |nearly )?\d", re.I)
"""How far is a number, a claim of its own."""
_TWOFOLD = frozenset(["dual", "twin", "double"])
_TWICE = compiled(r"(?<![\d.,])2 ?[x×] ?[A-Za-z]")
_THERE = compiled(r"\b(?:with|includ\w+|built-in|features?|has)[ -](?:[\w-]+ ){0,3}$", re.I)


def technical(text: str, facts: Facts, own: str) -> Iterator[Verdict]:
    """A verdict on every word of the trade, up to where the sentence speaks of another product.

    ``own``: the mark of the product itself.
    """
    text = text.replace(own, "x")
    other = _OTHER.search(text)
    for found in _WORD.finditer(text, 0, other.start() if other else len(text)):
        word, before = stem(found[0]), text[: found.start()]
        if word not in SHOP_WORDS or beside(text, found.start(), found.end()):
            continue
        if _AGED.match(text, found.start()) or _AROUND.match(text, found.start()):
            continue
        if word == "recommended" and _BY_US.match(text, found.start()):
            continue
        if _REACHES.match(text, found.start()) or (word in _TWOFOLD and _TWICE.search(facts.words)):
            continue
        if "-" in (text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]) and of_scene(
            text, found.start(), found.end()
        ):
            continue
        if word in facts.denied - facts.mentioned:
            # Of what it lacks, much can be said: only to have it is false.
            yield Verdict(found[0], not _THERE.search(before))
        else:
            yield Verdict(found[0], akin(word, facts.stems))
