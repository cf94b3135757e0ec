"""Which language model speaks, and how long it may take (``AISLE_*``, see the contract)."""

from __future__ import annotations

import json
import os
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from retrieval.settings import AisleSettings

DEFAULT_OPENAI_MODEL = "openai:gpt-4.1-mini"
HALF_KNOWN = 5
"""Steps of a shopper after which the model's say is half-way to what it is with a long history."""
Seconds = Annotated[float, Field(gt=0, le=600)]


class Price(BaseModel):
    """Of a million tokens, in whatever currency the caps are meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Annotated[float, Field(ge=0)]
    output: Annotated[float, Field(ge=0)]


class AgentSettings(AisleSettings):
    """The model and its budgets."""

    llm: str | None = None
    """``provider:model``; unset and no ``OPENAI_API_KEY``: no model, plain explanations."""
    llm_params: Annotated[dict[str, Any], NoDecode] = Field(default_factory=dict)

    rerank_budget: Seconds = 2.5
    understand_budget: Seconds = 1.5
    """How long the model may read a message that the rules are not sure of."""
    history_tokens: Annotated[int, Field(ge=0, le=100_000)] = 1000
    """How much of what was said before it is told, the latest turns first."""
    first_token_timeout: Seconds = 6.0
    silence_timeout: Seconds = 5.0
    total_timeout: Seconds = 25.0
    reader_grace: Seconds = 10.0
    """A turn without a reader for this long is stopped."""
    narrated: Annotated[int, Field(ge=0, le=20)] = 6
    """How many of the cards of a list the model explains; the rest get their plain explanation at once."""
    shortlist: Annotated[int, Field(ge=2, le=20)] = 12
    """How many products the model may re-order."""
    max_displacement: Annotated[int, Field(ge=0, le=20)] = 4
    """How many places the model may move a product from where the ranking put it. Zero-shot models lose to
    trained rankers where there is history: raise it only where an evaluation says so."""
    surface_displacement: Annotated[dict[str, Annotated[int, Field(ge=0, le=20)]], NoDecode] = Field(
        default_factory=dict
    )
    """The same for single surfaces, ``{"chat": 4, "home": 2}``; the others take the one above."""
    model_say: Annotated[float, Field(ge=0, le=1)] = 0.7
    """How much the model's rank counts against the ranking's own, where nothing is known of the shopper."""
    model_say_with_history: Annotated[float, Field(ge=0, le=1)] = 0.35
    """The same where much is known: the more steps, the nearer to this."""
    concurrent_calls: Annotated[int, Field(ge=1, le=10_000)] = 32
    """How many calls of one purpose (re-order, explain) may run at once in this process. One more is not
    queued: its turn does without the model and says ``busy``."""

    trace_content: bool = False
    """Whether prompts and answers are written into traces (``OTEL_EXPORTER_OTLP_ENDPOINT``); they hold what
    shoppers said."""
    llm_prices: Annotated[dict[str, Price], NoDecode] = Field(default_factory=dict)
    """``{"openai:gpt-4.1-mini": {"input": 0.4, "output": 1.6}}``: what a million tokens cost."""
    session_tokens: Annotated[int, Field(ge=1)] | None = None
    """Tokens, in and out, after which a session does without the model; unset: no cap. So the next ones."""
    session_cost: Annotated[float, Field(gt=0)] | None = None
    day_tokens: Annotated[int, Field(ge=1)] | None = None
    """Of all sessions together, from midnight to midnight UTC."""
    day_cost: Annotated[float, Field(gt=0)] | None = None
    explanations_kept: Annotated[int, Field(ge=0, le=1_000_000)] = 5_000
    """Explained lists of product pages in memory, so that the next shopper need not wait; 0: none."""
    explanation_ttl: Annotated[float, Field(gt=0, le=2_592_000)] = 86_400.0
    """Seconds that one is good for; a product that changes is explained anew at once."""
    redis_url: SecretStr | None = None
    """Where servers share what they have spent and explained; unset: each for itself."""

    @field_validator("llm")
    @classmethod
    def _provider_and_model(cls, value: str | None) -> str | None:
        if value is not None and (":" not in value or value.startswith(":") or value.endswith(":")):
            raise ValueError("must be provider:model, e.g. openai:gpt-4.1-mini")
        return value

    @field_validator("llm_params", mode="before")
    @classmethod
    def _json_object(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            parsed = json.loads(value)
        except json.JSONDecodeError as error:
            raise ValueError(f"is not valid JSON (line {error.lineno}, column {error.colno})") from None
        if not isinstance(parsed, dict):
            raise ValueError("must be a JSON object")
        return parsed

    @field_validator("llm_prices", "surface_displacement", mode="before")
    @classmethod
    def _further_json_objects(cls, value: object) -> object:
        return cls._json_object(value)

    def displacement(self, surface: str) -> int:
        """Places that the model may move a product on this surface."""
        return self.surface_displacement.get(surface, self.max_displacement)

    def say(self, steps: int) -> float:
        """How much the model's rank counts beside a shopper of whom so many steps are known, 0 to 1."""
        known = steps / (steps + HALF_KNOWN)
        return self.model_say + known * (self.model_say_with_history - self.model_say)

    def price_of(self, model: str) -> Price | None:
        """Of ``provider:model``, also where the prices name the model alone."""
        return self.llm_prices.get(model) or self.llm_prices.get(model.partition(":")[2])

    @property
    def model(self) -> str | None:
        """The model to build; an OpenAI key alone is enough to ask for one."""
        if self.llm is not None:
            return self.llm
        return DEFAULT_OPENAI_MODEL if os.environ.get("OPENAI_API_KEY") else None
