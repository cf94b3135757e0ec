"""Whether it can be had now: ``in stock``, ``none left``, ``on hand for immediate delivery``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.wording import MARKS, stem

_NOT = compiled(
    r"(?:\bnot|n't|\bno longer|\bnever|\bisn't|\bnot currently|\bwithout|\bnone(?: (?:is|are|of (?:it"
    r"|them)))?|"
    r"\bnothing(?: is)?|\bnobody|\bno one|\brather than|\binstead of|"
    r"(?:\bno need|\bnot need|n't need|\bnot have|n't have) to(?: be)?)(?: \w+)?\s*$",
    re.I,
)
_WISHED = compiled(
    r"\bif (?:only )?(?:it|they|this|these) (?:weren't|wasn't|were not|was not)(?: \w+)?\s*$", re.I
)
"""``if only it weren't sold out``: so it is."""
_SOON = (
    r"(?:now|today|at once|immediately|right away|right now|straight ?away|straight off|this minute|tonight|"
    r"tomorrow)"
)
_DAY = (
    r"(?:tomorrow|tonight|overnight|today|(?:the |this |next )?(?:weekend|week|day|month)\b|the same"
    r" day|noon|midday|"
    r"(?:an?|\d+|just|under|a few|a couple of|days?|hours?)(?:[ -]\w+)? ?(?:days?|hours?|weeks?)"
    r"|days\b|hours\b|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|christmas)"
)
_STATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        compiled(
            r"\b(?:not in stock|out[\s-]of[\s-]stock|sold[\s-]out|unavailable|isn't (?:in stock|"
            r"available(?! (?:in|with)\b))|not available(?! (?:in|with)\b)|"
            r"no longer (?:available|in stock)|gone for (?:now|the moment)|isn't currently available|"
            r"(?:cannot|can't) be (?:bought|had|ordered)|none (?:left|to be had)|(?:has|have) run out|"
            r"nothing left to (?:buy|send|order)|"
            r"(?:are|is|'re|run|ran|sold) out of (?:it|this(?: one)?|them))\b",
            re.I,
        ),
        "out_of_stock",
    ),
    (
        compiled(
            rf"\b(?:in[\s-]stock|ready (?:to|for) (?:order(?:ing)?\b|"
            rf"ship(?:ping)?|dispatch|be shipped|leave|immediate)|"
            rf"available (?:for immediate|to (?:order|buy) (?:right|straight|now|at)|{_SOON})|"
            r"(?<!no )(?<!not any )(?<!little )stock of (?:it|this)\b|"
            rf"is available(?! (?:in|to|for|with|as|from|up to|on pre|on back| ))|currently available|"
            rf"(?:ships?|shipping|dispatched|sent out|shipped|goes out) {_SOON}|leaves (?:our|the)"
            rf" warehouse|out"
            rf" (?:of )?the "
            rf"door {_SOON}|on (?:the|our) shel(?:f|ves)|"
            rf"can be (?:bought|ordered|had) {_SOON}|on hand now|is on hand|on hand for|"
            r"available (?:once )?again|(?:ships?|shipp(?:ed|ing)|sent(?: out)?|sold|available|"
            r"deliver(?:y|ed|s)|dispatch(?:ed|es)?|comes?|order(?:ed)?|bought)"
            r"(?: (?:straight|directly|right))? from stock|"
            rf"(?:immediate|instant)"
            rf" (?:delivery|dispatch|"
            rf"shipping|availability)|(?:waiting )?in (?:our|the) warehouse|waiting (?:in (?:the|our)"
            rf" [a-z]+ )?for your order|while (?:stocks?|supplies)"
            rf" lasts?|(?<!none )(?<!not )(?<!nothing )(?:(?:still|plenty|some|several|a few|a handful"
            rf"|a couple) (?:\w+ ){{0,2}}left)(?! [a-z]+ (?:pocket|side|hand)))",
            re.I,
        ),
        "in_stock",
    ),
    (
        compiled(
            r"\bpre-?order(?:s|ed|ing|able)?\b|"
            r"(?:\bnot|n't) (?:yet )?(?:been )?(?:out yet|released|(?:come|came) out yet|on the market yet)\b"
            r"|\bnot yet (?:out|released|on the market|launched)\b|"
            r"\b(?:is|has|'s) yet to (?:be released|come out|appear|launch)\b",
            re.I,
        ),
        "preorder",
    ),
    (compiled(r"\bback[- ]?order(?:ed|s)?\b", re.I), "backorder"),
)
_SIZED = compiled(r"\bsizes? [\w, /-]{1,24}$", re.I)
_THING = compiled(r"(?:^|[,;.] |\band )an? (?:[a-z]+ )?([a-z]+) $", re.I)
_LATER = compiled(
    r"\b(?:when|once|until|till|as soon as|if)(?: (?:it's|it is|they're|they are|it comes|any (?:were"
    r"|are)))?(?: back)?"
    r"(?: again)? (?:in stock|available|left)(?: again)?\b",
    re.I,
)
"""Says nothing of today."""
_FEW = compiled(
    r"\b(?:only (?:a few|a handful|a couple|\d+)(?: [\w\ue000-\uf8ff]+){0,8}? (?:left|remain)|low"
    r" stock|last (?:one|few)(?: in stock| left)|almost gone|selling fast"
    r"|nearly sold out)\b",
    re.I,
)
_PROMISED = compiled(
    rf"\b(?:(?:delivered|arriv(?:es?|ing)|with you|at your door|on (?:your|its) (?:doorstep|way to you|way)"
    rf"|yours|"
    rf"(?:have|get|receive|expect) it(?: at home| on your [a-z]+)?|leaves|ships|dispatched)(?: (?:by"
    rf"|within|in|before"
    rf"|on|the|as soon as|as early as))? "
    rf"{_DAY}|(?:will|'ll|could|can|to) (?:be|have) [^,.;]{{0,40}} (?:by|before|within) {_DAY}|"
    rf"back (?:in stock |on (?:the |our )?shel(?:f|ves) |in )?(?:soon\b|shortly|(?:by|within|in)? ?{_DAY})|"
    rf"(?:next|same|1|2)[- ]day (?:delivery|dispatch|shipping)|express (?:delivery|shipping)|"
    rf"we'll (?:e-?mail|notify|text|let you know|write)|goes out the door|ships (?:at once|straight ?away))",
    re.I,
)
"""When it comes, or that word is sent: no fact says so, unless it speaks of delivery."""
_YOU_CAN = compiled(
    r"\byou(?:'ll| can| could| will| may)(?! (?:have to |need to |be able to )?(?:wait"
    r"|pre-?order))[^,.;]{0,40}? "
    r"(?:tomorrow|tonight|this week(?:end)?|next week(?:end)?|by the weekend)\b",
    re.I,
)
_ORDER = compiled(
    rf"\b(?:order|buy|grab|snap up|pick up|pick|pop|you can (?:get|have))\b"
    rf"(?: (?!ahead|in advance)[\w{MARKS}'-]+){{1,7}}? {_SOON}\b",
    re.I,
)
_DELIVERY = frozenset(["delivery", "deliver", "delivered", "ship", "shipping", "dispatch", "dispatched"])


