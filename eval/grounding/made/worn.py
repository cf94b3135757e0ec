"""What one asks of clothes and toys: which sizes there are, how it is washed, for which age it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.told import called, known, labelled, values_of

_SIZES = re.compile(r"sizes?|eu sizes?|sizes \(eu\)|available sizes")
_LETTERS = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL")
_IN_SIZE = (
    "It comes in {size}.", "It is available in {size}.", "You can get it in {size}.",
    "It comes in size {size}.",
    "It is available in size {size}.", "There is a size {size}.", "Size {size} is available.",
    "You can have it in size {size}.", "{size} is one of the sizes.", "The {title} comes in size {size}.",
    "It is sold in size {size}.", "If you take a {size}, you can have it.", "It's there in {size}.",
    "The sizes include {size}.", "They make it in size {size}.",
)  # fmt: skip
_NO_SIZE = (
    "It doesn't come in size {size}.", "There is no size {size}.", "It isn't available in {size}.",
    "You can't get it in {size}.", "It does not come in {size}.",
)  # fmt: skip
_RANGE = (
    "It comes in sizes {a} to {b}.", "The sizes run from {a} to {b}.", "Sizes run from {a} to {b}.",
    "It is available from {a} to {b}.", "You can have it in sizes {a} through {b}.",
    "It goes from {a} up to {b}.",
    "It goes up to size {b}.", "The largest size is {b}.", "Its sizes go from {a} to {b}.",
)  # fmt: skip
_WAYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"machine wash(?:able)?(?! ?: no)|(?:wash|machine washable: (?:yes|\d))[^.]{0,14}°",
        r"hand[- ]wash|dry[- ]clean only|not (?:be )?(?:machine )?wash|spot clean|wipe|machine "
        r"wash\w*: no|by hand|"
        r"washable: no",
        ("It can go in the washing machine.", "You can wash it in the machine.", "It is machine washable.",
         "It's machine-washable.", "You can machine wash it.", "It goes in the washing machine.",
         "It can be machine washed.", "The washing machine is fine for it.",
         "Just put it in the washing machine."),
    ),
    (
        r"hand[- ]wash|wash by hand",
        r"machine|dry[- ]clean only|spot clean|dishwasher safe: yes",
        ("It should be washed by hand.", "It has to be washed by hand.", "You wash it by hand.",
         "It is hand wash.",
         "It needs washing by hand.", "Wash it by hand.", "It's hand-wash only.", "It wants a hand wash."),
    ),
    (
        r"dry[- ]clean only",
        r"machine wash|hand wash|(?:wash|washable)\b[^.]{0,16}°",
        ("It is dry-clean only.", "It must be dry cleaned.", "It has to be dry-cleaned.",
         "It needs dry cleaning.",
         "It goes to the dry cleaner.", "It can only be dry cleaned."),
    ),
    (
        r"tumble[- ]dry (?:low|ok|allowed|medium|yes)|tumble dry: yes",
        r"(?:not|no|never) (?:be )?tumble|line[- ]dry|tumble dry: no|dry flat|lay flat",
        ("It can go in the tumble dryer.", "You can tumble dry it.", "It may be tumble dried.",
         "It is safe to tumble dry.", "The tumble dryer is fine for it."),
    ),
    (
        r"dishwasher[- ]safe: yes|(?<!not )dishwasher[- ]safe(?! ?:)",
        r"dishwasher[- ]safe: (?:no|not|lid|bowl|part)|hand[- ]wash|not dishwasher|by hand|no dishwasher",
        ("It is dishwasher safe.", "It can go in the dishwasher.", "You can put it in the dishwasher.",
         "It goes in the dishwasher.", "It's dishwasher-safe.", "The dishwasher is fine for it.",
         "It can be cleaned in the dishwasher.", "You can wash it in the dishwasher."),
    ),
    (
        r"hand[- ]wash only",
        r"machine wash|dishwasher safe: yes",
        ("It can only be washed by hand.", "It is hand wash only.", "It must be washed by hand."),
    ),
)  # fmt: skip
_AGE = re.compile(r"(?:recommended |minimum )?age(?: from| range)?|suitable from|age from")
_FROM = re.compile(r"(?:from )?(\d{1,2})(?: ?\+|\+? years?(?: and up)?\+?| years?\+)?$")
_AGED = (
    "It is for children from {n} years.", "It is recommended from age {n}.",
    "It is suitable from {n} years.",
    "It is meant for ages {n} and up.", "It's for ages {n} and up.", "The recommended age is {n} and up.",
    "Children from {n} can use it.", "It suits children aged {n} and over.",
    "From {n} years on it is suitable.",
    "It is aimed at ages {n} and up.", "The recommended age is {n}+.", "It's suitable for ages {n}+.",
)  # fmt: skip


def sizes(listing: Listing, position: int) -> Iterator[Made]:
    """Single sizes and the range, where sizes are letters or numbers of one list."""
    product, random = listing.products[position], listing.random
    own = [value.upper() for value in values_of(product, _SIZES)]
    if all(value in _LETTERS for value in own):
        places = [_LETTERS.index(value) for value in own]
        scale = list(_LETTERS)
    elif all(re.fullmatch(r"\d\d", value) for value in own):
        places = [int(value) for value in own]
        scale = [str(n) for n in range(100)]
    else:
        return
    if len(own) < 2 or places != sorted(places):
        return
    absent = [size for size in scale[max(0, places[0] - 3) : places[-1] + 4] if size not in own]
    if not absent:
        return
    size, other = random.choice(own), random.choice(absent)
    yield from listing.told(
        position, both(_IN_SIZE, {"size": size, "title": called(product)}, {"size": other}), 2
    )
    template = random.choice(_NO_SIZE)
    yield Made(position, template.format(size=other), True)
    yield Made(position, template.format(size=size), False)
    beyond = [size for size in absent if scale.index(size) > places[-1]]
    if beyond:
        yield from listing.told(
            position, both(_RANGE, {"a": own[0], "b": own[-1]}, {"b": random.choice(beyond)}), 1
        )


def care(listing: Listing, position: int) -> Iterator[Made]:
    """How it is cleaned, as its facts say, or against what they say."""
    product, random = listing.products[position], listing.random
    told = labelled(product)
    for does, rules_out, sentences in _WAYS:
        holds, against = re.search(does, told) is not None, re.search(rules_out, told) is not None
        if holds != against:
            yield Made(position, random.choice(sentences), holds)


def ages(listing: Listing, position: int) -> Iterator[Made]:
    """From which age on."""
    product, random = listing.products[position], listing.random
    found = [_FROM.match(value) for value in values_of(product, _AGE)]
    if len(found) != 1 or found[0] is None or "month" in known(product):
        return
    age = int(found[0][1])
    other = random.choice([n for n in (3, 5, 6, 8, 10, 12, 14, 16) if abs(n - age) > 1])
    if 1 < age < 18:
        yield from listing.told(position, both(_AGED, {"n": str(age)}, {"n": str(other)}), 2)
