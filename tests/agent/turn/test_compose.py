"""The wiring: an agent over a retrieval room, and nothing heavy where no model speaks."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from agent.compose import open_agent
from agent.events import Done
from agent.settings import AgentSettings
from agent.turns import new_session_id, new_turn_id
from agent.types import TurnRequest
from tests.agent.doubles import ShelfFacts, ShelfRecommender, ShelfTurns

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Room:
    recommender: ShelfRecommender = field(default_factory=ShelfRecommender)
    turn_store: ShelfTurns = field(default_factory=ShelfTurns)
    facts: ShelfFacts = field(default_factory=ShelfFacts)


async def converse() -> list[str]:
    """Two turns of one session through the registry; the names of the events of the second."""
    room = Room()
    agent = open_agent(room, AgentSettings(llm=None))
    session = new_session_id()
    names: list[str] = []
    for message in ("shirts", "in blue"):
        request = TurnRequest(turn_id=new_turn_id(), session_id=session, message=message)
        async with aclosing(agent.turns.read(agent.turns.start(request))) as events:
            read = [event async for _, event in events]
        assert isinstance(read[-1], Done)
        names = [event.name for event in read]
    assert room.recommender.recorded[-1].query.constraints.include == {
        "article_type": ("Shirts",),
        "color": ("Blue",),
    }
    assert len(room.turn_store.saved) == 2
    assert agent.model_name is None
    await agent.aclose()
    return names


def test_turns_go_through_from_end_to_end() -> None:
    names = asyncio.run(converse())
    assert names[:3] == ["turn", "understood", "ranking"]
    assert names[-1] == "done"


def test_without_a_model_langchain_is_never_imported() -> None:
    code = (
        "import asyncio, sys\n"
        "from tests.agent.turn.test_compose import converse\n"
        "asyncio.run(converse())\n"
        "rooms = {'langchain', 'langchain_core', 'langchain_openai', 'openai', 'chromadb', 'sqlalchemy'}\n"
        "heavy = sorted(name for name in sys.modules if name.split('.')[0] in rooms)\n"
        "print(heavy[:5])\n"
        "sys.exit(bool(heavy))\n"
    )
    environment = {k: v for k, v in os.environ.items() if k not in ("OPENAI_API_KEY", "AISLE_LLM")}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
