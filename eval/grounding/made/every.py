"""All that is made of a list, and the lists of a catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from eval.grounding.cases import Case
from eval.grounding.made import (
    amounts,
    attributes,
    availability,
    brands,
    compared,
    composed,
    contents,
    contrasted,
    dates,
    described,
    extents,
    features,
    kinds,
    looks,
    measured,
    names,
    price_bounds,
    price_gaps,
    price_ranks,
    price_shares,
    prices,
    ranks,
    ratings,
    reviews,
    sales,
    scoped,
    shared,
    sharing,
    sorts,
    stock,
    superlatives,
    worn,
)
from eval.grounding.made.listing import Listing, Maker
from retrieval.types import Product

MAKERS: Mapping[str, Maker] = {
    "price": prices.prices,
    "sale": sales.sales,
    "price bound": price_bounds.bounds,
    "price rounded": price_bounds.roundings,
    "price beside another": price_gaps.gaps,
    "price shares": price_shares.shares,
    "price rank": price_ranks.ranks,
    "rating": ratings.ratings,
    "rating beside another": ratings.beside,
    "review count": reviews.reviews,
    "review count beside another": reviews.beside,
    "date": dates.dates,
    "date beside another": dates.beside,
    "date among all": dates.ranked,
    "kind": sorts.sorts,
    "attribute": attributes.attributes,
    "amount": amounts.amounts,
    "amount rounded": amounts.rough,
    "amount beside another": measured.beside,
    "amount superlative": measured.extremes,
    "age in years": extents.ages,
    "sides and shares": extents.sides_and_shares,
    "times as much": extents.times,
    "parts counted": amounts.counted,
    "availability": availability.availability,
    "availability beside another": availability.beside,
    "availability of all": stock.of_list,
    "superlative": superlatives.superlatives,
    "of its brand": brands.of_brand,
    "extreme of its brand": brands.among_brand,
    "count": superlatives.tallies,
    "superlative of some": scoped.scoped,
    "superlative by its place": scoped.ordinals,
    "two superlatives": scoped.together,
    "only one": sharing.only,
    "count of some": sharing.shared,
    "all or none": sharing.everyone,
    "how many are ahead": ranks.ahead,
    "who is ahead": ranks.second,
    "brand": names.names,
    "brand beside another": names.both_brands,
    "colour": looks.colours,
    "material": looks.materials,
    "material of a part": looks.parts,
    "kind of attribute": kinds.kinds,
    "size": worn.sizes,
    "care": worn.care,
    "age": worn.ages,
    "yes or no": features.features,
    "feature told of nowhere": features.silent,
    "listed feature": features.listed,
    "in the box": contents.box,
    "ingredient": contents.ingredients,
    "description": described.described,
    "phrases of the description": described.joined,
    "kind of product": described.titled,
    "composed": composed.composed,
    "told apart": contrasted.told_apart,
    "compared": compared.compared,
    "shared": shared.shared,
}
"""Kind of claim → who makes its sentences."""
_AT_LEAST, _AT_MOST = 3, 6


def sentences(products: Sequence[Product], random: Random) -> Iterator[tuple[str, Case]]:
    """Whatever can be said of each product of one list, with its kind; ``products`` in the list's order."""
    listing = Listing([product.public() for product in products], random)
    for position, product in enumerate(products):
        for kind, maker in MAKERS.items():
            for made in maker(listing, position):
                yield (
                    kind,
                    Case(
                        sentence=made.sentence, product=product, list=tuple(products), grounded=made.grounded
                    ),
                )


def lists(products: Iterable[Product], random: Random, wanted: int) -> list[list[Product]]:
    """At most ``wanted`` lists of products of one category each, as a search might bring them."""
    alike: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        if product.categories and product.price is not None:
            alike[product.categories[0]].append(product)
    shelves = [shelf for _, shelf in sorted(alike.items()) if len(shelf) >= _AT_LEAST]
    chosen = [random.choice(shelves) for _ in range(wanted)] if shelves else []
    return [random.sample(shelf, min(len(shelf), random.randint(_AT_LEAST, _AT_MOST))) for shelf in chosen]
