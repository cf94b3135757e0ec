"""What a product cost before its sale, and what is saved on it."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made import said_of_sales as ways
from eval.grounding.made.framing import called, framed, off
from eval.grounding.made.listing import Listing, Made, both

_CLEAR = 3.0
"""Percent of a discount below which nobody would speak of one."""


def sales(listing: Listing, position: int) -> Iterator[Made]:
    """What it was, and what is saved; of what is not on sale, that it is."""
    product, price, random = listing.products[position], listing.price(position), listing.random
    if price is None:
        return
    money, usual = listing.money, product.price
    true = {"price": money(price), "title": called(listing, position)}
    saved = 0.0 if usual is None else usual - price
    percent = 100 * saved / usual if usual else 0.0
    said, denied = ([random.choice(framed(random, kind)).format(**true)] for kind in (ways.ON, ways.OFF))
    if abs(saved) < 0.01:
        yield Made(position, said[0], False)
        yield Made(position, denied[0], True)
        return
    if usual is None or percent < _CLEAR:
        return
    yield Made(position, said[0], True)
    yield Made(position, denied[0], False)
    true |= {"usual": money(usual), "saved": money(saved), "percent": f"{percent:.0f}"}
    false = {
        "usual": money(round(usual * random.choice((0.7, 1.3, 1.6)))),
        "saved": money(off(random, saved)),
        "percent": str(round(percent) + random.choice((-1, 1)) * max(4, round(percent) // 3)),
        "price": money(off(random, price)),
    }
    for name, wrong in false.items():
        templates = [*ways.SALE, *framed(random, ways.DOES)]
        yield from listing.told(position, both(templates, true, {name: wrong}), 2)
