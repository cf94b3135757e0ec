"""Whose products a list has: the only one of a brand, how many of it, the cheapest of them."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made
from eval.grounding.made.names import apart, told_of
from eval.grounding.made.subjects import varied
from retrieval.types import PublicProduct

_ALONE = (
    "It is the only one here by {brand}.",
    "It is the only {brand} here.",
    "It is the only {brand} on the list.",
    "It is the only one of these from {brand}.",
    "It is the only one made by {brand}.",
    "It is the only option from {brand} here.",
    "None of the others is by {brand}.",
    "No other one here is by {brand}.",
    "Nothing else here is by {brand}.",
    "The others are all by other brands.",
    "Only this one is by {brand}.",
)
_SEVERAL = (
    "{n} of these are by {brand}.",
    "{brand} makes {n} of these.",
    "It is one of {n} here by {brand}.",
    "{N} of the {all} are by {brand}.",
    "There are {n} by {brand} here.",
)
_EVERY = (
    "All of these are by {brand}.",
    "Every one of these is by {brand}.",
    "They are all by {brand}.",
    "All the others are by {brand} too.",
    "The others are all by {brand} as well.",
    "Like all the others, it is by {brand}.",
    "Everything here is by {brand}.",
    "All of them come from {brand}.",
    "Each of these is made by {brand}.",
)
_EXTREMES = {
    "price": (("cheapest", "most affordable", "least expensive"), ("dearest", "most expensive", "priciest")),
    "rating": (("lowest-rated", "worst-rated"), ("highest-rated", "best-rated")),
    "count": (("least reviewed",), ("most reviewed",)),
}
_AMONG = (
    "It is the {word} of the ones by {brand}.",
    "It is the {word} {brand} here.",
    "It is the {word} of the {n} by {brand}.",
    "Of the ones by {brand}, it is the {word}.",
    "Of the {n} by {brand}, it is the {word}.",
    "It is the {word} one by {brand}.",
    "It is the {word} one from {brand} here.",
    "Among those from {brand}, it is the {word}.",
    "It is the {word} {brand} on this list.",
    "It is the {word} option from {brand}.",
)
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def of_brand(listing: Listing, position: int) -> Iterator[Made]:
    """What its brand has to do with the others."""
    products, random = listing.products, listing.random
    brand = products[position].brand
    if not brand or any(p.brand is None for p in products) or len(products) >= len(_WORDS):
        return
    same = [i for i, p in enumerate(products) if p.brand == brand]
    rest = [p for p in products if p.brand != brand]
    # A name within another's, or within what another says of itself, leaves room for doubt.
    if any(not apart(p.brand or "", brand) or brand.split()[0].lower() in told_of(p) for p in rest):
        return

    def said(templates: tuple[str, ...], holds: bool, size: int, share: int) -> Iterator[Made]:
        for template in random.sample(templates, share):
            word = random.choice((_WORDS[size], str(size)))
            text = template.format(
                brand=brand,
                n=word,
                N=word.capitalize(),
                all=random.choice((_WORDS[len(products)], str(len(products)))),
            )
            text = f"{text[:1].upper()}{text[1:]}"
            yield Made(position, varied(listing, position, [(text, text)])[0][0], holds)

    yield from said(_ALONE, len(same) == 1, 1, 2)
    yield from said(_EVERY, not rest, 1, 1)
    if len(same) > 1:
        yield from said(_SEVERAL, True, len(same), 1)
    wrong = [size for size in range(2, len(products)) if size != len(same)]
    if wrong:
        yield from said(_SEVERAL, False, random.choice(wrong), 1)


def among_brand(listing: Listing, position: int) -> Iterator[Made]:
    """The cheapest, the best rated of its brand."""
    products, random = listing.products, listing.random
    brand = products[position].brand
    same = [i for i, p in enumerate(products) if brand and p.brand == brand]
    rest = [p for p in products if p.brand != brand]
    if not 1 < len(same) < len(_WORDS) or not rest or not brand:
        return
    if any(brand.split()[0].lower() in f"{p.brand} {told_of(p)}".lower() for p in rest):
        return
    for name, (lowest, highest) in _EXTREMES.items():
        values = {i: value for i in same if (value := _value(products[i], name)) is not None}
        if len(values) < len(same) or len(set(values.values())) < len(values):
            continue
        order = sorted(values, key=lambda i: values[i])
        for words, best in ((lowest, order[0]), (highest, order[-1])):
            if best != position and random.random() < 0.5:
                continue
            text = random.choice(_AMONG).format(
                word=random.choice(words), brand=brand, n=random.choice((_WORDS[len(same)], str(len(same))))
            )
            yield Made(position, varied(listing, position, [(text, text)])[0][0], best == position)


def _value(product: PublicProduct, name: str) -> float | None:
    if name == "price":
        return product.current_price
    return product.rating if name == "rating" else product.rating_count
