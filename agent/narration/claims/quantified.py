"""How many of a list something is said of: ``all of these``, ``neither of the others``, ``all but one``.

Whoever is meant is hidden behind one character before names are read, so that no number of it is taken for
an amount; what is said of them is then judged of each product by itself, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from agent.narration.claims.comparison_words import no_less
from agent.narration.claims.gathered import PHRASE
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.kinds import GENERIC
from agent.narration.claims.lexicon import COLOURS
from agent.narration.claims.marks import mark, marked
from agent.narration.claims.members import Members
from agent.narration.claims.predicates import AFTER, ENDS, HIDDEN, VERB, parted, predicate
from agent.narration.claims.reviewed import reviewed
from agent.narration.claims.wording import MARKS, stem

FIRST = 0x100000
"""The private character of whoever the first hidden phrase means."""
_NOUN = rf"(?: (?P<np>(?!{VERB}\b|of\b|in\b|on\b|both\b|all\b|that\b|which\b)[a-z-]+))?"
_HERE = (
    r"(?: here| listed| (?:on|in|of) (?:the|this|our) (?:list|page|selection|shortlist|line-?up|range|lot))?"
)
_OF = (
    r"of (?:all )?(?:the (?:others|other(?: \d+)?|rest(?! of))|these|those|them|the lot|the \d+|"
    rf"the (?=ones|options|products|picks|items|models))(?: \d+)?{_NOUN}{_HERE}"
)
_LED = (
    r"(?:^|(?<=[.;:!?,(] )|(?<=\band )|(?<=\bbut )|(?<=\bwhile )|(?<=\bthough )|(?<=\bwhere )|(?<=\bsince )|"
    r"(?<=\bbecause )|(?<=\bas )|(?<=\bso )|(?<=\bthat )|(?<=\bwhereas )|(?<=\balthough ))"
)
_NUMBER = r"(?P<n>\d{1,2}|one)"
_EXACT = r"(?:(?P<q>only|just|exactly|at least|at most|no more than|no fewer than|a full) )?"
_FORMS: tuple[tuple[str, str], ...] = (
    ("all but", rf"all but {_NUMBER}(?: {_OF}|{_HERE})"),
    (
        "number",
        rf"{_EXACT}{_NUMBER}(?: {_OF}| others?(?: (?:ones?|options?|products?))?{_HERE}|"
        rf"(?: ones?| options?| products?)? here| more(?= {VERB}\b))",
    ),
    ("number", rf"(?P<q>only|just|exactly) {_NUMBER}(?: ones?| options?| products?)?"),
    ("none", rf"(?:none|neither|not (?:a single )?(?:1|one)) {_OF}"),
    ("none", rf"(?:no other|neither other){_NOUN}{_HERE}"),
    ("none", r"none(?= (?:is|are|costs?|weighs?) (?:[a-z]+ )?[a-z]+)"),
    ("none", r"nothing(?: else)?(?: here| on (?:the|this) list)|nothing else"),
    ("not all", rf"not (?:all|every(?: single)? (?:1|one)|everything)(?: {_OF}|{_HERE})"),
    ("some", rf"(?:some|several|a few) {_OF}"),
    ("most", rf"most (?:{_OF}|(?:others)?{_HERE})"),
    ("half", rf"half (?:{_OF}|the others|the rest|these|them)"),
    ("all", rf"(?:all|each|both|every(?: single)? (?:1|one)|any) {_OF}"),
    ("all", rf"(?:(?:every|each|any|all(?: the)?|both(?: the)?)) others?{_NOUN}{_HERE}"),
    (
        "all",
        r"(?:all the others|the others|the rest(?! of)|both others|(?:both |all )?the other \d+)"
        rf"{_NOUN}{_HERE}",
    ),
    ("all", rf"(?:every|any)thing (?:else{_HERE}|here)|they all|all \d+{_HERE}|all these"),
    ("only", r"only (?:this(?: one| 1)?|it)|(?:it|this(?: one| 1)?) alone"),
    (
        "every",
        r"(?:both(?: of)?(?: the| these)?|(?:all (?:of )?(?:the |these )?|(?:the|these) )(?P<n>[2-9])) "
        rf"(?!others?\b){PHRASE}{_HERE}",
    ),
)
_PAIR = 2
_THEM = compiled(r"\b(?:them|they)\b", re.I)
_SUMMED = compiled(r" (?:would |will |only |just )*(?:come|add up|amount) to [$€£]?\d", re.I)
_OTHERS = compiled(r"\b(?:others?|rest|else|more)\b", re.I)
_COUNTED = compiled(
    r"\b(?:all|both|each|none|neither|no|not|nothing|most|half|some|several|few|only|just|exactly|alone|least|"
    r"every|any|everything|anything|others?|rest|one|\d)\b",
    re.I,
)


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (
            kind,
            compiled(
                rf"{_LED}(?:{form})(?=(?: (?:all|both|each|also|even|still))?,? {VERB}\b)",
                re.I,
            ),
        )
        for kind, form in _FORMS
    ]


_QUANTIFIERS = _patterns()
_THERE = compiled(
    rf"{_LED}there (?:is|are) {_EXACT}{_NUMBER}(?: others?)?(?: (?:ones?|options?))?"
    rf"{_HERE} (?=(?:that|which|in|under|below|over|above|rated|with|made|on|available|(?:more|less|better"
    rf"|worse|[a-z]{{3,}}er)) )",
    re.I,
)
_OF_THEM = compiled(
    r"\b(?:[a-z]{2,}(?:est|er)|best|worst|(?:most|least) [a-z]+)(?: [a-z]+)? (?:of|among|between) "
    r"(?:them|those)\b",
    re.I,
)
"""What is said of whom a count before it means is for :mod:`.tallies` to judge."""
_AT = compiled(rf"(?P<m>[{HIDDEN}])")
_NAMED = compiled(
    rf"(?:,|:|;| -)+ (?:namely )?(?P<who>(?:the |this )?[{MARKS}](?:(?:,|,? and) (?:the |this )?[{MARKS}])*)"
    r"(?=\s*[.,;!?]|$)"
)
"""``Only one of these is cheaper: the Arc``."""
_EXCEPT = compiled(r"\b(?:except|apart from|aside from|other than|bar|but for|save for)\b", re.I)
_AND_MORE = compiled(
    rf"(?:(?<=\band )|(?<=\bbut )|(?<=\bwhile )){_EXACT}{_NUMBER}"
    r"(?= (?:are|is|costs?) (?:more|less|cheaper|dearer)\b)",
    re.I,
)
"""``Three of the others cost less and three cost more``: of the same."""
_FIND = compiled(
    r"\byou(?: will|'ll)? (?:not|never|won't|can't|cannot) find (?:an?|any|1|one) "
    r"(?P<c>(?:more|less|better|worse|higher|lower) [a-z]+|[a-z]{3,}er)(?: (?:one|option|pick|product|1))?"
    r"(?: (?:here|on (?:this|the) list|among these))?(?=[.,;!]|$)",
    re.I,
)
_STOCKED = compiled(r" (?:is|are)(?: [a-z]+)? (?:available|in stock|left)\b", re.I)
_OF_MANY = compiled(r"(?:^|[.;:] )(?:of|among|out of|from) [^.;:]*$", re.I)
_THAN_ITS = compiled(r" than (?:its|this one's|this 1's) \d", re.I)
_WORDS = {"one": 1}


class Said(NamedTuple):
    """Who is meant: how many of which, and in which words."""

    kind: str
    number: int
    others: bool
    noun: str
    words: str


def hidden(text: str) -> tuple[str, list[Said]]:
    """The sentence with each quantified phrase as one character, and what each was."""
    said: list[Said] = []
    if not _COUNTED.search(text) or _OF_THEM.search(text):
        return text, said
    text = _AT.sub(" ", text)
    excepted = _EXCEPT.search(text)

    def taken(found: re.Match[str], kind: str, after: str = "") -> str:
        if _THEM.search(found[0]) and text[: found.start()].strip(" .!?"):
            return found[0]  # "You get 400 cards, and all of them have …": of what was told before.
        if kind in ("number", "every") and _SUMMED.match(text, found.end()):
            return found[0]  # "Three of these come to €987": of so many of one product.
        groups = {name: value for name, value in found.groupdict().items() if value}
        number = groups.get("n", str(_PAIR) if kind == "every" else "0").lower()
        kind = {
            "at least": "at least",
            "no fewer than": "at least",
            "at most": "at most",
            "no more than": "at most",
        }.get(groups.get("q", "").lower(), kind)
        others = kind == "none other" or _OTHERS.search(found[0]) is not None
        noun = groups.get("np", "")
        said.append(
            Said(kind.removesuffix(" other"), _WORDS.get(number) or int(number), others, noun, found[0])
        )
        return f"{chr(FIRST + len(said) - 1)}{after}"

    if excepted is not None:
        return text, said  # "Except for the Arc, nothing here is cheaper."
    if " find " in text:
        text = _FIND.sub(lambda found: taken(found, "none other", f" is {found['c']}"), text)
    for kind, pattern in _QUANTIFIERS:
        text = pattern.sub(partial(taken, kind=kind), text)
    if said and said[-1].kind == "number" and said[-1].others:
        text = _AND_MORE.sub(lambda found: taken(found, "number"), text)
        said[1:] = [each._replace(others=True, noun=each.noun or said[0].noun) for each in said[1:]]
    if "here " in text or "There " in text:
        text = _THERE.sub(lambda found: taken(found, "number", " are "), text)
    return text, said


class Quantified:
    """What is said of so many of one list; ``verdicts`` judges a clause of a product beside another."""

    def __init__(
        self, n: int, members: Members, verdicts: Callable[[str, int, int | None], list[Verdict]]
    ) -> None:
        self._n = n
        self._members = members
        self._verdicts = verdicts

    def check(self, text: str, said: list[Said], own: int) -> tuple[str | None, str | None]:
        """The sentence without what is said of so many, and the first such that does not hold.

        No text: what is said cannot be judged, so that the sentence is to be read without this.
        """
        while (found := _AT.search(text)) is not None:
            who = said[ord(found["m"]) - FIRST]
            stop = ENDS.search(text, found.end())
            end = stop.start() if stop else len(text)
            clause = text[found.end() : end]
            if who.kind == "none" and _THAN_ITS.search(clause):
                return None, None  # "Nothing here scores higher than its 4.9 stars": of those as well.
            clause = no_less(clause) if who.kind == "none" else clause
            group = frozenset({own}) if _of_it(who, text, found) else self._group(who, own)
            holders = None if group is None else self.holders(clause, group, own)
            if group is None or holders is None:
                return None, None
            if not _counts(who, len(holders), len(group), own in holders):
                return text, f"{who.words}{parted(clause)}"
            if (named := _NAMED.match(text, end)) is not None and who.kind in ("number", "some"):
                told = {i for char in named["who"] if char >= "\ue000" for i in marked(char, own, self._n)}
                if not told <= holders or (len(told) < len(holders) and who.kind == "number"):
                    return text, f"{who.words}{parted(clause)}"
                end = named.end()
            text = _joined(text[: found.start()], text[end:])
        return text, None

    def _group(self, who: Said, own: int) -> frozenset[int] | None:
        group = frozenset(range(self._n))
        if who.kind == "every":  # "Both 7-inch readers": those of which there are just so many.
            if self._members.parts(own, who.noun, who.number):
                return None
            led, _, rest = who.noun.partition(" ")
            readings = self._members.readings(who.noun)
            if not readings and rest and led[0].isupper():
                readings = self._members.readings(led)  # Of a maker: what they are need not be told.
            return next((each for each in readings if len(each) == who.number), None)
        if who.noun and stem(who.noun) not in GENERIC:
            readings = self._members.readings(who.noun)
            if not readings and stem(who.noun) == who.noun:
                return None
            group = next((each for each in readings if own in each), group)
        return group - {own} if who.others else group

    def holders(self, clause: str, group: frozenset[int], own: int) -> frozenset[int] | None:
        """Those of the group of whom a clause is true; None where it claims nothing of any."""
        sentence, denied = predicate(clause, mark(own))
        if sentence is None:
            return None
        sentence = reviewed(sentence)
        said = {i: self._verdicts(sentence, i, None) for i in group}
        if not any(said.values()):
            return None
        found = frozenset(i for i, each in said.items() if each and all(v.holds for v in each))
        found &= self._coloured(said, found)
        return group - found if denied else found

    def _coloured(self, said: dict[int, list[Verdict]], found: frozenset[int]) -> frozenset[int]:
        """A colour is told of whatever may pass for it, but counted where it is told in so many words."""
        colours = {v.claim.lower() for each in said.values() for v in each} & _COLOURS
        for colour in colours:
            if told := self._members.having(colour):
                found &= told
        return found


def _counts(who: Said, holding: int, size: int, own: bool) -> bool:
    """Whether so many of so many are what is told."""
    return {
        "number": holding == who.number,
        "at least": holding >= who.number,
        "at most": holding <= who.number,
        "none": holding == 0,
        "all": holding == size,
        "every": holding == size,
        "not all": holding < size,
        "some": holding > 0,
        "most": 2 * holding > size,
        "half": 2 * holding == size,
        "all but": holding == size - who.number,
        "only": own and holding == 1,
    }[who.kind]


def _of_it(who: Said, text: str, found: re.Match[str]) -> bool:
    """``It is the cheapest, though none are available``: of what it is one of, its pieces are out."""
    bare = who.words.lower() == "none" and _STOCKED.match(text, found.end()) is not None
    return bare and not _OF_MANY.search(text[: found.start()])


def _joined(head: str, rest: str) -> str:
    rest = AFTER.sub("", rest)
    return f"{head}{rest}" if head.strip() else rest


_COLOURS = frozenset(COLOURS)
