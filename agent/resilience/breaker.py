"""A circuit breaker that knows what a stream is. No I/O, no tasks; the clock is injected.

    CLOSED ──50% failed, or 50% slow, of at least 10 in 30 s──► OPEN
       ▲   ──401/403, or 429 with a long Retry-After──────────►  │
       │                                                         │ 5 s, doubled each time, up to 60 s
       └──3 probes, fewer than half bad── HALF_OPEN ◄────────────┘
                                              └──half of the 3 bad──► OPEN

One attempt at a call is one :class:`Lease`: admitted, first token, terminal. The first token is the
slow-call sample; a stall or a stream that ends badly is a failure even after bytes flowed; a client
that goes away gives its lease back unrecorded, unless the first token was late already. While
half-open one probe is out at a time, and its lease expires, so that a hung probe cannot jam it: an
expired probe is a failed one.

Made for one event loop: no method awaits, so none needs a lock.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from agent.resilience.outcomes import NEVER_COUNTED, OPENS_AT_ONCE, Outcome
from agent.resilience.window import Window


class State(StrEnum):
    """Of a breaker."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """When to open, and for how long. Seconds, and shares of 1."""

    window: int = 30
    """One-second buckets."""
    minimum: int = 10
    """Fewer samples than this never open it."""
    failure_rate: float = 0.5
    slow_rate: float = 0.5
    slow_after: float = 3.0
    """A first token later than this is a slow call."""
    open_for: float = 5.0
    open_at_most: float = 60.0
    jitter: float = 0.2
    """Up to this share is added to a pause, so that many processes do not come back at once."""
    probes: int = 3
    probe_lease: float = 30.0
    long_retry_after: float = 2.0
    """A 429 that asks for a longer pause than this opens at once, for as long as it asks."""
    longest_retry_after: float = 600.0


class Lease:
    """Permission for one attempt. Tell it how the attempt went; only the first ending counts."""

    __slots__ = ("_breaker", "_ended", "_era", "_sampled", "admitted_at", "probe")

    def __init__(self, breaker: Breaker, era: int, admitted_at: float, probe: bool) -> None:
        self._breaker = breaker
        self._era = era
        self._ended = False
        self._sampled = False
        self.admitted_at = admitted_at
        self.probe = probe

    def first_token(self) -> None:
        """The model began to speak: this is the slow-call sample."""
        if not self._ended and not self._sampled:
            self._sampled = True
            self._breaker._sample(self._era, self.admitted_at)

    def ended(self, outcome: Outcome, retry_after: float | None = None) -> None:
        """The attempt is over. ``retry_after``: seconds the provider asked for."""
        if self._ended:
            return
        late = not self._sampled and self._breaker._late(self.admitted_at)
        if late and outcome not in NEVER_COUNTED:
            self.first_token()
        self._ended = True
        self._breaker._ended(self._era, self, outcome, retry_after)

    def cancelled(self) -> None:
        """Whoever asked went away: unrecorded, unless the first token was late already."""
        if self._ended:
            return
        if not self._sampled and self._breaker._late(self.admitted_at):
            self.first_token()
        self._ended = True
        self._breaker._returned(self._era, self)


class Breaker:
    """One per model and purpose."""

    def __init__(
        self,
        policy: BreakerPolicy | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.policy = policy or BreakerPolicy()
        self._clock = clock
        self._jitter = jitter
        self._state = State.CLOSED
        self._era = 0
        self._window = Window(self.policy.window)
        self._openings = 0
        self._open_until = 0.0
        self._probe: Lease | None = None
        self._probed = _Probed()

    @property
    def state(self) -> State:
        """As the next call would find it: an open breaker whose time is over is half-open."""
        if self._state is State.OPEN and self._clock() >= self._open_until:
            return State.HALF_OPEN
        return self._state

    @property
    def retry_in(self) -> float:
        """Seconds until the next call may be admitted, as far as that is known; 0 while closed."""
        return max(0.0, self._open_until - self._clock()) if self._state is State.OPEN else 0.0

    def admit(self) -> Lease | None:
        """Permission for one attempt, or None: do without the model, now."""
        now = self._clock()
        if self._state is State.OPEN and now >= self._open_until:
            self._half_open()
        if self._state is State.HALF_OPEN and self._probe is not None:
            self._expire(self._probe, now)
        if self._state is State.CLOSED:
            return Lease(self, self._era, now, probe=False)
        if self._state is State.HALF_OPEN and self._probe is None:
            self._probe = Lease(self, self._era, now, probe=True)
            return self._probe
        return None

    # -- what leases report --------------------------------------------------------------------------

    def _late(self, admitted_at: float) -> bool:
        return self._clock() - admitted_at > self.policy.slow_after

    def _sample(self, era: int, admitted_at: float) -> None:
        """A sample of a state that is over says nothing about this one."""
        if era != self._era:
            return
        slow = self._late(admitted_at)
        if self._state is State.HALF_OPEN:
            self._probed.slow += slow
        else:
            self._window.sample(self._clock(), slow)
        self._judge()

    def _ended(self, era: int, lease: Lease, outcome: Outcome, retry_after: float | None) -> None:
        if era != self._era:
            return
        if outcome in NEVER_COUNTED:
            self._returned(era, lease)
        elif outcome in OPENS_AT_ONCE:
            self._open()
        elif outcome is Outcome.THROTTLED and (retry_after or 0.0) > self.policy.long_retry_after:
            self._open(retry_after)
        else:
            self._count(lease, failed=outcome is not Outcome.OK)

    def _count(self, lease: Lease, *, failed: bool) -> None:
        if self._state is State.HALF_OPEN:
            self._probe = None
            self._probed.calls += 1
            self._probed.failed += failed
        else:
            self._window.call(self._clock(), failed)
        self._judge()

    def _returned(self, era: int, lease: Lease) -> None:
        if era == self._era and self._probe is lease:
            self._probe = None

    def _expire(self, probe: Lease, now: float) -> None:
        if now - probe.admitted_at >= self.policy.probe_lease:
            probe.ended(Outcome.TIMEOUT)

    # -- judging and moving --------------------------------------------------------------------------

    def _judge(self) -> None:
        policy = self.policy
        if self._state is State.HALF_OPEN:
            failing = self._probed.failed >= policy.failure_rate * policy.probes
            if failing or self._probed.slow >= policy.slow_rate * policy.probes:
                self._open()
            elif self._probed.calls >= policy.probes:
                self._close()
        else:
            # Closed: of an open breaker no lease is out that could report.
            seen = self._window.totals(self._clock())
            failing = seen.calls >= policy.minimum and seen.failed >= policy.failure_rate * seen.calls
            crawling = seen.samples >= policy.minimum and seen.slow >= policy.slow_rate * seen.samples
            if failing or crawling:
                self._open()

    def _open(self, pause: float | None = None) -> None:
        policy = self.policy
        if pause is None:
            doubled = policy.open_for * 2.0 ** min(self._openings, 32)
            pause = min(policy.open_at_most, doubled * (1 + policy.jitter * self._jitter()))
        self._openings += 1
        self._open_until = self._clock() + min(pause, policy.longest_retry_after)
        self._enter(State.OPEN)

    def _half_open(self) -> None:
        self._enter(State.HALF_OPEN)

    def _close(self) -> None:
        self._openings = 0
        self._enter(State.CLOSED)

    def _enter(self, state: State) -> None:
        self._state = state
        self._era += 1
        self._window = Window(self.policy.window)
        self._probe = None
        self._probed = _Probed()


@dataclass(slots=True)
class _Probed:
    """What the probes of one half-open spell showed."""

    calls: int = 0
    failed: int = 0
    slow: int = 0
