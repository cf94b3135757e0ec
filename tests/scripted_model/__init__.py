"""A scripted OpenAI-compatible server for tests and benchmarks: slow, wrong, rude or dead on demand."""

from __future__ import annotations

from . import answers, faults
from .chat_request import prompt_text, purpose_of
from .profiles import HOSTED, INSTANT, PROFILES, REASONING, Profile
from .recorded import RecordedRequest
from .script import Body, Fault, Matcher, Script
from .server import ScriptedModel, closed_port_url

__all__ = [
    "HOSTED",
    "INSTANT",
    "PROFILES",
    "REASONING",
    "Body",
    "Fault",
    "Matcher",
    "Profile",
    "RecordedRequest",
    "Script",
    "ScriptedModel",
    "answers",
    "closed_port_url",
    "faults",
    "prompt_text",
    "purpose_of",
]
