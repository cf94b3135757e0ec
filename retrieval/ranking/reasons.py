"""Why a product is on the list, in a shopper's words: from its contributions and facts, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from retrieval.index.columns import category_segments
from retrieval.index.terms import fold
from retrieval.money import money
from retrieval.ranking.scores import RELEVANCE
from retrieval.types import Contribution, Product, Query, Reason, in_words

NEW_DAYS = 14
WELL_RATED, ENOUGH_RATINGS, MANY_RATINGS = 4.3, 10, 1000
CLOSE = 0.5
_NOT_WORDS = """a an and any are best buy find for from get give good have i in is it like looking me my need
of on one or please show some something that the to under want with you"""
_WORD = re.compile(r"[^\W_]+")
NOT_WORDS = frozenset(_NOT_WORDS.split())


def reasons(
    product: Product,
    query: Query,
    contributions: Sequence[Contribution],
    anchor: Product | None,
    now: datetime,
) -> tuple[Reason, ...]:
    """Strongest first; possibly none."""
    points = {c.name: c.value for c in contributions if c.points > 0}
    found: list[Reason | None] = [
        _constraints(product, query),
        _match(product, query) if points.keys() & RELEVANCE else None,
        _anchor(product, anchor, points.get("anchor", 0.0), query),
        _profile(points.get("profile", 0.0)),
        _price(product, query) if "price_fit" in points else None,
        _sale(product) if "saving" in points else None,
        _rating(product) if "rating" in points else None,
        _new(product, now) if "freshness" in points else None,
        _stock(product),
    ]
    return tuple(reason for reason in found if reason is not None)


def _constraints(product: Product, query: Query) -> Reason | None:
    said = []
    for name, wanted in query.constraints.include.items():
        folded = {fold(value) for value in wanted}
        if name == "brand":
            held: Sequence[str] = (product.brand,) if product.brand else ()
        elif name == "category":
            held = category_segments(product.categories)
        else:
            held = product.tags if name == "tags" else product.values(name)
        said += [in_words(name, value) for value in held if fold(value) in folded][:1]
    return Reason(code="constraint", text=", ".join(said)) if said else None


def _match(product: Product, query: Query) -> Reason | None:
    title = {_stem(word) for word in _words(product.title)}
    shared = [w for w in dict.fromkeys(_words(query.text)) if w not in NOT_WORDS and _stem(w) in title]
    return Reason(code="match", text=f"matches “{' '.join(shared[:4])}”") if shared else None


def _anchor(product: Product, anchor: Product | None, value: float, query: Query) -> Reason | None:
    if anchor is None or (value < CLOSE and query.surface != "goes_with"):
        return None
    same = set(category_segments(product.categories)) & set(category_segments(anchor.categories)[-1:])
    title = anchor.title if len(anchor.title) <= 60 else anchor.title[:57].rsplit(" ", 1)[0] + "…"
    if query.surface == "goes_with":
        return Reason(code="anchor", text=f"often bought with {title}")
    return Reason(code="anchor", text=f"similar to {title}" if same else f"close to {title}")


def _profile(value: float) -> Reason | None:
    return Reason(code="profile", text="close to what you like") if value >= CLOSE else None


def _price(product: Product, query: Query) -> Reason | None:
    bounds, price = query.constraints.price, product.current_price
    if bounds is None or price is None:
        return None
    if bounds.max is not None and price <= bounds.max:
        return Reason(code="price", text=f"under your {money(bounds.max, product.currency)}")
    return None


def _sale(product: Product) -> Reason | None:
    price = product.current_price
    if not product.price or price is None or price >= product.price:
        return None
    # Rounded down, so that nothing is promised; the sliver undoes what binary fractions take off 20%.
    percent = int(100 * (1 - price / product.price) + 1e-6)
    return Reason(code="sale", text=f"{percent}% off") if percent >= 5 else None


def _rating(product: Product) -> Reason | None:
    if product.rating is None or (product.rating_count or 0) < ENOUGH_RATINGS or product.rating < WELL_RATED:
        return None
    return Reason(code="rating", text=f"rated {product.rating:.1f} by {product.rating_count:,}")


def _new(product: Product, now: datetime) -> Reason | None:
    if product.published_at is None:
        return None
    days = (now - product.published_at).total_seconds() / 86_400
    if not 0 <= days <= NEW_DAYS:
        return None
    return Reason(code="new", text="new this week" if days <= 7 else "new this month")


def _stock(product: Product) -> Reason | None:
    texts = {"preorder": "can be pre-ordered", "backorder": "ships when back in stock"}
    text = texts.get(product.availability or "")
    return Reason(code="stock", text=text) if text else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
