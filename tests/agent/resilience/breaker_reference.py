"""The breaker as its description says it: every sample is kept, and all are counted anew each time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from agent.resilience.breaker import BreakerPolicy, State
from agent.resilience.outcomes import Outcome


@dataclass(eq=False)
class Attempt:
    """One admitted call. ``spell``: how many changes of state came before it."""

    spell: int
    at: float
    probe: bool
    spoke: bool = False
    over: bool = False


@dataclass
class Reference:
    """What a breaker of this policy is after the same calls."""

    policy: BreakerPolicy
    jitter: float
    state: State = State.CLOSED
    spell: int = 0
    until: float = 0.0
    openings: int = 0
    probe: Attempt | None = None
    ends: list[tuple[float, bool]] = field(default_factory=list)
    """When a call ended in this spell, and whether badly."""
    starts: list[tuple[float, bool]] = field(default_factory=list)
    """When a first token came, or was given up, in this spell, and whether late."""

    def seen(self, now: float) -> State:
        over = self.state is State.OPEN and now >= self.until
        return State.HALF_OPEN if over else self.state

    def retry_in(self, now: float) -> float:
        return max(0.0, self.until - now) if self.state is State.OPEN else 0.0

    def admit(self, now: float) -> Attempt | None:
        if self.state is not State.HALF_OPEN and self.seen(now) is State.HALF_OPEN:
            self._become(State.HALF_OPEN)
        hung = self.probe
        if hung is not None and now - hung.at >= self.policy.probe_lease:
            self.end(hung, now, Outcome.TIMEOUT, None)
        if self.state is State.CLOSED:
            return Attempt(self.spell, now, probe=False)
        if self.state is State.HALF_OPEN and self.probe is None:
            self.probe = Attempt(self.spell, now, probe=True)
            return self.probe
        return None

    def speak(self, attempt: Attempt, now: float) -> None:
        if not attempt.over and not attempt.spoke:
            attempt.spoke = True
            if attempt.spell == self.spell:
                self.starts.append((now, now - attempt.at > self.policy.slow_after))
                self._judge(now)

    def end(self, attempt: Attempt, now: float, outcome: Outcome, retry_after: float | None) -> None:
        if attempt.over:
            return
        if now - attempt.at > self.policy.slow_after and outcome is not Outcome.REJECTED:
            self.speak(attempt, now)
        attempt.over = True
        if attempt.spell != self.spell:
            return
        asked = retry_after or 0.0
        if self.probe is attempt:
            self.probe = None
        if outcome is Outcome.FORBIDDEN:
            self._open(now, None)
        elif outcome is Outcome.THROTTLED and asked > self.policy.long_retry_after:
            self._open(now, asked)
        elif outcome is not Outcome.REJECTED:
            self.ends.append((now, outcome is not Outcome.OK))
            self._judge(now)

    def cancel(self, attempt: Attempt, now: float) -> None:
        if attempt.over:
            return
        if now - attempt.at > self.policy.slow_after:
            self.speak(attempt, now)
        attempt.over = True
        if self.probe is attempt:
            self.probe = None

    def _judge(self, now: float) -> None:
        policy = self.policy
        if self.state is State.HALF_OPEN:
            bad = sum(failed for _, failed in self.ends), sum(late for _, late in self.starts)
            if bad[0] >= policy.failure_rate * policy.probes or bad[1] >= policy.slow_rate * policy.probes:
                self._open(now, None)
            elif len(self.ends) >= policy.probes:
                self.openings = 0
                self._become(State.CLOSED)
        elif self.state is State.CLOSED:
            kept = ((self.ends, policy.failure_rate), (self.starts, policy.slow_rate))
            for samples, share in kept:
                recent = [bad for at, bad in samples if math.floor(now) - math.floor(at) < policy.window]
                if len(recent) >= policy.minimum and sum(recent) >= share * len(recent):
                    self._open(now, None)
                    return

    def _open(self, now: float, asked: float | None) -> None:
        policy = self.policy
        own = policy.open_for * 2.0**self.openings * (1 + policy.jitter * self.jitter)
        pause = min(policy.open_at_most, own) if asked is None else min(asked, policy.longest_retry_after)
        self.openings += 1
        self.until = now + pause
        self._become(State.OPEN)

    def _become(self, state: State) -> None:
        self.state = state
        self.spell += 1
        self.probe = None
        self.ends, self.starts = [], []
