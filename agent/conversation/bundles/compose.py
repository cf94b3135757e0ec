"""A wish for several things answered: a query for each kind, one of each in one list within the budget."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from agent.conversation.bundles.choice import Offer, chosen
from agent.conversation.bundles.garments import worn_to
from agent.conversation.bundles.kinds import Part, found, named, stocked
from agent.conversation.bundles.seasons import out_of_season
from agent.ports import Recommender
from agent.understanding.people import childrens, for_children, means_people, people_name
from agent.understanding.wishes import Wish
from agent.understanding.words import lowered, tokens
from retrieval.types import Constraints, PriceRange, Query, RankedProduct, Ranking, Reason

LOOKED_AT = 100
"""Products nearest to the occasion whose kinds are considered."""
OFFERS = 12
"""Products of each kind that are considered."""
MOST = 8
FEW = 4
"""Products that must be left where a list is narrowed by more than was said; fewer ideas are too few to
choose from."""
COVERED = 1.0
"""What it is worth to have a kind at all, beside having the best of another: 1 for the best, 0 for none."""
NEAR = 0.5
"""Of the best of its kind: below, a product is of the kind and not for the occasion."""
RELATED, LOOKED_AT_FIRST = 0.5, 10
"""Share of the nearest products that one department must have, where nothing else narrows the catalog: a
puppy finds one full of dogs, fishing finds a little of everything in a shop without tackle."""


def bundled(wish: Wish, query: Query, recommender: Recommender) -> Ranking | None:
    """One list with one product of each kind; None where the kinds are fewer than two.

    A bundle and an outfit cost no more than ``query.constraints.price.max`` all together; of ideas for a gift
    each keeps to the bounds by itself, since one of them will do. Call it in a thread.

    Raises:
        StorageUnavailable: the catalog is out of reach.
    """
    together = wish.kind != "gift"
    held = query.constraints
    budget = held.price.max if together and held.price is not None else None
    if together and held.price is not None:
        # What each may cost at most; that all together should cost so much at least binds no single one.
        held = held.model_copy(update={"price": PriceRange(max=budget) if budget is not None else None})
    held = _for_whom(wish, held, recommender)
    theme = _beyond(wish.theme, held)
    if wish.kind == "gift":
        # "for a six-year-old": whom it is for is all there is to go by.
        theme = theme or query.text
    if wish.kind == "outfit":
        theme = f"{theme} {worn_to(theme, recommender.vocabulary().values)}".strip()
    asked = query.model_copy(update={"constraints": held.model_copy(update={"sort": None}), "text": theme})
    # What an occasion is made of is no question of the budget; where one of several will do, it is.
    nearest = asked.constraints.model_copy(update={"price": None}) if together else asked.constraints
    base = recommender.recommend(asked.model_copy(update={"constraints": nearest, "limit": LOOKED_AT}))
    if base.relaxed is not None or not base.items:
        return None
    parts = _parts(wish, nearest, base, recommender, min(query.limit, MOST))
    if len(parts) < 2:
        return None
    children = for_children(query.text, held)
    lists = [_offered(part, asked, recommender, children) for part in parts]
    people = people_name(recommender.vocabulary().values) if wish.kind == "outfit" else None
    picks = _picks(parts, _coherent(lists, people), budget, cheap=held.sort == "price_asc")
    if not picks:
        return None
    if not together and len(picks) < FEW:
        picks += _more(base.items, picks, min(query.limit, MOST), children, theme)
    if held.sort in ("price_asc", "price_desc"):
        sign = -1 if held.sort == "price_desc" else 1
        picks = sorted(picks, key=lambda pick: sign * (pick[1].product.current_price or 0.0))
    return base.model_copy(
        update={
            "query": query,
            "items": tuple(_item(wish, part, item, rank) for rank, (part, item) in enumerate(picks, start=1)),
            "total": len(picks),
            "diversity": None,
        }
    )


def _parts(wish: Wish, wanted: Constraints, base: Ranking, shop: Recommender, most: int) -> list[Part]:
    mine = named(wanted, shop.vocabulary().paths)
    kinds = sum(
        len(values) for name, values in wanted.include.items() if any(name in p.include for p in mine)
    )
    if mine and wish.kind == "gift":
        return []
    if mine and kinds == len(mine):
        # Only kinds were named: these and no others, unless it is a single one.
        return mine[:most] if len(mine) > 1 else []
    if (
        not mine
        and wish.kind == "bundle"
        and not wanted.include
        and not related(base.items[:LOOKED_AT_FIRST])
    ):
        return []
    if base.query.text or wish.kind != "bundle":
        kinds_of = found(wish, base.items, most)
    else:
        kinds_of = stocked(shop.facets(wanted), most)
    others = [p for p in kinds_of if p.label not in {part.label for part in mine}]
    return [*mine, *others][:most]


def _beyond(theme: str, held: Constraints) -> str:
    """The words of the theme that no constraint says already: a name finds only labels."""
    said = {t.form for values in held.include.values() for value in values for t in tokens(lowered(value))}
    return " ".join(token.raw for token in tokens(theme) if token.form not in said)


def related(nearest: Sequence[RankedProduct]) -> bool:
    """Whether the products nearest to an occasion have a department in common."""
    departments = Counter(p.product.categories[0].split(" > ")[0] for p in nearest if p.product.categories)
    return bool(departments) and departments.most_common(1)[0][1] >= RELATED * len(nearest)


def _for_whom(wish: Wish, held: Constraints, recommender: Recommender) -> Constraints:
    """An outfit is of things made for somebody; what the shop calls a gift goes first as one."""
    values = recommender.vocabulary().values
    narrowed, people = held, people_name(values)
    if wish.kind == "outfit" and people is not None and people not in held.include:
        narrowed = _with(held, {people: tuple(values[people])})
    if wish.kind == "gift" and "gift" in values.get("tags", {}) and "tags" not in held.include:
        narrowed = _with(held, {"tags": ("gift",)})
    return narrowed if narrowed is held or recommender.count(narrowed) >= FEW else held


def _with(held: Constraints, include: Mapping[str, tuple[str, ...]]) -> Constraints:
    return held.model_copy(update={"include": {**held.include, **include}})


def _offered(part: Part, asked: Query, recommender: Recommender, children: bool) -> tuple[RankedProduct, ...]:
    """The best of one kind; ``()`` where the constraints leave none of it."""
    kinds = {"category", *part.include}
    include = {name: values for name, values in asked.constraints.include.items() if name not in kinds}
    constraints = asked.constraints.model_copy(update={"include": {**include, **part.include}})
    # With the kind's own name, what is most of that kind goes first: a pot before a spoon among "Cook Sets".
    text = f"{asked.text} {part.label}".strip()
    ranking = recommender.recommend(
        asked.model_copy(update={"text": text, "constraints": constraints, "limit": OFFERS})
    )
    if ranking.relaxed is not None:
        return ()
    fitting = tuple(item for item in ranking.items if not out_of_season(asked.text, item.product))
    grown = tuple(item for item in fitting if not childrens(item.product))
    # Nobody who said nothing of a child wants a child's sleeping bag, while there is another.
    return fitting if children or not grown else grown


def _coherent(lists: Sequence[Sequence[RankedProduct]], name: str | None) -> list[list[RankedProduct]]:
    """An outfit is worn by one person: of those the pieces are for, the one with the nearest pieces."""
    if name is None:
        return [list(items) for items in lists]
    worth: dict[str, float] = defaultdict(float)
    for items in lists:
        for person in {value for item in items for value in _people(item, name)}:
            worth[person] += max(item.score for item in items if person in _people(item, name))
    if len(worth) < 2:
        return [list(items) for items in lists]
    whose = max(sorted(worth), key=lambda person: worth[person])
    return [
        [item for item in items if not _people(item, name) or whose in _people(item, name)] for items in lists
    ]


def _people(item: RankedProduct, name: str) -> tuple[str, ...]:
    """The people a product is for; whatever is for everybody is for nobody in particular."""
    return tuple(value for value in item.product.values(name) if means_people(value))


def _picks(
    parts: Sequence[Part], lists: Sequence[Sequence[RankedProduct]], budget: float | None, cheap: bool
) -> list[tuple[Part, RankedProduct]]:
    """One of each kind, in the order of ``parts``; what has no price cannot be promised to fit a budget."""
    offers: list[list[Offer]] = []
    by_id: dict[str, RankedProduct] = {}
    for part, items in zip(parts, lists, strict=True):
        offers.append([])
        best = max((item.score for item in items), default=0.0)
        for item in items:
            price = item.product.current_price
            if budget is not None and price is None:
                continue
            by_id[item.product.product_id] = item
            near = item.score / best if best > 0 else 1.0
            if near < NEAR:
                continue
            if cheap:
                near = 1 / (1 + (price or 0.0))
            worth = part.weight * (COVERED + near) + item.pinned
            offers[-1].append(Offer(item.product.product_id, round(100 * (price or 0.0)), worth))
    taken = chosen(offers, None if budget is None else round(100 * budget))
    return [(part, by_id[key]) for part, key in zip(parts, taken, strict=True) if key is not None]


def _more(
    nearest: Sequence[RankedProduct],
    picks: Sequence[tuple[Part, RankedProduct]],
    most: int,
    children: bool,
    theme: str,
) -> list[tuple[Part, RankedProduct]]:
    """What else fits, where the kinds near to the occasion are too few: the nearest of each other kind."""
    taken = {item.product.categories[:1] for _, item in picks}
    more: list[tuple[Part, RankedProduct]] = []
    for item in nearest:
        kind = item.product.categories[:1]
        if not kind or kind in taken or len(picks) + len(more) == most:
            continue
        if (children or not childrens(item.product)) and not out_of_season(theme, item.product):
            taken.add(kind)
            more.append((Part(label=kind[0].split(" > ")[-1], include={}), item))
    return more


def _item(wish: Wish, part: Part, item: RankedProduct, rank: int) -> RankedProduct:
    code: Literal["idea", "part"] = "idea" if wish.kind == "gift" else "part"
    label = part.label.lower()
    text = f"an idea from {label}" if code == "idea" else f"covers {label}"
    return item.model_copy(
        update={"rank": rank, "pinned": False, "reasons": (Reason(code=code, text=text), *item.reasons)}
    )
