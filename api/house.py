"""The two rooms below, opened together and closed together."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request

from agent.compose import Agent, open_agent
from agent.settings import AgentSettings
from agent.turns import SessionIds
from api.telemetry.providers import open_telemetry
from retrieval.compose import Retrieval, open_retrieval
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    from api.telemetry.watch import Telemetry

_SECRET = "session-secret"


@dataclass(frozen=True, slots=True)
class House:
    """An open recommender and the agent that speaks for it."""

    retrieval: Retrieval
    agent: Agent
    sessions: SessionIds
    opened: ExitStack
    telemetry: Telemetry | None = None
    """Traces and metrics on their way out; None where none are wanted."""

    def announce(self, url: str) -> None:
        """Tell whoever finds the data directory in use where this process answers."""
        if self.retrieval.lock is not None:
            self.retrieval.lock.announce(url)

    def close(self) -> None:
        """Give the data directory back."""
        self.opened.close()


def open_house(
    retrieval_settings: RetrievalSettings,
    agent_settings: AgentSettings,
    command: str = "aisle serve",
    telemetry: Telemetry | None = None,
) -> House:
    """Everything a server needs. Takes seconds: call it in a thread.

    ``telemetry``: another than the environment asks for.

    Raises:
        AisleError: one line saying what stands in the way.
    """
    with ExitStack() as stack:
        telemetry = telemetry or open_telemetry(content=agent_settings.trace_content)
        if telemetry is not None:
            stack.callback(telemetry.close)
        retrieval = stack.enter_context(open_retrieval(retrieval_settings, command))
        agent = open_agent(
            retrieval,
            agent_settings,
            # Embedded Chroma belongs to one process; a server of it may be asked by several.
            alone=retrieval_settings.embedded,
            watch=telemetry,
        )
        sessions = SessionIds(retrieval.facts.first(_SECRET, secrets.token_hex(32)).encode())
        return House(retrieval, agent, sessions, stack.pop_all(), telemetry)


def house_of(request: Request) -> House:
    """The house behind this request."""
    house: House = request.app.state.house
    return house
