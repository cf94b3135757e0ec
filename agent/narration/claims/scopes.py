"""Which products of the list a superlative is said among: ``the lightest mat``, ``of the two Rieslings``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.guarded import compiled
from agent.narration.claims.kinds import COUNTED, FIRST_COUNT, Kinds
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import marked
from agent.narration.claims.quantities import quantities
from agent.narration.claims.vocabulary import Table, find
from agent.narration.claims.wording import MARKS

_PHRASE = (
    r"(?:(?!(?:of|in|on|here|and|but|at|with|for|among|that|which|you|yet|so|to|too|as|also|nor|or|though|if|"
    r"overall|while|is|it)\b)[\w-]+ ?){1,3}"
)
_NOUN = compiled(rf"\s+(?P<np>{_PHRASE})", re.I)
_GROUP = (
    rf"(?:all |both |just |only )*(?:the |these |those |our )?(?:\d )?"
    rf"(?P<np>[{MARKS}](?:(?:,| and|, and)+ [{MARKS}])+|(?:[{COUNTED}] ?)?(?:[{MARKS}](?:'s)? )?{_PHRASE}"
    rf"|[{COUNTED}]|[{MARKS}])"
)
_OF = compiled(rf"(?:(?!\b(?:but|yet|and you|so)\b)[^,.;:!?])*?\b(?:of|among(?:st)?|between) {_GROUP}", re.I)
_LED = compiled(rf"(?:^|[,;.] )(?:of|among(?:st)?|between) {_GROUP}", re.I)
_JOINED = compiled(r"\s*+(?:,\s*+)?(?:and|yet|but|or) (?:the )?(?:\w{3,}est|(?:most|least) \w+)(?=\s)", re.I)
"""``the smallest and cheapest fan``."""
_TO_BUY = compiled(
    r"[^,.;]{0,30}?\b(?:in stock|available|(?:you|we) can (?:actually |really )?(?:buy|get|order|have|ship))",
    re.I,
)
_LED_TO_BUY = compiled(
    r"(?:^|[,;.] )(?:of|among) (?:all )?(?:those|the (?:ones|[a-z]+s)|what) (?:[a-z]+ ){0,2}?(?:in"
    r" stock|available|you can)\b",
    re.I,
)
_WITH = compiled(
    r"\s+(?:(?!here\b|and\b|but\b|in\b|of\b|on\b)[\w-]+ ){0,3}(?:to|with|made (?:of|from|in)|that|which) "
    r"(?P<p>[^,.;:!?]*?)(?= here\b| and | but | at | yet |[,.;:!?]|$)",
    re.I,
)
THAT_HAVE = compiled(
    r"[^.;]*?\b(?:that|which|who) (?:\w+ )?(?:contain|have|use|include|carry|come with)s? (?:any|some|one)\b",
    re.I,
)
_SUPERLATIVE = compiled(
    r"\b(?:\w{3,}est|most|least|best|top)(?:[ -](?:rated|priced|reviewed|expensive|affordable))?\b", re.I
)
_MARKED = compiled(f"[{MARKS}]")
_GROWN = compiled(r"\b(?:adults?|grown-ups?|full-sized?|men's|women's)\b", re.I)
_YOUNG = frozenset(["kid", "child", "junior", "youth", "toddler", "baby", "boy", "girl", "mini"])


class Scopes:
    """The rivals of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int, learned: Table, kinds: Kinds) -> None:
        self._facts = facts
        self._n = n
        self._learned = learned
        self._kinds = kinds

    def rivals(
        self, text: str, start: int, end: int, own: int, keys: tuple[str, ...]
    ) -> list[list[int]] | None:
        """The others that a superlative at ``start`` to ``end`` of ``text`` is said among, as it may be read.

        None: whom it is said among is not to be known.
        """
        after = text[end:]
        if (joined := _JOINED.match(after)) is not None:
            after = after[joined.end() :]
        readings: list[frozenset[int]] | None = []
        noun = _NOUN.match(after)
        phrase = noun["np"] if noun else ""
        group = _OF.match(after)
        if (
            group is not None
            and ord(group["np"][0]) >= FIRST_COUNT
            and phrase
            and " " not in group["np"].strip()
        ):
            readings = self._kinds.readings(f"{group['np']} {phrase}", own)  # "the longest game of the three"
        else:
            for each in (phrase, *(found["np"] for found in (group, _LED.search(text[:start])) if found)):
                if each and not readings and readings is not None:
                    readings = self._named(each, own)
        for each in (found["np"] for found in (group, _LED.search(text[:start])) if found):
            if readings and len(_MARKED.findall(each)) > 1:
                # "The lightest boot of those in black": of both.
                among = self._named(each, own) or readings
                readings = [both for one in readings for meant in among if (both := one & meant)]
        if readings == [] and not phrase.strip():
            # "the thickest mat here and its 0.9 kilos the lightest": said of the same kind.
            for other in _SUPERLATIVE.finditer(text):
                told = _NOUN.match(text, other.end())
                if other.start() != start and told is not None and not readings:
                    readings = self._named(told["np"], own)
        if readings is None:
            return None
        everyone = frozenset(range(self._n))
        if not readings:
            told_of = _WITH.match(after)
            readings = [self._having(told_of["p"], own) or everyone] if told_of else [everyone]
        return [self._limited(each - {own}, text, start, after, keys) for each in readings]

    def _limited(
        self, among: frozenset[int], text: str, start: int, after: str, keys: tuple[str, ...]
    ) -> list[int]:
        rivals = sorted(among)
        if _TO_BUY.match(after) or _LED_TO_BUY.search(text[:start]):
            rivals = [i for i in rivals if self._facts(i).product.availability == "in_stock"]
        if THAT_HAVE.match(after):
            rivals = [i for i in rivals if any(self._facts(i).measures.get(key) for key in keys)]
        if _GROWN.search(after[:40]):
            rivals = [i for i in rivals if not self._facts(i).called & _YOUNG]
        return rivals

    def _named(self, phrase: str, own: int) -> list[frozenset[int]] | None:
        """What a phrase may be the name of; ``[]``: of the whole list."""
        if len(marks := _MARKED.findall(phrase)) > 1:
            meant = frozenset(i for char in marks for i in marked(char, own, self._n))
            return [meant] if own in meant else []
        wanted = [word.key for word in find(phrase, self._learned)]
        mine = self._facts(own)
        readings = self._kinds.readings(phrase, own)
        if readings is None:
            return None
        everyone = frozenset(range(self._n))
        readings = readings or [everyone]
        if wanted and all(key in mine.has for key in wanted):
            alike = frozenset(i for i in range(self._n) if all(key in self._facts(i).has for key in wanted))
            readings = [each & alike for each in readings]
        if (sized := next(quantities(phrase), None)) is not None:
            keys = [sized.dimension] if sized.dimension else [noun.removesuffix("er") for noun in sized.nouns]
            same = frozenset(
                i
                for i in range(self._n)
                if any(self._facts(i).measures.get(key) == sized.value for key in keys)
            )
            readings = [each & same or each for each in readings]
        return [] if all(each == everyone for each in readings) else list(dict.fromkeys(readings))

    def _having(self, phrase: str, own: int) -> frozenset[int]:
        """``the cheapest way to get noise cancelling``: those that have it, where its own has."""
        wanted = [word.key for word in find(phrase, self._learned) if not word.negated]
        if not wanted or not all(key in self._facts(own).has for key in wanted):
            return frozenset()
        return frozenset(i for i in range(self._n) if all(key in self._facts(i).has for key in wanted))
