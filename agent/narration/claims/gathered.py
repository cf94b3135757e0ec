"""Groups of the list that a sentence counts: ``of the five white pairs``, ``four packs here cost over $120``.

Each is put as the marks of its members, so that what is said of the group is judged among them and no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.kinds import GENERIC
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import BASE, mark
from agent.narration.claims.members import Members
from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.wording import stem, tokens

_STOP = (
    "of|in|on|here|and|but|or|a|an|at|with|for|by|from|that|which|who|is|are|was|has|have|had|costs?|under|below|"
    "over|above|to|this|it|as|than|listed|made|rated|priced|weighs?|weighing|costing|being|comes?|goes?|go|"
    "carry|cost|so|while|because|since|both|where|if|when|you|can|gets?|keeps?|sits?|not|isn't|aren't|appears?"
)
_WORD = rf"(?!(?:{_STOP})\b)[\w&'+.\ue000-\uf8ff-]*[\w'+\ue000-\uf8ff]"
PHRASE = rf"(?P<np>(?:{_WORD} ){{0,3}}{_WORD})"
_LIST = r"(?:list|page|selection|shortlist|range|line-?up|set|bunch|group|lot)"
_HERE = rf"(?: here\b| listed\b| (?:on|in|of) (?:the|this|our) {_LIST}\b)?"
_OF = compiled(
    rf"\b(?P<o>of|between|among(?:st)?) (?:all |just |only )*(?:the|these|those|our|its) (?P<n>\d{{1,2}})"
    rf" {PHRASE}{_HERE}",
    re.I,
)
_NAME = compiled(rf" *{PHRASE}{_HERE}", re.I)
_TAIL = compiled(
    r"[ ](?=(?:that|which|in|with|by|from|under|below|over|above|up to|made|rated|without)\b)"
    r"(?P<t>(?:[^,;!?.]|\.\d)+?)"
    r"(?=\s(?:and|but|is|this|it)\b|[,;!?]|\.(?!\d)|$)",
    re.I,
)
_ONE_OF_TWO = compiled(rf"\b(?:one|1) of (?:the |these |just |only )*2 {PHRASE}{_HERE}", re.I)
_THE_OTHER = compiled(
    r"\bthe other(?: one| 1)?(?=\s*(?:[.,;:!?]|$)| (?:is|costs?|has|weighs?|comes?|being|by)\b|'s\b)"
)
_OTHER = compiled(rf"\bthe other (?P<n>\d )?{PHRASE}{_HERE}", re.I)
_OF_PAIR = compiled(
    rf"(?:\b(?P<l>than|of|as|above|below|over|under|unlike|beats?|undercuts?|tops?|matches|what|versus|against|"
    rf"outweighs?|outscores?|behind|compared (?:to|with)|next to) (?P<d>either|both)|\b(?P<no>neither))"
    rf"(?: of)?(?: the| these)? {PHRASE}{_HERE}",
    re.I,
)
_PLURAL_NUMBER = compiled(r"(?<=\d)s\b")
_AND = compiled(r" (?:and|or|nor|&) ")
_PAIR = 2
_THAT = compiled(r"^(?:that|which) (?:is|are|come|comes)\b ?", re.I)
_LED = compiled(r"(?:^|[.;:] )$")
_WITH_ADJECTIVE = compiled(
    r"\b(?P<d>the|this|that|these|those|(?<![\d.,])\d|of|over|for|than|only|another) "
    r"(?P<a>(?!(?:other|same|only|sole|the|this|that|its?|these|those|an?|of|and|by|from|in|with|on)\b)[a-z-]+"
    r"(?: (?!is\b|are\b|than\b|of\b|and\b|the\b)[a-z-]+)?) "
    r"(?P<m>[\ue000-\ue3ff])",
    re.I,
)
_SHARE = compiled(r"(?:\d|\b(?:one|some|most|none|each|any|all|half|both|many))(?: only| just)? $", re.I)
_RANK = compiled(
    r"\bthe (?:by far |much |far |clearly |very )?(?:(?:second|third|fourth|next)[ -])?"
    r"(?P<r>(?:(?:most|least|best|worst|highest|lowest|top|more|less|better|higher|lower)[ -])[a-z]+|"
    r"best|worst|(?!other|over|under|after|summer|winter|leather|silver|zipper|rubber|paper)"
    r"(?-i:[a-z]{2,})(?:er|est))"
    r"(?P<o> one| pair| option| pick| model)?\b(?! (?:of|among|than)\b)",
    re.I,
)
_ONLY = compiled(r"\bthe (?:only|sole) (?:(?!and\b|but\b|at\b)[\w'-]+ ?)*(?<! )", re.I)
_LITTLE = frozenset(["a", "an", "the", "in", "with", "by", "from", "that", "which", "is", "are", "on", "of"])
_BEGIN = 5
"""So many letters tell a word of another form: ``print`` of what is printed."""


class Gathered:
    """The groups of one list; ``verdicts`` judges a phrase of a product by its position."""

    def __init__(
        self,
        facts: Callable[[int], Facts],
        n: int,
        verdicts: Callable[[str, int], list[Verdict]],
    ) -> None:
        self._facts = facts
        self._n = n
        self.members = Members(facts, n)
        self._verdicts = verdicts

    def named(self, text: str, own: int) -> str:
        """The sentence, its names unmasked yet, with counted groups and single others as marks."""
        if "the other" in text and (found := _ONE_OF_TWO.search(text)) is not None:
            text = self._of_two(text, found, own)
        if " other " in text:
            text = _OTHER.sub(lambda found: self._other(found, own), text)
        if "either" in text or "both" in text:
            text = _OF_PAIR.sub(lambda found: self._pair(found, own), text)
        for found in reversed(list(_OF.finditer(text))):
            if _SHARE.search(text[: found.start()]):
                continue  # "four of the six backpacks"
            group, end = self.sized(text, found)
            if group is None or own not in group:
                continue
            said = joined(group)
            if _LED.search(text[: found.start()]):
                text = f"{text[: found.start()]}{found['o']} {said}{ranked_among(text[end:], said)}"
            else:
                text = f"{text[: found.start()]}{found['o']} {said}{closed(text[end:])}"
        return text

    def _of_two(self, text: str, found: re.Match[str], own: int) -> str:
        """``one of two leather bags, and cheaper than the other``: which that is."""
        tail = _TAIL.match(text, found.end())
        group, _ = self.of_size(found["np"], tail["t"] if tail else "", 2)
        if group is None or own not in group:
            return text
        other = mark(next(iter(group - {own})))
        return f"{text[: found.end()]}{_THE_OTHER.sub(other, text[found.end() :])}"

    def _pair(self, found: re.Match[str], own: int) -> str:
        """``than either herringbone throw``: the two others that are called so."""
        phrase, which = _PLURAL_NUMBER.sub("", found["np"]), (found["d"] or found["no"]).lower()
        last = phrase.split()[-1]
        if _AND.match(found.string, found.end()):
            return found[0]  # "Of both cotton and linen".
        if which == "both" and last.islower() and stem(last) == last:
            return found[0]
        for group in self.members.readings(phrase):
            if len(rest := group - {own}) == _PAIR:
                both = joined(rest)
                return (
                    f"no {both}"
                    if found["no"]
                    else f"{found['l']} {_or(both) if which == 'either' else both}"
                )
        return found[0]

    def told(self, text: str, own: int) -> str:
        """The sentence with ``the red …`` of a brand as the one of it that is red; the names are marks."""
        return _WITH_ADJECTIVE.sub(lambda found: self._adjective(found, own), text)

    def _adjective(self, found: re.Match[str], own: int) -> str:
        meant = self.members.having(found["a"])
        position = ord(found["m"]) - BASE
        if not meant or (found["d"].isdigit() and dimension_of(found["a"].split()[0])):
            return found[0]  # "The 2 kg Weber."
        if position not in meant:
            meant &= self.members.of_brand(found["m"])
            if len(meant) != 1 or own in meant or found.start() == 0:
                return found[0]
            position = next(iter(meant))
        return f"{found['d']} {mark(position)}"

    def sized(self, text: str, found: re.Match[str]) -> tuple[frozenset[int] | None, int]:
        """The group of as many as are told, and where its words end."""
        tail = _TAIL.match(text, found.end())
        group, used = self.of_size(found["np"], tail["t"] if tail else "", int(found["n"]))
        return group, tail.end() if used and tail is not None else found.end()

    def of_size(self, phrase: str, tail: str, size: int) -> tuple[frozenset[int] | None, bool]:
        """The group of ``size`` that a name and what follows it may mean, and whether that was needed."""
        readings = self.members.readings(phrase)
        if tail and readings:
            told = self.limited(frozenset[int]().union(*readings), tail)
            for group in readings:
                if len(group & told) == size:
                    return group & told, True
        return next((group for group in readings if len(group) == size), None), False

    def told_by(self, what: str, size: int) -> frozenset[int]:
        """The group of ``size`` that ``kurtas with a print`` may mean; empty: none."""
        found = _NAME.match(what)
        if found is None:
            return frozenset()
        tail = _TAIL.match(what, found.end())
        group, used = self.of_size(found["np"], tail["t"] if tail else "", size)
        return group if group is not None and (used or tail is None) else frozenset()

    def alike(self, what: str, judged: Collection[str]) -> frozenset[int]:
        """Those of whom the words before the kind are told, but for words that have been judged."""
        found = _NAME.match(what)
        words = found["np"].split()[:-1] if found is not None else []
        told = frozenset(range(self._n))
        for word in words:
            if word.lower() not in judged and (holds := self.members.having(word)):
                told &= holds
        return told

    def limited(self, group: frozenset[int], tail: str) -> frozenset[int]:
        """Those of the group of whom the words after its name hold: ``below $50``, ``with a print``."""
        tail = _THAT.sub("", tail.strip())
        said = {i: self._verdicts(tail, i) for i in group}
        held = frozenset(i for i, each in said.items() if each and all(v.holds for v in each))
        if held or all(said.values()):
            return held
        group = frozenset(i for i, each in said.items() if not each)  # Nothing there speaks against it.
        words = [stem(word) for word in tokens(tail) if word.lower() not in _LITTLE]
        words = [word for word in words if word not in GENERIC]
        return frozenset(i for i in group if words and all(self._tells(i, word) for word in words))

    def _tells(self, position: int, word: str) -> bool:
        if word >= "\ue000":
            return position in self.members.of_brand(word)
        known = self._facts(position).mentioned
        return word in known or (
            len(word) >= _BEGIN and any(each.startswith(word) or word.startswith(each) for each in known
                                        if len(each) >= _BEGIN)
        )  # fmt: skip

    def _other(self, found: re.Match[str], own: int) -> str:
        """``the other white kurta``: the one other that is both; ``the other 2 Nikes``."""
        last = found["np"].split()[-1]
        if stem(last) in GENERIC and " " not in found["np"]:
            return found[0]
        for group in self.members.readings(found["np"]):
            rest = group - {own}
            fits = (
                len(rest) == int(found["n"]) if found["n"] else len(rest) == 1 or stem(last) != last.lower()
            )
            if own in group and rest and fits and (len(rest) == 1 or len(rest) < self._n - 1):
                return joined(rest)
        return found[0]


def joined(group: frozenset[int]) -> str:
    """The marks of a group."""
    return " and ".join(map(mark, sorted(group)))


def _or(both: str) -> str:
    return both.replace(" and ", " or ")


def closed(rest: str) -> str:
    """What follows the marks of a group, kept apart from them: a clause of its own begins at a bare mark."""
    return f"){rest}"


def ranked_among(rest: str, said: str) -> str:
    """``…, the Fossil is the cheaper one``: among whom, told where the rank is told."""
    end = next((stop.start() for stop in re.finditer(r"[;!?]|\.(?!\d)", rest)), len(rest))
    for pattern in (_RANK, _ONLY):
        found = pattern.search(rest, 0, end)
        if found is not None:
            return f"{rest[: found.end()]} of {said}{closed(rest[found.end() :])}"
    return rest
