"""One number said and one that is known: of one kind, and as near as the words mean it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Hedge, agrees
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import BASE
from agent.narration.claims.measured import PEOPLE
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity
from agent.narration.claims.quantities import value_of as value_of_text
from agent.narration.claims.wording import MARKS

SMALL = 5
"""Up to here any product has the number somewhere."""
_OWNING = (
    r"(?:'s(?: (?:[a-z-]+ ){1,3}(?:is|of|at)| own)?|,? (?:at|with)(?: (?:its|his|an?|only|just))*"
    r"|,? (?:and|or) its| \()\s?(?:[a-z]+ ){0,2}"
)
"""Between a product and its own number."""
_OWNED = compiled(rf"(?P<m>[{MARKS}]){_OWNING}(?=[$€£]?\d)", re.I)
_OF_IT = compiled(
    rf"(?P<n>(?<![\d.,])\d[\d.,]*)(?:[ -]?[a-z%°]+){{0,2}}? "
    rf"(?:(?:that )?(?:you (?:get|find|have|see)|comes?) (?:with|from|on|in|at|for)|for|with) "
    rf"(?:the )?(?P<m>[{MARKS}])",
    re.I,
)
"""``against 2.6 kg for the …``, ``the three you get with the …``: its own number stands before it."""
DEGREE = frozenset(["degree", "celsiu", "celsius"])
_CLOSE = 0.15
_CLOSER = 0.5
"""``in under a minute``, ``less than a kilo``: a whole unit is the next that one would name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number in its sentence."""

    said: Quantity
    before: str
    after: str
    hedge: Hedge
    text: str
    """The clause without its comparisons."""
    whole: str
    """The clause with them."""

    @property
    def of_others(self) -> frozenset[int]:
        """Positions of the products whose number it may be: ``the Leaf's 30 dB``, ``the Nido at 62 cm``."""
        after = frozenset(
            ord(found["m"]) - BASE
            for found in _OF_IT.finditer(self.whole)
            if value_of_text(found["n"]) == self.said.said
        )
        if not (owners := list(_OWNED.finditer(self.whole))):
            return after
        number = self.text[self.said.start : self.said.end].strip()
        return after | frozenset(
            ord(found["m"]) - BASE
            for found in owners
            if self.whole.startswith(number, found.end())
            and not self.whole[found.end() + len(number) :][:1].isdigit()
        )

    def meant(self, value: float, near: float | None = None, about: float | None = None) -> bool:
        """Whether ``value`` may be what is said. ``near`` and ``about`` as for ``agrees``."""
        return meant(value, self.said, self.hedge, near_of(self.said) if near is None else near, about)


def meant(value: float, said: Quantity, hedge: Hedge, near: float, about: float | None = None) -> bool:
    """As ``agrees``, but close: ``under $200`` is said of $189, not of whatever costs $5."""
    if hedge == "up to":
        hedge = "exact"  # What it holds or lasts at most is a fact of its own.
    number = said.value if said.dimension is not None else said.said
    if hedge in ("below", "above", "at least") and abs(value - number) > number * (
        _CLOSER if said.said == 1 and said.dimension is not None else _CLOSE
    ):
        return False
    return agrees(value, number, hedge, near, about)


def near_of(said: Quantity) -> float:
    """How far a fact may be off, in its unit."""
    return 0.0051 if said.dimension is None else max(1e-9, said.value * 0.006)


def value_of(fact: Quantity, said: Quantity) -> float:
    """What of ``fact`` is compared with ``said``."""
    return fact.value if said.dimension is not None and fact.dimension is not None else fact.said


def alike(said: Quantity, fact: Quantity, facts: Facts) -> bool:
    """Whether the two can be one: of one measure, or both counted."""
    if said.nouns & DEGREE and fact.dimension is None:
        return f"{said.said:g}°" in facts.words  # An angle.
    if said.dimension is not None:
        return fact.dimension == said.dimension or (fact.dimension or "").startswith(f"{said.dimension}/")
    if "person" in said.nouns:
        return bool(fact.nouns & PEOPLE)
    if fact.dimension in (MONEY, PERCENT) or leaf_and_side(said, fact):
        return False
    if said.said <= SMALL:
        return fact.dimension is None
    return fact.dimension is None or not said.nouns


def leaf_and_side(said: Quantity, fact: Quantity) -> bool:
    """``150 sheets`` of 150 pages: each sheet has two of them."""
    return any(
        one in said.nouns and other in fact.nouns and one not in fact.nouns and fact.said == said.said
        for one, other in (("sheet", "page"), ("page", "sheet"))
    )
