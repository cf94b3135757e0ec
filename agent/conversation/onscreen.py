"""A message about what is on screen, read with the products that are shown there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.conversation.answering import answer, asks_of_a_product, points
from agent.conversation.bounding import bounded, priced
from agent.conversation.bundles.changes import changed
from agent.conversation.comparison import MOST
from agent.conversation.references import ACCESSORIES, CHEAPER, GOES_WITH, SINGLE, pointed_at, referred
from agent.conversation.state import Conversation
from agent.types import Understanding
from agent.understanding.wishes import wish
from retrieval.errors import ProductNotFound
from retrieval.types import Constraints, Product

_READ = 2000


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What a message means once the list on screen is known."""

    understood: Understanding
    compared: tuple[Product, ...] = ()
    """Two products or more to set side by side; nothing is searched for then."""
    answer: str | None = None
    """What was asked about shown products, answered; nothing is searched for then either."""
    asked_of: tuple[Product, ...] = ()
    """The products of that question, where no single fact of theirs settles it."""
    like: tuple[str, ...] = ()
    """Ids of the products that the next list should be like."""
    beside: bool = False
    """The next list should go with them instead."""


def on_screen(
    message: str,
    before: Conversation,
    understood: Understanding,
    product: Callable[[str], Product],
    page: str | None = None,
) -> OnScreen:
    """``understood`` with its references resolved; as it stands where there are none.

    Args:
        product: by id; raises ProductNotFound for one that has left the catalog since.
        page: the product of the page the shopper is on: "this" is that one, not the first of a list.
    """
    text = message[:_READ].lower()
    if (answered := _answered(text, message, before, understood, product, page)) is not None:
        return answered
    wished = wish(before.text)
    several, gift = wished is not None and before.shown, wished is not None and wished.kind == "gift"
    if several and (told := changed(text, before, understood, _held(before.shown, product))) is not None:
        return OnScreen(told)
    goes = GOES_WITH.search(text)
    if goes is not None and (understood.constraints == before.constraints or ACCESSORIES.search(text)):
        places = referred(text, len(before.shown)) or pointed_at(
            text[goes.end() :], len(before.shown), before.single
        )
        named = [before.shown[place] for place in places]
        of = [page] if page is not None and not referred(text, len(before.shown)) else named
        if of:
            told = understood.model_copy(update={"constraints": Constraints(), "intent": "similar"})
            return OnScreen(told, like=(of[0],), beside=True)
    bundle = several and not gift
    cheaper = CHEAPER.search(text)
    if cheaper is None and _same_search(understood, before):
        # A bundle's prices are those of all it holds together.
        told = None if bundle else bounded(text, understood, before.text, _held(before.shown, product))
        if told is not None:
            return OnScreen(told)
    if not before.shown or (cheaper is None and understood.intent not in ("compare", "similar")):
        return OnScreen(understood)
    told_of = text if cheaper is None else text[cheaper.end() :]
    places = pointed_at(told_of, len(before.shown), before.single)
    ids = [before.shown[place] for place in places]
    if cheaper is not None:
        if understood.constraints.price != before.constraints.price:
            # "cheaper than $50" names its bound itself.
            return OnScreen(understood)
        return OnScreen(_cheaper(before, understood, _held(ids, product)))
    if understood.intent == "compare":
        if len(ids) == 1 and SINGLE.search(text):
            # "Compare it with the second one."
            ids = list(dict.fromkeys([before.shown[before.single], *ids]))
        products = _held((ids or before.shown)[:MOST], product)
        if len(products) < 2:
            return OnScreen(understood)
        # Nothing is asked for, so what holds goes on to hold.
        kept = understood.model_copy(update={"constraints": before.constraints, "text": message.strip()})
        return OnScreen(kept, compared=products)
    if not ids or (page is not None and not referred(text, len(before.shown))):
        return OnScreen(understood)
    similar = understood.model_copy(update={"text": before.text or understood.text})
    return OnScreen(similar, like=(ids[0],))


def _answered(
    text: str,
    message: str,
    before: Conversation,
    understood: Understanding,
    product: Callable[[str], Product],
    page: str | None,
) -> OnScreen | None:
    """A question about products that are on screen; None where the message is something else."""
    now, held = understood.constraints, before.constraints
    if understood.intent not in ("search", "refine") or now.sort != held.sort or not asks_of_a_product(text):
        return None
    named = referred(text, len(before.shown))
    # Another kind or another bound is asked for, whatever "it" stands for.
    if now.price != held.price or (
        not named and (not points(text) or (understood.intent == "search" and now != held))
    ):
        return None
    ids = [before.shown[place] for place in named or pointed_at(text, len(before.shown), before.single)]
    if page is not None and not named and SINGLE.search(text):
        ids = [page]
    products = _held(ids, product)
    if not products:
        return None
    wanted = {name: values for name, values in now.include.items() if held.include.get(name) != values}
    kept = Understanding(text=message.strip(), constraints=held, intent="question")
    said = answer(text, wanted, products)
    return OnScreen(kept, answer=said.text, asked_of=() if said.settled else products[:MOST])


def _same_search(understood: Understanding, before: Conversation) -> bool:
    """Whether the search goes on, with neither a price nor an order of its own."""
    now, held = understood.constraints, before.constraints
    same = now.price == held.price and now.sort == held.sort
    return same and (understood.intent == "refine" or now.include == held.include)


def _cheaper(before: Conversation, understood: Understanding, products: Sequence[Product]) -> Understanding:
    prices = [now for product in products if (now := product.current_price) is not None]
    if not prices or min(prices) <= 0:
        return understood
    return priced(understood, before.text, high=round(min(prices) - 0.01, 2))


def _held(ids: Sequence[str], product: Callable[[str], Product]) -> tuple[Product, ...]:
    held = []
    for product_id in ids:
        try:
            held.append(product(product_id))
        except ProductNotFound:
            continue
    return tuple(held)
