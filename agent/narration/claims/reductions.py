"""Prices, savings and percentages."""

from __future__ import annotations

import re

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, Verdict, agrees, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import USUAL
from agent.narration.claims.quantities import (
    MONEY,
    PERCENT,
    Quantity,
    quantities,
)
from agent.narration.claims.wording import stem

_FRACTION = r"(?P<f>half|(?:a|1) third|(?:a|1) quarter|(?:a|1) fifth|(?:a|1) tenth|2 thirds|3 quarters)"
_SHARES = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0, "2 thirds": 200 / 3,
    "3 quarters": 75.0,
}  # fmt: skip
_MONEY = r"(?:(?:usual|regular|original|normal|list|full|former) )?(?:price|cost|tag|money)\b"
_OFF_FRACTION = compiled(
    rf"\b(?:{_FRACTION}[\s-](?:off|price|cheaper|less|lower)|(?:by|cut|knocks?|saves? you|saves?|"
    rf"slashed by|drops?|cutting) {_FRACTION.replace('?P<f>', '?P<g>')}\b|"
    rf"(?:saving(?: you)?|knocking|slashing|(?:savings?|reduction|discount|price cut|markdown) of) "
    rf"{_FRACTION.replace('?P<f>', '?P<h>')}\b(?! (?:of )?(?:the|your|its|an?) (?!{_MONEY}))"
    r")",
    re.I,
)
_SAVED_BEFORE = compiled(
    r"(?:\bsav(?:e|es|ed|ing|ings)(?: of| you| shoppers| a full| a)*|\bdiscount of|\breduc\w* (?:of|by)|"
    r"\bknock\w*|\bcut\w*(?: of| by)?|"
    r"\b(?:reduced|discounted|cut|down|lowered|marked down)\b[^.;$€£\d]{0,24}\bby|"
    r"\b(?:down|lower\w*|drop\w*|off|cheaper) (?:of|by)|"
    r"\b(?:dropped|drops|fallen|fell|falls|slipped|(?:comes?|came|gone|went) down)"
    r"(?: another| a further)?(?=\s*$)|"
    r"\b(?:savings?|discount|reduction|markdown|price cut) (?:is|are|comes? to|amounts? to|stands at|adds "
    r"up to)|"
    r"\bpocket(?:s|ing)?|\bkeep\w*|\btakes?)\s*(?:you "
    r")?[\w ]{0,12}?$",
    re.I,
)
_BROUGHT = compiled(
    r"\b(?:(?<!close )(?<!comes )(?<!come )(?<!amounts )(?<!amount )(?<!up )to|at|now|for|from)(?: "
    r"(?:just|only|about|around|roughly|nearly|almost|a|under|over|"
    r"below|above))*\s*[\(]?$",
    re.I,
)
"""``cut by a fifth to $40``: the price, not what is saved."""
_SAVED_AFTER = compiled(
    r"^[\s-]*(?:(?:(?:has|have|is|are|was|been) )*(?:comes?|came|knocked|taken|shaved|lopped|dropped|cut)"
    r" off|off|less|cheaper|discount|savings?|lower|reduction|price (?:cut|drop|reduction)|"
    r"cut(?! to\b| by\b| from\b)|below|under (?:its|the)|saved|markdown)\b",
    re.I,
)
_USUAL_BEFORE = compiled(
    rf"(?:{USUAL}|\b(?:was|were|used to (?:be|cost)|usual(?:ly)?|originally|original|regular(?:ly)?|"
    r"normal(?:ly)?|down|"
    r"reduced|marked down|discounted|instead|listed|list(?! (?:at|for|is)\b)|"
    r"full price|rather than|before|former(?:ly)?|previous(?:ly)?|"
    r"dropped|cut|rrp|retail\w*|slashed|typically|not|once))"
    r"(?:\s*+(?:[,:]\s*+)?(?:the|a|its|price|tag|of|at|for|is|was|cost|costs|costing|sells|selling|priced|"
    r"from|usual|on|below|you|be))*\s*[\(]?$",
    re.I,
)
_OFF_OF = compiled(
    r"\boff (?:of )?(?:(?:its|the) )?(?:(?:usual|original|regular|list|full|normal|former) )?"
    rf"(?:price |{USUAL} ?)?(?:of )?$",
    re.I,
)
_USUAL_AFTER = compiled(
    r"^\s*(?:(?:list|usual|regular|original|normal|retail|full|former|previous)\b|before\b)", re.I
)
_DOWN_FROM = compiled(
    r"\b(?:down|reduced|cut|off|dropped|slashed|discounted)\b[^.;$€£]{0,20}(?:[$€£][\d.,]*\d "
    r")?\bfrom\s*$",
    re.I,
)
_FROM_TO = compiled(r"\bfrom\s*$", re.I)
_LIMIT_AFTER = compiled(r"^\s*(?:limit|budget|cap|ceiling|mark|maximum|max|spend)\b", re.I)
_LIMIT_BEFORE = compiled(
    r"\b(?:budget|limit|ceiling|cap)(?:'s)?(?: (?:is|was|of|at|stops|ends|tops out|stretch(?:es)?|only|"
    r"just|about|around|to))*\s*$",
    re.I,
)
_PRICE_NOW = compiled(
    r"\b(?:reduced|discounted|lowered|marked[- ]down|sale|promotional|offer) (?:price|cost|tag)(?: tag)?"
    r"(?: (?:of|at|is|:))*\s*$"
    r"|\b(?:an?|1|the|its|this) (?:reduced|discounted|lowered|marked[- ]down|promotional|current)"
    r"(?: (?:just|only|about|around|roughly|nearly|almost|under|over))*\s*$",
    re.I,
)
"""``even at its reduced price of $80``, ``at a reduced $80``: what it costs now."""
_OFF = compiled(
    r"\b(?:off|discount\w*|less|reduc\w*|sav\w*|cheaper|lower|markdown|marked down|cut|below|drop\w*|"
    r"slashed)\b",
    re.I,
)
_DOWN = compiled(
    r"\b(?:down|reduced|cut|dropped|drops|lowered)(?: a full| just| about| nearly| over)?\s*$", re.I
)
_TO = compiled(
    r"^\s*(?:to|from)(?: just| only| now| its| the| an?| usual| regular| original| list| price| of)* [$€£]"
)
"""``down $50 to $229``: so much is saved."""
_DOWN_FROM_USUAL = compiled(
    rf"^ down from (?:{USUAL}|what it\b|where it\b|its (?:own )?(?:old|[a-z]+ )?(?:price|tag)\b)", re.I
)
"""``$50 down from its list price``: so much is saved."""
_OF_USUAL = compiled(r"^\s*of (?:its|the|what) ", re.I)


