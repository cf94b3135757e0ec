"""What says the opposite of a fact in other words: ``compete`` of a cooperative game, ``one-sided``.

Each row has what the facts say, what of them would make the other true as well, and how a sentence says the
opposite. And what was done beforehand is not to be done: ``needs seasoning`` of what is pre-seasoned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.wording import MARKS

_BOTH_SIDES = r"\b(?:double|two|2)[- ]sided|\bboth sides\b|\breversible\b"
_ONE_SIDE = (
    r"\b(?:one|single|1)[- ]sided\b|\b(?:only|just) (?:one|1|a single|on one|on 1) side\b|"
    r"\bonly (?:on )?(?:one|1) side\b"
)
_BAGS = r"\b(?:tea|pyramid|infusion|filter) ?bags?\b|\bteabags?\b|\bsachets?\b"
_LOOSE = r"\bloose[- ]leaf\b|\bloose tea\b"
_SCENT = (
    r"\bperfumed\b|"
    r"\b(?:lightly|gently|delicately|subtly|softly|pleasantly|beautifully) (?:scented|fragranced)\b|"
    r"\b(?:has|have|with|leaves|its|gives off|lends it) (?:an? |the )?"
    r"(?:(?!no\b|zero\b|any\b|less\b)[\w-]+ ){0,3}(?:scent|fragrance|perfume)\b"
    r"(?![- ]free)"
)
_TOGETHER = r"\bco-?operative|\bplay(?:ed)? together\b"
_AGAINST = (
    r"\bcompet(?:e|es|ing|itive)\b|"
    rf"\bagainst (?:each other|one another|the other players|[{MARKS}](?= in\b|[.,;]))|"
    r"\brivals?\b"
)
_ASSEMBLED = (
    r"\b(?:fully|pre|ready|already)[- ]?assembled\b|\bno assembly\b|\bassembly: (?:none|not required)"
)
_ASSEMBLY = (
    r"\bassembly (?:is )?(?:required|needed|necessary)\b|\bself-assembly\b|"
    r"(?<!already )(?<!fully )(?<!ready )(?<!comes )\b(?:put|screw|bolt)(?:ting|ed)? "
    r"(?:it |this |them )?together\b|"
    r"\b(?:have to|has to|must|need to|needs to) (?:be )?assembled?\b|"
    r"\bassembl(?:e|ing) (?:it|this|the|them)\b"
)
_TO_ASSEMBLE = (
    r"\bassembly(?::| is)? (?:yes|required|needed|necessary)|\bself[- ]assembly\b|\bflat[- ]packed\b"
)
_READY = (
    r"\b(?:fully|pre|ready|already)[- ]?assembled\b|\bno assembly\b|"
    r"\bassembly (?:isn't|is not) (?:required|needed|necessary)\b|"
    r"\b(?:don't|won't|doesn't|not) (?:even )?(?:have to|need to) (?:be )?assembled?\b"
)
_EXTENDS = r"\bbase game (?:is )?(?:required|needed)|\brequires the base\b|\bexpansion (?:for|to)\b"
_ALONE = r"\bstand-?alone\b|\bon its own\b|\bby itself\b|\bwithout (?:the|any) (?:base|original|main)\b"
_EITHER = r"\b(?:left or (?:on )?(?:the )?right|either side|reversible chaise|both sides)\b"
_ONE_HAND = (
    r"\b(?:fixed|only|permanently|always)\b[^.,;]{0,30}\b(?:left|right)\b(?! or)|"
    r"\b(?:left|right)(?:-hand)?(?: side)? only\b"
)
_ROWS: tuple[tuple[str, str | None, str], ...] = (
    (_TOGETHER, r"\bcompet\w+\b|\bversus\b", _AGAINST),
    (_BOTH_SIDES, None, _ONE_SIDE),
    (_ONE_SIDE, None, r"\b(?:double|two|2)-sided\b|\bboth sides\b"),
    (_LOOSE, _BAGS, _BAGS),
    (_BAGS, _LOOSE, _LOOSE),
    (r"\b(?:fragrance|perfume|scent)[- ]free\b|\bunscented\b|\bunperfumed\b", r"(?<!un)scented", _SCENT),
    (_ASSEMBLED, _TO_ASSEMBLE, _ASSEMBLY),
    (_TO_ASSEMBLE, _ASSEMBLED, _READY),
    (_EXTENDS, _ALONE, _ALONE),
    (_EITHER, None, _ONE_HAND),
    (r"\btrilogy\b|\b(?:first|second|third) volume\b", None, r"\bstand-?alone (?:novel|book|story|read)\b"),
    (r"\bself[- ]propelled\b", r"\bnot self[- ]propelled\b",
     r"\bpush (?:it|this one) (?:yourself|by hand)\b|\bneeds? (?:pushing|to be pushed)\b"),
    (r"\bmanual (?:steam|milk)|\bmilk [a-z]+: manual", r"\bautomatic (?:milk|steam)",
     r"\b(?:froth|steam|foam)(?:s|ing)?\b[^.;]{0,25}\b"
     r"(?:automatically|by itself|on its own|at the (?:touch|press|push) of a button)\b"),
    (r"\bbagless\b", r"\bnot bagless\b|\bbagged\b|\bwith bag\b",
     r"\b(?:us(?:es|ing)|needs?|takes?|buy|with|in|into|its|through) "
     r"(?:an? )?(?:new |dust |vacuum |paper )*bags?\b"),
    (r"\bnot bagless\b|\bbagged\b", None,
     r"\b(?:without|no|does away with|never need|needs no|forget about|forgoes) "
     r"(?:any |the |dust |vacuum )*bags?\b"),
)  # fmt: skip
_TABLE = tuple(
    (compiled(fact, re.I), None if also is None else compiled(also, re.I), compiled(said, re.I))
    for fact, also, said in _ROWS
)
_DENIED = compiled(
    r"\b(?:not|no|never|without|nor|neither|nothing|hardly|instead of|rather than|than|unlike|if|whether|"
    r"needn't|spares?|stop|avoid\w*|there's)\b[^.;]*$|n't\b[^.;,]*$",
    re.I,
)
_DONE = compiled(r"\bpre-?([a-z]{3,}?)ed\b", re.I)
_NO_DEED = frozenset(["order", "view", "sent", "serv", "ferr", "par", "cis", "mium", "install", "orde"])
_TO_DO = compiled(
    r"\b(?:needs?|requires?|(?:have|has|need|needs) to|must)(?: first)?(?: be)? "
    r"(?P<v>[a-z]{4,}?)(?:ing|ed|e)?\b|"
    r"\b(?P<w>[a-z]{4,}?)(?:ing|e)? (?:it|this|them|the (?:[a-z]+ ){0,2}[a-z]+) (?:yourself|first|before)\b",
    re.I,
)


def counterparts(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on what says the opposite of a fact."""
    for number in once(facts, "counterparts", _rows):
        for found in _TABLE[int(number)][2].finditer(text):
            if not _denied(text, found):
                yield Verdict(found[0], False)
    if done := once(facts, "done before", _done):
        for found in _TO_DO.finditer(text):
            deed = (found["v"] or found["w"]).lower()
            known = any(each.startswith(deed) or deed.startswith(each) for each in done)
            if known and not _denied(text, found):
                yield Verdict(found[0], False)


def _denied(text: str, found: re.Match[str]) -> bool:
    return _DENIED.search(text[: found.start()]) is not None


def _rows(facts: Facts) -> frozenset[str]:
    """The rows that speak of this product."""
    words = facts.words
    return frozenset(
        str(number)
        for number, (fact, also, _) in enumerate(_TABLE)
        if fact.search(words) and (also is None or not also.search(words))
    )


def _done(facts: Facts) -> frozenset[str]:
    """What was done beforehand, without its ending: ``season``."""
    return frozenset(each[1].lower() for each in _DONE.finditer(facts.words)) - _NO_DEED
