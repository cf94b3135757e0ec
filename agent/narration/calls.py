"""The two model calls over a ranking: how each is asked, and what was wrong in its answer.

That is put right, counted for metrics and said in the log.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from agent.errors import ModelFailure
from agent.narration.kept import Explanations
from agent.narration.overlay import Overlay
from agent.ports import Narration
from agent.types import NarrationCounts, ProposedOrder, Shortlist
from retrieval.types import HeldBack

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

log = logging.getLogger(__name__)


async def proposed(
    overlay: Overlay, shortlist: Shortlist, config: RunnableConfig, *, budget: float, turn_id: str
) -> ProposedOrder:
    """The model's order of the whole shortlist.

    Raises:
        TimeoutError: it was not there after ``budget`` seconds.
        ModelFailure: there is none.
    """
    reordered = partial(overlay.pace.reordered, budget=budget, model=overlay.model_name)
    try:
        async with asyncio.timeout(budget):
            order = await overlay.reranker.rerank(shortlist, config)
    except TimeoutError:
        reordered(late=True)
        raise
    except ModelFailure as error:
        if error.reason == "timeout":
            reordered(late=True)
        raise
    reordered(late=False)
    if sorted(order.positions) != list(range(len(shortlist.items))):
        raise ModelFailure("model_error", "The order is no permutation of the shortlist.")
    repairs = overlay.repaired(
        "rerank", {"unknown": order.unknown, "repeated": order.repeated, "missing": order.missing}
    )
    if repairs:
        log.info("turn %s: handles put right in the model's order: %s", turn_id, repairs)
    return order


def narration_of(
    overlay: Overlay,
    shortlist: Shortlist,
    config: RunnableConfig,
    *,
    anchors: tuple[str, ...],
    explanations: Explanations | None,
) -> Narration:
    """What the model says of the shortlist, from those ``explanations`` that are kept of pages where it is a
    page's."""
    if explanations is None:
        return overlay.narrator.narrate(shortlist, config)
    return explanations.narrate(overlay, shortlist, anchors, config)


def held_back(
    overlay: Overlay, shortlist: Shortlist, counts: NarrationCounts, *, turn_id: str
) -> tuple[HeldBack, ...]:
    """What a narration of the shortlist said and the facts did not bear out, as far as it came."""
    repairs = overlay.repaired(
        "narrate",
        {
            "unknown": counts.unknown,
            "repeated": counts.repeated,
            "stray": counts.stray,
            "ungrounded": len(counts.ungrounded),
            "leaked": counts.leaked,
        },
    )
    if repairs:
        log.info("turn %s: held back of the model's words: %s", turn_id, repairs)
    return tuple(
        HeldBack(product_id=None if at is None else shortlist.items[at].product.product_id, claim=claim)
        for at, claim in counts.claims
    )
