"""Which products of a list can be had."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made

_EVERY = (
    "All of these are in stock.",
    "Every one of these is in stock.",
    "Everything here is in stock.",
    "They are all in stock.",
)
_ALONE = (
    "It is the only one in stock.",
    "It is the only one here in stock.",
    "It is the only one of these that is in stock.",
    "None of the others is in stock.",
    "Only this one is in stock.",
    "It is the only one available right now.",
)
_NEVER = (
    "It is the only one out of stock.",
    "It is the only one that is not in stock.",
    "All the others are in stock.",
    "Only this one is sold out.",
)


def of_list(listing: Listing, position: int) -> Iterator[Made]:
    """Which of all can be had."""
    states = [product.availability for product in listing.products]
    if None in states:
        return
    random, ours = listing.random, states[position] == "in_stock"
    stocked = sum(state == "in_stock" for state in states)
    yield Made(position, random.choice(_EVERY), stocked == len(states))
    yield Made(position, random.choice(_ALONE), ours and stocked == 1)
    rest = [state for i, state in enumerate(states) if i != position]
    text = random.choice(_NEVER)
    if text == _NEVER[2]:
        yield Made(position, text, stocked - ours == len(rest))
    # Neither ahead of its day nor sold out is what comes later: only what is surely so.
    elif ours or "out_of_stock" in rest or (states[position] == "out_of_stock" and stocked == len(rest)):
        yield Made(position, text, not ours and stocked == len(rest))
