"""Turns outlive their connections: readers come, go, come back, and never touch the turn."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import ShuttingDown, TurnExpired, TurnNotFound
from agent.events import Degraded, Done, Failed, Text, TurnEvent, TurnStarted
from agent.turns import Owner, SessionIds, Turns, new_session_id, new_turn_id
from agent.turns.log import EventLog, LogFull
from agent.types import TurnRequest
from tests.agent.doubles import ShelfTurns
from tests.examples import examples

Read = list[tuple[int, TurnEvent]]


@dataclass
class Talker:
    """A turn that says ``words``, waiting for ``go`` before the last one; it stops when asked to."""

    words: int = 3
    fails: bool = False
    closed: bool = False

    def __post_init__(self) -> None:
        self.go = asyncio.Event()

    async def take(self, request: TurnRequest, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
        try:
            yield TurnStarted(turn_id=request.turn_id, session_id=request.session_id)
            for number in range(self.words):
                yield Text(delta=f"{number} ")
            if self.fails:
                raise ZeroDivisionError("a secret")
            waiting = {asyncio.ensure_future(self.go.wait()), asyncio.ensure_future(stop.wait())}
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in waiting:
                    task.cancel()
            yield Done(status="stopped" if stop.is_set() else "complete", order=())
        finally:
            self.closed = True


def request(turn_id: str = "t_1", session_id: str = "s_1", user_id: str | None = None) -> TurnRequest:
    return TurnRequest(turn_id=turn_id, session_id=session_id, user_id=user_id, message="hi")


async def all_of(turns: Turns, turn_id: str = "t_1", after: int = 0) -> Read:
    async with aclosing(turns.read(turn_id, after)) as events:
        return [pair async for pair in events]


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(100):
            await scenario()

    asyncio.run(bounded())


def test_every_reader_reads_everything_from_its_own_place() -> None:
    async def scenario() -> None:
        talker, store = Talker(), ShelfTurns()
        turns = Turns(talker.take, store)
        turns.start(request())
        early = asyncio.create_task(all_of(turns))
        middle = asyncio.create_task(all_of(turns, after=2))
        await asyncio.sleep(0.01)
        assert not early.done()
        talker.go.set()
        events = await early
        assert [seq for seq, _ in events] == [1, 2, 3, 4, 5]
        assert [event.name for _, event in events] == ["turn", "text", "text", "text", "done"]
        assert await middle == events[2:]
        assert await all_of(turns) == events
        assert await all_of(turns, after=5) == []
        assert await all_of(turns, after=99) == []
        assert store.saved["t_1"] == {
            "request": request().model_dump(mode="json"),
            "events": [{"event": event.name, "data": event.data()} for _, event in events],
        }

    run(scenario)


def test_who_has_seen_the_end_finds_the_turn_in_the_store() -> None:
    async def scenario() -> None:
        talker, store = Talker(), ShelfTurns()
        talker.go.set()
        turns = Turns(talker.take, store)
        turns.start(request())
        async with aclosing(turns.read("t_1")) as events:
            async for _, event in events:
                if isinstance(event, Done):
                    assert "t_1" in store.saved

    run(scenario)


def test_a_store_out_of_reach_is_said_before_the_end() -> None:
    async def scenario() -> None:
        talker = Talker()
        talker.go.set()
        turns = Turns(talker.take, ShelfTurns(out_of_reach=True))
        turns.start(request())
        events = [event for _, event in await all_of(turns)]
        assert events[-2] == Degraded(part="events", reason="unavailable")
        assert isinstance(events[-1], Done)
        assert events[-1].status == "degraded"

    run(scenario)


def test_a_reader_that_leaves_and_comes_back_keeps_the_turn_alive() -> None:
    async def scenario() -> None:
        talker = Talker()
        turns = Turns(talker.take, ShelfTurns(), reader_grace=0.2)
        turns.start(request())
        for _ in range(3):
            async with aclosing(turns.read("t_1")) as events:
                await anext(events)
        reader = asyncio.create_task(all_of(turns, after=1))
        await asyncio.sleep(0.4)
        talker.go.set()
        last = (await reader)[-1][1]
        assert isinstance(last, Done)
        assert last.status == "complete"

    run(scenario)


def test_a_turn_without_a_reader_is_stopped() -> None:
    async def scenario() -> None:
        talker, store = Talker(), ShelfTurns()
        turns = Turns(talker.take, store, reader_grace=0.02)
        turns.start(request())
        assert await asyncio.to_thread(store.written.wait, 60)
        assert store.saved["t_1"]["events"][-1]["data"]["status"] == "stopped"

    run(scenario)


def test_a_turn_whose_last_reader_left_is_stopped() -> None:
    async def scenario() -> None:
        talker, store = Talker(), ShelfTurns()
        turns = Turns(talker.take, store, reader_grace=0.02)
        turns.start(request())
        async with aclosing(turns.read("t_1")) as events:
            await anext(events)
        assert await asyncio.to_thread(store.written.wait, 60)
        assert store.saved["t_1"]["events"][-1]["data"]["status"] == "stopped"

    run(scenario)


def test_stop_ends_a_running_turn_and_changes_nothing_later() -> None:
    async def scenario() -> None:
        talker = Talker()
        turns = Turns(talker.take, ShelfTurns())
        turns.start(request())
        reader = asyncio.create_task(all_of(turns))
        await asyncio.sleep(0)
        turns.stop("t_1")
        events = await reader
        assert isinstance(events[-1][1], Done)
        assert events[-1][1].status == "stopped"
        turns.stop("t_1")
        assert await all_of(turns) == events
        with pytest.raises(TurnNotFound):
            turns.stop("t_2")

    run(scenario)


def test_finished_turns_expire_by_age_and_by_number() -> None:
    async def scenario() -> None:
        now = 0.0
        talker = Talker()
        talker.go.set()
        turns = Turns(talker.take, ShelfTurns(), keep=300, keep_most=2, clock=lambda: now)
        for number in range(3):
            turns.start(request(f"t_{number}", user_id="u_1"))
            await all_of(turns, f"t_{number}")
        with pytest.raises(TurnExpired):
            turns.read("t_0")
        assert await all_of(turns, "t_1")
        now = 301.0
        for turn_id in ("t_1", "t_2"):
            with pytest.raises(TurnExpired):
                turns.read(turn_id)
        with pytest.raises(TurnNotFound):
            turns.read("t_9")
        assert await turns.owner("t_0") == Owner("s_1", "u_1")

    run(scenario)


def test_the_owner_of_a_turn_is_known_after_a_restart() -> None:
    async def scenario() -> None:
        talker, store = Talker(), ShelfTurns()
        talker.go.set()
        before = Turns(talker.take, store)
        before.start(request(user_id="u_1"))
        await all_of(before)
        later = Turns(talker.take, store)
        with pytest.raises(TurnNotFound):
            later.read("t_1")
        assert await later.owner("t_1") == Owner("s_1", "u_1")
        with pytest.raises(TurnExpired):
            later.read("t_1")
        with pytest.raises(TurnNotFound):
            await later.owner("t_2")

    run(scenario)


def test_a_turn_that_breaks_ends_with_an_error_without_its_text() -> None:
    async def scenario() -> None:
        talker = Talker(fails=True)
        turns = Turns(talker.take, ShelfTurns())
        turns.start(request())
        last = (await all_of(turns))[-1][1]
        assert isinstance(last, Failed)
        assert last.type == "https://aisle.dev/problems/internal"
        assert "secret" not in str(last.data())
        assert talker.closed

    run(scenario)


def test_a_runaway_turn_is_ended_and_its_models_with_it() -> None:
    async def scenario() -> None:
        talker = Talker(words=100_000)
        turns = Turns(talker.take, ShelfTurns())
        turns.start(request())
        events = await all_of(turns)
        last = events[-1][1]
        assert isinstance(last, Failed)
        assert last.type == "https://aisle.dev/problems/turn-too-long"
        assert len(events) <= 4097
        assert talker.closed

    run(scenario)


def test_a_runaway_turn_ends_also_where_it_cannot_be_saved() -> None:
    async def scenario() -> None:
        turns = Turns(Talker(words=100_000).take, ShelfTurns(out_of_reach=True))
        turns.start(request())
        last = (await all_of(turns))[-1][1]
        assert isinstance(last, Failed)
        assert last.type == "https://aisle.dev/problems/turn-too-long"

    run(scenario)


def test_a_turn_cancelled_while_it_is_saved_keeps_its_own_end() -> None:
    class SlowStore(ShelfTurns):
        saving = threading.Event()
        go = threading.Event()

        def save_turn(self, *args: Any) -> None:
            self.saving.set()
            self.go.wait(60)
            super().save_turn(*args)

    async def scenario() -> None:
        talker, store = Talker(), SlowStore()
        talker.go.set()
        turns = Turns(talker.take, store)
        turns.start(request())
        reader = asyncio.create_task(all_of(turns))
        assert await asyncio.to_thread(store.saving.wait, 60)
        await turns.aclose(0.01)
        store.go.set()
        assert isinstance((await reader)[-1][1], Done)
        assert await asyncio.to_thread(store.written.wait, 60)
        assert store.saved["t_1"]["events"][-1]["event"] == "done"

    run(scenario)


def test_closing_stops_what_runs_and_cancels_what_does_not_end() -> None:
    class Deaf(Talker):
        async def take(self, request: TurnRequest, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
            try:
                yield TurnStarted(turn_id=request.turn_id, session_id=request.session_id)
                await self.go.wait()
            finally:
                self.closed = True

    async def scenario() -> None:
        willing, deaf = Talker(), Deaf()
        store = ShelfTurns()
        first, second = Turns(willing.take, store), Turns(deaf.take, store)
        first.start(request("t_1"))
        second.start(request("t_2"))
        readers = asyncio.create_task(all_of(first)), asyncio.create_task(all_of(second, "t_2"))
        await asyncio.sleep(0)
        await first.aclose(5)
        await second.aclose(0.02)
        stopped, cancelled = (await readers[0])[-1][1], (await readers[1])[-1][1]
        assert isinstance(stopped, Done)
        assert stopped.status == "stopped"
        assert isinstance(cancelled, Failed)
        assert cancelled.status == 503
        assert deaf.closed
        saved = [store.saved[turn_id]["events"] for turn_id in ("t_1", "t_2")]
        assert [(events[0]["event"], events[-1]["event"]) for events in saved] == [
            ("turn", "done"),
            ("turn", "error"),
        ]
        with pytest.raises(ShuttingDown):
            second.start(request("t_3"))
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(scenario)


def test_a_turn_id_is_taken_once() -> None:
    async def scenario() -> None:
        turns = Turns(Talker().take, ShelfTurns())
        turns.start(request())
        with pytest.raises(ValueError, match="taken"):
            turns.start(request())
        await turns.aclose()

    run(scenario)


def test_ids_cannot_be_guessed_and_hold_no_colon() -> None:
    makers = (new_turn_id, new_session_id, SessionIds(b"secret").new)
    ids = {make() for make in makers for _ in range(1000)}
    assert len(ids) == 3000
    assert all(re.fullmatch(r"[ts]_([\w-]{24}|[\w-]{36})", made) for made in ids)


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.text(max_size=5), max_size=30), st.lists(st.integers(-3, 35), min_size=1, max_size=5))
def test_a_log_loses_nothing_wherever_a_reader_begins(words: list[str], places: list[int]) -> None:
    async def scenario() -> None:
        log = EventLog()
        readers = [asyncio.create_task(_collected(log, after)) for after in places]
        for place, word in enumerate(words):
            assert log.append(Text(delta=word)) == place + 1
            if place % 3 == 0:
                await asyncio.sleep(0)
        log.append(Done(status="complete", order=()))
        expected = list(enumerate(log.events, start=1))
        for reader, after in zip(readers, places, strict=True):
            assert await reader == expected[max(after, 0) :]

    asyncio.run(scenario())


async def _collected(log: EventLog, after: int) -> Read:
    return [pair async for pair in log.read(after)]


def test_a_full_log_refuses_all_but_the_last_event() -> None:
    async def scenario() -> None:
        by_count, by_size = EventLog(most_events=2), EventLog(most_characters=10)
        by_count.append(Text(delta="a"))
        by_count.append(Text(delta="b"))
        by_size.append(Text(delta="0123456789"))
        for log in (by_count, by_size):
            with pytest.raises(LogFull):
                log.append(Text(delta="c"))
            log.append(Done(status="complete", order=()))
            assert log.closed
            with pytest.raises(LogFull):
                log.append(Done(status="complete", order=()))

    asyncio.run(scenario())
