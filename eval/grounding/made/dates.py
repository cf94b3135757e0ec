"""When a product came out, and whether before or after another."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.subjects import titled, varied

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_YEAR = (
    "It came out in {year}.",
    "It was released in {year}.",
    "It has been out since {year}.",
    "Released in {year}, it is a good pick.",
    "It was launched in {year}.",
    "It launched in {year}.",
    "It dates from {year}.",
    "It is from {year}.",
    "It appeared in {year}.",
    "It is a {year} release.",
    "It has been on the market since {year}.",
    "Out since {year}, it is a proven choice.",
    "The release year is {year}.",
    "It was introduced in {year}.",
)
_MONTH = (
    "It came out in {month} {year}.",
    "It was released in {month} {year}.",
    "Released in {month} {year}, it is a good pick.",
    "It has been out since {month} {year}.",
    "It was launched in {month} {year}.",
    "It launched in {month} {year}.",
    "It dates from {month} {year}.",
    "It came out in {month}.",
)
_BESIDE = (
    "It is {newer} than the {other}.",
    "It came out {after} the {other}.",
    "It was released {after} the {other}.",
    "The {other} is {older}.",
    "The {other} came out {before} it.",
    "The {other} is the {older} one.",
    "It is {newer_} of the two, the {other} being {older}.",
    "It was launched {after} the {other}.",
    "Released {after} the {other}, it is still a good pick.",
    "The {other} has been out {longer} than this one.",
)
_YEARS = (
    "It came out in {year}, the {other} in {theirs}.",
    "It is from {year}, the {other} from {theirs}.",
    "The {other} came out in {theirs}.",
    "The {other} has been out since {theirs}.",
    "The {other} was released in {theirs}, this one in {year}.",
)
_RANK = (
    "It is the {newest} here.",
    "It is the {newest} of these.",
    "This is the {newest} one on the list.",
    "Of all of these it is the {newest}.",
    "It is the {newest} release here.",
    "None of the others is {newer}.",
    "All the others are {older}.",
    "It came out {last} of all of these.",
)
_APART = 40
"""So many days make one surely newer than another."""


def dates(listing: Listing, position: int) -> Iterator[Made]:
    """The year, and the month of it."""
    when, random = listing.products[position].published_at, listing.random
    if when is None:
        return
    year = random.choice([when.year + by for by in (-3, -2, -1, 1, 2)])
    pairs = both(_YEAR, {"year": str(when.year)}, {"year": str(year)})
    yield from listing.told(position, varied(listing, position, pairs), 2)
    if 1 < when.day < 28:  # At the end of a month, it may be the next one elsewhere.
        month = random.choice([name for i, name in enumerate(_MONTHS, 1) if i != when.month])
        true = {"month": _MONTHS[when.month - 1], "year": str(when.year)}
        for false in ({"month": month}, {"year": str(year)}):
            yield from listing.told(position, varied(listing, position, both(_MONTH, true, false)), 1)


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """Newer or older than another, and when that one came out."""
    products, random = listing.products, listing.random
    ours = products[position].published_at
    known = [i for i in listing.others(position) if products[i].published_at is not None]
    if ours is None or not known:
        return
    other = products[random.choice(known)]
    theirs = other.published_at
    assert theirs is not None
    said = {"other": titled(other.title), "year": str(ours.year), "theirs": str(theirs.year)}
    if abs((ours - theirs).days) > _APART:
        ways = (
            {
                "newer": "newer",
                "newer_": "the newer",
                "after": "after",
                "older": "older",
                "before": "before",
                "longer": "longer",
            },
            {
                "newer": "older",
                "newer_": "the older",
                "after": "before",
                "older": "newer",
                "before": "after",
                "longer": "less long",
            },
        )
        is_older = ours < theirs
        pairs = both(_BESIDE, said | ways[is_older], ways[not is_older])
        yield from listing.told(position, varied(listing, position, pairs), 2)
    wrong = str(theirs.year + random.choice((-2, -1, 1)))
    yield from listing.told(position, varied(listing, position, both(_YEARS, said, {"theirs": wrong})), 1)


def ranked(listing: Listing, position: int) -> Iterator[Made]:
    """The newest or the oldest of all."""
    whens = [product.published_at for product in listing.products]
    known = [when for when in whens if when is not None]
    if len(known) < len(whens):
        return
    ours = known[position]
    gaps = [abs((ours - when).days) for i, when in enumerate(known) if i != position]
    if min(gaps) <= _APART:
        return
    for words, holds in (
        ({"newest": "newest", "newer": "newer", "older": "older", "last": "last"}, ours == max(known)),
        ({"newest": "oldest", "newer": "older", "older": "newer", "last": "first"}, ours == min(known)),
    ):
        if holds or listing.random.random() < 0.4:
            text = listing.random.choice(_RANK).format(**words)
            yield Made(position, varied(listing, position, [(text, text)])[0][0], holds)
