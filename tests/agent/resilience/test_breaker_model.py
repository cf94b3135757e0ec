"""Any calls in any order: the breaker is what its reference is, and a breaker with one fault is not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import agent.resilience.breaker as real_breaker
import agent.resilience.window as real_window
from agent.resilience.breaker import BreakerPolicy
from agent.resilience.outcomes import Outcome
from tests.agent.resilience.breaker_reference import Attempt, Reference
from tests.examples import examples

JITTER = 0.5
OUTCOMES = st.sampled_from(list(Outcome))
ASKED = st.sampled_from([None, 0.0, 1.0, 2.0, 2.5, 42.0, 1e9])
ANY = st.integers(0, 1000)


class SameAsReference(RuleBasedStateMachine):
    """Times are multiples of a quarter, so that edges are met exactly."""

    breaker_module: ModuleType = real_breaker

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        policy = BreakerPolicy()
        self.breaker = self.breaker_module.Breaker(policy, clock=lambda: self.now, jitter=lambda: JITTER)
        self.reference = Reference(policy, JITTER)
        self.pairs: list[tuple[Any, Attempt]] = []

    def _ask(self) -> tuple[Any, Attempt] | None:
        lease, attempt = self.breaker.admit(), self.reference.admit(self.now)
        assert (lease is None) == (attempt is None)
        if lease is None or attempt is None:
            return None
        assert lease.probe == attempt.probe
        self.pairs.append((lease, attempt))
        return self.pairs[-1]

    def _pick(self, which: int) -> tuple[Any, Attempt]:
        """Mostly one that is not over, old or new."""
        open_ones = [pair for pair in self.pairs if not pair[1].over]
        found = open_ones if open_ones and which % 5 else self.pairs
        return found[which % len(found)]

    def _speak(self, pair: tuple[Any, Attempt]) -> None:
        pair[0].first_token()
        self.reference.speak(pair[1], self.now)

    def _end(self, pair: tuple[Any, Attempt], outcome: Outcome, asked: float | None) -> None:
        pair[0].ended(outcome, asked)
        self.reference.end(pair[1], self.now, outcome, asked)

    @rule(quarters=st.sampled_from([1, 2, 4, 12, 13, 24, 60, 116, 119, 120, 124, 260]))
    def wait(self, quarters: int) -> None:
        self.now += quarters / 4

    @precondition(lambda self: self.reference.retry_in(self.now) > 0)
    @rule()
    def wait_until_it_may_be_asked(self) -> None:
        self.now = self.reference.until

    @rule()
    def ask(self) -> None:
        self._ask()

    @precondition(lambda self: self.pairs)
    @rule(which=ANY)
    def speak(self, which: int) -> None:
        self._speak(self._pick(which))

    @precondition(lambda self: self.pairs)
    @rule(which=ANY, outcome=OUTCOMES, asked=ASKED)
    def end(self, which: int, outcome: Outcome, asked: float | None) -> None:
        self._end(self._pick(which), outcome, asked)

    @precondition(lambda self: self.pairs)
    @rule(which=ANY)
    def go_away(self, which: int) -> None:
        lease, attempt = self._pick(which)
        lease.cancelled()
        self.reference.cancel(attempt, self.now)

    @rule(
        many=st.integers(1, 11),
        outcome=st.sampled_from([Outcome.OK, Outcome.OK, Outcome.SERVER, Outcome.REJECTED]),
        quarters=st.sampled_from([0, 0, 12, 13]),
        speaks=st.booleans(),
    )
    def a_burst(self, many: int, outcome: Outcome, quarters: int, speaks: bool) -> None:
        """So many at once, all of them as long and with the same end."""
        asked = [pair for pair in (self._ask() for _ in range(many)) if pair is not None]
        self.now += quarters / 4
        for pair in asked:
            if speaks:
                self._speak(pair)
            self._end(pair, outcome, None)
            self.same()

    @rule(
        many=st.integers(2, 4),
        outcome=st.sampled_from([Outcome.OK, Outcome.OK, Outcome.OK, Outcome.NETWORK]),
        quarters=st.sampled_from([0, 0, 0, 13]),
    )
    def one_after_the_other(self, many: int, outcome: Outcome, quarters: int) -> None:
        for _ in range(many):
            if (pair := self._ask()) is not None:
                self.now += quarters / 4
                self._end(pair, outcome, None)
            self.same()

    @rule(outcome=st.sampled_from([Outcome.THROTTLED, Outcome.FORBIDDEN]), asked=ASKED)
    def turned_away(self, outcome: Outcome, asked: float | None) -> None:
        if (pair := self._ask()) is not None:
            self._end(pair, outcome, asked)

    @rule(many=st.integers(4, 9))
    def late_tokens_one_after_the_other(self, many: int) -> None:
        speaking = [pair for pair in (self._ask() for _ in range(many)) if pair is not None]
        self.now += 3.25
        for pair in (*speaking, *speaking):
            self._speak(pair)
        self.same()

    @rule(first=st.integers(1, 9), then=st.integers(1, 9), quarters=st.sampled_from([116, 119, 120, 121]))
    def failures_a_window_apart(self, first: int, then: int, quarters: int) -> None:
        for many, pause in ((first, quarters), (then, 0)):
            for _ in range(many):
                if (pair := self._ask()) is not None:
                    self._end(pair, Outcome.SERVER, None)
            self.same()
            self.now += pause / 4

    @invariant()
    def same(self) -> None:
        assert self.breaker.state == self.reference.seen(self.now).value
        assert self.breaker.retry_in == pytest.approx(self.reference.retry_in(self.now))


TestSameAsReference = SameAsReference.TestCase
TestSameAsReference.settings = settings(max_examples=examples(80), stateful_step_count=50, deadline=None)

BREAKER, WINDOW = real_breaker, real_window
MUTANTS = {
    "half-open a moment late": (
        BREAKER,
        "OPEN and now >= self._open_until",
        "OPEN and now > self._open_until",
    ),
    "one call more before it may open": (
        BREAKER,
        "seen.calls >= policy.minimum",
        "seen.calls > policy.minimum",
    ),
    "half of them failed is not enough": (BREAKER, "seen.failed >= policy", "seen.failed > policy"),
    "half of them slow is not enough": (BREAKER, "seen.slow >= policy", "seen.slow > policy"),
    "slow calls never open it": (BREAKER, "if failing or crawling", "if failing"),
    "failures never open it": (BREAKER, "if failing or crawling", "if crawling"),
    "exactly in time is late": (BREAKER, "> self.policy.slow_after", ">= self.policy.slow_after"),
    "each token is a sample": (BREAKER, "if not self._ended and not self._sampled:", "if not self._ended:"),
    "a call that never spoke was not slow": (
        BREAKER,
        "if late and outcome not in NEVER_COUNTED:",
        "if False:",
    ),
    "a late rejection is a slow call": (BREAKER, "if late and outcome not in NEVER_COUNTED:", "if late:"),
    "a rejection counts": (BREAKER, "        if outcome in NEVER_COUNTED:", "        if False:"),
    "a refused key counts once": (BREAKER, "elif outcome in OPENS_AT_ONCE:", "elif False:"),
    "two seconds are a long wait": (
        BREAKER,
        "> self.policy.long_retry_after",
        ">= self.policy.long_retry_after",
    ),
    "the provider's wait is not kept": (BREAKER, "self._open(retry_after)", "self._open()"),
    "the provider's wait has no limit": (BREAKER, "min(pause, policy.longest_retry_after)", "pause"),
    "pauses do not grow": (BREAKER, "2.0 ** min(", "1.0 ** min("),
    "pauses have no limit": (BREAKER, "min(policy.open_at_most, doubled *", "max(0.0, doubled *"),
    "no jitter": (BREAKER, "(1 + policy.jitter * self._jitter())", "1"),
    "closing forgets nothing": (
        BREAKER,
        "        self._openings = 0\n        self._enter",
        "        self._enter",
    ),
    "a call that went away late was not slow": (
        BREAKER,
        "if not self._sampled and self._breaker._late(self.admitted_at):",
        "if False:",
    ),
    "a cancelled probe keeps its place": (BREAKER, "self._probe is lease:", "False:"),
    "probes all at once": (BREAKER, "HALF_OPEN and self._probe is None:", "HALF_OPEN:"),
    "a hung probe stays": (BREAKER, "probe.ended(Outcome.TIMEOUT)", "pass"),
    "a hung probe is a cancelled one": (BREAKER, "probe.ended(Outcome.TIMEOUT)", "probe.cancelled()"),
    "a probe hangs a moment longer": (BREAKER, ">= self.policy.probe_lease", "> self.policy.probe_lease"),
    "one probe more": (BREAKER, "calls >= policy.probes", "calls > policy.probes"),
    "slow probes are good ones": (BREAKER, "self._probed.slow += slow", "pass"),
    "bad probes are good ones": (BREAKER, "self._probed.failed += failed", "pass"),
    "only the last state's samples are new": (
        BREAKER,
        "self._era += 1\n        self._window = Window(self.policy.window)\n",
        "self._era += 1\n",
    ),
    "an old call ends a new spell": (
        BREAKER,
        "        if era != self._era:\n            return\n        if outcome",
        "        if outcome",
    ),
    "an old call's token is a new sample": (
        BREAKER,
        "        if era != self._era:\n            return\n        slow",
        "        slow",
    ),
    "nothing is forgotten": (WINDOW, "        oldest = ", "        oldest = 0 * "),
    "a second is forgotten early": (WINDOW, "- self._seconds + 1", "- self._seconds + 2"),
    "a second is kept too long": (WINDOW, "- self._seconds + 1", "- self._seconds"),
}


def mutant(where: ModuleType, old: str, new: str) -> ModuleType:
    """The breaker's module with one change in it, or in the window that it counts with."""
    source = Path(str(where.__file__)).read_text(encoding="utf-8")
    assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {where.__name__}"
    changed = _module(source.replace(old, new))
    if where is BREAKER:
        return changed
    breaker = _module(Path(str(BREAKER.__file__)).read_text(encoding="utf-8"))
    breaker.__dict__["Window"] = changed.__dict__["Window"]
    return breaker


def _module(source: str) -> ModuleType:
    module = ModuleType("mutant")
    sys.modules["mutant"] = module  # dataclasses look their module up
    exec(compile(source, "mutant", "exec"), module.__dict__)
    return module


def half_of_them(machine: SameAsReference) -> None:
    """Ten calls, of which every other one speaks too late: drawn at random it comes up too seldom."""
    for at in range(10):
        pair = machine._ask()
        assert pair is not None
        machine.now += 3.25 * (at % 2)
        machine._speak(pair)
        machine._end(pair, Outcome.OK, None)
        machine.same()


def run(module: ModuleType) -> None:
    class Machine(SameAsReference):
        breaker_module = module

    half_of_them(Machine())
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=400,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("name", MUTANTS)
def test_a_breaker_with_one_fault_is_found_out(name: str) -> None:
    try:
        changed = mutant(*MUTANTS[name])
        with pytest.raises(Exception):  # noqa: B017, PT011 - any way of being found out
            run(changed)
    finally:
        sys.modules.pop("mutant", None)
