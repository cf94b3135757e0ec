"""How many of a list are ahead of a product, and who: three cost less, only the Arc is cheaper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made.facets import NUMBERS, Scale, scales
from eval.grounding.made.listing import Listing, Made

_AHEAD = (
    "{N} of the others {is_} {less}.",
    "{N} of these {costs}.",
    "{N} of the others {costs}.",
    "Only {n} of the others {is_} {less}.",
    "{N} of the other {rest} {costs}.",
    "{N} here {is_} {less} than this one.",
    "{N} here {costs} than this one.",
    "Just {n} of these {is_} {less}.",
    "Exactly {n} of the others {costs}.",
    "There {is_} {n} {less} than this one here.",
    "Only {n} {costs}.",
)
_NONE = (
    "None of the others {is_} {less}.",
    "No other one here {is_} {less}.",
    "No other here {is_} {less}.",
    "Nothing here {costs}.",
    "Nothing else here {is_} {less}.",
    "None of these {costs}.",
    "Not one of the others {costs}.",
    "You will not find a {less} one here.",
    "No other option here {costs}.",
)
_EVERY = (
    "Every other one here {costs_more}.",
    "All of the others {cost_more}.",
    "All the others {are} {more}.",
    "The others all {cost_more}.",
    "Everything else here {costs_more}.",
    "The other {rest} all {cost_more}.",
    "It {costs} than all of the others.",
    "It {costs} than any other here.",
    "It is {less} than everything else here.",
    "It is {less} than each of the others.",
)
_BOTH = (
    "Both of the others {cost_more}.",
    "It is {less} than both of the others.",
    "The other two {cost_more}.",
    "The other two are {more}.",
)
_NEITHER = ("Neither of the others {is_} {less}.", "Neither of the other two {costs}.")
_SHARE = (
    ("Half of the others {are} {less}.", 2),
    ("Half of these {cost_less}.", 1),
    ("Most of the others {are} {less}.", 0),
    ("Most of these {cost_less}.", 0),
)
_SECOND = (
    "Only the {other} is {less}.",
    "After the {other}, it is the {word} here.",
    "Apart from the {other}, it is the {word} of these.",
    "It is the {word} after the {other}.",
    "It is {less} than all but one of these.",
    "It is {less} than all the others but the {other}.",
    "Except for the {other}, nothing here is {less}.",
    "Only one of these is {less}: the {other}.",
    "All but the {other} {cost_more}.",
    "It is the {word} one here bar the {other}.",
    "The {other} is the only one here that {costs}.",
    "The {other} is the only {less} one here.",
    "It is second only to the {other} as the {word} here.",
    "The only one that {costs} is the {other}.",
)
_UNKNOWN = "all but one"


def ahead(listing: Listing, position: int) -> Iterator[Made]:
    """How many are cheaper, rated higher, lighter: as many as are, and another number."""
    random, total = listing.random, len(listing.products)
    for scale in scales(listing):
        words, before = _side(listing, scale, position)
        size = len(before)
        if size:
            template = random.choice(_AHEAD)
            exact = template.startswith(("Only", "Just", "Exactly"))
            for n in (size, size + (random.choice((-1, 1)) if exact else 1)):
                if 0 < n < total:
                    yield Made(position, _numbered(template, words, n, total), n == size)
        template = random.choice((*_NONE, *_EVERY, *(() if total != 3 else (*_BOTH, *_NEITHER))))
        if not size or random.random() < 0.5:
            yield Made(position, _numbered(template, words, 1, total), not size)
        template, parts = random.choice(_SHARE)
        of = total if parts == 1 else total - 1
        holds = size * 2 == of if parts else size * 2 > total
        # Most of an odd number but one, and half of an odd number, may be argued about.
        sure = of % 2 == 0 if parts else abs(size * 2 - total) > 1
        if sure and (holds or random.random() < 0.4):
            yield Made(position, _numbered(template, words, 2, total), holds)


def second(listing: Listing, position: int) -> Iterator[Made]:
    """Only one is ahead of it, and which."""
    random, products = listing.random, listing.products
    for scale in scales(listing):
        words, before = _side(listing, scale, position)
        if len(before) == 1 or (before and random.random() < 0.3):
            template = random.choice(_SECOND)
            if _UNKNOWN in template and len(products) < 3:
                continue
            title = products[before[0]].title
            yield Made(
                position,
                _numbered(template, words | {"other": title}, 1, len(products)),
                len(before) == 1,
            )
        if len(before) == 1 and len(products) > 2:
            wrong = random.choice([i for i in listing.others(position) if i not in before])
            template = random.choice([t for t in _SECOND if "{other}" in t])
            title = products[wrong].title
            yield Made(position, _numbered(template, words | {"other": title}, 1, len(products)), False)


def _side(listing: Listing, scale: Scale, position: int) -> tuple[dict[str, str], list[int]]:
    """The words for one end of a scale, and who is nearer to it."""
    random, values = listing.random, scale.values
    ends: Sequence[tuple[tuple[str, ...], ...]] = (
        (scale.lower, scale.higher, scale.costs_lower, scale.costs_higher, scale.lowest),
        (scale.higher, scale.lower, scale.costs_higher, scale.costs_lower, scale.highest),
    )
    at = random.randrange(2)
    less, more, costs_less, costs_more, words = ends[at]
    before = [i for i in values if i != position and (values[i] < values[position]) == (at == 0)]
    before = [i for i in before if values[i] != values[position]]
    said = {
        "less": random.choice(less),
        "more": random.choice(more),
        "word": random.choice(words),
        "costs_less": costs_less[0],
        "cost_less": costs_less[1],
        "costs_more": costs_more[0],
        "cost_more": costs_more[1],
        "are": "are",
    }
    return said, sorted(before, key=values.__getitem__)


def _numbered(template: str, words: dict[str, str], n: int, total: int) -> str:
    return template.format(
        **words,
        n=NUMBERS[n],
        N=NUMBERS[n].capitalize(),
        rest=NUMBERS[total - 1],
        is_="is" if n == 1 else "are",
        costs=words["costs_less"] if n == 1 else words["cost_less"],
    )
