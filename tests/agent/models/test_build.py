"""The model is built from the settings, lazily, and what is wrong is one line."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agent.errors import PromptUnusable
from agent.models.build import build_model, close_model
from agent.models.calls import with_token_limit
from agent.narration.overlay import build_overlay
from agent.settings import AgentSettings
from prompts.loader import TEMPLATES
from retrieval.errors import SettingsError


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "AISLE_LLM", "AISLE_LLM_PARAMS", "OPENAI_PROXY"):
        monkeypatch.delenv(name, raising=False)


def built(**settings: Any) -> Any:
    model = build_model(AgentSettings.load(**settings))
    assert model is not None
    asyncio.run(close_model(model))
    return model


def test_no_model_is_no_model() -> None:
    assert build_model(AgentSettings.load()) is None
    assert build_overlay(AgentSettings.load()) is None


def test_without_a_model_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from agent.narration.overlay import build_overlay;"
        "from agent.settings import AgentSettings; assert build_overlay(AgentSettings.load()) is None;"
        "print([m for m in ('langchain', 'langchain_openai', 'openai') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_openai_as_we_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    model = built(first_token_timeout=1.5, total_timeout=20)
    assert type(model).__name__ == "ChatOpenAI"
    assert (model.model_name, model.max_retries, model.stream_usage, model.use_responses_api) == (
        "gpt-4.1-mini",
        0,
        True,
        False,
    )
    assert str(model.root_async_client.base_url) == "http://127.0.0.1:1/v1/"
    assert model.stream_chunk_timeout is None, "its wait swallows cancellations on Python 3.11"
    timeout = model.root_async_client.timeout
    assert (timeout.connect, timeout.read) == (1.5, 25.0)


def test_parameters_of_the_users_own_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    model = built(llm="openai:gpt-5-mini", llm_params={"reasoning_effort": "minimal", "max_retries": 1})
    assert (model.reasoning_effort, model.max_retries) == ("minimal", 1)


def test_two_models_share_no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    one, other = built(), built()
    assert one.http_async_client is not other.http_async_client


@pytest.mark.parametrize(
    ("llm", "line"),
    [
        ("openai:gpt-4.1-mini", "OPENAI_API_KEY: is not set, and openai:gpt-4.1-mini needs it"),
        (
            "mistralai:small",
            "AISLE_LLM: mistralai:small needs the package langchain-mistralai;"
            " install it: pip install langchain-mistralai",
        ),
        ("nobody:x", "AISLE_LLM: 'nobody' is no provider that LangChain knows"),
    ],
)
def test_what_is_wrong_is_one_line(llm: str, line: str) -> None:
    with pytest.raises(SettingsError) as error:
        build_model(AgentSettings.load(llm=llm))
    assert error.value.message == line


def test_wrong_parameters_are_named_and_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with pytest.raises(SettingsError) as error:
        build_model(AgentSettings.load(llm_params={"temperature": "sk-secret"}))
    assert error.value.message.startswith("AISLE_LLM_PARAMS: ")
    assert "temperature" in error.value.message
    assert "sk-secret" not in error.value.message


def test_a_broken_prompt_stops_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    shutil.copytree(TEMPLATES, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "narrate" / "v2.md").open("a") as file:
        file.write("Be pushy.")
    with pytest.raises(PromptUnusable) as error:
        build_overlay(AgentSettings.load(), tmp_path)
    assert error.value.message.startswith("narrate/v2.md was released and has changed since")


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({}, 200),
        ({"llm_params": {"max_tokens": 50}}, 50),
        ({"llm_params": {"reasoning_effort": "low"}}, None),
        ({"llm": "openai:gpt-5-mini"}, None),
        ({"llm": "openai:o3"}, None),
    ],
)
def test_the_output_is_bounded_unless_the_model_reasons(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], limit: int | None
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    model = built(**settings)
    assert getattr(with_token_limit(model, 200), "max_tokens") == limit  # noqa: B009 - of ChatOpenAI, not of the base
    assert with_token_limit(model, None) is model
