"""The same list twice: as the rules in force make it, and as others would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.listing import query_of, ranked
from agent.types import Context, TurnRequest, Understanding
from api.house import House
from api.pages.shop.shelf import arranged, on_a_shelf
from api.problems import Problem
from retrieval.pipeline import Recommender
from retrieval.ranking.preview import changes, never_met
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.types import Constraints, Ranking


@dataclass(frozen=True, slots=True)
class Wish:
    """What the rules are tried on."""

    listed: Callable[[Recommender], Ranking]
    understood: Understanding | None = None
    served: Ranking | None = None
    """The list that is made anew, where it is one."""


async def told(house: House, request: TurnRequest) -> Wish:
    """What is typed means what it would mean to a shopper who says it as the first thing."""
    understood = None
    if request.message is not None:
        vocabulary = await asyncio.to_thread(house.retrieval.recommender.vocabulary)
        understood = await house.agent.interpreter.interpret(request.message, Constraints(), vocabulary)
    query = query_of(request, understood).model_copy(update={"session_id": None})
    return Wish(lambda recommender: ranked(query, understood, None, recommender), understood)


async def stored(house: House, ranking_id: str) -> Wish:
    """The very query of a list that was served, its shopper's included.

    Raises:
        Problem: 404, where there is none.
        StorageUnavailable: the database did not answer.
    """
    served = await asyncio.to_thread(house.retrieval.rankings.get, ranking_id)
    if served is None:
        raise Problem("not-found", "No ranking has this id.")
    return Wish(again(served), served=served)


def again(served: Ranking) -> Callable[[Recommender], Ranking]:
    """How this list was made, to be made once more."""
    query = served.query.model_copy(update={"constraints": served.asked or served.query.constraints})
    if on_a_shelf(query):
        return lambda recommender: arranged(recommender, query)
    if any(reason.code in ("part", "idea") for item in served.items for reason in item.reasons):
        # One of each kind: many queries stand behind it.
        understood = Understanding(text=query.text, constraints=query.constraints)
        return lambda recommender: ranked(query, understood, None, recommender)
    return lambda recommender: recommender.recommend(query)


def compared(house: House, wish: Wish, rules: CompiledRules) -> dict[str, Any]:
    """Before and after, as JSON. Raises StorageUnavailable."""
    recommender = house.retrieval.recommender
    before, after = wish.listed(recommender), wish.listed(recommender.under(rules))
    found, moved_since = changes(before, after), None
    if wish.served is not None:
        now = {item.product.product_id: item.rank for item in before.items}
        then = {item.product.product_id: item.rank for item in wish.served.items}
        moved_since = sum(now.get(product_id) != rank for product_id, rank in then.items())
        # The page that was served: its places, and what came from further down or went there.
        first, last = min(then.values(), default=1), max(then.values(), default=before.query.limit)
        found = tuple(
            change
            for change in found
            if any(rank is not None and first <= rank <= last for rank in (change.before, change.after))
        )
    out: dict[str, Any] = {
        "in_force": before.rules_version,
        "previewed": after.rules_version,
        "changes": [change.model_dump(mode="json") for change in found],
        "never_met": list(never_met(rules, recommender.vocabulary())),
    }
    if wish.understood is not None:
        understood = wish.understood
        out["understood"] = understood.model_dump(mode="json") | {
            "constraints": understood.constraints.wire()
        }
    if moved_since is not None:
        out["moved_since"] = moved_since
    return out


def page_of(
    words: str, *, product_id: str | None, user_id: str | None, region: str | None, **fields: Any
) -> TurnRequest:
    """The request of a page, or of a shopper who says ``words``; ``fields``: ``filters, surface, limit``."""
    context = Context(product_id=product_id, region=region, surface=fields.pop("surface"))
    return TurnRequest(
        turn_id="", session_id="", user_id=user_id, message=words.strip() or None, context=context, **fields
    )
