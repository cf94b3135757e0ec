"""Counts told in a word: ``a triple camera`` is three cameras, ``a second child`` makes two."""

from __future__ import annotations

import re
from itertools import islice

from agent.narration.claims.guarded import compiled
from agent.narration.claims.quantities import Quantity
from agent.narration.claims.wording import stem

_MOST = 100
_FOLD = {"dual": 2.0, "twin": 2.0, "double": 2.0, "second": 2.0, "triple": 3.0, "quad": 4.0}
_TOLD_OF = compiled(
    rf"(?<!\d )\b(?P<f>{'|'.join(_FOLD)})[ -](?:nano[ -]|micro[ -])?(?P<np>[a-z]{{3,}})\b", re.I
)


def in_words(text: str) -> tuple[Quantity, ...]:
    """Every such count, in order; not of ``4 double wheels``, which are four."""
    return tuple(
        Quantity(n := _FOLD[found["f"].lower()], None, frozenset([stem(found["np"])]), 0, 0, n)
        for found in islice(_TOLD_OF.finditer(text), _MOST)
    )
