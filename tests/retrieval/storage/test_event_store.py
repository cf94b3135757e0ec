"""The event log's rows, on both databases: each id once, in the order of storing, by time and by shopper."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from retrieval.ports import EventStore, RankingStore
from retrieval.storage import tables
from retrieval.storage.events import SqlEventStore
from retrieval.storage.rankings import SqlRankingStore
from retrieval.types import Event, Happened, KeptEvent, Outcome, Product, Query, RankedProduct, Ranking

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


def kept(event_id: str, after: float = 0.0, **fields: object) -> KeptEvent:
    """One that happened ``after`` seconds past noon; ``price`` is of the kept event, the rest the event's."""
    price = fields.pop("price", None)
    base: dict[str, object] = {"type": "click", "product_id": "p1", "session_id": "s1"}
    event = Event.model_validate(
        {**base, "event_id": event_id, "occurred_at": datetime.fromtimestamp(NOON + after, UTC), **fields}
    )
    return KeptEvent(event, NOON + after, NOON + after, price)  # type: ignore[arg-type]


def ids(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(
            connection.execute(select(tables.events.c.event_id).order_by(tables.events.c.sequence)).scalars()
        )


def test_an_id_is_stored_once_and_the_first_of_two_wins(engine: Engine) -> None:
    store: EventStore = SqlEventStore(engine)
    assert store.last() == 0
    assert store.append([kept("a", product_id="first"), kept("a", product_id="second"), kept("b")]) == {
        "a",
        "b",
    }
    assert store.append([kept("b"), kept("c")]) == {"c"}
    assert store.append([]) == set()
    assert ids(engine) == ["a", "b", "c"]
    assert [each.product_id for each in store.after(0)] == ["first", "p1", "p1"]


def test_an_event_comes_back_as_it_was(engine: Engine) -> None:
    store: EventStore = SqlEventStore(engine)
    event = kept(
        "a",
        type="purchase",
        user_id="u1",
        ranking_id="r1",
        turn_id="t1",
        position=3,
        surface="chat",
        value=2,
        price=9.5,
    )
    store.append([KeptEvent(event.event, NOON + 7, NOON + 8, 9.5, ("late", "unknown_ranking"))])
    (found,) = store.after(0)
    assert found == Happened(
        sequence=found.sequence,
        type="purchase",
        product_id="p1",
        user_id="u1",
        session_id="s1",
        ranking_id="r1",
        position=3,
        surface="chat",
        occurred_at=NOON + 7,
        value=2.0,
        price=9.5,
        marks=("late", "unknown_ranking"),
    )
    assert store.last() == found.sequence
    assert store.after(found.sequence) == []


def test_many_events_are_read_by_time_whatever_the_order_of_storing(engine: Engine) -> None:
    store: EventStore = SqlEventStore(engine)
    store.append([kept(f"e{n}", after=(n * 7919) % 2500) for n in range(2500)])
    times = [each.occurred_at - NOON for each in store.between(NOON, NOON + 2000)]
    assert times == [float(n) for n in range(2000)]
    assert len(store.after(0, limit=100)) == 100


def test_a_page_that_ends_among_equal_times_loses_and_doubles_none(engine: Engine) -> None:
    store: EventStore = SqlEventStore(engine)
    store.append([kept(f"e{n}") for n in range(20_050)])
    assert len({each.sequence for each in store.between(NOON, NOON + 1)}) == 20_050


def test_a_shoppers_events_are_their_own(engine: Engine) -> None:
    store: EventStore = SqlEventStore(engine)
    store.append(
        [
            kept("before login", 1),
            kept("mine", 2, user_id="u1"),
            kept("mine elsewhere", 3, user_id="u1", session_id="s2"),
            kept("another's on this machine", 4, user_id="u2"),
            kept("nobody's", 5, session_id="s3"),
        ]
    )

    def of(user_id: str | None, session_id: str | None, **more: int) -> list[float]:
        return [each.occurred_at - NOON for each in store.of_shopper(user_id, session_id, **more)]

    assert of("u1", "s1") == [1, 2, 3]
    assert of("u1", None) == [2, 3]
    assert of(None, "s1") == [1]
    assert of("u1", "s1", limit=2) == [2, 3]
    assert of(None, None) == []
    assert of("u\x00", "s\x00") == []
    first = store.of_shopper("u1", "s1")[0].sequence
    assert of("u1", "s1", after=first) == [2, 3]


def test_writers_at_once_store_each_id_once_and_a_reader_misses_none(engine: Engine) -> None:
    store: EventStore = SqlEventStore(engine)
    new: list[set[str]] = []
    seen: list[int] = []
    done = threading.Event()

    def write(offset: int) -> None:
        for start in range(0, 200, 10):
            new.append(store.append([kept(f"e{offset + start + n}") for n in range(10)]))

    def read() -> None:
        at = 0
        while not done.is_set() or store.last() > at:
            for each in store.after(at):
                seen.append(each.sequence)
                at = each.sequence

    writers = [threading.Thread(target=write, args=(offset,)) for offset in (0, 100, 200)]
    reader = threading.Thread(target=read)
    for thread in (*writers, reader):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert sum(map(len, new)) == len(set().union(*new)) == 400
    assert len(seen) == len(set(seen)) == 400


def ranking(number: int, **query: object) -> Ranking:
    product = Product(product_id=f"p{number}", title="Kettle")
    return Ranking(
        ranking_id=f"r{number}",
        query=Query.model_validate({"text": "kettle", "surface": "search", "user_id": "u1", **query}),
        items=(RankedProduct(product=product, rank=1, score=1.0),),
        total=3,
        rules_version="v1",
        arms={"order": "new"},
        diversity=0.25,
        created_at=datetime.fromtimestamp(NOON + number, UTC),
    )


def test_what_was_served_and_what_became_of_it(engine: Engine) -> None:
    store: RankingStore = SqlRankingStore(engine)
    for number in range(3):
        store.save(ranking(number), f"t{number}")
    outcome = Outcome(
        order=("p9",), model="m", prompts=("narrate/v1",), degraded=("rerank:timeout",), first_card_ms=4.5
    )
    store.finish("r1", outcome)
    store.finish("nobody", outcome)
    first, second = store.served(NOON, NOON + 2)
    assert first.listed == first.order == ("p0",)
    assert first.outcome is None
    assert (second.turn_id, second.user_id, second.surface, second.rules_version) == (
        "t1",
        "u1",
        "search",
        "v1",
    )
    assert (second.arms, second.diversity, second.total, second.text) == ({"order": "new"}, 0.25, 3, "kettle")
    assert second.listed == ("p1",)
    assert second.order == ("p9",)
    assert second.outcome == outcome
    assert store.known(["r0", "r2", "r7", "r\x00"]) == {"r0", "r2"}


def test_pages_of_what_was_served_meet_without_a_gap(engine: Engine) -> None:
    store: RankingStore = SqlRankingStore(engine)
    for number in range(2101):
        at = ranking(0).model_copy(update={"ranking_id": f"r{number:04}"})
        store.save(at)
    assert [each.ranking_id for each in store.served(NOON, NOON + 1)] == [f"r{n:04}" for n in range(2101)]


def test_the_latest_lists_are_the_newest_first(engine: Engine) -> None:
    store = SqlRankingStore(engine)
    for minute in (1, 3, 0, 2):
        at = datetime.fromtimestamp(NOON + 60 * minute, UTC)
        store.save(ranking(minute).model_copy(update={"ranking_id": f"r{minute}", "created_at": at}))
    store.finish("r3", Outcome(order=("b",)))
    latest = store.latest(3)
    assert [each.ranking_id for each in latest] == ["r3", "r2", "r1"]
    assert latest[0].order == ("b",)
    assert [each.ranking_id for each in store.latest(3, before=NOON + 60)] == ["r0"]
