"""How many of the list: ``two watches here cost more than …``, ``Casio has two``; and of whom it goes on.

The names are marks already. What is counted is judged of each that may be meant; whom it holds of is the
group that the rest of the sentence speaks of: ``… and the black one is the dearest of them``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.gathered import PHRASE, Gathered, joined, ranked_among
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.kinds import GENERIC
from agent.narration.claims.marks import OTHERS, SOME, marked
from agent.narration.claims.wording import MARKS, stem

_VERB = (
    r"(?:is|are|costs?|weighs?|have|has|come|comes|go|goes|sits?|stays?|falls?|scores?|rates?|carry|carries|"
    r"offers?|beats?|undercuts?|measures?|holds?|lasts?|stands?|run|runs|use|uses|can|sells?)"
)
_HERE = (
    r"(?P<h> (?:here|listed)\b| (?:on|in|of) (?:the|this|our) "
    r"(?:list|page|selection|shortlist|range|line-?up|set|bunch|group|lot)\b)?"
)
_COUNT = compiled(
    r"(?:^|(?<=[,;:(] )|(?<=\d[,;] )|(?<=[.!?] ))(?:(?:and|but|while|whereas|though) )?(?P<q>only |just )?"
    r"(?P<n>\d{1,2}|one)(?P<x> other)?(?P<of> of (?:the|these|those|our)(?: other)?(?: \d{1,2})?"
    rf"| of {OTHERS}| {{2}})?"
    rf"(?: {PHRASE})?{_HERE} (?P<vp>{_VERB}\b)",
    re.I,
)
_AGAIN = compiled(rf"(?:,? and|,|;) (?P<n>\d{{1,2}}|one|none)(?: others?)? (?P<vp>{_VERB}\b)", re.I)
_SUBJECT = rf"(?:the |this |its? )?(?:[{MARKS}]|it|this 1|this one|[a-z-]+(?: [a-z-]+)?) {_VERB}\b"
_ENDS = compiled(
    rf",? (?:and|but|while|with|so|though) (?=\d{{1,2}}\b|one\b|{_SUBJECT})|,? (?:and|but) (?=[{MARKS}] )|"
    r"[,;:!?](?!\d)|\.(?!\d)|$",
    re.I,
)
_NAMED = compiled(
    rf"(?:,|:|;| -)+ (?P<who>(?:the |this )?[{MARKS}](?:(?:,|,? and) (?:the |this )?[{MARKS}])*)"
    r"(?=\s*[.,;!?]|$)"
)
_BRAND = compiled(
    rf"(?P<m>[{MARKS}]) (?:has|have|offers?|brings?|lists?|features?|(?:is|are) (?:here|listed|represented)|"
    r"appears?|shows? up|turns? up|contributes)(?: here| on the list| in this selection)?(?: with)? "
    rf"(?P<n>\d{{1,2}}|twice|thrice|once)(?: times)?\b(?: {PHRASE})?{_HERE}",
    re.I,
)  # fmt: skip
_FROM = compiled(rf"(?:come|comes|are|is|stem|hail)(?: made)? (?:from|by) (?:the )?(?P<m>[{MARKS}])$", re.I)
_BESIDE = compiled(rf"[$€£]\d|\bthan (?:the |this )?[{MARKS}]")
_LIKE = compiled(
    rf"(?:,? (?:just )?like|,? (?:just )?as (?:are|is|do|does|have|has|with)|,? (?:along|together) with) "
    rf"(?:(?P<n>\d{{1,2}}|one) (?:(?:of )?{OTHERS}|others?)|{SOME})"
    rf"(?: here| (?:in|on) (?:the|this) (?:list|page|selection))?"
    r"(?=\s*(?:[.,;:!?]|$)| (?:and|but|while)\b)",
    re.I,
)
_CUTS = (compiled(r"[.,;:!?] (?:and |but )?"), compiled(r"[.,;:!?] (?:and |but )?|\b(?:and|but) "))
_TIMES = {"once": 1, "one": 1, "twice": 2, "thrice": 3, "none": 0}
_ITS = compiled(
    r"\b(?P<o>of|among|amongst|between) (?:them|those|these|its 2|their 2|the lot|the (?P<n>\d))\b"
    r"(?! [a-z]+s\b)",
    re.I,
)
_ONE_OF = compiled(
    r"(?<![\d.,])\b(?:one|1) of (?:only |just )*(?P<n>\d+) (?P<np>[^,;:.!?]+?)"
    r"(?=,? (?:and|but|with|the other)\b|[,;])",
    re.I,
)
_IS_ONE = compiled(
    r",? ?(?:and |but |with )?(?:(?:this|it|the) ?)*(?P<m>[" + MARKS + r"])?(?: [a-z-]+)?(?:'s| is| being|)"
    r"(?P<not>n't| not)? (?:one of|1 of|among) (?:them|those|these)\b(?! \w)",
    re.I,
)
_REST = compiled(rf",? (?:and )?the other(?: one)? (?:being|is) (?:the |this )?(?P<m>[{MARKS}])", re.I)


LED_BY = compiled(PHRASE, re.I)


class Tallies:
    """The counts of one list; ``verdicts`` judges a clause of a product beside another."""

    def __init__(
        self,
        n: int,
        gathered: Gathered,
        verdicts: Callable[[str, int, int | None], list[Verdict]],
    ) -> None:
        self._n = n
        self._members = gathered.members
        self._gathered = gathered
        self._verdicts = verdicts

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence without its counts, and the first of them that does not hold."""
        if (found := _BRAND.search(text)) is not None and (group := self._of_brand(found, own)) is not None:
            size = _TIMES.get(found["n"].lower()) or int(found["n"])
            if size != len(group):
                return text, found[0]
            return self._goes_on(text[: found.start()], text[found.end() :], group, own)
        if (found := _LIKE.search(text)) is not None:
            return self._like_others(text, found, own)
        if (found := _COUNT.search(text)) is not None:
            return self._counted(text, found, own)
        if (found := _ONE_OF.search(text)) is not None:
            return self._one_of(text, found, own)
        return text, None

    def _like_others(self, text: str, found: re.Match[str], own: int) -> tuple[str, str | None]:
        """``black like three of the others``: of so many of them it is true as well."""
        head = text[: found.start()]
        starts = {max((stop.end() for stop in cut.finditer(head)), default=0) for cut in _CUTS}
        others = frozenset(range(self._n)) - {own}
        held = [self._holders(f" {head[start:]}", others, own) for start in sorted(starts)]
        told = [len(holders) for holders in held if holders is not None]
        if not told:
            return text, None
        if not (any(told) if found["n"] is None else self._size(found["n"]) in told):
            return text, found[0].strip(" ,")
        return f"{head}{text[found.end() :]}", None

    def _of_brand(self, found: re.Match[str], own: int) -> frozenset[int] | None:
        times = found["n"].lower() in _TIMES
        size = _TIMES.get(found["n"].lower()) or int(found["n"])
        group = self._members.of_brand(found["m"])
        if not group or not 0 < size <= self._n:
            return None
        if times:
            return group
        noun = found["np"]
        if noun is None or not found["h"]:
            return None  # "It has 2 seats."
        kinds = self._members.readings(noun)
        return next((group & kind for kind in kinds if len(group & kind) == size), None) or (
            group & kinds[0] if kinds else None
        )

    def _counted(self, text: str, found: re.Match[str], own: int) -> tuple[str, str | None]:
        noun = found["np"]
        stop = _ENDS.search(text, found.end())
        end = stop.start() if stop else len(text)
        clause = f" {text[found.start('vp') : end]}"
        of_list = found["h"] or found["of"] or found["x"]
        of_kind = noun is not None and stem(noun.split()[-1]) not in GENERIC and _BESIDE.search(clause)
        size = self._size(found["n"])
        if size > self._n or not (of_list or of_kind):
            return text, None  # "2 pairs are included."
        readings = self._members.readings(noun) if noun else []
        if not readings:
            if noun and not all(stem(word) in GENERIC for word in noun.split()):
                return text, None
            readings = [frozenset(range(self._n))]
        others = found["x"] is not None or "other" in (found["of"] or "") or OTHERS in (found["of"] or "")
        for group in readings:
            group = group - {own} if others else group
            holders = self._holders(clause, group, own)
            if holders is None:
                return text, None
            if len(holders) == size:
                break
        else:
            return text, text[found.start() : end]
        while (again := _AGAIN.match(text, end)) is not None:
            stop = _ENDS.search(text, again.end())
            until = stop.start() if stop else len(text)
            more = self._holders(f" {text[again.start('vp') : until]}", group, own)
            if more is not None and len(more) != self._size(again["n"]):
                return text, text[again.start("n") : until]
            end = until
        named = _NAMED.match(text, end)
        if named is not None:
            who = {i for char in named["who"] if char >= "\ue000" for i in marked(char, own, self._n)}
            if who != holders and not (len(who) < len(holders) and who <= holders):
                return text, text[found.start() : named.end()]
            end = named.end()
        return self._goes_on(text[: found.start()], text[end:], frozenset(holders), own)

    def _holders(self, clause: str, group: frozenset[int], own: int) -> set[int] | None:
        """Those of the group of whom it is true; None where it claims nothing of any."""
        if (maker := _FROM.search(clause)) is not None:
            return set(group & self._members.of_brand(maker["m"]))
        beside = None if any(char.isdigit() for char in clause) else own
        said = {i: self._verdicts(clause, i, beside if i != own else None) for i in group}
        if not any(said.values()):
            return None
        return {i for i, each in said.items() if each and all(verdict.holds for verdict in each)}

    @staticmethod
    def _size(number: str) -> int:
        return _TIMES[number.lower()] if number.lower() in _TIMES else int(number)

    def _one_of(self, text: str, found: re.Match[str], own: int) -> tuple[str, str | None]:
        """``one of three kurtas below $50, and the only white one among those``."""
        if not (_ITS.search(text, found.end()) or _REST.match(text, found.end())):
            return text, None
        named = LED_BY.match(found["np"])
        if named is None:
            return text, None
        group, _ = self._gathered.of_size(named["np"], found["np"][named.end() :], int(found["n"]))
        if group is None or own not in group:
            return text, None
        return self._goes_on(text[: found.end()], text[found.end() :], group, own)

    def _goes_on(self, head: str, rest: str, group: frozenset[int], own: int) -> tuple[str, str | None]:
        """What is said of the group afterwards, with its marks."""
        said = joined(group)
        if (one := _IS_ONE.match(rest)) is not None:
            who = marked(one["m"], own, self._n) if one["m"] else (own,)
            if all(i in group for i in who) == bool(one["not"]):
                return rest, one[0]
            rest = rest[one.end() :]
        if (other := _REST.match(rest)) is not None:
            if len(group) == 2 and group - {own} != set(marked(other["m"], own, self._n)):
                return rest, other[0]
            rest = rest[other.end() :]
        if own in group and len(group) > 1:
            replaced = _ITS.sub(
                lambda m: f"{m['o']} {said})" if m["n"] in (None, str(len(group))) else m[0], rest
            )
            rest = replaced if replaced != rest else ranked_among(rest, said)
        head = head.rstrip(" ,;")
        rest = rest.lstrip(" ,;") if not head else rest
        return f"{head}{rest}", None
