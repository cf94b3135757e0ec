"""Recorded once, replayed without a server; killed, a run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import NotEnough, SuiteError
from eval.runs.budget import Budget
from eval.runs.cassettes import Cassette, Cassettes, Chunk, Shelf, key_of
from eval.runs.run import Options, chosen_systems, run, sampled, tasks_of
from eval.runs.stage import Stage
from eval.scripted.server import scripted_models
from tests.eval.runs.conftest import PATIENT, suite_in

PLAIN = "[systems.plain]\nplain = true\n"


def remote(base_url: str) -> str:
    return (
        f'[systems.far]\nmodel = "openai:good"\nprices = {{input = 1.0, output = 4.0}}\n'
        f'params = {{base_url = "{base_url}", api_key = "sk-very-secret"}}\n'
        f"settings = {PATIENT}\n"
    )


def test_a_recorded_run_is_replayed_exactly_without_a_server(stage: Stage, tmp_path: Path) -> None:
    shelf = tmp_path / "cassettes"
    with scripted_models() as base_url:
        loaded = suite_in(tmp_path, remote(base_url))
        cases, systems = sampled(loaded.cases, 1)[:3], chosen_systems(loaded, ())
        first = run(loaded, cases, systems, stage, Options(cassettes=Cassettes.auto, shelf=shelf))
    assert all(each.narration for each in first)
    again = run(loaded, cases, systems, stage, Options(cassettes=Cassettes.replay, shelf=shelf))
    assert again == first, "times and tokens included"
    calls = [call for each in again for call in each.calls]
    assert all(call.first_token_ms and call.total_ms for call in calls)
    kept = "".join(path.read_text() for path in shelf.rglob("*.json"))
    assert "sk-very-secret" not in kept

    other = sampled(loaded.cases, 2)[-1:]
    with pytest.raises(NotEnough, match="was never recorded"):
        run(loaded, other, systems, stage, Options(cassettes=Cassettes.replay, shelf=shelf))


def test_a_killed_run_goes_on_from_its_log(stage: Stage, tmp_path: Path) -> None:
    loaded = suite_in(tmp_path, PLAIN)
    cases, systems = sampled(loaded.cases, 1), chosen_systems(loaded, ())
    log = tmp_path / "run.jsonl"
    whole = run(loaded, cases, systems, stage, Options(log=log))
    lines = log.read_text().splitlines()
    log.write_text("\n".join([*lines[:4], lines[4][:50]]))

    seen: list[int] = []
    again = run(
        loaded, cases, systems, stage, Options(log=log, progress=lambda done, total: seen.append(done))
    )
    assert again == whole
    assert seen[0] == 3, "three whole lines were left"
    assert json.loads(log.read_text().splitlines()[-1]) == {"finished": True}

    seen.clear()
    run(loaded, cases, systems, stage, Options(log=log, progress=lambda done, total: seen.append(done)))
    assert seen[0] == 0, "a finished run begins anew"


def test_another_prompt_is_another_run(stage: Stage, tmp_path: Path) -> None:
    loaded = suite_in(tmp_path, PLAIN)
    cases, systems = sampled(loaded.cases, 1), chosen_systems(loaded, ())
    log = tmp_path / "run.jsonl"
    run(loaded, cases[:2], systems, stage, Options(log=log))
    log.write_text("\n".join(log.read_text().splitlines()[:2]))
    seen: list[int] = []
    run(loaded, cases, systems, stage, Options(log=log, progress=lambda done, total: seen.append(done)))
    assert seen[0] == 0


@pytest.mark.parametrize(
    ("budget", "said"),
    [(Budget(tokens=1000), "more than the budget of 1,000"), (Budget(dollars=0.001), r"budget of \$0\.00")],
    ids=["tokens", "money"],
)
def test_what_costs_too_much_does_not_start(stage: Stage, tmp_path: Path, budget: Budget, said: str) -> None:
    loaded = suite_in(tmp_path, remote("http://127.0.0.1:9/v1"))
    with pytest.raises(SuiteError, match=said):
        run(loaded, loaded.cases, chosen_systems(loaded, ()), stage, Options(budget=budget))


def test_shuffles_repeats_and_variants_are_tasks(tmp_path: Path) -> None:
    systems = PLAIN + '[systems.good]\nmodel = "scripted:good"\n'
    loaded = suite_in(tmp_path, systems)
    case = next(case for case in loaded.cases if case.inject is not None)
    tasks = tasks_of([case], loaded.suite.systems, repeats=2, shuffles=3)
    for system, clean in (("plain", 0), ("good", 3)):
        own = [t for t in tasks if t.system == system]
        assert len([t for t in own if t.variant == ""]) == 6
        assert len([t for t in own if t.variant == "clean"]) == clean
    assert len({task.key for task in tasks}) == len(tasks)


def test_a_key_holds_model_messages_parameters_and_repeat() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "a"}], "max_tokens": 5}
    keys = {
        key_of(body, 0),
        key_of(body, 1),
        key_of({**body, "model": "n"}, 0),
        key_of({**body, "max_tokens": 6}, 0),
        key_of({**body, "messages": [{"role": "user", "content": "b"}]}, 0),
    }
    assert len(keys) == 5
    assert key_of(dict(reversed(body.items())), 0) == key_of(body, 0)


def test_the_first_token_is_the_first_that_holds_text(tmp_path: Path) -> None:
    chunks = (
        Chunk(ms=5, text='data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n'),
        Chunk(ms=80, text='data: {"choices":[{"delta":{"content":"Hello"}}]}\n\n'),
        Chunk(ms=90, text="data: [DONE]\n\n"),
    )
    cassette = Cassette(model="m", repeat=0, request={}, content_type="text/event-stream", chunks=chunks)
    assert cassette.first_token_ms == 80
    assert cassette.total_ms == 90
    shelf = Shelf(tmp_path)
    shelf.keep("abcd", cassette)
    assert shelf.find("abcd") == cassette
    assert shelf.find("abce") is None
    (tmp_path / "ab" / "abcd.json").write_text("{")
    with pytest.raises(SuiteError, match="is no cassette"):
        shelf.find("abcd")


def test_a_model_that_never_answers_stops_the_run_and_leaves_nothing_to_go_on_from(
    stage: Stage, tmp_path: Path
) -> None:
    log = tmp_path / "run.jsonl"
    with scripted_models() as base_url:
        loaded = suite_in(tmp_path, remote(base_url).replace("openai:good", "openai:no-such-model"))
        cases = sampled(loaded.cases, 2)
        with pytest.raises(
            SuiteError, match=r"system far: .* answered none of its first 5 cases .*model_error"
        ):
            run(loaded, cases, chosen_systems(loaded, ()), stage, Options(log=log))
    assert len(log.read_text().splitlines()) == 1, "its head alone"
