"""Words of the trade that the facts do not speak of, or deny: ``reinforced edges``, ``tubeless tyres``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.scenes import beside
from agent.narration.claims.shop_words import SHOP_WORDS
from agent.narration.claims.synonyms import akin
from agent.narration.claims.wording import MARKS, stem

_WORD = re.compile(r"[^\W\d_]{2,}")
_OTHER = re.compile(rf"[{MARKS}]")
_THERE = re.compile(r"\b(?:with|includ\w+|built-in|features?|has)[ -](?:[\w-]+ ){0,3}$", re.I)


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
        if word in facts.denied - facts.mentioned:
            # Of what it lacks, much can be said: only to have it is false.
            yield Verdict(found[0], not _THERE.search(before))
        else:
            yield Verdict(found[0], akin(word, facts.stems))
