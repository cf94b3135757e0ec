"""With a cable or without: ``charges wirelessly`` of what has a socket, ``by cable`` of what is wireless."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts

_EITHER = compiled(r"\b(?:wireless|wirelessly|cable|wire|wired|cord|lead)\b", re.I)
_CHARGED = compiled(
    r"\b(?:wireless(?:ly)? charg(?:ing|er|es?)\b(?! (?:earbuds|headphones|speakers?))|"
    r"charg(?:es?|ed|ing) (?:[a-z]+ ){0,2}wirelessly)\b",
    re.I,
)
_CHARGING = compiled(
    r"\b(?:wireless(?:ly)?[ -]charg|charg\w*:? (?:[a-z]+ ){0,2}wireless|qi2?\b|inductive|magsafe)",
    re.I,
)
_CABLED = compiled(
    r"(?P<who>\b[a-z]+|^\s*) (?:(?:only |always |simply )?connects?|is connected|links|is linked)"
    r"(?: (?:only|solely))?(?: (?:by|over|with|via) (?:an? )?(?:cable|wire|cord|lead)\b| up by wire)|"
    r"\bthe (?P<it>[a-z]+) is wired\b",
    re.I,
)
_DENIED = compiled(
    r"\b(?:no|not|never|without|cannot|lacks?|if|unlike|than|your)\b[^.,;]*$|n't\b[^.,;]*$", re.I
)
_WIRED = compiled(r"\b(?:wired|3\.5 mm|aux|usb|cable|jack)\b", re.I)
_CORDLESS = compiled(r"\b(?:wireless|bluetooth)\b", re.I)
_PRONOUNS = frozenset(["it", "they", "this", "these", "that", ""])


def cordless(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each way of charging or of connecting that the facts do not tell or rule out."""
    if not _EITHER.search(text):
        return
    for found in _CHARGED.finditer(text):
        if not _DENIED.search(text[: found.start()]):
            yield Verdict(found[0], _CHARGING.search(facts.words) is not None)
    for found in _CABLED.finditer(text):
        if _DENIED.search(text[: found.start()]):
            continue
        who = (found["who"] or found["it"] or "").strip().lower()
        if who in _PRONOUNS:
            links = ". ".join(told for label, told in facts.fields if "connect" in label) or facts.words
            ruled_out = _CORDLESS.search(links) is not None and _WIRED.search(links) is None
        else:
            ruled_out = (
                re.search(rf"\bwireless (?:[a-z]+ )?{who}|\b{who}: wireless", facts.words, re.I) is not None
            )
        if ruled_out:
            yield Verdict(found[0].strip(), False)
