"""Recorded answers: one file per call, named by the hash of model, messages, parameters and repeat number.

What is kept is the answer as it came over the wire, chunk by chunk with its milliseconds, so that a rerun
goes through the same client code, costs nothing and says the same. No header of a request is kept: a key
never gets into a cassette.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.errors import SuiteError
from retrieval.types import Frozen


class Cassettes(StrEnum):
    """What is done with recorded answers."""

    off = "off"
    auto = "auto"
    """Replayed where there is one, else asked for and recorded."""
    record = "record"
    """Asked for anew, and recorded."""
    replay = "replay"
    """Never asked for: a missing one ends the run with exit code 3."""


class Chunk(Frozen):
    """A piece of an answer."""

    ms: float
    """Since the request was sent."""
    text: str


class Cassette(Frozen):
    """One answer."""

    model: str
    repeat: int
    request: dict[str, Any]
    """The body: model, messages and parameters."""
    content_type: str
    chunks: tuple[Chunk, ...]

    @property
    def first_token_ms(self) -> float | None:
        """When the first text came; an answer in one piece has it at its end."""
        return next((chunk.ms for chunk in self.chunks if _speaks(chunk.text)), self.total_ms)

    @property
    def total_ms(self) -> float | None:
        """When the last piece had come."""
        return self.chunks[-1].ms if self.chunks else None


class Shelf:
    """The cassettes in a folder. Each is written whole and then moved into its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> Cassette | None:
        """The recorded answer, if there is one. Raises SuiteError where it cannot be read."""
        path = self._path(key)
        try:
            return Cassette.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            raise SuiteError(f"{path}: is no cassette; delete it and record it anew") from None

    def keep(self, key: str, cassette: Cassette) -> None:
        """Put an answer there, in place of an older one."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}.half")
        half.write_text(cassette.model_dump_json(indent=1) + "\n", encoding="utf-8")
        half.replace(path)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def key_of(body: Mapping[str, Any], repeat: int) -> str:
    """The hash of a request: everything that may change the answer, and which time it is asked."""
    said = json.dumps({"request": body, "repeat": repeat}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def _speaks(chunk: str) -> bool:
    """Whether a piece of a stream (server-sent events) holds text, or arguments of a call."""
    for line in chunk.splitlines():
        try:
            event = json.loads(line.removeprefix("data:"))
            delta = event["choices"][0]["delta"]
        except (ValueError, LookupError, TypeError):
            continue
        if delta.get("content") or delta.get("tool_calls"):
            return True
    return False
