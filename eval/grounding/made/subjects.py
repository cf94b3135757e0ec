"""One sentence about a product, said of it in another way: ``It's …``, ``This one is …``, by its name."""

from __future__ import annotations

from collections.abc import Sequence

from eval.grounding.made.listing import Listing


def titled(title: str) -> str:
    """``Arc Lamp``, to stand after "the": a name that begins with an article loses its own."""
    return title.removeprefix("The ")


def varied(listing: Listing, position: int, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each pair with the ``It`` that both begin with, if they do, as one of the ways to name the product."""
    turned: list[tuple[str, str]] = []
    for pair in pairs:
        if not all(said.startswith("It ") for said in pair):
            turned.append(pair)
            continue
        ways = ["It", "This one", "This", f"The {titled(listing.products[position].title)}"]
        if all(said.startswith("It is ") for said in pair):
            ways.append("It's")
        subject = listing.random.choice(ways)
        begin = len("It is" if subject == "It's" else "It")
        true, false = (f"{subject}{said[begin:]}" for said in pair)
        turned.append((true, false))
    return turned
