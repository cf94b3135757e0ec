"""One case by one system, through the turn as the product takes it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from agent.conversation import Conversations
from agent.events import Degraded, Done, ExplanationFinal, RankingServed, Text, Understood
from agent.narration.overlay import Overlay
from agent.narration.rerank import shuffled
from agent.parts import TurnParts
from agent.settings import AgentSettings
from agent.turn import take_turn
from agent.types import HANDLES, Context, TurnRequest
from eval.errors import NotEnough
from eval.runs.listening import Listener, order_in
from eval.runs.performance import Explained, ModelCall, Performance, Task
from eval.runs.stage import InjectedInto, Stage
from eval.runs.wire import EXCHANGE, Exchange


async def perform(task: Task, stage: Stage, overlay: Overlay | None, settings: AgentSettings) -> Performance:
    """What the system did. Earlier turns of the conversation are taken without a model.

    Raises:
        NotEnough: an answer was to be replayed and was never recorded.
    """
    case = task.case
    exchange = Exchange(repeat=task.repeat)
    EXCHANGE.set(exchange)
    injection = case.inject if task.variant == "" else None
    recommender = InjectedInto(stage.retrieval.recommender, injection)
    listener = Listener()
    parts = TurnParts(
        recommender=recommender,
        interpreter=stage.interpreter,
        overlay=overlay,
        conversations=Conversations(stage.retrieval.turn_store),
        settings=settings,
        callbacks=(listener,),
    )
    # The turn's id seeds the order in which the model sees the products: the same for every system and
    # variant, another one for every shuffle.
    turn_id = f"{case.id}/{task.shuffle}"
    message = case.flip.message if task.variant == "flip" and case.flip is not None else case.message
    for number, earlier in enumerate(case.before):
        await _turn(_request(f"{turn_id}/{number}", task, earlier, "none"), parts, Heard())
    heard = Heard()
    await _turn(_request(turn_id, task, message, "llm"), parts, heard)
    if exchange.missing:
        raise NotEnough(
            f"{case.id}, system {task.system}: an answer to replay was never recorded "
            f"(cassette {exchange.missing[0]}); record it with --cassettes auto"
        )
    ranked = heard.ranking.items if heard.ranking is not None else ()
    listed = tuple(item.product.product_id for item in ranked)
    seen = shuffled(min(settings.shortlist, len(listed)), turn_id)
    calls = _timed(listener.calls, exchange)
    narrated = min(settings.narrated, len(listed)) if overlay is not None else len(listed)
    return Performance(
        system=task.system,
        case=case.id,
        variant=task.variant,
        repeat=task.repeat,
        shuffle=task.shuffle,
        understood=heard.understood.constraints if heard.understood is not None else None,
        listed=listed,
        shown=tuple(listed[position] for position in seen),
        order=heard.order or listed,
        relaxed=heard.ranking is not None and heard.ranking.relaxed is not None,
        opening=heard.prose if listed else "",
        explained=tuple(heard.explained),
        reply="" if listed else heard.prose,
        narrated=narrated,
        narration=_spoken(calls, "narrate") if overlay is not None else _plain(heard, listed),
        proposed=order_in(_spoken(calls, "rerank")),
        injected=recommender.injected,
        unread=overlay is not None and injection is not None and not listener.told(injection.text),
        calls=calls,
        degraded=tuple(heard.degraded),
        prompts=heard.prompts,
        model=overlay.model_name if overlay is not None else None,
    )


class Heard:
    """A turn's events, gathered."""

    def __init__(self) -> None:
        self.understood: Understood | None = None
        self.ranking: RankingServed | None = None
        self.explained: list[Explained] = []
        self.degraded: list[str] = []
        self.prose = ""
        self.order: tuple[str, ...] = ()
        self.prompts: tuple[str, ...] = ()


def _request(turn_id: str, task: Task, message: str, explain: str) -> TurnRequest:
    return TurnRequest.model_validate(
        {
            "turn_id": turn_id,
            "session_id": task.key,
            "message": message,
            "explain": explain,
            "context": Context(surface="chat"),
        }
    )


async def _turn(request: TurnRequest, parts: TurnParts, heard: Heard) -> None:
    async with aclosing(take_turn(request, parts, asyncio.Event())) as events:
        async for event in events:
            match event:
                case Understood():
                    heard.understood = event
                case RankingServed():
                    heard.ranking = event
                case Text():
                    heard.prose += event.delta
                case ExplanationFinal():
                    heard.explained.append(
                        Explained(product_id=event.product_id, text=event.text, source=event.source)
                    )
                case Degraded():
                    heard.degraded.append(f"{event.part}:{event.reason}")
                case Done():
                    heard.order = event.order
                    heard.prompts = tuple(f"{p.name}/{p.version}@{p.sha256[:12]}" for p in event.prompts)
                case _:
                    pass


def _timed(calls: tuple[ModelCall, ...], exchange: Exchange) -> tuple[ModelCall, ...]:
    """The calls with the times of the wire, which a replay keeps: matched by the text they brought."""
    left = list(exchange.heard)
    timed = []
    for call in calls:
        streamed = call.purpose == "narrate"
        found = next((each for each in left if bool(each.request.get("stream")) is streamed), None)
        if found is not None:
            left.remove(found)
            call = call.model_copy(
                update={"first_token_ms": found.first_token_ms, "total_ms": found.total_ms}
            )
        timed.append(call)
    return tuple(timed)


def _spoken(calls: tuple[ModelCall, ...], purpose: str) -> str:
    """The last words of a purpose: an earlier call that failed was tried again."""
    return next((call.text for call in reversed(calls) if call.purpose == purpose and call.text), "")


def _plain(heard: Heard, listed: tuple[str, ...]) -> str:
    """The plain fallback's words in the form that a model is asked for."""
    handles = dict(zip(listed, HANDLES, strict=False))
    lines = [
        f"[{handles[each.product_id]}] {each.text}" for each in heard.explained if each.product_id in handles
    ]
    return "\n".join([heard.prose, *lines])