def availability(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on whether it can be had, and on when it would come."""
    state = facts.product.availability
    text = _LATER.sub(" ", text)
    taken: list[tuple[int, int]] = []
    for pattern, wanted in _STATES:
        for found in pattern.finditer(text):
            if any(start <= found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            if _SIZED.search(text[: found.start()]):
                continue  # "size S is out of stock" is of a size, which no fact tells.
            if (thing := _THING.search(text[: found.start()])) and stem(thing[1]) in facts.stems:
                continue  # "A pen is available" speaks of a pen.
            negated = _NOT.search(text[: found.start()]) is not None
            negated = negated and not _WISHED.search(text[: found.start()])
            yield Verdict(found[0], state is not None and _agree(state, wanted, found[0].lower()) != negated)
    for found in _FEW.finditer(text):
        yield Verdict(found[0], False)
    if state != "in_stock" or not facts.mentioned & _DELIVERY:
        for found in _PROMISED.finditer(text):
            if not _NOT.search(text[: found.start()]):
                yield Verdict(found[0], False)
    yield from _month(text, facts)
    if state != "in_stock":
        for found in _YOU_CAN.finditer(text):
            yield Verdict(found[0], False)
    if state == "out_of_stock":
        for found in _ORDER.finditer(text):
            if not _NOT.search(text[: found.start()]) and not re.search(r"\b(?:can't|cannot|unable)\b", text):
                yield Verdict(found[0], False)


def _month(text: str, facts: Facts) -> Iterator[Verdict]:
    """``with delivery from March`` where the facts tell another month."""
    told = [value for label, value in facts.fields if _OF_DAY.search(label) and _MONTH.search(value)]
    if not told:
        return
    for found in _COMES.finditer(text):
        yield Verdict(found[0], any(found["m"].lower()[:3] in value.lower() for value in told))


_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_MONTH = compiled(rf"\b(?:{_MONTHS})\b", re.I)
_OF_DAY = compiled(
    r"\b(?:ships?|shipping|delivery|release|released|available|availability|restock|arrival"
    r"|due)\b",
    re.I,
)
_COMES = compiled(
    r"\b(?:deliver\w*|ship\w*|arriv\w*|releas\w*|available|out|back|due|lands?|expected|dispatch\w*)"
    rf"(?: (?!not\b)\w+){{0,3}}? (?:in|from|by|early|mid|late|this|on|until) (?:the \w+ of )?"
    rf"(?P<m>{_MONTHS})\b",
    re.I,
)


def _agree(state: str, wanted: str, said: str) -> bool:
    """``not in stock`` is as well what must be waited for."""
    if wanted != "preorder" and said.startswith(
        ("not ", "isn't", "can't", "cannot", "unavailable", "none", "nothing", "has run", "have run")
    ):
        return state != "in_stock"
    return state == wanted
