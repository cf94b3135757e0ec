"""What a product has and can do, told by a yes or a no, and what its facts are silent of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.grounding.made.listing import Listing, Made
from eval.grounding.made.silent import SILENT
from eval.grounding.made.told import NO, YES, called, known, said, tells, weighty, with_article

_IS = re.compile(
    r".*(?:proof|able|safe|free|vegan|organic|vegetarian|wireless|foldable|resistant|cordless|"
    r"reversible|polarized|"
    r"polarised|dimmable|cancell?ing|friendly|unisex|padded|insulated|lined|halal|kosher|recycled|"
    r"refillable|tight|"
    r"stackable|scented|repellent|natural|handmade|automatic|magnetic|cruelty free|washed|certified|"
    r"ready|hypoallergenic)$"
)
_INCLUDED = re.compile(r"(?P<what>.+) included$")
_NO_THING = re.compile(
    r"(?:contains|wet|night|auto|two|dual|free|open|self|assembly|fragrance|scent|alcohol|sugar|"
    r"caffeine|vegan|color|colour|artificial|toxic|thorns|gluten|hdr|recline|"
    r"induction|stretch|uv|tumble|iron|bleach|dry|season|battery|batteries|drill|glass|coating|"
    r"insulation|smart|vat|"
    r"tax|shipping|spf|allergen|climb|suit|fits|for|with|made|keeps|works|use|needs?|can)\b.*|"
    r".*\b(?:wash|dry|up|flat|"
    r"required|needed|needs?|from|to|of|on|off|fed|caught|grown|kept|clean|away|use|go|in|only|ing|"
    r"type|level)$|.*(?:ing|ed|ised|ized|less|ful|ible|ly)$"
)
"""Names that are no thing a product has."""
_SO = (
    "It is {x}.", "It's {x}.", "This one is {x}.", "The {title} is {x}.", "It is fully {x}.",
    "It happens to be {x}.",
    "Being {x}, it is easy to live with.", "This is a {x} one.", "It is {x} as well.",
    "What's more, it's {x}.",
    "It's {x}, so that is one worry less.", "You get one that is {x}.", "And it is {x}, too.",
)  # fmt: skip
_NOT_SO = (
    "It is not {x}.", "It isn't {x}.", "It's not {x}.", "This one is not {x}.", "The {title} is not {x}.",
    "This one isn't {x}.", "Mind that it is not {x}.", "Sadly, it isn't {x}.", "It is good, but not {x}.",
    "Note that it isn't {x}.", "It isn't {x}, though.", "Just don't expect it to be {x}.",
    "One thing: it isn't {x}.",
)  # fmt: skip
_HAS = (
    "It has {a}.", "It comes with {a}.", "There is {a}.", "You get {a}.", "It features {a}.",
    "It offers {a}.",
    "The {title} has {a}.", "This one has {a}.", "It has got {a}.", "With {a}, it is well equipped.",
    "{A} is on board.", "It is equipped with {a}.", "It even has {a}.", "It has its own {x}.",
    "There's {a} too.", "You also get {a}.",
)  # fmt: skip
_HAS_NOT = (
    "It has no {x}.", "It doesn't have {a}.", "There is no {x}.", "It comes without {a}.", "It lacks {a}.",
    "The {title} has no {x}.", "This one has no {x}.", "It does not have {a}.", "You don't get {a}.",
    "It hasn't got {a}.", "There isn't {a}.", "No {x} on this one.", "It does without {a}.",
    "{A} is missing.",
    "It doesn't come with {a}.", "There's no {x} on it.",
)  # fmt: skip
_WITH = (
    "{A} is included.", "It comes with {a}.", "{A} comes with it.", "You get {a} with it.",
    "It includes {a}.",
    "{A} is in the box.", "{A} comes in the box.", "It ships with {a}.", "The price includes {a}.",
)  # fmt: skip
_WITHOUT = (
    "{A} is not included.", "It comes without {a}.", "{A} isn't included.", "It doesn't come with {a}.",
    "You have to buy {a} separately.", "There is no {x} in the box.", "It doesn't include {a}.",
    "It is sold without {a}.", "{A} is sold separately.",
)  # fmt: skip


def features(listing: Listing, position: int) -> Iterator[Made]:
    """What a yes, a no or a ``none`` says of it, and the opposite."""
    product = listing.products[position]
    for name in product.attributes:
        label, values = said(name), product.values(name)
        value = values[0].strip().lower() if len(values) == 1 else ""
        yes = value in YES or value.startswith("yes,")
        no = value in NO or value == "none"
        if not yes and not no and not (value and value != "0" and _THING.fullmatch(label)):
            continue
        has = not no
        if (included := _INCLUDED.fullmatch(label)) is not None:
            yield from _both(listing, position, _WITH, _WITHOUT, included["what"], has)
        elif _IS.fullmatch(label) and (yes or value in NO):
            yield from _both(listing, position, _SO, _NOT_SO, label, has)
        elif (
            not _NO_THING.fullmatch(label)
            and len(label.split()) < 3
            and _once(product_text(listing, position), label)
        ):
            yield from _both(listing, position, _HAS, _HAS_NOT, label, has)


_THING = re.compile(
    r"lining|hood|lid|display|camera|microphone|mosquito net|drip tray|handle|grinder|timer|remote|"
    r"stand|filter|"
    r"armrests|pockets|doors|drawers|backrest|headrest|membrane|pump|brakes|gears|motor|engine|light|lock"
)
"""Things that a product has whatever value they have."""


def product_text(listing: Listing, position: int) -> str:
    """All that is told of it."""
    return known(listing.products[position])


def _once(told: str, label: str) -> bool:
    """Whether its attribute alone tells of it: prose may say that another part has it."""
    return told.count(label.rstrip("s")) == 1


def _both(
    listing: Listing, position: int, so: Sequence[str], not_so: Sequence[str], what: str, has: bool
) -> Iterator[Made]:
    product, random = listing.products[position], listing.random
    name = {"wifi": "Wi-Fi", "gps": "GPS", "usb": "USB", "nfc": "NFC", "bluetooth": "Bluetooth"}.get(
        what, what
    )
    thing = name if name != what else with_article(name)
    plural = name.endswith("s") and not name.endswith("ss") and name != "GPS"
    fill = {"x": name, "a": thing, "A": thing[:1].upper() + thing[1:], "title": called(product)}
    if plural:
        so = [
            t
            for t in so
            if not re.search(r"[Ww]ith \{a|\bis \{a|\{A\} (?:is|comes)|'s \{a|there is|its own", t, re.I)
        ]
        not_so = [t for t in not_so if not re.search(r"isn't \{a|\{A\} (?:is|comes)", t)]
    for template, grounded in (*((t, has) for t in random.sample(list(so), 2)),
                               *((t, not has) for t in random.sample(list(not_so), 2))):  # fmt: skip
        yield Made(position, template.format(**fill), grounded)


def silent(listing: Listing, position: int) -> Iterator[Made]:
    """Three features of which nothing that is told of it speaks."""
    product, random = listing.products[position], listing.random
    told = known(product)
    free = [said for hint, said in SILENT if not re.search(hint, told)]
    for sentences in random.sample(free, min(4, len(free))):
        yield Made(position, random.choice(sentences).replace("{title}", called(product)), False)


def listed(listing: Listing, position: int) -> Iterator[Made]:
    """A feature that its list of features names, and one that only another's does."""
    product, random = listing.products[position], listing.random
    own = [v for name in product.attributes if said(name) in _LISTS for v in product.values(name)]
    others = [
        v
        for i in listing.others(position)
        for name in listing.products[i].attributes
        if said(name) in _LISTS
        for v in listing.products[i].values(name)
    ]
    for values, grounded in ((own, True), (others, False)):
        things = [v for v in values if _THINGS.fullmatch(v) and (grounded or _foreign(listing, position, v))]
        for value in random.sample(things, min(2, len(things))):
            thing = with_article(value[:1].lower() + value[1:] if value[1:2].islower() else value)
            template = random.choice(
                [t for t in _HAS if "{A} is" not in t and "is {a}" not in t and "'s {a}" not in t]
            )
            if "{x}" not in template:
                yield Made(position, template.format(a=thing, A=thing, title=called(product)), grounded)


def _foreign(listing: Listing, position: int, value: str) -> bool:
    """Whether its last word and at least half of all are told of this product nowhere."""
    words = weighty(value)
    told = [tells(listing.products[position], word) for word in words]
    return bool(words) and not told[-1] and 2 * sum(told) <= len(told)


_LISTS = frozenset(["features", "functions", "extras", "sensors", "health", "equipment", "accessories"])
_THINGS = re.compile(
    r"(?i)[a-z][a-z -]{3,26}(?:pockets?|strips?|timer|light|hood|flap|straps?|holder|clip|loops?|"
    r"mode|display|"
    r"compartments?|cuffs?|waist|belt|insole|sole|handles?|wheels?|cover|lid|stand|tracking|alarm|"
    r"sensor|camera|lock|"
    r"front|mirror|zip|zipper|buckle|shelf|rack|tray|stopwatch|calendar|backlight|hem|panel|function)"
)
