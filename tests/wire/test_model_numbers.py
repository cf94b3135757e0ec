"""What operators read of a model: late orders, first tokens, and what was put right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scripted_model import Script, faults
from tests.wire.fault_stage import LATE, Stage, staged


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        with staged(tmp_path_factory.mktemp("numbers")) as ready:
            yield ready


def numbers(stage: Stage) -> dict[str, float]:
    lines = stage.client.get("/metrics").text.splitlines()
    read = [line.rsplit(" ", 1) for line in lines if re.match(r"aisle_(model|reorders|first_token)", line)]
    return {name.replace('model="openai:scripted"', "M"): float(value) for name, value in read}


def test_metrics_and_readiness_tell_of_the_model(stage: Stage) -> None:
    stage.anew()
    ready = stage.client.get("/readyz").json()
    assert (ready["reorders_late"], ready["first_token_p50_ms"]) == (None, None)
    stage.model.default("rerank", faults.wrong_handles())
    stage.model.default("narrate", Script(text="[Z] No.\n[A] It fits.\n[B] It fits.\n[C] It fits."))
    stage.take("chat", "first", stage.session())
    stage.model.default("rerank", faults.silent())
    with stage.hurried(LATE, None):
        stage.take("chat", "first", stage.session())
    stage.model.default("rerank", faults.status(500))
    stage.take("chat", "first", stage.session())
    found = numbers(stage)
    assert found['aisle_reorders_total{late="no",M}'] == 1
    assert found['aisle_reorders_total{late="yes",M}'] == 1, "what failed was not late"
    assert found["aisle_reorders_late_ratio{M}"] == 0.5
    assert found['aisle_model_repairs_total{kind="unknown",M,part="rerank"}'] == 2
    assert found['aisle_model_repairs_total{kind="unknown",M,part="narrate"}'] == 3
    ready = stage.client.get("/readyz").json()
    assert ready["reorders_late"] == 0.5
    assert ready["first_token_p50_ms"] == pytest.approx(1000 * found["aisle_first_token_p50_seconds{M}"])


def told(stage: Stage, name: str) -> dict[str, float]:
    """The lines of one metric: labels → value."""
    lines = [line.rsplit(" ", 1) for line in stage.client.get("/metrics").text.splitlines()]
    return {key.removeprefix(name): float(value) for key, value in lines if key.startswith(name)}


def test_metrics_tell_of_stages_and_first_tokens(stage: Stage) -> None:
    stage.anew()
    before = told(stage, "aisle_stage_seconds_count")
    tokens = told(stage, "aisle_first_token_seconds_count")[""]
    turns = told(stage, "aisle_turn_seconds_count")[""]
    stage.take("chat", "first", stage.session())
    after = told(stage, "aisle_stage_seconds_count")
    stages = {f'{{stage="{name}"}}' for name in ("understand", "retrieve", "filter", "rank", "products")}
    assert set(after) == stages
    assert {name: after[name] - before.get(name, 0) for name in stages} == dict.fromkeys(stages, 1)
    assert told(stage, "aisle_first_token_seconds_count")[""] == tokens + 1
    assert told(stage, "aisle_turn_seconds_count")[""] == turns + 1


def test_metrics_tell_which_breaker_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with staged(tmp_path) as fresh:

        def open_ones() -> set[str]:
            found = told(fresh, "aisle_breaker_state")
            assert len(found) == 9
            return {name for name, value in found.items() if value == 1}

        def is_in(part: str, state: str) -> str:
            return f'{{model="openai:scripted",part="{part}",state="{state}"}}'

        rest = {is_in("understand", "closed"), is_in("rerank", "closed")}
        assert open_ones() == rest | {is_in("narrate", "closed")}
        fresh.model.default("narrate", faults.rate_limited(600))
        fresh.take("chat", "first", fresh.session())
        assert open_ones() == rest | {is_in("narrate", "open")}


def test_the_claim_that_was_held_back_is_in_the_trace(stage: Stage) -> None:
    stage.anew()
    stage.model.default("narrate", Script(text="[A] It costs $1 only.\n[B] It fits.\n[C] It fits."))
    seen = stage.take("chat", "first", stage.session())
    (ranking,) = [event.data for event in seen if event.event == "ranking"]
    first = ranking["items"][0]["product"]["product_id"]
    outcome = stage.client.get(f"/v1/rankings/{ranking['ranking_id']}").json()["outcome"]
    assert [held["product_id"] for held in outcome["held_back"]] == [first]
    assert "1" in outcome["held_back"][0]["claim"]
    whole = stage.client.get(f"/v1/turns/{seen[0].data['turn_id']}").json()
    assert whole["rankings"][0]["outcome"] == outcome
