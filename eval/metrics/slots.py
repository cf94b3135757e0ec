"""Constraints compared slot by slot.

A slot is one thing that must hold: one value under one name, one price bound, stock, an order.
Names and values match without regard to case, alternatives without regard to order.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import TypeAlias

from retrieval.types import Constraints

PRICE_TOLERANCE = 1e-6
Slot: TypeAlias = tuple[str, str, str | float | bool]
"""Kind, name, value: ``("include", "color", "red")``, ``("price", "max", 80.0)``."""


@dataclass(frozen=True, slots=True)
class SlotCounts:
    """How one set of constraints agrees with the right one."""

    agreed: int
    invented: int
    missed: int

    @property
    def exact(self) -> bool:
        """Nothing invented, nothing missed."""
        return not self.invented and not self.missed


def slots(constraints: Constraints) -> frozenset[Slot]:
    """Every slot of ``constraints``. The order ``relevance`` is what no order asks for, so it is none."""
    found: set[Slot] = set()
    for kind, names in (("include", constraints.include), ("exclude", constraints.exclude)):
        for name, values in names.items():
            found.update((kind, name.casefold(), value.strip().casefold()) for value in values)
    if constraints.price is not None:
        bounds = (("min", constraints.price.min), ("max", constraints.price.max))
        found.update(("price", name, bound) for name, bound in bounds if bound is not None)
    if constraints.in_stock is not None:
        found.add(("in_stock", "", constraints.in_stock))
    if constraints.sort not in (None, "relevance"):
        found.add(("sort", "", constraints.sort))
    return frozenset(found)


def slot_counts(understood: Constraints, right: Constraints) -> SlotCounts:
    """Slots of ``understood`` against those of ``right``; price bounds agree within ``PRICE_TOLERANCE``."""
    expected = slots(right)
    given = {_nearest(slot, expected) for slot in slots(understood)}
    agreed = len(given & expected)
    return SlotCounts(agreed=agreed, invented=len(given) - agreed, missed=len(expected) - agreed)


def _nearest(slot: Slot, expected: Set[Slot]) -> Slot:
    kind, name, value = slot
    if kind != "price":
        return slot
    for other in expected:
        if other[:2] == (kind, name) and abs(float(other[2]) - float(value)) <= PRICE_TOLERANCE:
            return other
    return slot
