"""The ways in which one price is told beside another, as ``costs €40 more than …``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.bargains import AMOUNT
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import agrees
from agent.narration.claims.kinds import FIRST_COUNT
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import BASE, FULL, mark
from agent.narration.claims.quantities import MONEY, quantities
from agent.narration.claims.wording import MARKS

_A = AMOUNT
_T = rf"(?:(?:the|this|that) )?(?P<t>[{MARKS}])(?!'s)"
_S = rf"(?:(?:the|this|that) )?(?P<s>[{MARKS}])(?!'s)"
_IT = rf"(?:it|this(?: one| pick| option)?|(?:the )?(?P<o>[{MARKS}]))(?!'s)"
_YOU = r"\byou(?:'d|'ll|'re)?(?: (?:would|will|could|can|have to|need to|only|just|also|even|do|are))*"
_MORE = r"(?P<d>more|less|extra)"
_BESIDE = r"(?:against|over|compared (?:with|to)|next to|beside|versus|vs\.?|relative to|on)"
_END = r"(?=[.,;:!?)]|$| (?:and|but|while|though|by comparison|instead|in comparison)\b)"
_CHEAP = r"(?:cheaper|less expensive|more affordable|less costly|less pricey|lower[- ]priced)"
_DEAR = r"(?:dearer|pricier|costlier|more expensive|more costly|higher[- ]priced)"
_CMP = rf"(?:{_CHEAP}|{_DEAR})"

_PLAINLY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (compiled(pattern, re.I), by)
    for pattern, by in (
        (r"\b(?:easier|kinder|gentler|lighter|softer) (?:on|to|for) (?:the|your|any) "
         r"(?:wallet|purse|budget|pocket|bank account)\b", "cheaper"),
        (r"\b(?:harder|tougher|heavier|rougher) (?:on|to|for) (?:the|your|any) "
         r"(?:wallet|purse|budget|pocket|bank account)\b", "dearer"),
        (r"\b(?:needs|asks for|takes|means|is|calls for) (?:a|the) (?:smaller|lower|lesser) "
         r"(?:outlay|investment|spend|expense)\b", "costs less"),
        (r"\b(?:needs|asks for|takes|means|is|calls for) (?:a|the) (?:bigger|larger|higher|heftier|greater) "
         r"(?:outlay|investment|spend|expense)\b", "costs more"),
        (rf"\bthe (?:budget|bargain) (?:choice|pick|option|buy|one) (?=of the "
         rf"[2{chr(FIRST_COUNT + 2)}])", "the cheaper "),
        (rf"\b(costs?|asks|sells for) (more|less) (than (?:the )?[{MARKS}],? (?:and|but|yet|though)) "
         r"(?=(?:more|less) than\b)", r"\1 \2 \3 \1 "),
        (rf"\b({_CMP}) to (?:buy|get|own|purchase)\b", r"\1"),
        (rf"\b(?:an? |the )?({_CMP}) (?:pick|choice|option|buy|one)(?= than\b)", r"\1"),
        (rf"\b({_CMP}),? (at [$€£][\d.,]*\d),? (?=than\b)", r"\2, \1 "),
        (rf"\bthe ({_CMP}|cheapest) (?:choice|pick|option|buy|one) "
         rf"(?=(?:next to|beside|compared (?:with|to)|against) (?:the )?[{MARKS}])", r"\1 "),
    )
)  # fmt: skip
"""Words for cheaper and dearer; ``cheaper, at €49, than …``."""
_PAY_THAN = compiled(
    rf"{_YOU} (?:pay|spend|paying|spending) (?:{_A} )?{_MORE}(?: (?:for|on) {_IT})? than "
    rf"(?:(?:you would|you'd|you do|pay|spend|for|on|with|what) )*{_T}",
    re.I,
)
_PAY_FOR = compiled(
    rf"{_YOU} (?:pay|spend|paying|spending) (?:{_A} )?{_MORE}(?: money)? (?:for|on|to get) {_T}"
    rf"(?: than (?:for|on) {_IT})?",
    re.I,
)
_UNDERCUTS = compiled(
    rf"{_S} (?:[a-z]+ly )?(?:undercuts|beats) {_IT}(?: on price| in price)?(?: by {_A})?", re.I
)
_BELOW_IT = compiled(
    rf"{_S} (?:is priced|is|comes in|sits|lies|sells|comes)(?: at)? (?:{_A} )?(?P<d>below|under|above|"
    rf"over) {_IT}"
    r"(?: in price)?(?=[.,;:!?)]|$| (?:and|but|while|though)\b)",
    re.I,
)
_UNDERCUT_BY = compiled(rf"\b(?:is|are|gets|being|it's) (?:[a-z]+ly )?undercut by {_T}(?: by {_A})?", re.I)
_FOR_MORE = compiled(
    rf"\bfor {_A} {_MORE},? (?:there(?:'s| is)|you(?:'d|'ll)?(?: (?:would|will|could|can|also|even))* "
    rf"(?:get|have|buy|go for|pick up|take home)|comes) {_T}",
    re.I,
)
_PAYING = compiled(
    rf"\b(?:(?:paying|spending|adding|putting in) )?{_A} {_MORE} (?:(?:would|will) )?(?:gets?|buys?|brings?)"
    rf"(?: you)? {_T}",
    re.I,
)
_PREMIUM = compiled(
    rf"(?:\byou(?:'d|'ll)?(?: would| will)? pay|\b(?:it|this one) (?:carries|commands|asks|is|has|comes with)"
    rf"|\bthere(?:'s| is)|\bat|\bfor) an? (?:premium of {_A}|{_A.replace('?P<a>', '?P<b>')} premium) "
    rf"(?:over|on|to) {_T}"
    rf"|\b(?:the|its) premium (?:over|on|to) {_T.replace('?P<t>', '?P<u>')} (?:is|comes to) "
    rf"{_A.replace('?P<a>', '?P<c>')}",
    re.I,
)
_SAVING = compiled(
    rf"\b(?:the|its) savings? {_BESIDE} {_T} (?:is|are|comes? to|amounts? to) {_A}"
    rf"|\b(?:that's|that is|which is|it's) {_A.replace('?P<a>', '?P<b>')} (?:saved|less) "
    rf"{_BESIDE} {_T.replace('?P<t>', '?P<u>')}",
    re.I,
)
_STEP = compiled(
    r"\b(?P<v>step|mov|go|trad|stretch|upgrad|jump|switch)p?ing (?:(?P<w>up|down|over) )?(?P<to>to|from) "
    rf"{_T}(?: to (?:it|this(?: one)?))? (?:would |will )?(?P<x>costs?|adds?|means|takes|saves?)(?: you)? "
    rf"(?:another |an extra )?{_A}(?: more| extra)?",
    re.I,
)
_ADDS = compiled(
    rf"\b(?:adds|costs|asks(?: for)?|is) {_A}(?: extra| more)? (?:to|on top of|over and above|beyond|over) "
    rf"(?:what (?:the )?(?P<t>[{MARKS}]) (?:costs|asks|does|sells for)|(?:the )?(?P<u>[{MARKS}])'s price|"
    rf"the (?:price|cost) of (?:the )?(?P<x>[{MARKS}]))",
    re.I,
)
_LEFT = compiled(
    rf"\b(?:leaves?|keeps?)(?: you)? (?:with )?{_A} more in (?:your|the) (?:pocket|wallet|purse|account|"
    rf"bank) "
    rf"(?:than|compared (?:with|to)) {_T}",
    re.I,
)
_EXTRA = compiled(rf"\b(?:costs?|is|asks(?: for)?) {_A} extra {_BESIDE} {_T}", re.I)
_ITS_MORE = compiled(
    rf"{_T} (?:adds {_A}(?: to the bill| to the price| on top)?|"
    rf"(?:commands|demands|asks for) {_A.replace('?P<a>', '?P<b>')} (?:more|extra)){_END}",
    re.I,
)
_ITS_SAVING = compiled(
    rf"{_T} (?:would |will |could |can )?saves?(?: you| me)? {_A}{_END}"
    rf"|{_YOU} save {_A.replace('?P<a>', '?P<b>')} (?:with|by (?:choosing|taking|picking|buying|getting|"
    rf"going for)) {_T.replace('?P<t>', '?P<u>')}{_END}"
    rf"|\b(?:choosing|picking|taking|buying|getting|going for) {_T.replace('?P<t>', '?P<w>')}(?: instead)? "
    rf"(?:would )?saves?(?: you| me)? {_A.replace('?P<a>', '?P<c>')}{_END}",
    re.I,
)
_RATHER = compiled(r"\b(?:over|instead of|rather than|and not|before|against|to|with)(?: the)? $", re.I)
"""``choosing it over the Birch saves €40``: not the Birch does."""
_OF_BOTH = compiled(
    rf"(?:^|(?<=[,;] ))(?:of|between|among) (?:it|this(?: one)?|(?:the )?(?P<o>[{MARKS}])) and {_T},"
    r"(?! the (?:latter|former)\b)",
    re.I,
)
_OF_TWO = compiled(
    rf"\bof the [2{chr(FIRST_COUNT + 2)}],? (?=(?:the )?(?P<t>[{MARKS}]) (?:is|costs|has|asks|sells|"
    rf"comes)\b)",
    re.I,
)
_ASIDE = compiled(
    rf"\b(?:beside|alongside|set against|measured against|held against|relative to|in comparison (?:with|to)"
    rf"|set beside) (?=(?:the )?[{MARKS}])",
    re.I,
)
_OF_PRICE = compiled(rf"\b(?:{_CMP}|costs?|price|[$€£])", re.I)
_AND_OTHER = compiled(
    rf"(?P<a>(?:the )?[{MARKS}] (?:is|costs) [a-z]+(?: [a-z]+)?),(?: and| but)? (?:the )?(?P<t>[{MARKS}]) "
    rf"(?P<c>{_CMP}|more|less)(?=[.,;!]|$)",
    re.I,
)
_TAG = compiled(r"\bprice[- ]tag\b|\b(?:asking|selling) price\b", re.I)
_ITS_AMOUNT = compiled(r"\b(its|the) ([$€£][\d.,]*\d) price(?= is the (?:lowest|highest)\b)", re.I)
_BEST_PRICED = compiled(r"\b(?:best|lowest|keenest)[- ]priced\b", re.I)
_MAY = compiled(rf"[{MARKS}]")


class PriceWords:
    """Prices of one list beside one another."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def plainly(self, text: str, own: int) -> str:
        """The sentence with every way to tell that one costs more as ``costs more than``."""
        text = _ITS_AMOUNT.sub(
            lambda m: f"at {m[2]}, {m[1].lower()} price",
            _BEST_PRICED.sub("cheapest", _TAG.sub("price", text)),
        )
        if _MAY.search(text) is None:
            return text
        mine = mark(own)
        for pattern, by in _PLAINLY:
            text = pattern.sub(by, text)

        def rival(*chars: str | None) -> str | None:
            """The one of ``chars`` that is another product or group; None where there is none."""
            return next((char for char in chars if char and char != mine), None)

        def costs(who: str, amount: str | None, more: str, than: str) -> str:
            more = "more" if more.lower() == "extra" else more.lower()
            return f"{who} costs {f'{amount} ' if amount else ''}{more} than {than}"

        def other(more: str) -> Callable[[re.Match[str]], str]:
            """Said of the other one, beside ours."""

            def put(found: re.Match[str]) -> str:
                named = found.groupdict()
                char = rival(*(named.get(name) for name in "tuw"))
                amount = next((named[name] for name in "abc" if named.get(name)), None)
                if char is None or (named.get("o") or mine) != mine:
                    return found[0]
                return costs(char, amount, named.get("d") or more, mine)

            return put

        def ours(more: str, led: str = "it") -> Callable[[re.Match[str]], str]:
            """Said of ours, beside the other one."""

            def put(found: re.Match[str]) -> str:
                named = found.groupdict()
                char = rival(*(named.get(name) for name in "tux"))
                amount = next((named[name] for name in "abc" if named.get(name)), None)
                if char is None or (named.get("o") or mine) != mine:
                    return found[0]
                return costs(led, amount, named.get("d") or more, char).lstrip()

            return put

        def saved(found: re.Match[str]) -> str:
            """``… saves €20`` may be off its own price."""
            char = rival(found["t"], found["u"], found["w"])
            amount = found["a"] or found["b"] or found["c"]
            if (
                char is None
                or _RATHER.search(found.string, 0, found.start())
                or self._own_saving(char, amount)
            ):
                return found[0]
            return costs(char, amount, "less", mine)

        def step(found: re.Match[str]) -> str:
            if found["t"] == mine:
                return found[0]
            less = "less" if found["x"].lower().startswith("save") else "more"
            if (found["w"] or "").lower() == "down" and less == "more":
                return found[0]
            if found["to"].lower() == "to":
                return costs(found["t"], found["a"], less, mine)
            return costs("it", found["a"], less, found["t"])

        def undercuts(found: re.Match[str]) -> str:
            if found["s"] == mine or (found["o"] or mine) != mine:
                return found[0]
            priced = "undercuts" in found[0].lower() or "price" in found[0].lower()
            return costs(found["s"], found["a"], "less", mine) if priced else found[0]

        def below(found: re.Match[str]) -> str:
            said = found["a"] or "price" in found[0].lower()
            if found["s"] == mine or (found["o"] or mine) != mine or not said:
                return found[0]
            down = found["d"].lower() in ("below", "under")
            return costs(found["s"], found["a"], "less" if down else "more", mine)

        for pattern, put in (
            (_PAY_THAN, ours("more")),
            (_PAY_FOR, other("more")),
            (_UNDERCUTS, undercuts),
            (_BELOW_IT, below),
            (_UNDERCUT_BY, ours("more", "")),
            (_FOR_MORE, other("more")),
            (_PAYING, other("more")),
            (_PREMIUM, ours("more")),
            (_SAVING, ours("less")),
            (_STEP, step),
            (_ADDS, ours("more", "")),
            (_LEFT, ours("less", "")),
            (_EXTRA, ours("more", "")),
            (_ITS_MORE, other("more")),
            (_ITS_SAVING, saved),
            (_OF_BOTH, lambda m: f"compared with {rival(m['t'], m['o']) or m['t']},"),
            (_OF_TWO, lambda m: m[0] if m["t"] == mine else ""),
            (_AND_OTHER, lambda m: f"{m['a']} and {m['t']} {self._verb(m['c'])} {m['c']}"),
        ):
            text = pattern.sub(put, text)
        return _ASIDE.sub("compared with ", text) if _OF_PRICE.search(text) else text

    @staticmethod
    def _verb(comparative: str) -> str:
        return "costs" if comparative.lower() in ("more", "less") else "is"

    def _own_saving(self, char: str, amount: str | None) -> bool:
        position = ord(char) - BASE
        given = next((q for q in quantities(amount or "") if q.dimension == MONEY), None)
        if given is None or not 0 <= position < min(self._n, FULL):
            return False
        saved = self._facts(position).saved
        return saved > 0 and agrees(saved, given.said, "about")
