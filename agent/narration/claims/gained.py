"""What one gains or saves beside another product: ``you gain two inches of screen``, ``saves you £450``."""

from __future__ import annotations

import re

from agent.narration.claims.aspects import noun_keys
from agent.narration.claims.differences import apart_by, both_measured, shared
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity, quantities

_GAINED = compiled(
    r"\b(?P<v>gain(?:s|ing)?|sav(?:es?|ing)|get|gets|los(?:es?|ing)|adds?|sheds?)(?: you)? "
    r"(?=(?:[a-z]+ ){0,2}[$€£]?\d)",
    re.I,
)
_AND = compiled(
    r"(?:,|,? and| plus)(?: (?:about|roughly|around|over|nearly|almost|some|just|only|up to))* ?", re.I
)
_HEDGE = compiled(
    r"(?:(?:exactly|about|roughly|around|over|nearly|almost|some|just|only|another|an|extra|a) ?)*",
    re.I,
)
_OF = compiled(
    r"(?P<x> (?:more|extra|additional)\b)?(?: (?:of|in)\b)?(?P<np>(?: (?!at|and|but|for|of|in)[a-z]+){0,2})",
    re.I,
)
_LESS = ("sav", "los", "shed")


def gained(text: str, mine: Facts, other: Facts) -> tuple[str, list[Verdict]]:
    """The clause without what is gained, and a verdict on each amount that the two differ by."""
    verdicts: list[Verdict] = []
    for found in reversed(list(_GAINED.finditer(text))):
        less = found["v"].lower().startswith(_LESS)
        only_more = found["v"].lower() in ("get", "gets")
        start = end = found.end()
        for quantity in quantities(text[start:]):
            begin, stop = start + quantity.start, start + quantity.end
            led = _HEDGE if end == start else _AND
            if not led.fullmatch(text, end, begin):
                break
            of = _OF.match(text, stop)
            if of is None or (only_more and not of["x"]):
                break
            holds = _differ(mine, other, quantity, of["np"], text[start:begin], less=less)
            if holds is None or (quantity.dimension == MONEY and not holds):
                break  # What is saved may be off its own price.
            verdicts.append(Verdict(f"{text[begin:stop].strip()} from …", holds))
            end = of.end() if of["np"] and noun_keys(of["np"].split()[-1]) else stop
        if end > start:
            text = f"{text[:start]}it{text[end:]}"
    return text, verdicts


def _differ(
    mine: Facts, other: Facts, amount: Quantity, phrase: str, before: str, *, less: bool
) -> bool | None:
    """Whether the two differ so; None where nothing that both have is told so."""
    if amount.dimension in (None, PERCENT):
        return None
    keys = ["price"] if amount.dimension == MONEY else [k for w in phrase.split() for k in noun_keys(w)]
    named = [(key, pair) for key in keys if (pair := both_measured(mine, other, key)) is not None]
    pairs = named or [("", pair) for pair in shared(mine, other, amount.dimension)]
    sign, hedge = -1 if less else 1, hedge_before(before)
    return any(apart_by(pair, sign, key, amount, hedge) for key, pair in pairs) if pairs else None
