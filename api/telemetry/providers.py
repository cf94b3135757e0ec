"""Where traces and metrics go: by OTLP over HTTP, as the standard ``OTEL_…`` variables say."""

from __future__ import annotations

import os
from importlib import metadata
from threading import Timer
from typing import TYPE_CHECKING

from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from api.telemetry.watch import Telemetry

CLOSING_SECONDS = 2.0
"""For what is left to send when the server stops, for traces and for metrics each."""
_SIGNALS = ("", "TRACES_", "METRICS_")
_HTTP = ("", "http/protobuf")


def configured() -> bool:
    """Whether anything is to leave: an ``OTEL_EXPORTER_OTLP_(TRACES_|METRICS_)ENDPOINT`` is set."""
    if os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    return any(os.environ.get(f"OTEL_EXPORTER_OTLP_{signal}ENDPOINT") for signal in _SIGNALS)


def open_telemetry(content: bool = False) -> Telemetry | None:
    """Traces and metrics on their way; None where nothing is configured, and nothing is imported for it.

    ``content``: whether prompts and answers are written into traces.

    Raises:
        SettingsError: a protocol other than ``http/protobuf`` is asked for.
    """
    if not configured():
        return None
    for signal in _SIGNALS:
        name = f"OTEL_EXPORTER_OTLP_{signal}PROTOCOL"
        if os.environ.get(name, "") not in _HTTP:
            raise SettingsError(f"{name}: http/protobuf is the protocol that Aisle speaks.")
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    from api.telemetry.watch import Telemetry

    version = metadata.version("aisle")
    # What the environment says of the service wins over what we say.
    own = {"service.version": version}
    named = "service.name" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    named = named or bool(os.environ.get("OTEL_SERVICE_NAME"))
    resource = Resource.create(own if named else {**own, "service.name": "aisle"})
    tracers = TracerProvider(resource=resource, shutdown_on_exit=False)
    readers = []
    spans = OTLPSpanExporter()
    if os.environ.get("OTEL_TRACES_EXPORTER", "otlp") != "none":
        tracers.add_span_processor(BatchSpanProcessor(spans))
    if os.environ.get("OTEL_METRICS_EXPORTER", "otlp") != "none":
        readers.append(PeriodicExportingMetricReader(OTLPMetricExporter()))
    meters = MeterProvider(metric_readers=readers, resource=resource, shutdown_on_exit=False)

    def close() -> None:
        # A receiver that is gone is tried again and again; a server that was told to stop cannot wait for it.
        enough = Timer(CLOSING_SECONDS, spans.shutdown)
        enough.start()
        tracers.shutdown()
        enough.cancel()
        meters.shutdown(timeout_millis=CLOSING_SECONDS * 1000)

    return Telemetry(tracers, meters, version, content=content, close=close)
