"""The short call: an order of handles, repaired into a permutation.

Products are shown shuffled, seeded by the turn, because models favour what stands first; the handles
follow the order in which the products are shown, so a letter gives nothing of the ranking away. The
seed makes a turn repeatable.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.errors import ModelFailure
from agent.models.calls import call_config, guard_for, with_token_limit
from agent.models.guard import Guard
from agent.models.prompting import label, prompt_use
from agent.models.structured import Method, Structured, parsed_answer
from agent.narration.briefs import brief, taken
from agent.settings import AgentSettings
from agent.types import HANDLES, PromptUse, ProposedOrder, Shortlist
from prompts.loader import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

Handle = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T"
]
LATE = 0.95
"""The share of the budget after which a re-order nobody waited for is counted as late."""


class Order(BaseModel):
    """The order in which to show the products."""

    model_config = ConfigDict(extra="forbid")

    order: list[Handle] = Field(description="Every handle of the list once, best first.")


ORDER_SCHEMA = Order.model_json_schema()
"""One fixed schema, whatever the length of the list, so that providers keep it compiled.

It is handed over as JSON schema: given the class, the client library would refuse an answer with one
unknown handle before it could be repaired.
"""


class ModelReranker:
    """Satisfies :class:`agent.ports.Reranker` over one chat model."""

    def __init__(
        self, model: BaseChatModel, prompt: Prompt, settings: AgentSettings, *, guard: Guard | None = None
    ) -> None:
        budget = settings.rerank_budget
        self._model = with_token_limit(model, prompt.front.parameters.max_output_tokens)
        self._prompt = prompt
        self._use = prompt_use(prompt)
        self._structured = Structured(self._model, prompt, ORDER_SCHEMA)
        self.guard = guard or guard_for(
            label(self._use), settings, total=budget, slow_after=min(3.0, budget * LATE)
        )

    @property
    def prompt(self) -> PromptUse:
        """The prompt file in use."""
        return self._use

    @property
    def method(self) -> Method:
        """How structure is asked for: the first way that this model has not refused."""
        return self._structured.method

    async def rerank(self, shortlist: Shortlist, config: RunnableConfig) -> ProposedOrder:
        """The model's order. Positions are those of ``shortlist.items``.

        Raises:
            ModelFailure: no order came, or none in time.
        """
        self.guard.require_way()
        shown = shuffled(len(shortlist.items), _seed(config, shortlist))
        inputs = taken(self._prompt, brief(shortlist, shown))
        configured = call_config(config, "rerank", self._use)
        answer = await self.guard.invoke(lambda: self._order(inputs, configured))
        return repair(answer, shown)

    async def _order(self, inputs: dict[str, str], config: RunnableConfig) -> list[str]:
        return read_order(await self._structured.ask(inputs, config))


def shuffled(n: int, seed: str) -> tuple[int, ...]:
    """Positions 0 to n - 1 in the order in which they are shown."""
    shown = list(range(n))
    random.Random(seed).shuffle(shown)
    return tuple(shown)


def read_order(answer: Any) -> list[str]:
    """The handles in a structured answer (``include_raw``: raw, parsed, parsing_error).

    Raises:
        ModelFailure: it holds no order, or only the beginning of one: cut JSON is parsed without a word.
    """
    parsed = parsed_answer(answer)
    order = parsed.get("order") if isinstance(parsed, dict) else None
    if not isinstance(order, list) or not order:
        raise ModelFailure("model_error", "The model gave no order.")
    return [str(handle).strip().strip("[]").upper() for handle in order]


def repair(handles: Sequence[str], shown: Sequence[int]) -> ProposedOrder:
    """A permutation: unknown handles dropped, repeated ones too, missing ones in deterministic order.

    Raises:
        ModelFailure: not one handle is known, so nothing was said about the order.
    """
    positions = dict(zip(HANDLES, shown, strict=False))
    chosen: dict[int, None] = {}
    unknown = repeated = 0
    for handle in handles:
        position = positions.get(handle)
        if position is None:
            unknown += 1
        elif position in chosen:
            repeated += 1
        else:
            chosen[position] = None
    if not chosen:
        raise ModelFailure("model_error", "The model's order names none of the products.")
    missing = [position for position in range(len(shown)) if position not in chosen]
    return ProposedOrder(
        positions=(*chosen, *missing), unknown=unknown, repeated=repeated, missing=len(missing)
    )


def _seed(config: RunnableConfig, shortlist: Shortlist) -> str:
    metadata = config.get("metadata") or {}
    return str(metadata.get("turn_id") or shortlist.request)
