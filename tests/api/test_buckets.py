"""The law of a bucket, in this process and in a real Redis."""

from __future__ import annotations

import asyncio
import math
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import ConnectionPool, Redis

from api.buckets import Limit, OwnBuckets, SharedBuckets
from tests.patient_redis import redis_url

SPANS = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}
limits = st.builds(Limit, st.integers(1, 500), st.sampled_from([*SPANS]))


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(limits)
def test_a_limit_is_read_as_it_is_written(limit: Limit) -> None:
    assert Limit.parse(f"{limit.capacity}/{SPANS[limit.seconds]}") == limit


@pytest.mark.parametrize("text", ["", "0/hour", "5", "5/week", "-1/day", "5/hour/2", "٣/hour"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="count"):
        Limit.parse(text)


@given(
    st.builds(Limit, st.integers(1, 20), st.sampled_from([*SPANS])),
    st.lists(st.one_of(st.just(0.0), st.floats(0, 2)), min_size=1, max_size=100),
)
def test_no_window_lets_through_more_than_capacity_and_refill(limit: Limit, pauses: list[float]) -> None:
    """Pauses in tokens that come back meanwhile."""
    clock = Clock()
    buckets = OwnBuckets(clock)
    passed: list[float] = []
    for pause in pauses:
        clock.now += pause * limit.each
        if buckets.take("a", limit) == 0:
            passed.append(clock.now)
    for first, start in enumerate(passed):
        for last, end in enumerate(passed[first:], start=1):
            assert last <= limit.capacity + (end - start) / limit.each + 1e-3


@given(limits, st.integers(0, 30))
def test_what_a_refusal_names_is_the_moment_from_which_one_passes(limit: Limit, more: int) -> None:
    clock = Clock()
    buckets = OwnBuckets(clock)

    def take() -> float:
        return buckets.take("a", limit)

    assert [take() for _ in range(limit.capacity)] == [0.0] * limit.capacity, "a burst up to the capacity"
    for _ in range(more):
        wait = take()
        assert 0 < wait <= limit.each * 1.0001
        clock.now += wait * 0.99
        assert take() > 0
        clock.now += wait * 0.0101
        assert take() == 0
    clock.now += 2 * limit.seconds
    assert [take() for _ in range(limit.capacity)] == [0.0] * limit.capacity
    assert take() > 0


def test_a_bucket_that_is_full_again_takes_up_no_memory() -> None:
    clock = Clock()
    buckets = OwnBuckets(clock)

    most = 0
    for number in range(20_000):
        clock.now += 0.01
        buckets.take(f"stranger {number}", Limit(5, 1))
        most = max(most, len(buckets))
    assert most <= 2048


def shared(limit: Limit, times: int) -> list[float]:
    """So often, by two processes' pools in turn."""

    async def use() -> list[float]:
        pools = [ConnectionPool.from_url(redis_url()) for _ in range(2)]
        one, two = map(SharedBuckets, pools)
        name = f"aisle-limits:test:{secrets.token_hex(8)}"
        waits = [await (one if number % 2 else two).take(name, limit) for number in range(times)]
        left = await Redis(connection_pool=pools[0]).pttl(name)
        assert 0 < left <= math.ceil(limit.seconds * 1000) + 1
        for pool in pools:
            await pool.aclose()
        return waits

    return asyncio.run(use())


@pytest.mark.parametrize("capacity", [1, 3, 7, 600])
def test_redis_keeps_the_same_law_for_all_who_ask(capacity: int) -> None:
    limit = Limit(capacity, 86400)
    waits = shared(limit, capacity + 2)
    assert waits[:capacity] == [0.0] * capacity
    assert all(0 < wait <= limit.each for wait in waits[capacity:])


def test_redis_refills_as_time_goes_by() -> None:
    """Real time: as many as came back, and no more."""

    async def use() -> None:
        pool = ConnectionPool.from_url(redis_url())
        buckets, limit, name = SharedBuckets(pool), Limit(20, 1), f"aisle-limits:test:{secrets.token_hex(8)}"
        client = Redis(connection_pool=pool)

        async def now() -> float:
            seconds, micro = await client.time()
            return float(seconds) + float(micro) / 1e6

        began, passed = await now(), 0
        for _ in range(60):
            wait = await buckets.take(name, limit)
            if wait == 0:
                passed += 1
            else:
                await asyncio.sleep(wait + 0.002)
                assert await buckets.take(name, limit) == 0
                passed += 1
            assert passed <= limit.capacity + (await now() - began) / limit.each + 1e-3
        assert passed == 60
        await pool.aclose()

    asyncio.run(use())
