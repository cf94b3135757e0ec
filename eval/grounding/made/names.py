"""Who makes a product, and who makes another."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.subjects import titled, varied
from retrieval.types import PublicProduct

_BRAND = (
    "It is by {brand}.",
    "It is made by {brand}.",
    "It is from {brand}.",
    "{brand} makes it.",
    "It comes from {brand}.",
    "The brand is {brand}.",
    "Its brand is {brand}.",
    "Its maker is {brand}.",
    "This one is {a} {brand}.",
    "It carries the {brand} name.",
    "It carries the {brand} label.",
    "It bears the {brand} name.",
    "It has the {brand} name on it.",
    "It is sold under the {brand} name.",
    "From {brand}, it is a solid choice.",
    "Made by {brand}, it is a fine pick.",
    "A solid choice from {brand}.",
    "This is {a} {brand} product.",
    "{brand} is the maker.",
    "{brand} is the brand behind it.",
    "{brand} is the name on it.",
    "The maker is {brand}.",
    "The name behind it is {brand}.",
    "You get the {brand} name.",
    "If you like {brand}, this is one of theirs.",
    "It is one of {brand}'s.",
    "It is {brand}'s own.",
    "{brand} is who makes this one.",
    "{brand} produces it.",
    "It is {a} {brand}.",
    "It is manufactured by {brand}.",
    "It was made by {brand}, and it is a good buy.",
    "It is a nice pick, and it is by {brand}.",
    "A nice pick made by {brand}.",
    "As {a} {brand}, it is a good bet.",
)
_NOT = (
    "It is not by {brand}.",
    "It isn't made by {brand}.",
    "It isn't {a} {brand}.",
    "{brand} does not make it.",
    "It does not come from {brand}.",
)
_ALIKE = (
    "Like the {other}, it is by {brand}.",
    "It and the {other} are both by {brand}.",
    "Both it and the {other} come from {brand}.",
    "The {other} is by {brand} too.",
    "The {other} is also by {brand}.",
    "The {other} is from {brand} as well.",
    "It shares its brand with the {other}.",
    "It is from the same brand as the {other}.",
    "It is by the same maker as the {other}.",
    "It has the same maker as the {other}.",
    "It comes from the same brand as the {other}.",
    "The {other} comes from the same maker.",
    "The {other} is by the same brand.",
    "{brand} makes both it and the {other}.",
    "{brand} also makes the {other}.",
    "{brand} makes the {other} too.",
    "As with the {other}, the brand is {brand}.",
    "Just like the {other}, it comes from {brand}.",
    "It is by {brand}, as is the {other}.",
    "It is made by {brand}, just like the {other}.",
)
_APART = (
    "Unlike the {other}, it is by {brand}.",
    "It is by a different brand than the {other}.",
    "It is not by the same maker as the {other}.",
    "It isn't from the same brand as the {other}.",
    "The {other} is by another brand.",
    "The {other} is from a different maker.",
    "It and the {other} are by different brands.",
    "It and the {other} come from different makers.",
    "The {other} is not by {brand}.",
    "The {other} isn't made by {brand}.",
)
_OTHER = (
    "The {other} is by {theirs}.",
    "The {other} is made by {theirs}.",
    "The {other} comes from {theirs}.",
    "{theirs} makes the {other}.",
    "It is by {brand}, the {other} by {theirs}.",
    "While the {other} is by {theirs}, this one is by {brand}.",
    "It is by {brand}, whereas the {other} is by {theirs}.",
    "It comes from {brand}, the {other} from {theirs}.",
    "The {other} is by {theirs}, this one by {brand}.",
    "Unlike the {other}, which is by {theirs}, it is by {brand}.",
)
_UNHEARD = ("Brennholt", "Corvane", "Tamsin & Rowe", "Oltremo", "Yardley Pike", "Senkai", "Vossberg")
"""Names that nobody in a list has."""


def told_of(product: PublicProduct) -> str:
    """All that the shop says of a product, in lower case."""
    values = (value for name in product.attributes for value in product.values(name))
    parts = (product.title, product.brand or "", product.description or "", *product.tags, *values)
    return " ".join(parts).lower()


def apart(one: str, other: str) -> bool:
    """Whether two brands share no word: one name within another says both."""
    return not set(one.lower().split()) & set(other.lower().split()) and one.lower() != other.lower()


def article(name: str) -> str:
    """``a`` or ``an``."""
    return "an" if name[:1].lower() in "aeiou" else "a"


def names(listing: Listing, position: int) -> Iterator[Made]:
    """The brand, its own and another's, one of the list or of nobody here."""
    product, random = listing.products[position], listing.random
    if not product.brand:
        return
    told = told_of(product)
    others = [
        brand
        for i in listing.others(position)
        if (brand := listing.products[i].brand)
        and apart(brand, product.brand)
        and not any(word in told for word in brand.lower().split())
    ]
    unheard = [name for name in _UNHEARD if name.split()[0].lower() not in told]
    true = {"brand": product.brand, "a": article(product.brand)}
    for chosen, share in ((others, 2), (unheard, 1)):
        if chosen:
            name = random.choice(chosen)
            false = {"brand": name, "a": article(name)}
            pairs = varied(listing, position, both(_BRAND, true, false))
            yield from listing.told(position, pairs, share)
            # What it is not: the other way about.
            pairs = varied(listing, position, both(_NOT, false, true))
            yield from listing.told(position, pairs if random.random() < 0.3 else ())


def both_brands(listing: Listing, position: int) -> Iterator[Made]:
    """Whether another is of the same brand, and of which it is."""
    product, others, random = listing.products[position], listing.others(position), listing.random
    if not product.brand or not others:
        return
    of_it = [i for i in others if listing.products[i].brand == product.brand]
    other = listing.products[random.choice(of_it if of_it and random.random() < 0.5 else others)]
    if not other.brand:
        return
    same = other.brand == product.brand
    if not same and (
        not apart(other.brand, product.brand)
        or any(word in told_of(other) for word in product.brand.lower().split())
        or any(word in told_of(product) for word in other.brand.lower().split())
    ):
        return
    said = {"brand": product.brand, "other": titled(other.title), "theirs": other.brand}
    for templates, holds in ((_ALIKE, same), (_APART, not same)):
        for template in random.sample(templates, 2):
            text = template.format(**said)
            text = varied(listing, position, [(text, text)])[0][0]
            yield Made(position, text, holds)
    if not same:
        turned = {"brand": other.brand, "theirs": product.brand}
        yield from listing.told(position, varied(listing, position, both(_OTHER, said, turned)), 1)
