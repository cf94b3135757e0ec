"""What the model says of a few shown products in one go, held to their facts: advice on compared ones, the
answer to a question about them. Where it says nothing that holds, the plain words stand.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from agent.errors import ModelFailure
from agent.models.spending import Ledger, priced
from agent.narration.overlay import Overlay
from agent.ports import Narrator
from agent.settings import AgentSettings
from agent.types import DegradedReason, PromptUse, Shortlist, TurnRequest, Usage
from retrieval.types import Constraints, Product, RankedProduct

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import RunnableConfig

log = logging.getLogger(__name__)


class Limits(Protocol):
    """What a call is bound by, and who listens."""

    @property
    def settings(self) -> AgentSettings:
        """Deadlines and prices."""

    @property
    def ledger(self) -> Ledger | None:
        """What may still be spent."""

    @property
    def callbacks(self) -> Sequence[BaseCallbackHandler]:
        """The user's own."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, and what it took."""

    text: str | None
    """None: nothing that the facts bear out."""
    failure: DegradedReason | None = None
    prompts: tuple[PromptUse, ...] = ()
    usage: Usage = field(default_factory=Usage)


async def said_by(
    speaker: Narrator,
    products: Sequence[Product],
    constraints: Constraints,
    request: TurnRequest,
    overlay: Overlay,
    limits: Limits,
    stop: asyncio.Event,
) -> Said:
    """One short call, as long as a first token may take; ended at once by ``stop``. Never raises."""
    ledger = limits.ledger
    if ledger is not None and not await ledger.allows(request.session_id):
        return Said(None, "budget")
    from agent.models.recorder import TurnRecorder

    recorder = TurnRecorder()
    config: RunnableConfig = {
        "callbacks": [recorder, *limits.callbacks],
        "metadata": {"turn_id": request.turn_id},
    }
    items = tuple(RankedProduct(product=p, rank=rank, score=0.0) for rank, p in enumerate(products, start=1))
    narration = speaker.narrate(
        Shortlist(request=request.message or "", constraints=constraints, items=items), config
    )
    said: list[str] = []

    async def listen() -> None:
        last: int | None = None
        async for sentence in narration:
            place = sentence.position
            # Sentences about one product follow each other: its name stands before the first of them.
            named = len(products) > 1 and place is not None and place != last
            name = f"{products[place].title}: " if named and place is not None else ""
            said.append(f"{name}{sentence.text}")
            last = place

    call, stopped = asyncio.create_task(listen()), asyncio.create_task(stop.wait())
    failure: DegradedReason | None = None
    try:
        async with asyncio.timeout(limits.settings.first_token_timeout):
            await asyncio.wait((call, stopped), return_when=asyncio.FIRST_COMPLETED)
        if call.done():
            call.result()
    except TimeoutError:
        failure = "timeout"
    except ModelFailure as error:
        failure = error.reason
    except Exception:  # the plain words stand without the model, whatever broke in it
        log.exception("turn %s: the words about shown products broke", request.turn_id)
        failure = "model_error"
    finally:
        call.cancel()
        stopped.cancel()
        await asyncio.wait((call, stopped), timeout=1.0)
        await narration.aclose()
    held = narration.counts
    overlay.repaired("narrate", {"ungrounded": len(held.ungrounded), "leaked": held.leaked})
    if failure is None and (held.ungrounded or held.leaked):
        failure = "ungrounded"
    usage = priced(recorder.usage, limits.settings.price_of(overlay.model_name))
    overlay.charge(usage)
    if ledger is not None:
        await ledger.charge(request.session_id, usage)
    # What broke off or lost a sentence is no whole answer: two voices are never spliced.
    whole = failure is None and said
    return Said(" ".join(said) if whole else None, failure, (speaker.prompt,), usage)
