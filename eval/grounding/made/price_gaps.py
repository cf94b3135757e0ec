"""What a product costs beside another one: more or less, by how much, and what that one costs."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made import said_of_gaps as ways
from eval.grounding.made.framing import called, framed, off
from eval.grounding.made.listing import Listing, Made, both

_CHEAP, _DEAR = (
    ("cheaper", "less expensive", "more affordable", "less costly"),
    ("dearer", "more expensive", "pricier", "costlier", "more costly"),
)


def gaps(listing: Listing, position: int) -> Iterator[Made]:
    """Its price beside that of another."""
    price, random = listing.price(position), listing.random
    known = [(i, p) for i, p in listing.prices().items() if price and abs(p - price) > 0.01 * price]
    if price is None or not known:
        return
    for _ in range(2):
        other, theirs = random.choice(known)
        less = theirs > price
        true, turned = _words(listing, less=less), _words(listing, less=not less)
        true |= {
            "title": called(listing, position),
            "price": listing.money(price),
            "other": called(listing, other),
            "theirs": listing.money(theirs),
            "gap": listing.money(abs(theirs - price)),
        }
        does = [*ways.DOES, *(ways.CHEAPER if less else ways.DEARER)]
        whole = [*ways.WHOLE, *(ways.WHOLE_CHEAPER if less else ways.WHOLE_DEARER)]
        wrong = {
            "gap": listing.money(off(random, abs(theirs - price))),
            "theirs": listing.money(off(random, theirs)),
            "price": listing.money(off(random, price)),
        }
        for false in (
            turned,
            turned,
            {"gap": wrong["gap"]},
            {"theirs": wrong["theirs"]},
            {"price": wrong["price"]},
        ):
            templates = [*whole, *framed(random, does)]
            yield from listing.told(position, both(templates, true, false), 2)
        # What is only said of the cheaper one is false of the dearer.
        only = [*framed(random, ways.CHEAPER if not less else ways.DEARER)]
        only += [*(ways.WHOLE_CHEAPER if not less else ways.WHOLE_DEARER)]
        yield Made(position, random.choice(only).format(**true), False)


def _words(listing: Listing, *, less: bool) -> dict[str, str]:
    random = listing.random
    cheap, dear = random.choice(_CHEAP), random.choice(_DEAR)
    pairs = {
        "cheaper": (cheap, dear),
        "dearer": (dear, cheap),
        "less": ("less", "more"),
        "more": ("more", "less"),
        "below": ("below", "above"),
        "above": ("above", "below"),
        "lower": ("lower", "higher"),
        "higher": ("higher", "lower"),
        "cheap_as": ("as dear as", "as cheap as"),
    }
    return {name: pair[0 if less else 1] for name, pair in pairs.items()}
