"""What a message says, laid over what already holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from retrieval.types import Constraints, PriceRange, Sort

Slots = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """The constraints of one message alone."""

    price: PriceRange | None = None
    any_price: bool = False
    include: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped_names: frozenset[str] = frozenset()
    dropped_values: frozenset[tuple[str, str]] = frozenset()
    in_stock: bool | None = None
    any_stock: bool = False
    sort: Sort | None = None
    unsorted: bool = False
    reset: bool = False
    adds: bool = False
    """"also in blue": alternatives are added to those in force, not put in their place."""

    @property
    def anything(self) -> bool:
        """Whether the message changes any constraint."""
        return self != Said()


def merged(before: Constraints, said: Said, kinds: Collection[str]) -> Constraints:
    """The constraints in force once ``said`` is said.

    A refinement adds a name and keeps the rest; a value replaces the one under its name; names that say
    what a product is (``kinds``) replace each other.
    """
    if said.reset:
        before = Constraints()
    include = _without(before.include, said)
    exclude = _without(before.exclude, said)
    if any(name in kinds for name in said.include):
        include = {n: v for n, v in include.items() if n not in kinds or (said.adds and n in said.include)}
    for name, given in said.include.items():
        values = _minus(given, said.exclude.get(name, ()))
        held = include.get(name, ()) if said.adds else ()
        include[name] = _union(held, values)
        exclude[name] = _minus(exclude.get(name, ()), values)
    for name, values in said.exclude.items():
        exclude[name] = _union(exclude.get(name, ()), values)
        include[name] = _minus(include.get(name, ()), values)
    return Constraints(
        price=None if said.any_price and said.price is None else _price(before.price, said.price),
        include={name: values for name, values in include.items() if values},
        exclude={name: values for name, values in exclude.items() if values},
        in_stock=None if said.any_stock else said.in_stock if said.in_stock is not None else before.in_stock,
        sort=None if said.unsorted else said.sort or before.sort,
    )


def _without(held: Mapping[str, tuple[str, ...]], said: Said) -> Slots:
    return {
        name: tuple(value for value in values if (name, value) not in said.dropped_values)
        for name, values in held.items()
        if name not in said.dropped_names
    }


def _price(before: PriceRange | None, said: PriceRange | None) -> PriceRange | None:
    """A single new bound keeps the other one, unless they contradict each other."""
    if said is None or before is None or (said.min is not None and said.max is not None):
        return said or before
    low = said.min if said.min is not None else before.min
    high = said.max if said.max is not None else before.max
    return said if low is not None and high is not None and low > high else PriceRange(min=low, max=high)


def _union(held: tuple[str, ...], values: tuple[str, ...]) -> tuple[str, ...]:
    folded = {value.casefold() for value in held}
    return (*held, *(value for value in values if value.casefold() not in folded))


def _minus(held: tuple[str, ...], values: tuple[str, ...]) -> tuple[str, ...]:
    folded = {value.casefold() for value in values}
    return tuple(value for value in held if value.casefold() not in folded)
