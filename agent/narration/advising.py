"""What the model advises on compared products, held to their facts; the plain advice where it says nothing.

The facts stand above it already, said by us, so nobody waits for the model to see them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.errors import ModelFailure
from agent.models.spending import Ledger, priced
from agent.narration.overlay import Overlay
from agent.settings import AgentSettings
from agent.types import DegradedReason, PromptUse, Shortlist, TurnRequest, Usage
from retrieval.types import Constraints, Product, RankedProduct

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import RunnableConfig

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Advice:
    """What was said, and what it took."""

    text: str | None
    """None: nothing that the facts bear out."""
    failure: DegradedReason | None = None
    prompts: tuple[PromptUse, ...] = ()
    usage: Usage = field(default_factory=Usage)


async def advice_on(
    products: Sequence[Product],
    constraints: Constraints,
    request: TurnRequest,
    overlay: Overlay,
    settings: AgentSettings,
    ledger: Ledger | None,
    callbacks: Sequence[BaseCallbackHandler],
    stop: asyncio.Event,
) -> Advice:
    """One short call, as long as a first token may take; ended at once by ``stop``. Never raises."""
    advisor = overlay.advisor
    if advisor is None:
        return Advice(None)
    if ledger is not None and not await ledger.allows(request.session_id):
        return Advice(None, "budget")
    from agent.models.recorder import TurnRecorder

    recorder = TurnRecorder()
    config: RunnableConfig = {
        "callbacks": [recorder, *callbacks],
        "metadata": {"turn_id": request.turn_id},
    }
    items = tuple(RankedProduct(product=p, rank=rank, score=0.0) for rank, p in enumerate(products, start=1))
    narration = advisor.narrate(
        Shortlist(request=request.message or "", constraints=constraints, items=items), config
    )
    said: list[str] = []

    async def listen() -> None:
        last: int | None = None
        async for sentence in narration:
            place = sentence.position
            # Sentences about one product follow each other: its name stands before the first of them.
            name = f"{products[place].title}: " if place is not None and place != last else ""
            said.append(f"{name}{sentence.text}")
            last = place

    call, stopped = asyncio.create_task(listen()), asyncio.create_task(stop.wait())
    failure: DegradedReason | None = None
    try:
        async with asyncio.timeout(settings.first_token_timeout):
            await asyncio.wait((call, stopped), return_when=asyncio.FIRST_COMPLETED)
        if call.done():
            call.result()
    except TimeoutError:
        failure = "timeout"
    except ModelFailure as error:
        failure = error.reason
    except Exception:  # the plain advice stands without the model, whatever broke in it
        log.exception("turn %s: the advice broke", request.turn_id)
        failure = "model_error"
    finally:
        call.cancel()
        stopped.cancel()
        await asyncio.wait((call, stopped), timeout=1.0)
        await narration.aclose()
    if failure is None and narration.counts.ungrounded:
        failure = "ungrounded"
    usage = priced(recorder.usage, settings.price_of(overlay.model_name))
    overlay.charge(usage)
    if ledger is not None:
        await ledger.charge(request.session_id, usage)
    # What broke off or lost a sentence is no whole advice: two voices are never spliced.
    whole = failure is None and said
    return Advice(" ".join(said) if whole else None, failure, (advisor.prompt,), usage)