def reductions_in_words(text: str, facts: Facts) -> tuple[str, list[Verdict]]:
    """The text without ``half price`` and its like, and a verdict on each."""
    verdicts: list[Verdict] = []
    for found in _OFF_FRACTION.finditer(text):
        name = re.sub(r"^(?:a|1) ", "", (found["f"] or found["g"] or found["h"]).lower())
        hedge = hedge_before(text[: found.start()])
        off = facts.off
        verdicts.append(Verdict(found[0], off is not None and agrees(off, _SHARES[name], hedge, 1.0, 5.0)))
    return _OFF_FRACTION.sub(" ", text), verdicts


def usual_prices(text: str, facts: Facts) -> tuple[str, list[Verdict]]:
    """``20% below its usual price of $69``: the text without the amount, and whether it is that."""
    verdicts = []
    for found in _USUAL_OF.finditer(text):
        said = next(quantities(found["m"]), None)
        holds = said is not None and facts.usual is not None and agrees(facts.usual, said.said, "exact")
        verdicts.append(Verdict(found["m"], holds))
    return _USUAL_OF.sub("", text), verdicts


_USUAL_OF = compiled(rf"(?<={USUAL}) of (?P<m>[$€£]\s?\d[\d,]*(?:\.\d+)?)")


def price_holds(said: Quantity, before: str, after: str, hedge: Hedge, facts: Facts, *, paired: bool) -> bool:
    """Whether an amount of money is the price, the usual one or what is saved."""
    tail, now, usual = before[-48:], facts.now, facts.usual
    if _TO.match(after) and _DOWN.search(tail):
        return facts.saved > 0 and agrees(facts.saved, said.said, hedge, near=max(0.0051, said.said * 0.08))
    if _SAVED_AFTER.match(after) or (_SAVED_BEFORE.search(tail) and not _BROUGHT.search(tail)):
        return facts.saved > 0 and agrees(facts.saved, said.said, hedge, near=max(0.0051, said.said * 0.08))
    if _DOWN.search(tail) and facts.saved > 0 and agrees(facts.saved, said.said, hedge):
        return True  # "Now $99, down $20."
    if _DOWN_FROM_USUAL.match(after) and facts.saved > 0 and agrees(facts.saved, said.said, hedge):
        return True
    if _LIMIT_AFTER.match(after) or _LIMIT_BEFORE.search(tail):
        return now is not None and now <= said.said + 0.0051
    if not _PRICE_NOW.search(tail) and (
        _OFF_OF.search(tail)
        or _USUAL_BEFORE.search(tail)
        or _USUAL_AFTER.match(after)
        or _DOWN_FROM.search(tail)
        or (_FROM_TO.search(tail) and " to " in after[:12])
    ):
        negated = re.search(r"\bnot\s*(?:at |for )?$", tail)
        if negated:
            return now is not None and not agrees(now, said.said, hedge)
        return usual is not None and agrees(usual, said.said, hedge)
    near = max(0.0051, said.said * 0.1)
    if now is not None and agrees(now, said.said, hedge, near=near):
        return True
    if paired and usual is not None and abs(usual - said.said) <= 0.0051:
        return True
    told = (q.said for q in (*quantities(facts.prose), *facts.numbers) if q.dimension == MONEY)
    return hedge == "exact" and any(abs(price - said.said) <= 0.0051 for price in told)


def percent_holds(said: Quantity, tail: str, after: str, hedge: Hedge, facts: Facts) -> bool:
    """Whether a percentage is the reduction, or a fact of its own."""
    now, usual, off = facts.now, facts.usual, facts.off
    if _OF_USUAL.match(after) and re.search(r"\b(?:pay|costs?|for|at|now)\b", tail):
        return bool(usual and now is not None and agrees(100 * now / usual, said.said, hedge, 0.6))
    if _OFF.search(after[:28]) or _OFF.search(tail[-28:]):
        if off is None:
            return False
        return agrees(off, said.said, hedge, 0.6, 3.0) or (hedge == "exact" and int(off) == said.said)
    if said.said == 100 and any(
        stem(value) in said.nouns for name in facts.product.attributes for value in facts.product.values(name)
    ):
        return True
    return any(
        fact.dimension == PERCENT
        and agrees(fact.said, said.said, hedge, 0.0051)
        and (not said.nouns or not fact.nouns or bool(said.nouns & fact.nouns))
        for fact in facts.numbers
    )
