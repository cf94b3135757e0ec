"""Whether somebody asks for several things at once: ``everything for a first camping trip``.

The words that remain to be searched for are read, not the message: a refinement ("cheaper", "in green", a
chip taken away) keeps them, and so the wish goes on to hold without being held anywhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agent.understanding.people import PEOPLE
from agent.understanding.phrases import LEAD_IN
from agent.understanding.words import STOP, lowered, tokens

Kind = Literal["bundle", "outfit", "gift"]

_WHO = r"(?:i|we|you|he|she|they|one|someone|somebody|a \w+)"
_NEEDED = (
    rf"(?: (?:that )?{_WHO}(?:'d|'ll| would| will| might| could)? (?:need|want|require)s?|needed|necessary)"
)
_WHOLE = r"(?:complete|full|whole|entire|starter|beginner'?s?|basic|matching)"
_BUNDLE = re.compile(
    r"\b(?:everything|all(?: the)?(?: (?:things?|stuff|gear|kit|equipment|basics|essentials|bits))?)"
    rf"{_NEEDED}? (?:for|to)\b"
    rf"|\bwhat(?: all| else)? (?:do|does|would|will|should|might|could) {_WHO} (?:need|want|pack|bring|buy)"
    r" (?:for|to)\b"
    r"|\b(?:the |some |my )?(?:essentials|basics|must[- ]haves|bare necessities) (?:for|to)\b"
    rf"|\b{_WHOLE} (?:(?!of\b)\w+ )??(?:set|kit|bundle|set-?up|package|gear|equipment) (?:for|to)\b"
    r"|\b(?!the |some |my |your )\w+ (?:essentials|starter (?:kit|set))\W*$"
    r"|\b(?:a |some )?(?:bundle|starter kit|care package) (?:for|to)\b"
    r"|\b(?:kit|set|fit|deck|equip) (?:me|us|him|her|them)(?: (?:out|up))?"
    rf"(?: with everything{_NEEDED}?)? for\b"
    r"|\b(?:put together|build|assemble|make (?:me|us|up))(?: me| us)? (?:an? |the )?(?:\w+ ){0,2}"
    r"(?:kit|bundle|set|package|list) (?:for|to|of)\b"
)
_OUTFIT = re.compile(
    r"\b(?:an? |the |my |some )?(?:\w+ )?(?:outfits?|ensembles?|whole looks?|complete looks?) (?:for|to)\b"
    r"|\b(?:something|anything|clothes|what|things|nothing|stuff) (?:(?:should|can|could|do|would|shall) "
    r"(?:i|we|she|he|one) )?(?:to )?wear (?:to|for|at)\b"
    r"|\b(?:dress|style) (?:me|us|him|her) for\b"
    rf"|\b(?:an? )?{_WHOLE} (?:outfit|look)\b|\bhead[- ]to[- ]toe\b"
)
_GIFT = re.compile(
    r"\b(?:gifts?|presents?)(?! (?:cards?|wrap\w*|vouchers?|sets?|box(?:es)?|bags?|certificates?|tags?"
    r"|receipts?|tins?|baskets?|hampers?|for (?:it|this))\b)"
    r"(?: ideas?| suggestions?)?(?: \w+){0,3}? (?:for|to)\b"
    r"|\b(?:gift|present) (?:ideas?|suggestions?)\b"
    r"|\b(?:what|something|anything) (?:(?:can|could|should|do|to|shall|would) (?:i |we )?)?"
    r"(?:(?:get|buy|give)|surprise) (?:for )?my \w+\b"
    r"|\bsomething (?:\w+ )?for my \w+,? (?:who|that)\b"
)
_FILLER_WORDS = """
everything stuff kit pack bring put together build assemble first second next last upcoming new proper
year years old like likes love loves loved enjoy enjoys fan into
birthday anniversary gift present idea suggestion outfit look ensemble wear complete full whole starter
bundle set gear equipment essential basics trip birthday's under over below budget total around together
anyone everyone somebody someone turning turns weekend somewhere person people friend partner boss colleague
coworker teacher neighbour neighbor host
"""
_FILLER = frozenset(_FILLER_WORDS.split()) | STOP - {"home"}
_PEOPLE = frozenset(word for words, meant in PEOPLE for word in (*words, *meant))


@dataclass(frozen=True, slots=True)
class Wish:
    """Several things in one list."""

    kind: Kind
    theme: str
    """What it is all for, in words to search for; empty where only the person is known."""


def wish(text: str) -> Wish | None:
    """The wish in these words; None where one thing is looked for."""
    low = lowered(text)
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("outfit", _OUTFIT),
        ("gift", _GIFT),
        ("bundle", _BUNDLE),
    )
    for kind, pattern in patterns:
        found = pattern.search(low)
        if found is None:
            continue
        # What leads to a gift ("a vegan gift for …") belongs to it as much as what follows.
        theme = _theme(
            f"{low[: found.start()]} {low[found.end() :]} {found.group()}" if kind == "gift" else low
        )
        if kind == "bundle" and not theme:
            return None
        return Wish(kind, theme)
    return None


_ARTICLES = (re.compile(r"(?:an?|the|some) "), re.compile(r"(?:an?|the|some) \w+ "))


def asked_anew(text: str) -> bool:
    """Whether a lower-case text asks for several things as its own request: ``show me a gift for my dad``.

    "It's a gift for my dad", or no more than "a gift for my dad", says what the thing talked about is for.
    """
    lead = LEAD_IN.match(text)
    if lead is None:
        return False
    starts = {lead.end(), *(m.end() for p in _ARTICLES if (m := p.match(text, lead.end())))}
    return any(p.match(text, start) for p in (_OUTFIT, _GIFT, _BUNDLE) for start in starts)


_UNTIL = re.compile(
    r"[,;.!?]|\b(?:in|with|without|under|below|from|by|but|no|not|that|which|up to|less|around|about|max)\b"
)


def occasion(text: str) -> tuple[int, int]:
    """Where a lower-case text with a wish says what it is all for; (0, 0) where it does not.

    What describes the occasion ("a summer wedding", "the home office") is nothing that each product must be.
    """
    spans = [found.span() for found in (p.search(text) for p in (_OUTFIT, _BUNDLE)) if found is not None]
    if not spans:
        return (0, 0)
    _, end = spans[0]
    if not text[end:].strip(" .!?"):
        # "home office essentials"
        return (0, end)
    stop = _UNTIL.search(text, end)
    return (end, stop.start() if stop is not None else len(text))


def _theme(text: str) -> str:
    words = (t for t in tokens(text) if t.raw.isalpha() and "'" not in text[t.start : t.end])
    kept = (t.raw for t in words if not {t.raw, t.form} & (_FILLER | _PEOPLE))
    return " ".join(dict.fromkeys(kept))
