"""What is said of a product, in the frames that sentences put it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from eval.grounding.made.listing import Listing

_FRAMES = (
    "It {does}.",
    "It {does}.",
    "This one {does}.",
    "This one {does}.",
    "The {title} {does}.",
    "The {title} {does}.",
    "It's worth knowing that it {does}.",
    "What stands out is that this one {does}.",
    "A lovely pick, and it {does}.",
    "Lovely as it is, it {does}.",
    "The {title} is a fine choice: it {does}.",
    "A fine choice that {does}.",
    "This is one that {does}.",
    "For many shoppers the point is that it {does}.",
    "It {does}, which is good to know.",
    "It {does}, so it is worth a look.",
    "It's a pick to think about, since it {does}.",
    "If price matters, note that it {does}.",
    "This pick {does}.",
    "I like that it {does}.",
)
_END = re.compile(r"\s*(?: [-–|:/]|,|\().*$")


def framed(random: Random, doing: Sequence[str]) -> list[str]:
    """Each of ``costs {price}`` in some frame: a template with ``{title}`` or without."""
    return [random.choice(_FRAMES).replace("{does}", does) for does in doing]


def called(listing: Listing, position: int) -> str:
    """The title, or what stands before its first comma or dash, where that is of this product alone."""
    titles = [product.title.removeprefix("The ") for product in listing.products]
    title = titles[position]
    short = _END.sub("", title)
    alone = sum(short.lower() in each.lower() for each in titles) == 1
    return short if alone and " " in short and listing.random.random() < 0.7 else title


def off(random: Random, amount: float) -> float:
    """An amount that nobody would take for this one."""
    while True:
        other = float(round(amount * random.choice((0.45, 0.6, 0.75, 1.3, 1.6, 2.2))) + random.randint(0, 1))
        if other > 0 and abs(other - amount) > 0.15 * amount:
            return other
