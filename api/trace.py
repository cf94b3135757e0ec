"""A stored ranking as the contract's trace."""

from __future__ import annotations

from typing import Any

from retrieval.types import RankedProduct, Ranking


def trace(ranking: Ranking) -> dict[str, Any]:
    """Everything that explains a list, without what is private to the shop."""
    out = ranking.model_dump(mode="json", exclude={"items"}, exclude_none=True)
    constraints = ranking.query.constraints.wire()
    out["query"]["constraints"] = constraints
    if ranking.asked is not None:
        out["asked"] = ranking.asked.wire()
    if ranking.relaxed is not None:
        out["relaxed"]["constraints"] = ranking.relaxed.constraints.wire()
    return {**out, "constraints": constraints, "items": [_item(item) for item in ranking.items]}


def _item(item: RankedProduct) -> dict[str, Any]:
    out = item.model_dump(mode="json", exclude={"product"})
    return {"product": item.product.public().model_dump(mode="json", exclude_none=True), **out}
