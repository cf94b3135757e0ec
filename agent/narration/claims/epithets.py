"""Others that are called by a word beside their name or in its place: ``the corded one``, ``the latter``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import OTHERS, marked
from agent.narration.claims.wording import MARKS

_LATTER = compiled(
    rf"(?<!by )(?<!from )[{MARKS}]|\bthe (?P<w>latter|former)\b|"
    rf"\b(?P<own>it|this(?: one| 1)?)(?= (?:and|or) (?:the )?[{MARKS}])|"
    rf"(?<=[{MARKS}] and )(?P<own2>it|this(?: one| 1)?)\b",
    re.I,
)


def of_two(text: str) -> str:
    """The sentence with ``the latter`` as the one that was named last."""
    if "the latter" not in text and "the former" not in text:
        return text
    named: list[str] = []

    def meant(found: re.Match[str]) -> str:
        if found["own"] or found["own2"]:
            named.append("this one")
        elif found["w"] is None:
            named.append(found[0])
        elif named and found["w"].lower() == "latter":
            return named[-1]
        elif len(named) > 1:
            return named[-2]
        return found[0]

    return _LATTER.sub(meant, text)


_EPITHET = compiled(
    rf"\b[Tt]he (?P<a>(?:(?!(?:same|other|of|than|and|or|by|from|as|in|with|to|for|at|on|is|after|"
    r"before|behind|beside|over|under|above|below|against|without|like|but|except|bar|beyond|price|weight)\b)"
    rf"[a-z][a-z-]+,? ){{1,3}})(?P<t>[{MARKS}])"
)


def epithets(text: str, own: int, n: int) -> Iterator[tuple[int, str, int, int]]:
    """``the corded …``: what another is called besides its name, with its place, the last one first."""
    for found in reversed(list(_EPITHET.finditer(text))):
        for other in marked(found["t"], own, n)[:1]:
            if other != own and found["t"] < OTHERS:
                yield other, found["a"].rstrip(), *found.span("a")
