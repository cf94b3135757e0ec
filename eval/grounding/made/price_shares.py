"""Prices as parts of one another: ``half the price of``, ``20% less than``, ``the same as``."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.framing import called, framed
from eval.grounding.made.listing import Listing, Made, both

_TIMES = (
    "costs {times} as much as the {other}",
    "is {times} as expensive as the {other}",
    "costs {times} the price of the {other}",
    "is {times} the price of the {other}",
    "costs {times} what the {other} does",
    "costs {times} what the {other} costs",
    "is priced at {times} what the {other} costs",
    "sells for {times} the price of the {other}",
    "comes at {times} the price of the {other}",
    "comes at {times} the cost of the {other}",
    "asks {times} as much as the {other}",
    "will set you back {times} as much as the {other}",
    "costs {times} as much as the {theirs} {other}",
    "costs {price}, {times} as much as the {other}",
    "is {times} as dear as the {other}",
    "has {times} the price of the {other}",
    "goes for {times} the {other}'s price",
    "is {times} the {other}'s price",
)
_ALL_TIMES = (
    "At {price}, it costs {times} as much as the {other}.",
    "At {price} it is {times} the price of the {other}.",
    "You pay {times} as much as for the {other}.",
    "You pay {times} the price of the {other}.",
    "Its price is {times} that of the {other}.",
    "Next to the {other}, it costs {times} as much.",
    "Compared with the {other}, it costs {times} as much.",
    "For {times} the price of the {other}, it is a lovely pick.",
    "At {times} the price of the {other}, it is a lovely pick.",
)
_PERCENT = (
    "is {share} {cheaper} than the {other}",
    "costs {share} {less} than the {other}",
    "is priced {share} {below} the {other}",
    "comes in {share} {below} the {other}",
    "is {share} {cheaper} than the {theirs} {other}",
    "costs {share} {less} than the {other} at {theirs}",
    "sells for {share} {less} than the {other}",
    "will set you back {share} {less} than the {other}",
    "asks {share} {less} than the {other}",
)
_ALL_PERCENT = (
    "You pay {share} {less} than for the {other}.",
    "At {price}, it is {share} {cheaper} than the {other}.",
    "At {price} it costs {share} {less} than the {other}.",
    "Compared with the {other}, it is {share} {cheaper}.",
    "Compared with the {other} at {theirs}, it costs {share} {less}.",
    "Next to the {other}, it is {share} {cheaper}.",
    "Its price is {share} {below} that of the {other}.",
    "Its price is {share} {lower} than the {other}'s.",
)
_SAME = (
    "costs the same as the {other}",
    "costs as much as the {other}",
    "costs exactly the same as the {other}",
    "costs exactly as much as the {other}",
    "costs just as much as the {other}",
    "is the same price as the {other}",
    "is as expensive as the {other}",
    "has the same price as the {other}",
    "sells for the same price as the {other}",
    "comes at the same price as the {other}",
    "is priced the same as the {other}",
    "is priced like the {other}",
    "shares its price with the {other}",
    "is no cheaper than the {other}",
    "matches the {other} on price",
    "comes in at the same price as the {other}",
    "asks the same price as the {other}",
    "is no dearer and no cheaper than the {other}",
    "is on a par with the {other} in price",
    "is level with the {other} on price",
)
_ALL_SAME = (
    "You pay the same for it as for the {other}.",
    "You pay as much for it as for the {other}.",
    "Like the {other}, it costs {price}.",
    "Just like the {other}, it sells for {price}.",
    "The {other} costs the same.",
    "The {other} costs just as much.",
    "The {other} is the same price.",
    "The {other} has the same price.",
    "It and the {other} cost the same.",
    "Both it and the {other} cost {price}.",
    "The price is the same as the {other}'s.",
    "The price is the same as that of the {other}.",
    "Its price equals that of the {other}.",
    "There is no difference in price between it and the {other}.",
    "Price won't help you choose between it and the {other}: they cost the same.",
)
_FACTORS = {
    0.5: ("half",),
    2 / 3: ("two thirds",),
    0.75: ("three quarters",),
    1 / 3: ("a third",),
    0.25: ("a quarter",),
    1.5: ("one and a half times", "1.5 times"),
    2.0: ("twice", "two times"),
    2.5: ("2.5 times", "two and a half times"),
    3.0: ("three times",),
    4.0: ("four times",),
    5.0: ("five times",),
}
_PARTS = {0.5: "half", 1 / 3: "a third", 0.25: "a quarter", 0.2: "a fifth", 0.1: "a tenth"}
_NEAR, _FAR = 0.01, 0.2


def shares(listing: Listing, position: int) -> Iterator[Made]:
    """How many times as much it costs as another, and how many percent more or less."""
    price, random = listing.price(position), listing.random
    known = [(i, p) for i, p in listing.prices().items() if price and i != position]
    if price is None or not known:
        return
    for other, theirs in known:
        true = {
            "title": called(listing, position),
            "price": listing.money(price),
            "other": called(listing, other),
            "theirs": listing.money(theirs),
        }
        ratio = price / theirs
        yield from _times(listing, position, true, ratio)
        if not 0.97 < ratio < 1.03 and ratio < 1.99:
            yield from _percent(listing, position, true, ratio, random.choice((True, False)))
    yield from _same(listing, position)


def _times(listing: Listing, position: int, true: dict[str, str], ratio: float) -> Iterator[Made]:
    random = listing.random
    near = min(_FACTORS, key=lambda factor: abs(factor - ratio) / ratio)
    if abs(near - ratio) > 0.06 * ratio:
        return
    hedge = "" if abs(near - ratio) <= _NEAR * ratio else random.choice(("about ", "roughly ", "around "))
    wrong = random.choice([factor for factor in _FACTORS if abs(factor - ratio) > _FAR * ratio])
    word, false = (random.choice(_FACTORS[factor]) for factor in (near, wrong))
    templates = [*_ALL_TIMES, *framed(random, _TIMES)]
    yield from listing.told(
        position, both(templates, true | {"times": hedge + word}, {"times": hedge + false}), 2
    )


def _percent(
    listing: Listing, position: int, true: dict[str, str], ratio: float, whole: bool
) -> Iterator[Made]:
    random, less = listing.random, ratio < 1
    percent = 100 * abs(1 - ratio)
    part = next((share for share in _PARTS if abs(100 * share - percent) <= _NEAR * percent), None)
    named = part is not None and whole
    words = {"less": ("less", "more"), "cheaper": ("cheaper", "dearer"), "below": ("below", "above"),
             "lower": ("lower", "higher")}  # fmt: skip
    true = true | {name: pair[0 if less else 1] for name, pair in words.items()}
    turned = {name: pair[1 if less else 0] for name, pair in words.items()}
    true["share"] = _PARTS[part] if named and part is not None else f"{percent:.0f}%"
    # Neither the percentage itself nor that of the one beside the other: "20% less" is "25% more" turned.
    back = 100 * abs(1 - 1 / ratio)
    far = [p for p in (5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120)
           if all(abs(p - each) > max(3, 0.2 * each) for each in (percent, back))]  # fmt: skip
    far = [p for p in far if p < 100 or not less]
    templates = [*_ALL_PERCENT, *framed(random, _PERCENT)]
    if far:
        yield from listing.told(position, both(templates, true, {"share": f"{random.choice(far)}%"}))
    yield from listing.told(position, both(templates, true, turned))


def _same(listing: Listing, position: int) -> Iterator[Made]:
    """That it costs what another costs, said of one that does, and of one that does not."""
    price, random = listing.price(position), listing.random
    known = [(i, p) for i, p in listing.prices().items() if price and i != position]
    if price is None or not known:
        return
    alike = [i for i, p in known if abs(p - price) < 0.005]
    dearer = [i for i, p in known if p > price * 1.1]
    for which, grounded in ((alike, True), (dearer, False)):
        if which:
            fill = {"title": called(listing, position), "price": listing.money(price)}
            fill["other"] = called(listing, random.choice(which))
            said = random.choice([*_ALL_SAME, *framed(random, _SAME)])
            yield Made(position, said.format(**fill), grounded)
