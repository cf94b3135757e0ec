"""Traces and metrics by OpenTelemetry; nothing of it is imported unless an exporter is configured."""
