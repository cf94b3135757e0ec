"""Who goes beyond a number that was told: ``160 reviews, a number only the Arc beats``."""

from __future__ import annotations

import re
from typing import NamedTuple

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import FULL, NONE, mark, marked

_M = "(?:the )?[\ue000-\ue3ff]"
_OUTDONE = compiled(
    r"(?:,| -|:) (?:an?|the) (?P<n>number|figure|total|count|tally|price|cost|score|rating|average|mark|"
    r"weight) "
    rf"(?:that |which )?(?:(?P<none>{NONE}|nothing(?: else)?(?: here)?)|(?P<only>only )?"
    rf"(?P<who>{_M}(?:(?:,|,? and|,? or) {_M})*)) (?:can )?"
    r"(?P<v>beats?|tops?|surpass(?:es)?|exceeds?|betters?|outdoes|outdo|undercuts?)(?=\s*[.,;!?]|$)",
    re.I,
)
_CROWD = compiled(r"\b(?:reviews?|reviewed|reviewers|ratings|votes|rated (?:it|this))\b", re.I)
_PAID = compiled(r"[$€£]\d[\d.,]*(?!.*\d)")
_SCORE = compiled(r"\b(?:stars?|rat(?:ed|ing)|scores?)\b", re.I)


class Outdone(NamedTuple):
    """Where it is said, as what of each of them, and who they are; ``only``: and no others."""

    start: int
    end: int
    clause: str
    who: frozenset[int]
    only: bool


def outdone(text: str, own: int, n: int) -> Outdone | None:
    """The first such clause; None where there is none, or what it measures is not to be known."""
    found = _OUTDONE.search(text) if ", a" in text or "- a" in text or ": a" in text else None
    if found is None:
        return None
    clause = _clause(found["n"].lower(), found["v"].lower(), text[: found.start()])
    if clause is None:
        return None
    who = frozenset(i for char in found["who"] or "" for i in marked(char, own, n) if i < min(n, FULL))
    only = bool(found["none"] or found["only"])
    return Outdone(*found.span(), f" {clause} than {mark(own)}", who, only)


def _clause(noun: str, verb: str, before: str) -> str | None:
    """What is said of whoever goes beyond it: a price is beaten by a lower one."""
    less = verb.startswith("undercut")
    if noun in ("price", "cost"):
        return f"costs {'less' if less or verb.startswith(('beat', 'better', 'outdo')) else 'more'}"
    if noun == "weight":
        return f"is {'lighter' if less else 'heavier'}" if not verb.startswith(_VAGUE) else None
    if less:
        return None
    if noun in ("score", "rating", "average", "mark") or (
        _SCORE.search(before) and not _CROWD.search(before)
    ):
        return "is rated higher"
    if _PAID.search(before) or not _CROWD.search(before):
        return None
    return "has more reviews"


_VAGUE = ("beat", "better", "outdo")
