"""What the server remembers of each request."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from .chat_request import prompt_text
from .script import Body, Script


@dataclass(eq=False)
class RecordedRequest:
    """One request and what became of it. All times are `time.monotonic()`."""

    body: Body
    headers: Mapping[str, str]
    purpose: str
    script: Script
    arrived_at: float = field(default_factory=time.monotonic)
    status: int | None = None
    tokens_sent: int = 0
    first_token_at: float | None = None
    finished_at: float | None = None
    disconnected_at: float | None = None
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def disconnected(self) -> bool:
        """The client went away before its answer was complete."""
        return self.disconnected_at is not None

    @property
    def finished(self) -> bool:
        """The answer was sent to its scripted end."""
        return self.finished_at is not None

    @property
    def prompt(self) -> str:
        return prompt_text(self.body)

    def wait_ended(self, timeout: float = 60.0) -> bool:
        """Block until the answer ended: finished, cut by its script, or left by the client."""
        return self._ended.wait(timeout)

    def wait_disconnected(self, timeout: float = 60.0) -> bool:
        self._ended.wait(timeout)
        return self.disconnected

    def note_token(self) -> None:
        self.tokens_sent += 1
        if self.first_token_at is None:
            self.first_token_at = time.monotonic()

    def note_finished(self) -> None:
        self.finished_at = time.monotonic()

    def note_disconnected(self) -> None:
        self.disconnected_at = time.monotonic()

    def note_ended(self) -> None:
        self._ended.set()
