"""The products of a list, page by page: ranked as everywhere, recorded so that events can cite the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.types import Item
from retrieval.pipeline import Recommender
from retrieval.ranking.scores import RELEVANCE
from retrieval.types import Product, Query, RankedProduct, Ranking, Sort

PAGE = 24
CHUNK = 96
"""Products ranked at once: the most that a query gives, in whole pages."""
DEEPEST = 40
"""Pages that can be turned; who wants more narrows the list."""
NEAR = 0.5
"""Share of the best match's relevance to the words from which a product counts as found."""
FEW = 8
"""So few finds are followed by what comes nearest to them."""
_KEYS: dict[Sort, Callable[[Product], tuple[bool, float]]] = {
    "price_asc": lambda p: (p.current_price is None, p.current_price or 0.0),
    "price_desc": lambda p: (p.current_price is None, -(p.current_price or 0.0)),
    "rating": lambda p: (p.rating is None, -(p.rating or 0.0)),
    "newest": lambda p: (p.published_at is None, -(p.published_at.timestamp() if p.published_at else 0.0)),
}
"""By what finds are sorted; those of which it is not known come last."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of a list."""

    ranking: Ranking
    """With the items of this page alone."""
    items: tuple[Item, ...]
    total: int
    page: int
    pages: int
    others: tuple[Item, ...] = ()
    """After the last of few finds: less near to what was asked."""
    matches: tuple[RankedProduct, ...] = ()
    """Every product found by words; empty where there were none."""


def browsed(recommender: Recommender, query: Query, page: int) -> Shelf:
    """A list that no words narrow: all its pages, ``DEEPEST`` at most. Raises StorageUnavailable."""
    page = max(1, min(page, DEEPEST))
    chunk, within = divmod((page - 1) * PAGE, CHUNK)
    asked, total = query.model_copy(update={"limit": CHUNK}), None
    ranking = recommender.recommend(asked)
    for _ in range(chunk):
        total = ranking.total if total is None else total
        before = (*asked.exclude, *(item.product.product_id for item in ranking.items))
        asked = asked.model_copy(update={"exclude": before})
        ranking = recommender.recommend(asked)
    total = ranking.total if total is None else total
    items = ranking.items[within : within + PAGE]
    if not items and page > 1:
        return browsed(recommender, query, 1)
    # A rule may hold products back that pass the filters: the last page is where the products end.
    end = chunk * CHUNK + len(ranking.items)
    reachable = total if len(ranking.items) == CHUNK else end
    served = _numbered(ranking, query, items, (page - 1) * PAGE)
    recommender.record(served)
    shown = tuple(map(Item.of, served.items))
    return Shelf(served, shown, reachable, page, max(1, min(DEEPEST, -(-reachable // PAGE))))


def found(recommender: Recommender, query: Query, page: int) -> Shelf:
    """What words find: those as near as half of the nearest, and some more where these are few.

    Raises StorageUnavailable.
    """
    ranking, near, rest = _found(recommender, query)
    pages = max(1, -(-len(near) // PAGE))
    page = page if 1 <= page <= pages else 1
    items = near[(page - 1) * PAGE : page * PAGE]
    served = _numbered(ranking, query, (*items, *rest), (page - 1) * PAGE)
    recommender.record(served)
    shown = tuple(map(Item.of, served.items))
    return Shelf(
        served, shown[: len(items)], len(near), page, pages, others=shown[len(items) :], matches=near
    )


def on_a_shelf(query: Query) -> bool:
    """Whether the query of a stored list is that of :func:`found`: no caller can ask for so many."""
    return bool(query.text) and query.limit == CHUNK and query.constraints.sort in (None, "relevance")


def arranged(recommender: Recommender, query: Query) -> Ranking:
    """All pages of what words find as one list. Raises StorageUnavailable."""
    ranking, near, rest = _found(recommender, query)
    return _numbered(ranking, query, (*near, *rest), 0)


def _found(
    recommender: Recommender, query: Query
) -> tuple[Ranking, tuple[RankedProduct, ...], tuple[RankedProduct, ...]]:
    """The whole ranking, of it what was found, and what follows the last page."""
    unsorted = query.constraints.model_copy(update={"sort": None})
    ranking = recommender.recommend(query.model_copy(update={"limit": CHUNK, "constraints": unsorted}))
    near = _near(ranking)
    if (key := _KEYS.get(query.constraints.sort or "relevance")) is not None:
        near = tuple(sorted(near, key=lambda item: key(item.product)))
    held = {item.product.product_id for item in near}
    others = tuple(item for item in ranking.items if item.product.product_id not in held)
    return ranking, near, () if len(near) > FEW else others[:FEW]


def _near(ranking: Ranking) -> tuple[RankedProduct, ...]:
    near = [sum(c.points for c in item.contributions if c.name in RELEVANCE) for item in ranking.items]
    best = max(near, default=0.0)
    if best <= 0:
        return ranking.items
    return tuple(
        item
        for item, relevance in zip(ranking.items, near, strict=True)
        if item.pinned or relevance >= NEAR * best
    )


def _numbered(ranking: Ranking, query: Query, items: tuple[RankedProduct, ...], before: int) -> Ranking:
    """The ranking of one page: its products, counted on from those of the pages before."""
    placed = tuple(
        item.model_copy(update={"rank": before + number}) for number, item in enumerate(items, start=1)
    )
    asked = ranking.query.model_copy(update={"exclude": query.exclude})
    return ranking.model_copy(update={"items": placed, "query": asked})
