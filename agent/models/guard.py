"""The one owner of what may go wrong around a model call: bulkhead, breaker, deadlines and retries.

A guard belongs to one model and one purpose. Retries happen only before the first token, at most
``attempts`` in all and within a budget over all calls; each attempt is admitted by the breaker on its
own, and all of them share one set of deadlines, because a shopper waits only once.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from agent.errors import ModelFailure
from agent.models.connections import close_all, noting
from agent.models.failures import Failure, failure_of
from agent.resilience.breaker import Breaker, Lease, State
from agent.resilience.bulkhead import Bulkhead
from agent.resilience.deadlines import Deadlines, deadlined
from agent.resilience.outcomes import OPENS_AT_ONCE, Outcome
from agent.resilience.retries import RetryBudget

log = logging.getLogger(__name__)

T = TypeVar("T")
ATTEMPTS = 2
PAUSE = (0.05, 0.2)
"""Seconds before a retry, at random between these, where the provider did not say how long to wait."""


class _Attempt(Exception):
    """An attempt that failed before its first token; ``again``: another one may do better."""

    def __init__(self, failure: Failure, again: bool) -> None:
        super().__init__(failure.error.message)
        self.failure = failure
        self.again = again


class Guard:
    """What stands between the product and one model for one purpose."""

    def __init__(
        self,
        purpose: str,
        *,
        breaker: Breaker,
        bulkhead: Bulkhead,
        deadlines: Deadlines,
        attempts: int = ATTEMPTS,
        retries: RetryBudget | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.purpose = purpose
        self.breaker = breaker
        self.bulkhead = bulkhead
        self.deadlines = deadlines
        self._attempts = attempts
        self._retries = RetryBudget() if retries is None else retries
        self._sleep = sleep

    def require_way(self) -> None:
        """Nothing happens unless the breaker is open: asked first, a prompt need not be written in vain.

        Raises:
            ModelFailure: ``breaker_open``.
        """
        if self.breaker.state is State.OPEN:
            raise self._is_open()

    async def invoke(self, call: Callable[[], Awaitable[T]]) -> T:
        """The answer of a call that comes in one piece: it is its own first token.

        Raises:
            ModelFailure: however it ended.
        """

        async def whole() -> AsyncGenerator[T]:
            yield await call()

        # Read to its end: a stream that is left early counts as a cancelled one.
        async with aclosing(self.stream(whole)) as answers:
            (answer,) = [item async for item in answers]
        return answer

    async def stream(self, start: Callable[[], AsyncIterator[T]]) -> AsyncGenerator[T]:
        """The items of the stream that ``start`` begins; it may be begun again before its first item.

        What ``start`` gives must itself raise ModelFailure where it ends badly (no finish reason,
        nothing said): an end is taken for a good one.

        Raises:
            ModelFailure: however it ended.
        """
        with self.bulkhead.slot():
            opened = noting()
            try:
                async with aclosing(self._attempted(start)) as items:
                    async for item in items:
                        yield item
            finally:
                await close_all(opened)

    async def _attempted(self, start: Callable[[], AsyncIterator[T]]) -> AsyncGenerator[T]:
        begun = asyncio.get_running_loop().time()
        self._retries.called()
        try:
            async for attempt in self._retrying():
                with attempt:
                    last = attempt.retry_state.attempt_number >= self._attempts
                    lease, source, item = await self._first(start, begun, last)
        except _Attempt as failed:
            raise failed.failure.error from None
        async with aclosing(source):
            try:
                yield item
                async for item in source:
                    yield item
            except Exception as error:  # noqa: BLE001 - a provider may raise anything; all of it is classified
                raise self._failed(lease, error).error from None
            except BaseException:
                lease.cancelled()
                raise
            lease.ended(Outcome.OK)

    def _retrying(self) -> AsyncRetrying:
        return AsyncRetrying(
            stop=stop_after_attempt(self._attempts),
            retry=retry_if_exception(lambda error: isinstance(error, _Attempt) and error.again),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )

    async def _first(
        self, start: Callable[[], AsyncIterator[T]], begun: float, last: bool
    ) -> tuple[Lease, AsyncGenerator[T], T]:
        """One attempt, up to its first item. ``begun``: when the first one was; all share its deadlines."""
        lease = self.breaker.admit()
        if lease is None:
            raise self._is_open()
        limits = self.deadlines
        spent = asyncio.get_running_loop().time() - begun
        source = deadlined(
            start(), first=limits.first - spent, silence=limits.silence, total=limits.total - spent
        )
        try:
            item = await anext(source)
        except StopAsyncIteration:
            lease.ended(Outcome.BROKEN)
            raise ModelFailure("model_error", "The model gave no answer.") from None
        except Exception as error:
            failure = self._failed(lease, error)
            short = (failure.error.retry_after or 0.0) <= self.breaker.policy.long_retry_after
            again = not last and failure.retryable and short and self.breaker.state is State.CLOSED
            raise _Attempt(failure, again and self._retries.take()) from error
        except BaseException:
            lease.cancelled()
            raise
        lease.first_token()
        return lease, source, item

    def _is_open(self) -> ModelFailure:
        return ModelFailure("breaker_open", f"The breaker of {self.purpose} is open.")

    def _failed(self, lease: Lease, error: Exception) -> Failure:
        failure = failure_of(error)
        lease.ended(failure.outcome, failure.error.retry_after)
        if failure.outcome in OPENS_AT_ONCE:
            log.error(
                "%s: the model's provider refuses the key; check it. Until then: no model", self.purpose
            )
        else:
            log.warning("%s: %s (%s)", self.purpose, failure.error.message, type(error).__name__)
        return failure


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.failure.error.retry_after if isinstance(error, _Attempt) else None
    return asked if asked is not None else random.uniform(*PAUSE)
