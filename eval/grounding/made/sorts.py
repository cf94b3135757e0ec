"""What kind of thing a product is, and what it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.names import article, told_of
from eval.grounding.made.subjects import varied

_SINGLE: Mapping[str, tuple[str, ...]] = {
    "tent": ("hammock", "backpack"),
    "hammock": ("tent", "sleeping bag"),
    "backpack": ("suitcase", "tent"),
    "suitcase": ("backpack", "wallet"),
    "jacket": ("dress", "sweater"),
    "sweater": ("jacket", "dress"),
    "dress": ("jacket", "skirt"),
    "shirt": ("dress", "sweater"),
    "kurta": ("jacket", "skirt"),
    "watch": ("bracelet", "ring"),
    "serum": ("shampoo", "lipstick"),
    "shampoo": ("serum", "perfume"),
    "perfume": ("shampoo", "serum"),
    "kettle": ("toaster", "blender"),
    "toaster": ("kettle", "blender"),
    "drill": ("saw", "ladder"),
    "jigsaw": ("drill", "ladder"),
    "monitor": ("printer", "camera"),
    "printer": ("monitor", "camera"),
    "laptop": ("printer", "camera"),
    "camera": ("printer", "drone"),
    "drone": ("printer", "laptop"),
    "sofa": ("wardrobe", "bookcase"),
    "bookcase": ("sofa", "bed"),
    "chair": ("wardrobe", "lamp"),
    "lamp": ("chair", "mirror"),
    "rug": ("curtain", "towel"),
    "towel": ("rug", "curtain"),
    "pillow": ("towel", "rug"),
    "knife": ("kettle", "saucepan"),
    "stroller": ("cot", "car seat"),
    "helmet": ("backpack", "jacket"),
    "bike": ("scooter", "helmet"),
    "vase": ("lamp", "mirror"),
    "keyboard": ("webcam", "printer"),
    "television": ("printer", "turntable"),
    "turntable": ("television", "guitar"),
    "guitar": ("turntable", "drum kit"),
    "aquarium": ("dog bed", "birdcage"),
    "ladder": ("drill", "wheelbarrow"),
    "blender": ("toaster", "kettle"),
    "toothbrush": ("hair dryer", "razor"),
    "stapler": ("shredder", "printer"),
    "shredder": ("stapler", "printer"),
    "smartphone": ("laptop", "camera"),
    "webcam": ("keyboard", "printer"),
    "scarf": ("belt", "jacket"),
    "belt": ("scarf", "wallet"),
    "mirror": ("lamp", "vase"),
}
_PAIRS: Mapping[str, tuple[str, ...]] = {
    "boots": ("sneakers", "sandals"),
    "sandals": ("boots", "sneakers"),
    "sneakers": ("boots", "sandals"),
    "jeans": ("leggings", "shorts"),
    "sunglasses": ("headphones", "gloves"),
    "headphones": ("speakers", "sunglasses"),
    "socks": ("gloves", "slippers"),
    "slippers": ("boots", "socks"),
    "running shoes": ("sandals", "boots"),
}
_SAID = (
    "It is {a} {kind}.",
    "This is {a} {kind}.",
    "This {kind} is a fine choice.",
    "It is a lovely {kind}.",
    "A fine {kind}.",
    "It is {a} {kind}, and a good one.",
    "If you want {a} {kind}, this is a good one.",
    "This {kind} is well worth a look.",
    "It is a very good {kind}.",
    "What you get is {a} {kind}.",
    "It is quite simply {a} {kind}.",
    "As {a} {kind}, it is a good buy.",
    "A solid {kind} from {brand}.",
    "It is {a} {kind} by {brand}.",
    "It is a nice {kind} for the money.",
    "With this {kind} you cannot go wrong.",
)
_OF_PAIRS = (
    "It is a pair of {kind}.",
    "This is a pair of {kind}.",
    "These {kind} are a fine choice.",
    "These are lovely {kind}.",
    "A fine pair of {kind}.",
    "If you want {kind}, these are good ones.",
    "These {kind} are well worth a look.",
    "It is a very good pair of {kind}.",
)
_NEITHER = ("It is {a} {kind}, not {b} {wrong}.",)


def sorts(listing: Listing, position: int) -> Iterator[Made]:
    """What its title and its shelf call it beside what it surely is not."""
    product, random = listing.products[position], listing.random
    shelf = " ".join(category.rpartition(">")[2] for category in product.categories)
    for table, templates in ((_SINGLE, _SAID), (_PAIRS, _OF_PAIRS)):
        for kind, wrong in table.items():
            # What both call so is so: "Phone case for boots" is no pair of boots.
            ends = re.compile(rf"\b{kind}(?:s|es)?\s*$", re.I)
            title = re.split(r",| - | \(| with | for | in ", product.title)[0]
            if not (ends.search(title) and re.search(rf"{kind[:-1]}", shelf, re.I)):
                continue
            told = f"{told_of(product)} {' '.join(product.categories)} {' '.join(product.attributes)}".lower()
            apart = [each for each in wrong if each.rstrip("s") not in told]
            if not apart:
                return
            other = random.choice(apart)
            true = {
                "kind": kind,
                "a": article(kind),
                "brand": product.brand or "us",
                "wrong": other,
                "b": article(other),
            }
            false = {"kind": other, "a": article(other), "wrong": kind, "b": article(kind)}
            yield from listing.told(position, varied(listing, position, both(templates, true, false)), 3)
            if table is _SINGLE:
                yield from listing.told(position, varied(listing, position, both(_NEITHER, true, false)))
            return
