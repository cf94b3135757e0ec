"""What a product is among all of its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eval.grounding.made.listing import Listing, Made

_ORDINAL = ("", "second ", "third ")
_EXTREMES = {
    "price": (
        ("cheapest", "least expensive", "lowest-priced", "most affordable"),
        ("most expensive", "dearest", "priciest", "highest-priced"),
    ),
    "rating": (("lowest-rated", "worst-rated"), ("highest-rated", "best-rated", "top-rated")),
    "count": (("least reviewed",), ("most reviewed",)),
}
_SAID = (
    "It is the {word} of these.",
    "It is the {word} here.",
    "This is the {word} one on the list.",
    "It's the {word} of the {n}.",
    "Of all of these it is the {word}.",
    "The {word} option here.",
    "None of the others is as {plain}.",
)


def superlatives(listing: Listing, position: int) -> Iterator[Made]:
    """The cheapest, the best rated, and second to them."""
    for name, (lowest, highest) in _EXTREMES.items():
        values = _values(listing, name)
        # Without all of them nothing is sure, and of two that are alike neither is ahead.
        if len(values) < len(listing.products) or len(set(values.values())) < len(values) or len(values) < 3:
            continue
        ranked = sorted(values, key=values.__getitem__)
        for words, order in ((lowest, ranked), (highest, ranked[::-1])):
            place = order.index(position)
            for nth, ordinal in enumerate(_ORDINAL[: len(order) - 1]):
                if nth != place and listing.random.random() < 0.6:
                    continue
                word = f"{ordinal}{listing.random.choice(words)}"
                template = listing.random.choice(_SAID[:-1])
                said = template.format(word=word, n=len(values))
                yield Made(position, said[:1].upper() + said[1:], nth == place)


def _values(listing: Listing, name: str) -> Mapping[int, float]:
    if name == "price":
        return listing.prices()
    return {
        i: float(value)
        for i, product in enumerate(listing.products)
        if (value := product.rating if name == "rating" else product.rating_count) is not None
    }


def tallies(listing: Listing, position: int) -> Iterator[Made]:
    """How many are cheaper, under a price, in stock, rated above."""
    products, prices, random = listing.products, listing.prices(), listing.random
    n = len(products)
    if len(prices) == n and position in prices:
        cheaper = sum(price < prices[position] for price in prices.values())
        for said in {cheaper, (cheaper + 1) % n}:
            words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
            if said < len(words):
                verb = "is" if said < 2 else "are"
                yield Made(
                    position, f"{words[said].capitalize()} of the others {verb} cheaper.", said == cheaper
                )
        bound = (prices[position] // 10 + 1) * 10
        under = sum(price < bound for price in prices.values())
        yield Made(position, f"It is the only one here under {listing.money(bound)}.", under == 1)
    ratings = [p.rating for p in products]
    own = products[position].rating
    if own is not None and None not in ratings:
        bound = random.choice((4.0, 4.3, 4.5))
        above = sum(r is not None and r > bound for r in ratings)
        yield Made(position, f"It is the only one rated above {bound:.1f}.", above == 1 and own > bound)
    stocked = [p.availability == "in_stock" for p in products]
    if all(p.availability is not None for p in products):
        yield Made(position, "It is the only one in stock.", stocked[position] and sum(stocked) == 1)
        yield Made(position, "All of these are in stock.", all(stocked))
