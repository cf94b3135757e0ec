"""Deadlines strike, and the stream underneath is closed on every way out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from agent.errors import ModelFailure
from agent.resilience.deadlines import deadlined

LONG = 30.0
SHORT = 0.05


class Stream:
    """Items with pauses before them; remembers whether and how it was closed."""

    def __init__(self, *pauses: float, error: Exception | None = None) -> None:
        self.pauses = pauses
        self.error = error
        self.closed = False

    async def items(self) -> AsyncGenerator[int]:
        try:
            for number, pause in enumerate(self.pauses):
                await asyncio.sleep(pause)
                yield number
            if self.error is not None:
                raise self.error
        finally:
            self.closed = True


async def read(stream: Stream, first: float = LONG, silence: float = LONG, total: float = LONG) -> list[int]:
    got: list[int] = []
    try:
        async for item in deadlined(stream.items(), first=first, silence=silence, total=total):
            got.append(item)
    finally:
        stream.got = got  # type: ignore[attr-defined]
    return got


def failing(stream: Stream, **limits: float) -> tuple[str, list[int]]:
    with pytest.raises(ModelFailure) as failure:
        asyncio.run(read(stream, **limits))
    assert stream.closed
    return failure.value.reason, stream.got  # type: ignore[attr-defined]


def test_a_prompt_stream_passes_through() -> None:
    stream = Stream(0, 0, 0)
    assert asyncio.run(read(stream)) == [0, 1, 2]
    assert stream.closed


def test_an_empty_stream_is_empty() -> None:
    assert asyncio.run(read(Stream())) == []


def test_no_first_item_in_time_is_a_timeout() -> None:
    assert failing(Stream(LONG), first=SHORT) == ("timeout", [])


def test_silence_after_the_first_is_a_stall() -> None:
    assert failing(Stream(0, 0, LONG), silence=SHORT) == ("stalled", [0, 1])


def test_the_first_deadline_is_not_the_silence_deadline() -> None:
    assert asyncio.run(read(Stream(0.1, 0), silence=SHORT)) == [0, 1]
    assert asyncio.run(read(Stream(0, 0.1), first=SHORT)) == [0, 1]


def test_the_whole_has_its_own_deadline() -> None:
    reason, got = failing(Stream(0, *[0.02] * 1000), total=0.2)
    assert reason == "timeout"
    assert 0 < len(got) < 1000


def test_the_whole_strikes_before_the_first_too() -> None:
    assert failing(Stream(LONG), total=SHORT) == ("timeout", [])


def test_a_slow_reader_is_no_silent_model() -> None:
    async def slowly() -> list[int]:
        got = []
        async for item in deadlined(Stream(0, 0, 0).items(), first=LONG, silence=SHORT, total=LONG):
            await asyncio.sleep(3 * SHORT)
            got.append(item)
        return got

    assert asyncio.run(slowly()) == [0, 1, 2]


def test_an_error_of_the_stream_passes_through() -> None:
    stream = Stream(0, error=ConnectionResetError())
    with pytest.raises(ConnectionResetError):
        asyncio.run(read(stream))
    assert stream.closed


def test_a_timeout_of_the_streams_own_is_not_ours() -> None:
    stream = Stream(0, error=TimeoutError("the stream's own"))
    with pytest.raises(TimeoutError, match="the stream's own"):
        asyncio.run(read(stream))


def test_cancelling_the_reader_closes_the_stream() -> None:
    stream = Stream(0, LONG)

    async def main() -> None:
        task = asyncio.create_task(read(stream))
        await asyncio.sleep(SHORT)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert stream.closed


def test_leaving_early_closes_the_stream() -> None:
    stream = Stream(0, 0, LONG)

    async def main() -> None:
        async with aclosing(deadlined(stream.items(), first=LONG, silence=LONG, total=LONG)) as items:
            async for _ in items:
                break

    asyncio.run(main())
    assert stream.closed


def test_an_iterator_without_aclose_will_do() -> None:
    class Plain:
        def __init__(self) -> None:
            self.left = [1, 2]

        def __aiter__(self) -> Plain:
            return self

        async def __anext__(self) -> int:
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop(0)

    async def main() -> list[int]:
        return [item async for item in deadlined(Plain(), first=LONG, silence=LONG, total=LONG)]

    assert asyncio.run(main()) == [1, 2]


def test_a_stream_that_will_not_close_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("agent.resilience.deadlines.CLOSING", SHORT)

    class Stubborn:
        def __aiter__(self) -> Stubborn:
            return self

        async def __anext__(self) -> int:
            raise StopAsyncIteration

        async def aclose(self) -> None:
            await asyncio.sleep(LONG)

    async def main() -> list[int]:
        return [item async for item in deadlined(Stubborn(), first=LONG, silence=LONG, total=LONG)]

    assert asyncio.run(main()) == []
    assert "left behind" in caplog.text
