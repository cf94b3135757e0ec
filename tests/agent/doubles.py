"""Real implementations of the agent's ports over a handful of products, without a database."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agent.errors import ModelFailure
from agent.types import NarrationCounts, PromptUse, ProposedOrder, Sentence, Shortlist
from retrieval.errors import ProductNotFound, StorageUnavailable
from retrieval.types import Constraints, Outcome, Product, Query, RankedProduct, Ranking, Reason, Vocabulary

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

PRODUCTS = tuple(
    Product(
        product_id=f"p{number}",
        title=title,
        brand=brand,
        categories=(f"Apparel > {kind}",),
        price=price,
        currency="USD",
        availability="in_stock",
        attributes={"color": color, "article_type": kind, "gender": gender},
        rating=rating,
        rating_count=10 * number + 1,
        margin=0.4321,
    )
    for number, (title, brand, kind, color, gender, price, rating) in enumerate(
        [
            ("Linen Summer Shirt", "Fjord", "Shirts", "Blue", "Men", 39.0, 4.1),
            ("Oxford Shirt", "Fjord", "Shirts", "White", "Men", 49.0, 4.6),
            ("Striped Shirt", "Harbour", "Shirts", "Blue", "Women", 29.5, 3.9),
            ("Canvas Belt", "Harbour", "Belts", "Brown", "Men", 19.0, 4.0),
            ("Leather Belt", "Fjord", "Belts", "Black", "Men", 45.0, 4.4),
            ("Wrap Dress", "Harbour", "Dresses", "Red", "Women", 79.0, 4.7),
            ("Evening Dress", "Lune", "Dresses", "Black", "Women", 129.0, 4.2),
            ("Trail Jacket", "Fjord", "Jackets", "Green", "Men", 149.0, 4.8),
            ("Rain Jacket", "Lune", "Jackets", "Navy Blue", "Women", 99.0, 4.3),
            ("Wool Scarf", "Lune", "Scarves", "Grey", "Unisex", 35.0, 4.5),
        ]
    )
)


@dataclass
class ShelfRecommender:
    """Satisfies :class:`agent.ports.Recommender` over products held in a tuple, in their own order."""

    products: Sequence[Product] = PRODUCTS
    out_of_reach: bool = False
    cannot_record: bool = False
    history: int = 0
    recorded: list[Ranking] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def recommend(self, query: Query) -> Ranking:
        if self.out_of_reach:
            raise StorageUnavailable("The shelf is locked; open it.")
        kept = [
            p for p in self.products if _passes(p, query.constraints) and p.product_id not in query.exclude
        ]
        items = tuple(
            RankedProduct(product=product, rank=rank, score=1 / rank, reasons=_reasons(product, query))
            for rank, product in enumerate(kept[: query.limit], start=1)
        )
        return Ranking(
            ranking_id=f"r_{len(self.recorded)}",
            query=query,
            items=items,
            total=len(kept),
            rules_version="shelf",
            history=self.history,
            created_at=datetime.now(UTC),
        )

    def record(self, ranking: Ranking, turn_id: str | None = None) -> None:
        if self.cannot_record:
            raise StorageUnavailable("The ledger is full; empty it.")
        self.recorded.append(ranking)

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        if self.cannot_record:
            raise StorageUnavailable("The drawer is locked; open it.")
        self.outcomes[ranking_id] = outcome

    def product(self, product_id: str) -> Product:
        for product in self.products:
            if product.product_id == product_id:
                return product
        raise ProductNotFound(product_id)

    def facets(self, constraints: Constraints) -> Mapping[str, Mapping[str, int]]:
        kept = [product for product in self.products if _passes(product, constraints)]
        names = dict.fromkeys(["brand", "category", *(name for p in kept for name in p.attributes)])
        found = {name: Counter(v for p in kept for v in _paths(p, name)) for name in names}
        return {name: dict(counts.most_common()) for name, counts in found.items() if counts}

    def current_prices(self, constraints: Constraints) -> NDArray[np.float32]:
        prices = (p.current_price for p in self.products if _passes(p, constraints))
        return np.sort(np.asarray([price for price in prices if price is not None], dtype=np.float32))

    def count(self, constraints: Constraints) -> int:
        return sum(_passes(product, constraints) for product in self.products)

    def vocabulary(self) -> Vocabulary:
        values: dict[str, Counter[str]] = defaultdict(Counter)
        for product in self.products:
            values["brand"].update([product.brand] if product.brand else [])
            values["category"].update(s for path in product.categories for s in path.split(" > "))
            for name in product.attributes:
                values[name].update(product.values(name))
        return Vocabulary(values=values, revision=1, currency="USD")


def _passes(product: Product, constraints: Constraints) -> bool:
    price = product.current_price or 0.0
    if constraints.price is not None:
        low, high = constraints.price.min, constraints.price.max
        if (low is not None and price < low) or (high is not None and price > high):
            return False
    return all(
        set(_values(product, name)) & set(wanted) for name, wanted in constraints.include.items()
    ) and not any(
        set(_values(product, name)) & set(unwanted) for name, unwanted in constraints.exclude.items()
    )


def _values(product: Product, name: str) -> tuple[str, ...]:
    if name == "brand":
        return (product.brand,) if product.brand else ()
    if name == "category":
        return tuple(segment for path in product.categories for segment in path.split(" > "))
    return product.values(name)


def _paths(product: Product, name: str) -> tuple[str, ...]:
    return (*_values(product, name), *product.categories) if name == "category" else _values(product, name)


def _reasons(product: Product, query: Query) -> tuple[Reason, ...]:
    reasons = [Reason(code="rating", text=f"rated {product.rating}")]
    if query.constraints.include:
        reasons.append(Reason(code="constraint", text="as asked"))
    if query.constraints.price:
        reasons.append(Reason(code="price", text="within the budget"))
    if query.text:
        reasons.append(Reason(code="match", text="matches the words"))
    return tuple(reasons)


@dataclass
class ShelfTurns:
    """Satisfies :class:`agent.ports.TurnStore` in memory."""

    saved: dict[str, dict[str, Any]] = field(default_factory=dict)
    out_of_reach: bool = False
    written: threading.Event = field(default_factory=threading.Event)
    """Set once a turn was saved."""

    def save_turn(
        self, turn_id: str, session_id: str, user_id: str | None, started_at: datetime, record: dict[str, Any]
    ) -> None:
        if self.out_of_reach:
            raise StorageUnavailable("The ledger is full; empty it.")
        self.saved[turn_id] = record
        self.written.set()

    def turn(self, turn_id: str) -> dict[str, Any] | None:
        return self.saved.get(turn_id)

    def session_turns(self, session_id: str, limit: int = 50) -> list[dict[str, Any]]:
        if self.out_of_reach:
            raise StorageUnavailable("The ledger is full; empty it.")
        return [r for r in self.saved.values() if r["request"]["session_id"] == session_id][-limit:]


@dataclass
class ShelfFacts:
    """Satisfies :class:`agent.models.spending.Facts` in memory."""

    held: dict[str, str] = field(default_factory=dict)
    out_of_reach: bool = False

    def get(self, name: str) -> str | None:
        if self.out_of_reach:
            raise StorageUnavailable("The drawer is locked; open it.")
        return self.held.get(name)

    def set(self, name: str, value: str) -> None:
        if self.out_of_reach:
            raise StorageUnavailable("The drawer is locked; open it.")
        self.held[name] = value


Step = Callable[[], Awaitable[None]]
"""Something to wait for before a scripted model goes on."""


async def at_once() -> None:
    """No wait at all."""


def after(rounds: int) -> Step:
    """Wait so many rounds of the event loop: an interleaving without a clock."""

    async def wait() -> None:
        for _ in range(rounds):
            await asyncio.sleep(0)

    return wait


async def for_ever() -> None:
    """A model that never answers."""
    await asyncio.Event().wait()


RERANK = PromptUse(name="rerank", version="v1", sha256="0" * 64)
NARRATE = PromptUse(name="narrate", version="v1", sha256="1" * 64)


@dataclass
class ScriptedReranker:
    """Satisfies :class:`agent.ports.Reranker`: reverses the list, or does what the script says."""

    wait: Step = at_once
    fails: Exception | None = None
    positions: tuple[int, ...] | None = None
    unknown: int = 0
    missing: int = 0
    cancelled: bool = False
    prompt: PromptUse = RERANK

    async def rerank(self, shortlist: Shortlist, config: RunnableConfig) -> ProposedOrder:
        try:
            await self.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if self.fails is not None:
            raise self.fails
        positions = self.positions or tuple(reversed(range(len(shortlist.items))))
        return ProposedOrder(positions=positions, unknown=self.unknown, missing=self.missing)


@dataclass
class ScriptedNarrator:
    """Satisfies :class:`agent.ports.Narrator`: an opening and one sentence per product, or the script.

    ``says``: what to give, in order; an exception in it is raised. ``wait`` comes before each of them.
    """

    says: Sequence[Sentence | Exception] | None = None
    wait: Step = at_once
    ungrounded: tuple[int, ...] = ()
    closed: int = 0
    cancelled: bool = False
    prompt: PromptUse = NARRATE

    def narrate(self, shortlist: Shortlist, config: RunnableConfig) -> ScriptedNarration:
        says = self.says
        if says is None:
            says = (
                Sentence(position=None, text="Here we go."),
                *(Sentence(position=p, text=f"Number {p} suits you.") for p in range(len(shortlist.items))),
            )
        return ScriptedNarration(self, list(says))


class ScriptedNarration:
    def __init__(self, narrator: ScriptedNarrator, says: list[Sentence | Exception]) -> None:
        self._narrator = narrator
        self._says = says

    @property
    def counts(self) -> NarrationCounts:
        return NarrationCounts(ungrounded=self._narrator.ungrounded)

    def __aiter__(self) -> AsyncIterator[Sentence]:
        return self

    async def __anext__(self) -> Sentence:
        try:
            await self._narrator.wait()
        except asyncio.CancelledError:
            self._narrator.cancelled = True
            raise
        if not self._says:
            raise StopAsyncIteration
        said = self._says.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    async def aclose(self) -> None:
        self._narrator.closed += 1


def failure(reason: Any = "model_error") -> ModelFailure:
    """A model call that ended badly."""
    return ModelFailure(reason, "The model failed.")
