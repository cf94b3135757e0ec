"""Building the chat model from the settings; the only module that knows how models are made."""

from __future__ import annotations

import logging
import os
import warnings
from typing import TYPE_CHECKING, Any

from agent.models.connections import note
from agent.settings import AgentSettings
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

SLACK = 5.0
"""Seconds that the HTTP client waits beyond our own deadlines, which are the ones to strike."""


def build_model(settings: AgentSettings) -> BaseChatModel | None:
    """The configured model; None where none is. Imports LangChain only where there is one (2 s).

    Retries are ours (``max_retries=0``), and so are the deadlines: the HTTP client's own are set just
    beyond them, so that a hung connection cannot outlast a call.

    Raises:
        SettingsError: naming the setting, and the package to install where one is missing.
    """
    if settings.model is None:
        return None
    provider, _, name = settings.model.partition(":")
    provider = provider.replace("-", "_").lower()
    from langchain.chat_models import init_chat_model

    parameters: dict[str, Any] = {"max_retries": 0}
    try:
        if provider == "openai":
            # Its own limit on silence waits in a way that, before Python 3.12, can swallow a cancellation
            # that meets an arriving chunk: a stopped turn would go on listening to its model.
            parameters |= {"stream_chunk_timeout": None, **_openai_client(settings)}
            parameters |= {"stream_usage": True, "use_responses_api": False}
        else:
            parameters["timeout"] = settings.total_timeout + SLACK
        model: BaseChatModel = init_chat_model(
            name, model_provider=provider, **{**parameters, **settings.llm_params}
        )
        return model
    except ImportError:
        raise SettingsError(_missing_package(settings.model, provider)) from None
    except Exception as error:
        # Providers raise classes of their own for a missing key, and their texts may quote settings.
        log.debug("the model could not be built", exc_info=True)
        raise SettingsError(_what_is_wrong(settings, provider, error)) from None


async def close_model(model: BaseChatModel) -> None:
    """Give the model's connections back. Call it in the event loop that used them."""
    client = getattr(model, "root_async_client", None)
    if client is not None:
        await client.close()


def _openai_client(settings: AgentSettings) -> dict[str, Any]:
    """A connection pool of this model's own: the default one is shared and outlives its event loop."""
    import openai

    # Our own fallback answers these; LangChain warns of them on every refusal.
    for refusal in ("This model does not support", "Invalid schema for"):
        warnings.filterwarnings("ignore", message=f"{refusal} OpenAI's structured output")
    timeout = openai.Timeout(
        settings.total_timeout + SLACK,
        connect=settings.first_token_timeout,
        pool=settings.first_token_timeout,
    )
    if os.environ.get("OPENAI_PROXY") or "openai_proxy" in settings.llm_params:
        return {"timeout": timeout}
    client = openai.DefaultAsyncHttpxClient(timeout=timeout, event_hooks={"response": [note]})
    return {"timeout": timeout, "http_async_client": client}


def _missing_package(model: str, provider: str) -> str:
    from langchain.chat_models.base import _BUILTIN_PROVIDERS

    module = _BUILTIN_PROVIDERS[provider][0] if provider in _BUILTIN_PROVIDERS else f"langchain_{provider}"
    package = module.split(".", maxsplit=1)[0].replace("_", "-")
    return f"AISLE_LLM: {model} needs the package {package}; install it: pip install {package}"


def _what_is_wrong(settings: AgentSettings, provider: str, error: Exception) -> str:
    """One line without the provider's own text, which may quote what was configured."""
    text = str(error)
    if "Unsupported provider" in text:
        return f"AISLE_LLM: {provider!r} is no provider that LangChain knows"
    key = f"{provider.upper()}_API_KEY"
    if "api_key" in text.lower():
        return f"{key}: is not set, and {settings.model} needs it"
    if settings.llm_params:
        return f"AISLE_LLM_PARAMS: {settings.model} does not take these ({', '.join(settings.llm_params)})"
    return f"AISLE_LLM: {settings.model} cannot be built ({type(error).__name__})"
