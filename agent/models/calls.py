"""What both model calls are set up with: their configuration, their guard, and their token limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from agent.models.guard import Guard
from agent.resilience.breaker import Breaker, BreakerPolicy
from agent.resilience.bulkhead import Bulkhead
from agent.resilience.deadlines import Deadlines
from agent.settings import AgentSettings
from agent.types import PromptUse

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

_REASONING = re.compile(r"^(o\d|gpt-5)")


def call_config(config: RunnableConfig, purpose: str, prompt: PromptUse) -> RunnableConfig:
    """The config handed in, with what every run of this purpose is known by.

    Callbacks and metadata given by the caller (the turn id among them) are kept; ours are added.
    """
    from langchain_core.runnables.config import merge_configs

    ours: RunnableConfig = {
        "tags": ["aisle", purpose],
        "metadata": {
            "purpose": purpose,
            "prompt": prompt.name,
            "prompt_version": prompt.version,
            "prompt_sha256": prompt.sha256,
        },
    }
    # merge_configs lets the last name win, and a turn's config may carry the turn's own.
    return merge_configs(config, ours, {"run_name": purpose})


def guard_for(
    purpose: str, settings: AgentSettings, *, total: float | None = None, slow_after: float | None = None
) -> Guard:
    """A guard with the deadlines of the settings; ``total`` caps them for a call with a shorter budget."""
    whole = min(settings.total_timeout, total or settings.total_timeout)
    deadlines = Deadlines(
        first=min(settings.first_token_timeout, whole), silence=settings.silence_timeout, total=whole
    )
    policy = BreakerPolicy() if slow_after is None else BreakerPolicy(slow_after=slow_after)
    return Guard(
        purpose,
        breaker=Breaker(policy),
        bulkhead=Bulkhead(settings.concurrent_calls),
        deadlines=deadlines,
    )


def with_token_limit(model: BaseChatModel, limit: int | None) -> BaseChatModel:
    """The same model with a bound on its output, where it has none of its own and does not reason.

    A reasoning model spends output tokens before it speaks: a bound on them would leave it speechless.
    """
    values: dict[str, Any] = {name: getattr(model, name, None) for name in type(model).model_fields}
    name = str(values.get("model_name") or values.get("model") or "")
    reasons = _REASONING.match(name) or values.get("reasoning_effort") or values.get("reasoning")
    own = values.get("model_kwargs") or {}
    bounded = values.get("max_tokens") or "max_tokens" in own or "max_completion_tokens" in own
    if limit is None or "max_tokens" not in values or reasons or bounded:
        return model
    return model.model_copy(update={"max_tokens": limit})
