"""Export gives all of one shopper, deletion leaves nothing of them and everything of others."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from retrieval.storage import tables
from retrieval.storage.events import SqlEventStore
from retrieval.storage.privacy import SqlPrivacy
from retrieval.storage.profiles import SqlProfileStore
from retrieval.storage.rankings import SqlRankingStore
from retrieval.storage.turns import SqlTurnStore
from retrieval.types import UserProfile
from tests.retrieval.storage.test_event_store import NOON, kept, ranking

AT = datetime.fromtimestamp(NOON, UTC)


def count(engine: Engine) -> dict[str, int]:
    held = (tables.events, tables.servings, tables.rankings, tables.turns, tables.profiles)
    with engine.connect() as connection:
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in held}


def lived_in(engine: Engine) -> None:
    """Ada alone in s1 (at first unknown) and with Bob in s2; a stranger in s3."""
    SqlProfileStore(engine).save(UserProfile(user_id="ada", region="uk"))
    SqlProfileStore(engine).save(UserProfile(user_id="bob"))
    store = SqlRankingStore(engine)
    store.save(ranking(1, user_id=None, session_id="s1"))
    store.save(ranking(2, user_id="ada", session_id="s1"))
    store.save(ranking(3, user_id="ada", session_id="s2"))
    store.save(ranking(4, user_id="bob", session_id="s2"))
    store.save(ranking(5, user_id=None, session_id="s2"))
    store.save(ranking(6, user_id=None, session_id="s3"))
    turns = SqlTurnStore(engine)
    turns.save_turn("t1", "s1", None, AT, {"request": {"message": "hello"}, "events": []})
    turns.save_turn("t2", "s2", "bob", AT, {"request": {}, "events": []})
    SqlEventStore(engine).append(
        [
            kept("e1"),
            kept("e2", user_id="ada"),
            kept("e3", user_id="ada", session_id="s2"),
            kept("e4", user_id="bob", session_id="s2"),
            kept("e5", session_id="s2"),
            kept("e6", session_id="s3"),
        ]
    )


def test_export_is_whole_and_only_theirs(engine: Engine) -> None:
    lived_in(engine)
    rows = list(SqlPrivacy(engine).export("ada"))
    found = [(row["kind"], row.get("id") or row.get("event_id") or row.get("user_id")) for row in rows]
    assert found == [
        ("profile", "ada"),
        ("turn", "t1"),
        ("ranking", "r1"),
        ("ranking", "r2"),
        ("ranking", "r3"),
        ("event", "e1"),
        ("event", "e2"),
        ("event", "e3"),
    ]
    assert list(SqlPrivacy(engine).export("nobody")) == []
    assert list(SqlPrivacy(engine).export("a\x00")) == []


def test_deletion_is_complete_and_touches_nobody_else(engine: Engine) -> None:
    lived_in(engine)
    gone = SqlPrivacy(engine).erase("ada")
    assert gone == {"events": 3, "servings": 3, "rankings": 3, "turns": 1, "profiles": 1}
    assert list(SqlPrivacy(engine).export("ada")) == []
    assert count(engine) == {"events": 3, "servings": 3, "rankings": 3, "turns": 1, "profiles": 1}
    assert SqlPrivacy(engine).erase("ada") == dict.fromkeys(gone, 0)
    assert SqlPrivacy(engine).erase("a\x00") == {}


def test_what_is_too_old_goes_for_everybody(engine: Engine) -> None:
    lived_in(engine)
    SqlEventStore(engine).append([kept("later", 100)])
    SqlRankingStore(engine).save(ranking(100))
    SqlPrivacy(engine).purge(NOON + 50)
    assert count(engine) == {"events": 1, "servings": 1, "rankings": 1, "turns": 0, "profiles": 2}
