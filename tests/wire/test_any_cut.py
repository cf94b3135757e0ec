"""However the network cuts what a model says, down to its bytes, a shopper gets the same events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent.conversation import Conversations
from agent.events import Done
from agent.narration.overlay import Overlay, build_overlay
from agent.parts import TurnParts
from agent.settings import AgentSettings
from agent.turn import take_turn
from agent.types import TurnRequest
from agent.understanding.rules import RulesInterpreter
from tests.agent.doubles import ScriptedReranker, ShelfRecommender, ShelfTurns
from tests.examples import examples
from tests.wire.fault_stage import BUDGETS

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
GOOD = "All of it in one place.\n[A] Süß und leicht 🙂.\n[B] It folds flat! It is quiet.\n[C] A good one"
WORDS = [
    "[A] ",
    "[B] ",
    "[C]",
    "[Z] ",
    "\n",
    ". ",
    "! ",
    "Süß",
    " leicht",
    "🙂",
    " folds",
    "e.g. ",
    "**",
    "<b>",
]
said = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)
places = st.lists(st.integers(1, 4000), max_size=25)


@pytest.fixture(autouse=True, scope="module")
def _key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        yield


def cut(whole: bytes, at: Sequence[int]) -> list[bytes]:
    inside = sorted({place % len(whole) for place in at} - {0})
    return [whole[start:end] for start, end in pairwise([0, *inside, len(whole)])]


def answer(tokens: Sequence[str]) -> bytes:
    """The whole response, as an OpenAI-compatible server writes it."""
    chunks = [({"role": "assistant", "content": ""}, None), *(({"content": each}, None) for each in tokens)]
    lines = []
    for delta, finish in (*chunks, ({}, "stop")):
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [choice],
        }
        lines.append(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n")
    return HEAD + "".join([*lines, "data: [DONE]\n\n"]).encode()


async def events(said: Sequence[bytes]) -> list[object]:
    """Of one turn before a model whose answer comes in these pieces."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        for piece in said:
            writer.write(piece)
            await writer.drain()
            # The reader shares this loop: it takes each piece by itself.
            for _ in range(3):
                await asyncio.sleep(0)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    limits = AgentSettings.load(llm="openai:m", llm_params={"base_url": base_url}, narrated=3, **BUDGETS)
    overlay = build_overlay(limits)
    assert overlay is not None
    try:
        return [event async for event in _turn(overlay, limits)]
    finally:
        await overlay.aclose()
        server.close()
        await server.wait_closed()


async def _turn(overlay: Overlay, limits: AgentSettings) -> AsyncIterator[object]:
    parts = TurnParts(
        recommender=ShelfRecommender(),
        interpreter=RulesInterpreter(),
        # Over a socket its order would come in between whenever it pleases.
        overlay=replace(overlay, reranker=ScriptedReranker(positions=None)),
        conversations=Conversations(ShelfTurns()),
        settings=limits,
    )
    turn = TurnRequest(turn_id="t_1", session_id="s_1", message="shirts and belts")
    async with aclosing(take_turn(turn, parts, asyncio.Event())) as found:
        async for event in found:
            yield (event.status, event.order) if isinstance(event, Done) else event


@settings(max_examples=examples(10), deadline=None)
@given(said, places, places)
@example(GOOD, list(range(1, 60)), list(range(len(HEAD), len(HEAD) + 900, 7)))
def test_any_cut_of_the_bytes_gives_the_same_events(text: str, tokens: list[int], at: list[int]) -> None:
    async def both() -> tuple[list[object], list[object]]:
        whole = answer([text])
        letters = [text[start:end] for start, end in pairwise(_places(text, tokens))]
        return await events([whole]), await events(cut(answer(letters), at))

    one, other = asyncio.run(both())
    assert one == other


def _places(text: str, at: Sequence[int]) -> list[int]:
    return [0, *sorted({place % len(text) for place in at} - {0}), len(text)] if text else [0, 0]
