"""What the models cost: the ledger against plain sums, alone, over a restart, and shared by Redis."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.compose import open_agent
from agent.models.spending import Ledger, priced
from agent.resilience.shared import SharedRedis
from agent.settings import AgentSettings, Price
from agent.types import Usage
from retrieval.errors import SettingsError
from tests.agent.doubles import ShelfFacts
from tests.agent.turn.test_compose import Room
from tests.chroma_server import closed_port
from tests.examples import examples
from tests.patient_redis import redis_url

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRICES = {"openai:m": {"input": 2.0, "output": 8.0}}

steps = st.lists(
    st.tuples(st.sampled_from(["s1", "s2", "s3"]), st.integers(0, 60), st.sampled_from([0, 0, 0, 30])),
    max_size=12,
)


def capped(**caps: float) -> AgentSettings:
    return AgentSettings.load(llm="openai:m", llm_prices=PRICES, **caps)


@settings(max_examples=examples(60))
@given(steps, st.integers(1, 100), st.integers(1, 200))
def test_a_cap_is_reached_when_the_sum_is(
    taken: list[tuple[str, int, int]], session_cap: int, day_cap: int
) -> None:
    """Each step: a session, the tokens of its turn, the hours since the one before."""

    async def main() -> None:
        now = NOON
        facts = ShelfFacts()
        limits = capped(session_tokens=session_cap, day_tokens=day_cap)
        sessions: Counter[str] = Counter()
        days: Counter[object] = Counter()
        ledger = Ledger(limits, facts=facts, clock=lambda: now)
        for session, used, hours in taken:
            now += timedelta(hours=hours)
            expected = sessions[session] < session_cap and days[now.date()] < day_cap
            assert await ledger.allows(session) is expected
            await ledger.charge(session, Usage(input_tokens=used, calls=1))
            sessions[session] += used
            days[now.date()] += used
        again = Ledger(capped(day_tokens=day_cap), facts=facts, clock=lambda: now)
        assert await again.allows("s9") is (days[now.date()] < day_cap), "a restart forgot the day"

    asyncio.run(main())


def test_money_counts_by_the_price_of_each_direction() -> None:
    usage = priced(Usage(input_tokens=1000, output_tokens=500, calls=2), Price(input=2.0, output=8.0))
    assert usage.cost == 0.006
    assert (usage + Usage(cost=0.5)).cost == 0.506
    assert (Usage() + Usage()).cost is None, "nothing is known of a price"

    async def main() -> None:
        ledger = Ledger(capped(session_cost=0.012))
        await ledger.charge("s", usage)
        assert await ledger.allows("s")
        await ledger.charge("s", usage)
        assert not await ledger.allows("s")
        assert await ledger.allows("another")

    asyncio.run(main())


def test_what_cannot_be_kept_is_still_counted() -> None:
    async def main() -> None:
        ledger = Ledger(capped(day_tokens=10), facts=ShelfFacts(out_of_reach=True))
        assert await ledger.allows("s")
        await ledger.charge("s", Usage(output_tokens=10))
        assert not await ledger.allows("s")

    asyncio.run(main())


def test_a_cap_on_money_needs_a_price() -> None:
    with pytest.raises(SettingsError, match=r"^AISLE_DAY_COST: what openai:m costs is not known"):
        open_agent(Room(), AgentSettings.load(llm="openai:m", day_cost=5.0))


def test_servers_share_a_day_and_a_session_through_redis() -> None:
    # A day of its own, so that no other run of this test has spent in it.
    day = datetime(1000, 1, 1, tzinfo=UTC) + timedelta(days=uuid.uuid4().int % 300_000)
    session, another = f"s_{uuid.uuid4().hex}", f"s_{uuid.uuid4().hex}"

    async def main() -> None:
        ours, theirs = SharedRedis(redis_url()), SharedRedis(redis_url())
        limits = capped(session_tokens=50, day_tokens=100)
        one, two = (Ledger(limits, shared=each, clock=lambda: day) for each in (ours, theirs))
        await one.charge(session, Usage(input_tokens=30, output_tokens=19))
        assert await two.allows(session)
        await two.charge(session, Usage(output_tokens=1))
        assert not await one.allows(session)
        assert await one.allows(another)
        await one.charge(another, Usage(output_tokens=50))
        assert not await two.allows("a third")
        await ours.aclose()
        await theirs.aclose()

    asyncio.run(main())


def test_without_its_redis_a_server_counts_for_itself() -> None:
    async def main() -> None:
        shared = SharedRedis(f"redis://127.0.0.1:{closed_port()}/0")
        ledger = Ledger(capped(day_tokens=10), shared=shared)
        assert await ledger.allows("s")
        await ledger.charge("s", Usage(output_tokens=10))
        assert not await ledger.allows("s")
        await shared.aclose()

    asyncio.run(main())
