"""What a turn asks of the rooms around it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from agent.events import TurnEvent
from agent.types import (
    Asked,
    ModelRun,
    NarrationCounts,
    Owner,
    PromptUse,
    ProposedOrder,
    Sentence,
    Shortlist,
    TurnRequest,
    Understanding,
)
from retrieval.types import Constraints, Outcome, Product, Query, Ranking, Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import RunnableConfig
    from numpy.typing import NDArray


class Recommender(Protocol):
    """Satisfied by ``retrieval.pipeline.Recommender``. Synchronous: call it in a thread."""

    def recommend(self, query: Query) -> Ranking:
        """The deterministic answer. Raises StorageUnavailable."""
        ...

    def record(self, ranking: Ranking, turn_id: str | None = None) -> None:
        """Keep the ranking as it is about to be served. Raises StorageUnavailable."""
        ...

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        """Keep what became of it. Raises StorageUnavailable."""
        ...

    def product(self, product_id: str) -> Product:
        """Raises ProductNotFound."""
        ...

    def vocabulary(self) -> Vocabulary: ...

    def facets(self, constraints: Constraints) -> Mapping[str, Mapping[str, int]]:
        """What the products that satisfy the constraints have: attribute → value → how many, most first."""
        ...

    def current_prices(self, constraints: Constraints) -> NDArray[np.float32]:
        """What the products that satisfy the constraints cost now, ascending; unknown prices left out."""
        ...

    def count(self, constraints: Constraints) -> int:
        """How many products that may be shown satisfy the constraints. A fraction of a millisecond."""
        ...


class Interpreter(Protocol):
    """A message to what it means."""

    async def interpret(self, message: str, before: Constraints, vocabulary: Vocabulary) -> Understanding:
        """``before``: the constraints in force until now; the result holds those in force from now on."""
        ...


class Reader(Protocol):
    """The model's reading, where the rules are not sure of theirs."""

    @property
    def prompt(self) -> PromptUse: ...

    async def unsure(
        self, message: str, before: Constraints, read: Understanding, vocabulary: Vocabulary
    ) -> bool:
        """Whether the rules' reading leaves a doubt that is worth a model call."""
        ...

    async def read(
        self,
        message: str,
        before: Constraints,
        vocabulary: Vocabulary,
        history: Sequence[BaseMessage],
        config: RunnableConfig,
    ) -> Understanding:
        """Raises ModelFailure. Holds its own budget."""
        ...


class Reranker(Protocol):
    """The short call: an order of handles."""

    @property
    def prompt(self) -> PromptUse: ...

    async def rerank(self, shortlist: Shortlist, config: RunnableConfig) -> ProposedOrder:
        """Raises ModelFailure. The turn holds the budget of the whole call."""
        ...


class Narration(Protocol):
    """One narration being read: an async iterator of the sentences that were borne out by the facts."""

    @property
    def counts(self) -> NarrationCounts:
        """What was held back so far."""
        ...

    def __aiter__(self) -> AsyncIterator[Sentence]: ...

    async def __anext__(self) -> Sentence:
        """Raises ModelFailure, also after some sentences were given."""
        ...

    async def aclose(self) -> None:
        """End the model call. Safe at any time, and twice."""
        ...


class Narrator(Protocol):
    """The streamed call: whole, checked sentences."""

    @property
    def prompt(self) -> PromptUse: ...

    def narrate(self, shortlist: Shortlist, config: RunnableConfig) -> Narration:
        """Sentences as they are complete, each checked; ``counts`` says what was held back."""
        ...


class TurnRelay(Protocol):
    """Running turns as the other processes of a service see them: read and stopped from anywhere.

    Every call but :meth:`read` and :meth:`asked` raises RelayUnavailable.
    """

    async def begin(self, turn_id: str, owner: Owner) -> None:
        """This process runs it; others can read it from now on."""
        ...

    async def append(self, turn_id: str, seq: int, event: TurnEvent) -> None:
        """One more event, in order, from 1. There is one of each number: a second one is passed over."""
        ...

    async def owner(self, turn_id: str) -> Owner | None:
        """Whose turn it is; None where it is not known (any more)."""
        ...

    async def claim(self, session_id: str, user_id: str | None) -> bool:
        """Whether this shopper may speak in the session now: of several who come at once, the first known by
        name has it, until their turn is long in the store. Nobody's name claims nothing."""
        ...

    async def running_in(self, session_id: str) -> str | None:
        """The latest turn of a session that is not over; None where there is none."""
        ...

    def read(self, turn_id: str, after: int = 0) -> AsyncGenerator[tuple[int, TurnEvent]]:
        """Every event above ``after``, as it comes; ends with the turn. A turn whose process died gets an
        ``error`` at its end."""
        ...

    async def ask(self, turn_id: str, asked: Asked) -> None:
        """Something of the process that runs it."""
        ...

    def asked(self) -> AsyncGenerator[tuple[str, Asked]]:
        """What others ask of this process: turn id and wish, without end."""
        ...

    async def aclose(self) -> None: ...


class Watch(Protocol):
    """Is told of turns and of the model's runs in them, in the turn's task; it may neither wait nor raise."""

    @property
    def content(self) -> bool:
        """Whether it wants what is asked of a model and what it says."""
        ...

    def turn(self, request: TurnRequest, events: AsyncGenerator[TurnEvent]) -> AsyncGenerator[TurnEvent]:
        """The same events."""
        ...

    def model_run(self, run: ModelRun) -> None:
        """A call that is over, well or not."""
        ...


class TurnStore(Protocol):
    """Turns that are over. Synchronous: call it in a thread."""

    def save_turn(
        self, turn_id: str, session_id: str, user_id: str | None, started_at: datetime, record: dict[str, Any]
    ) -> None:
        """``record``: JSON; ``{"request": …, "events": [{"event": name, "data": …}]}``."""
        ...

    def turn(self, turn_id: str) -> dict[str, Any] | None: ...

    def session_turns(self, session_id: str, limit: int = 50) -> list[dict[str, Any]]:
        """The latest ``limit`` turns of a session in which something was said, oldest first."""
        ...
