"""Turns that processes share: one behaviour, without a server and through a real Redis."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Literal

import pytest

from agent.errors import RelayUnavailable, TurnNotFound
from agent.events import Done, Failed, Text, TurnStarted
from agent.ports import TurnRelay
from agent.turns import Owner, Turns, new_session_id, new_turn_id
from agent.turns.redis import RedisRelay
from tests.agent.doubles import ShelfTurns
from tests.agent.turn.relays import Board, MemoryRelay
from tests.agent.turn.test_runner import Talker, all_of, request, run
from tests.patient_redis import redis_url

Relays = Callable[..., TurnRelay]
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["process", "redis"])
def relays(request: pytest.FixtureRequest) -> Relays:
    """Makes the relay of one more process of the same service, whose signs of life hold for ``living`` s."""
    if request.param == "process":
        board = Board()
        return lambda living=60.0: MemoryRelay(board)
    url = redis_url()
    return lambda living=60.0: RedisRelay(url, living=living)


class Service:
    """Two processes: the first takes the turn, the second is asked for it."""

    def __init__(self, relays: Relays, words: int = 3, reader_grace: float = 10.0) -> None:
        self.talker = Talker(words=words)
        self.store = ShelfTurns()
        self.relay = relays()
        self.first = Turns(self.talker.take, self.store, relay=self.relay, reader_grace=reader_grace)
        self.second = Turns(self.talker.take, self.store, relay=relays(), reader_grace=reader_grace)
        self.turn_id = new_turn_id()

    async def begin(self, user_id: str | None = "ann") -> Owner:
        """Starts the turn at the first; whose it is as the second sees it."""
        self.first.start(request(self.turn_id, user_id=user_id))
        async with aclosing(self.first.read(self.turn_id)) as events:
            await anext(events)
        return await self.second.owner(self.turn_id)

    async def aclose(self) -> None:
        await self.first.aclose(1)
        await self.second.aclose(1)


async def owner_at(turns: Turns, turn_id: str) -> Owner | None:
    try:
        return await turns.owner(turn_id)
    except TurnNotFound:
        return None


def serve(relays: Relays, scenario: Callable[[Service], Awaitable[None]], **given: float) -> None:
    async def work() -> None:
        service = Service(relays, **given)  # type: ignore[arg-type]
        try:
            await scenario(service)
        finally:
            await service.aclose()

    run(work)


@pytest.mark.parametrize("user_id", ["ann", None])
def test_whose_it_is_is_known_while_it_runs(relays: Relays, user_id: str | None) -> None:
    async def scenario(service: Service) -> None:
        assert await service.begin(user_id) == Owner("s_1", user_id)
        assert await owner_at(service.second, "t_none") is None

    serve(relays, scenario)


@pytest.mark.parametrize("after", [0, 1, 3, 4, 5, 99])
def test_it_is_read_on_elsewhere_from_any_place(relays: Relays, after: int) -> None:
    async def scenario(service: Service) -> None:
        await service.begin()
        reading = asyncio.create_task(all_of(service.second, service.turn_id, after))
        await asyncio.sleep(0.05)
        service.talker.go.set()
        here = await all_of(service.first, service.turn_id)
        assert len(here) == 5
        if after <= 5:
            assert await reading == here[after:]
            assert await all_of(service.second, service.turn_id, after) == here[after:]
        reading.cancel()

    serve(relays, scenario)


def test_a_stop_reaches_across(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        await service.begin()
        service.second.stop(service.turn_id)
        last = (await all_of(service.second, service.turn_id))[-1][1]
        assert isinstance(last, Done)
        assert last.status == "stopped"

    serve(relays, scenario)


def test_a_reader_elsewhere_keeps_it_going(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        await service.begin()
        reading = asyncio.create_task(all_of(service.second, service.turn_id))
        await asyncio.sleep(4.0)
        assert not reading.done()
        service.talker.go.set()
        last = (await reading)[-1][1]
        assert isinstance(last, Done)
        assert last.status == "complete"

    serve(relays, scenario, reader_grace=3.0)


def test_once_the_reader_elsewhere_has_left_it_ends(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        await service.begin()
        async with aclosing(service.second.read(service.turn_id)) as events:
            await anext(events)
        assert await asyncio.to_thread(service.store.written.wait, 60)
        (record,) = service.store.saved.values()
        assert record["events"][-1]["data"]["status"] == "stopped"

    serve(relays, scenario, reader_grace=0.3)


def test_a_turn_whose_process_died_gets_an_end_and_what_comes_later_is_passed_over(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        other, mortal, turn_id = relays(), relays(living=0.6), new_turn_id()
        await mortal.begin(turn_id, Owner("s_1", None))
        started = TurnStarted(turn_id=turn_id, session_id="s_1")
        await mortal.append(turn_id, 1, started)
        await mortal.aclose()
        events = [pair async for pair in other.read(turn_id)]
        assert events[0] == (1, started)
        assert len(events) == 2
        assert isinstance(events[1][1], Failed)
        await other.append(turn_id, 2, Text(delta="late"))
        assert [pair async for pair in other.read(turn_id)] == events
        await other.aclose()

    serve(relays, scenario)


def test_an_event_is_there_once(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        turn_id = new_turn_id()
        await service.relay.begin(turn_id, Owner("s_1", None))
        for delta in ("first", "second"):
            await service.relay.append(turn_id, 1, Text(delta=delta))
        await service.relay.append(turn_id, 2, Done(status="complete", order=()))
        events = [event async for _, event in service.relay.read(turn_id)]
        assert events == [Text(delta="first"), Done(status="complete", order=())]

    serve(relays, scenario)


def test_a_redis_that_answers_nothing_is_waited_for_once() -> None:
    """It takes connections: a frozen server, or one whose machine is."""

    async def scenario() -> None:
        with socket.socket() as mute:
            mute.bind(("127.0.0.1", 0))
            mute.listen()
            relay = RedisRelay(f"redis://127.0.0.1:{mute.getsockname()[1]}/0")
            with pytest.raises(RelayUnavailable, match="TimeoutError"):
                await relay.begin("t_1", Owner("s_1", None))
            for _ in range(3):
                with pytest.raises(RelayUnavailable, match="a moment ago"):
                    await relay.owner("t_1")
            await relay.aclose()

    run(scenario)


def test_a_conversation_s_running_turn_is_found_elsewhere(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        asked = request(service.turn_id, session_id=new_session_id())
        older = request(new_turn_id(), session_id=asked.session_id)
        assert await service.second.running_in(asked.session_id) is None
        for each in (older, asked):
            service.first.start(each)
            async with aclosing(service.first.read(each.turn_id)) as events:
                await anext(events)
        assert await service.first.running_in(asked.session_id) == service.turn_id
        assert await service.second.running_in(asked.session_id) == service.turn_id
        assert await service.second.running_in(new_session_id()) is None
        service.first.stop(service.turn_id)
        await all_of(service.first, service.turn_id)
        await copied(service.second, service.turn_id)
        assert await service.second.running_in(asked.session_id) == older.turn_id
        service.first.stop(older.turn_id)
        await all_of(service.first, older.turn_id)
        await copied(service.second, older.turn_id)
        assert await service.second.running_in(asked.session_id) is None

    serve(relays, scenario)


async def copied(turns: Turns, turn_id: str) -> None:
    """Read to its end elsewhere, so its end is there."""
    await turns.owner(turn_id)
    await all_of(turns, turn_id)


def test_of_several_who_begin_at_once_the_first_has_the_session(relays: Relays) -> None:
    async def scenario(service: Service) -> None:
        session = new_session_id()
        asked = [(turns, name) for name in ("ann", "bob") for turns in (service.first, service.second)]
        granted = await asyncio.gather(*(turns.claim(session, name) for turns, name in asked))
        winners = {name for (_, name), got in zip(asked, granted, strict=True) if got}
        assert len(winners) == 1
        assert sum(granted) == 2, "the same shopper may, wherever they ask"
        assert not await service.second.claim(session, None)
        assert await service.second.claim(new_session_id(), None)

    serve(relays, scenario)


def test_in_one_process_a_running_turn_holds_its_session() -> None:
    async def scenario() -> None:
        turns = Turns(Talker().take, ShelfTurns())
        assert await turns.claim("s_1", "bob")
        turns.start(request(user_id="ann"))
        assert await turns.claim("s_1", "ann")
        assert not await turns.claim("s_1", "bob")
        assert not await turns.claim("s_1", None)
        await turns.aclose(1)

    run(scenario)


@pytest.mark.parametrize("away", ["board", "redis"])
def test_a_turn_goes_on_without_its_relay(away: Literal["board", "redis"]) -> None:
    async def scenario() -> None:
        relay = MemoryRelay(Board(out_of_reach=True)) if away == "board" else RedisRelay(NOBODY)
        with pytest.raises(RelayUnavailable):
            await relay.owner("t_1")
        talker = Talker()
        talker.go.set()
        turns = Turns(talker.take, ShelfTurns(), relay=relay)
        turns.start(request())
        assert [event.name for _, event in await all_of(turns)] == ["turn", "text", "text", "text", "done"]
        with pytest.raises(TurnNotFound):
            await turns.owner("t_2")
        assert await turns.running_in("s_2") is None
        assert await turns.claim("s_2", "ann")
        await turns.aclose(1)

    run(scenario)
