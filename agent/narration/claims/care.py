"""Care: ``tumble dried`` of what says ``line dry``, ``fully dishwasher safe`` where its lid alone is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.wording import stem, tokens

_WAYS = tuple(
    compiled(pattern, re.I)
    for pattern in (
        r"\btumble[- ]?dr(?:y|ie|ying)\w*|\b(?:in(?:to)?|for) (?:the|a|your) (?:tumble )?dryer\b",
        r"\b(?:be|safely) ironed\b",
        r"\bbleach(?:ed|ing)?\b",
        r"\bdry[- ]?clean(?:ed|ing)?\b",
    )
)
"""What is done to a thing only where its care says so."""
_HINT = compiled(r"tumbl|dryer|iron(?:ed|ing)|bleach|dry[- ]?clean", re.I)
_DENIED = compiled(
    r"\b(?:not|no|never|without|nor|neither|cannot|skip|avoid|free|don't|instead|rather|need\w*|forget|than|"
    r"less)\b|n't\b|\bnon-",
    re.I,
)
_WHOLLY = compiled(
    r"\b(?:(?:fully|completely|entirely|totally|100%)[ -]"
    r"(?P<a>[a-z]+(?:[ -](?:safe|washable|proof|resistant))?)|"
    r"(?:the|its) (?:entire|whole) [a-z]+ (?:(?!not\b|except\b)[a-z]+ ){0,4}?"
    r"(?:in|into|through) (?:the|a|your) (?P<c>dishwasher|microwave|oven|freezer|washing machine)|"
    r"(?:(?:the|its) (?:entire|whole) [a-z]+|every part|"
    r"all (?:the )?parts|all of it|the whole (?:thing|set|lot)|both parts)\b[^.;]*?\bis "
    r"(?P<b>[a-z]+(?:[ -](?:safe|washable|proof|resistant))?))",
    re.I,
)
_PARTLY = compiled(r"\b(?:only|except|excluding|without|apart from|but not|not the|hand[- ]wash)\b", re.I)


def care(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each way to care for it that its care does not name, and on what is so only in part."""
    if _HINT.search(text):
        for way in _WAYS:
            found = way.search(text)
            if found and not way.search(facts.words) and not _DENIED.search(text[: found.end()]):
                yield Verdict(found[0], False)
    for found in _WHOLLY.finditer(text):
        names = frozenset(map(stem, tokens(found["a"] or found["b"] or found["c"])))
        for label, value in facts.fields:
            limited = _PARTLY.search(value, len(label)) and value.startswith(f"{label}: ")
            if limited and names <= frozenset(map(stem, tokens(label))):
                yield Verdict(found[0], _DENIED.search(text[: found.end()]) is not None)
