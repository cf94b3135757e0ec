"""Every fault of a model × chat and recommendations × first and later turn: the shopper has it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest

from agent.resilience.breaker import State
from agent.resilience.deadlines import Deadlines
from tests.scripted_model import Script, ScriptedModel, answers, faults
from tests.scripted_model.script import Body
from tests.wire.fault_stage import (
    LATE,
    NARRATED,
    STALLED,
    Stage,
    Surface,
    Turn,
    assert_whole,
    cards,
    degraded,
    nobody_accepts,
    nobody_listens,
    sources,
    staged,
)

Unscripted = Callable[[ScriptedModel], AbstractContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """What goes wrong in both calls, and what the turn says of each (empty: nothing)."""

    name: str
    rerank: Script
    narrate: Script
    reasons: tuple[str, str]
    speaks: bool = False
    """Whether some of the model's words were out before it failed."""
    opens: tuple[bool, bool] = (True, True)
    """Whether it counts against the breaker of each call."""
    around: Unscripted = lambda model: nullcontext()
    deadlines: tuple[Deadlines | None, Deadlines | None] = (None, None)
    """Of each call, where it is the deadline that must strike."""


def fault(name: str, script: Script, reason: str, **more: Any) -> Fault:
    return Fault(name, script, script, (reason, reason), **more)


def half_way(name: str, script: Callable[[int], Script], reasons: tuple[str, str], **more: Any) -> Fault:
    return Fault(name, script(3), script(30), reasons, speaks=True, **more)


def odd_handles(body: Body) -> str:
    """Every product once, one of them twice, and one that is not there."""
    lines = [answers.sentence(handle, line) for handle, line in answers.candidates(body).items()]
    return "\n".join([answers.OPENING, "[T] Nobody sells this.", *lines, "[A] It fits again."])


REFUSED = Fault("refused", Script(), Script(), ("unavailable", "unavailable"), around=nobody_listens)
HANGS = fault("connect timeout", Script(), "timeout", around=nobody_accepts, deadlines=(LATE, LATE))
HANDLES = Fault(
    "unknown and repeated handles",
    faults.wrong_handles(),
    Script(text=odd_handles),
    ("", ""),
    speaks=True,
    opens=(False, False),
)
# What is not streamed is whole without a reason to finish: the order is a JSON object that closes.
NO_FINISH = Fault(
    "no finish reason",
    faults.no_finish(),
    faults.no_finish(),
    ("", "model_error"),
    speaks=True,
    opens=(False, True),
)
FAULTS = [
    REFUSED,
    HANGS,
    fault("401", faults.status(401), "model_error"),
    fault("400", faults.status(400), "model_error", opens=(False, False)),
    fault("429 short", faults.rate_limited(0.05), "busy"),
    fault("429 long", faults.rate_limited(60), "busy"),
    fault("500", faults.status(500), "model_error"),
    fault("200 with an error", faults.error_as_200(), "model_error"),
    fault("slow first token", faults.silent(), "timeout", deadlines=(LATE, LATE)),
    half_way("stall", faults.stalled, ("timeout", "stalled"), deadlines=(LATE, STALLED)),
    half_way("cut", faults.cut, ("model_error", "model_error")),
    half_way("malformed", faults.malformed, ("model_error", "model_error")),
    NO_FINISH,
    fault("empty", faults.empty(), "model_error"),
    fault("reasoning only", faults.reasoning_only(), "model_error"),
    fault("content filter", faults.content_filtered(), "model_error"),
    HANDLES,
]
SURFACES: tuple[Surface, ...] = ("chat", "recommendations")
TURNS: tuple[Turn, ...] = ("first", "later")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        with staged(tmp_path_factory.mktemp("faults")) as ready:
            yield ready


@pytest.fixture(scope="module")
def rankings(stage: Stage) -> dict[tuple[Surface, Turn], list[str]]:
    """What each turn shows with a model that works; it has worked."""
    stage.anew()
    shown = {}
    for surface in SURFACES:
        session = stage.session()
        for turn in TURNS:
            seen = stage.take(surface, turn, session)
            shown[surface, turn] = cards(seen)
            assert_whole(seen, cards(seen))
            assert degraded(seen) == {}
    return shown


@contextmanager
def strike(stage: Stage, broken: Fault) -> Iterator[None]:
    stage.model.default("rerank", broken.rerank)
    stage.model.default("narrate", broken.narrate)
    with stage.hurried(*broken.deadlines), broken.around(stage.model):
        yield


def said(broken: Fault) -> dict[str, str]:
    return {p: r for p, r in zip(("rerank", "narrate"), broken.reasons, strict=True) if r}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("broken", FAULTS, ids=lambda broken: broken.name)
def test_the_turn_is_whole(
    stage: Stage,
    rankings: dict[tuple[Surface, Turn], list[str]],
    broken: Fault,
    surface: Surface,
    turn: Turn,
) -> None:
    stage.anew()
    session = stage.session()
    if turn == "later":
        assert_whole(stage.take(surface, "first", session), rankings[surface, "first"])
    with strike(stage, broken):
        seen = stage.take(surface, turn, session)
    assert_whole(seen, rankings[surface, turn])
    assert degraded(seen) == said(broken)
    spoken = sources(seen)
    assert ("model" in spoken) == broken.speaks
    assert set(spoken[NARRATED:]) <= {"plain"}
    reordered = any(event.event == "reorder" for event in seen)
    # Handles are dealt anew in every turn: an order by handle may happen to be the one that stands already.
    stands = seen[-1].data["order"] == rankings[surface, turn]
    assert reordered == (broken.reasons[0] == "" and not stands)
    assert not any("Nobody sells this" in str(event.data) for event in seen)


@pytest.mark.parametrize("broken", FAULTS, ids=lambda broken: broken.name)
def test_while_it_lasts_nobody_is_asked_and_once_it_is_over_the_breaker_closes(
    stage: Stage, rankings: dict[tuple[Surface, Turn], list[str]], broken: Fault
) -> None:
    stage.anew(minimum=2)
    expected = rankings["chat", "first"]
    with strike(stage, broken):
        for _ in range(2):
            assert_whole(stage.take("chat", "first", stage.session()), expected)
        opened = tuple(guard.breaker.state is State.OPEN for guard in stage.guards)
        assert opened == broken.opens
        asked = len(stage.model.requests)
        seen = stage.take("chat", "first", stage.session())
        assert_whole(seen, expected)
        for part, is_open in zip(("rerank", "narrate"), opened, strict=True):
            assert (degraded(seen).get(part) == "breaker_open") == is_open
        if all(opened):
            assert len(stage.model.requests) == asked
    stage.model.reset()
    stage.clock.skipped += stage.guards[0].breaker.policy.longest_retry_after
    for _ in range(stage.guards[0].breaker.policy.probes):
        seen = stage.take("chat", "first", stage.session())
        assert_whole(seen, expected)
        assert degraded(seen) == {}
    assert [guard.breaker.state for guard in stage.guards] == [State.CLOSED, State.CLOSED]
