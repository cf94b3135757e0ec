"""The two rooms below, opened together and closed together."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from agent.compose import Agent, open_agent
from agent.settings import AgentSettings
from retrieval.compose import Retrieval, open_retrieval
from retrieval.settings import RetrievalSettings


@dataclass(frozen=True, slots=True)
class House:
    """An open recommender and the agent that speaks for it."""

    retrieval: Retrieval
    agent: Agent

    def close(self) -> None:
        """Give the data directory back."""
        self.retrieval.close()


def open_house(retrieval_settings: RetrievalSettings, agent_settings: AgentSettings) -> House:
    """Everything a server needs. Takes seconds: call it in a thread.

    Raises:
        AisleError: one line saying what stands in the way.
    """
    retrieval = open_retrieval(retrieval_settings)
    try:
        return House(retrieval, open_agent(retrieval, agent_settings))
    except BaseException:
        retrieval.close()
        raise


def house_of(request: Request) -> House:
    """The house behind this request."""
    house: House = request.app.state.house
    return house
