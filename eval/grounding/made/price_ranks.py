"""The place of a price among the others, and who costs less or more, with what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made import said_of_ranks as ways
from eval.grounding.made.framing import called, framed, off
from eval.grounding.made.listing import Listing, Made, both

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ranks(listing: Listing, position: int) -> Iterator[Made]:
    """Its place by price: the first, the second, the last, or between two."""
    random, known = listing.random, listing.prices()
    n = len(listing.products)
    if len(known) < n or n < 3 or n >= len(_NUMBERS):
        return
    order = sorted(known, key=lambda i: known[i])
    place, price = order.index(position), known[position]
    if any(i != position and abs(known[i] - price) < 0.01 * price for i in order):
        return
    first = order[0] if place else order[1]
    fill = {
        "title": called(listing, position),
        "price": listing.money(price),
        "n": _NUMBERS[n],
        "first": called(listing, first),
        "cheapest": listing.money(known[first]),
    }
    for at, does, whole in (
        (0, ways.FIRST, ways.ALL_FIRST),
        (n - 1, ways.LAST, ways.ALL_LAST),
        (1, ways.SECOND, ways.ALL_SECOND),
    ):
        for said in random.sample([*whole, *framed(random, does)], 2):
            yield Made(position, said.format(**fill), place == at)
    if place == 1:
        templates = [each for each in ways.ALL_SECOND if "{cheapest}" in each]
        yield from listing.told(
            position, both(templates, fill, {"cheapest": listing.money(off(random, known[first]))})
        )
    yield from _between(listing, position, order, fill)


def _between(listing: Listing, position: int, order: Sequence[int], fill: dict[str, str]) -> Iterator[Made]:
    random, known = listing.random, listing.prices()
    low, high = (
        [i for i in order if (known[i] < known[position]) == less and i != position] for less in (1, 0)
    )
    if low and high:
        a, b = random.choice(low), random.choice(high)
        names = {"low": called(listing, a), "high": called(listing, b)}
        names |= {"floor": listing.money(known[a]), "ceiling": listing.money(known[b])}
        turned = {"low": names["high"], "high": names["low"]}
        turned |= {"floor": names["ceiling"], "ceiling": names["floor"]}
        templates = [*ways.ALL_MIDDLE, *framed(random, ways.MIDDLE)]
        turnable = [each for each in templates if "between" not in each.lower()]
        yield from listing.told(position, both(turnable, fill | names, turned))
        said = random.choice([each for each in templates if "neither" not in each])
        yield Made(position, said.format(**fill, **names), True)
    else:
        side = high or low
        a, b = random.sample(side, 2)
        if known[a] > known[b]:
            a, b = b, a
        names = {"low": called(listing, a), "high": called(listing, b)}
        names |= {"floor": listing.money(known[a]), "ceiling": listing.money(known[b])}
        yield Made(
            position,
            random.choice([*ways.ALL_MIDDLE, *framed(random, ways.MIDDLE)]).format(**fill, **names),
            False,
        )
    for less, side in ((True, high), (False, low)):
        if len(side) > 1:
            a, b = random.sample(side, 2)
            words = {"cheaper": "cheaper", "less": "less", "more": "more", "dearer": "dearer"}
            other = {"cheaper": "dearer", "less": "more", "more": "less", "dearer": "cheaper"}
            true, false = (words, other) if less else (other, words)
            pair = {"a": called(listing, a), "b": called(listing, b)}
            templates = [*ways.ALL_BOTH, *framed(random, ways.BOTH)]
            yield from listing.told(position, both(templates, fill | pair | true, false))
