"""The breaker's states, each transition by its own cause, on a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agent.resilience.breaker import Breaker, BreakerPolicy, Lease, State
from agent.resilience.outcomes import Outcome
from tests.examples import examples

FAILURES = (Outcome.SERVER, Outcome.NETWORK, Outcome.TIMEOUT, Outcome.BROKEN, Outcome.THROTTLED)


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock=clock, jitter=lambda: 0.0)


def state(breaker: Breaker) -> State:
    """Asked through a function, because a type checker takes a property for a constant."""
    return breaker.state


def admit(breaker: Breaker) -> Lease:
    lease = breaker.admit()
    assert lease is not None
    return lease


def call(breaker: Breaker, outcome: Outcome = Outcome.OK, retry_after: float | None = None) -> None:
    lease = admit(breaker)
    if outcome is Outcome.OK:
        lease.first_token()
    lease.ended(outcome, retry_after)


def slow_call(breaker: Breaker, clock: Clock, after: float = 3.1) -> None:
    lease = admit(breaker)
    clock.now += after
    lease.first_token()
    lease.ended(Outcome.OK)


def opened(breaker: Breaker) -> Breaker:
    call(breaker, Outcome.FORBIDDEN)
    assert state(breaker) is State.OPEN
    return breaker


def half_open(breaker: Breaker, clock: Clock) -> Breaker:
    opened(breaker)
    clock.now += breaker.retry_in
    return breaker


@pytest.mark.parametrize("outcome", FAILURES)
def test_ten_calls_half_of_them_failed_open_it(breaker: Breaker, outcome: Outcome) -> None:
    for _ in range(5):
        call(breaker)
    for _ in range(4):
        call(breaker, outcome)
    assert state(breaker) is State.CLOSED
    call(breaker, outcome)
    assert state(breaker) is State.OPEN
    assert breaker.admit() is None


def test_nine_failures_alone_do_not(breaker: Breaker) -> None:
    for _ in range(9):
        call(breaker, Outcome.SERVER)
    assert state(breaker) is State.CLOSED


def test_less_than_half_does_not(breaker: Breaker) -> None:
    for _ in range(30):
        call(breaker)
        call(breaker)
        call(breaker, Outcome.SERVER)
    assert state(breaker) is State.CLOSED


def test_what_is_older_than_the_window_is_forgotten(breaker: Breaker, clock: Clock) -> None:
    for _ in range(9):
        call(breaker, Outcome.SERVER)
    clock.now += 29.9
    assert state(breaker) is State.CLOSED
    clock.now += 0.1
    call(breaker, Outcome.SERVER)
    assert state(breaker) is State.CLOSED


def test_what_is_within_the_window_is_not(breaker: Breaker, clock: Clock) -> None:
    for _ in range(9):
        call(breaker, Outcome.SERVER)
    clock.now += 29.0
    call(breaker, Outcome.SERVER)
    assert state(breaker) is State.OPEN


def test_half_of_ten_slow_first_tokens_open_it(breaker: Breaker, clock: Clock) -> None:
    for _ in range(5):
        call(breaker)
    for _ in range(4):
        slow_call(breaker, clock)
    assert state(breaker) is State.CLOSED
    slow_call(breaker, clock)
    assert state(breaker) is State.OPEN


def test_three_seconds_are_not_slow(breaker: Breaker, clock: Clock) -> None:
    for _ in range(10):
        slow_call(breaker, clock, after=3.0)
        clock.now -= 3.0
    assert state(breaker) is State.CLOSED


def test_a_slow_start_counts_at_the_first_token_not_at_the_end(breaker: Breaker, clock: Clock) -> None:
    leases = [admit(breaker) for _ in range(10)]
    clock.now += 3.1
    for lease in leases:
        lease.first_token()
        lease.first_token()
    assert state(breaker) is State.OPEN


def test_slow_first_tokens_are_counted_once_each(breaker: Breaker, clock: Clock) -> None:
    leases = [admit(breaker) for _ in range(9)]
    clock.now += 3.1
    for lease in leases:
        lease.first_token()
        lease.first_token()
        lease.ended(Outcome.OK)
    assert state(breaker) is State.CLOSED


def test_a_failure_after_the_first_token_is_a_failure(breaker: Breaker) -> None:
    for _ in range(10):
        lease = admit(breaker)
        lease.first_token()
        lease.ended(Outcome.BROKEN)
    assert state(breaker) is State.OPEN


def test_only_the_first_ending_counts(breaker: Breaker) -> None:
    for _ in range(9):
        lease = admit(breaker)
        lease.ended(Outcome.SERVER)
        lease.ended(Outcome.SERVER)
        lease.cancelled()
        lease.first_token()
    assert state(breaker) is State.CLOSED


def test_a_cancelled_call_is_unrecorded(breaker: Breaker, clock: Clock) -> None:
    for _ in range(50):
        lease = admit(breaker)
        clock.now += 0.1
        lease.cancelled()
        lease.ended(Outcome.SERVER)
    for _ in range(9):
        call(breaker, Outcome.SERVER)
    assert state(breaker) is State.CLOSED


def test_a_cancelled_call_whose_first_token_was_late_already_is_a_slow_one(
    breaker: Breaker, clock: Clock
) -> None:
    leases = [admit(breaker) for _ in range(10)]
    clock.now += 3.1
    for lease in leases:
        lease.cancelled()
    assert state(breaker) is State.OPEN


def test_a_cancelled_call_that_had_spoken_in_time_is_no_slow_one(breaker: Breaker, clock: Clock) -> None:
    leases = [admit(breaker) for _ in range(10)]
    for lease in leases:
        lease.first_token()
    clock.now += 3.1
    for lease in leases:
        lease.cancelled()
    assert state(breaker) is State.CLOSED


def test_a_call_that_failed_without_a_first_token_was_slow_too(breaker: Breaker, clock: Clock) -> None:
    for _ in range(10):
        call(breaker)
    leases = [admit(breaker) for _ in range(9)]
    clock.now += 3.1
    for lease in leases:
        lease.ended(Outcome.TIMEOUT)
    assert state(breaker) is State.CLOSED
    slow_call(breaker, clock)
    assert state(breaker) is State.OPEN


def test_rejected_requests_never_count(breaker: Breaker, clock: Clock) -> None:
    for _ in range(100):
        lease = admit(breaker)
        clock.now += 0.2
        lease.ended(Outcome.REJECTED)
    for _ in range(9):
        call(breaker, Outcome.SERVER)
    assert state(breaker) is State.CLOSED


def test_a_late_rejection_is_no_slow_call(breaker: Breaker, clock: Clock) -> None:
    leases = [admit(breaker) for _ in range(10)]
    clock.now += 3.1
    for lease in leases:
        lease.ended(Outcome.REJECTED)
    assert state(breaker) is State.CLOSED


def test_a_refused_key_opens_at_once(breaker: Breaker) -> None:
    call(breaker, Outcome.FORBIDDEN)
    assert state(breaker) is State.OPEN


def test_a_long_retry_after_is_the_open_time(breaker: Breaker, clock: Clock) -> None:
    call(breaker, Outcome.THROTTLED, retry_after=42.0)
    assert state(breaker) is State.OPEN
    assert breaker.retry_in == 42.0
    clock.now += 41.9
    assert breaker.admit() is None
    clock.now += 0.1
    admit(breaker)


def test_a_retry_after_has_its_limit(breaker: Breaker) -> None:
    call(breaker, Outcome.THROTTLED, retry_after=1e9)
    assert breaker.retry_in == breaker.policy.longest_retry_after


@pytest.mark.parametrize("retry_after", [None, 0.0, 2.0])
def test_a_short_one_is_a_failure_like_others(breaker: Breaker, retry_after: float | None) -> None:
    call(breaker, Outcome.THROTTLED, retry_after=retry_after)
    assert state(breaker) is State.CLOSED


def test_only_throttling_sets_the_open_time(breaker: Breaker) -> None:
    call(breaker, Outcome.SERVER, retry_after=42.0)
    assert state(breaker) is State.CLOSED


def test_it_stays_open_for_its_time_and_not_longer(breaker: Breaker, clock: Clock) -> None:
    opened(breaker)
    assert breaker.retry_in == 5.0
    clock.now += 4.999
    assert state(breaker) is State.OPEN
    assert breaker.admit() is None
    clock.now += 0.001
    assert state(breaker) is State.HALF_OPEN
    assert breaker.retry_in == 0.0
    assert admit(breaker).probe


def test_each_opening_lasts_twice_as_long_up_to_a_minute(breaker: Breaker, clock: Clock) -> None:
    pauses = []
    opened(breaker)
    for _ in range(6):
        pauses.append(breaker.retry_in)
        clock.now += breaker.retry_in
        call(breaker, Outcome.FORBIDDEN)
    assert pauses == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]


def test_closing_forgets_how_often_it_opened(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    for _ in range(3):
        call(breaker)
    assert state(breaker) is State.CLOSED
    opened(breaker)
    assert breaker.retry_in == 5.0


def test_the_jitter_only_adds(clock: Clock) -> None:
    breaker = Breaker(clock=clock, jitter=lambda: 1.0)
    opened(breaker)
    assert breaker.retry_in == pytest.approx(6.0)


def test_the_jitter_stays_within_a_minute(clock: Clock) -> None:
    breaker = Breaker(BreakerPolicy(open_for=59.0), clock=clock, jitter=lambda: 1.0)
    opened(breaker)
    assert breaker.retry_in == 60.0


def test_probes_go_one_at_a_time(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    first = admit(breaker)
    assert breaker.admit() is None
    first.first_token()
    assert breaker.admit() is None
    first.ended(Outcome.OK)
    assert state(breaker) is State.HALF_OPEN
    admit(breaker)
    assert breaker.admit() is None


def test_three_good_probes_close_it(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    call(breaker)
    call(breaker)
    assert state(breaker) is State.HALF_OPEN
    call(breaker)
    assert state(breaker) is State.CLOSED
    assert [admit(breaker).probe, admit(breaker).probe] == [False, False]


def test_one_bad_probe_of_three_is_forgiven(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    for outcome in (Outcome.OK, Outcome.SERVER, Outcome.OK):
        call(breaker, outcome)
    assert state(breaker) is State.CLOSED


def test_two_bad_probes_open_it_again(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    call(breaker, Outcome.SERVER)
    assert state(breaker) is State.HALF_OPEN
    call(breaker, Outcome.SERVER)
    assert state(breaker) is State.OPEN
    assert breaker.retry_in == 10.0


def test_two_slow_probes_open_it_again(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    slow_call(breaker, clock)
    assert state(breaker) is State.HALF_OPEN
    slow_call(breaker, clock)
    assert state(breaker) is State.OPEN


def test_a_cancelled_probe_makes_room_for_another(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    for _ in range(10):
        admit(breaker).cancelled()
    for _ in range(3):
        assert state(breaker) is State.HALF_OPEN
        call(breaker)
    assert state(breaker) is State.CLOSED


def test_a_rejected_probe_makes_room_for_another(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    for _ in range(10):
        call(breaker, Outcome.REJECTED)
    assert state(breaker) is State.HALF_OPEN
    admit(breaker)


def test_a_hung_probe_expires_as_a_failed_one(breaker: Breaker, clock: Clock) -> None:
    half_open(breaker, clock)
    hung = admit(breaker)
    clock.now += 29.9
    assert breaker.admit() is None
    clock.now += 0.1
    second = admit(breaker)
    hung.ended(Outcome.OK)
    assert breaker.admit() is None, "the hung one's lease was over: it must not free the second one's place"
    second.ended(Outcome.SERVER)
    assert state(breaker) is State.OPEN


def test_a_call_from_before_says_nothing_about_now(breaker: Breaker, clock: Clock) -> None:
    old = [admit(breaker) for _ in range(20)]
    half_open(breaker, clock)
    probe = admit(breaker)
    for lease in old[:10]:
        lease.first_token()
        lease.ended(Outcome.SERVER)
    for lease in old[10:15]:
        lease.ended(Outcome.OK)
    for lease in old[15:]:
        lease.cancelled()
    assert state(breaker) is State.HALF_OPEN
    assert breaker.admit() is None
    probe.ended(Outcome.OK)
    for _ in range(2):
        call(breaker)
    assert state(breaker) is State.CLOSED


def test_breakers_share_nothing(clock: Clock) -> None:
    one, other = Breaker(clock=clock), Breaker(clock=clock)
    opened(one)
    assert state(other) is State.CLOSED


class AnyUse(RuleBasedStateMachine):
    """Laws that hold whatever happens in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = Breaker(clock=self.clock, jitter=lambda: 0.5)
        self.leases: list[Lease] = []

    def _end(self, index: int) -> Lease:
        return self.leases.pop(index % len(self.leases))

    @rule(seconds=st.sampled_from([0.0, 0.3, 1.0, 3.5, 6.0, 31.0, 61.0]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule()
    def ask(self) -> None:
        before = self.breaker.state
        lease = self.breaker.admit()
        if before is State.CLOSED:
            assert lease is not None
            assert not lease.probe
        if before is State.OPEN:
            assert lease is None
        if lease is not None:
            # As it is now: a probe that hung too long is judged first, and may be what closes the breaker.
            assert lease.probe == (self.breaker.state is State.HALF_OPEN)
            self.leases.append(lease)

    @precondition(lambda self: self.leases)
    @rule(index=st.integers(0, 50))
    def speak(self, index: int) -> None:
        self.leases[index % len(self.leases)].first_token()

    @precondition(lambda self: self.leases)
    @rule(index=st.integers(0, 50), outcome=st.sampled_from(list(Outcome)))
    def end(self, index: int, outcome: Outcome) -> None:
        lease = self._end(index)
        lease.ended(outcome, retry_after=1.0)

    @precondition(lambda self: self.leases)
    @rule(index=st.integers(0, 50))
    def go_away(self, index: int) -> None:
        self._end(index).cancelled()

    @invariant()
    def a_pause_is_never_longer_than_a_minute(self) -> None:
        assert 0 <= self.breaker.retry_in <= 60.0
        assert (self.breaker.retry_in > 0) == (self.breaker.state is State.OPEN)

    def teardown(self) -> None:
        """However it got here: once pauses and leases are over, good calls close it."""
        self.clock.now += 61.0
        for _ in range(60):
            if self.breaker.state is State.CLOSED:
                break
            lease = self.breaker.admit()
            if lease is None:
                self.clock.now += 61.0
                continue
            lease.first_token()
            lease.ended(Outcome.OK)
        assert self.breaker.state is State.CLOSED


TestAnyUse = AnyUse.TestCase
TestAnyUse.settings = settings(max_examples=examples(60), stateful_step_count=40, deadline=None)
