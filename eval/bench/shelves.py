"""Catalogs of any size from real titles, with filters that keep a known share of them.

Products beyond the first round of titles join the beginning of one title to the end of another, so that
they are as alike as a large shop's are, and hardly ever the same. Who passes a filter is drawn at random.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from retrieval.types import Constraints, Product

SHELF = "shelf"
_BROAD, _NARROW, _TINY = 0.9, 0.05, 0.001


@dataclass(frozen=True, slots=True)
class Filter:
    """The same filter in our words and in Chroma's."""

    name: str
    constraints: Constraints
    where: dict[str, Any] | None


FILTERS = (
    Filter("all", Constraints(), None),
    Filter("90%", Constraints(in_stock=True), {"in_stock": True}),
    Filter("5%", Constraints(include={SHELF: ("narrow",)}), {SHELF: "narrow"}),
    Filter("0.1%", Constraints(include={SHELF: ("tiny",)}), {SHELF: "tiny"}),
    Filter("none", Constraints(include={SHELF: ("nowhere",)}), {SHELF: "nowhere"}),
)


def shelved(titles: Sequence[str], n: int, seed: int = 11) -> Iterator[Product]:
    """``n`` products, always the same ones for the same titles, size and seed."""
    random = Random(seed)
    for number in range(n):
        title = titles[number] if number < len(titles) else _joined(titles, random)
        drawn = random.random()
        shelf = "tiny" if drawn < _TINY else "narrow" if drawn < _TINY + _NARROW else "wide"
        yield Product(
            product_id=f"p{number}",
            title=title,
            price=round(random.lognormvariate(3, 1), 2),
            currency="USD",
            availability="in_stock" if random.random() < _BROAD else "out_of_stock",
            attributes={SHELF: shelf},
        )


def metadata(product: Product) -> dict[str, Any]:
    """What Chroma's ``where`` looks at."""
    return {"in_stock": product.availability == "in_stock", SHELF: product.values(SHELF)[0]}


def _joined(titles: Sequence[str], random: Random) -> str:
    beginning, end = random.choice(titles).split(), random.choice(titles).split()
    return " ".join(beginning[: (len(beginning) + 1) // 2] + end[len(end) // 2 :])
