"""A keyed shop whose model is scripted, for the clients of other people's protocols."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.settings import AgentSettings
from api.settings import ApiSettings
from tests.api.shop import shop
from tests.scripted_model import ScriptedModel
from tests.serving import PATIENT, Serving

PUBLISHABLE = "pk_test"


@pytest.fixture(scope="package")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as scripted:
        yield scripted


@pytest.fixture(scope="package")
def speaking(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """With keys and with a model; whoever changes the model's script puts it back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-test")
        patch.setenv("OPENAI_BASE_URL", model.base_url)
        agent = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
        keys = ApiSettings.load(publishable_keys=PUBLISHABLE, secret_keys="sk_test")
        with Serving(tmp_path_factory.mktemp("speaking"), shop(), settings=keys, agent=agent) as serving:
            yield serving
