"""Bounds and roundings of a price: ``under $100``, ``just under $90``, ``within a $60 budget``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made import said_of_bounds as ways
from eval.grounding.made.framing import called, framed
from eval.grounding.made.listing import Listing, Made, both

_NEARLY = ("just under", "just below", "nearly", "almost", "a little under", "not quite", "slightly under",
           "a touch under", "close to")  # fmt: skip
_BARELY = ("just over", "a little over", "slightly over", "slightly more than", "just above", "a bit over")
_ABOUT = ("about", "around", "roughly", "approximately", "some", "more or less")


def bounds(listing: Listing, position: int) -> Iterator[Made]:
    """A round amount that its price stays below, and one that it exceeds."""
    price, random = listing.price(position), listing.random
    if price is None:
        return
    step = _step(price)
    above, below = (price // step + 1) * step, (price // step) * step
    if below >= price:
        below -= step
    true = {"title": called(listing, position)}
    if not 0 < below < price < above:
        return
    low, high = listing.money(below), listing.money(above)
    for does, whole, right, wrong in (
        (ways.BELOW, ways.ALL_BELOW, high, low),
        (ways.ABOVE, ways.ALL_ABOVE, low, high),
    ):
        templates = [*whole, *framed(random, does)]
        yield from listing.told(position, both(templates, true | {"it": right}, {"it": wrong}), 4)


def roundings(listing: Listing, position: int) -> Iterator[Made]:
    """The round amount next to its price, and one that is far from it."""
    price, random = listing.price(position), listing.random
    if price is None:
        return
    step = _step(price)
    near, above = round(price / step) * step, (price // step + 1) * step
    true = {"title": called(listing, position)}
    for words, amount, fits, wrong in (
        (_ABOUT, near, abs(near - price) <= 0.05 * price, (0.6, 0.7, 1.4, 1.6)),
        (_NEARLY, above, 0 < above - price <= 0.07 * price, (0.7, 1.4, 1.6)),
        (_BARELY, above - step, 0 < price - above + step <= 0.05 * price, (0.6, 0.7, 1.3)),
    ):
        false = round(price * random.choice(wrong) / step) * step
        if fits and amount > 0 and abs(false - price) > 0.2 * price and false > 0:
            yield from _hedged(listing, position, true, words, amount, false)


def _hedged(
    listing: Listing, position: int, true: dict[str, str], words: Sequence[str], amount: float, false: float
) -> Iterator[Made]:
    hedge = listing.random.choice(words)
    templates = [*ways.ALL_ROUNDED, *framed(listing.random, ways.ROUNDED)]
    right, wrong = (f"{hedge} {listing.money(each)}" for each in (amount, false))
    yield from listing.told(position, both(templates, true | {"it": right}, {"it": wrong}), 2)


def _step(price: float) -> float:
    return (
        100.0
        if price >= 1000
        else 50.0
        if price >= 300
        else 10.0
        if price >= 20
        else 5.0
        if price > 8
        else 1.0
    )
