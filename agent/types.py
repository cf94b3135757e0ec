"""The words of a conversation: requests, what was understood, what the model is told and says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from retrieval.types import Constraints, Frozen, ProductId, PublicProduct, RankedProduct, Reason, Tastes

Part = Literal["rerank", "narrate", "understand", "retrieval", "events"]
DegradedReason = Literal[
    "no_model",
    "breaker_open",
    "timeout",
    "stalled",
    "model_error",
    "ungrounded",
    "busy",
    "budget",
    "unavailable",
]
Intent = Literal["search", "refine", "similar", "compare", "question", "chitchat"]
Explain = Literal["none", "plain", "llm"]
Source = Literal["model", "plain"]
UnderstoodBy = Literal["rules", "model"]

HANDLES = "ABCDEFGHIJKLMNOPQRST"
"""What stands for the products of a shortlist: a model never sees an id."""

Id = Annotated[str, Field(min_length=1, max_length=256)]


Asked = Literal["stop", "reading"]
"""Of the process that runs a turn, by another: to end it, or to go on because somebody reads it there."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose turn it is: only they may read and stop it."""

    session_id: str
    user_id: str | None


class Context(Frozen):
    """What the page knows: sent by the widget with every message."""

    product_id: ProductId | None = None
    cart: Annotated[tuple[ProductId, ...], Field(max_length=100)] = ()
    surface: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    region: Annotated[str, Field(max_length=64)] | None = None
    locale: Annotated[str, Field(max_length=35)] | None = None
    age_verified: bool | None = None


class TurnRequest(Frozen):
    """One turn: a message to answer, or a page that wants recommendations.

    With a ``message`` it is understood first; without one, ``filters`` and the anchors say it all.
    """

    turn_id: str
    session_id: str
    user_id: str | None = None
    message: str | None = None
    filters: Constraints = Constraints()
    constraints: Constraints | None = None
    """Given: these hold, and the message is searched for as it stands, without being understood. A page
    sends the chips that are left when the shopper has taken one away."""
    replaces: str | None = None
    """The turn of this conversation whose message is said anew: it and what followed it count no more."""
    exclude: tuple[ProductId, ...] = ()
    context: Context = Context()
    limit: Annotated[int, Field(ge=1, le=50)] = 8
    explain: Explain = "llm"


class Understanding(Frozen):
    """What a message was taken to mean."""

    text: str
    """What remains to be searched for once the constraints are taken out (never empty-handed: the
    whole message where nothing else is left)."""
    constraints: Constraints = Constraints()
    intent: Intent = "search"
    source: UnderstoodBy = "rules"
    labels: dict[str, str] = Field(default_factory=dict)
    """Attribute → its many values in a few words, as an event tells them: ``weight: up to 2 kg``."""


class Item(Frozen):
    """One card on the wire."""

    product: PublicProduct
    rank: int
    score: float
    reasons: tuple[Reason, ...] = ()
    explanation: ItemExplanation | None = None

    @classmethod
    def of(cls, ranked: RankedProduct, explanation: ItemExplanation | None = None) -> Item:
        """The public face of a ranked product."""
        return cls(
            product=ranked.product.public(),
            rank=ranked.rank,
            score=round(ranked.score, 6),
            reasons=ranked.reasons,
            explanation=explanation,
        )


class ItemExplanation(Frozen):
    """Why this product, and who says so."""

    text: str
    source: Source


class Shortlist(Frozen):
    """What the two model calls see: the top products, in an order, and what the shopper wants."""

    request: str
    """The shopper's words, or a description of the page."""
    constraints: Constraints
    items: tuple[RankedProduct, ...]
    shopper: Tastes = Tastes()
    """What is known of them and may be said to them."""
    anchor: str | None = None
    """Title of the product that the shopper is looking at."""

    def handle(self, position: int) -> str:
        """The letter that stands for the product at ``position`` (0-based, at most 20)."""
        return HANDLES[position]


class PromptUse(Frozen):
    """Which prompt file spoke."""

    name: str
    version: str
    sha256: str


class Usage(Frozen):
    """Tokens of every model call of a turn, as the provider counted them; of a call that was cut off before
    its provider did, an estimate."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cost: float | None = None
    """By ``AISLE_LLM_PRICES``, in their currency; None where the model has no price."""

    def __add__(self, other: Usage) -> Usage:
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            calls=self.calls + other.calls,
            cost=round(sum(costs), 8) if costs else None,
        )


@dataclass(frozen=True, slots=True)
class RunContent:
    """What was asked of a model and what it said, kept where somebody asks for it by a setting."""

    asked: tuple[tuple[str, str], ...]
    """Role as LangChain names it (``system``, ``human``, ``ai``), and text."""
    said: str = ""


@dataclass(frozen=True, slots=True)
class ModelRun:
    """One call of the chat model. Times are milliseconds from its start; None: it never came to that."""

    run_id: str
    name: str
    """The ``run_name`` of the chain it belongs to, e.g. ``rerank``."""
    usage: Usage
    started_at: float = 0.0
    """Seconds since 1970."""
    provider: str = ""
    """As LangChain names it: ``openai``."""
    model: str = ""
    """The one asked for."""
    prompt: str | None = None
    prompt_version: str | None = None
    streamed: bool = False
    first_token_ms: float | None = None
    total_ms: float | None = None
    error: str | None = None
    """The exception's class; never its text."""
    answered_by: str | None = None
    """The model that the provider says it was."""
    response_id: str | None = None
    finish_reason: str | None = None
    cached_tokens: int = 0
    """Of the input."""
    reasoning_tokens: int = 0
    """Of the output."""
    content: RunContent | None = None


class ProposedOrder(Frozen):
    """The model's order of a shortlist after repair: a permutation of its positions."""

    positions: tuple[int, ...]
    unknown: int = 0
    repeated: int = 0
    missing: int = 0


class Sentence(Frozen):
    """One piece of narration: a whole sentence about one product, or opening prose (``position`` None)."""

    position: int | None
    text: str


class NarrationCounts(Frozen):
    """What a narration held back. Grows while the narration is read; whole once it has ended."""

    ungrounded: tuple[int, ...] = ()
    """Positions with a sentence that the facts did not bear out, each once (-1: the opening prose)."""
    claims: tuple[tuple[int | None, str], ...] = ()
    """What was claimed there, with its position (None: the opening prose)."""
    unknown: int = 0
    """Lines about a handle that stands for nothing."""
    repeated: int = 0
    """Lines about a product that already had its line."""
    stray: int = 0
    """Sentences that belong to no product or speak in handles."""
    leaked: int = 0
    """Sentences that repeat the model's instructions."""


Item.model_rebuild()
