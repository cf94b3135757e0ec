"""What a product is said to be: ``It is a toaster`` of a kettle.

A kind is borne out by any word of its family, for a shop calls a rucksack a daypack. Only families of things
that nothing else is mistaken for: what is called "a set" or "a classic" may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.wording import stem

_FAMILIES = tuple(
    frozenset(family.split())
    for family in (
        "tent bivvy shelter tarp", "hammock", "backpack rucksack daypack satchel knapsack pack bag carrier",
        "suitcase luggage trolley spinner cabin carry-on carryon case trunk",
        "wallet purse cardholder billfold",
        "jacket coat parka anorak shell puffer raincoat windbreaker blazer mac outerwear fleece duffle down",
        "dress gown kaftan pinafore sundress", "skirt kilt skort",
        "sweater jumper pullover cardigan knit knitwear hoodie sweatshirt roll-neck turtleneck crewneck",
        "shirt tee t-shirt polo blouse top kurta overshirt", "jeans jean denim trouser pant chino",
        "shorts short", "leggings legging tight", "boot wellington bootie wader chelsea hiker gtx",
        "sneaker trainer runner shoe", "sandal slide flip-flop clog", "slipper mule clog loafer", "sock",
        "glove mitten gauntlet mitt", "scarf shawl wrap stole snood", "belt strap", "bracelet bangle cuff",
        "necklace pendant chain choker", "earring stud hoop",
        "watch smartwatch chronograph timepiece diver tracker chrono",
        "sunglasses sunglass shade eyewear glasses aviator goggles wayfarer",
        "headphone headset earbud earphone bud over-ear in-ear", "speaker soundbar boombox subwoofer",
        "turntable", "guitar ukulele acoustic electro-acoustic bass",
        "camera dslr mirrorless camcorder dashcam cam", "drone quadcopter", "webcam",
        "laptop notebook ultrabook chromebook macbook", "tablet ipad slate tab e-reader",
        "smartphone phone handset mobile", "printer all-in-one mfp inkjet laser", "monitor display screen",
        "television tv", "keyboard", "shredder", "stapler", "kettle", "toaster", "blender smoothie mixer",
        "microwave", "fridge refrigerator freezer", "dishwasher", "vacuum hoover",
        "lamp light lantern pendant lighting", "mirror", "vase",
        "sofa couch loveseat sectional settee futon", "wardrobe armoire closet",
        "bookcase bookshelf shelf shelving", "chair stool seat armchair recliner bench",
        "rug mat runner carpet", "curtain drape blind", "towel", "pillow cushion", "duvet quilt comforter",
        "mattress", "serum ampoule essence", "shampoo", "lipstick lip",
        "perfume fragrance parfum toilette cologne", "moisturiser moisturizer cream lotion balm gel",
        "toothbrush", "razor shaver", "dryer", "drill driver", "saw jigsaw", "ladder", "mower",
        "wheelbarrow barrow", "stroller pushchair pram buggy", "cot crib bassinet", "scooter", "helmet",
        "saucepan pan pot cookware wok skillet", "knife", "aquarium tank", "birdcage",
        "umbrella parasol brolly",
    )
)  # fmt: skip
_SHORT = 3
_FAMILY = {
    stem(word): frozenset(map(stem, family)) for family in _FAMILIES for word in family if word.isalpha()
}
_KIND = "|".join(
    sorted({word for family in _FAMILIES for word in family if word.isalpha() and len(word) > 3})
)
_THING = rf"(?P<k>(?:{_KIND})(?:s|es)?)"
_ADJECTIVES = r"(?:(?:very |really |quite )?(?!pair\b|set\b|kind\b|match\b)[a-z-]+ ){0,2}"
_END = r"(?=\s*(?:[.,;!?]|$)|\s+(?:by|from|for|with|that|and|not|is|are|has|you|well)\b)"
_CALLED = (
    compiled(
        rf"(?:^|\b(?:it|this|one|1))\s*(?:is|'s) (?:(?:quite )?simply |really )?an? {_ADJECTIVES}{_THING}"
        rf"(?!-){_END}(?! (?:and|with|for|from) [^.;]*\b(?:in one|combined)\b)",
        re.I,
    ),
    compiled(rf"\bthis {_ADJECTIVES}{_THING}(?: (?:is|has|costs|you|cannot|can)\b)", re.I),
    compiled(rf"\b(?:a|(?:very )?[a-z]+) pair of {_ADJECTIVES}{_THING}{_END}", re.I),
    compiled(rf"(?:^|[.;] )these (?:are )?{_ADJECTIVES}{_THING}{_END}", re.I),
    compiled(
        rf"\b(?:if you (?:want|need)|what you get is|(?:^|, )as) (?:an? )?{_ADJECTIVES}{_THING}(?=[,.])", re.I
    ),
    compiled(rf"^an? (?:fine|solid|lovely|good|nice|great) {_THING}(?=[.,]| from\b| by\b)", re.I),
)
_LIKE = compiled(
    r"\b(?:like|as if|pairs? with|goes with|matching|beside|under|over|behind|next to) [^,.;]*$", re.I
)
_PART = 4


def called(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each kind that the facts know nothing of."""
    for pattern in _CALLED:
        for found in pattern.finditer(text):
            family = _FAMILY.get(stem(found["k"]))
            if family is None or _LIKE.search(text[: found.start("k")]):
                continue
            known = family & facts.stems or any(
                word in each for word in family if len(word) >= _PART for each in facts.stems
            )
            if not known:
                yield Verdict(found[0].strip(), False)
