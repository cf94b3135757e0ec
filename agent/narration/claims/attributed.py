"""Who is said to make which product: ``The Fell Daypack is by Holmvik too``, ``Both are by the same maker``.

The names of products and brands are marks by now, and who makes something is the brand of what a mark
stands for. A name that nobody of the list has, ``Corvane makes it``, is a maker as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from agent.narration.claims.gathered import joined
from agent.narration.claims.guarded import compiled
from agent.narration.claims.kinds import COUNTED, FIRST_COUNT
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import ALL, BASE, FULL, NONE, OTHERS, mark, marked
from agent.narration.claims.wording import stem, tokens

_M = "\ue000-\ue3ff"
_NOBODY = (
    "It|Its|This|That|These|Those|They|There|The|What|Which|Who|Whoever|You|Your|We|Our|Both|All|Each|Every|"
    "None|Nothing|Only|One|Made|From|By|If|As|And|But|Or|So|Buyers|Shoppers|Customers|Everyone|Someone|Nobody"
)
_NAME = rf"(?!(?:{_NOBODY})\b)[A-Z][\w'.-]*\w(?: (?:& |and )?[A-Z][\w'.-]*\w)*(?! (?:& |and )?[A-Z])"
# Not a possessive group: early releases of Python 3.11 lose what follows one.
_MAKER = rf"(?P<b>[{_M}]|{_NAME})"
_ONE = rf"(?:[Ii]t|[Tt]his(?: (?:1|one))?|(?:[Tt]he )?[{_M}{OTHERS}{NONE}{ALL}])"
_SOME = rf"(?:[Bb]oth )?{_ONE}(?:(?:, {_ONE})*,? and {_ONE})?"
_SUBJECT = rf"(?<!of )(?P<s>{_SOME}|[Tt]hey|[Tt]hese|which|that)"
_ADVERBS = r"(?: (?:also|both|all|too|indeed|actually|again|each|likewise|currently))*"
_DONE = r"(?:made|manufactured|produced|built|designed)"
_DOES = r"(?: does| do)?(?P<n2>n't| not)?"
_BY = rf"(?:(?: is| are| was| were|'s|'re)(?P<n>n't| not)?{_ADVERBS}(?: {_DONE})? (?:by|from|of)|"
_FROM = rf"{_DOES}{_ADVERBS} comes?{_ADVERBS} from"
_MAKE = r"(?:makes?|produces?|manufactures?|made|builds|built|designs|designed)"
_WHOSE = r"(?:brand|maker|manufacturer|producer|make|label|company|house)"
_WHAT = r"(?:brand|maker|manufacturer|producer|make|label|name|company)"
_ON_IT = r"(?: (?:on|behind|of) (?:it|this(?: 1| one)?|the box))?"
_END = (
    r"(?=\s*(?:[.,;:!?)]|$)|\s+(?:and|but|while|whereas|too|as|so|with|at|for|like|here|which|just|though|"
    r"of (?:these|those|them))\b)"
)
_SAID = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SUBJECT}{_BY}{_FROM}) {_MAKER}(?!'s)(?!\w)",
        rf"(?:,|;| and| while)(?: and)? (?P<s>(?:the )?[{_M}]|this 1|this one) (?:by|from) {_MAKER}{_END}",
        rf"(?:^|(?<=[,;:.] )|(?<=[Aa]nd )){_MAKER}(?P<n> (?:does not|doesn't))?(?: also)? {_MAKE} "
        rf"(?:only )?(?P<s>{_SOME}){_END}",
        rf"{_MAKER} is(?P<n>n't| not)? (?:the (?:1|one) )?(?:who|that) {_MAKE} (?P<s>{_ONE})",
        rf"\b(?:[Tt]he|[Ii]ts) {_WHAT}{_ON_IT} is(?P<n>n't| not)? {_MAKER}(?!\w)",
        rf"{_MAKER} is(?P<n>n't| not)? (?:the|its) {_WHAT}{_ON_IT}{_END}",
        rf"(?:(?P<s>{_ONE})|[Yy]ou)(?P<n> (?:does not|doesn't|do not|don't))? "
        rf"(?:carr(?:y|ies)|bears?|has|have|wears?|sports?|gets?|(?:is|are) sold under) the {_MAKER} "
        r"(?:name|label|badge|brand|logo)\b",
        rf"'s sold under the {_MAKER} (?:name|label|badge|brand|logo)\b",
        rf"(?P<s>{_ONE})(?: is|'s)(?P<n>n't| not)? an? {_MAKER}(?: (?:product|item))?(?=[.,;:!?]|$)",
        rf"\b[Aa]s an? {_MAKER}(?=[.,;:!?]|$)",
        rf"(?P<s>{_ONE})(?: is|'s)(?P<n>n't| not)? (?:(?:1|one) of )?{_MAKER}'s(?: own)?(?=[.,;:!?]|$)",
        rf"\b[Ii]f you \w+ {_MAKER}, (?P<s>{_ONE})(?: is|'s) (?:(?:1|one) of )?theirs\b",
    )
)
"""Each with the maker, and the product where it is not the sentence's own."""
_KINSHIP = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SUBJECT}(?:{_BY}{_FROM})| has| have) "
        rf"(?P<k>the (?:very )?same|an?other|a different|different|other) {_WHOSE}s?\b"
        rf"(?: (?:as|than|from|to) (?:that of )?(?P<t>{_ONE}))?",
        rf"{_SUBJECT} (?P<k>share)s? (?:its|a|the|the same) {_WHOSE}(?: with (?P<t>{_ONE}))?",
        rf"{_SUBJECT}{_BY}{_FROM}) (?P<k>the) (?:makers?|brand) of (?P<t>{_ONE})",
    )
)
"""``from the same brand as the Fell``, ``by another maker``."""
_HERE = (
    r"(?: here| of (?:these|them|those|all)| (?:on|in|of) (?:the|this) (?:whole )?"
    r"(?:list|selection|page|bunch|lot))"
)
_COUNTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Tt]here (?:is|are) (?:only |just )?(?P<c>\d|one)(?: ones?| options?| products?)? (?:by|from) "
        rf"(?P<b>[{_M}])(?!'s){_HERE}?{_END}",
        rf"(?P<b>[{_M}]) {_MAKE} (?:only |just )?(?P<c>\d|one)(?: of (?:these|them|those|the \d))",
        rf"\bthe (?P<c>only|sole)(?: one| option| product| pick| model)?{_HERE}?(?: made)? (?:by|from) "
        rf"(?P<b>[{_M}])(?!'s){_HERE}?{_END}",
        rf"\bthe (?P<c>only|sole) (?P<b>[{_M}]){_HERE}?{_END}",
    )
)
"""``There are two by Nord here``, ``the only one of these from Nord``."""
_BEST = (
    r"(?:the|a|its|of) (?:(?:second|third|fourth|next)[ -])?"
    r"(?:(?:most|least|best|worst|highest|lowest|top)[ -]"
    r"[a-z]+|best|worst|[a-z]{2,}est)(?: (?:ones?|options?|products?|picks?|choices?|models?))?"
)
_THING = r"(?: (?:ones|options|products|picks|choices|models|items))?"
_AMONG = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<o>[Oo]f|[Aa]mong(?:st)?|[Bb]etween) (?:all )?(?:the|those|these|all)"
        rf"(?: (?P<c>[\d{COUNTED}]))?{_THING}{_HERE}?(?: made)? (?:by|from) (?P<b>[{_M}])(?!'s){_HERE}?",
        rf"\b(?P<h>(?i:{_BEST})){_HERE}?(?: made)? (?:by|from) (?P<b>[{_M}])(?!'s){_HERE}?"
        r"(?=[.,;:!?]|$| and| but)",
        rf"\b(?P<h>(?i:{_BEST})) (?P<b>[{_M}])(?!'s)(?:{_HERE}|(?=[.,;:!?]|$))",
    )
)
"""``the cheapest of the two by Nord``, ``the best-rated Nord here``: among those of the brand."""
_BEFORE = re.compile(
    rf"(?:^|[,;.:] )(?P<k>(?:[Jj]ust |[Mm]uch )?[Ll]ike|[Aa]s with|[Uu]nlike) (?P<t>{_SOME}), $"
)
_AFTER = re.compile(
    rf",? (?P<k>(?:just |much )?like|as with|as (?:is|are|does|do)|(?:and )?so (?:is|are|does|do)|unlike) "
    rf"(?P<t>{_SOME})(?=[,.;!?]|$)"
)
_ONLY = compiled(r"\b(?:only|just)(?: the)? $", re.I)
_TOLD = compiled(
    r"\b(?:by|from|brands?|makers?|makes?|made|labels?|name|manufactur\w+|produc\w+|theirs|badge|logo|an?|only|"
    r"sole|"
    r"most|least|best|worst|[a-z]+est)\b|'s\b",
    re.I,
)
_SUBJECT_OF = re.compile(rf"([{_M}]) (?:is|has|costs?|weighs?|comes?|offers?|gives?)\b")


