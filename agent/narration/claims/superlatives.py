"""Superlatives speak of the whole list: ``the cheapest``, ``second lightest``, ``one of the newest``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent.narration.claims.aspects import _NOUNS as NOUN_KEYS
from agent.narration.claims.aspects import noun_keys
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.vocabulary import Table, find

_PRICE, _RATING = ("price",), ("rating",)
_SIZE = (
    "volume", "capacity", "person", "size", "length", "width", "height", "screen", "piece", "area",
)  # fmt: skip
_TABLE: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    (
        r"cheapest|lowest[\s-]priced?|lowest(?: in)? (?:price|cost)|least expensive|most affordable|least "
        r"costly|best price|most inexpensive|costs? the least|least money",
        _PRICE,
        False,
    ),
    (
        r"most expensive|priciest|highest[\s-]priced?|highest(?: in)? price|costliest|dearest|most costly|"
        r"costs? the most|least affordable",
        _PRICE,
        True,
    ),
    (
        r"(?:highest|best|top)[\s-](?:rated|rating|scoring|reviewed)|(?:best|highest) (?:customer |shopper "
        r"|average |star )?(?:rating|score|reviews)|most highly rated|rated (?:the )?(?:highest|best)|"
        r"scores? the highest",
        _RATING,
        True,
    ),
    (
        r"(?:lowest|worst|least well)[\s-](?:rated|rating|scoring|reviewed)|(?:worst|lowest) (?:customer |"
        r"shopper |average |star )?(?:rating|score|reviews)|rated (?:the )?(?:lowest|worst)",
        _RATING,
        False,
    ),
    (
        r"most[\s-](?:often[\s-]|widely[\s-])?(?:reviewed|rated)|most (?:customer )?(?:ratings|reviews|"
        r"votes)|rated by the most (?:people|shoppers)|rated most often",
        ("count",),
        True,
    ),
    (
        r"(?:fewest|least) (?:customer )?(?:ratings|reviews|votes)|least[\s-](?:often )?reviewed",
        ("count",),
        False,
    ),
    (
        r"newest|most recent(?:ly released)?|latest(?= (?:of|in|here|on|among|arrival|model|release|"
        r"addition))|released (?:last|most recently)",
        ("published",),
        True,
    ),
    (r"oldest|been (?:on sale|around|out) (?:the )?longest|released first", ("published",), False),
    (
        r"(?:biggest|largest|deepest|steepest|best|highest) (?:percentage )?(?:discount|savings?|reduction|"
        r"markdown)|most (?:heavily )?(?:discounted|reduced)|saves? (?:you )?(?:the )?most",
        ("saved", "percent"),
        True,
    ),
    (r"smallest (?:discount|savings?|reduction|markdown)", ("saved", "percent"), False),
    (r"lightest|weighs? (?:the )?least|lowest weight", ("mass",), False),
    (r"heaviest|weighs? (?:the )?most|highest weight", ("mass",), True),
    (r"biggest|largest|roomiest|most spacious", _SIZE, True),
    (r"smallest|most compact", _SIZE, False),
    (r"tallest|highest(?= (?:of|in|here|on|among))", ("height", "length"), True),
    (r"widest", ("width", "length"), True),
    (r"narrowest", ("width", "length"), False),
    (r"deepest", ("depth", "length"), True),
    (r"thickest", ("thickness", "depth"), True),
    (r"thinnest|slimmest", ("thickness", "depth"), False),
    (r"brightest", ("light", "brightness"), True),
    (r"fastest|quickest", ("speed", "frequency"), True),
    (r"slowest", ("speed", "frequency"), False),
    (r"most powerful|strongest", ("power", "torque", "voltage"), True),
    (r"quietest", ("sound", "noise"), False),
    (r"loudest", ("sound", "noise"), True),
    (
        r"longest[\s-]lasting|lasts? (?:the )?longest|runs? (?:the )?longest",
        ("battery", "runtime", "time"),
        True,
    ),
)
_COMPILED = tuple(
    (re.compile(rf"\b(?:{pattern})\b(?! than)", re.I), keys, most) for pattern, keys, most in _TABLE
)
_NOUNED = re.compile(
    r"\b(?P<d>most|fewest|least|highest|lowest|longest|shortest|largest|smallest|biggest|greatest) "
    r"(?P<n>[a-z]+(?: [a-z]+)?)",
    re.I,
)
_LEAST = frozenset(["fewest", "least", "lowest", "shortest", "smallest"])
_ANY = re.compile(r"\b\w+est\b|\b(?:most|least|top|best|worst)\b", re.I)
_RANKS = {"second": 2, "2nd": 2, "next": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_RANK = re.compile(rf"\b({'|'.join(_RANKS)})[\s-]+(?:the )?$", re.I)
_NOT = re.compile(
    r"(?:\bnot|n't|\bnever|\bfar from|\bwithout being|\bhardly|\bother than|\brather than)(?: quite| "
    r"exactly| necessarily)?"
    r"(?: (?:the|a|have|has|be|at|with|being|one|of))*\s+$",
    re.I,
)
_AMONG = re.compile(
    r"\b(?:(?:one|some|2|3) of|among(?:st)?|counts among|ranks among|one among)(?: the)?\s+$", re.I
)
_FIRST_N = re.compile(r"\b(?:(?:one|1) of|among) (?:the )?(\d+)\s+$", re.I)
_BUT = re.compile(r"^ but (?:one|1)\b", re.I)
_EQUAL = 0.0051
_SCOPE = re.compile(r"\s+((?:[\w-]+ ?){1,3})")


class Superlatives:
    """Superlatives over one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int, learned: Table) -> None:
        self._facts = facts
        self._n = n
        self._learned = learned

    def check(self, text: str, own: int) -> tuple[str, list[Verdict]]:
        """The sentence without its superlatives, and a verdict on each."""
        if not _ANY.search(text):
            return text, []
        verdicts: list[Verdict] = []
        for pattern, keys, most in _COMPILED:
            for found in reversed(list(pattern.finditer(text))):
                text = self._one(text, found, keys, own, verdicts, most=most)
        for found in reversed(list(_NOUNED.finditer(text))):
            if keys := self._noun(found["n"]):
                most = found["d"].lower() not in _LEAST
                text = self._one(text, found, keys, own, verdicts, most=most)
        return text, verdicts

    def _noun(self, noun: str) -> tuple[str, ...]:
        """Only nouns that something of the list is measured by; ``most people`` compares nothing."""
        known = {key for i in range(self._n) for key in self._facts(i).measures}
        keys = tuple(key for key in noun_keys(noun) if key in known)
        return keys or (noun_keys(noun) if noun.split()[0].lower() in _MEASURES else ())

    def _one(
        self,
        text: str,
        found: re.Match[str],
        keys: tuple[str, ...],
        own: int,
        verdicts: list[Verdict],
        *,
        most: bool,
    ) -> str:
        before = text[: found.start()]
        rank = _RANK.search(before)
        place = 2 if _BUT.match(text[found.end() :]) else _RANKS[rank[1].lower()] if rank else 1
        if rank:
            before = before[: rank.start()]
        rivals = self._scope(text[found.end() :], own)
        better = self._better(keys, own, rivals, most=most)
        if better is None:
            holds = False
        elif among := _FIRST_N.search(before):
            holds = better < int(among[1])
        elif _AMONG.search(before):
            holds = better < max(1, (len(rivals) + 2) // 2)
        elif _NOT.search(before):
            holds = better > 0
        else:
            holds = better == place - 1
        verdicts.append(Verdict(found[0], holds))
        head = _FIRST_N.sub(" ", text[: found.start()])
        return f"{head} {text[found.end() :]}"

    def _scope(self, after: str, own: int) -> list[int]:
        """``cheapest green one`` is said of the green ones."""
        rivals = [i for i in range(self._n) if i != own]
        scope = _SCOPE.match(after)
        wanted = [word.key for word in find(scope[1], self._learned)] if scope else []
        if not wanted and not re.match(r"(?:\s+\w+){0,3}\s+in stock", after):
            return rivals
        if not wanted:
            return [i for i in rivals if self._facts(i).product.availability == "in_stock"]
        return [i for i in rivals if all(key in self._facts(i).has for key in wanted)]

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
            if key not in ("saved", "percent"):
                return better
            best = better if best is None else min(best, better)
        return best


_MEASURES: Mapping[str, object] = {
    **NOUN_KEYS,
    "capacity": 0,
    "battery": 0,
    "watts": 0,
    "lumens": 0,
    "pieces": 0,
}
