"""Comparisons with other products of the list, with all of them, or with the usual price."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.aims import of_adjective, preceding, told
from agent.narration.claims.aspect_words import COUNT, PRICE, Aspect
from agent.narration.claims.aspects import noun_keys
from agent.narration.claims.comparison_words import (
    AS_MUCH,
    BARE_FACTOR,
    BY_DEGREES,
    OVER,
    RATED_OTHER,
    SAME,
    SECOND,
    THAN,
    TIMES_OF,
    factor_of,
    read_comparative,
    shown,
)
from agent.narration.claims.counts import CROWD
from agent.narration.claims.differences import (
    in_units,
)
from agent.narration.claims.gained import gained
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, Verdict, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.likened import Likened
from agent.narration.claims.marks import BASE, FULL
from agent.narration.claims.quantities import MONEY, quantities
from agent.narration.claims.surpassing import Surpassing
from agent.narration.claims.targets import Targets

_LEFT = 70
_BEARS = compiled(
    r"\b(?:bears?|supports?|withstands?|carries|carry|takes|take|holds?|bearing|supporting)\b", re.I
)
_MASS = frozenset([("mass",), noun_keys("weight")])
"""``2 kg more``, ``more weight``; not ``lighter``, which is said of no load."""
_LOAD = ("load", "capacity", "limit")
_DEGREE = compiled(r"\b(?:longer|shorter|higher|lower|bigger|larger|smaller|greater)$", re.I)
_DENIED = compiled(r"(?:\bnot|n't|\bno|\bnever|\bhardly)(?: any| much| actually| really| even)?\s*$", re.I)
_LOOSE = compiled(
    r",? (?:(?:which|that) is |and |much |far |even |also )*(?:longer|shorter|higher|lower|bigger"
    r"|larger|smaller|greater|more|less|fewer)$",
    re.I,
)
"""``a decade of warranty, longer than …``: said of what was counted last."""
_IT_HAS = compiled(r"(?:, | (?:it|this(?: one| 1)?) (?:has|gets) |, which is )(?P<d>more|fewer|less)$", re.I)
_IS_MORE = compiled(
    r"\d(?:[^,;.]|\.\d){0,24}"
    r"(?=(?:,? it has|,? it gets| is| are| was| were)(?: still| also| even)? (?:more|(?P<less>less|fewer))$)",
    re.I,
)
"""``Its 240 reviews are more than …``: said of what is counted."""
_VERB = compiled(r"\b(?:rated|rates|scores?|costs?|weighs?|holds?|lasts?|runs?|carries)$", re.I)
"""What these say is not of a number before: ``a warranty of 2 years, and it scores lower``."""
_COMPARATIVE = compiled(
    r"\b(?:(?!over\b|under\b|after\b|other\b|ever\b)[a-z]{3,}er|more|less|worse)(?![\w'-])", re.I
)
_OF_AMOUNT = compiled(r" than (?:[$€£] ?)?\d")
"""``less than $50`` compares with an amount, and with no other product."""
_FOLLOWING = compiled(
    r" (?!(?:at|out|of|on|than|in|for|the|and|but|or|to|with|by|per|now|right|over|even|than|from|if|so|as|"
    r"before|after|here|while|though|is|it|this|that)\b)[a-z]+",
    re.I,
)
_HEDGED = compiled(r"\b(?:more|less|fewer) than\s*$", re.I)
"""``more than three times as much``: how exactly that is meant, no comparison of its own."""
_ARTICLE = compiled(r"\b(?:the|an?) (?:exact |very )?$", re.I)
_OF_NOUN = compiled(r"(?: (?:years|months|hours|days))? of ([a-z]+)", re.I)
_AND_BEFORE = compiled(r"(?:\b(?:is|are|and|both|at|,)\s+|^)(?P<c>[a-z]+er) and\s*$", re.I)
_AND_AFTER = compiled(
    r"(?P<c>,? (?:and|but|yet|as|since|because) "
    r"(?:(?:is|are|it's|it|also|costs?|costing|weighs?|weighing|rated|has|scores?|even) )*"
    r"(?:(?!and |but |than )[\w$€£.]+ ){0,4}?(?:\w{3,}er|more|less)(?: (?:rated|expensive|in price))?)"
    r"(?:,? (?:too|as well|to boot|besides))?(?=\s*[.,;!]|$)",
    re.I,
)
_BY = compiled(r"\s+by\s+((?:[^,;.!]|[.,](?=\d)){1,20})")
_BEFORE = compiled(
    r" (?:before (?:the|its|any) (?:reduction|discount|sale)|at full price|originally)\b", re.I
)


_CROWD = CROWD | {"person", "people"}
_RATED_IT = compiled(r"\brat(?:ed|ings?)\b|\breview|\bvotes?\b", re.I)
_MORE_OF_IT = compiled(
    r",? (?:(?:which|that) is |and |but |though |still |even |much |far )*"
    r"(?P<d>more|less|fewer|higher|lower)$",
    re.I,
)


class Comparing:
    """Comparisons of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._targets = Targets(facts, n)
        self._likened = Likened(facts, n, self._targets)

    def check(self, text: str, own: int) -> tuple[str, list[Verdict]]:
        """The sentence without its comparisons, and a verdict on each."""
        verdicts: list[Verdict] = []
        text = BY_DEGREES.sub("", text)
        for found in reversed(list(RATED_OTHER.finditer(text))):
            if found["d"] is None and "rating" not in text[found.end() :]:
                continue
            less = (found["d"] or "more").lower() in ("lower", "worse", "less")
            aspect = Aspect(("rating",), 1 if less else -1)
            holds = self._targets.differ(self._facts(own), found["t"], own, aspect, None, "exact")
            if holds is not None:
                verdicts.append(Verdict(shown(found[0]), holds))
            text = f"{text[: found.start()]} {text[found.end() :]}"
        for pattern, judge in (
            (AS_MUCH, self._likened.as_much),
            (TIMES_OF, self._likened.times_of),
            (SAME, self._likened.same),
            (SECOND, self._likened.second),
            (THAN, self._than),
            (OVER, Surpassing(self._facts, self._targets).over),
        ):
            for found in reversed(list(pattern.finditer(text))):
                begin, verdict = judge(text, found, own)
                if begin is None:
                    continue
                if verdict is not None:
                    verdicts.append(Verdict(shown(text[begin : found.end()]), verdict))
                head, tail = text[:begin], text[found.end() :]
                if verdict is not None and pattern in (AS_MUCH, TIMES_OF):
                    head = _HEDGED.sub("", head)
                if pattern is SAME:
                    head = _ARTICLE.sub("", head)
                if pattern is THAN:
                    head, tail, more = self._joined(head, tail, found["t"], own)
                    verdicts += more
                text = f"{head} {tail}"
        return text, verdicts

    def _joined(self, head: str, tail: str, target: str, own: int) -> tuple[str, str, list[Verdict]]:
        """``wider and longer than …``, ``cheaper than … and rated higher too``: what is said beside it."""
        if len(target.strip()) != 1 or not BASE <= ord(target.strip()) < BASE + FULL:
            return head, tail, []
        other = ord(target.strip()) - BASE
        verdicts: list[Verdict] = []
        if (found := _AND_BEFORE.search(head)) is not None and (read := read_comparative(found["c"])):
            holds = self._targets.differ(self._facts(own), target, own, read[0], read[2], read[3])
            if holds is not None:
                verdicts.append(Verdict(shown(found["c"]), holds))
                head = head[: found.start("c")]
        if (found := _AND_AFTER.match(tail)) is not None and other != own:
            rest, more = self.bare(found["c"], own, other)
            verdicts += more
            tail = f" {rest}{tail[found.end() :]}" if more else tail
        return head, tail, verdicts

    def bare(self, text: str, own: int, other: int, *, sure: bool = True) -> tuple[str, list[Verdict]]:
        """``It is $110 cheaper`` of ``own``, where only ``other`` can be meant."""
        verdicts: list[Verdict] = []
        target = chr(BASE + other)
        if sure:
            text, verdicts = gained(text, self._facts(own), self._facts(other))
        for found in reversed(list(BARE_FACTOR.finditer(text))):
            hedge = hedge_before(text[: found.start()])
            aspect = Aspect(noun_keys(found["noun"]))
            holds = self._targets.scaled(target, own, aspect, factor_of(found), hedge)
            if holds is not None:
                verdicts.append(Verdict(f"{found[0]} …", holds))
            text = f"{text[: found.start()]} {text[found.end() :]}"
        by = _BY.search(text)
        given = next(quantities(by[1]), None) if by else None
        if (
            by is not None
            and given is not None
            and (read := read_comparative(text[: by.start()])) is not None
        ):
            aspect, begin, *_ = read
            hedge = hedge_before(by[1][: given.start])
            holds = self._targets.differ(self._facts(own), target, own, aspect, given, hedge)
            said = [] if holds is None else [Verdict(f"{shown(text[begin : by.end()])} …", holds)]
            return f"{text[:begin]} {text[by.end() :]}", said
        for found in reversed(list(_COMPARATIVE.finditer(text))):
            if _OF_AMOUNT.match(text, found.end()):
                continue
            begin, end = found.span()
            left = text[max(0, end - _LEFT) : end]
            for more in _FOLLOWING.finditer(text, end):
                if more.start() != end or len(left) > _LEFT + 40:
                    break
                left, end = f"{left}{more[0]}", more.end()
            read = None
            while read is None and end >= found.end():
                shift = end - len(left)
                read = read_comparative(left)
                if read is None or not set(read[0].keys) & self._facts(own).measures.keys():
                    read = of_adjective(left, self._facts(own).measures.keys()) or read
                if read is None:
                    cut = left.rfind(" ")
                    end -= len(left) - cut
                    left = left[:cut]
            if read is None or (read[2] is None and not sure):
                continue
            aspect, begin, amount, hedge = read
            if aspect.keys in _MASS and _BEARS.search(left):
                aspect = Aspect(_LOAD, aspect.sign)
            if amount is not None and (of := _OF_NOUN.match(text, end)):
                # "3 more years of warranty"
                keys = tuple(key for key in noun_keys(of[1]) if key in self._facts(own).measures)
                aspect = Aspect((*keys, *aspect.keys), aspect.sign, aspect.any_key)
            mine = self._facts(own + FULL if _BEFORE.match(text, end) and own < FULL else own)
            told = [
                self._targets.differ(mine, target, own, aspect, each, hedge)
                for each in in_units(amount, aspect)
            ]
            if told[0] is not None:
                verdicts.append(Verdict(f"{shown(text[shift + begin : end])} …", any(told)))
            if not text.startswith(" than ", end):  # Else the rest is still told beside another's.
                text = f"{text[: shift + begin]} {text[end:]}"
        return text, verdicts

    def _than(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        left = text[max(0, found.start() - _LEFT) : found.start()]
        shift = found.start() - len(left)
        by = re.search(r"\s+by\s+([^,;]{1,20})$", left)
        amount_text = found["by"] or (by[1] if by else None)
        if by:
            left = left[: by.start()]
        known = self._facts(own).measures.keys()
        read = read_comparative(left)
        if read is None or not set(read[0].keys) & known:
            read = of_adjective(left, known) or read
        if read is None and (counted := _IS_MORE.search(left)) is not None:
            keys = told(left[: counted.end()], known, self._facts(own).numbers)
            of_it = Aspect(keys, -1 if counted["less"] else 1)
            read = (of_it, counted.end(), None, "exact") if keys else read
        if read is None and (bare := _IT_HAS.search(left)):
            # "With 110 calories a serving it has fewer than …"
            keys = told(left[: bare.start()], known, self._facts(own).numbers)
            sign = 1 if bare["d"].lower() == "more" else -1
            read = (Aspect(keys, sign), bare.start("d"), None, "exact") if keys else None
        if read is None:
            read = self._of_number(left, own)
        if read is None:
            return found.start(), None
        aspect, begin, amount, hedge = read
        if (
            amount is None
            and (loose := _LOOSE.search(left))
            and not _VERB.search(left, 0, loose.start())
            and (keys := told(left[: loose.start()], known, self._facts(own).numbers))
        ):
            aspect = Aspect((*keys, *aspect.keys), aspect.sign)
        if amount is None and (subject := _DEGREE.search(left)) and subject.start() >= begin:
            # "Its acidity is lower than …"
            keys = preceding(left[: subject.start()], known)
            aspect = Aspect((*keys, *aspect.keys), aspect.sign) if keys else aspect
        elif amount is None and not known & set(aspect.keys):
            keys = told(left[:begin], known, self._facts(own).numbers)
            # "Just a minute in the pot, quicker than …": less of the time.
            timed = "time" in keys and aspect.keys[0] == "speed"
            aspect = Aspect((*aspect.keys, *keys), -aspect.sign if timed else aspect.sign)
        if amount is not None and amount.dimension == "time":
            # "A 10-year warranty, two years more than …": it may have other times.
            cover = [key for key in ("warranty", "guarantee") if key in known and key in left.lower()]
            aspect = Aspect((*cover, *aspect.keys), aspect.sign) if cover else aspect
        if aspect.keys in _MASS and _BEARS.search(left):
            aspect = Aspect(_LOAD, aspect.sign)
        if amount_text and (given := next(quantities(amount_text), None)):
            amount, hedge = given, hedge_before(amount_text[: given.start])
        holds = self._targets.differ(self._facts(own), found["t"], own, aspect, amount, hedge)
        if holds is not None and amount is None and _DENIED.search(left[:begin]):
            holds = not holds
        return shift + begin, holds

    def _of_number(self, left: str, own: int) -> tuple[Aspect, int, None, Hedge] | None:
        """``It weighs 1.3 kg, more than …``: of what was counted last."""
        found = _MORE_OF_IT.search(left)
        if found is None:
            return None
        known = self._facts(own).measures.keys()
        last = list(quantities(left[: found.start()]))[-1:]
        keys = told(left[: found.start()], known, self._facts(own).numbers)
        if not keys and last and last[0].dimension == MONEY:
            keys = PRICE
        if last and last[0].dimension is None and last[0].nouns & _CROWD:
            keys = COUNT if _RATED_IT.search(left) else ()
        sign = 1 if found["d"].lower() in ("more", "higher") else -1
        return (Aspect(keys, sign), found.start("d"), None, "exact") if keys else None
