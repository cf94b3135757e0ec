"""What buyers gave a product, how many of them, and what they gave another."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both

_RATING = (
    "It is rated {rating}.",
    "It is rated {rating} out of 5.",
    "Its rating is {rating} of 5.",
    "Buyers give it {rating} stars.",
    "It averages {rating} stars.",
    "It has a {rating}-star rating.",
    "It scores {rating} with its buyers.",
    "With {rating} stars, it is well worth a look.",
    "The average rating is {rating}.",
    "Shoppers rate it {rating} out of 5.",
)
_COUNT = (
    "It has {count} reviews.",
    "{count} buyers have rated it.",
    "Its rating comes from {count} reviews.",
    "It is rated {rating} by {count} buyers.",
    "It has {rating} stars from {count} ratings.",
    "With {rating} stars across {count} reviews, it is a safe pick.",
    "{count} people reviewed it.",
)
_OTHER = (
    "It is rated {higher} than the {other}.",
    "The {other} is rated {lower}.",
    "It is rated {rating}, against {theirs} for the {other}.",
    "Its rating of {rating} is {above} the {theirs} of the {other}.",
    "The {other} has {theirs} stars, this one {rating}.",
    "At {rating} stars it sits {above} the {other}.",
    "Buyers rate the {other} at {theirs}.",
    "It is {better} rated than the {other}.",
    "Its {rating} stars are {more} than the {theirs} of the {other}.",
)
_COUNTS = (
    "It has {more} reviews than the {other}.",
    "The {other} has {less} reviews.",
)


def ratings(listing: Listing, position: int) -> Iterator[Made]:
    """Its rating and the number of those who gave one."""
    product, random = listing.products[position], listing.random
    if product.rating is None:
        return
    rating = f"{product.rating:.1f}"
    wrong = next(r for r in random.sample((4.9, 4.7, 4.2, 3.9, 3.4), 5) if abs(r - product.rating) > 0.15)
    yield from listing.told(position, both(_RATING, {"rating": rating}, {"rating": f"{wrong:.1f}"}), 2)
    if product.rating_count:
        true = {"rating": rating, "count": f"{product.rating_count:,}"}
        false = {"count": f"{int(product.rating_count * random.choice((0.5, 1.4, 3))) + 7:,}"}
        yield from listing.told(position, both(_COUNT, true, false), 2)


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """Its rating beside that of another."""
    products, random = listing.products, listing.random
    ours = products[position]
    known = [i for i in listing.others(position) if products[i].rating is not None]
    if ours.rating is None or not known:
        return
    other = products[random.choice(known)]
    assert other.rating is not None
    words = {
        "higher": ("higher", "lower"),
        "lower": ("lower", "higher"),
        "above": ("above", "below"),
        "better": ("better", "worse"),
        "more": ("more", "fewer"),
        "less": ("fewer", "more"),
    }
    true = {"rating": f"{ours.rating:.1f}", "theirs": f"{other.rating:.1f}", "other": other.title}
    if true["rating"] != true["theirs"]:
        is_lower = ours.rating < other.rating
        said = true | {name: pair[is_lower] for name, pair in words.items()}
        turned = {name: pair[not is_lower] for name, pair in words.items()}
        yield from listing.told(position, both(_OTHER, said, turned), 1)
        wrong = next(r for r in (4.9, 3.6, 4.2) if abs(r - other.rating) > 0.15)
        yield from listing.told(position, both(_OTHER, said, {"theirs": f"{wrong:.1f}"}), 1)
    if ours.rating_count and other.rating_count and ours.rating_count != other.rating_count:
        is_lower = ours.rating_count < other.rating_count
        said = {"other": other.title} | {name: pair[is_lower] for name, pair in words.items()}
        turned = {name: pair[not is_lower] for name, pair in words.items()}
        yield from listing.told(position, both(_COUNTS, said, turned), 1)
