"""Real clients for the scripted model, with connections that end with the test."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from langchain_openai import ChatOpenAI
from openai import AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import SecretStr


def http_client() -> DefaultAsyncHttpxClient:
    """Without the system's certificates, which take a tenth of a second to read and serve no plain HTTP."""
    return DefaultAsyncHttpxClient(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@asynccontextmanager
async def chat_model(base_url: str, **parameters: Any) -> AsyncIterator[ChatOpenAI]:
    """A `ChatOpenAI` on an HTTP client of its own: LangChain's cached one would outlive the event loop."""
    async with http_client() as http:
        yield ChatOpenAI(
            model="scripted",
            api_key=SecretStr("test"),
            base_url=base_url,
            http_async_client=http,
            **{"max_retries": 0, "stream_usage": True, "use_responses_api": False, **parameters},
        )


@asynccontextmanager
async def openai_client(base_url: str) -> AsyncIterator[AsyncOpenAI]:
    async with (
        http_client() as http,
        AsyncOpenAI(api_key="test", base_url=base_url, max_retries=0, http_client=http) as client,
    ):
        yield client
