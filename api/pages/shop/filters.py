"""Filters as they stand in an address: ``f.color=red&x.brand=acme&max=80&stock=1&sort=rating``.

An address may be typed by anybody: what cannot be used is left out, and never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import ValidationError

from retrieval.money import money
from retrieval.types import FEW, Constraints, PriceRange, Sort, amounts, either, in_words

SORTS: dict[Sort, str] = {
    "relevance": "Best first",
    "price_asc": "Price, low to high",
    "price_desc": "Price, high to low",
    "rating": "Best rated",
    "newest": "Newest",
}
MOST_NAMES, MOST_VALUES, LONGEST = 12, 100, 200
HIGHEST_PRICE = 1e12
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, and the address without it."""

    text: str
    without: str


def constraints_in(given: Iterable[tuple[str, str]]) -> Constraints:
    """The filters that an address names."""
    include: dict[str, list[str]] = {}
    exclude: dict[str, list[str]] = {}
    plain: dict[str, str] = {}
    for name, value in given:
        value = value.strip()[:LONGEST]
        if not value or "\x00" in value + name:
            continue
        held = include if name.startswith("f.") else exclude if name.startswith("x.") else None
        if held is None:
            plain[name] = value
        elif (key := name[2:].strip()[:LONGEST]) and (key in held or len(held) < MOST_NAMES):
            values = held.setdefault(key, [])
            if value not in values and len(values) < MOST_VALUES:
                values.append(value)
    low, high = _price(plain.get("min")), _price(plain.get("max"))
    if low is not None and high is not None and low > high:
        low, high = high, low
    sort = plain.get("sort")
    try:
        return Constraints(
            price=PriceRange(min=low, max=high) if low is not None or high is not None else None,
            include={name: tuple(values) for name, values in include.items()},
            exclude={name: tuple(values) for name, values in exclude.items()},
            in_stock=True if plain.get("stock") == "1" else None,
            sort=next((each for each in SORTS if each == sort and each != "relevance"), None),
        )
    except ValidationError:
        return Constraints()


def fewer(given: Constraints, found: Mapping[str, Mapping[str, int]]) -> Constraints:
    """``given`` with no more values of a name than an address holds: of many those that products here have.

    ``found``: what the products that satisfy ``given`` have to choose from.
    """

    def kept(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        here = {value.casefold() for value in found.get(name, ())}
        return (tuple(value for value in values if value.casefold() in here) or values)[:MOST_VALUES]

    include = {n: kept(n, values) if len(values) > FEW else values for n, values in given.include.items()}
    return given.model_copy(update={"include": include})


def pairs_of(constraints: Constraints) -> Pairs:
    """The same as an address names them; the opposite of :func:`constraints_in`."""
    out: Pairs = []
    for mark, held in (("f.", constraints.include), ("x.", constraints.exclude)):
        out += [(f"{mark}{name}", value) for name, values in held.items() for value in values]
    if constraints.price is not None:
        out += [
            (name, f"{amount:g}" if amount < 1e6 else f"{amount:.2f}")
            for name, amount in (("min", constraints.price.min), ("max", constraints.price.max))
            if amount is not None
        ]
    if constraints.in_stock:
        out.append(("stock", "1"))
    if constraints.sort not in (None, "relevance"):
        out.append(("sort", str(constraints.sort)))
    return out


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with its query."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def chips(constraints: Constraints, path: str, kept: Pairs, currency: str | None) -> list[Chip]:
    """One for each filter in force; ``kept``: what else stands in the address."""
    pairs = pairs_of(constraints)

    def without(*gone: tuple[str, str]) -> str:
        return address(path, [*kept, *(pair for pair in pairs if pair not in gone)])

    out = []
    several = {n for n, values in constraints.include.items() if len(values) > FEW and amounts(values)}
    for name in several:
        gone = [pair for pair in pairs if pair[0] == f"f.{name}"]
        out.append(Chip(either(name, constraints.include[name]), without(*gone)))
    for name, value in pairs:
        if name[:2] == "f." and name[2:] in several:
            continue
        if name[:2] in ("f.", "x."):
            said = in_words(name[2:], value.rpartition(" > ")[2])
            out.append(Chip(f"not {said}" if name[0] == "x" else said, without((name, value))))
        elif name == "stock":
            out.append(Chip("in stock", without((name, value))))
    if constraints.price is not None:
        bounds = tuple(pair for pair in pairs if pair[0] in ("min", "max"))
        out.append(Chip(_range(constraints.price, currency), without(*bounds)))
    return out


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to tick."""

    value: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One attribute to choose by."""

    name: str
    title: str
    choices: tuple[Choice, ...]


MOST_GROUPS = 8
MOST_CHOICES = 24
COVERS = 0.2
"""An attribute that fewer of the products have says little of the list."""


def groups(
    found: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Iterable[str]], total: int
) -> Iterator[Group]:
    """What a list can be narrowed by, ``found`` as facets are: what is chosen always, and first the brand."""
    names = sorted(found, key=lambda name: (name not in chosen, name != "brand"))
    given = 0
    for name in dict.fromkeys((*chosen, *names)):
        if name in ("category", "tags") and name not in chosen:
            continue
        counts = dict(found.get(name, {}))
        picked = {value.casefold() for value in chosen.get(name, ())}
        for value in chosen.get(name, ()):
            if value.casefold() not in {each.casefold() for each in counts}:
                counts[value] = 0
        if name == "category":
            counts = {value: n for value, n in counts.items() if value.casefold() in picked}
        if name not in chosen and (given >= MOST_GROUPS or not _tells(counts, total)):
            continue
        given += 1
        ordered = sorted(counts.items(), key=lambda pair: (pair[0].casefold() not in picked, -pair[1]))
        yield Group(
            name=name,
            title=name.replace("_", " ").capitalize(),
            choices=tuple(
                Choice(value, value.rpartition(" > ")[2], count, value.casefold() in picked)
                for value, count in ordered[:MOST_CHOICES]
            ),
        )


def _tells(counts: Mapping[str, int], total: int) -> bool:
    """Whether choosing among these values would narrow a list of ``total``."""
    if len(counts) < 2:
        # A lone yes ("waterproof") is a choice where not everything has it.
        return bool(counts) and COVERS * total <= next(iter(counts.values())) < total
    shared = sum(1 for count in counts.values() if count > 1)
    return sum(counts.values()) >= COVERS * total and (shared >= 2 or total <= 12)


def _range(price: PriceRange, currency: str | None) -> str:
    if price.min is None:
        return f"up to {money(price.max or 0, currency)}"
    if price.max is None:
        return f"from {money(price.min, currency)}"
    return f"{money(price.min, currency)} to {money(price.max, currency)}"


def _price(text: str | None) -> float | None:
    try:
        amount = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return amount if 0 <= amount <= HIGHEST_PRICE else None
