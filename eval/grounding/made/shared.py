"""What two products have in common, and what the one has and the other has not."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.fragments import Fact, apart, facts
from eval.grounding.made.frames import fellows
from eval.grounding.made.listing import Listing, Made

_ALIKE = (
    "It {says}, as {does} the {other}.",
    "It {says}; so {does} the {other}.",
    "It {says}, and so {does} the {other}.",
    "It {says}, and the {other} {does} too.",
    "It {says}, just like the {other}.",
    "Like the {other}, it {says}.",
    "Just like the {other}, this one {says}.",
    "As with the {other}, this one {says}.",
    "The {other} {says}, and so {does} this one.",
    "The {other} {says} as well.",
    "The {other} also {says}.",
    "The {other} {says}, and this one {does} too.",
    "It {says} and {more}; the {other} {says} as well.",
    "It {more} and, like the {other}, {says}.",
    "It {more}, and like the {other} it {says}.",
)
_UNLIKE = (
    "It {says}, which the {other} {doesnt}.",
    "It {says}; the {other} {doesnt}.",
    "It {says}, but the {other} {doesnt}.",
    "It {says}, the {other} {doesnt}.",
    "It {says}, while the {other} {doesnt}.",
    "Unlike the {other}, it {says}.",
    "Unlike the {other}, it {says}, and it {more}.",
    "The {other} {doesnt}, but this one {says}.",
    "It {says}, whereas the {other} {doesnt}, and it {more}.",
    "It {says}, in contrast to the {other}.",
    "This one {says}, unlike the {other}.",
)
_SAID = ("brand", "stock", "sale", "color", "material", "warranty")


def shared(listing: Listing, position: int) -> Iterator[Made]:
    """``It is by Alto, as is the Duo``: true of one that is, false of one that is not; and the reverse."""
    random = listing.random
    for other in fellows(listing, position):
        its = listing.products[other]
        own = {fact.name: fact for fact in facts(listing, position)}
        for theirs in random.sample(known := facts(listing, other), len(known)):
            ours = own.get(theirs.name)
            if ours is None or not (ours.name in _SAID or ours.value == theirs.wrong):
                continue
            same = ours.value == theirs.value
            if not same and ours.name not in ("stock", "sale") and not apart(its, ours.value):
                continue
            if ours.name == "stock" and "in stock" not in (ours.value, theirs.value):
                continue
            more = [fact for fact in own.values() if fact.name != ours.name]
            yield from _said(listing, position, its.title, ours, random.choice(more), same=same)
            break


def _said(
    listing: Listing, position: int, other: str, fact: Fact, more: Fact, *, same: bool
) -> Iterator[Made]:
    random = listing.random
    verb = random.choice(fact.ways.says)
    does = verb.split()[0] if verb.startswith(("is ", "can ")) else "does"
    denied = {"can": "can't"}.get(does, f"{does}n't")
    said = {"says": verb.format(v=fact.value), "does": does, "doesnt": denied, "other": other}
    said["more"] = random.choice(more.ways.says).format(v=more.value)
    yield Made(position, random.choice(_ALIKE).format(**said), same)
    yield Made(position, random.choice(_UNLIKE).format(**said), not same)
