"""Usage and cost on the wire, and what happens past a cap: no call, and the plain answer at once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.wire.fault_stage import Stage, assert_whole, cards, degraded, sources, staged

MODEL = "openai:scripted"
PRICES = json.dumps({MODEL: {"input": 3.0, "output": 12.0}})


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")


def spent(stage: Stage) -> dict[str, float]:
    lines = stage.client.get("/metrics").text.splitlines()
    read = [line.rsplit(" ", 1) for line in lines if re.match(r"aisle_model_(tokens|calls|cost)_total", line)]
    return {name.replace(f'model="{MODEL}"', "M"): float(value) for name, value in read}


@pytest.mark.parametrize("cap", [{"session_tokens": 1}, {"session_cost": 1e-7}], ids=["tokens", "money"])
def test_past_the_cap_of_a_session_no_model_is_asked(tmp_path: Path, cap: dict[str, float]) -> None:
    with staged(tmp_path, llm_prices=PRICES, **cap) as stage:
        stage.anew()
        session = stage.session()
        first = stage.take("chat", "first", session)
        usage = first[-1].data["usage"]
        assert degraded(first) == {}
        assert usage["calls"] == 2
        assert usage["cost"] == pytest.approx(
            (3.0 * usage["input_tokens"] + 12.0 * usage["output_tokens"]) / 1e6, abs=1e-8
        )
        assert spent(stage) == {
            'aisle_model_tokens_total{kind="input",M}': usage["input_tokens"],
            'aisle_model_tokens_total{kind="output",M}': usage["output_tokens"],
            "aisle_model_calls_total{M}": 2,
            "aisle_model_cost_total{M}": pytest.approx(usage["cost"]),
        }

        asked = len(stage.model.requests)
        later = stage.take("chat", "later", session)
        assert degraded(later) == {"rerank": "budget", "narrate": "budget"}
        assert_whole(later, cards(later))
        assert set(sources(later)) == {"plain"}
        assert later[-1].data["usage"] == {"input_tokens": 0, "output_tokens": 0, "calls": 0}
        assert len(stage.model.requests) == asked
        assert 'aisle_degraded_total{part="narrate",reason="budget"} 1.0' in stage.client.get("/metrics").text

        assert degraded(stage.take("chat", "first", stage.session())) == {}, "another session goes on"


def test_past_the_cap_of_a_day_no_session_asks_and_a_restart_forgets_nothing(tmp_path: Path) -> None:
    for start in ("first", "second"):
        with staged(tmp_path, day_tokens=1) as stage:
            stage.anew()
            sessions = stage.session(), stage.session()
            if start == "first":
                seen = stage.take("recommendations", "first", sessions[0])
                assert degraded(seen) == {}
                assert "cost" not in seen[-1].data["usage"], "nothing is known of a price"
            for session in sessions:
                seen = stage.take("recommendations", "first", session)
                assert degraded(seen) == {"rerank": "budget", "narrate": "budget"}
