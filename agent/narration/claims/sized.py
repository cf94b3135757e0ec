"""Sizes: ``in sizes S to XL``, ``it doesn't come in 38``, ``XL is one of the sizes``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.sizes import short_size

_NOT = compiled(r"(?:\bnot|n't|\bno|\bwithout a|\bnever|\bnot currently)(?: currently| any)?\s*$", re.I)
_NO_SIZE = compiled(
    r"(?:\bnot|n't|\bno|\bwithout an?|\bnever|\bcannot)(?: (?:currently|any|in|in an?|come|comes|available|"
    r"sold|made|offered|get it|have it|be had|order it))*\s*$",
    re.I,
)
"""``it doesn't come in XS``."""
_SIZE = (
    r"(?:x{0,3}[sl]|m|\d?xl|\d{1,3}(?:\.5)?(?! ?(?:cm|mm|shades|colou?rs|sizes|widths|lengths|"
    r"pockets)\b)|extra[- ]large|extra[- ]small|small|medium|large|"
    r"(?-i:[A-Z])\b)"
)
_SIZES = compiled(
    rf"\bsizes?(?: (?:is|are|in|of|from|range from|run from|include))?:? (?P<s>{_SIZE}(?:(?:,? "
    rf"(?:and|or|to|"
    rf"through) |, ?|/|-){_SIZE})*)(?!\w|[.,]\d)"
    rf"|\b(?:in|comes in|available in|runs from)(?: an?| sizes?)? (?P<w>(?:extra[- ]large|"
    rf"extra[- ]small|small|medium|large|XXS|XS|XL|XXL|3XL|[SML](?=[ ,.]))(?:(?:,? (?:and|or|to) |, "
    rf"?){_SIZE})*)(?!\w)(?=\s*(?:$|[.,;:!?)]|(?:and|or|to|for|with|at|but|as|so|on|only|too|here|"
    rf"now|if|which|"
    rf"because|fits?|sizes?|by|from|is|are|it)\b))",
    re.I,
)
_OF_ALL = compiled(
    rf"(?:^|[,;:] )(?P<a>{_SIZE}) (?:is|are) (?:one of|among) (?:the|its) sizes\b|\bif you (?:take|"
    rf"wear|need|are) an? "
    rf"(?P<b>{_SIZE})(?=[.,;!?]| )|\b(?:come|comes|available|sold|made|get it|have it|offered) in "
    rf"(?P<c>\d\d(?:\.5)?)"
    r"(?=\s*(?:[.,;!?]|$|(?:and|or|to|too)\b))",
    re.I,
)
"""``XL is one of the sizes``, ``it isn't available in 38``."""
_FROM_TO = compiled(
    r"\b[Ff]rom (XXS|XS|S|M|L|XL) (?:right |all the way )?(?:up |through )?to (S|M|L|XL|XXL|XXXL|3XL)\b"
)
_LETTERS = frozenset(["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"])
_BEDS = ("single", "double", "king", "queen", "twin")
_BED = compiled(rf"\b({'|'.join(_BEDS)})(?:[- ]size)?[- ](?:bed|duvet|mattress)\b", re.I)
_PART = compiled(_SIZE, re.I)


def sizes(text: str, facts: Facts) -> Iterator[tuple[Verdict, tuple[int, int]]]:
    """Sizes, with where they stand."""
    if not (
        facts.sizes
        or "size" in text.lower()
        or " bed" in text
        or re.search(r"\b(?:X+[SL]|\dXL)\b|\bin (?:small|medium|large|extra)\b", text)
    ):
        return
    for found in _FROM_TO.finditer(text):
        for part in found.groups():
            if facts.sizes & _LETTERS:
                yield Verdict(part, short_size(part) in facts.sizes), found.span()
    for found in _OF_ALL.finditer(text) if facts.sizes else ():
        group = found.lastgroup or "a"
        negated = _NOT.search(text[: found.start()]) is not None
        yield (
            Verdict(found[0].strip(), (short_size(found[group]) in facts.sizes) != negated),
            found.span(group),
        )
    for found in _BED.finditer(text):
        if beds := {bed for bed in _BEDS if re.search(rf"\b{bed}\b", facts.words, re.I)}:
            yield Verdict(found[1], found[1].lower() in beds), found.span(1)
    for found in _SIZES.finditer(text):
        group = "s" if found["s"] else "w"
        for part in _PART.findall(found[group]):
            negated = _NO_SIZE.search(text[: found.start()]) is not None
            known = short_size(part) in facts.sizes or any(
                size.startswith(f"{part.lower()} ") for size in facts.sizes
            )
            yield Verdict(part, known != negated), found.span(group)
