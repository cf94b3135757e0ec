"""Whether this turn asks something, and what was asked before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from agent.conversation.clarifying import Left, Question, question
from agent.conversation.state import Conversation
from agent.ports import Recommender
from agent.types import Understanding
from agent.understanding.wishes import wish
from retrieval.types import Ranking

Asking: TypeAlias = Callable[[Understanding, Ranking, Conversation, Recommender], Question | None]
"""How a turn comes to its question; :func:`asking` is ours, evaluations set others beside it."""


def asking(
    understood: Understanding, ranking: Ranking, state: Conversation, recommender: Recommender
) -> Question | None:
    """The one question that pays, once the first results are shown; None where none does.

    Call it in a thread.

    Raises:
        StorageUnavailable: the catalog is out of reach.
    """
    left = to_ask_about(understood, ranking, recommender)
    return question(left, len(ranking.items), state.asked) if left is not None else None


def to_ask_about(understood: Understanding, ranking: Ranking, recommender: Recommender) -> Left | None:
    """What is left to choose from; None where nothing is to be asked.

    Nothing is asked where nothing is held (the products that are left would be the whole shop), nor beside
    results that were widened, nor where the shopper spoke of a product. Raises as :func:`asking`.
    """
    held = understood.constraints
    if wish(understood.text) is not None:
        # One of each kind: no attribute divides those.
        return None
    spoken = understood.intent in ("search", "refine") and not ranking.query.anchors
    if not spoken or ranking.relaxed is not None or not held.include:
        return None
    # The ranking may hold fewer than satisfy the constraints: rules drop some. Counts are told of all.
    return Left(
        held=held,
        total=recommender.count(held),
        facets=recommender.facets(held),
        prices=partial(recommender.current_prices, held),
        currency=recommender.vocabulary().currency,
    )