class Attributed:
    """The makers of one list; ``facts`` gives the product at a position."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def check(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence without what holds of makers, where its words would be misread, and what does not."""
        if not _TOLD.search(text):
            return text, None
        for pattern in _COUNTED:
            for found in reversed(list(pattern.finditer(text))):
                by = {i for i in range(self._n) if self._by(i, found["b"])}
                alone = found["c"] in ("only", "sole")
                if (by != {own}) if alone else len(by) != (int(found["c"]) if found["c"].isdigit() else 1):
                    return text, found[0]
                text = f"{text[: found.start()]}{'here' if alone else 'It is here'}{text[found.end() :]}"
        for pattern in _AMONG:
            for found in reversed(list(pattern.finditer(text))):
                group = {i for i in range(self._n) if self._by(i, found["b"])}
                if own not in group or len(group) == 1:
                    continue
                if (size := found.groupdict().get("c")) and _number(size) != len(group):
                    return text, found[0]
                led = found.groupdict().get("o") or f"{found['h']} of"
                text = f"{text[: found.start()]}{led} {joined(frozenset(group))}){text[found.end() :]}"
        for pattern in _KINSHIP:
            for found in reversed(list(pattern.finditer(text))):
                holds = self._akin(found, text, own)
                if holds is False:
                    return text, found[0]
                if holds:
                    text = _without(text, found)
        for pattern in _SAID:
            for found in reversed(list(pattern.finditer(text))):
                if (holds := self._holds(found, text, own)) is None:
                    continue
                if not holds:
                    return text, self._called(found["b"])
                if found["b"] != mark(own) or _denied(found):
                    text = _without(text, found)
        return text, None

    def _holds(self, found: re.Match[str], text: str, own: int) -> bool | None:
        """Whether it is the maker of what is meant; None: the words say something else."""
        maker, groups = found["b"], found.groupdict()
        who = groups.get("s")
        denied = _denied(found)
        if not _is_mark(maker) and "n2" in groups and not denied:
            return None  # "It comes from Portugal", "It is from March" are told elsewhere.
        subjects, none = self._meant(who, found.start(), text, own)
        if not subjects:
            return None
        denied = denied != none
        if who is not None and _ONLY.search(text[: found.start()]):
            rest = set(range(self._n)) - subjects
            return self._all_by(subjects, maker, denied=denied) and self._all_by(
                rest, maker, denied=not denied
            )
        likened = ((_BEFORE, text[: found.start()]), (_AFTER, text[found.end() :]))
        for pattern, at in likened if own in subjects else ():
            beside = pattern.search(at) if pattern is _BEFORE else pattern.match(at)
            if beside is not None:
                others, _ = self._meant(beside["t"], 0, beside["t"], own)
                unlike = beside["k"].lower() == "unlike"
                if not self._all_by(others - {own}, maker, denied=denied != unlike):
                    return False
        if self._all_by(subjects, maker, denied=denied):
            return True
        # "The Fell is lighter, and it is by Sund": it may be either.
        before = _SUBJECT_OF.findall(text[: found.start()]) if subjects == {own} else []
        return bool(before) and self._all_by(set(self._positions(before[-1], own)), maker, denied=denied)

    def _akin(self, found: re.Match[str], text: str, own: int) -> bool | None:
        subjects, none = self._meant(found["s"], found.start(), text, own)
        if (target := found.groupdict().get("t")) is not None:
            others, more = self._meant(target, 0, target, own)
            if more or not others - subjects:
                return None
        else:
            others = {own} if own not in subjects else set()
        group = subjects | others
        if any(self._brands[i] is None for i in group):
            return False
        if len(group) < 2:
            return None
        same = found["k"] in ("the same", "the very same", "share", "the")
        same = same != (_denied(found) != none)
        if others:
            pairs = [(i, j) for i in subjects for j in others if i != j]
        else:
            pairs = [(i, j) for i in group for j in group if i < j]
        return all(_one_name(self._brands[i], self._brands[j]) == same for i, j in pairs)

    def _meant(self, who: str | None, start: int, text: str, own: int) -> tuple[set[int], bool]:
        """The products a subject stands for, and whether it is said of none of them."""
        if who is None:
            return {own}, False
        if who in ("which", "that"):
            before = text[:start].rstrip(" ,")
            return (set(self._positions(before[-1:], own)) or {own}), False
        if who.lower() in ("they", "these"):
            return set(range(self._n)), False
        found = {i for char in who for i in self._positions(char, own)}
        if re.search(r"\b(?:it|this)\b", who, re.I):
            found.add(own)
        return found, NONE in who

    def _positions(self, char: str, own: int) -> tuple[int, ...]:
        return marked(char, own, self._n) if char >= "\ue000" else ()

    def _all_by(self, positions: set[int], maker: str, *, denied: bool) -> bool:
        return all(self._by(i, maker) != denied for i in positions)

    def _by(self, position: int, maker: str) -> bool:
        if _is_mark(maker):
            theirs = self._brands[(ord(maker) - BASE) % FULL]
            ours = self._brands[position]
            if ours is None and theirs is not None:
                return theirs in self._facts(position).product.title.casefold()
            return _one_name(ours, theirs)
        words = [stem(word) for word in tokens(maker) if word[:1].isupper()]
        return all(word in self._facts(position).stems for word in words)

    def _called(self, maker: str) -> str:
        if not _is_mark(maker):
            return maker
        product = self._facts((ord(maker) - BASE) % FULL).product
        return product.brand or product.title

    @cached_property
    def _brands(self) -> list[str | None]:
        brands = (self._facts(i).product.brand for i in range(self._n))
        return [brand.casefold() if brand else None for brand in brands]


def _one_name(one: str | None, other: str | None) -> bool:
    """``Nordvik`` and ``Nordvik Home`` are one name."""
    if one is None or other is None:
        return False
    a, b = set(one.split()), set(other.split())
    return a <= b or b <= a


def _number(size: str) -> int:
    return int(size) if size.isdigit() else ord(size) - FIRST_COUNT


def _is_mark(maker: str) -> bool:
    return "\ue000" <= maker[:1] < "\uf000"


def _denied(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    return bool(groups.get("n") or groups.get("n2"))


def _without(text: str, found: re.Match[str]) -> str:
    """``it is by Nord`` as ``it is here``: who makes it has been judged."""
    who = found.groupdict().get("s") or "it"
    led = found[0][: len(found[0]) - len(found[0].lstrip(",; "))]
    return f"{text[: found.start()]}{led}{who} is here{text[found.end() :]}"
