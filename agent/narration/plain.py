"""The plain voice: why a product is on the list, in a shopper's words, without any model.

Every claim comes from a reason the ranking gave and is worded from the product's own public facts or
the query's own constraints, so it is true by construction. Wording changes from card to card, the same
way for the same list.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence

from agent.events import ExplanationFinal
from agent.narration.facts import money
from retrieval.types import Constraints, Query, RankedProduct, Ranking, Reason

_Clause = Callable[[RankedProduct, Reason, Query, int], str | None]
_MOST_CLAUSES = 3


def finals(ranking: Ranking, first: int = 0) -> Iterator[ExplanationFinal]:
    """The final plain explanation of every card from ``first`` (0-based) on."""
    texts = plain_explanations(ranking)
    for ranked, text in list(zip(ranking.items, texts, strict=True))[first:]:
        yield ExplanationFinal(product_id=ranked.product.product_id, text=text, source="plain")


def plain_explanations(ranking: Ranking) -> tuple[str, ...]:
    """One or two sentences per product of the list, in its order; no two alike where facts differ."""
    seed = zlib.crc32(ranking.query.text.casefold().encode())
    remarks = _remarks(ranking.items)
    return tuple(
        _sentences(ranked, ranking.query, seed + position, remarks.get(position))
        for position, ranked in enumerate(ranking.items)
    )


def opening(ranking: Ranking) -> str:
    """One line above the cards: how many there are, or what to give up where there are none."""
    if not ranking.items:
        if ranking.relaxed is not None:
            return f"Nothing fits all of that. There is {ranking.relaxed.text}."
        return "Nothing in the catalog fits all of that; try dropping one of the conditions."
    shown = len(ranking.items)
    if shown == 1:
        return "One product fits." if ranking.total <= 1 else "Here is the closest match."
    if ranking.total > shown and ranking.query.constraints.filters:
        return f"Here are the best {shown} of {ranking.total:,} that fit."
    return f"Here are {shown} to look at, the closest first."


def page_request(ranking: Ranking) -> str:
    """What a page wants, in words, where the shopper said nothing."""
    query = ranking.query
    if query.text:
        return query.text
    return "products that go with what is on this page" if query.anchors else "something worth a look"


def _sentences(ranked: RankedProduct, query: Query, variant: int, remark: str | None) -> str:
    clauses: list[str] = []
    for reason in sorted(ranked.reasons, key=_telling):
        clause = _CLAUSES[reason.code](ranked, reason, query, variant)
        if clause and clause not in clauses:
            clauses.append(clause)
    if remark:
        clauses.insert(min(1, len(clauses)), remark)
    clauses = clauses[:_MOST_CLAUSES]
    if not clauses:
        clauses = [_fallback(ranked, variant)]
    first = _joined(clauses[:2], variant)
    rest = [f"{_capital(clause)}." for clause in clauses[2:]]
    return " ".join([f"{_capital(first)}.", *rest])


def _joined(clauses: Sequence[str], variant: int) -> str:
    return (", and ", "; ", " and ")[variant % 3].join(clauses)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pick(options: Sequence[str], variant: int) -> str:
    return options[variant % len(options)]


def _telling(reason: Reason) -> int:
    """The wish first, then what the shopper weighs it by, last what is true of many."""
    return _TELLING.index(reason.code)


_TELLING = (
    "constraint",
    "match",
    "anchor",
    "price",
    "sale",
    "rating",
    "new",
    "profile",
    "popular",
    "stock",
)


def _constraint(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    met = _met(ranked, query.constraints)
    if not met:
        return None
    words = " and ".join([", ".join(met[:-1]), met[-1]]) if len(met) > 1 else met[0]
    return _pick(
        (f"it is what you asked for: {words}", f"{words}, as you asked", f"it ticks {words}"), variant
    )


def _met(ranked: RankedProduct, constraints: Constraints) -> list[str]:
    """The values asked for that this product has, as the catalog writes them."""
    product = ranked.product
    met: list[str] = []
    for name, wanted in constraints.include.items():
        if name == "brand":
            have: tuple[str, ...] = (product.brand,) if product.brand else ()
        elif name == "category":
            have = tuple(segment.strip() for path in product.categories for segment in path.split(">"))
        else:
            have = product.values(name)
        folded = {value.casefold() for value in wanted}
        met.extend(dict.fromkeys(value for value in have if value.casefold() in folded))
    return met


def _match(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    what = _kind(ranked)
    return _pick(
        (
            f"close to what you described, in {what}" if what else "close to what you described",
            f"a good match for your words among our {what}" if what else "a good match for your words",
            "its description comes near to what you are after",
        ),
        variant,
    )


def _kind(ranked: RankedProduct) -> str | None:
    """The last segment of the first category path."""
    paths = ranked.product.categories
    return paths[0].split(">")[-1].strip() or None if paths else None


def _price(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    price, bounds = ranked.product.current_price, query.constraints.price
    if price is None or bounds is None:
        return None
    currency = ranked.product.currency
    now = money(price, currency)
    if bounds.max is not None and price <= bounds.max:
        spare = bounds.max - price
        if spare >= 0.1 * bounds.max:
            left = money(spare, currency)
            return _pick(
                (
                    f"at {now} it leaves {left} of your budget",
                    f"{now}, well inside your {money(bounds.max, currency)}",
                ),
                variant,
            )
        return f"at {now} it stays within your {money(bounds.max, currency)}"
    if bounds.min is not None and price >= bounds.min:
        return f"at {now} it is in the range you named"
    return None


def _sale(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    product = ranked.product
    if product.price is None or product.sale_price is None or product.sale_price >= product.price:
        return None
    was, now = money(product.price, product.currency), money(product.sale_price, product.currency)
    return _pick((f"reduced from {was} to {now}", f"on sale at {now} instead of {was}"), variant)


def _rating(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    product = ranked.product
    if product.rating is None:
        return None
    stars = f"{product.rating:g} out of 5"
    if not product.rating_count:
        return f"rated {stars}"
    count = f"{product.rating_count:,}"
    one = product.rating_count == 1
    return _pick(
        (
            f"rated {stars} by {count} {'shopper' if one else 'shoppers'}",
            f"{count} {'shopper gives' if one else 'shoppers give'} it {stars}",
        ),
        variant,
    )


def _anchor(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
    if not query.anchors:
        return None
    return _pick(("it goes with what you are looking at", "a companion to what you have in view"), variant)


def _said(*options: str) -> _Clause:
    def clause(ranked: RankedProduct, reason: Reason, query: Query, variant: int) -> str | None:
        return _pick(options, variant)

    return clause


_CLAUSES: dict[str, _Clause] = {
    "constraint": _constraint,
    "match": _match,
    "anchor": _anchor,
    "price": _price,
    "sale": _sale,
    "rating": _rating,
    "new": _said("new in the shop", "one of the recent arrivals"),
    "profile": _said("in line with your taste so far", "near to what you usually like"),
    "popular": _said("popular with other shoppers", "a favourite of other shoppers"),
    "stock": _said("in stock now", "available right away"),
}


def _fallback(ranked: RankedProduct, variant: int) -> str:
    what = _kind(ranked)
    if what is None:
        return _pick(("one more to consider", "worth a look beside the others"), variant)
    return _pick((f"one more from {what} to consider", f"another choice from {what}"), variant)


def _remarks(items: Sequence[RankedProduct]) -> dict[int, str]:
    """What sets one card apart in this list, by comparison: its place (0-based) → a clause."""
    remarks: dict[int, str] = {}
    prices = [ranked.product.current_price for ranked in items]
    rated = [ranked.product.rating for ranked in items]
    currencies = {ranked.product.currency for ranked in items}
    if len(items) > 2 and len(currencies) == 1 and None not in prices:
        known = [price for price in prices if price is not None]
        if known.count(min(known)) == 1:
            remarks[known.index(min(known))] = "the lowest price of these"
    if len(items) > 2 and None not in rated:
        stars = [rating for rating in rated if rating is not None]
        if stars.count(max(stars)) == 1:
            remarks.setdefault(stars.index(max(stars)), "the best rated of these")
    return remarks
