"""A real shop, its model scripted, without HTTP in between: what a LangChain user holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.compose import Agent, open_agent
from agent.settings import AgentSettings
from retrieval.compose import Retrieval, open_retrieval
from retrieval.settings import RetrievalSettings
from tests.api.shop import shop
from tests.scripted_model import ScriptedModel


@pytest.fixture
def anyio_backend() -> str:
    """What ``pytest.mark.anyio`` runs the async standard tests on."""
    return "asyncio"


@pytest.fixture(scope="package")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retrieval]:
    with open_retrieval(RetrievalSettings(data_dir=tmp_path_factory.mktemp("room")), "tests") as opened:
        opened.writer.put(shop())
        yield opened


@pytest.fixture(scope="package")
def silent(room: Retrieval) -> Agent:
    """The agent without a model: its tools need none."""
    return open_agent(room, AgentSettings.load(llm=None))


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with ScriptedModel() as scripted:
        monkeypatch.setenv("OPENAI_BASE_URL", scripted.base_url)
        yield scripted
