"""The guard: what is retried, what the breaker hears, and that every call gives its slot back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import pytest

from agent.errors import ModelFailure
from agent.models.guard import Guard
from agent.resilience.breaker import Breaker, BreakerPolicy, State
from agent.resilience.bulkhead import Bulkhead
from agent.resilience.deadlines import Deadlines


class Refused(Exception):
    """As a provider would raise it."""

    def __init__(self, status_code: int, retry_after: str | None = None) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.response = type(
            "Response", (), {"headers": {"retry-after": retry_after} if retry_after else {}}
        )()


class Setting:
    """A guard with a short fuse, and what it slept."""

    def __init__(self, limit: int = 2, attempts: int = 2) -> None:
        self.slept: list[float] = []
        self.guard = Guard(
            "test",
            breaker=Breaker(BreakerPolicy(minimum=2)),
            bulkhead=Bulkhead(limit),
            deadlines=Deadlines(first=0.2, silence=0.2, total=5.0),
            attempts=attempts,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def stream(self, *scripts: list[str | Exception]) -> tuple[list[str], int]:
        """What came, and how often a stream was begun."""
        begun = 0

        async def start() -> AsyncGenerator[str]:
            nonlocal begun
            begun += 1
            for item in scripts[min(begun, len(scripts)) - 1]:
                if isinstance(item, Exception):
                    raise item
                yield item

        async def main() -> list[str]:
            return [item async for item in self.guard.stream(start)]

        try:
            return asyncio.run(main()), begun
        finally:
            self.begun = begun


@pytest.fixture
def setting() -> Setting:
    return Setting()


def failing(run: Callable[[], object]) -> ModelFailure:
    with pytest.raises(ModelFailure) as failure:
        run()
    return failure.value


def two_failures(setting: Setting) -> None:
    for _ in range(2):
        failing(lambda: setting.stream([TimeoutError()]))


def test_a_good_stream_passes_and_counts_as_good(setting: Setting) -> None:
    assert setting.stream(["a", "b"]) == (["a", "b"], 1)
    for _ in range(5):
        setting.stream(["a"])
    assert setting.guard.breaker.state is State.CLOSED
    assert setting.guard.bulkhead.running == 0


@pytest.mark.parametrize("error", [Refused(500), Refused(429), ConnectionRefusedError()])
def test_one_retry_before_the_first_token(error: Exception, setting: Setting) -> None:
    assert setting.stream([error], ["a"]) == (["a"], 2)
    assert len(setting.slept) == 1
    assert 0.05 <= setting.slept[0] <= 0.2


def test_one_and_no_more() -> None:
    setting = Setting()
    setting.guard.breaker = Breaker()
    assert failing(lambda: setting.stream([Refused(500)])).reason == "model_error"
    assert setting.begun == 2


def test_of_many_failing_calls_only_a_share_is_asked_again() -> None:
    setting = Setting()
    asked = 0
    for _ in range(50):
        setting.guard.breaker = Breaker()
        failing(lambda: setting.stream([Refused(500)]))
        asked += setting.begun
    assert 50 + 0.2 * 50 <= asked <= 50 + 0.2 * 50 + 5


@pytest.mark.parametrize("error", [Refused(400), Refused(401), TimeoutError(), ValueError()])
def test_what_a_retry_cannot_mend_is_not_retried(error: Exception, setting: Setting) -> None:
    failing(lambda: setting.stream([error], ["a"]))
    assert setting.begun == 1


def test_all_attempts_share_one_set_of_deadlines(setting: Setting) -> None:
    """The first attempt and the pause used up the time for a first token."""

    async def long(seconds: float) -> None:
        await asyncio.sleep(0.25)

    async def main() -> None:
        setting.guard = Guard(
            "test",
            breaker=Breaker(),
            bulkhead=Bulkhead(1),
            deadlines=Deadlines(first=0.2, silence=0.2, total=5.0),
            sleep=long,
        )
        begun = 0

        async def start() -> AsyncGenerator[str]:
            nonlocal begun
            begun += 1
            if begun == 1:
                raise Refused(500)
            await asyncio.sleep(0.05)
            yield "late"

        with pytest.raises(ModelFailure) as failure:
            await anext(setting.guard.stream(start))
        assert (failure.value.reason, begun) == ("timeout", 2)

    asyncio.run(main())


def test_no_retry_after_the_first_token(setting: Setting) -> None:
    failing(lambda: setting.stream(["a", Refused(500)], ["b"]))
    assert setting.begun == 1


def test_a_short_retry_after_is_waited_for(setting: Setting) -> None:
    setting.stream([Refused(429, "1.5")], ["a"])
    assert setting.slept == [1.5]


def test_a_long_one_opens_the_breaker_at_once(setting: Setting) -> None:
    failure = failing(lambda: setting.stream([Refused(429, "30")], ["a"]))
    assert (failure.reason, failure.retry_after) == ("busy", 30.0)
    assert setting.slept == []
    assert setting.guard.breaker.state is State.OPEN


def test_an_open_breaker_asks_nobody(setting: Setting) -> None:
    failing(lambda: setting.stream([Refused(401)]))
    assert failing(lambda: setting.stream(["a"])).reason == "breaker_open"
    assert setting.begun == 0
    assert setting.guard.bulkhead.running == 0


def test_the_attempt_that_opens_the_breaker_keeps_its_reason(setting: Setting) -> None:
    failing(lambda: setting.stream([Refused(500)]))
    assert setting.begun == 2
    assert setting.guard.breaker.state is State.OPEN


def test_a_stream_that_ends_badly_counts_as_failed(setting: Setting) -> None:
    for _ in range(2):
        failing(lambda: setting.stream(["a", ModelFailure("model_error", "no finish reason")]))
    assert setting.guard.breaker.state is State.OPEN


def test_rejected_requests_do_not(setting: Setting) -> None:
    for _ in range(20):
        failing(lambda: setting.stream([Refused(400)]))
    assert setting.guard.breaker.state is State.CLOSED


def test_an_empty_stream_is_a_failure(setting: Setting) -> None:
    for _ in range(2):
        assert failing(lambda: setting.stream([])).reason == "model_error"
    assert setting.guard.breaker.state is State.OPEN


def test_an_answer_in_one_piece_counts_as_good(setting: Setting) -> None:
    async def answer() -> str:
        return "x"

    for _ in range(3):
        assert asyncio.run(setting.guard.invoke(answer)) == "x"
    two_failures(setting)
    assert setting.guard.breaker.state is State.CLOSED, "two of five are not half"


def test_leaving_early_is_unrecorded_and_frees_the_slot(setting: Setting) -> None:
    closed = 0

    async def start() -> AsyncGenerator[str]:
        nonlocal closed
        try:
            while True:
                yield "a"
        finally:
            closed += 1

    async def main() -> None:
        for _ in range(5):
            async with aclosing(setting.guard.stream(start)) as items:
                async for _ in items:
                    break

    asyncio.run(main())
    assert closed == 5
    assert setting.guard.bulkhead.running == 0
    two_failures(setting)
    assert setting.guard.breaker.state is State.OPEN, "two of two are more than half"


def test_cancellation_frees_everything(setting: Setting) -> None:
    async def hang() -> AsyncGenerator[str]:
        await asyncio.sleep(30)
        yield "never"

    async def main() -> None:
        setting.guard.deadlines = Deadlines(first=30, silence=30, total=30)
        calls = [asyncio.create_task(anext(setting.guard.stream(hang))) for _ in range(2)]
        await asyncio.sleep(0.02)
        with pytest.raises(ModelFailure) as failure:
            await anext(setting.guard.stream(hang))
        assert failure.value.reason == "busy"
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    asyncio.run(main())
    assert setting.guard.bulkhead.running == 0
    setting.guard.deadlines = Deadlines(first=5, silence=5, total=5)
    two_failures(setting)
    assert setting.guard.breaker.state is State.OPEN, "two of two are more than half"
