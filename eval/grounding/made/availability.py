"""Whether a product can be had now."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made

_SAID = {
    "in_stock": (
        "It is in stock.",
        "It is available now.",
        "It is in stock and ready to ship.",
        "You can have it right away.",
        "It is ready to ship.",
    ),
    "out_of_stock": (
        "It is out of stock.",
        "It is sold out.",
        "It is not in stock at the moment.",
        "It is currently unavailable.",
        "Sadly it is sold out right now.",
    ),
    "preorder": ("You can preorder it.", "It is available for preorder.", "It is not out yet."),
    "backorder": ("It is on backorder.", "It is backordered, so it takes a while.", "It can be backordered."),
}
_ALSO = {"preorder": ("It is not in stock yet.",), "backorder": ("It is not in stock at the moment.",)}


def availability(listing: Listing, position: int) -> Iterator[Made]:
    """Each state that it is in, and one that it is not."""
    own, random = listing.products[position].availability, listing.random
    if own is None:
        return
    yield Made(position, random.choice((*_SAID[own], *_ALSO.get(own, ()))), True)
    # Neither is more than out of stock to a shopper: only what it surely is not.
    apart = [state for state in _SAID if state != own and {state, own} & {"in_stock"}]
    yield Made(position, random.choice(_SAID[random.choice(apart)]), False)


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """Whether another can be had."""
    others = [i for i in listing.others(position) if listing.products[i].availability is not None]
    if not others:
        return
    other = listing.products[listing.random.choice(others)]
    here = other.availability == "in_stock"
    yield Made(position, f"The {other.title} is in stock.", here)
    yield Made(position, f"The {other.title} is not in stock.", not here)
    ours = listing.products[position].availability
    if ours is not None and (ours == "in_stock") != here:
        yield Made(position, f"Unlike the {other.title}, it is in stock.", not here)
        yield Made(position, f"The {other.title} is in stock, this one is not.", here)
