"""Whether a product can be had now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eval.grounding.made.listing import Listing, Made
from eval.grounding.made.subjects import titled, varied

_SAID: Mapping[str, tuple[str, ...]] = {
    "in_stock": (
        "It is in stock.",
        "It is available now.",
        "It is in stock and ready to ship.",
        "You can have it right away.",
        "It is ready to ship.",
        "It is in stock right now.",
        "It is currently in stock.",
        "It's in stock, so there is no waiting.",
        "It is available right now.",
        "It is available to buy now.",
        "In stock now, it is an easy choice.",
        "You can order it now and it is in stock.",
        "A nice pick that is in stock.",
        "A good choice, and in stock.",
        "It is a lovely pick, and it's in stock.",
        "There is stock of it.",
        "We have it in stock.",
        "It is on hand now.",
        "It can be shipped right away.",
        "It is available immediately.",
        "There is no need to preorder it: it is in stock.",
        "It is in stock today.",
        "It is still in stock.",
        "You can get it right now.",
        "You can get one straight away.",
        "It can be had right away.",
    ),
    "out_of_stock": (
        "It is out of stock.",
        "It is sold out.",
        "It is not in stock at the moment.",
        "It is currently unavailable.",
        "Sadly it is sold out right now.",
        "It isn't in stock right now.",
        "It is currently out of stock.",
        "It is a lovely pick, but it is out of stock.",
        "A nice pick, though it is sold out.",
        "Unfortunately, it is not available right now.",
        "You cannot buy it right now.",
        "You can't get it at the moment.",
        "There is none left.",
        "It is unavailable.",
        "It is temporarily out of stock.",
        "It has sold out.",
        "It is not available at present.",
        "Right now it is out of stock.",
        "The catch: it is out of stock.",
        "It is no longer in stock.",
        "We are out of it.",
        "It can't be ordered right now.",
        "It isn't available right now.",
        "Out of stock for now, it is still a fine one.",
    ),
    "preorder": (
        "You can preorder it.",
        "It is available for preorder.",
        "It is not out yet.",
        "It is on preorder.",
        "It is up for preorder.",
        "You can pre-order it now.",
        "It is a preorder.",
        "It can be preordered.",
        "It is a pre-order, so you will have to wait.",
        "It hasn't been released yet.",
        "It is yet to come out.",
        "It is only available for pre-order.",
        "It is not released yet.",
        "It can only be preordered for now.",
        "Preorder it to be among the first.",
        "It is open for preorders.",
        "It has yet to be released.",
    ),
    "backorder": (
        "It is on backorder.",
        "It is backordered, so it takes a while.",
        "It can be backordered.",
        "It is on back order.",
        "It is currently on backorder.",
        "You can backorder it.",
        "It is available on backorder.",
        "It is back-ordered at the moment.",
        "It is on backorder, so it ships later.",
    ),
}
_ALSO: Mapping[str, tuple[str, ...]] = {
    "in_stock": (
        "It is not sold out.",
        "It isn't out of stock.",
        "It has not sold out.",
        "It is still available.",
        "It doesn't have to be preordered.",
        "It isn't on backorder.",
    ),
    "preorder": ("It is not in stock yet.", "It isn't in stock yet.", "It is not yet in stock."),
    "backorder": (
        "It is not in stock at the moment.",
        "It isn't in stock right now.",
        "It is not in stock, so there is a wait.",
    ),
}
_OTHER = (
    "The {other} is {not_}in stock.",
    "The {other} is {not_}available right now.",
    "The {other} is currently {not_}in stock.",
    "You can{nt} have the {other} right away.",
)
_APART = (
    "Unlike the {other}, it is {not_}in stock.",
    "The {other} is {in_}in stock, this one is{neg}.",
    "It is {not_}in stock, while the {other} is{opp}.",
    "It is {not_}in stock, unlike the {other}.",
    "Where the {other} is {in_}in stock, this one is{neg}.",
    "In contrast to the {other}, it is {not_}in stock.",
)
_ALIKE = (
    "Like the {other}, it is {not_}in stock.",
    "It is {not_}in stock, like the {other}.",
    "It and the {other} are both {out}.",
    "Both it and the {other} are {out}.",
    "The {other} is {out} too.",
    "It is {out}, and so is the {other}.",
)


def availability(listing: Listing, position: int) -> Iterator[Made]:
    """The state that it is in, and others."""
    own, random = listing.products[position].availability, listing.random
    if own is None:
        return
    true = random.sample((*_SAID[own], *_ALSO.get(own, ())), 2)
    # What can be ordered ahead is out of stock to some shoppers: only what it surely is not.
    apart = [state for state in _SAID if state not in (own, "out_of_stock") or own == "in_stock" != state]
    false = [random.choice(_SAID[random.choice(apart)]) for _ in true]
    for texts, holds in ((true, True), (false, False)):
        for text, _ in varied(listing, position, [(each, each) for each in texts]):
            yield Made(position, text, holds)


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """Whether another can be had, and as well as this one."""
    random = listing.random
    others = [i for i in listing.others(position) if listing.products[i].availability is not None]
    if not others:
        return
    other = listing.products[random.choice(others)]
    title, theirs = titled(other.title), other.availability == "in_stock"
    template = random.choice(_OTHER)
    for here in (True, False):
        not_ = "" if here else "not "
        text = template.format(other=title, not_=not_, nt="" if here else "not")
        yield Made(position, text, here == theirs)
    state = listing.products[position].availability
    if state is None:
        return
    ours = state == "in_stock"
    template = random.choice(_APART)
    for here in (True, False):
        text = template.format(
            other=title,
            not_="" if here else "not ",
            in_="not " if here else "",
            neg="" if here else " not",
            opp=" not" if here else "",
        )
        yield Made(position, text, here == ours != theirs)
    template = random.choice(_ALIKE)
    for here in (True, False):
        out = "in stock" if here else random.choice(("out of stock", "sold out", "not in stock"))
        sure = here or {state, other.availability} <= {"in_stock", "out_of_stock"} or "{out}" not in template
        if here == ours == theirs and not sure:
            continue
        text = template.format(other=title, not_="" if here else "not ", out=out)
        yield Made(position, text, here == ours == theirs)
