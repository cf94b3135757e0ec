"""Is a thing said of the product, or does it stand beside it: ``your charger``, ``budget for pedals``?"""

from __future__ import annotations

import re

_BESIDE = re.compile(
    r"\b(?:your|my|their|any|anyone|everyone|those|other|another|unlike|than|like an?|beside|next to|not|no|"
    r"without|nor|never|none|\w+n't|cannot|if|whether|apart from|except|sold|separately|budget for|"
    r"(?:have to|need to|want to|(?:need|want|add|buy|bring|order) (?:an?|the|some))|"
    r"free (?:of|from)|instead of|rather than|replaces?|forget|skip|minus)\b[^,.;:]*$|"
    r"\b(?:on|off|from|to|into) the (?:\w+ )?$",
    re.I,
)
_SCENE = re.compile(
    r"\b(?:in|into|on|onto|off|from|to|for|at|over|behind|under|past|by|against) (?:an?|any|the|every|most)"
    r"(?: [\w-]+){0,2} $",
    re.I,
)
_ABSENT = re.compile(
    r"^[- ]free\b|^[^.;:]{0,30}(?:\b(?:not|sold separately|taken out|removed|missing|absent)\b|n't\b)|"
    r"^[^.;:,]{0,30}\bextra\b",
    re.I,
)


def beside(text: str, start: int, end: int) -> bool:
    """Whether what stands from ``start`` to ``end`` is not said to be there."""
    return _BESIDE.search(text[:start]) is not None or _ABSENT.search(text[end:]) is not None


def in_scene(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is where something goes: ``for a loose cupboard handle``."""
    return _SCENE.search(text[:start]) is not None
