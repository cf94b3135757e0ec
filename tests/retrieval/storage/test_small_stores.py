"""Settings, rankings, profiles and turns, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select

from agent.ports import TurnStore
from retrieval.ports import ProfileStore, RankingStore, SettingStore
from retrieval.storage import tables
from retrieval.storage.profiles import SqlProfileStore
from retrieval.storage.rankings import SqlRankingStore
from retrieval.storage.settings import SqlSettingStore
from retrieval.storage.turns import SqlTurnStore
from retrieval.types import (
    Constraints,
    Contribution,
    Dropped,
    PriceRange,
    Product,
    Query,
    RankedProduct,
    Ranking,
    Reason,
    Relaxed,
    UserProfile,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_settings(engine: Engine) -> None:
    store: SettingStore = SqlSettingStore(engine)
    assert store.get("embedder") is None
    store.set("embedder", "one")
    store.set("embedder", "two")
    store.set("other", "")
    assert store.get("embedder") == "two"
    assert store.get("other") == ""


def test_of_many_that_ask_at_once_all_get_the_same(engine: Engine) -> None:
    store: SettingStore = SqlSettingStore(engine)
    with ThreadPoolExecutor(8) as pool:
        given = [*pool.map(lambda number: store.first("secret", str(number)), range(32))]
    assert len(set(given)) == 1
    assert store.get("secret") == given[0]
    store.set("secret", "another")
    assert store.first("secret", "a third") == "another"


def test_a_ranking_comes_back_whole_and_is_found_by_its_columns(engine: Engine) -> None:
    store: RankingStore = SqlRankingStore(engine)
    ranking = Ranking(
        ranking_id="r1",
        query=Query(
            text="red scarf",
            constraints=Constraints(price=PriceRange(max=30), include={"color": ("red",)}, in_stock=True),
            user_id="u1",
            session_id="s1",
            surface="chat",
        ),
        items=(
            RankedProduct(
                product=Product(product_id="p1", title="Scarf", price=0.1 + 0.2, margin=0.4),
                rank=1,
                score=1 / 3,
                contributions=(Contribution(name="similarity", value=0.9, weight=1.0, points=0.9),),
                reasons=(Reason(code="match", text="Close to what you asked for"),),
            ),
        ),
        total=12,
        dropped=(Dropped(product_id="p2", rule="stock"),),
        relaxed=Relaxed(name="price", text="12 under $40", constraints=Constraints(), total=12),
        rules_version="1",
        created_at=NOON.astimezone(timezone(timedelta(hours=5))),
        timings_ms={"rank": 1.5},
    )
    store.save(ranking)
    store.save(ranking)
    assert store.get("r1") == ranking
    assert store.get("r2") is None
    assert store.get("r\x00") is None
    with engine.connect() as connection:
        found = connection.execute(
            select(tables.rankings.c.ranking_id).where(
                tables.rankings.c.user_id == "u1",
                tables.rankings.c.surface == "chat",
                tables.rankings.c.created_at == NOON,
            )
        ).scalars()
        assert list(found) == ["r1"]


def test_profiles(engine: Engine) -> None:
    store: ProfileStore = SqlProfileStore(engine)
    profile = UserProfile(
        user_id="u1",
        interests=((0.5, -0.25), (1.0, 0.0)),
        preferences=Constraints(exclude={"brand": ("acme",)}),
    )
    store.save(UserProfile(user_id="u1"))
    store.save(profile)
    assert store.get("u1") == profile
    assert store.get("u2") is None
    assert store.delete("u1") is True
    assert store.delete("u1") is False
    assert store.get("u1") is None
    assert store.delete("\x00") is False


def test_turns_of_a_session_are_the_latest_oldest_first(engine: Engine) -> None:
    store: TurnStore = SqlTurnStore(engine)
    # Saved out of order, in another zone than they are asked for: the start decides.
    for minute in (3, 1, 2, 0):
        started = (NOON + timedelta(minutes=minute)).astimezone(timezone(timedelta(hours=-minute)))
        said = {"request": {"n": minute, "message": "a tent"}, "events": []}
        store.save_turn(f"t{minute}", "s1", None, started, said)
    # Lists that pages of the same shopper asked for push nothing said out of the history.
    for number in range(60):
        asked = {"request": {"n": -1, "message": None}, "events": []}
        store.save_turn(f"list{number}", "s1", None, NOON + timedelta(minutes=2, seconds=number), asked)
    store.save_turn(
        "x", "s2", "u1", NOON, {"request": {}, "events": [{"event": "done", "data": {"é": [1.5]}}]}
    )
    assert [turn["request"]["n"] for turn in store.session_turns("s1")] == [0, 1, 2, 3]
    assert [turn["request"]["n"] for turn in store.session_turns("s1", limit=2)] == [2, 3]
    assert store.turn("x") == {"request": {}, "events": [{"event": "done", "data": {"é": [1.5]}}]}
    store.save_turn("x", "s2", "u1", NOON, {"request": {"again": True}})
    assert store.turn("x") == {"request": {"again": True}}
    assert store.turn("absent") is None
    assert store.turn("\x00") is None
    assert store.session_turns("\x00") == []


def test_the_sessions_spoken_to_last_come_first(engine: Engine) -> None:
    store = SqlTurnStore(engine)
    for session, minute in (("s1", 0), ("s2", 1), ("s1", 5), ("s3", 3)):
        store.save_turn(f"t{minute}", session, None, NOON + timedelta(minutes=minute), {})
    assert store.sessions(2) == [
        ("s1", NOON + timedelta(minutes=5), 2),
        ("s3", NOON + timedelta(minutes=3), 1),
    ]


@pytest.mark.parametrize("moment", [NOON.replace(tzinfo=None), NOON])
def test_a_time_without_a_zone_is_utc(engine: Engine, moment: datetime) -> None:
    SqlTurnStore(engine).save_turn("t", "s", None, moment, {})
    with engine.connect() as connection:
        kept = connection.execute(select(tables.turns.c.started_at)).scalar_one()
    assert kept.replace(tzinfo=UTC) == NOON
