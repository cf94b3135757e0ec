"""From what was understood to a query, and to one list."""

from __future__ import annotations

from agent.conversation.bundles import bundled
from agent.conversation.onscreen import OnScreen
from agent.ports import Recommender
from agent.types import Context, TurnRequest, Understanding
from agent.understanding.people import childrens, for_children
from agent.understanding.wishes import wish
from retrieval.candidates import GOES_WITH
from retrieval.types import Constraints, Query, Ranking

_LOOKS = 3
"""How often a list for a gift is looked through for what is a child's."""


def query_of(request: TurnRequest, understood: Understanding | None, screen: OnScreen | None = None) -> Query:
    """``screen``: what the list should be like, or go with."""
    context: Context = request.context
    like = screen.like if screen is not None else ()
    beside = screen is not None and screen.beside
    near = tuple(dict.fromkeys(filter(None, (*like, context.product_id, *context.cart))))
    said = understood.constraints if understood is not None else Constraints()
    surface = context.surface or ("chat" if understood is not None else "recommendations")
    return Query(
        text=understood.text if understood is not None and not beside else "",
        constraints=_narrowed(said, request.filters),
        anchors=like if beside else near,
        exclude=tuple(dict.fromkeys((*request.exclude, *near))),
        user_id=request.user_id,
        session_id=request.session_id,
        region=context.region,
        age_verified=context.age_verified,
        surface=GOES_WITH if beside else surface,
        limit=request.limit,
    )


def _narrowed(said: Constraints, filters: Constraints) -> Constraints:
    """What the page demands beats what was read from words, name by name."""
    demanded = filters.model_dump(exclude_none=True, exclude={"include", "exclude"})
    return said.model_copy(
        update={
            **{name: getattr(filters, name) for name in demanded},
            "include": {**said.include, **filters.include},
            "exclude": {**said.exclude, **filters.exclude},
        }
    )


def ranked(
    query: Query, understood: Understanding | None, screen: OnScreen | None, recommender: Recommender
) -> Ranking:
    """One list; where several things are wished for at once, one with one of each kind."""
    if understood is not None and not (screen is not None and screen.like):
        wished = wish(understood.text)
        several = bundled(wished, query, recommender) if wished is not None else None
        if several is not None:
            return several
        if wished is not None and wished.kind == "gift" and not for_children(query.text, query.constraints):
            query = _for_the_grown(query, recommender)
    ranking = recommender.recommend(query)
    if query.surface == GOES_WITH and not ranking.items:
        # Nobody has bought anything with it yet: what comes near to the words.
        text = understood.text if understood is not None else ""
        return recommender.recommend(query.model_copy(update={"surface": "chat", "text": text}))
    if ranking.relaxed is None or screen is None or not screen.like:
        return ranking
    # "More like that but in white": a product's own variants are not like it, and here one of them is meant.
    liked = recommender.product(screen.like[0])
    rest = tuple(anchor for anchor in query.anchors if anchor not in screen.like)
    own = recommender.recommend(query.model_copy(update={"anchors": rest, "text": liked.title}))
    return ranking if own.relaxed is not None else own


def _for_the_grown(query: Query, recommender: Recommender) -> Query:
    """Nobody who said nothing of a child gives a child's sleeping bag, while there is something else."""
    for _ in range(_LOOKS):
        items = recommender.recommend(query).items
        childs = tuple(item.product.product_id for item in items if childrens(item.product))
        if not childs or len(childs) == len(items):
            break
        query = query.model_copy(update={"exclude": (*query.exclude, *childs)})
    return query
