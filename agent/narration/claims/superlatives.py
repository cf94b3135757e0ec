"""Superlatives speak of the whole list: ``the cheapest``, ``second lightest``, ``one of the newest``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from agent.narration.claims.aims import following, gauge, of_verb, preceding, span
from agent.narration.claims.aspects import NOUN_KEYS, comparative, noun_keys
from agent.narration.claims.differences import standing
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, Verdict, agrees, hedge_before
from agent.narration.claims.kinds import FIRST_COUNT
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import marked
from agent.narration.claims.quantities import PERCENT, Quantity, quantities
from agent.narration.claims.scopes import THAT_HAVE, Scopes
from agent.narration.claims.superlative_words import AFTER, LED_AFTER, LONG, SUPERLATIVES, leading
from agent.narration.claims.wording import MARKS, stem

TWO = chr(FIRST_COUNT + 2)
_NOUNED = compiled(
    r"\b(?P<d>most|fewest|least|highest|lowest|longest|shortest|largest|smallest|biggest|greatest"
    r"|deepest|weakest|poorest) "
    r"(?P<n>(?!of\b|in\b|on\b|and\b|here\b|the\b)[a-z]+(?: (?!of\b|in\b|on\b|and\b|here\b|at\b|among\b"
    r"|with\b)[a-z]+){0,2})(?!-)",
    re.I,
)
_NUMBER_OF = compiled(r"\b(?:(?P<l>smallest|lowest)|largest|highest|greatest|biggest) number of\b", re.I)
_SPAN = compiled(
    r"\b(?:widest|broadest|largest|biggest|greatest) (?:span|range|choice|selection|spread) of (?P<n>[a-z]+)",
    re.I,
)
_MAJORITY = compiled(r"(?<!the )(?<!has )(?<!with )(?<!offers )(?<!have )\bmost$", re.I)
_OF_LIST = compiled(r"(?: [a-z]+)? (?:of|here|in th(?:e|is)|on th(?:e|is)|among)\b|\s{2}", re.I)
_ALONE = compiled(
    r"\b(?P<d>highest|lowest|longest|shortest|largest|smallest|biggest|greatest|most|least|weakest|strongest|"
    r"poorest|(?:best|worst)(?! (?:for|at|by|one|that|we|of both|in (?:class|its))\b))\b"
    r"(?=\s*(?:[.,;:!?)]|$)|\s{2}|\s+(?:of|here|in|on|among|by|for|at|one|that|we)\b)",
    re.I,
)
_PAIRED = compiled(
    rf"\b(?:of|between|among) (?:the |these )?(?:[2{TWO}]|pair\b|[{MARKS}] and [{MARKS}])"
    r"|(?<![\d.,])\b1 of (?:only )?2\b",
    re.I,
)
_FOLLOWS = compiled(r" ([a-z]+)", re.I)
_WHOSE = compiled(r"(?:\b(?:its|their)|'s) [a-z\d ]{3,30} (?:is|are)(?: also)? (?:the |among the )?$", re.I)
_OF_PAIR = compiled(
    rf"\b(?:by far |much |far )?(?:the )(?:by far |much |far )?(?P<c>(?:(?:more|less|better|higher"
    rf"|lower)[ -])?[a-z]+(?: (?!of\b|one\b)[a-z]+)?)"
    rf"(?: one)?(?P<g>(?= of (?:(?:the|these) (?:[2{TWO}]|pair)|[{MARKS}] and [{MARKS}]|them|these)))?"
    r"(?=[\s,.;:!?]|$)",
    re.I,
)
_PAIR_LED = compiled(
    rf"(?:^|[,;.] )(?:of|between|among) (?:the |these )?(?:[2{TWO}]|[{MARKS}] and [{MARKS}])"
    r"|(?<![\d.,])\b1 of (?:only )?2\b",
    re.I,
)
_OF_ADJECTIVE = compiled(r"\b(?:(?P<d>most|least) (?P<a>[a-z]{4,})|(?P<e>[a-z]{3,}est))\b", re.I)
_LONGEST = compiled(r"\b(?:longest|shortest)(?= (?P<n>[a-z]+(?: [a-z]+)?))", re.I)
"""``the longest dress here``: by its length, where that is what it is."""
_LEAST = frozenset(["fewest", "least", "lowest", "shortest", "smallest", "weakest", "poorest", "worst"])
_ANY = compiled(r"\b\w+est\b|\b(?:most|least|tops?|best|worst|favou?rite|leads?)\b", re.I)
_RANKS = {"second": 2, "2nd": 2, "next": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_RANK = compiled(rf"\b({'|'.join(_RANKS)})[\s-]+(?:the )?$", re.I)
_NOT = compiled(
    r"(?:\bnot|n't|\bnever|\bneither|\bnor|\bfar from|\bwithout being|\bhardly|\bother than|\brather than)"
    r"(?: quite| exactly| necessarily)?"
    r"(?: (?:the|a|have|has|be|at|with|being|one|of))*\s+$",
    re.I,
)
_AMONG = compiled(
    r"\b(?:(?:one|some|2|3) of|among(?:st)?|counts among|ranks among|one among)(?: the)?\s+$", re.I
)
_FIRST_N = compiled(r"(?<![\d.,])\b(?:(?:one|1) of|among) (?:the )?(\d+)\s+$", re.I)
_BUT = compiled(r"^(?: [a-z]+)? but (?:one|1)\b", re.I)
_BY = compiled(
    rf"(?:(?! by | and (?![{MARKS}])| but )[^,;.]){{0,40}}?(?:(?<=\)),)? by "
    r"(?P<by>(?:(?! at | with | for )[^,;.]){0,14}?[$€£]?\d[\d.,]*\d?(?: ?[a-z%]+)?)",
    re.I,
)
_IN = compiled(r" in (?!the\b|this\b|our\b)([a-z]{3,})\b| (vintage|alcohol|strength)\b")
_DIMENSIONS = frozenset(["price", "rating", "count", "mass", "saved", "volume", "power", "data", "light"])
_OF_SALE = frozenset(["price", "rating", "count", "published", "saved", "percent"])
_ANY_SIZE = ("volume", "capacity")
"""``the biggest``: by any of its measures."""
_FOR_THE = compiled(r"\b(?:for|into|in|on|through|over|even) (?:even )?the $", re.I)
_EQUAL = 0.0051
_LITTLE = frozenset(["of", "in", "on", "for", "to", "per", "and", "the", "with", "by", "at"])
"""Words of a name that name nothing: ``number of shelves`` makes no measure of "the heaviest of these"."""


class Superlatives:
    """Superlatives over one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int, scopes: Scopes) -> None:
        self._facts = facts
        self._n = n
        self._scopes = scopes

    def check(self, text: str, own: int) -> tuple[str, list[Verdict]]:
        """The sentence without its superlatives, and a verdict on each."""
        if not _ANY.search(text) and not (_PAIRED.search(text) and " the " in f" {text.lower()}"):
            return text, []
        verdicts: list[Verdict] = []
        text = leading(text)
        text = _NUMBER_OF.sub(lambda m: "fewest" if m["l"] else "most", text)
        for found in reversed(list(_SPAN.finditer(text))):
            spans = [span(found["n"], self._facts(i)) for i in range(self._n)]
            mine = spans[own]
            holds = mine is not None and all(each is None or each <= mine for each in spans)
            verdicts.append(Verdict(found[0], holds))
            text = f"{text[: found.start()]} {text[found.end() :]}"
        for found in reversed(list(_NOUNED.finditer(text))):
            if _MAJORITY.search(text[: found.end("d")]) and not _OF_LIST.match(text, found.end()):
                continue  # "for most people", "enough for most days"
            if keys := self._noun(found["d"].lower(), found["n"]):
                most = found["d"].lower() not in _LEAST
                text = self._one(text, found, keys, own, verdicts, most=most)
        for found in reversed(list(_ALONE.finditer(text))):
            keys = (
                following(text[found.end() :], self._known)
                or preceding(text[: found.start()], self._known)
                or of_verb(text[: found.start()], self._known)
            )
            if keys and (keys == ("rating",) or found["d"].lower() not in ("best", "worst")):
                most = found["d"].lower() not in _LEAST
                text = self._one(text, found, keys, own, verdicts, most=most)
        for found in reversed(list(_LONGEST.finditer(text))):
            called = self._facts(own).called
            if any(stem(word) in called for word in found["n"].split()):
                most = found[0].lower() == "longest"
                text = self._one(text, found, LONG, own, verdicts, most=most)
        for pattern, keys, most in SUPERLATIVES:
            for found in reversed(list(pattern.finditer(text))):
                by = self._gauged(text, found, own) if keys[0] not in _OF_SALE else ()
                text = self._one(text, found, by or keys, own, verdicts, most=most)
        for found in reversed(list(_OF_PAIR.finditer(text))):
            read = comparative(found["c"])
            if read is not None and (found["g"] is not None or _PAIR_LED.search(text[: found.start()])):
                text = self._one(text, found, read[0].keys, own, verdicts, most=read[0].sign > 0, alone=True)
        for found in reversed(list(_OF_ADJECTIVE.finditer(text))):
            if keys := gauge(found["a"] or found["e"], self._labels):
                most = (found["d"] or "").lower() != "least"
                text = self._one(text, found, keys, own, verdicts, most=most)
        return text, verdicts

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(key for i in range(self._n) for key in self._facts(i).measures)

    @cached_property
    def _labels(self) -> frozenset[str]:
        """Words of the attributes that the list is measured by."""
        return self._known & {
            stem(word)
            for i in range(self._n)
            for name in self._facts(i).product.attributes
            for word in name.replace("_", " ").split()
            if word.lower() not in _LITTLE
        }

    def _gauged(self, text: str, found: re.Match[str], own: int) -> tuple[str, ...]:
        """What the words around measure it by: ``its view is the widest``, ``the widest canopy``."""
        noun = _FOLLOWS.match(text, found.end())
        labels = self._labels & self._facts(own).measures.keys() - _DIMENSIONS
        kind = noun is not None and stem(noun[1]) in self._facts(own).called
        if noun and not kind and (keys := tuple(key for key in (stem(noun[1]),) if key in labels)):
            return keys
        subject = preceding(text[: found.start()], labels) if _WHOSE.search(text[: found.start()]) else ()
        return tuple(key for key in subject if key in labels)

    def _noun(self, degree: str, noun: str) -> tuple[str, ...]:
        """Only nouns that something of the list is measured by; ``most people`` compares nothing."""
        words = noun.lower().split()
        last = 1 if degree in ("most", "least") or words[0].endswith(("ed", "ing")) else len(words)
        # "the longest game": a noun beside some number is no measure, but may be counted ("most drinks").
        known = self._known if degree in ("most", "least", "fewest") else self._labels | _DIMENSIONS
        if degree in ("most", "fewest", "least") and words[0] in ("ratings", "scores", "stars", "marks"):
            return ("count",) if words[0] in ("ratings", "scores") else ("rating",)
        for word in words[:last]:
            if any(key in known and key in self._known for key in noun_keys(word)):
                return noun_keys(word)
        return noun_keys(words[0]) if words[0] in _MEASURES else ()

    def _one(
        self,
        text: str,
        found: re.Match[str],
        keys: tuple[str, ...],
        own: int,
        verdicts: list[Verdict],
        *,
        most: bool,
        alone: bool = False,
    ) -> str:
        """``alone``: a comparative: of two that cost the same, none is ``the cheaper of the two``."""
        before = text[: found.start()]
        if keys[0] not in _OF_SALE and keys[0] != "warranty" and _FOR_THE.search(before):
            return text  # "for the biggest groups", "in the smallest of kitchens": of other things.
        if not most and "length" in keys and found[0].lower().startswith("short"):
            keys = standing(keys, [self._facts(i) for i in range(self._n)])
        rank = _RANK.search(before)
        place = 2 if _BUT.match(text[found.end() :]) else _RANKS[rank[1].lower()] if rank else 1
        if rank:
            before = before[: rank.start()]
        readings = self._scopes.rivals(text, found.start(), found.end(), own, keys)
        aimed = _IN.match(text[found.end() :])
        if aimed and stem(aimed[1] or aimed[2]) in self._facts(own).measures:
            keys = (stem(aimed[1] or aimed[2]),)
        excepted = AFTER.match(text, found.end())
        if excepted is None and place == 1:
            excepted = LED_AFTER.search(before)
        told = marked(excepted["t"], own, self._n) if excepted else ()
        without = told if place == 1 else ()
        by = _BY.match(text[found.end() :]) if place == 1 else None
        given = next(quantities(by["by"]), None) if by is not None else None
        holds: bool | None = None
        for reading in readings or ():
            rivals = [i for i in reading if i not in without]
            holds = self._placed(before, keys, own, rivals, place, most=most)
            if holds and alone and not _NOT.search(before):
                holds = self._better(keys, own, rivals, most=not most) == len(set(rivals) - {own})
            if holds and (ahead := [i for i in told if i in reading]):
                # Who comes after another is behind it.
                holds = self._placed("", keys, own, ahead, len(ahead) + 1, most=most) is not False
            if holds and by is not None and given is not None:
                hedge = hedge_before(by["by"][: given.start])
                holds = self._ahead(keys, own, rivals, given, hedge, most=most)
            if holds is not False:
                break
        if by is not None and given is not None:
            text = f"{text[: found.end()]} {text[found.end() + by.end() :]}"
        if holds is not None:
            verdicts.append(Verdict(found[0], holds))
        head = _FIRST_N.sub(" ", before)
        tail = text[found.end() :]
        return f"{head} {tail[having.end() :] if (having := THAT_HAVE.match(tail)) else tail}"

    def _placed(
        self, before: str, keys: tuple[str, ...], own: int, rivals: list[int], place: int, *, most: bool
    ) -> bool | None:
        """Whether it has the place that ``before`` tells; None where nothing of it is known."""
        better = self._better(keys, own, rivals, most=most)
        if better is None:
            # What every shop tells of each product is missing; of anything else nothing may be told at all.
            return False if keys[0] in _OF_SALE else None
        if among := _FIRST_N.search(before):
            return better < int(among[1])
        if _AMONG.search(before):
            return better < max(1, (len(rivals) + 2) // 2)
        if _NOT.search(before):
            return better != place - 1
        return better == place - 1

    def _ahead(
        self, keys: tuple[str, ...], own: int, rivals: list[int], given: Quantity, hedge: Hedge, *, most: bool
    ) -> bool:
        """Whether the next one is behind by ``given``."""
        for key in keys:
            mine = self._facts(own).measures.get(key)
            values = [value for i in rivals if (value := self._facts(i).measures.get(key)) is not None]
            if mine is not None and values:
                gap = mine - max(values) if most else min(values) - mine
                if given.dimension == PERCENT:
                    gap = 100 * gap / (mine - gap if most else mine + gap)
                return agrees(gap, given.value, hedge, max(0.0051, given.value * 0.006))
        return False

    def _better(self, keys: tuple[str, ...], own: int, rivals: list[int], *, most: bool) -> int | None:
        """How many are strictly better by the first measure there is; None where it is not known."""
        best: int | None = None
        for key in keys:
            mine = self._facts(own).measures.get(key)
            if mine is None or (key in ("saved", "percent") and most and mine <= 0):
                continue
            values = [value for i in rivals if (value := self._facts(i).measures.get(key)) is not None]
            if not values and key not in ("price", "rating", "count", "published", "saved", "percent"):
                continue
            if most:
                better = sum(value > mine + _EQUAL for value in values)
            else:
                better = sum(value < mine - _EQUAL for value in values)
            if key not in ("saved", "percent") and keys[:2] != _ANY_SIZE:
                return better
            best = better if best is None else min(best, better)
        return best


_MEASURES = frozenset([*NOUN_KEYS, "capacity", "battery", "watts", "lumens", "pieces"])
