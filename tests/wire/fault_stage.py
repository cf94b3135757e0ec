"""The whole server before a model that fails as it is told to, and what a shopper sees of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx

from agent.models.guard import Guard
from agent.narration.narrate import ModelNarrator
from agent.narration.rerank import ModelReranker
from agent.resilience.breaker import Breaker, BreakerPolicy
from agent.resilience.deadlines import Deadlines
from agent.resilience.retries import RetryBudget
from agent.settings import AgentSettings
from tests.api.shop import shop
from tests.api.sse import Seen, events
from tests.scripted_model import ScriptedModel
from tests.serving import Serving

Surface = Literal["chat", "recommendations"]
Turn = Literal["first", "later"]
NARRATED = 3
PATIENT = 60.0
"""Seconds that a model may take where its lateness is not what is tested: machines can be busy."""
BUDGETS = {
    "first_token_timeout": PATIENT,
    "silence_timeout": PATIENT,
    "total_timeout": PATIENT,
    "rerank_budget": PATIENT,
    "explanations_kept": 0,
}
LATE = Deadlines(first=0.6, silence=PATIENT, total=PATIENT)
"""For a model that does not begin to answer."""
STALLED = Deadlines(first=PATIENT, silence=1.2, total=PATIENT)
"""For one that falls silent half-way."""


class Clock:
    """Of the breakers: it stands still but for what is skipped, however long a turn takes."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def __call__(self) -> float:
        return self.skipped


class Stage:
    """One shop, one server, one model; :meth:`anew` before each play."""

    def __init__(
        self, model: ScriptedModel, server: Serving, client: httpx.Client, displacement: int
    ) -> None:
        self.model = model
        self.displacement = displacement
        """How many places the model may move a product."""
        self.client = client
        overlay = server.house.agent.overlay
        assert overlay is not None
        assert isinstance(overlay.reranker, ModelReranker)
        assert isinstance(overlay.narrator, ModelNarrator)
        self.repairs = overlay.repairs
        self.guards: tuple[Guard, Guard] = (overlay.reranker.guard, overlay.narrator.guard)
        self.clock = Clock()
        self._sessions = server.house.sessions

    def anew(self, minimum: int = 10) -> None:
        """A model that works, and breakers that know nothing; ``minimum``: calls that can open one."""
        self.model.reset()
        self.clock.skipped = 0.0
        for guard in self.guards:
            guard.breaker = Breaker(BreakerPolicy(minimum=minimum, slow_after=PATIENT), clock=self.clock)
            # What a play before this one has used up of it would decide how this one ends.
            guard._retries = RetryBudget()

    @contextmanager
    def hurried(self, *deadlines: Deadlines | None) -> Iterator[None]:
        """The deadlines of the two calls meanwhile; None: as they are."""
        usual = [guard.deadlines for guard in self.guards]
        for guard, limits in zip(self.guards, deadlines, strict=True):
            guard.deadlines = limits or guard.deadlines
        try:
            yield
        finally:
            for guard, limits in zip(self.guards, usual, strict=True):
                guard.deadlines = limits

    def session(self) -> str:
        return self._sessions.new()

    def take(self, surface: Surface, turn: Turn, session: str) -> list[Seen]:
        """One turn, off the wire."""
        body: dict[str, object] = {"session_id": session}
        if surface == "chat":
            body["message"] = "a kettle" if turn == "first" else "in blue"
        else:
            body |= {"product_id": "kettle-1" if turn == "first" else "kettle-4", "explain": "llm"}
        status, seen = self.ask(surface, body)
        assert status == 200
        return seen

    def ask(self, surface: Surface, body: dict[str, object]) -> tuple[int, list[Seen]]:
        """The status, and the events where it is 200."""
        headers = {"Accept": "text/event-stream"}
        with self.client.stream("POST", f"/v1/{surface}", json=body, headers=headers) as response:
            if response.status_code != 200:
                return response.status_code, []
            return 200, list(events(response))


@contextmanager
def staged(data_dir: Path, **budgets: object) -> Iterator[Stage]:
    """``OPENAI_API_KEY`` must be set to anything."""
    limits: dict[str, Any] = {**BUDGETS, **budgets}
    with ExitStack() as stack:
        model = stack.enter_context(ScriptedModel())
        settings = AgentSettings.load(
            llm="openai:scripted", llm_params={"base_url": model.base_url}, narrated=NARRATED, **limits
        )
        server = stack.enter_context(Serving(data_dir, shop(), agent=settings))
        yield Stage(model, server, stack.enter_context(server.client()), settings.max_displacement)


@contextmanager
def nobody_listens(model: ScriptedModel) -> Iterator[None]:
    """Connections are refused meanwhile."""
    model.stop()
    try:
        yield
    finally:
        model.start()


@contextmanager
def nobody_accepts(model: ScriptedModel) -> Iterator[None]:
    """Connections hang meanwhile: the queue of those that wait to be accepted is full."""
    model.stop()
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", model.port))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", model.port))
        try:
            yield
        finally:
            stack.close()
            model.start()


def cards(seen: list[Seen]) -> list[str]:
    """Product ids of the ranking, in its order."""
    (ranking,) = [event for event in seen if event.event == "ranking"]
    return [item["product"]["product_id"] for item in ranking.data["items"]]


def sources(seen: list[Seen]) -> list[str]:
    """Who explained each card, in the ranking's order."""
    spoke = {e.data["product_id"]: e.data["source"] for e in _finals(seen)}
    return [spoke[product_id] for product_id in cards(seen)]


def degraded(seen: list[Seen]) -> dict[str, str]:
    """Part to reason."""
    found = [(event.data["part"], event.data["reason"]) for event in seen if event.event == "degraded"]
    assert len(dict(found)) == len(found), "a part was given up twice"
    return dict(found)


def assert_whole(seen: list[Seen], expected: list[str]) -> None:
    """The complete ranking, one explanation per card, one ``done``."""
    names = [event.event for event in seen]
    assert names[0] == "turn"
    assert names[-1] == "done"
    assert (names.count("done"), names.count("error"), names.count("ranking")) == (1, 0, 1)
    assert cards(seen) == expected
    # What was understood by rules alone is told before the list, what is lacking of the list after it.
    told = [
        e
        for e in seen
        if e.event == "explanation" or (e.event == "degraded" and e.data["part"] != "understand")
    ]
    assert names.index("ranking") < min(seen.index(event) for event in told)
    explained = [event.data["product_id"] for event in _finals(seen)]
    assert sorted(explained) == sorted(expected)
    assert all(event.data["text"].strip() for event in _finals(seen))
    reorders = [event.data["order"] for event in seen if event.event == "reorder"]
    assert len(reorders) <= 1
    order = reorders[0] if reorders else expected
    assert sorted(order) == sorted(expected)
    assert seen[-1].data["order"] == order
    assert seen[-1].data["status"] == ("degraded" if degraded(seen) else "complete")
    assert [event.id.rpartition(":")[2] for event in seen] == [str(n + 1) for n in range(len(seen))]


def _finals(seen: list[Seen]) -> list[Seen]:
    return [event for event in seen if event.event == "explanation" and event.data.get("final")]
