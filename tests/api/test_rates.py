"""Limits per key, shopper and address: in one process, and shared by two through a real Redis."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Message, Scope

from agent.events import TurnEvent
from api.keys import Caller
from api.problems import Problem
from api.rates import Rates
from api.settings import ApiSettings
from api.stream import Log, room, stream
from tests.api.shop import shop
from tests.patient_redis import redis_url
from tests.serving import Serving

THREE = ApiSettings.load(limit_key="3/hour", limit_shopper="2/hour", limit_address="4/hour")
GONE = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["process", "redis"])
def url(request: pytest.FixtureRequest) -> str | None:
    return None if request.param == "process" else redis_url()


@pytest.fixture
def name() -> str:
    """Nobody's: Redis remembers those of earlier runs."""
    return secrets.token_hex(8)


async def _passed(rates: Rates, times: int, **who: str) -> int:
    refused: list[Problem] = []
    for _ in range(times):
        try:
            await rates.charge(**who)
        except Problem as problem:
            refused.append(problem)
    assert {problem.name for problem in refused} <= {"rate-limited"}
    assert all(int((problem.headers or {})["Retry-After"]) >= 1 for problem in refused)
    return times - len(refused)


def test_each_kind_has_its_own_share(url: str | None, name: str) -> None:
    async def use() -> None:
        refused: Counter[str] = Counter()
        rates = Rates(THREE, url, lambda by: refused.update([by]))
        assert await _passed(rates, 6, key=name) == 3
        assert await _passed(rates, 6, shopper=name) == 2
        assert await _passed(rates, 6, address=name) == 4
        assert await _passed(rates, 6, key=f"{name}-another") == 3
        assert refused == {"key": 6, "shopper": 4, "address": 2}
        await rates.aclose()

    asyncio.run(use())


def test_two_replicas_share_one_limit(name: str) -> None:
    async def use() -> None:
        url = redis_url()
        one, two = Rates(THREE, url), Rates(THREE, url)
        assert await _passed(one, 2, key=name) + await _passed(two, 4, key=name) == 3
        await one.aclose()
        await two.aclose()

    asyncio.run(use())


def test_a_limit_that_was_changed_begins_anew(url: str | None, name: str) -> None:
    async def use() -> None:
        before = Rates(ApiSettings.load(limit_address="3/day"), url)
        assert await _passed(before, 5, address=name) == 3
        await before.aclose()
        after = Rates(ApiSettings.load(limit_address="5/minute"), url)
        assert await _passed(after, 5, address=name) == 5
        await after.aclose()

    asyncio.run(use())


def test_without_its_redis_a_process_still_limits(name: str, caplog: pytest.LogCaptureFixture) -> None:
    async def use() -> None:
        refused: list[str] = []
        rates = Rates(THREE, GONE, refused.append)
        assert await _passed(rates, 6, key=name) == 3
        assert refused.count("redis_gone") == 1
        await rates.aclose()

    asyncio.run(use())
    assert "Redis does not answer" in caplog.text


def test_no_key_is_written_where_others_can_read(name: str) -> None:
    async def use() -> None:
        from redis.asyncio import Redis

        rates = Rates(THREE, redis_url())
        await rates.charge(key=f"sk_{name}")
        client = Redis.from_url(redis_url())
        assert not [key async for key in client.scan_iter(f"*{name}*")]
        await client.aclose()
        await rates.aclose()

    asyncio.run(use())


def test_a_page_is_told_when_to_come_back(tmp_path: Path) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", limit_address="5/hour")
    with Serving(tmp_path, shop(), settings=settings) as server:
        with server.client("pk_guess") as guessing:
            assert [guessing.get("/v1/products/x").status_code for _ in range(3)] == [401] * 3
        with server.client("pk_a") as page:
            statuses = [page.get("/v1/products/kettle-1").status_code for _ in range(4)]
            assert statuses == [200, 200, 429, 429]
            refused = page.get("/v1/products/kettle-1")
            assert refused.json()["type"].endswith("/rate-limited")
            assert int(refused.headers["retry-after"]) >= 1
            assert page.get("/healthz").status_code == 200
            assert 'aisle_limited_total{by="address"} 3.0' in page.get("/metrics").text
        with server.client("sk_a") as shop_server:
            assert shop_server.get("/v1/products/kettle-1").status_code == 200


def test_streams_at_once_are_counted_over_all_replicas(url: str | None, name: str) -> None:
    async def use() -> None:
        settings = ApiSettings.load(streams_per_shopper=2)
        one = Rates(settings, url)
        two = Rates(settings, url) if url else one
        async with one.stream(name), two.stream(name):
            for full in (one, two):
                with pytest.raises(Problem, match="At most 2 streams"):
                    await full.stream(name).__aenter__()
            async with two.stream(f"{name}-another"):
                pass
        async with two.stream(name), one.stream(name):
            pass
        await one.aclose()
        await two.aclose()

    asyncio.run(use())


def test_streams_at_once_are_bounded(tmp_path: Path) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a", streams_per_shopper=2)
    with Serving(tmp_path, shop(), settings=settings) as server, server.client("pk_a") as client:
        rates: Rates = server.app.state.rates

        def ask() -> None:
            refused = client.post("/v1/chat", json={"message": "kettle"})
            assert refused.status_code == 429
            assert refused.headers["retry-after"]
            with server.client("sk_a") as shop_server:
                assert shop_server.post("/v1/chat", json={"message": "kettle"}).status_code == 200

        async def meanwhile() -> None:
            async with rates.stream("127.0.0.1"), rates.stream("127.0.0.1"):
                await asyncio.to_thread(ask)

        asyncio.run(meanwhile())
        assert client.post("/v1/chat", json={"message": "kettle"}).status_code == 200


def test_a_stream_counts_from_the_moment_it_is_granted_until_it_is_over() -> None:
    settings = ApiSettings.load(publishable_keys="pk_a", streams_per_shopper=1)

    async def events() -> Log:
        nothing: list[tuple[int, TurnEvent]] = []
        for event in nothing:
            yield event

    async def receive() -> Message:
        await asyncio.Event().wait()
        return {}

    async def gone(_: Message) -> None:
        raise OSError("the client is gone")

    async def use() -> None:
        app = Starlette()
        app.state.settings = settings
        app.state.rates = Rates(settings)
        scope: Scope = {"type": "http", "method": "POST", "app": app, "headers": []}
        request, caller = Request(scope), Caller("publishable", key="pk_a", address="192.0.2.1")
        async with room(request, caller) as held:
            granted = stream(request, "t_1", events(), held)
        with pytest.raises(Problem):
            await room(request, caller).__aenter__()
        with pytest.raises(OSError, match="gone"):
            await granted(scope, receive, gone)
        async with room(request, caller):
            pass
        # Let go of without a stream that took it over.
        async with room(request, caller):
            pass

    asyncio.run(use())
