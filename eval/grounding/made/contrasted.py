"""What one product is or has, and what another is or has instead, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.fragments import Fact, apart, facts
from eval.grounding.made.frames import fellows, filled
from eval.grounding.made.listing import Listing, Made

_TOLD_APART = (
    "The {other} {theirs}, whereas this one {ours}.",
    "The {other} {theirs}, while this one {ours}.",
    "While the {other} {theirs}, this one {ours}.",
    "Where the {other} {theirs}, this one {ours}.",
    "It {ours}, whereas the {other} {theirs}.",
    "It {ours}, while the {other} {theirs}.",
    "It {ours}; the {other} {theirs}.",
    "It {ours}, but the {other} {theirs}.",
    "Unlike the {other}, which {theirs}, it {ours}.",
    "Unlike the {other}, it {ours}.",
    "The {other} {theirs}; this one {ours}.",
    "The {other} {theirs}, but this one {ours}.",
    "Next to the {other}, which {theirs}, this one {ours}.",
    "Its rival, the {other}, {theirs}, but this one {ours}.",
    "It {ours}. The {other} {theirs}.",
    "The {other} {theirs}. This one {ours}.",
    "It {ours}, and the {other} {theirs}.",
    "This one {ours}, the {other} {theirs}.",
    "It {ours} and {more}, while the {other} {theirs}.",
    "The {other} {theirs}, but this one {ours} and {more}.",
    "Where the {other} {theirs}, it {ours} and {more}.",
    "It {more} and, unlike the {other}, it {ours}.",
    "It {ours}, where the {other} {theirs}, and it {more}.",
    "It {ours} (the {other} {theirs}) and {more}.",
    "If the {other} is not for you: that one {theirs}, but this one {ours}.",
    "You may also look at the {other}, which {theirs}; this one {ours}.",
    "Both it and the {other} are worth a look, but this one {ours} and that one {theirs}.",
    "The {other} is its closest rival: that one {theirs}, this one {ours}.",
    "Of it and the {other}, the latter {theirs} and the former {ours}.",
    "Compared with the {other}, which {theirs}, it {ours} and {more}.",
)
_GAPPED = (
    "It {verb} {ours}, the {other} {theirs}.",
    "It {verb} {ours}, and the {other} {theirs}.",
    "The {other} {verb} {theirs} and this one {ours}.",
    "The {other} {verb} {theirs}, this one {ours}.",
    "It {verb} {ours} against {theirs} for the {other}.",
    "It {verb} {ours} instead of {theirs} like the {other}.",
    "It {verb} {ours}, versus {theirs} for the {other}.",
    "It {verb} {ours}, compared with {theirs} for the {other}.",
    "It {verb} {ours} where the {other} {verb} {theirs}.",
    "It {verb} {ours}, as opposed to {theirs} for the {other}.",
)
_STATES = ("stock", "sale", "rank")
_OFFERED = ("price", "usual", "rating", "count", *_STATES)


def told_apart(listing: Listing, position: int) -> Iterator[Made]:
    """``The Alto lasts 20 hours, this one 30``: and whose is whose the other way round."""
    random = listing.random
    for other in fellows(listing, position):
        pairs = list(_pairs(listing, position, other))
        if not pairs:
            continue
        ours, theirs = random.choice(pairs)
        way = random.randrange(len(ours.ways.says))
        said = ours.ways.says[way]
        more = [f for f in facts(listing, position) if f.name != ours.name and f.ways.says]
        true = {"other": listing.products[other].title, "ours": said.format(v=ours.value)}
        true |= {"theirs": random.choice(theirs.ways.says).format(v=theirs.value)}
        changes = [
            {"ours": said.format(v=theirs.value), "theirs": said.format(v=ours.value)},
            {"ours": said.format(v=ours.wrong)},
            {"ours": said.format(v=theirs.value)},
            {"theirs": said.format(v=theirs.wrong)},
            {"theirs": said.format(v=ours.value)},
        ]
        if more:
            extra = random.choice(more)
            verb = random.choice(extra.ways.says)
            true["more"] = verb.format(v=extra.value)
            changes.append({"more": verb.format(v=extra.wrong)})
        yield from filled(listing, position, _TOLD_APART, true, changes)
        verb, given, rest = said.partition(" {v}")
        if not given or rest or ours.name in _STATES:
            continue
        true = {"other": true["other"], "verb": verb, "ours": ours.value, "theirs": theirs.value}
        changes = [
            {"ours": theirs.value, "theirs": ours.value},
            {"ours": ours.wrong},
            {"theirs": theirs.wrong},
        ]
        yield from filled(listing, position, _GAPPED, true, changes)


def _pairs(listing: Listing, position: int, other: int) -> Iterator[tuple[Fact, Fact]]:
    """Of one name, neither value told of the other product."""
    theirs = {fact.name: fact for fact in facts(listing, other)}
    mine, its = listing.products[position], listing.products[other]
    for ours in facts(listing, position):
        if (their := theirs.get(ours.name)) is None or ours.value == their.value:
            continue
        if ours.name == "under" or (ours.name == "stock" and "in stock" not in (ours.value, their.value)):
            continue  # What stays under one bound may stay under another.
        offered = ours.name in _OFFERED or "not " in f"{ours.value} {their.value}"
        if offered or (apart(its, ours.value) and apart(mine, their.value)):
            yield ours, their
