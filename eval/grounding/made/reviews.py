"""How many have rated a product: to the last of them, or so."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.subjects import titled, varied

_SAID = (
    "It has {count} reviews.",
    "{Count} buyers have rated it.",
    "Its rating comes from {count} reviews.",
    "It is rated by {count} buyers.",
    "It is backed by {count} reviews.",
    "{Count} people reviewed it.",
    "{Count} shoppers have reviewed it.",
    "With {count} reviews, it is a safe pick.",
    "It has been rated by {count} people.",
    "It has {count} ratings.",
    "It comes with {count} customer reviews.",
    "There are {count} reviews of it.",
    "{Count} customers have left a rating.",
    "{Count} ratings speak for themselves.",
    "It has been reviewed {count} times.",
    "It counts {count} reviews.",
    "It has gathered {count} ratings so far.",
    "A nice pick with {count} reviews.",
    "The rating is based on {count} reviews.",
    "It draws on {count} ratings.",
    "{Count} owners have rated it.",
    "Its score rests on {count} ratings.",
    "Rated by {count} buyers, it is a safe choice.",
)
_BOTH = (
    "It has {rating} stars from {count} ratings.",
    "It is rated {rating} by {count} buyers.",
    "With {rating} stars across {count} reviews, it is a safe pick.",
    "It averages {rating} over {count} reviews.",
    "{Count} buyers give it {rating} stars.",
    "Its {rating} stars come from {count} reviews.",
    "It scores {rating} out of 5 from {count} customers.",
    "{Count} people rated it {rating} out of 5 on average.",
    "Rated {rating} by {count} shoppers, it is well liked.",
)
_BESIDE = (
    "It has {more} reviews than the {other}.",
    "The {other} has {less} reviews.",
    "It has {count} reviews, {more} than the {other}.",
    "{More} people have rated it than the {other}.",
    "It has been reviewed {oftener} than the {other}.",
    "The {other} has been rated by {less} people.",
    "It is the {more_} reviewed of the two, next to the {other}.",
)
_FIGURES = (
    "It has {count} reviews, the {other} {theirs}.",
    "The {other} has {theirs} reviews.",
    "It has {count} reviews against {theirs} for the {other}.",
    "It has {count} ratings, while the {other} has {theirs}.",
    "The {other} is rated by {theirs} buyers.",
    "{Theirs} people have rated the {other}.",
    "Its {count} reviews compare with {theirs} for the {other}.",
)
_FLOOR = ("over", "more than", "at least", "well over", "upwards of", "north of")
_CEILING = ("nearly", "almost", "close to", "just under")
_NEAR = ("about", "around", "roughly", "some", "approximately")
_FEW = ("fewer than", "under", "less than")


def _rounded(count: int) -> int:
    """The unit that one rounds it to: two figures of it stand."""
    return int(10 ** max(0, floor(log10(count)) - 1)) * (1 if count >= 100 else 10)


def told_in_round(listing: Listing, count: int) -> list[tuple[str, str]]:
    """``over 2,000`` beside what is false of it."""
    random, unit = listing.random, _rounded(count)
    below, above = floor((count - 1) / unit) * unit, ceil((count + 1) / unit) * unit
    near = round(count / unit) * unit
    far = ceil(count * random.choice((1.4, 1.8, 3)) / unit) * unit
    low = floor(count * random.choice((0.3, 0.55)) / unit) * unit
    pairs: list[tuple[str, str]] = []
    if below > 0:
        word = random.choice(_FLOOR if count > below * 1.08 else _FLOOR[:3])
        pairs.append((f"{word} {below:,}", f"{word} {far:,}"))
    if above <= count * 1.05:
        word = random.choice(_CEILING)
        pairs.append((f"{word} {above:,}", f"{word} {far:,}"))
        if low > 0:
            pairs.append((f"{word} {above:,}", f"{word} {low:,}"))
    if near and abs(near - count) <= count * 0.05:
        word = random.choice(_NEAR)
        pairs.append((f"{word} {near:,}", f"{word} {far:,}"))
        if low > 0:
            pairs.append((f"{word} {near:,}", f"{word} {low:,}"))
    if low > 0:
        word = random.choice(_FEW)
        pairs.append((f"{word} {above:,}", f"{word} {low:,}"))
    return pairs


def reviews(listing: Listing, position: int) -> Iterator[Made]:
    """So many, exactly or in round figures."""
    product, random = listing.products[position], listing.random
    count = product.rating_count
    if not count or count < 12:
        return
    wrong = int(count * random.choice((0.5, 1.4, 3))) + 7
    pairs = [
        (f"{count:,}", f"{wrong:,}"),
        *random.sample(rounded := told_in_round(listing, count), min(2, len(rounded))),
    ]
    for true, false in pairs:
        said, turned = {"count": true, "Count": _begun(true)}, {"count": false, "Count": _begun(false)}
        yield from listing.told(position, varied(listing, position, both(_SAID, said, turned)), 1)
        if product.rating is not None:
            said["rating"] = f"{product.rating:.1f}"
            yield from listing.told(position, varied(listing, position, both(_BOTH, said, turned)), 1)


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """More or fewer of them than another, and how many that one has."""
    products, random = listing.products, listing.random
    ours = products[position].rating_count
    known = [i for i in listing.others(position) if products[i].rating_count]
    if not ours or not known:
        return
    other = products[random.choice(known)]
    theirs = other.rating_count
    assert theirs is not None
    said = {
        "other": titled(other.title),
        "count": f"{ours:,}",
        "theirs": f"{theirs:,}",
        "Theirs": f"{theirs:,}",
    }
    words = {
        "more": ("more", "fewer"),
        "More": ("More", "Fewer"),
        "less": ("fewer", "more"),
        "oftener": ("more often", "less often"),
        "more_": ("more", "less"),
    }
    if ours != theirs:
        fewer = ours < theirs
        true = said | {name: pair[fewer] for name, pair in words.items()}
        false = {name: pair[not fewer] for name, pair in words.items()}
        yield from listing.told(position, varied(listing, position, both(_BESIDE, true, false)), 1)
    wrong = int(theirs * random.choice((0.4, 1.6))) + 7
    if ours not in (theirs, wrong):
        false = {"theirs": f"{wrong:,}", "Theirs": f"{wrong:,}"}
        yield from listing.told(position, varied(listing, position, both(_FIGURES, said, false)), 1)


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
