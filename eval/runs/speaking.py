"""The model calls of a system, built as the product builds them, with recorded answers under them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from agent.errors import PromptUnusable
from agent.models.build import build_model, close_model
from agent.models.guard import Guard
from agent.narration.narrate import ModelNarrator
from agent.narration.overlay import Overlay
from agent.narration.rerank import ModelReranker
from agent.resilience.breaker import Breaker, BreakerPolicy
from agent.resilience.bulkhead import Bulkhead
from agent.resilience.deadlines import Deadlines
from agent.settings import AgentSettings
from eval.errors import SuiteError
from eval.runs.cassettes import Cassettes, Shelf
from eval.runs.wire import CassetteTransport
from eval.scripted.server import REPEAT
from eval.suites.schema import System
from prompts.errors import PromptError
from prompts.loader import TEMPLATES, Prompt, load
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NEVER = 1_000_000_000
"""Failures after which a breaker opens here: one case must not decide whether the next is asked."""
CALLS = 10_000


def settings_of(name: str, system: System) -> AgentSettings:
    """The agent's settings for a system; what the environment says of a model does not count.

    Raises:
        SuiteError: a setting is unknown or out of range.
    """
    unknown = set(system.settings) - (set(AgentSettings.model_fields) - {"llm", "llm_params"})
    if unknown:
        raise SuiteError(f"system {name}: the agent has no setting {', '.join(sorted(unknown))}")
    try:
        return AgentSettings.load(llm=system.model, llm_params=system.params, **system.settings)
    except SettingsError as error:
        raise SuiteError(f"system {name}: {error.message}") from None


def prompts_of(name: str, system: System, folder: Path) -> tuple[Prompt, Prompt]:
    """The prompts that re-order and explain.

    Raises:
        SuiteError: one is missing or broken.
    """
    templates = folder / system.templates if system.templates else TEMPLATES
    unknown = set(system.prompts) - {"rerank", "narrate"}
    if unknown:
        raise SuiteError(f"system {name}: the turn has no prompt {', '.join(sorted(unknown))}")
    try:
        rerank = load("rerank", system.prompts.get("rerank"), folder=templates)
        return rerank, load("narrate", system.prompts.get("narrate"), folder=templates)
    except PromptError as error:
        raise SuiteError(f"system {name}: {error.message}") from None


def model_of(
    name: str, system: System, mode: Cassettes, shelf: Shelf | None, base_url: str | None = None
) -> BaseChatModel:
    """The chat model of a system, with recorded answers under it. Close it in the loop that used it.

    Raises:
        SuiteError: it cannot be used.
    """
    settings = settings_of(name, system)
    provider = (system.model or "").partition(":")[0]
    params = dict(system.params)
    if base_url is not None:
        settings = settings.model_copy(update={"llm": f"openai:{(system.model or '').partition(':')[2]}"})
        params |= {"base_url": base_url, "api_key": "scripted"}
    if base_url is not None or provider == "openai":
        timeout = httpx.Timeout(settings.total_timeout + 5.0)
        transport = CassetteTransport(mode, shelf, repeat_header=REPEAT if base_url is not None else None)
        params["http_async_client"] = httpx.AsyncClient(transport=transport, timeout=timeout)
        if mode is Cassettes.replay:
            params.setdefault("api_key", "replayed")
    elif shelf is not None and mode is not Cassettes.off:
        raise SuiteError(
            f"system {name}: cassettes record OpenAI-compatible models; {provider} needs --cassettes off"
        )
    try:
        model = build_model(settings.model_copy(update={"llm_params": params}))
    except (SettingsError, PromptUnusable) as error:
        raise SuiteError(f"system {name}: {error.message}") from None
    assert model is not None
    return model


@asynccontextmanager
async def speaking(
    name: str, system: System, folder: Path, mode: Cassettes, shelf: Shelf | None, base_url: str | None = None
) -> AsyncIterator[Overlay | None]:
    """The overlay of a system; None for the plain fallback. ``base_url``: of a scripted model.

    Raises:
        SuiteError: the model or its prompts cannot be used.
    """
    if system.plain:
        yield None
        return
    rerank, narrate = prompts_of(name, system, folder)
    settings = settings_of(name, system)
    model = model_of(name, system, mode, shelf, base_url)
    try:
        yield Overlay(
            reranker=ModelReranker(
                model, rerank, settings, guard=_guard("rerank", settings, settings.rerank_budget)
            ),
            narrator=ModelNarrator(
                model, narrate, settings, guard=_guard("narrate", settings, settings.total_timeout)
            ),
            model_name=system.model or "",
        )
    finally:
        await close_model(model)


def _guard(purpose: str, settings: AgentSettings, total: float) -> Guard:
    """The product's deadlines and retries without its breaker's memory."""
    return Guard(
        purpose,
        breaker=Breaker(BreakerPolicy(minimum=NEVER, long_retry_after=NEVER)),
        bulkhead=Bulkhead(CALLS),
        deadlines=Deadlines(
            first=min(settings.first_token_timeout, total), silence=settings.silence_timeout, total=total
        ),
    )
