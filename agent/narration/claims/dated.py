"""When each product came out: ``It came out in 2023, the Fell in 2021``, ``The Fell came out before it``.

The names are marks by now. A year that the facts tell elsewhere, of a vintage or an edition, is left to those
who read numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import marked

_M = "\ue000-\ue3ff"
_IT = r"(?:it|this(?: (?:1|one))?)"
_ONE = rf"(?:{_IT}|(?:the )?[{_M}])"
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WHEN = rf"(?:(?P<m>{'|'.join(_MONTHS)})(?: of)? )?(?P<y>(?:19|20)\d\d)\b(?!s\b|[-/]\d)"
_OUT = (
    r"(?:(?:came|is|was|has been|been) out|(?:was |were |got )?(?:released|launched|introduced|published)|"
    r"debuted|appeared|went on sale|(?:has been|been) (?:around|on sale|available|on the market))"
)
_BARE = r"(?:out|released|launched|introduced|published)"
_FROM = r"(?:(?:is|dates)(?: back)?|'s)"
_SAID = tuple(
    compiled(pattern, re.I)
    for pattern in (
        rf"(?:(?P<s>(?<!\w){_ONE}) )?"
        rf"(?P<v>{_OUT}(?: back)? (?P<p>in|since|from)|{_FROM} (?:from|to)) {_WHEN}",
        rf"(?P<v>(?:^|[,;.] )(?:first )?{_BARE} (?:back )?(?P<p>in|since)) {_WHEN}(?=,)",
        rf"(?P<s>(?<!\w){_ONE})(?P<v>(?: is|'s) an?) {_WHEN} (?:release|launch|product|model)\b",
        rf"(?P<v>\b(?:the|its) (?:release|launch) (?:year|date) is) {_WHEN}",
    )
)
_ELLIPTIC = compiled(
    rf"(?P<l>,|;| and| while)(?: and| while)? (?P<s>(?:the )?[{_M}]|this 1|this one) "
    rf"(?P<p>in|from|since) {_WHEN}",
    re.I,
)
_BEFORE = compiled(
    rf"(?:(?P<s>(?<!\w){_ONE})(?: {_OUT}| is an? (?P<a>newer|older|more recent|earlier|later) "
    rf"(?:release|launch|model|product|one)(?= than))|(?:^|(?<=[,;.] )){_BARE}) ?"
    rf"(?P<w>before|after|earlier than|later than|(?:for )?(?:longer|less long) than|than) (?P<t>{_ONE})"
    r"(?: (?:did|was|has))?(?=\s*(?:[.,;:!?]|$|and\b|but\b|while\b))",
    re.I,
)
_PLACED = compiled(
    rf"(?:(?P<s>(?<!\w){_ONE}) )?(?:{_OUT}) (?P<w>first|last) (?:of|among) (?:all|these|them)"
    r"(?: of (?:these|them))?|\bthe (?P<x>first|last)(?: of (?:these|them|all))? to (?:come out|be released)",
    re.I,
)
_YEAR = compiled(
    r"\b(?:19|20)\d\d\b|\b(?:before|after|earlier|later|longer|long|newer|older|first|last|recent)\b"
)
_EARLIER = frozenset(["before", "earlier than", "longer than", "for longer than", "older", "earlier"])


class Dated:
    """The dates of one list; ``facts`` gives the product at a position."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence without what holds of dates, and the first of it that does not."""
        if not _YEAR.search(text):
            return text, None
        told = False
        for pattern in (*_SAID, _ELLIPTIC):
            for found in reversed(list(pattern.finditer(text) if pattern is not _ELLIPTIC or told else ())):
                subject = self._subject(found.groupdict().get("s"), text[: found.start()], own)
                holds = self._came(subject, found)
                if holds is None:
                    continue
                if not holds:
                    return text, found["y"]
                told = True
                text = _without(text, found)
        for found in reversed(list(_BEFORE.finditer(text))):
            subject = self._subject(found["s"], "", own)
            other = self._subject(found["t"], "", own)
            ours, theirs = self._when(subject), self._when(other)
            if subject == other or (found["w"] == "than") != (found["a"] is not None):
                continue
            word = (found["a"] or found["w"]).lower()
            if ours is None or theirs is None or ours == theirs or (ours < theirs) != (word in _EARLIER):
                return text, f"{word} …"
            text = _without(text, found)
        for found in reversed(list(_PLACED.finditer(text))):
            subject = self._subject(found["s"], "", own)
            whens = [when for i in range(self._n) if (when := self._when(i)) is not None]
            first = (found["w"] or found["x"]).lower() == "first"
            if len(whens) < self._n or self._when(subject) != (min(whens) if first else max(whens)):
                return text, found[0]
            text = _without(text, found)
        return text, None

    def _came(self, position: int, found: re.Match[str]) -> bool | None:
        """None: no date is known, or its year stands elsewhere in the facts."""
        when = self._when(position)
        if when is None:
            return None
        right = when.year == int(found["y"])
        if not right and found["y"] in self._facts(position).words:
            return None
        return right and (found["m"] is None or _MONTHS[when.month - 1] == found["m"].lower())

    def _subject(self, who: str | None, before: str, own: int) -> int:
        marks = [i for char in who or "" if char >= "\ue000" for i in marked(char, own, self._n)]
        if not marks and who is None and before.endswith((", which ", " that ")):
            marks = [i for char in before[-9:] if char >= "\ue000" for i in marked(char, own, self._n)]
        return marks[0] if marks else own

    def _when(self, position: int) -> datetime | None:
        return self._facts(position).product.published_at


def _without(text: str, found: re.Match[str]) -> str:
    """``it is here``, where its date has been judged."""
    groups = found.groupdict()
    led = ", " if groups.get("l") else ""
    who = f"{groups['s']} is here" if groups.get("s") else "here"
    return f"{text[: found.start()]}{led}{who}{text[found.end() :]}"
