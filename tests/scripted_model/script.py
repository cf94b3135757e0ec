"""What the scripted model shall do with one request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Body = dict[str, Any]
Matcher = Callable[[Body], bool]
Text = str | Callable[[Body], str]

Fault = Literal["drop", "cut", "close", "stall", "malformed", "error"]
"""What goes wrong after `after` tokens.

`drop`: the connection is reset before any byte of an answer. `cut`: it is reset (RST) half-way. `close`: it
is closed in good order (FIN) but the answer is not finished. `stall`: it stays open and says nothing more.
`malformed`: a chunk that is no JSON. `error`: a chunk that holds an error object, as proxies send it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One answer. Everything left out behaves as the server's profile and the default answer say.

    `text` is the raw text of the answer: prose, or for a structured request the JSON that goes into the
    content or into the arguments of the tool call. `pieces` says how that text is cut into tokens.
    """

    text: Text | None = None
    pieces: tuple[str, ...] | None = None
    reasoning: str = ""
    refusal: str = ""

    first_token_delay: float | None = None
    held: threading.Event | None = None
    """Nothing is said before it is set; of a stream that is to come whole, no more than `after` tokens."""
    token_delay: float | None = None
    tokens_per_second: float | None = None
    early_headers: bool = False

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | Mapping[str, Any] | None = None

    fault: Fault | None = None
    after: int = 0

    finish_reason: str | None = "auto"
    done_marker: bool = True
    refuse_json_schema: bool = False
