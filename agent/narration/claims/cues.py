"""What a comparative is about where other words of the clause say it: ``you pay more for it than for …``."""

from __future__ import annotations

import re

from agent.narration.claims.aspect_words import COUNT, PRICE, RATING, Aspect
from agent.narration.claims.guarded import compiled

_MASS = ("mass",)
_DEGREE = compiled(
    r"\b(?P<d>more|less|fewer|higher|lower|better|worse|steeper|longer|shorter|sooner)\b"
    r"(?P<tail>(?:(?! (?:and|but) )[^,;:.])*)$",
    re.I,
)
_LESS = frozenset(["less", "fewer", "lower", "worse", "shorter", "sooner"])
_CLAUSE = compiled(r"[,;:.!?]|\b(?:and|but|while|though|yet|because|since)\b", re.I)
_TAIL = compiled(
    r"(?: (?:for|it|this|one|here|money|to|buy|shoppers|people|buyers|customers|owners|users|fans|have|has"
    r"|had|rated|reviewed|feedback|marks|reviews|ratings|votes|opinions|in|price|highly|liked|by|at|the|checkout|grades"
    r"|stars|room|does|years|of|warranty|on|a|charge|with|now|currently|also|been|often|well|from|overall))*\s*",
    re.I,
)
"""Words after a comparative that leave it to the cue what it is of: ``more people have rated it``."""
_PEOPLE = compiled(
    r"\b(?:people|shoppers|buyers|customers|owners|users|fans|reviews|ratings|feedback|votes|opinions)\b",
    re.I,
)
_CUES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (compiled(pattern, re.I), keys)
    for pattern, keys in (
        (r"\bweigh\w*\b|\bscales\b", _MASS),
        (r"\b(?:covered|warranty|guarantee\w*|guaranty)\b", ("warranty", "guarantee")),
        (
            r"\b(?:batter\w+|(?:per|a|one|1) charge|keeps? going|lasts?|runs|gives? out)\b",
            ("battery", "runtime", "playtime"),
        ),
        (r"\b(?:rat(?:e|es|ed|ing)|scor\w+|marks|stars|grades|likes?|liked)\b", RATING),
        (r"\b(?:supports?|supporting|bears?|bearing|withstands?)\b", ("load", "limit", "capacity")),
        (r"\b(?:carries|carry)\b", ("load", "capacity", "volume")),
        (r"\b(?:holds?|holding|fits|takes|room(?:y|ier)?)\b", ("capacity", "volume", "load")),
        (r"\b(?:pay\w*|costs?|costing|spend\w*|charges?|asks?|sells?|goes|priced?|prices)\b", PRICE),
    )
)
_TIMED = compiled(r"\b(?:cover|warrant|guarant|batter|charge|keeps? going|lasts?|runs|gives? out)", re.I)
_ADJECTIVE = compiled(
    r"\b(?P<a>(?:more|less) (?:expensive|affordable|costly|powerful|efficient)|[a-z]{3,}er)"
    r" (?:choice|option|pick|buy|carry|alternative|one|model|load|product|deal|purchase|bet"
    r"|route|thing|companion|piece|item)$",
    re.I,
)
_WALLET = compiled(
    r"\b(?:(?P<k>kinder|gentler|easier|lighter)|harder|heavier|tougher) (?:to|on|for) (?:the|your|any|our) "
    r"(?:wallet|purse|budget|pocket|bank account|bank balance)$",
    re.I,
)
_LIFT = compiled(r"\b(?:(?P<e>easier)|harder) to (?:lift|carry|lug|heave|hoist)$", re.I)


def cued(left: str) -> tuple[Aspect, int] | None:
    """The aspect of the comparative that ``left`` ends in, by the words around it, and where it begins."""
    if found := _WALLET.search(left):
        return Aspect(PRICE, -1 if found["k"] else 1), found.start()
    if found := _LIFT.search(left):
        return Aspect(_MASS, -1 if found["e"] else 1), found.start()
    found = _DEGREE.search(left)
    if found is None or _TAIL.fullmatch(found["tail"]) is None:
        return None
    begin = max((cut.end() for cut in _CLAUSE.finditer(left, 0, found.start())), default=0)
    degree = found["d"].lower()
    sign = -1 if degree in _LESS else 1
    if degree in ("more", "less", "fewer") and _PEOPLE.search(found["tail"]):
        return Aspect(COUNT, sign), found.start()
    clause = left[begin:]
    if (
        found["tail"].strip() == ""
        and degree in ("longer", "shorter", "sooner")
        and not _TIMED.search(clause)
    ):
        return None
    for cue, keys in _CUES:
        if cue.search(clause):
            return Aspect(keys, sign), found.start()
    return None


def plain(left: str) -> tuple[str, int] | None:
    """``a dearer choice`` → ``dearer``, and where it begins."""
    found = _ADJECTIVE.search(left)
    return (found["a"], found.start()) if found else None
