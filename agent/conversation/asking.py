"""Whether this turn asks something, and what was asked before."""

from __future__ import annotations

from agent.conversation.clarifying import Question, question
from agent.conversation.state import Conversation
from agent.ports import Recommender
from agent.types import Understanding
from agent.understanding.wishes import wish
from retrieval.types import Ranking


def asking(
    understood: Understanding, ranking: Ranking, state: Conversation, recommender: Recommender
) -> Question | None:
    """The one question that pays, once the first results are shown; None where none does.

    Nothing is asked where nothing is held (the products that are left would be the whole shop), nor beside
    results that were widened, nor where the shopper spoke of a product. Call it in a thread.

    Raises:
        StorageUnavailable: the catalog is out of reach.
    """
    held = understood.constraints
    if wish(understood.text) is not None:
        # One of each kind: no attribute divides those.
        return None
    spoken = understood.intent in ("search", "refine") and not ranking.query.anchors
    if not spoken or ranking.relaxed is not None or not held.include:
        return None
    # The ranking may hold fewer than satisfy the constraints: rules drop some. Counts are told of all.
    return question(
        held,
        recommender.count(held),
        recommender.facets(held),
        recommender.count,
        recommender.vocabulary().currency,
        state.asked,
    )
