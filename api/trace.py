"""A stored ranking as the contract's trace."""

from __future__ import annotations

from typing import Any

from retrieval.types import Outcome, RankedProduct, Ranking


def trace(ranking: Ranking, outcome: Outcome | None = None) -> dict[str, Any]:
    """Everything that explains a list, without what is private to the shop, and what became of it."""
    out = ranking.model_dump(mode="json", exclude={"items"}, exclude_none=True)
    constraints = ranking.query.constraints.wire()
    out["query"]["constraints"] = constraints
    if ranking.asked is not None:
        out["asked"] = ranking.asked.wire()
    if ranking.relaxed is not None:
        out["relaxed"]["constraints"] = ranking.relaxed.constraints.wire()
    if outcome is not None:
        out["outcome"] = outcome.model_dump(mode="json", exclude_none=True)
    return {**out, "constraints": constraints, "items": [_item(item) for item in ranking.items]}


def _item(item: RankedProduct) -> dict[str, Any]:
    out = item.model_dump(mode="json", exclude={"product"})
    return {"product": item.product.public().model_dump(mode="json", exclude_none=True), **out}
