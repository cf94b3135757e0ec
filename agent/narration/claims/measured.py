"""Whether a fact bears out a number: of the same measure and side, of people, of an age."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, agrees
from agent.narration.claims.quantities import (
    MONEY,
    PERCENT,
    Quantity,
)

_ASPECT = compiled(
    r"\b(?:(?P<height>tall|high|height)|(?P<width>wide|width|across)|(?P<depth>deep|depth)|"
    r"(?P<length>long|length)|"
    r"(?P<thickness>thick|thickness)|(?P<diameter>diameter))\b",
    re.I,
)


def same_side(fact: Quantity, said: Quantity, facts: Sequence[Quantity], before: str, after: str) -> bool:
    """A width is no height: where the sentence names the side, the fact must not name another."""
    if said.dimension != "length":
        return True
    named = _ASPECT.match(after.strip().removeprefix("in ")[:12]) or _last(before)
    if named is None or named.lastgroup is None:
        return True
    own = _sides(fact)
    if any(each.label and _sides(each) == {named.lastgroup} for each in facts):
        return named.lastgroup in own
    return not own or named.lastgroup in own or not any(named.lastgroup in _sides(f) for f in facts)


def _last(text: str) -> re.Match[str] | None:
    """The side that stands just before a number, unless it is that of another: ``7 mm thick, 40 mm``."""
    found = list(_ASPECT.finditer(text, max(0, len(text) - _NEAR)))
    if not found or _MEASURED.search(text[: found[-1].start()]) or _BETWEEN.search(text, found[-1].end()):
        return None
    return found[-1]


_NEAR = 36
_BETWEEN = compiled(r"\d|[,;:.!?]|\b(?:and|but|with|while|plus)\b")


_MEASURED = compiled(r"\d\s?(?:[a-z]{1,12}|\")[\s-]$", re.I)


def _sides(fact: Quantity) -> frozenset[str]:
    return frozenset(
        found.lastgroup
        for noun in fact.nouns
        if (found := _ASPECT.fullmatch(noun)) is not None and found.lastgroup is not None
    )


def bears_out(fact: Quantity, said: Quantity, hedge: Hedge, text: str) -> bool:
    """Whether ``fact`` is what ``said`` says."""
    if (
        "age" in fact.nouns
        and said.dimension in (None, "time")
        and (said.nouns <= _OF_AGE or said.nouns & {"old", "olds"} or _CHILD.search(text[: said.start]))
    ):
        return _aged(fact, said, hedge, text)
    if said.dimension is not None:
        if fact.dimension == said.dimension:
            if (
                said.dimension == "length"
                and (said.nouns - _ASPECTS) & fact.nouns
                and fact.value == said.value
            ):
                return True  # "a tweeter over 13 cm woofers" stands above them.
            # An hour is said of ten minutes more or less.
            near = said.value * 0.16 if said.dimension == "time" and said.said == 1 else None
            return agrees(fact.value, said.value, hedge, max(1e-9, said.value * 0.006), near)
        bare = fact.dimension is None and not fact.nouns & said.nouns and fact.said == said.said
        return bare and hedge == "exact" and bool(fact.nouns & _BARE.get(said.dimension, frozenset()))
    if fact.dimension in (MONEY, PERCENT) or not agrees(fact.said, said.said, hedge, 0.0051):
        return False
    if hedge != "exact" and not said.nouns & fact.nouns and fact.said != said.said:
        return False
    if "person" in said.nouns and len(said.nouns) == 1:
        return bool(fact.nouns & PEOPLE)
    if not said.nouns or said.nouns & fact.nouns or not fact.nouns:
        return True
    return bool(fact.nouns & PEOPLE) and bool(said.nouns & PEOPLE)


def _aged(fact: Quantity, said: Quantity, hedge: Hedge, text: str) -> bool:
    """``age: 3+`` is ``from 3 years``, and bears out a child of five."""
    if said.dimension == "time" and said.value != said.said * _YEAR and fact.dimension is None:
        return False
    value = fact.value if fact.dimension == "time" and said.dimension == "time" else fact.said
    compared = said.value if fact.dimension == "time" and said.dimension == "time" else said.said
    of_child = said.nouns & {"old", "olds"} or _CHILD.search(text[: said.start])
    if fact.plus and (of_child or hedge == "above"):
        return compared >= value
    return hedge in ("exact", "at least") and compared == value


_CHILD = compiled(r"\b(?:child|kid|boy|girl|son|daughter|niece|nephew) (?:of|aged)\s*$", re.I)
_YEAR = 31557600.0
_OF_AGE = frozenset(["age", "old", "olds", "year", "child", "up", "onward", "onwards", "upward", "upwards"])
PEOPLE = frozenset(
    [
        "person",
        "sleep",
        "sleeps",
        "seat",
        "player",
        "serve",
        "serving",
        "diner",
        "guest",
        "user",
        "people",
        "rider",
        "passenger",
        "setting",
    ]
)
_FORPEOPLE = compiled(
    r"\b(?:sleep(?:s|ing)?|seat(?:s|ing)?|serv(?:es?|ing)|feeds?|accommodat(?:es?|ing)|"
    r"(?:room|space|beds?|seats?|big enough|large enough|made|tent|dinner|table) for)"
    r"(?: (?:up to|at most|about|around|exactly|only|just|at least|more than|over|fewer than|as many "
    r"as))?\s*$",
    re.I,
)
_ALONE = compiled(
    r"\s*(?:$|[.,;:!?)]|(?:and|or|but|in|with|at|on|comfortably|easily|while|so|rather|without|not|for|under|beneath|inside)\b)",
    re.I,
)


def of_people(said: Quantity, before: str, after: str) -> Quantity:
    """``sleeps 3``, ``room for 4`` count people."""
    if said.dimension is None and _ALONE.match(after) and _FORPEOPLE.search(before[-48:]):
        return replace(said, nouns=frozenset({"person"}))
    return said


_PARTY = compiled(
    r"\b(?:your|our|my) (?:\w+ )?(?:party|group|family|team|crew|household|gang|circle|round|clan) of\s*$",
    re.I,
)


def of_party(said: Quantity, before: str, after: str, facts: Sequence[Quantity]) -> bool | None:
    """Whether there is room for ``your party of ten``; None where no such number is told."""
    if said.dimension is not None or not _PARTY.search(before[-40:]):
        return None
    people = [f for f in facts if f.dimension is None and f.nouns & PEOPLE]
    if not people:
        return True  # How many they are is for the shopper to say.
    played = [f.said for f in people if "player" in f.label]
    return min(played, default=0) <= said.said <= max(f.said for f in people)


_ASPECTS = frozenset(
    [
        "tall", "high", "height", "wide", "width", "across", "deep", "depth", "long", "length", "thick",
        "thickness", "diameter",
    ]
)  # fmt: skip
_BARE: dict[str, frozenset[str]] = {
    "mass": frozenset({"weight"}),
    "volume": frozenset({"capacity", "volume"}),
    "length": frozenset(["length", "width", "height", "depth", "size", "diameter", "screen", "thickness"]),
    "pages": frozenset({"page", "ppm", "speed"}), "density": frozenset({"pixel", "ppi", "resolution"}),
    "power": frozenset({"power"}), "voltage": frozenset({"voltage"}), "light": frozenset({"brightness"}),
    "time": frozenset({"battery", "runtime", "duration", "time"}), "data": frozenset({"storage", "memory"}),
}  # fmt: skip
