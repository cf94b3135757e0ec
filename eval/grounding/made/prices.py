"""What a product costs, in plain words, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.framing import called, framed
from eval.grounding.made.listing import Listing, Made, both

_COSTS = (
    "costs {price}",
    "costs you {price}",
    "costs exactly {price}",
    "costs just {price}",
    "sells for {price}",
    "is priced at {price}",
    "comes in at {price}",
    "comes at {price}",
    "comes to {price}",
    "goes for {price}",
    "will set you back {price}",
    "is yours for {price}",
    "asks {price}",
    "rings up at {price}",
    "runs {price}",
    "lands at {price}",
    "sits at {price}",
    "can be had for {price}",
    "can be bought for {price}",
    "carries a price of {price}",
    "carries a {price} price tag",
    "has a price tag of {price}",
    "has a {price} price tag",
    "has a price of {price}",
    "is a {price} purchase",
    "is a {price} buy",
    "would cost you {price}",
    "will cost you {price}",
    "is sold at {price}",
    "is sold for {price}",
    "stands at {price}",
    "is currently {price}",
    "currently sells for {price}",
    "is only {price}",
    "is {price} at the moment",
)
_PRICE = (
    "It's {price}.",
    "At {price}, it is a sound choice.",
    "At just {price}, this one is easy to say yes to.",
    "At {price} the {title} is a sound choice.",
    "At a price of {price}, it's a sensible pick.",
    "You pay {price} for it.",
    "You'd pay {price} for this one.",
    "You'll pay {price} for the {title}.",
    "Expect to pay {price} for it.",
    "Expect to pay {price}.",
    "You're looking at {price} for this one.",
    "I'd happily pay {price} for it.",
    "For {price} you get a lot.",
    "For {price}, you get a lovely pick.",
    "For {price}, the {title} is hard to pass up.",
    "For just {price} it's a lovely pick.",
    "You get the {title} for {price}.",
    "You can have it for {price}.",
    "You can get this one for {price}.",
    "Yours for {price}.",
    "A lovely pick at {price}.",
    "A lovely pick for {price}.",
    "A sensible choice, priced at {price}.",
    "The price is {price}.",
    "The price? {price}.",
    "Its price is {price}.",
    "Its price comes to {price}.",
    "The price of the {title} is {price}.",
    "The {title}'s price is {price}.",
    "The price tag says {price}.",
    "Its price tag reads {price}.",
    "Its price of {price} is fair.",
    "Its {price} price tag is fair.",
    "Its {price} price makes it worth a look.",
    "The {price} price tag may decide it.",
    "The asking price is {price}.",
    "Priced at {price}, it may be what you want.",
    "Priced at {price}, the {title} may be what you want.",
    "With a price of {price}, it may be what you want.",
    "With its {price} price tag, it may be what you want.",
    "{price} is what this one costs.",
    "{price} is the price.",
    "{price} is what you pay for it.",
    "{price} gets you this one.",
    "{price} buys you the {title}.",
    "{price} will get you the {title}.",
    "Just {price} gets you this one.",
    "This {price} option is a lovely pick.",
    "This {price} pick is a sound choice.",
    "A {price} pick that is easy to like.",
    "The {title} ({price}) is a lovely pick.",
    "The {title}, at {price}, is a lovely pick.",
    "The {title}, priced at {price}, is a lovely pick.",
    "The {title} - {price} - is a lovely pick.",
    "It is easy to like, and costs {price}.",
    "It is easy to like and is priced at {price}.",
    "It's a sound choice if you are happy to spend {price}.",
    "If you have {price} to spend, this one is a sound choice.",
    "Spend {price} and it's yours.",
    "The cost is {price}.",
    "Its cost: {price}.",
    "Price: {price}.",
    "That makes it a lovely pick for {price}.",
    "Not a bad choice at {price}.",
    "All this costs {price}.",
    "All in all, {price} for a lovely pick.",
    "How much? {price}.",
    "Good to know: it's {price}.",
)
_NAMES = {"USD": "dollars", "EUR": "euros", "GBP": "pounds"}
_FAR = 0.06
"""Prices nearer than this part of one another are not told as another's."""


def prices(listing: Listing, position: int) -> Iterator[Made]:
    """The price: beside one made up, what another costs, or what it cost itself before its sale."""
    product, price, random = listing.products[position], listing.price(position), listing.random
    if price is None:
        return
    true = {"price": listing.money(price), "title": called(listing, position)}
    usual = product.price
    others = [p for i, p in listing.prices().items() if i != position and abs(p - price) > _FAR * price]
    wrong = [float(round(price * random.choice((0.6, 0.8, 1.25, 1.5, 2)) + 1))]
    wrong += [random.choice(others)] if others else []
    wrong += [usual] if usual is not None and usual > price * (1 + _FAR) else []
    for _ in range(4):
        templates = [*_PRICE, *framed(random, _COSTS)]
        false = {"price": listing.money(random.choice(wrong))}
        yield from listing.told(position, both(templates, true, false))
    name = _NAMES.get(product.currency or "USD")
    if name is None:
        return
    amount, other = f"{listing.amount(price)} {name}", f"{listing.amount(random.choice(wrong))} {name}"
    yield from listing.told(
        position, both([*_PRICE, *framed(random, _COSTS)], true | {"price": amount}, {"price": other})
    )
    # The same amount in other money is another price.
    foreign = random.choice([sign for sign in "$€£" if sign not in true["price"]])
    yield from listing.told(position, both(_PRICE, true, {"price": f"{foreign}{listing.amount(price)}"}))
