"""Prices as parts of one another, or the same: ``costs the same as``, ``its price is twice that of …``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.guarded import compiled
from agent.narration.claims.marks import mark
from agent.narration.claims.wording import MARKS

_T = rf"(?:(?:the|this|that) )?(?P<t>[{MARKS}])(?!'s)"
_IT = rf"(?:it|this(?: one| pick)?|(?:the )?(?P<o>[{MARKS}]))"
_F = (
    r"(?P<f>(?:(?:about|around|roughly|nearly|almost|only|(?:slightly |a little |a bit |a shade |well )?"
    r"(?:over|under|more than|less than)|exactly|just) )*(?:half|twice|"
    r"double|triple|\d+(?:\.\d+)? ?(?:times|x|%(?: of)?)|(?:a|1) (?:third|quarter|fifth|tenth)|2 thirds|3 "
    r"quarters"
    r"|(?:one|1) and a half times|(?:\d+|two) and a half times))"
)
_BESIDE = r"(?:next to|beside|alongside|(?:compared|in comparison) (?:with|to)|(?:set )?against|relative to)"
_COSTS = r"(?:costs|asks|sells for|goes for|will set you back|sets you back|will cost(?: you)?)"
_SAME = (
    r"(?:exactly )?(?:the same(?: price| amount| money)?|just as much|as much|precisely as much|equally much)"
)
_END = r"(?=[.,;:!?)]|$| (?:and|but|while|though|so|here)\b)"
_LED = compiled(rf"\b{_BESIDE} {_T},? {_IT} {_COSTS} {_F} as much{_END}", re.I)
_THAT_OF = compiled(
    rf"\bprice (?P<v>is|comes to|of [$€£][\d.,]*\d is) {_F} (?:that|the price|the cost) of {_T}", re.I
)
_WHAT = compiled(rf"\b{_COSTS} {_F} (?:of )?what {_T} (?:does|costs|asks|sells for|goes for|is)\b", re.I)
_PAID = compiled(
    rf"\byou(?:'d|'ll)?(?: would| will)? pay (?:{_F} as much|(?P<s>{_SAME}))(?: for {_IT})? as for {_T}", re.I
)
_SAME_AS = compiled(
    rf"{_T} (?:{_COSTS} {_SAME}|(?:is|has|comes at|sells at|sells for) (?:exactly )?the same price){_END}",
    re.I,
)
_BOTH = compiled(
    rf"\b(?:both )?(?:it|this(?: one)?) and {_T} (?:both )?(?:cost (?:exactly )?the same|are the same price|"
    rf"have the same price|cost just as much){_END}"
    rf"|\bprice won't[^.;:]* between (?:it|this(?: one)?) and {_T.replace('?P<t>', '?P<u>')}: "
    r"they cost the same"
    r"|\b(?:there(?:'s| is) )?no (?:difference in price|price difference|price gap|gap in price) between "
    rf"(?:it|this(?: one)?) and {_T.replace('?P<t>', '?P<w>')}",
    re.I,
)
_LIKE = compiled(rf"\bpriced (?:just |exactly |much )?(?:like|the same as|level with) {_T}", re.I)
_EQUALS = compiled(rf"\bprice (?:equals|matches|is equal to)(?: that of| the price of)? {_T}", re.I)
_MARK = compiled(rf"[{MARKS}]")


def prices_likened(text: str, own: int) -> str:
    """The sentence with each of them as ``costs … as much as``."""
    if _MARK.search(text) is None:
        return text
    mine = mark(own)

    def ours(led: str) -> Callable[[re.Match[str]], str]:
        def put(found: re.Match[str]) -> str:
            named = found.groupdict()
            other = named["t"] or named.get("u") or named.get("w")
            if other == mine or (named.get("o") or mine) != mine:
                return found[0]
            share = f"{named['f']} " if named.get("f") else ""
            return f"{led}costs {share}as much as {other}"

        return put

    for pattern, led in (
        (_LED, "it "),
        (_THAT_OF, "it "),
        (_WHAT, ""),
        (_PAID, "it "),
        (_SAME_AS, "it "),
        (_BOTH, "it "),
        (_LIKE, ""),
        (_EQUALS, "it "),
    ):
        text = pattern.sub(ours(led), text)
    return _PRICED_IT.sub("costs", text)


_PRICED_IT = compiled(r"\b(?:its|the|is) (?:it )?costs\b", re.I)
