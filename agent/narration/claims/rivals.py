"""What a sentence says another product has: ``than the 240 Hz Havoc``, ``you give up its OLED panel``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import marked
from agent.narration.claims.quantities import value_of
from agent.narration.claims.wording import MARKS

_NUMBERED = compiled(
    rf"\b(?:the|a) (?P<n>\d+(?:[.,]\d+)*[ -](?!of\b|for\b|in\b|and\b|to\b|or\b)[A-Za-z]+)"
    rf"(?: (?!than\b|that\b|which\b)[a-z]+)? (?P<t>[{MARKS}])",
)
"""``the 240 Hz Havoc``: a number that goes with the name of another."""
_THEIRS = compiled(
    rf"(?P<n>\b(?:the |a )?(?<![\d.,])(?P<v>[$€£]?\d+(?:[.,]\d+)*(?: ?[A-Za-z%°]+)?) (?:for|of|on|from)) "
    rf"(?:the )?(?P<t>[{MARKS}])(?!'s)"
)
"""``against 4.4 for the Calder``, ``below the 4.6 of the Percale``."""
_LEADS_TO_THEIRS = compiled(
    r"\b(?:against|versus|vs\.?|compared (?:to|with)|while|below|above|under|over|than|beats?|to|with),? $",
    re.I,
)
_TO_ITS = compiled(
    r"(?<=\d)(?: [a-z]+)?(?P<n> (?:to|against|versus|vs\.?|over) (?:its|that one's|that 1's|their) "
    r"(?P<v>[$€£]?\d+(?:[.,]\d+)*(?: ?(?:stars|reviews|ratings|[kmc]?[gml]|kg|mm|cm|W|V))?))"
    r"(?=\s*(?:[.,;!)]|$))"
)
"""``the same price as the Calder, and rated 4.3 to its 4.0``."""
PRICED_AT = compiled(
    rf"(?P<t>[{MARKS}])(?P<n>,? (?:at|for) (?P<v>[$€£]\d+(?:[.,]\d+)*(?![.,]?\d)))"
    r"(?! (?:less|more|extra|cheaper|dearer|off|above|below|under|over|on top|per|an?|each)\b)"
)
"""``compared with the Kaldi at €24``."""
_GIVEN_UP = compiled(
    r"\b(?:you|you'll|you'd) (?:(?:do|will|would|have to|only|also) )*(?:give up|lose|miss out on|miss|forgo|"
    r"sacrifice|do without|go without|trade away|part with) (?P<np>[^;:.!?]+?(?:\.\d[^;:.!?]*?)?)"
    r"(?=,? (?:but|while|though|and (?:you|pay|save|get))\b|, |[;:!?]|\.(?!\d)|$)",
    re.I,
)
"""What one has to give up for it is of the other one."""


def of_rivals(text: str, own: int, n: int, now: float | None) -> Iterator[tuple[int, re.Match[str], str]]:
    """Who it is, the words, and the group of them that is theirs; ``now``: what our own one costs."""
    if text.isascii():
        return  # Nobody else is named.
    for found in _NUMBERED.finditer(text):
        for other in marked(found["t"], own, n):
            if other != own:
                yield other, found, "n"
    for found in _THEIRS.finditer(text):
        for other in marked(found["t"], own, n):
            if other != own and _LEADS_TO_THEIRS.search(text[: found.start()]):
                yield other, found, "n"
    for found in _TO_ITS.finditer(text):
        others = {i for char in text[: found.start()] if char >= "\ue000" for i in marked(char, own, n)} - {
            own
        }
        if len(others) == 1:
            yield others.pop(), found, "n"
    for found in () if " per " in text else PRICED_AT.finditer(text):
        for other in marked(found["t"], own, n):
            if other != own and value_of(found["v"][1:]) != now:
                yield other, found, "n"
    if "you" not in text and not text.startswith("You"):
        return
    for found in _GIVEN_UP.finditer(text):
        rivals = {i for char in text if char >= "\ue000" for i in marked(char, own, n)} - {own}
        if len(rivals) == 1:
            yield rivals.pop(), found, "np"
