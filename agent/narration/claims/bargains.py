"""Gaps in price that are told as money kept: ``saves you $11 against …``, ``you could buy three of …``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import agrees, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import BASE, mark
from agent.narration.claims.quantities import MONEY, quantities
from agent.narration.claims.wording import MARKS

AMOUNT = (
    r"(?P<a>(?:(?:just|only|about|around|roughly|nearly|almost|over|under|more|less|than|well|some|exactly|a|"
    r"good|another|full|extra|cool|mere|to) )*(?:[$€£]\d[\d.,]*\d|[$€£]\d|\d+(?:\.\d+)? "
    r"(?:dollars?|euros?|pounds)))"
)
_THE = (
    r"(?:(?:the|this|its|that|of|these|those) )*"
    r"(?:(?!(?:the|this|and|or|of|than|is|for|you|price|cost)\b)[a-z-]+ ){0,2}?"
)
_NOUN = r"(?: (?!for\b|and\b|with\b|you\b|over\b|keeps?\b|leaves?\b|saves?\b)[a-z]+){0,2}"
_IN_POCKET = r"(?: (?:in|left in|from) (?:your|the) (?:pocket|wallet|purse|budget|account|hand|bank))"
_SAVED = compiled(
    rf"\b(?:saves?|saving|keeps?|keeping|leaves?|leaving)(?: you| me| us)? {AMOUNT}{_IN_POCKET}?,? "
    rf"(?:against|over|versus|vs\.?|next to|beside|compared (?:with|to)|relative to) {_THE}(?P<t>[{MARKS}])",
    re.I,
)
_CHOSEN = compiled(
    rf"\b(?:choos|pick|tak|buy|gett|go|opt)ing (?:for )?{_THE}(?P<s>[{MARKS}]){_NOUN},? "
    rf"(?:over|instead of|rather than|and not|before) {_THE}(?P<t>[{MARKS}]){_NOUN} "
    rf"(?:saves?|keeps?|leaves?)(?: you| me| us)? {AMOUNT}{_IN_POCKET}?",
    re.I,
)
_BETWEEN = compiled(
    rf"{AMOUNT}(?: in price)? (?:between (?:them|the 2|those 2|these 2|both)|apart|"
    r"(?:separates?|divides?) (?:them|the 2))\b|"
    rf"{AMOUNT.replace('?P<a>', '?P<b>')}(?: (?:in price|difference|gap))*? "
    rf"(?:(?:separates?|divides?)|between) "
    rf"(?:{_THE}(?P<s>[{MARKS}])|it|this(?: one)?) (?:and|from) {_THE}(?P<t>[{MARKS}])(?: in price)?",
    re.I,
)
_GAP = compiled(
    rf"\b(?:price )?(?:difference|gap|distance)(?: in price)? (?:between (?:it|this(?: one)?|(?:the "
    rf")?(?P<s>[{MARKS}])) and"
    rf"|to|from|with) (?:the )?(?P<t>[{MARKS}])(?:'s)?(?: in price)? (?:is|of|comes to|amounts to) {AMOUNT}"
    rf"|{AMOUNT.replace('?P<a>', '?P<b>')}(?: price)? (?:difference|gap)(?: in price)? "
    rf"(?:between (?:it|this(?: one)?|(?:the )?(?P<r>[{MARKS}])) and|to|from|with) (?:the )?(?P<u>[{MARKS}])"
    rf"|{AMOUNT.replace('?P<a>', '?P<c>')} away(?: (?:from|in price from) (?:it|this(?: one)?|(?:the "
    rf")?(?P<v>[{MARKS}])))?"
    rf"(?: in price)?",
    re.I,
)
"""``the difference to the Birch is €40``, ``it is €40 away from the Birch``"""
_BOUGHT = compiled(
    rf"(?:\bfor the (?:price|cost) of {_THE}(?P<s>[{MARKS}]){_NOUN},? )?\b(?:you|1|one)"
    r"(?: could|'d| can| would)?(?: almost| nearly| easily| also| just)? "
    rf"(?:buy|get|afford|have|take)(?: home)? (?P<n>\d{{1,2}}) (?:of )?{_THE}(?P<t>[{MARKS}])(?:'s)?{_NOUN}"
    rf"(?: for the (?:price|cost) of {_THE}(?P<u>[{MARKS}]|1){_NOUN})?"
    r"(?P<left>,? (?:and|with) (?:still |some )*(?:have )?(?:still )?(?:some )?(?:change|money|cash)"
    r"(?: (?:left|to spare)(?: over)?)?)?",
    re.I,
)


_AMID = compiled(
    rf"\b(?:sits|lies|falls|lands|is|comes in|slots|ranks|ranges|stands|it's|prices?|priced)(?: \w+){{0,2}}? "
    rf"(?:in )?between {_THE}(?P<s>[{MARKS}]) and {_THE}(?P<t>[{MARKS}])(?!'s)",
    re.I,
)
_OF_PRICE = compiled(r"\bpric(?:e|es|ed|ing)\b|\bcosts?\b|[$€£]\d", re.I)


class Bargains:
    """What it costs more or less, of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence in plain comparisons, and the first of those told here that does not hold."""
        if _MAY_BUY.search(text) and (found := _BOUGHT.search(text)) is not None:
            paid = found["s"] or (found["u"] if found["u"] and found["u"] != "1" else mark(own))
            bought, price = self._price(found["t"]), self._price(paid)
            if bought is not None and price is not None and (found["s"] or found["u"]):
                total = int(found["n"]) * bought
                if not (total < price if found["left"] else total <= price + 0.0051):
                    return text, found[0]
                text = f"{text[: found.start()]} {text[found.end() :]}"
        if _MAY_SAVE.search(text):
            text = _CHOSEN.sub(lambda m: f"{m['s']} costs {m['a']} less than {m['t']}", text)
            text = _SAVED.sub(
                lambda m: m[0] if m["t"] == mark(own) else f"costs {m['a']} less than {m['t']}", text
            )
        if (amid := _AMID.search(text)) is not None and _OF_PRICE.search(text):
            prices = [self._price(amid["s"]), self._price(mark(own)), self._price(amid["t"])]
            known = [price for price in prices if price is not None]
            if len(known) == 3 and mark(own) not in (amid["s"], amid["t"]):
                if not min(known[0], known[2]) < known[1] < max(known[0], known[2]):
                    return text, amid[0]
                text = f"{text[: amid.start()]} {text[amid.end() :]}"
        if _MAY_PART.search(text):
            for pattern in (_BETWEEN, _GAP):
                if (found := pattern.search(text)) is None:
                    continue
                held = self._apart(text, found, own)
                if held is False:
                    return text, found[0]
                if held:
                    text = f"{text[: found.start()]} {found['s'] or ''}{text[found.end() :]}"
        return text, None

    def _apart(self, text: str, found: re.Match[str], own: int) -> bool | None:
        """Whether the two prices are so far from one another; None: which two is not told."""
        named = found.groupdict()
        pair = {named.get(name) for name in "strvu"} - {None}
        if len(pair) == 1 and mark(own) not in pair:
            pair.add(mark(own))
        if not pair or pair == {mark(own)}:
            pair = {mark(own), *(char for char in text if BASE <= ord(char) < BASE + self._n)}
        prices = [self._price(char) for char in pair if char]
        amount = found["a"] or found["b"] or named.get("c") or ""
        given = next((each for each in quantities(amount) if each.dimension == MONEY), None)
        if len(prices) != 2 or None in prices or given is None:
            return None
        first, second = (price for price in prices if price is not None)
        hedge = hedge_before(amount[: given.start])
        return agrees(abs(first - second), given.said, hedge, 0.0051)

    def _price(self, char: str) -> float | None:
        position = ord(char) - BASE
        return self._facts(position).now if 0 <= position < self._n else None


_MAY_SAVE = compiled(r"\b(?:sav(?:es?|ing)|keep(?:s|ing)?|leav(?:es?|ing))\b", re.I)
_MAY_PART = compiled(r"\b(?:between|apart|separates?|divides?|away|difference|gap|distance)\b", re.I)
_MAY_BUY = compiled(r"\b(?:price|cost) of\b", re.I)
