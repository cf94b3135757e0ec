"""The topmost categories, each with how much it holds and a product to show for it."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.shop.tree import Category, tree_of
from retrieval.pipeline import Recommender
from retrieval.types import Constraints, PublicProduct, Query, Vocabulary

MOST = 24


@dataclass(frozen=True, slots=True)
class Department:
    """One tile."""

    category: Category
    count: int
    front: PublicProduct


_latest: list[tuple[Vocabulary, tuple[Department, ...]]] = []


def departments(recommender: Recommender) -> tuple[Department, ...]:
    """Those that hold anything, found anew when the catalog's words change. Raises StorageUnavailable."""
    vocabulary = recommender.vocabulary()
    held = next(iter(_latest), None)
    if held is None or held[0] is not vocabulary:
        found = tuple(
            department
            for category in tree_of(vocabulary).tops[:MOST]
            if (department := _department(recommender, category)) is not None
        )
        held = (vocabulary, found)
        _latest[:] = [held]
    return held[1]


def _department(recommender: Recommender, category: Category) -> Department | None:
    within = Constraints(include={"category": (category.value,)})
    ranking = recommender.recommend(Query(constraints=within, surface="category", limit=1))
    if ranking.relaxed is not None or not ranking.items:
        return None
    return Department(category, ranking.total, ranking.items[0].product.public())
