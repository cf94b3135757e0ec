"""Sentences with places for facts, filled truly and with one thing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.grounding.made.listing import Listing, Made


def fellows(listing: Listing, position: int) -> Sequence[int]:
    """One to speak of: whose title is no part of another's."""
    titles = [product.title.lower() for product in listing.products]
    good = [
        i
        for i in listing.others(position)
        if sum(re.search(rf"\b{re.escape(titles[i])}\b", title) is not None for title in titles) == 1
    ]
    return listing.random.sample(good, min(len(good), 1))


def filled(
    listing: Listing,
    position: int,
    frames: Sequence[str],
    true: dict[str, str],
    changes: list[dict[str, str]],
) -> Iterator[Made]:
    """A frame that can be filled, and the same with one thing changed that it says."""
    fit = [frame for frame in frames if set(re.findall(r"\{(\w+)\}", frame)) <= true.keys()]
    frame = listing.random.choice(fit)
    said = [each for each in changes if all(f"{{{name}}}" in frame for name in each)]
    if said:
        yield Made(position, frame.format(**true), True)
        yield Made(position, frame.format(**{**true, **listing.random.choice(said)}), False)
