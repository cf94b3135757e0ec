"""What callers send, and how answers are described in OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from agent.types import Context, DegradedReason, Explain, Item, Part, PromptUse, Understanding
from agent.types import Id as AnyId
from api.limits import PLAIN, PLAIN_PATTERN, plain
from api.protocols.ai_sdk import as_chat_body
from retrieval.types import Constraints, Frozen, ProductId, Relaxed


def _blank_is_none(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value


def _plain(value: str) -> str:
    if not plain(value):
        raise ValueError(f"must {PLAIN}")
    return value


def _plain_surface(value: Context) -> Context:
    if value.surface is not None and not plain(value.surface):
        raise ValueError(f"surface must {PLAIN}")
    return value


Words = Annotated[str, Field(max_length=4000)]
_Plain = (AfterValidator(_plain), Field(json_schema_extra={"pattern": PLAIN_PATTERN}))
Id = Annotated[AnyId, *_Plain]
"""Goes into columns and log lines as it is."""
Surface = Annotated[str, Field(min_length=1, max_length=64), *_Plain]
PlainContext = Annotated[Context, AfterValidator(_plain_surface)]


class ChatBody(Frozen):
    """One message of a conversation."""

    message: Annotated[Words, BeforeValidator(lambda v: v.strip() if isinstance(v, str) else v)] = Field(
        min_length=1,
        examples=["a waterproof jacket under $150, not red"],
        json_schema_extra={"pattern": r"\S"},
    )
    session_id: Id | None = Field(
        default=None,
        description=(
            "From the `turn` event of the conversation so far; absent, or none that this service made: a new "
            "conversation begins, and its `turn` event names it."
        ),
    )
    user_id: Id | None = None
    context: PlainContext = Field(default=Context(), description="What the page knows.")
    replaces: Id | None = Field(
        default=None,
        description=(
            "A turn of this conversation whose message is said anew with this one: it and what followed it "
            "count no more."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _of_the_ai_sdk(cls, value: Any) -> Any:
        return as_chat_body(value) if isinstance(value, dict) and "messages" in value else value


class RecommendationsBody(Frozen):
    """A page that wants a list: for a query, for a product, for a shopper, or all of these."""

    query: Annotated[Words | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, examples=["walking boots"]
    )
    product_id: ProductId | None = Field(default=None, description="The product that the page shows.")
    user_id: Id | None = None
    session_id: Id | None = Field(
        default=None,
        description=(
            "What happened in it steers the list: a conversation's, or the shop's own id of a visit (one "
            "that nobody can guess; it opens no conversation)."
        ),
    )
    filters: Constraints = Field(default=Constraints(), description="What must hold.")
    understood: Constraints | None = Field(
        default=None,
        description=(
            "What `query` means, where the page knows already: the chips that are left when the shopper "
            "has taken one away. The query is then searched for as it stands."
        ),
    )
    replaces: Id | None = Field(
        default=None,
        examples=["t_4Jc0"],
        description=(
            "A turn of this conversation in whose place this list stands, where there is a `query`: it and "
            "what followed it count no more."
        ),
    )
    exclude: Annotated[tuple[ProductId, ...], Field(max_length=1000)] = Field(
        default=(), description="Products that must not come back."
    )
    limit: Annotated[int, Field(ge=1, le=50)] = 10
    surface: Surface | None = Field(
        default=None, description="Where the list will stand, e.g. `home`, `product`, `cart`."
    )
    explain: Explain = Field(default="plain", description="Who explains: nobody, the reasons, the model.")


class DegradedPart(BaseModel):
    """A part that did without its model or store."""

    part: Part
    reason: DegradedReason


class Answer(BaseModel):
    """A list with its explanations, in its final order."""

    ranking_id: str | None = Field(description="Cite it in events. Null where nothing was ranked.")
    items: list[Item]
    total: int = Field(description="How many products of the catalog pass the filters.")
    understood: Understanding | None = Field(default=None, description="Where there was a query.")
    relaxed: Relaxed | None = Field(default=None, description="What to give up where nothing was left.")
    degraded: list[DegradedPart]
    prompt: PromptUse | None = Field(default=None, description="The prompt file that spoke.")


class RejectedRow(BaseModel):
    """A row that is not in the catalog, and why."""

    index: int = Field(description="0-based place of the row in the request.")
    reason: str


class WriteReport(BaseModel):
    """What a write did. Good rows are in, whatever the bad ones are."""

    added: int
    updated: int
    unchanged: int
    embedded: int = Field(description="How many needed a new vector.")
    rejected: list[RejectedRow]


def json_of(model: type[BaseModel], description: str = "OK") -> dict[int | str, dict[str, Any]]:
    """OpenAPI entry of a 200 whose bytes we make ourselves."""
    return {200: {"model": model, "description": description}}


EVENTS: dict[str, Any] = {
    "schema": {"description": "Server-Sent Events; the data of each is one JSON object."},
    "example": (
        'id: t_4J:1\nevent: turn\ndata: {"turn_id":"t_4J","session_id":"s_9f"}\n\n'
        'id: t_4J:2\nevent: done\ndata: {"status":"complete","order":[],"prompts":[],"timings_ms":{}}\n\n'
    ),
}
"""OpenAPI entry of a stream."""
