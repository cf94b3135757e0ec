"""Comparisons by a verb or a place: ``outweighs the …``, ``$5 under …``, ``sits just above …``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.aims import noun_of, told
from agent.narration.claims.aspect_words import Aspect
from agent.narration.claims.aspects import noun_keys
from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import USUAL, mark
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity, quantities
from agent.narration.claims.targets import Targets
from agent.narration.claims.wording import MARKS

_LEFT = 70
_PLACED = compiled(r"\b(rat|scor|pric)(?:ed|es|ings?|e)(?: just| slightly| well)?$", re.I)
_WEIGHS = compiled(r"\bweigh(?:s|ing)? in$", re.I)
_SHORT = ("fall", "come", "stop", "short", "shy")
_DOWN = ("down", "below", "under", "less", "off", "trail", "behind", "loses", *_SHORT)
_BEST = ("edg", "pips", "beat", "top", "surpass", "exceed", "better", "best", "outdo", "trail", "loses")
"""What they measure, their subject says, or what was told before: ``its 4.6 rating tops that of``."""
_MORE_OF = ("top", "surpass", "exceed")
_BETTER_LESS = frozenset(["price", "mass", "weight", "noise", "consumption"])
_EITHER = frozenset(["thickness", "height", "width", "depth", "length"])
"""Whether more of it is better, the words do not tell."""
_SUBJECT = compiled(
    rf"(?:\b(?:its|the)|'s|[{MARKS}]) (?:[$€£]?\d[\d.,]*(?: ?(?!rating)[a-z%]+)? )?"
    r"(?P<n>[a-z]+(?: [a-z]+){0,2})"
    r"(?: (?:of|at) [^;,]{1,24}?)?(?: (?:also|easily|just|narrowly|comfortably|clearly|even|still))*$",
    re.I,
)
_COMES_IN = compiled(r"\b(?:comes? in|coming in|is priced|price is|sells?|costs?)(?: \w+){0,2}$", re.I)
_OF_RATING = compiled(r"\b(?:rat(?:e|es|ed|ing)|scores?|marks)\b(?:[^,;.]|\.\d)*$", re.I)
_PUTS = compiled(
    r"\d(?: ?[a-z]+){0,3}(?:,? (?:which|that|and|this|and that))? ?"
    r"(?:(?:puts?|places?|leaves?|lands?|sets?|keeps?|ranks?|moves?|lifts?|sits?|comes?|is|it's)"
    r"(?: (?:it|them|this(?: one| 1)?))?|,)"
    r"(?: (?:just|well|far|slightly|narrowly|clearly|comfortably|only|right|a little|way))*$",
    re.I,
)
"""``Rated 4.4, which puts it just ahead of``: by what was counted last."""
_BEST_RATING = 5
_OF_VERB: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("outweigh", ("mass",)),
    ("outscore", ("rating",)),
    ("outrank", ("rating",)),
    ("outlast", ("battery", "runtime", "playtime", "time")),
    ("outrun", ("battery", "runtime", "playtime", "time")),
)


_POINTS = compiled(r"[\s-]*(?:points?)?\s*")


class Surpassing:
    """Comparisons of one list by a verb or a place; each where it begins and whether it holds."""

    def __init__(self, facts: Callable[[int], Facts], targets: Targets) -> None:
        self._facts = facts
        self._targets = targets

    def over(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        """A match of ``OVER``."""
        word = found["w"].lower()
        left = text[max(0, found.start() - _LEFT) : found.start()].rstrip()
        last = list(quantities(left))
        amount = last[-1] if last and _POINTS.fullmatch(left, last[-1].end) else None
        hedge: Hedge = hedge_before(left[: amount.start]) if amount else "exact"
        if found["by"] and (given := next(quantities(found["by"]), None)):
            amount, hedge = given, hedge_before(found["by"][: given.start])
        mine = self._facts(own)
        on = noun_keys(found["on"]) if found["on"] else ()
        keys = self._keys(word, left, mine, on if mine.measures.keys() & set(on) else (), amount)
        if not keys:
            if (
                amount is None
                and not word.startswith(("undercut", "less", "more"))
                and USUAL not in found["t"]
            ):
                return None, None
            if word.endswith(" on") and (amount is None or amount.dimension is None):
                return None, None
            if amount is None and word.startswith((*_BEST, "ahead", "behind", "off", *_SHORT)):
                return None, None
            keys = _of_amount(amount)
        down = word.startswith(_DOWN) or word.endswith("before") or " down " in word
        down = down or (word == "over" and left.endswith(" money"))
        if word.startswith(_BEST) and not word.startswith(_MORE_OF):
            if keys[0] in _EITHER:
                return None, None
            down = down != (keys[0] in _BETTER_LESS)
        # "£24 off the Summit" may be said of the Summit itself.
        target = USUAL if word.startswith("off") and found["t"] == mark(own) else found["t"]
        start = found.start()
        if amount and not found["by"]:
            start = max(0, found.start() - _LEFT) + amount.start
        aspect = Aspect(keys, -1 if down else 1)
        return start, self._targets.differ(mine, target, own, aspect, amount, hedge)

    @staticmethod
    def _keys(
        word: str, left: str, mine: Facts, on: tuple[str, ...], amount: Quantity | None
    ) -> tuple[str, ...]:
        """What the verb or the words before it measure."""
        if word.endswith(("before", "after")):
            return ("published",)
        if keys := on or next((keys for verb, keys in _OF_VERB if word.startswith(verb)), ()):
            return keys
        if word.startswith(_BEST):
            known = mine.measures.keys()
            subject = _SUBJECT.search(left)
            return (noun_of(subject["n"], known) if subject else ()) or told(left, known, mine.numbers)
        if word.startswith("step"):
            return noun_keys(word.split()[3])
        if word == "over" and left.endswith(" money"):
            return ("price",)
        if word in ("above", "below", "under") and amount is None and _WEIGHS.search(left):
            return ("mass",)
        if word in ("above", "below", "under") and amount is None and _COMES_IN.search(left):
            return ("price",)
        if (
            (word in ("above", "below", "ahead of", "behind") or word.endswith(("short of", "shy of")))
            and amount is None
            and _OF_RATING.search(left)
        ):
            return ("rating",)
        placing = word in ("above", "below", "ahead of", "behind")
        if placing and amount is None and _PUTS.search(left):
            keys = told(left, mine.measures.keys(), mine.numbers)
            if keys[:1] in ((), ("count",)) and _rated(left, mine):
                keys = ("rating",)  # "4.6 from 872 ratings puts it ahead of"
            if keys and (word in ("above", "below") or keys[0] in ("rating", "count")):
                return keys
        if placed := _PLACED.search(left):
            return ("price",) if placed[1].lower() == "pric" else ("rating",)
        if word in ("above", "below") and amount is None and "rating" in told(left, {"rating"}):
            return ("rating",)
        return ()


def _rated(left: str, mine: Facts) -> bool:
    """Whether it tells what buyers gave: ``its 4.4 puts it behind …``."""
    return any(each.dimension is None and each.said == mine.product.rating for each in quantities(left))


def _of_amount(amount: Quantity | None) -> tuple[str, ...]:
    if amount is None or amount.dimension in (MONEY, PERCENT):
        return ("price",)
    if amount.dimension:
        return (amount.dimension,)
    return ("rating",) if amount.said <= _BEST_RATING else ("price",)
