"""The closed union of turn events, which is the SSE vocabulary.

| event | data | when |
|---|---|---|
| turn | turn_id, session_id | first, always |
| understood | text, constraints, intent, source, labels? (attribute → in words) | a message was understood |
| clarify | question, options | a question pays |
| ranking | ranking_id, items, total, relaxed? | before every reorder and explanation |
| reorder | rev, order, moved | the model's order, fused and checked |
| explanation | product_id + delta, or product_id + text + final; source | one final per card |
| text | delta | the assistant's prose |
| degraded | part, reason | a part did without its model or store |
| done | status, order, prompts, model, usage, timings_ms | last, unless error |
| error | an RFC 9457 problem | last |
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from agent.types import DegradedReason, Intent, Item, Part, PromptUse, Source, UnderstoodBy, Usage
from retrieval.types import Constraints, Frozen, Relaxed


class _Event(Frozen):
    name: ClassVar[str]

    def data(self) -> dict[str, Any]:
        """The JSON object of this event: absent fields are left out, as in the contract."""
        return self.model_dump(mode="json", exclude_none=True)


class TurnStarted(_Event):
    name: ClassVar[str] = "turn"
    turn_id: str
    session_id: str


class Understood(_Event):
    name: ClassVar[str] = "understood"
    text: str
    constraints: Constraints
    intent: Intent
    source: UnderstoodBy
    labels: dict[str, str] = Field(default_factory=dict)
    """Attribute → its many values in a few words, "weight: up to 2 kg"."""

    def data(self) -> dict[str, Any]:
        """As the base, with constraints in the contract's shape."""
        out = {**super().data(), "constraints": self.constraints.wire()}
        if not self.labels:
            del out["labels"]
        return out


class Option(Frozen):
    label: str
    constraints: Constraints
    count: int


class Clarify(_Event):
    name: ClassVar[str] = "clarify"
    question: str
    options: tuple[Option, ...]

    def data(self) -> dict[str, Any]:
        """As the base, with constraints in the contract's shape."""
        options = [
            {"label": o.label, "constraints": o.constraints.wire(), "count": o.count} for o in self.options
        ]
        return {"question": self.question, "options": options}


class RankingServed(_Event):
    name: ClassVar[str] = "ranking"
    ranking_id: str
    items: tuple[Item, ...]
    total: int
    relaxed: Relaxed | None = None

    def data(self) -> dict[str, Any]:
        """As the base, with constraints in the contract's shape."""
        out = super().data()
        if self.relaxed is not None:
            out["relaxed"]["constraints"] = self.relaxed.constraints.wire()
        return out


class Move(Frozen):
    product_id: str
    from_: Annotated[int, Field(serialization_alias="from", validation_alias="from")]
    """Rank before, 1-based."""
    to: int


class Reorder(_Event):
    name: ClassVar[str] = "reorder"
    rev: int
    order: tuple[str, ...]
    moved: tuple[Move, ...]

    def data(self) -> dict[str, Any]:
        """As the base, by the contract's field names."""
        return self.model_dump(mode="json", by_alias=True)


class ExplanationDelta(_Event):
    name: ClassVar[str] = "explanation"
    product_id: str
    delta: str
    source: Source


class ExplanationFinal(_Event):
    name: ClassVar[str] = "explanation"
    product_id: str
    text: str
    final: Literal[True] = True
    source: Source


class Text(_Event):
    name: ClassVar[str] = "text"
    delta: str


class Degraded(_Event):
    name: ClassVar[str] = "degraded"
    part: Part
    reason: DegradedReason


class Done(_Event):
    name: ClassVar[str] = "done"
    status: Literal["complete", "degraded", "stopped"]
    order: tuple[str, ...]
    prompts: tuple[PromptUse, ...] = ()
    model: str | None = None
    usage: Usage = Usage()
    timings_ms: dict[str, float] = Field(default_factory=dict)


PROBLEMS = "https://aisle.dev/problems/"
"""What the ``type`` of every problem begins with."""


class Failed(_Event):
    """The turn broke. ``type`` is stable; ``detail`` is never an exception's text."""

    name: ClassVar[str] = "error"
    type: str
    title: str
    status: int
    detail: str | None = None


TurnEvent: TypeAlias = (
    TurnStarted
    | Understood
    | Clarify
    | RankingServed
    | Reorder
    | ExplanationDelta
    | ExplanationFinal
    | Text
    | Degraded
    | Done
    | Failed
)
TERMINAL = (Done, Failed)

_BY_NAME: dict[str, TypeAdapter[Any]] = {
    "turn": TypeAdapter(TurnStarted),
    "understood": TypeAdapter(Understood),
    "clarify": TypeAdapter(Clarify),
    "ranking": TypeAdapter(RankingServed),
    "reorder": TypeAdapter(Reorder),
    "explanation": TypeAdapter(ExplanationFinal | ExplanationDelta),
    "text": TypeAdapter(Text),
    "degraded": TypeAdapter(Degraded),
    "done": TypeAdapter(Done),
    "error": TypeAdapter(Failed),
}


def parse_event(name: str, data: str | bytes) -> TurnEvent | None:
    """The event a client read from the wire; None for a name this version does not know."""
    adapter = _BY_NAME.get(name)
    return None if adapter is None else adapter.validate_json(data)
