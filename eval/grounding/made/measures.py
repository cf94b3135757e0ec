"""In what two products differ, and how it is said which of them has more of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eval.grounding.made.fragments import Fact, amount, facts
from eval.grounding.made.listing import Listing


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of which this product has more, or less, than another."""

    ours: Fact
    theirs: Fact
    more: bool
    gap: str
    """By how much: ``300 g``."""

    def words(self, *, turned: bool = False) -> tuple[str, ...]:
        """What it is beside the other: ``is heavier``, ``weighs more``."""
        return WORDS[self.ours.name][self.more == turned]

    def by(self, *, turned: bool = False) -> tuple[str, ...]:
        """The same with how much: ``is 300 g heavier``."""
        return tuple(each.format(gap=self.gap) for each in BY[self.ours.name][self.more == turned])


WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "price": (
        ("costs more", "is dearer", "is more expensive", "is pricier"),
        ("costs less", "is cheaper", "is less expensive", "is more affordable"),
    ),
    "rating": (("is rated higher", "is better rated", "scores higher"), ("is rated lower", "scores lower")),
    "count": (("has more reviews",), ("has fewer reviews",)),
    "weight": (("is heavier", "weighs more"), ("is lighter", "weighs less")),
    "warranty": (("has a longer warranty", "is covered for longer"), ("has a shorter warranty",)),
    "battery life": (
        ("lasts longer", "has the longer battery life", "runs for longer"),
        ("does not last as long", "has a shorter battery life"),
    ),
    "power": (("has more power", "is more powerful"), ("has less power", "is less powerful")),
    "capacity": (("holds more",), ("holds less",)),
    "storage": (("has more storage",), ("has less storage",)),
    "ram": (("has more RAM", "has more memory"), ("has less RAM", "has less memory")),
    "height": (("is taller",), ("is shorter",)),
    "width": (("is wider",), ("is narrower",)),
    "max load": (("carries more",), ("carries less",)),
}
"""More of it, less of it."""
BY: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "price": (
        ("costs {gap} more", "is {gap} dearer", "is {gap} more expensive"),
        ("costs {gap} less", "is {gap} cheaper"),
    ),
    "rating": (WORDS["rating"][0], WORDS["rating"][1]),
    "count": (("has {gap} more reviews",), ("has {gap} fewer reviews",)),
    "weight": (("is {gap} heavier", "weighs {gap} more"), ("is {gap} lighter", "weighs {gap} less")),
    "warranty": (("is covered for {gap} longer",), ("is covered for {gap} less",)),
    "battery life": (("lasts {gap} longer", "runs {gap} longer"), ("lasts {gap} less",)),
    "power": (("has {gap} more", "has {gap} more power"), ("has {gap} less", "has {gap} less power")),
    "capacity": (("holds {gap} more",), ("holds {gap} less",)),
    "storage": (("has {gap} more storage",), ("has {gap} less storage",)),
    "ram": (("has {gap} more RAM",), ("has {gap} less RAM",)),
    "height": (("is {gap} taller",), ("is {gap} shorter",)),
    "width": (("is {gap} wider",), ("is {gap} narrower",)),
    "max load": (("carries {gap} more",), ("carries {gap} less",)),
}


def differences(listing: Listing, position: int, other: int) -> list[Difference]:
    """Of what both are measured by, and not alike."""
    theirs = {fact.name: fact for fact in facts(listing, other)}
    both = [(fact, theirs[fact.name]) for fact in facts(listing, position) if fact.name in theirs]
    return list(_measured(listing, position, other, both))


def _measured(
    listing: Listing, position: int, other: int, both: list[tuple[Fact, Fact]]
) -> Iterator[Difference]:
    mine, its = listing.products[position], listing.products[other]
    for ours, theirs in both:
        if ours.name not in WORDS:
            continue
        a: float | None
        b: float | None
        if ours.name == "price":
            a, b = mine.current_price, its.current_price
            gap = listing.money(abs((a or 0) - (b or 0)))
        elif ours.name == "rating":
            a, b, gap = float(ours.value), float(theirs.value), ""
        elif ours.name == "count":
            a, b = mine.rating_count, its.rating_count
            gap = f"{abs((a or 0) - (b or 0)):,.0f}"
        else:
            one, two = amount(ours.value), amount(theirs.value)
            if one is None or two is None or one[1] != two[1]:
                continue
            a, b = one[0], two[0]
            gap = _shown(abs(a - b), one[1])
        if a is not None and b is not None and abs(a - b) > max(abs(a), abs(b)) * 0.02:
            yield Difference(ours, theirs, a > b, gap)


def _shown(gap: float, unit: str) -> str:
    if unit == "g" and gap >= 1000:
        gap, unit = gap / 1000, "kg"
    number = f"{gap:,.2f}".rstrip("0").removesuffix(".")
    words = {"year": "year", "month": "month", "h": "hour"}
    named = words.get(unit)
    if named is None:
        return f"{number} {unit.upper() if unit in ('w', 'l', 'gb', 'tb') else unit}"
    return f"{number} {named}{'' if number == '1' else 's'}"
