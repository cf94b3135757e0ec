"""What a thing is worn as, by the noun that its category ends in. An outfit has one of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agent.understanding.kin import parts
from agent.understanding.words import lowered, tokens

WHOLE, TOP, BOTTOM = "whole", "top", "bottom"
_SLOTS = {
    WHOLE: "dress gown saree sari jumpsuit suit tracksuit sherwani lehenga choli romper",
    TOP: "shirt tshirt top blouse kurta kurti tunic sweater polo jumper",
    BOTTOM: "trouser jean skirt short chino legging jegging capri pant churidar salwar",
    "shoes": "shoe sandal heel flat boot sneaker loafer pump flop",
    "layer": "jacket coat blazer cardigan waistcoat shrug stole shawl",
    "bag": "bag clutch clutche handbag tote",
    "jewellery": "necklace earring bracelet pendant ring bangle jewellery watch cufflink",
    "accessory": "belt tie scarf hat cap sunglass stocking",
}
SLOT_OF = {noun: slot for slot, nouns in _SLOTS.items() for noun in nouns.split()}
ORDER = tuple(_SLOTS)


def slot(path: str) -> str | None:
    """Of a category path, the noun of its last step first; None for what completes no outfit."""
    for step in reversed(path.split(" > ")):
        for part in parts(step):
            words = tokens(lowered(part))
            if words and (found := SLOT_OF.get(words[-1].form)) is not None:
                return found
            joined = "".join(word.form for word in words)
            if joined in SLOT_OF:
                return SLOT_OF[joined]
    return None


_STYLES = (
    (
        "wedding gala funeral christening prom opera graduation ball ceremony reception",
        "formal party elegant",
    ),
    ("interview office meeting conference work presentation court", "formal office business"),
    ("party cocktail club clubbing date dinner birthday", "party elegant"),
    ("gym workout run running marathon training yoga match", "sport sports"),
    ("beach pool holiday vacation cruise", "summer beach swim"),
    ("hike hiking camping trek mountains outdoors", "outdoor sport"),
)


def worn_to(theme: str, values: Mapping[str, Iterable[str]]) -> str:
    """How one dresses for an occasion, in words that the catalog has for its products; may be empty."""
    forms = {token.form for token in tokens(theme)}
    held = {
        lowered(value)
        for name, given in values.items()
        if name not in ("brand", "category")
        for value in given
    }
    return " ".join(
        style
        for occasions, styles in _STYLES
        if forms & {token.form for token in tokens(occasions)}
        for style in styles.split()
        if style in held and style not in theme
    )
