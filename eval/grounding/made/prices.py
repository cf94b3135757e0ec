"""What a product costs, what it cost before, and how far it is from another."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both

_PRICE = (
    "It costs {price}.",
    "The price is {price}.",
    "At {price}, it is a sound choice.",
    "You pay {price} for it.",
    "It sells for {price}.",
    "For {price} you get a lot.",
    "It is yours for {price}.",
    "Priced at {price}, it may be what you want.",
    "It comes in at {price}.",
    "You can have it for {price}.",
    "The {title} costs {price}.",
    "{price} is what this one costs.",
    "It is listed at {price}.",
)
_SALE = (
    "It is down from {usual} to {price}.",
    "It now costs {price} instead of {usual}.",
    "It used to cost {usual}.",
    "Its usual price is {usual}.",
    "It was {usual} and now is {price}.",
    "It is {saved} off its usual price.",
    "You save {saved} on it right now.",
    "It is reduced by {saved}, to {price}.",
    "The sale takes {saved} off.",
    "It is on sale at {price}, {saved} below its regular price.",
    "It is {percent}% off at the moment.",
    "It is discounted by {percent}%.",
    "At {price} it is {percent}% below its list price of {usual}.",
    "Right now you save {percent}% on it.",
)
_OTHER = (
    "The {other} costs {theirs}.",
    "It is {gap} {cheaper} than the {other}.",
    "Compared with the {other} at {theirs}, it is {gap} {cheaper}.",
    "At {price}, it costs {gap} {less} than the {other}.",
    "It costs {gap} {less} than the {other}, which is {theirs}.",
    "The {other} is {gap} {dearer}.",
    "The {other}, at {theirs}, is {dearer} than this one.",
    "It is {cheaper} than the {other}.",
    "It costs {less} than the {other}.",
    "Next to the {theirs} {other}, this one is {cheaper}.",
    "The {other} asks {gap} {more}.",
    "You pay {gap} {less} than for the {other}.",
    "The {other} is the {dearer} of the two.",
    "Unlike the {other} at {theirs}, it costs {price}.",
    "Where the {other} costs {theirs}, it costs {price}.",
    "There is {gap} between it and the {other}.",
)
_UNDER = (
    "It stays under {above}.",
    "It costs less than {above}.",
    "It is below {above}.",
    "It costs more than {below}.",
    "At under {above}, it is worth a look.",
)


def prices(listing: Listing, position: int) -> Iterator[Made]:
    """The price, a bound above and below it, and what it was."""
    product, price, random = listing.products[position], listing.price(position), listing.random
    if price is None:
        return
    money = listing.money
    true = {"price": money(price), "title": product.title}
    wrong = price * random.choice((0.6, 0.8, 1.25, 1.5, 2))
    yield from listing.told(position, both(_PRICE, true, {"price": money(round(wrong))}), 3)
    step = 10.0 if price >= 20 else 1.0
    above, below = (price // step + 1) * step, price // step * step
    if below < price:
        bounds = {"above": money(above), "below": money(below)}
        yield from listing.told(
            position, both(_UNDER, bounds, {"above": money(below), "below": money(above)}), 2
        )
    usual = product.price
    if usual is None or usual <= price:
        return
    saved = usual - price
    true |= {"usual": money(usual), "saved": money(saved), "percent": f"{100 * saved / usual:.0f}"}
    percent = round(100 * saved / usual)
    false = {
        "usual": money(round(usual * random.choice((0.7, 1.3, 1.6)))),
        "saved": money(round(saved * random.choice((0.4, 1.7, 2.5))) + 1),
        "percent": str(percent + random.choice((-1, 1)) * max(4, percent // 3)),
    }
    name = random.choice(list(false))
    yield from listing.told(position, both(_SALE, true, {name: false[name]}), 3)


def beside(listing: Listing, position: int) -> Iterator[Made]:
    """Its price beside that of another."""
    price, money, random = listing.price(position), listing.money, listing.random
    known = [i for i in listing.prices() if i != position]
    if price is None or not known:
        return
    other = random.choice(known)
    theirs = listing.prices()[other]
    gap = abs(theirs - price)
    if gap < 0.01:
        return
    less = theirs > price
    words = {
        "cheaper": ("cheaper", "dearer"),
        "dearer": ("dearer", "cheaper"),
        "less": ("less", "more"),
        "more": ("more", "less"),
    }
    true = {
        "price": money(price),
        "theirs": money(theirs),
        "gap": money(gap),
        "other": listing.products[other].title,
        **{name: pair[not less] for name, pair in words.items()},
    }
    turned = {name: pair[less] for name, pair in words.items()}
    wrong = {
        "gap": money(round(gap * random.choice((0.5, 1.6, 2.2))) + 1),
        "theirs": money(round(theirs * random.choice((0.7, 1.3, 1.5)))),
    }
    name = random.choice(list(wrong))
    yield from listing.told(position, both(_OTHER, true, turned), 2)
    yield from listing.told(position, both(_OTHER, true, {name: wrong[name]}), 2)
