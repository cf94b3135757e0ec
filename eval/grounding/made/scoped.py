"""What a product is among some of its list, and in two things at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made.facets import NUMBERS, ORDINALS, Facet, Scale, facets, scales
from eval.grounding.made.listing import Listing, Made

_SCOPED = (
    "It is the {word} of the ones {after}.",
    "It is the {word} one {after}.",
    "It's the {word} of those {after}.",
    "Of the {n} {after}, it is the {word}.",
    "Among the ones {after}, this is the {word}.",
    "This is the {word} option {after}.",
    "The {title} is the {word} of the {n} {after}.",
    "The {word} one {after}.",
    "It is the {word} here {after}.",
    "Of those that {do}, it is the {word}.",
    "Of the ones here that {do}, the {title} is the {word}.",
    "It is the {word} of all that {do}.",
    "The {word} of the {n} that {do}, it is worth a look.",
)
_ADJECTIVE = (
    "It is the {word} of the {before} ones.",
    "It is the {word} {before} one here.",
    "Of the {n} {before} ones it is the {word}.",
    "Among the {before} options, this one is the {word}.",
    "The {word} of the {n} {before} ones here.",
)
_RANKED = (
    "It is the {word} of these.",
    "It ranks as the {word} here.",
    "Of the {n}, it is the {word}.",
    "The {title} is the {word} on this list.",
    "This is the {word} of the lot.",
    "As the {word} here, it has its place.",
    "It comes out as the {word} of the {n}.",
    "You are looking at the {word} one here.",
    "Here is the {word} of these.",
)
_BOTH = (
    "It is both the {a} and the {b} of these.",
    "It is the {a} and the {b} here.",
    "It's the {a} here and also the {b}.",
    "It is not only the {a} but also the {b}.",
    "The {a} of the {n}, it is also the {b}.",
    "It is at once the {a} and the {b} on the list.",
    "Both {a} and {b} of the {n}.",
    "The {title} is the {a} as well as the {b} of these.",
    "It is the {a} of all, and the {b} too.",
    "This one is the {a}, and it is the {b} as well.",
    "Besides being the {a}, it is the {b} here.",
)
_BUT = (
    "It is the {a} but also the {b}.",
    "It is the {a} here, though also the {b}.",
    "While it is the {a}, it is also the {b}.",
    "The {a} of these, but the {b} as well.",
    "Although it is the {a}, it is the {b} too.",
    "It may be the {a}, but it is also the {b}.",
)
_NOT = (
    "It is the {a}, though not the {b}.",
    "It is the {a} here but not the {b}.",
    "It is the {a} without being the {b}.",
    "The {a} of the {n}, if not the {b}.",
)
_NEITHER = (
    "It is neither the {a} nor the {b} here.",
    "It is not the {a} and not the {b}.",
)


def scoped(listing: Listing, position: int) -> Iterator[Made]:
    """The cheapest of the waterproof ones, the best rated under $100."""
    found = [(f, s) for f in facets(listing) for s in scales(listing) if len(f.holders) > 1]
    random = listing.random
    for facet, scale in random.sample(found, min(5, len(found))):
        if len(facet.holders) == len(listing.products) and random.random() < 0.8:
            continue
        order = sorted(facet.holders, key=scale.values.__getitem__)
        for words, ranked in ((scale.lowest, order), (scale.highest, order[::-1])):
            word = random.choice(words)
            if position not in facet.holders:
                ahead = sorted([*ranked, position], key=scale.values.__getitem__)
                if position not in (ahead[0], ahead[-1]):
                    continue
            holds = ranked[0] == position
            if holds or random.random() < 0.4:
                yield Made(position, _scoped(listing, position, facet, word), holds)


def _scoped(listing: Listing, position: int, facet: Facet, word: str) -> str:
    templates: Sequence[str] = _SCOPED
    if facet.after.startswith("that "):
        templates = [t for t in _SCOPED if "{after}" not in t]
    if facet.before and listing.random.random() < 0.5:
        templates = _ADJECTIVE
    title = listing.products[position].title
    said = listing.random.choice(templates).format(
        word=word,
        after=facet.after,
        before=facet.before,
        do=facet.do,
        title=title,
        n=NUMBERS[len(facet.holders)],
    )
    return said[:1].upper() + said[1:]


def ordinals(listing: Listing, position: int) -> Iterator[Made]:
    """The second cheapest, the third best rated."""
    random, n = listing.random, len(listing.products)
    for scale in scales(listing):
        order = sorted(scale.values, key=scale.values.__getitem__)
        for words, ranked in ((scale.lowest, order), (scale.highest, order[::-1])):
            place = ranked.index(position)
            other = random.choice([i for i in range(min(4, n - 1)) if i != place])
            for nth in (place, other):
                if nth >= min(4, n - 1):
                    continue  # Nobody says the fifth cheapest of five.
                word = f"{ORDINALS[nth]}{random.choice(words)}"
                title = listing.products[position].title
                said = random.choice(_RANKED).format(word=word, n=NUMBERS[n], title=title)
                yield Made(position, said, nth == place)


def together(listing: Listing, position: int) -> Iterator[Made]:
    """Both the cheapest and the best rated; the cheapest but also the worst rated."""
    known, random = scales(listing), listing.random
    for _ in range(3 if len(known) > 1 else 0):
        first, second = random.sample(known, 2)
        ends = [_end(scale, position) for scale in (first, second)]
        said = [end if end is not None else random.random() < 0.5 for end in ends]
        if random.random() < 0.5:
            at = random.randrange(2)
            said[at] = not said[at]
        holds = [end is not None and end == told for end, told in zip(ends, said, strict=True)]
        a, b = (
            random.choice(scale.highest if told else scale.lowest)
            for scale, told in zip((first, second), said, strict=True)
        )
        templates, true = random.choice(
            (
                (_BOTH, all(holds)),
                (_BUT, all(holds)),
                (_NOT, holds[0] and not holds[1]),
                (_NEITHER, not any(holds)),
            )
        )
        if not true and random.random() < 0.5:
            continue
        title, n = listing.products[position].title, NUMBERS[len(listing.products)]
        text = random.choice(templates).format(a=a, b=b, title=title, n=n)
        yield Made(position, text[:1].upper() + text[1:], true)


def _end(scale: Scale, position: int) -> bool | None:
    """Whether it is the highest, or the lowest; None where it is neither."""
    order = sorted(scale.values, key=scale.values.__getitem__)
    return None if position not in (order[0], order[-1]) else position == order[-1]
