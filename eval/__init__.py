"""Prompt-quality suites, metrics and benchmarks; nothing the service needs at run time."""
