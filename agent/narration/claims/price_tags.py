"""Prices told beside the name of another product: ``the €89 Birch``, ``the Birch, at €89, is …``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import agrees, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import BASE, mark
from agent.narration.claims.quantities import value_of
from agent.narration.claims.unit_prices import by_unit, unit_price
from agent.narration.claims.wording import MARKS

_MONEY = r"(?P<p>[$€£]\d[\d,]*(?:\.\d+)?)(?![\d,]*\d)"
_HEDGED = r"(?P<h>(?:(?:just|only|about|around|roughly|nearly|almost|over|under|some|a mere|exactly) )*)"
_VERB = (
    r"(?:is|isn't|are|costs?|comes|asks|has|sells|goes|sits|would|will|does|doesn't|remains|stays|looks|"
    r"undercuts|saves|adds|leaves|beats)\b"
)
_BEFORE = compiled(rf"\b(?P<the>the|this|that) {_HEDGED}{_MONEY} (?P<t>[{MARKS}])", re.I)
"""``than the €89 Birch``"""
_AFTER = compiled(
    rf"(?P<t>[{MARKS}])(?:,? (?:at|for|priced at|which (?:is|costs|sells for|comes in at|goes for)) "
    rf"{_HEDGED}{_MONEY}(?: (?=[,.;:!?)]))?(?:,(?= {_VERB}| it\b| this\b)|(?= {_VERB})|(?= and (?:the "
    rf")?[{MARKS}])|(?=[,.;:!?](?!\d)|$))|"
    rf" \({_HEDGED.replace('?P<h>', '?P<g>')}{_MONEY.replace('?P<p>', '?P<q>')}\)|"
    rf" - {_MONEY.replace('?P<p>', '?P<r>')} -(?= {_VERB}))",
    re.I,
)
"""``the Birch at €89``, ``the Birch (€89)``, ``the Birch, at €89, is``"""
_AGAINST = compiled(
    rf"(?<=\d)(?P<w>,? (?:against|versus|vs\.?|compared (?:with|to)|next to|rather than|not)) "
    rf"{_HEDGED}{_MONEY}"
    rf" (?:for|asked for|of|with|on) (?:the )?(?P<t>[{MARKS}])(?!'s),?",
    re.I,
)
"""``at €49 against €89 for the Birch``"""


class PriceTags:
    """The prices told with the names of the other products of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence without them, and the first of them that is another price."""
        wrong: list[str] = []

        def told(found: re.Match[str], name: str, hedge: str) -> bool:
            """Whether the price is that of another one, and can be left out."""
            other = ord(found["t"]) - BASE
            if found["t"] == mark(own) or not 0 <= other < self._n:
                return False
            facts = self._facts(other)
            said, now = value_of(found[name][1:]), facts.now
            if now is None or said is None:
                return False
            hedged = hedge_before(hedge)
            unit = unit_price(text, facts)[1]
            if unit and (share := by_unit(facts, unit).now) is not None and agrees(share, said, hedged):
                return True  # "It costs less per kilo than the Birch at €6.75."
            if agrees(now, said, hedged):
                return True
            if said != self._facts(own).now and said != facts.usual:
                wrong.append(found[0])
            return False

        def before(found: re.Match[str]) -> str:
            return f"{found['the']} {found['t']}" if told(found, "p", found["h"]) else found[0]

        def after(found: re.Match[str]) -> str:
            name = next(name for name in "pqr" if found[name])
            hedge = (found["h"] if name == "p" else found["g"] if name == "q" else "") or ""
            return found["t"] if told(found, name, hedge) else found[0]

        def against(found: re.Match[str]) -> str:
            return f", compared with {found['t']}," if told(found, "p", found["h"]) else found[0]

        text = _AGAINST.sub(against, text)
        text = _BEFORE.sub(before, text)
        text = _AFTER.sub(after, text)
        return text, wrong[0] if wrong else None
