"""Why a product stands where it does on a stored list, and why another one does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.errors import ProductNotFound
from retrieval.index.allows import allows
from retrieval.pipeline import Recommender
from retrieval.ranking.labels import label
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.ranking.rules.load import compiled
from retrieval.types import Product, Query, RankedProduct, Ranking

DEEP = 100
"""Places looked through for a product that is not on the list."""
SHOWN = 3
TELLS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One product of the list with its points, and what parts it from the one above."""

    item: RankedProduct
    points: tuple[float | None, ...]
    """By the names of :attr:`Table.names`."""
    against: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """Every point of every product."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    highest: float


def table(ranking: Ranking) -> Table:
    """The scores in the order of their weight on this list, the shop's rules by their own names."""
    total: dict[str, float] = {}
    for item in ranking.items:
        for c in item.contributions:
            total[c.name] = total.get(c.name, 0.0) + abs(c.points)
    names = tuple(name for name in sorted(total, key=lambda name: -total[name]) if total[name])
    rows = []
    for above, item in zip((None, *ranking.items), ranking.items, strict=False):
        points = _points(item)
        rows.append(
            Row(
                item,
                tuple(points.get(name) for name in names),
                against(above, item) if above is not None else None,
            )
        )
    highest = max((max(_points(item).values(), default=0.0) for item in ranking.items), default=0.0)
    return Table(names, tuple(map(label, names)), tuple(rows), max(highest, 1e-9))


def against(above: RankedProduct, below: RankedProduct) -> str:
    """What the one above has over the one below, in a sentence."""
    if above.pinned:
        return f"Above it stands a product that “{above.contributions[0].name}” holds there."
    if below.pinned:
        return f"Held here by “{below.contributions[0].name}”."
    gap = above.score - below.score
    parts = _difference(above, below)
    said = ", ".join(f"{label(name)} {points:+.3f}" for name, points in parts[:TELLS])
    if gap < 0:
        return (
            f"It has {-gap:.3f} points more than the one above, which stands there for variety: "
            f"this one has more in common with what is on the list already."
        )
    return f"{gap:.3f} points behind the one above: {said}." if said else "The same points as the one above."


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a product is, or is not, on the list."""

    product: Product
    text: str
    rank: int | None
    points: tuple[tuple[str, float], ...] = ()


def why_not(recommender: Recommender, ranking: Ranking, words: str) -> list[Answer]:
    """Of the product with this id, or of those whose words come nearest. Raises StorageUnavailable."""
    try:
        asked: Sequence[Product] = [recommender.product(words.strip())]
    except ProductNotFound:
        near = recommender.recommend(Query(text=words, surface="console", limit=SHOWN), _anything())
        asked = [item.product for item in near.items]
    deeper: Ranking | None = None
    answers = []
    for product in asked:
        found = next(
            (i for i in ranking.items if i.product.product_id == product.product_id),
            None,
        )
        if found is not None:
            answers.append(Answer(product, f"It is on the list, at place {found.rank}.", found.rank))
            continue
        rule = next((d.rule for d in ranking.dropped if d.product_id == product.product_id), None)
        if rule is not None:
            answers.append(Answer(product, f"It was taken off: {rule}.", None))
        elif not allows(ranking.query.constraints, product):
            answers.append(Answer(product, "It does not fit what was asked for.", None))
        else:
            if deeper is None:
                deeper = recommender.recommend(ranking.query.model_copy(update={"limit": DEEP}))
            answers.append(_further_down(product, ranking, deeper))
    return answers


@cache
def _anything() -> CompiledRules:
    """What a rule takes off every list must be found here."""
    return compiled('name = "anything"', "anything")


def _further_down(product: Product, ranking: Ranking, deeper: Ranking) -> Answer:
    item = next((i for i in deeper.items if i.product.product_id == product.product_id), None)
    if item is None:
        rule = next((d.rule for d in deeper.dropped if d.product_id == product.product_id), None)
        text = (
            f"Now it would be taken off: {rule}." if rule else f"It is not among the nearest {DEEP} either."
        )
        return Answer(product, text, None)
    last = ranking.items[-1] if ranking.items else None
    text = f"By the rules of now it would stand at place {item.rank}."
    if last is not None and last.score > item.score:
        said = ", ".join(f"{label(name)} {points:+.3f}" for name, points in _difference(last, item)[:TELLS])
        text += f" It is {last.score - item.score:.3f} points behind the last of the list: {said}."
    points = tuple((label(c.name), c.points) for c in item.contributions if c.points)
    return Answer(product, text, item.rank, points)


def _difference(above: RankedProduct, below: RankedProduct) -> list[tuple[str, float]]:
    """What ``below`` lacks (−) or has more (+) than ``above``, the largest first."""
    points = _points(below)
    for name, value in _points(above).items():
        points[name] = points.get(name, 0.0) - value
    moved = [(name, value) for name, value in points.items() if abs(value) >= 0.0005]
    return sorted(moved, key=lambda pair: -abs(pair[1]))


def _points(item: RankedProduct) -> dict[str, float]:
    return {c.name: c.points for c in item.contributions}
