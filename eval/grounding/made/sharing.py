"""Who of a list shares what: the only one, one of two, both of the others, none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.grounding.made.facets import NUMBERS, Facet, facets
from eval.grounding.made.listing import Listing, Made

_ONLY = (
    "It is the only one {after}.",
    "It's the only one here {after}.",
    "This is the only one of these that {does}.",
    "It is the only one that {does}.",
    "The only one here that {does}.",
    "The only option {after} is this one.",
    "The {title} is the only one that {does}.",
    "Of these, only this one {does}.",
    "Only this one {does}.",
    "It alone {does}.",
    "None of the others {does}.",
    "No other one here {does}.",
    "It is the one and only here that {does}.",
    "Nothing else here {does}.",
    "It is the sole one {after}.",
    "It stands alone as the only one {after}.",
    "Unlike all the others, it {does}.",
)
_COUNT_ONE = (
    "It is one of {n} {after}.",
    "It is one of {n} here that {do}.",
    "It's one of only {n} that {do}.",
    "It is one of the {n} {after}.",
    "One of {n} {after}, it is worth a look.",
    "It is among the {n} that {do}.",
    "This is one of the {n} here {after}.",
)
_COUNT = (
    "{N} of these {verb}.",
    "Only {n} of these {verb}.",
    "{N} of the {all} {verb}.",
    "{N} of them {verb}.",
    "{N} here {verb}.",
    "Just {n} of the {all} {verb}.",
    "Exactly {n} of these {verb}.",
    "There are {n} here that {verb}.",
)
_COUNT_OTHERS = (
    "{N} of the others {verb}.",
    "{N} of the others {verb} too.",
    "Only {n} of the others {verb}.",
    "{N} of the other {rest} {verb}.",
    "{N} others here {verb}.",
)
_ALL = (
    "All of these {do}.",
    "All of them {do}.",
    "Every one of these {does}.",
    "They all {do}.",
    "All {all} {do}.",
    "Each of these {does}.",
    "Like all the others, it {does}.",
    "Everything here {does}.",
)
_ALL_OTHERS = (
    "All of the others {do}.",
    "All the others {do}.",
    "Every other one here {does}.",
    "The others all {do}.",
    "Everything else here {does}.",
    "All the other options {do}.",
    "Each of the others {does}.",
)
_PAIR = ("Both of the others {do}.", "Both others {do}.", "The other two {do}.", "The other two both {do}.")
_NEITHER = ("Neither of the others {does}.", "Neither of the other two {does}.")
_SOME = ("Some of the others {do}.", "At least one of the others {does}.", "Not all of these {do_not}.")
_WITH = (
    "Both it and the {other} {do}.",
    "Like the {other}, it {does}.",
    "It {does}, and so does the {other}.",
    "The {other} {does} as well, like this one.",
)
_PARTED = (
    "Unlike the {other}, it {does}.",
    "It {does}, while the {other} does not.",
)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _chosen(listing: Listing, wanted: int) -> list[Facet]:
    known = facets(listing)
    return listing.random.sample(known, min(wanted, len(known)))


def only(listing: Listing, position: int) -> Iterator[Made]:
    """``the only one in black``: of one that is and of others."""
    random, title = listing.random, listing.products[position].title
    for facet in _chosen(listing, 6):
        sole = facet.holders == {position}
        if not sole and random.random() < 0.6:
            continue
        templates: Sequence[str] = _ONLY
        if facet.after.startswith("that "):
            templates = [t for t in _ONLY if "{after}" not in t]
        said = random.choice(templates)
        # What is said of the others alone holds where the product lacks it as well.
        holds = facet.holders <= {position} if said.startswith(("No", "None")) else sole
        yield Made(position, said.format(after=facet.after, does=facet.does, do=facet.do, title=title), holds)


def shared(listing: Listing, position: int) -> Iterator[Made]:
    """``one of two in black``, ``three of these are in stock``."""
    random, total = listing.random, len(listing.products)
    for facet in _chosen(listing, 4):
        size = len(facet.holders)
        if 1 < size < total:
            plain = not facet.after.startswith("that ")
            one = random.choice(_COUNT_ONE if plain else [t for t in _COUNT_ONE if "{after}" not in t])
            for n in (size, size + random.choice((-1, 1))):
                if 1 < n <= total:
                    said = one.format(n=NUMBERS[n], after=facet.after, do=facet.do)
                    yield Made(position, said, n == size and position in facet.holders)
        if size < total:
            yield from _counted(listing, position, facet, _COUNT, size)
        if 0 < (rest := len(facet.holders - {position})) < total - 1:
            yield from _counted(listing, position, facet, _COUNT_OTHERS, rest)


def _counted(
    listing: Listing, position: int, facet: Facet, templates: Sequence[str], size: int
) -> Iterator[Made]:
    random, total = listing.random, len(listing.products)
    template = random.choice(templates)
    exact = template.startswith(("Only", "Just", "Exactly"))
    wrong = size + (random.choice((-1, 1)) if exact else 1)
    for n in (size, wrong):
        if not 0 < n < total or (template.startswith("There are") and n == 1):
            continue
        if "others" in template and template.startswith("{N} others") and n == 1:
            template = template.replace("others here", "other here")
        said = template.format(
            n=NUMBERS[n],
            N=NUMBERS[n].capitalize(),
            verb=facet.verb(n),
            all=NUMBERS[total],
            rest=NUMBERS[total - 1],
        )
        yield Made(position, said, n == size)


def everyone(listing: Listing, position: int) -> Iterator[Made]:
    """``all of these``, ``both of the others``, ``neither``, ``like the …``."""
    random = listing.random
    others = frozenset(listing.others(position))
    for facet in _chosen(listing, 4):
        theirs, own = facet.holders & others, position in facet.holders
        kinds: list[tuple[Sequence[str], bool]] = [
            (_ALL, own and theirs == others),
            (_ALL_OTHERS, theirs == others),
            (_SOME[1:2], bool(theirs)),
        ]
        if 1 < len(theirs) < len(others):
            kinds.append((_SOME[:1], True))
        if not theirs:
            kinds.append((_SOME[:1], False))
        if len(others) == 2:
            kinds += [(_PAIR, theirs == others), (_NEITHER, not theirs)]
        for templates, holds in random.sample(kinds, 2):
            if not holds and random.random() < 0.5:
                continue
            said = random.choice(templates)
            text = said.format(does=facet.does, do=facet.do, all=NUMBERS[len(others) + 1])
            yield Made(position, _upper(text), holds)
        other = random.choice(sorted(others))
        title = listing.products[other].title
        same = own and other in theirs
        parted = own and other not in theirs
        for templates, holds in ((_WITH, same), (_PARTED, parted)):
            if holds or random.random() < 0.3:
                said = random.choice(templates)
                if ("so does" in said or "does not" in said) and facet.does.startswith(("is ", "has ")):
                    continue
                yield Made(position, said.format(does=facet.does, do=facet.do, other=title), holds)
