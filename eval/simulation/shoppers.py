"""Shoppers with hidden tastes: what they come for, how far they look, what they click, how likely it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.types import Product, Vectors

SLOTS = 10
EXAMINED = np.array([1.0, 0.86, 0.75, 0.66, 0.59, 0.53, 0.48, 0.44, 0.41, 0.38])
"""Share of its attraction that a product keeps at each slot: what stands lower is looked at less kindly."""
_LOOKS_ON = 0.93
"""Chance to look at the next product of a list."""
_QUERIES = 0.4
"""Share of visits that begin with words; the others look at the home page."""


@dataclass(frozen=True, slots=True)
class Shopper:
    """``favourites``: shape (f, d), unit rows; nobody but the simulation knows them."""

    user_id: str
    favourites: Vectors
    shelves: tuple[str, ...]
    """What they search for when they use words."""
    eager: float
    """Attraction of anything at all."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One shopper at one moment."""

    at: float
    """Seconds since 1970."""
    shopper: int
    words: str | None


def shoppers(products: Sequence[Product], vectors: Vectors, n: int, seed: int) -> list[Shopper]:
    """Each likes the surroundings of one to three products, drawn at random. ``vectors``: (products, d)."""
    random = np.random.default_rng([seed, 1])
    out = []
    for number in range(n):
        liked = random.choice(len(products), size=random.integers(1, 4), replace=False)
        shelves = tuple(products[i].categories[0].split(" > ")[-1] for i in liked if products[i].categories)
        out.append(
            Shopper(f"shopper-{number:05}", vectors[liked], shelves, float(random.uniform(0.02, 0.05)))
        )
    return out


def visits(people: Sequence[Shopper], start: float, days: int, seed: int, per_shopper: float) -> list[Visit]:
    """Everybody's visits, in the order of time; how often one comes differs between people."""
    random = np.random.default_rng([seed, 2])
    out = []
    for number, shopper in enumerate(people):
        times = 1 + random.poisson(per_shopper * random.gamma(2.0, 0.5))
        for moment in random.uniform(0, days * 86_400.0, size=times):
            words = None
            if shopper.shelves and random.random() < _QUERIES:
                words = str(random.choice(np.asarray(shopper.shelves, dtype=object))).lower()
            out.append(Visit(start + float(moment), number, words))
    out.sort(key=lambda visit: (visit.at, visit.shopper))
    return out


def attraction(shopper: Shopper, listed: Vectors, *, tasteless: bool) -> NDArray[np.float64]:
    """Chance of a click on each product of a list at the first slot, shape (n,). ``listed``: (n, d)."""
    if tasteless:
        return np.full(len(listed), 0.08)
    nearest = (listed @ shopper.favourites.T).max(axis=1).astype(np.float64)
    # Half of the way between what is next to a favourite (0.6 and more) and what has nothing to do with it.
    chances: NDArray[np.float64] = shopper.eager + 0.4 / (1 + np.exp(-(nearest - 0.55) * 14))
    return chances


@dataclass(frozen=True, slots=True)
class Looked:
    """What one shopper did with one list; arrays have shape (looks,), by slot."""

    chance: NDArray[np.float64]
    clicked: NDArray[np.bool_]
    carted: NDArray[np.bool_]
    bought: NDArray[np.bool_]


def look(chances: NDArray[np.float64], random: np.random.Generator) -> Looked:
    """``chances``: at the first slot, in the order of the list."""
    depth = min(len(chances), 1 + int(random.geometric(1 - _LOOKS_ON)))
    chance = chances[:depth] * EXAMINED[:depth]
    clicked = random.random(depth) < chance
    carted = clicked & (random.random(depth) < 0.35)
    bought = carted & (random.random(depth) < 0.5)
    return Looked(chance, clicked, carted, bought)
