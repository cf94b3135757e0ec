"""Sending one answer over one connection, with the delays and faults of its script."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .answers import default_text
from .chat_request import asked
from .payloads import Answer, error_body, sse, tokens_of
from .profiles import Profile
from .recorded import RecordedRequest
from .refusals import refused

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Hang = Callable[[bool], None]
"""Ends the connection under the answer: True resets it, False closes it in good order."""
Unsent = Callable[[], int]
"""Bytes of the answer that have not reached the client's machine."""

_SETTLE = 0.02  # lets the client begin to read before the connection ends


def answer_for(recorded: RecordedRequest) -> Answer:
    script, body = recorded.script, recorded.body
    wanted = asked(body)
    text = script.text(body) if callable(script.text) else script.text
    if text is None:
        text = "".join(script.pieces) if script.pieces else default_text(body)
    if script.refusal:
        text = ""
    reason = script.finish_reason
    if reason == "auto":
        reason = "tool_calls" if wanted.form == "tool" and not wanted.forced else "stop"
    pieces = list(script.pieces) if script.pieces else tokens_of(text)
    return Answer(body, wanted, pieces, tokens_of(script.reasoning), script.refusal, reason)


class Reply:
    def __init__(
        self, recorded: RecordedRequest, profile: Profile, send: Send, hang: Hang, unsent: Unsent
    ) -> None:
        self.recorded = recorded
        self.script = recorded.script
        self.profile = profile
        self._send = send
        self._hang = hang
        self._unsent = unsent

    async def run(self) -> None:
        script = self.script
        refusal = refused(self.recorded.body, script)
        if script.fault == "drop":
            self._hang(True)
        elif refusal is not None:
            await self._whole(json.dumps(refusal), 400)
        elif script.body is not None or script.status != 200:
            await self._first_pause()
            await self._whole(self._scripted_body(), script.status)
        elif self.recorded.body.get("stream"):
            await self._streamed(answer_for(self.recorded))
        else:
            await self._at_once(answer_for(self.recorded))

    def _scripted_body(self) -> str:
        body = self.script.body
        if body is None:
            body = error_body(f"scripted status {self.script.status}")
        return body if isinstance(body, str) else json.dumps(body)

    async def _first_pause(self) -> None:
        delay = self.script.first_token_delay
        await asyncio.sleep(self.profile.first_token_delay if delay is None else delay)
        if not self.script.after or self.script.fault:
            await self._released()

    async def _released(self) -> None:
        held = self.script.held
        while held is not None and not held.is_set():  # noqa: ASYNC110 - a thread sets it
            await asyncio.sleep(0.01)

    def _token_due(self, number: int) -> float:
        """Seconds from the first token to this one, so that the pace does not drift."""
        if self.script.token_delay is not None:
            return number * self.script.token_delay
        rate = self.script.tokens_per_second or self.profile.tokens_per_second
        return number / rate if rate else 0.0

    async def _start(self, status: int, content_type: str, length: int | None = None) -> None:
        headers = {"content-type": content_type, "x-request-id": f"req_{id(self.recorded):x}"}
        if length is not None:
            headers["content-length"] = str(length)
        headers |= {name.lower(): value for name, value in self.script.headers.items()}
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        self.recorded.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def _write(self, data: str, more: bool = True) -> None:
        if not more:
            self.recorded.note_finished()
        await self._send({"type": "http.response.body", "body": data.encode(), "more_body": more})

    async def _whole(self, data: str, status: int) -> None:
        await self._start(status, "application/json", len(data.encode()))
        await self._write(data, more=False)

    async def _at_once(self, answer: Answer) -> None:
        """Not streamed: the fault strikes the body of the one JSON object."""
        await self._first_pause()
        count = len(answer.pieces) + len(answer.reasoning)
        if count:
            await asyncio.sleep(self._token_due(count - 1))
        data = json.dumps(answer.completion())
        fault = self.script.fault
        if fault == "malformed":
            await self._whole(data[: len(data) // 2], 200)
        elif fault == "error":
            await self._whole(json.dumps(error_body("the scripted upstream failed")), 200)
        elif fault is None:
            await self._whole(data, 200)
        else:
            await self._start(200, "application/json", len(data.encode()))
            await self._write(data[: len(data) // 2])
            await self._break()

    async def _streamed(self, answer: Answer) -> None:
        script = self.script
        if not script.early_headers:
            await self._first_pause()
        await self._start(200, "text/event-stream; charset=utf-8")
        await self._write(answer.opening())
        if script.early_headers:
            await self._first_pause()
        clock = asyncio.get_running_loop().time
        begun = clock()
        for number, delta in enumerate(answer.deltas()):
            if script.fault and number == script.after:
                break
            if number == script.after:
                await self._released()
            await asyncio.sleep(max(0.0, begun + self._token_due(number) - clock()))
            self.recorded.note_token()
            await self._write(delta)
        if script.fault == "malformed":
            await self._write('data: {"id":"chatcmpl-broken","choices":[{"index":0,"del\n\n', more=False)
        elif script.fault == "error":
            await self._write(sse(error_body("the scripted upstream failed")), more=False)
        elif script.fault:
            await self._break()
        else:
            done = "data: [DONE]\n\n" if script.done_marker else ""
            await self._write(answer.closing() + done, more=False)

    async def _break(self) -> None:
        if self.script.fault == "stall":
            await asyncio.Event().wait()
        await asyncio.sleep(_SETTLE)
        # A busy client acknowledges late, and a reset throws away what was not acknowledged.
        while self._unsent():  # noqa: ASYNC110 - the system tells of no such event
            await asyncio.sleep(0.005)
        self._hang(self.script.fault == "cut")
