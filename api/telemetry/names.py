"""Every name that leaves by OpenTelemetry.

From the semantic conventions for generative AI, which have a repository of their own since 2026
(https://github.com/open-telemetry/semantic-conventions-genai, docs/gen-ai/client-inference.md,
gen-ai-agent-spans.md and gen-ai-metrics.md as of October 2026, status Development). Token metrics are
counters and histograms of their own since September 2026 (``gen_ai.client.token.usage`` is gone), and the
duration of an inference is ``gen_ai.client.inference.duration`` since October. What has no name there begins
with ``aisle.``.
"""

from __future__ import annotations

from collections.abc import Mapping

OPERATION = "gen_ai.operation.name"
CHAT = "chat"
INVOKE_AGENT = "invoke_agent"
RETRIEVAL = "retrieval"

AGENT_NAME = "gen_ai.agent.name"
AGENT = "aisle"
CONVERSATION = "gen_ai.conversation.id"
DATA_SOURCE = "gen_ai.data_source.id"
CATALOG = "catalog"

PROVIDER = "gen_ai.provider.name"
REQUEST_MODEL = "gen_ai.request.model"
REQUEST_STREAM = "gen_ai.request.stream"
PROMPT_NAME = "gen_ai.prompt.name"
PROMPT_VERSION = "gen_ai.prompt.version"
RESPONSE_MODEL = "gen_ai.response.model"
RESPONSE_ID = "gen_ai.response.id"
FINISH_REASONS = "gen_ai.response.finish_reasons"
TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk"
INPUT_TOKENS = "gen_ai.usage.input_tokens"
OUTPUT_TOKENS = "gen_ai.usage.output_tokens"
CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens"
REASONING_TOKENS = "gen_ai.usage.reasoning.output_tokens"
TOKEN_MODALITY = "gen_ai.token.modality"
TEXT, UNKNOWN = "text", "unknown"
SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions"
INPUT_MESSAGES = "gen_ai.input.messages"
OUTPUT_MESSAGES = "gen_ai.output.messages"
ERROR = "error.type"
CANCELLED = "cancelled"

TURN_ID = "aisle.turn.id"
TURN_STATUS = "aisle.turn.status"
RANKING_ID = "aisle.ranking.id"
PRODUCTS = "aisle.ranking.products"
TOTAL = "aisle.ranking.total"
DEGRADED = "aisle.degraded"
PURPOSE = "aisle.purpose"
STAGE = "aisle.stage"
COST = "aisle.cost"

INFERENCE_DURATION = "gen_ai.client.inference.duration"
INFERENCE_FIRST_CHUNK = "gen_ai.client.inference.time_to_first_chunk"
USAGE_INPUT = "gen_ai.client.inference.usage.input_tokens"
USAGE_OUTPUT = "gen_ai.client.inference.usage.output_tokens"
USAGE_CACHED = "gen_ai.client.inference.usage.cache_read.input_tokens"
USAGE_REASONING = "gen_ai.client.inference.usage.reasoning.output_tokens"
OPERATION_INPUT = "gen_ai.client.inference.operation.input_tokens"
OPERATION_OUTPUT = "gen_ai.client.inference.operation.output_tokens"
AGENT_DURATION = "gen_ai.invoke_agent.duration"
STAGE_DURATION = "aisle.stage.duration"
TURN_DEGRADED = "aisle.turn.degraded"
TURN_COST = "aisle.turn.cost"

SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
TOKENS = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864)
"""Bounds of histograms, as the conventions ask for them."""

PROVIDERS: Mapping[str, str] = {
    "amazon_bedrock": "aws.bedrock",
    "azure": "azure.ai.openai",
    "google_genai": "gcp.gemini",
    "google_vertexai": "gcp.vertex_ai",
    "mistral": "mistral_ai",
    "mistralai": "mistral_ai",
    "xai": "x_ai",
}
"""LangChain's name of a provider → the conventions', where they differ."""
