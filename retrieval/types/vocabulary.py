"""The words of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The catalog's own words: attribute name → value as the catalog writes it → products that have it.

    ``brand`` and ``category`` are always there; ``category`` holds every segment of every path
    ("Topwear" and "Kurtas" of "Apparel > Topwear > Kurtas").
    """

    values: Mapping[str, Mapping[str, int]]
    revision: int
    """Changes with the catalog, so that what was built from a vocabulary knows when it is stale."""
    currency: str | None = None
    """The one most products are priced in."""
    price_quantiles: tuple[float, ...] = ()
    """Eleven numbers, 0% to 100%, of the current prices; empty where the catalog has none."""
    paths: tuple[str, ...] = ()
    """The category paths, prefixes too ("Apparel > Topwear", "Apparel > Topwear > Kurtas")."""
    without_category: float = 0.0
    """Share of the products that have no category, in [0, 1]."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Words that titles end with in place of a category, in lower case → the category's segment."""
