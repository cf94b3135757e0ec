"""One dialogue through the assistant's own turn: message, list, question, answer, until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from agent.events import Clarify, Done, Failed, RankingServed, Understood
from agent.parts import TurnParts
from agent.turn import take_turn
from agent.types import TurnRequest
from agent.understanding.words import lowered, tokens
from eval.dialogue.shopper import Shopper
from eval.dialogue.wish import BRAND, CATEGORY
from eval.errors import SimulationFailed
from retrieval.types import Constraints, PublicProduct

SHOWN = 10
"""Products that a shopper looks at."""
PATIENCE = 8
"""Messages after which they give up; a dialogue that fails counts as so many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one turn put before the shopper."""

    products: tuple[PublicProduct, ...]
    """In the order in which they stood in the end, ``SHOWN`` at most."""
    clarify: Clarify | None
    held: Constraints
    """The constraints in force, as the page shows them."""


@dataclass(slots=True)
class Dialogue:
    """What became of one."""

    turns: int = PATIENCE
    """Messages until it was found; ``PATIENCE`` where it was not."""
    found: bool = False
    dead_end: bool = False
    """The shopper had nothing left to say, or nothing was shown."""
    shown: int = 0
    contradicting: int = 0
    """Of the products shown, those that contradict what was said until then."""
    lines: list[str] = field(default_factory=list)

    def within(self, turns: int) -> bool:
        """Whether it was found with so many messages."""
        return self.found and self.turns <= turns

    def __str__(self) -> str:
        return "\n  ".join(self.lines)


async def converse(shopper: Shopper, target: str, session_id: str, parts: TurnParts) -> Dialogue:
    """Until the product ``target`` is shown, all is said, or patience is over.

    Raises:
        SimulationFailed: a turn broke.
    """
    dialogue = Dialogue(lines=[target])
    message: str | None = shopper.opening()
    for turn in range(1, PATIENCE + 1):
        if message is None:
            dialogue.dead_end = True
            break
        shown = await _shown(message, f"{session_id}-{turn}", session_id, parts)
        dialogue.shown += len(shown.products)
        dialogue.contradicting += sum(contradicts(shopper.stated, product) for product in shown.products)
        asks = f"; asks: {shown.clarify.question}" if shown.clarify is not None else ""
        dialogue.lines.append(f"{message} → {shown.held.wire()}{asks}")
        if any(product.product_id == target for product in shown.products):
            dialogue.turns, dialogue.found = turn, True
            break
        asked = shown.clarify
        message = shopper.more() if asked is None else shopper.answer(asked, shown.held)
    dialogue.dead_end |= not dialogue.shown
    return dialogue


def contradicts(stated: Constraints, product: PublicProduct) -> bool:
    """Whether a product is known to be other than what was said; what the catalog does not say of it is not.

    Of what kind it is counts by the word: who said "shirts" may be shown "Blouses & Shirts".
    """
    price = product.current_price
    if stated.price is not None and price is not None:
        low, high = stated.price.min, stated.price.max
        if (low is not None and price < low) or (high is not None and price > high):
            return True
    for name, values in stated.include.items():
        if name == CATEGORY:
            wanted, held = _words(values), _words(product.categories)
        else:
            wanted = {value.casefold() for value in values}
            own = (product.brand,) if name == BRAND and product.brand else product.values(name)
            held = {value.casefold() for value in own}
        if held and wanted.isdisjoint(held):
            return True
    return False


def _words(texts: Sequence[str]) -> set[str]:
    return {token.form for text in texts for token in tokens(lowered(text)) if token.raw != "and"}


async def _shown(message: str, turn_id: str, session_id: str, parts: TurnParts) -> Shown:
    request = TurnRequest(
        turn_id=turn_id,
        session_id=session_id,
        message=message,
        limit=SHOWN,
        explain="llm" if parts.overlay is not None else "none",
    )
    products: dict[str, PublicProduct] = {}
    order: tuple[str, ...] = ()
    clarify: Clarify | None = None
    held = Constraints()
    async with aclosing(take_turn(request, parts, asyncio.Event())) as events:
        async for event in events:
            match event:
                case Understood():
                    held = event.constraints
                case Clarify():
                    clarify = event
                case RankingServed():
                    products = {item.product.product_id: item.product for item in event.items}
                    order = tuple(products)
                case Done():
                    order = event.order or order
                case Failed():
                    raise SimulationFailed(f"a turn failed: {event.title}")
                case _:
                    pass
    return Shown(tuple(products[key] for key in order[:SHOWN]), clarify, held)
