"""Is a thing said of the product, or does it stand beside it: ``your charger``, ``budget for pedals``?"""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled

_BESIDE = compiled(
    r"\b(?:your|my|their|any|anyone|everyone|those|other|another|unlike|than|like an?|beside|next to|not|no|"
    r"without|nor|never|none|\w+n't|cannot|if|whether|apart from|except|sold|separately|budget for|"
    r"(?:have to|need to|want to|(?:need|want|add|buy|bring|order) (?:an?|the|some))|"
    r"free (?:of|from)|instead of|rather than|replaces?|forget|skip|minus)\b[^,.;:]*$|"
    r"\b(?:on|off|from|to|into) the (?:\w+ )?$",
    re.I,
)
_SCENE = compiled(
    r"\b(?:in|into|on|onto|off|from|to|for|at|over|behind|under|past|by|against) (?:an?|any|the|every|most)"
    r"(?: [\w-]+){0,2} $",
    re.I,
)
_ABSENT = compiled(
    r"^[- ]free\b|^(?:(?!, so you\b)[^.;:]){0,30}"
    r"(?:\b(?:not|sold separately|taken out|removed|missing|absent|"
    r"(?:may|might|could|will|would|can)(?: well| also)? be (?:needed|necessary|required))\b|n't\b)|"
    r"^[^.;:,]{0,30}\bextra\b",
    re.I,
)

_LED = compiled(r"\b(?:for|in|at|on|during|to) (?:(?:an?|the|any|your|all|most|those|every) )?$", re.I)
_PLACE = compiled(
    r" (?:room|area|home|house|household|place|spot|space|night|day|evening|morning|weekend|session|event|"
    r"gig|trip|walk|run|ride|hike|workout|part(?:y|ies)|meal|meeting|famil(?:y|ies)|region|city|cities|corner|occasion|season|situation|"
    r"setting)s?\b",
    re.I,
)
"""What a compound says of a place or an occasion: ``for a low-traffic room``."""
_COMPOUND = compiled(r"[\w-]+")


def beside(text: str, start: int, end: int) -> bool:
    """Whether what stands from ``start`` to ``end`` is not said to be there."""
    return _BESIDE.search(text[:start]) is not None or _ABSENT.search(text[end:]) is not None


def in_scene(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is where something goes: ``for a loose cupboard handle``."""
    return _SCENE.search(text[:start]) is not None


def of_scene(text: str, start: int, end: int) -> bool:
    """Whether what stands there is a part of what a place or an occasion is: ``open-mic nights``."""
    start = max(
        (found.start() for found in _COMPOUND.finditer(text) if found.start() <= start), default=start
    )
    compound = _COMPOUND.match(text, start)
    end = compound.end() if compound else end
    return _PLACE.match(text, end) is not None and _LED.search(text[:start]) is not None
