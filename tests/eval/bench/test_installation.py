from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.installation import environment


@pytest.fixture(autouse=True)
def _of_a_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-live")
    monkeypatch.setenv("AISLE_LLM", "openai:gpt-4.1")
    monkeypatch.setenv("AISLE_DATABASE_URL", "postgresql://shop")
    monkeypatch.setenv("AISLE_SECRET_KEYS", "sk_live")
    monkeypatch.setenv("AISLE_EMBEDDINGS", "wordllama")


def test_a_benchmark_never_meets_the_shops_own_model_or_database(tmp_path: Path) -> None:
    given = environment(tmp_path)
    assert "OPENAI_API_KEY" not in given
    assert {name for name in given if name.startswith("AISLE_")} == {"AISLE_DATA_DIR", "AISLE_EMBEDDINGS"}
    assert given["AISLE_DATA_DIR"] == str(tmp_path)


def test_a_model_url_is_the_only_model(tmp_path: Path) -> None:
    given = environment(tmp_path, "http://127.0.0.1:9100/v1")
    assert given["OPENAI_BASE_URL"] == "http://127.0.0.1:9100/v1"
    assert given["OPENAI_API_KEY"] != "sk-live"
