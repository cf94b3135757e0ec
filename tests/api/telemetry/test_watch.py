"""Turns as spans and measurements: what they hold, what they never hold, and that they arrive."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from agent.settings import AgentSettings
from api.telemetry.providers import open_telemetry
from api.telemetry.watch import Telemetry
from retrieval.errors import SettingsError
from tests.api.shop import shop
from tests.api.sse import Seen, chat
from tests.api.telemetry.receiver import receiving
from tests.scripted_model import ScriptedModel, faults
from tests.serving import PATIENT, Serving

MESSAGE = "a kettle for aunt Ermintrude"
PRICES = {"gpt-4.1-mini": {"input": 1, "output": 2}}
SETTINGS: dict[str, Any] = {"llm": "openai:gpt-4.1-mini", "llm_prices": PRICES, **PATIENT}


class Memory:
    """What was told, kept in this process."""

    def __init__(self, content: bool = False) -> None:
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        tracers = TracerProvider(shutdown_on_exit=False)
        tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        meters = MeterProvider([self.reader], shutdown_on_exit=False)
        self.telemetry = Telemetry(tracers, meters, "test", content=content)

    def spans(self, prefix: str) -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if span.name.startswith(prefix)]

    def points(self, name: str) -> list[Any]:
        data = self.reader.get_metrics_data()
        assert data is not None
        return [
            point
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
        ]


Took = Callable[..., tuple[Memory, list[Seen]]]
Told = tuple[Memory, list[Seen]]


def turn_of(
    model: ScriptedModel, data_dir: Path, content: bool = False, headers: dict[str, str] | None = None
) -> Told:
    """One turn, and what is told of it."""
    memory = Memory(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        patch.setenv("OPENAI_BASE_URL", model.base_url)
        agent = AgentSettings.load(**SETTINGS)
        with (
            Serving(data_dir, shop(), agent=agent, telemetry=memory.telemetry) as server,
            server.client() as client,
        ):
            client.headers.update(headers or {})
            return memory, chat(client, MESSAGE)


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as scripted:
        yield scripted


@pytest.fixture
def took(model: ScriptedModel, tmp_path: Path) -> Took:
    """A turn of one's own."""
    return partial(turn_of, model, tmp_path)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A turn where all is well, for those that only look."""
    with ScriptedModel() as scripted:
        return turn_of(scripted, tmp_path_factory.mktemp("plain"))


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def times(span: ReadableSpan) -> tuple[int, int]:
    return span.start_time or 0, span.end_time or 0


def test_a_turn_is_a_span_with_its_stages_and_its_calls(plain: Told) -> None:
    memory, seen = plain
    (turn,) = memory.spans("invoke_agent aisle")
    told = attributes(turn)
    assert told["gen_ai.operation.name"] == "invoke_agent"
    assert told["gen_ai.agent.name"] == "aisle"
    assert told["gen_ai.conversation.id"] == seen[0].data["session_id"]
    assert told["aisle.turn.id"] == seen[0].data["turn_id"]
    assert told["aisle.turn.status"] == "complete"
    assert told["gen_ai.usage.input_tokens"] == seen[-1].data["usage"]["input_tokens"]
    assert told["aisle.cost"] == seen[-1].data["usage"]["cost"]
    assert turn.status.status_code is StatusCode.UNSET

    calls = memory.spans("chat gpt-4.1-mini")
    assert {attributes(call)["aisle.purpose"] for call in calls} == {"rerank", "narrate"}
    (retrieval,) = memory.spans("retrieval catalog")
    assert attributes(retrieval)["gen_ai.operation.name"] == "retrieval"
    (understand,) = memory.spans("understand")
    for child in (*calls, retrieval, understand):
        assert child.parent is not None
        assert turn.context is not None
        assert child.parent.span_id == turn.context.span_id
        whole, part = times(turn), times(child)
        assert whole[0] <= part[0] <= part[1] <= whole[1]
    for name in ("filter", "rank", "products"):
        (stage,) = memory.spans(name)
        assert stage.parent is not None
        assert stage.parent.span_id == retrieval.context.span_id


def test_a_call_is_told_by_the_conventions(plain: Told) -> None:
    memory, seen = plain
    (narrate,) = [s for s in memory.spans("chat") if attributes(s)["aisle.purpose"] == "narrate"]
    told = attributes(narrate)
    assert narrate.kind is SpanKind.CLIENT
    assert told["gen_ai.provider.name"] == "openai"
    assert told["gen_ai.request.model"] == told["gen_ai.response.model"] == "gpt-4.1-mini"
    assert told["gen_ai.request.stream"] is True
    assert told["gen_ai.response.finish_reasons"] == ("stop",)
    assert told["gen_ai.response.time_to_first_chunk"] > 0
    assert (told["gen_ai.prompt.name"], told["gen_ai.prompt.version"]) == ("narrate", "v2")
    assert told["gen_ai.conversation.id"] == seen[0].data["session_id"]
    both = [attributes(call) for call in memory.spans("chat")]
    assert sum(each["gen_ai.usage.input_tokens"] for each in both) == seen[-1].data["usage"]["input_tokens"]
    assert sum(each["gen_ai.usage.output_tokens"] for each in both) == seen[-1].data["usage"]["output_tokens"]


def test_what_is_measured(plain: Told) -> None:
    memory, seen = plain
    usage = seen[-1].data["usage"]
    known = {"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model"}
    for name, way in (
        ("gen_ai.client.inference.usage.input_tokens", "input_tokens"),
        ("gen_ai.client.inference.usage.output_tokens", "output_tokens"),
    ):
        (point,) = memory.points(name)
        assert point.value == usage[way]
        assert set(point.attributes) == {*known, "gen_ai.token.modality"}
    (duration,) = memory.points("gen_ai.client.inference.duration")
    assert duration.count == usage["calls"] == 2
    assert set(duration.attributes) == known
    assert duration.explicit_bounds[0] == 0.01
    assert memory.points("gen_ai.client.inference.time_to_first_chunk")[0].count == 1
    assert memory.points("gen_ai.client.inference.operation.input_tokens")[0].count == 2
    assert memory.points("gen_ai.invoke_agent.duration")[0].count == 1
    stages = {point.attributes["aisle.stage"] for point in memory.points("aisle.stage.duration")}
    assert stages == {"understand", "retrieve", "filter", "rank", "products"}
    assert memory.points("aisle.turn.cost")[0].value == pytest.approx(usage["cost"])


def test_without_being_asked_nothing_that_was_said_is_told(plain: Told) -> None:
    memory, _ = plain
    told = " ".join(str(attributes(span)) for span in memory.exporter.get_finished_spans())
    assert "Ermintrude" not in told
    assert "Kettle" not in told
    assert "messages" not in told


def test_content_is_told_where_it_is_asked_for(took: Took) -> None:
    memory, _ = took(content=True)
    (turn,) = memory.spans("invoke_agent")
    asked = json.loads(attributes(turn)["gen_ai.input.messages"])
    assert asked == [{"role": "user", "parts": [{"type": "text", "content": MESSAGE}]}]
    (narrate,) = [s for s in memory.spans("chat") if attributes(s)["aisle.purpose"] == "narrate"]
    told = attributes(narrate)
    assert MESSAGE in told["gen_ai.input.messages"]
    assert json.loads(told["gen_ai.system_instructions"])[0]["content"]
    (answer,) = json.loads(told["gen_ai.output.messages"])
    assert (answer["role"], answer["finish_reason"]) == ("assistant", "stop")
    assert "fits the request" in answer["parts"][0]["content"]


def test_a_call_that_fails_says_how(took: Took, model: ScriptedModel) -> None:
    model.default("rerank", faults.status(500))
    model.default("narrate", faults.status(500))
    memory, seen = took()
    assert seen[-1].data["status"] == "degraded"
    (turn,) = memory.spans("invoke_agent")
    assert set(attributes(turn)["aisle.degraded"]) == {"rerank:model_error", "narrate:model_error"}
    for call in memory.spans("chat"):
        assert call.status.status_code is StatusCode.ERROR
        assert attributes(call)["error.type"] == "OpenAIAPIError"
    for point in memory.points("gen_ai.client.inference.duration"):
        assert point.attributes["error.type"] == "OpenAIAPIError"
    (unknown,) = memory.points("gen_ai.client.inference.usage.input_tokens")
    assert (unknown.value, unknown.attributes["gen_ai.token.modality"]) == (0, "unknown")
    reasons = {(p.attributes["part"], p.attributes["reason"]) for p in memory.points("aisle.turn.degraded")}
    assert reasons == {("rerank", "model_error"), ("narrate", "model_error")}


def test_a_turn_joins_the_trace_of_whoever_asked(took: Took) -> None:
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    memory, _ = took(headers={"traceparent": f"00-{trace}-{parent}-01"})
    spans = memory.exporter.get_finished_spans()
    assert {f"{span.context.trace_id:032x}" for span in spans} == {trace}
    (turn,) = memory.spans("invoke_agent")
    assert turn.parent is not None
    assert f"{turn.parent.span_id:016x}" == parent


def test_they_arrive_over_the_wire(
    model: ScriptedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as received:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", model.base_url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.url)
        agent = AgentSettings.load(**SETTINGS)
        with Serving(tmp_path, shop(), agent=agent) as server, server.client() as client:
            chat(client, MESSAGE)
        # Closing the server sends what is left.
        names = [span.name for span in received.spans]
        assert names.count("invoke_agent aisle") == 1
        assert names.count("chat gpt-4.1-mini") == 2
        assert "gen_ai.client.inference.usage.input_tokens" in received.metrics
        assert received.service == "aisle"


def test_a_receiver_that_is_gone_costs_no_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    with Serving(tmp_path, shop()) as server, server.client() as client:
        assert chat(client, MESSAGE)[-1].event == "done"


def test_another_protocol_is_refused_with_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf"):
        open_telemetry()


@pytest.mark.parametrize("disabled", ["", "true"], ids=["unset", "disabled"])
def test_unless_configured_there_is_none(monkeypatch: pytest.MonkeyPatch, disabled: str) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9" if disabled else "")
    monkeypatch.setenv("OTEL_SDK_DISABLED", disabled)
    assert open_telemetry() is None


def test_unless_configured_nothing_of_it_is_imported_by_us() -> None:
    code = (
        "import sys, api.house\n"
        "ours = [name for name in sys.modules if name.startswith('api.telemetry.')]\n"
        "assert ours == ['api.telemetry.providers'], ours\n"
        "assert 'opentelemetry.exporter.otlp.proto.http.trace_exporter' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=200)
