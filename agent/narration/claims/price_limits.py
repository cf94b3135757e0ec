"""Limits that a price keeps or breaks: ``fits a €50 budget``, ``breaks the €100 mark``, ``€60 covers it``."""

from __future__ import annotations

import re
from functools import partial

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import MARKS

_A = r"(?P<a>[$€£]\d[\d,]*(?:\.\d+)?)(?![\d,]*\d)"
_OF = rf"(?:an? |the |your |my |any )?(?:[a-z]+ )?(?:budget|limit|cap|ceiling|maximum|spend) (?:of |at )?{_A}"
_BUDGET = (
    rf"(?:{_OF}|(?:an? |the |your |my )?{_A.replace('?P<a>', '?P<b>')} (?:budget|limit|cap|ceiling|maximum))"
)
_MARK = rf"(?:the )?{_A} (?:mark|threshold|line|barrier|level)"
_IT = rf"(?:it|this(?: one| pick| option)?|(?:for )?(?:the )?[{MARKS}])"
_WELL = r"(?:(?:well|just|easily|comfortably|still|only|neatly|right) )?"

_KEPT: tuple[re.Pattern[str], ...] = tuple(
    compiled(pattern, re.I)
    for pattern in (
        rf"\b(?:fits|stays|keeps|is|falls|comes|lands|sits|slips|squeezes|remains|goes) {_WELL}(?:in|into|"
        rf"within|"
        rf"inside|under|below|on)(?: reach of)? {_BUDGET}",
        rf"\bfits {_WELL}{_BUDGET}",
        rf"\b(?:is|comes|falls|stays|lies) {_WELL}(?:with)?in(?: the)? reach (?:of|for|with|on) (?:{_BUDGET}|"
        rf"{_A.replace('?P<a>', '?P<c>')})",
        rf"\b(?:can|could|may) be (?:bought|had|yours) with {_A}",
    )
)
"""Of the product: ``it`` stands before."""
_BROKEN: tuple[re.Pattern[str], ...] = tuple(
    compiled(pattern, re.I)
    for pattern in (
        rf"\b(?:exceeds|breaks|busts|blows|overshoots|tops|bursts|stretches(?: past| beyond| over)?|"
        rf"(?:is|goes|comes in|lies|sits|runs|falls) {_WELL}(?:beyond|above|over|outside|out of|past)|"
        r"(?:doesn't|does not|won't|will not|can't|cannot|isn't|is not)(?: quite)? (?:fit|stay|keep|"
        r"come)?(?: ?in"
        r"| ?into| ?within| ?inside| ?under| ?below)?|is too (?:dear|expensive|pricey|costly|much) (?:for|"
        r"on|with)"
        rf"|is out of reach (?:with|of|for|on)) {_BUDGET}",
        rf"\bis out of reach (?:with|of|for|on) {_A}",
        rf"\b(?:breaks|crosses|passes|tops|exceeds|clears|(?:is|goes|climbs|sits|lies|lands|comes in) "
        rf"(?:past|above|"
        rf"over|beyond)) {_MARK}",
        rf"\b(?:breaks|crosses|passes|clears) {_A}(?=[.,;!?]|$| (?:and|but|so|which)\b)",
        rf"\b(?:can't|cannot|can not) be (?:had|bought|found|yours)(?: for| with)?(?: less than| under| "
        rf"below)? {_A}",
        rf"\bneeds (?:a budget of )?more than {_A}",
    )
)
_BELOW_MARK = compiled(
    rf"\b(?:sits|stays|is|lies|remains|keeps|comes in|lands) {_WELL}(?:below|under) {_MARK}"
    rf"|\bkeeps (?:you )?(?:under|below) {_A.replace('?P<a>', '?P<b>')}"
    rf"|\b(?:is|stays|keeps|lands|comes in) on the (?:right|safe|good) side of "
    rf"{_A.replace('?P<a>', '?P<c>')}",
    re.I,
)
_ENOUGH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (compiled(pattern, re.I), by)
    for pattern, by in (
        (rf"(?<!\w)(?:{_BUDGET}|{_A.replace('?P<a>', '?P<c>')}) (?:is|would be|will be) (?:not enough|too "
         rf"little|too"
         rf" small|not sufficient) (?:for|to (?:buy|get)) {_IT}", "it costs more than {}"),
        (rf"(?<!\w)(?:{_BUDGET}|{_A.replace('?P<a>', '?P<c>')}) (?:isn't enough (?:for|to (?:buy|get))|won't "
         rf"(?:buy|cover|get(?: you)?)|doesn't (?:buy|cover)|does not (?:buy|cover)) {_IT}",
         "it costs more than {}"),
        (rf"(?<!\w)(?:{_BUDGET}|{_A.replace('?P<a>', '?P<c>')}) (?:is (?:just |easily |more than )?enough "
         rf"(?:for|to (?:buy|get))|"
         rf"will do for|easily covers|covers|stretches to) {_IT}", "it costs at most {}"),
        (rf"\bif {_A} is (?:your|the|my) (?:limit|budget|max(?:imum)?|ceiling|cap),? {_IT} "
         r"(?:fits|works|qualifies|will do|does it|is (?:with)?in reach)", "it costs at most {}"),
        (rf"\bif {_A} is (?:your|the|my) (?:limit|budget|max(?:imum)?|ceiling|cap),? {_IT} "
         r"(?:is too (?:dear|expensive|much|pricey)|is (?:out|not for you|over it)|won't do|doesn't fit)",
         "it costs more than {}"),
        (rf"\bif you(?:'d| would| want| wish| like| prefer|'re| are| rather| hoping| looking| to| not| aim)* "
         rf"(?:pay|spend|stay|keep)(?:ing)?(?: no more than| not more than| at most| up to| less than| "
         rf"under| below) {_A},? "
         rf"{_IT} (?:fits|works|qualifies|will do|does it|is (?:with)?in reach)", "it costs at most {}"),
        (rf"\bif you(?:'d| would| want| wish| like| prefer|'re| are| rather| hoping| looking| to| not| aim)* "
         rf"(?:pay|spend|stay|keep)(?:ing)?(?: no more than| not more than| at most| up to| less than| "
         rf"under| below| more than) {_A},? "
         rf"{_IT} (?:is (?:not for you|too (?:dear|expensive|much|pricey)|out)|isn't for you|won't do|"
         rf"doesn't fit)",
         "it costs more than {}"),
        (rf"\bif you(?:'d| would| rather| prefer)* (?:not|rather not) (?:pay|spend) more than {_A},? "
         rf"{_IT} (?:fits|works|qualifies|will do)", "it costs at most {}"),
        (rf"\bwith {_A} to spend,? you can (?:easily |just )?(?:afford|buy|get|have) {_IT}",
         "it costs at most {}"),
    )
)  # fmt: skip
_CHANGE = compiled(
    rf"\b(?:(?P<you>you(?:'d|'ll)?(?: would| will| even| still)*) (?:get|have)|leaves|gives|means)"
    rf"(?: you)?(?: some| with)? change (?:from|out of|for) {_A}",
    re.I,
)
_SUB = compiled(rf"\b(?:an? |the |its )?(?:sub|under|below)-{_A} price(?: tag)?\b", re.I)
_MAY = compiled(r"[$€£]\d")


def within_limits(text: str) -> str:
    """The sentence with each limit as ``costs at most …`` or ``costs more than …``."""
    if _MAY.search(text) is None:
        return text

    def put(by: str, found: re.Match[str]) -> str:
        named = found.groupdict()
        return by.format(next(amount for name in "abc" if (amount := named.get(name))))

    for pattern, by in _ENOUGH:
        text = pattern.sub(partial(put, by), text)
    for patterns, by in (
        (_BROKEN, "costs more than {}"),
        (_KEPT, "costs at most {}"),
        ((_BELOW_MARK,), "costs less than {}"),
    ):
        for pattern in patterns:
            text = pattern.sub(partial(put, by), text)
    text = _SUB.sub(r"price under \g<a>", text)
    return _CHANGE.sub(lambda m: f"{'it ' if m['you'] else ''}costs less than {m['a']}", text)
