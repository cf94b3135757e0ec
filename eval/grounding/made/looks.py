"""What a product looks like and is made of: its colours, its materials, the materials of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.told import called, known, plain, said, series, values_of, weighty

_COLOUR = re.compile(r"(?:frame |lens |dial |body )?colou?rs?|(?:available |main )colou?rs?")
_MATERIAL = re.compile(r"(?:main |outer )?materials?|fabric|composition|made of")
_FAMILIES = {
    "blue": "navy indigo petrol denim sky teal turquoise aqua cobalt ocean midnight royal",
    "green": "sage olive mint forest emerald khaki teal turquoise moss lime fern bottle",
    "red": "burgundy maroon crimson scarlet cherry wine ruby rust coral brick raspberry",
    "yellow": "mustard gold lemon honey sand ochre amber",
    "orange": "rust coral apricot terracotta peach copper amber",
    "purple": "lilac lavender violet plum aubergine mauve berry indigo",
    "pink": "rose blush coral raspberry fuchsia magenta peach salmon mauve",
    "black": "graphite anthracite charcoal midnight ebony jet onyx",
    "white": "ivory cream ecru pearl snow chalk natural oat",
    "brown": "tan cognac chocolate walnut oak taupe camel coffee mocha natural sand chestnut espresso rust",
    "grey": "gray silver charcoal anthracite graphite slate taupe stone ash platinum steel",
}
"""Basic colours with the shades that somebody could call so."""
_MATERIALS = {
    "cotton": "denim canvas twill corduroy jersey muslin flannel percale velvet",
    "wool": "merino cashmere lambswool felt tweed alpaca mohair fleece",
    "leather": "suede nubuck", "polyester": "fleece microfibre microfiber plush satin",
    "linen": "flax", "silk": "satin", "steel": "metal iron", "aluminium": "aluminum metal alloy",
    "oak": "wood", "pine": "wood", "beech": "wood", "bamboo": "wood", "glass": "crystal",
    "ceramic": "porcelain stoneware terracotta earthenware bone china", "rubber": "latex tpr",
    "titanium": "metal", "marble": "stone", "silicone": "rubber",
    "plastic": "polypropylene polycarbonate abs resin",
    "copper": "metal brass", "nylon": "polyamide ripstop cordura",
}  # fmt: skip
_IN_COLOUR = (
    "It comes in {value}.", "It is {value}.", "It's {value}.", "Its colour is {value}.",
    "You can have it in {value}.", "You can get it in {value}.", "The colour is {value}.",
    "The color is {value}.", "This one comes in {value}.", "This one is {value}.",
    "It is available in {value}.",
    "{Value} is the colour.", "The {title} comes in {value}.", "The {title} is {value}.",
    "In {value}, it fits in anywhere.", "It is sold in {value}.", "It's the {value} one.",
    "There is a {value} version.", "It can be had in {value}.",
    "The colour, {value}, is easy to live with.",
    "If you want it in {value}, you can have it.", "It comes in {value}, which is easy to match.",
)  # fmt: skip
_NOT_IN = (
    "It doesn't come in {value}.", "It isn't available in {value}.", "There is no {value} version.",
    "You can't get it in {value}.", "It does not come in {value}.",
)  # fmt: skip
_SEVERAL = (
    "It comes in {value}.", "You can choose between {value}.", "The colours are {value}.",
    "You have the choice of {value}.", "It is available in {value}.", "There is a choice of {value}.",
    "{Value} are the colours.", "The {title} is sold in {value}.", "Colours: {value}.",
)  # fmt: skip
_OF_MATERIAL = (
    "It is made of {value}.", "It is made from {value}.", "It's {value}.", "The material is {value}.",
    "Made of {value}, it should last.", "{Value} is what it is made of.", "It is made out of {value}.",
    "The {title} is made of {value}.", "This one is made of {value}.", "It uses {value}.",
    "It is crafted from {value}.", "It's made of {value}, so it feels good.", "It is built from {value}.",
    "They make it from {value}.", "What you get is {value}.", "The {value} feels good.",
    "It's a {value} one.", "Being {value}, it lasts.", "You get {value} here.", "It comes in {value}.",
)  # fmt: skip
_NOT_OF = (
    "It isn't made of {value}.",
    "It is not made of {value}.",
    "It is not {value}.",
    "This one isn't made of {value}.",
)
_PART = (
    "The {part} is {value}.", "Its {part} is {value}.", "The {part} is made of {value}.",
    "It has a {part} of {value}.", "It has a {value} {part}.", "With a {value} {part}, it is comfortable.",
    "The {value} {part} is a nice touch.", "Its {part} is made from {value}.",
    "The {title} has a {value} {part}.", "For the {part} they use {value}.",
    "{Value} is used for the {part}.",
    "It comes with a {value} {part}.", "You get a {value} {part}.", "A {value} {part} is what you get.",
)  # fmt: skip
_PARTS = re.compile(
    r"(?P<part>upper|lining|outsole|sole|frame|handle|strap|cover|bowl|case|seat|base|blade|body|"
    r"shade|housing|"
    r"shell|tabletop|top|liner|insole|wristband|band|bezel|lid|back|legs?)(?: material)?"
)


def colours(listing: Listing, position: int) -> Iterator[Made]:
    """Each colour that it comes in, and one that it surely does not."""
    product, random = listing.products[position], listing.random
    own = plain(values_of(product, _COLOUR), 20)
    wrong = _apart(known(product), _FAMILIES)
    if not own or not wrong or not all(_basic(value) for value in own):
        return
    value, other = random.choice(own), random.choice(wrong)
    fill = {"title": called(product)}
    true, false = {**fill, **_lower(value)}, _lower(other)
    pairs = both(_IN_COLOUR, true, false)
    if len(own) > 1:
        # "It is red" of one that comes in three.
        pairs = [
            pair for pair in pairs if not re.search(r"\bis (?:\w+\.|the)|'s|colou?r is|colour,", pair[0])
        ]
        wider = series([*own[:-1], other]) if len(own) < 4 else series([own[0], other])
        named = {**fill, **_lower(series(own))}
        yield from listing.told(position, both(_SEVERAL, named, _lower(wider)), 2)
    yield from listing.told(position, pairs, 2)
    yield from _denied(listing, position, _NOT_IN, value, other)


def materials(listing: Listing, position: int) -> Iterator[Made]:
    """What it is made of, and a material that is told of it nowhere."""
    product, random = listing.products[position], listing.random
    own = [value for value in plain(values_of(product, _MATERIAL)) if _material(value)]
    wrong = _apart(known(product), _MATERIALS)
    if not own or not wrong:
        return
    value, other = random.choice(own), random.choice(wrong)
    yield from listing.told(
        position, both(_OF_MATERIAL, {"title": called(product), **_lower(value)}, _lower(other)), 3
    )
    if "wood" not in other:
        yield from _denied(listing, position, _NOT_OF, _material(value), other)


def parts(listing: Listing, position: int) -> Iterator[Made]:
    """What a part of it is made of."""
    product, random = listing.products[position], listing.random
    for name in product.attributes:
        part, values = _PARTS.fullmatch(said(name)), product.values(name)
        wrong = _apart(known(product), _MATERIALS)
        if part is None or len(values) != 1 or not plain(values, 22) or not _material(values[0]) or not wrong:
            continue
        if "," in values[0]:
            continue
        fill = {"title": called(product), "part": part["part"]}
        templates = [t for t in _PART if part["part"] != "legs" or ("{part} is" not in t and "a {" not in t)]
        pairs = both(templates, {**fill, **_lower(values[0])}, _lower(random.choice(wrong)))
        yield from listing.told(position, pairs, 2)


def _denied(
    listing: Listing, position: int, templates: tuple[str, ...], value: str, other: str
) -> Iterator[Made]:
    """Of what it has a denial is false, of what it has not it is true."""
    template = listing.random.choice(templates)
    yield Made(position, template.format(value=other), True)
    yield Made(position, template.format(value=value.lower()), False)


def _apart(told: str, families: dict[str, str]) -> list[str]:
    """Those of which neither the name nor anything akin is told."""
    return [
        name
        for name, akin in families.items()
        if not any(re.search(rf"\b{word}", told) or f"{word}wood" in told for word in (name, *akin.split()))
        and not any(name in other and re.search(rf"\b{word}", told) for word, other in families.items())
    ]


def _basic(value: str) -> bool:
    """Whether it is sure which colour it is."""
    words = weighty(value)
    shades = {shade for name, akin in _FAMILIES.items() for shade in (name, *akin.split())}
    return bool(words) and words[-1] in shades


def _material(value: str) -> str:
    """The material that a value names; empty where it is none of which we know."""
    names = {word for name, akin in _MATERIALS.items() for word in (name, *akin.split())} | {"wood"}
    return next((word for word in reversed(weighty(value)) if word in names), "")


def _lower(value: str) -> dict[str, str]:
    lower = value if re.search(r"[a-z][A-Z]|[A-Z]{2}", value) else value.lower()
    return {"value": lower, "Value": lower[:1].upper() + lower[1:]}
