"""Arms that speak with another model: who was dealt which, what really spoke, and what is recorded of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import AgentSettings
from retrieval.settings import RetrievalSettings
from tests.api.shop import shop
from tests.scripted_model import ScriptedModel
from tests.serving import PATIENT, Serving

RULES = """
extends = "default"
[[experiments]]
name = "voice"
arms = [
  {{ name = "as configured" }},
  {{ name = "other", {other} }},
]
"""


def served(tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str | None]]:
    """Arm → models that spoke, as recorded with the lists."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES.format(other=other))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    retrieval = RetrievalSettings(data_dir=tmp_path, rules=rules)
    with ScriptedModel() as scripted:
        monkeypatch.setenv("OPENAI_BASE_URL", scripted.base_url)
        agent = AgentSettings.load(llm="openai:first", **PATIENT)
        with Serving(tmp_path, shop(), agent=agent, retrieval=retrieval) as server, server.client() as client:
            for n in range(8):
                body = {"query": "kettle", "user_id": f"u{n}", "explain": "llm"}
                assert client.post("/v1/recommendations", json=body).status_code == 200
            found: dict[str, set[str | None]] = {"as configured": set(), "other": set()}
            for serving in server.house.retrieval.rankings.served(0, 1e12):
                assert serving.outcome is not None
                assert not serving.outcome.degraded
                found[serving.arms["voice"]].add(serving.outcome.model)
            return found


def test_an_arm_speaks_with_its_own_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = served(tmp_path, 'model = "openai:second"', monkeypatch)
    assert found == {"as configured": {"openai:first"}, "other": {"openai:second"}}


@pytest.mark.parametrize(
    "other", ['prompt = "narrate/v999"', 'model = "nobody:model"'], ids=["prompt", "model"]
)
def test_an_arm_that_cannot_be_built_gets_what_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, other: str
) -> None:
    found = served(tmp_path, other, monkeypatch)
    assert found == {"as configured": {"openai:first"}, "other": {"openai:first"}}
    said = [record for record in caplog.records if "an arm of an experiment" in record.message]
    assert len(said) == 1
