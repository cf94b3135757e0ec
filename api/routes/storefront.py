"""The demo storefront: home, category, search, product and cart, all of it readable without a script."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from agent.types import Item
from api.house import house_of
from api.keyring import Keyring
from api.limits import address_of
from api.pages.refusals import ShopRoute
from api.pages.rendering import SHOP_POLICY, page
from api.pages.shop import shelf
from api.pages.shop.departments import departments
from api.pages.shop.filters import SORTS, Pairs, address, chips, constraints_in, fewer, groups, pairs_of
from api.pages.shop.session import remembered, shopper_of
from api.pages.shop.tally import tallied
from api.pages.shop.tree import Category, Tree, tree_of
from api.problems import Problem
from api.settings import ApiSettings
from retrieval.candidates import SIMILAR
from retrieval.types import Constraints, RankedProduct
from retrieval.types import Query as Wanted

HOME = 12
STRIP = 8
CAROUSEL = 12
WORDS = 400
_ON_THE_CARD = ("sale", "stock", "rating")
"""Reasons that a card shows as facts."""


async def _paced(request: Request) -> None:
    """Where keys are set, a visitor's pages count like their calls. Raises :class:`Problem` (429)."""
    settings: ApiSettings = request.app.state.settings
    if settings.keyed:
        await request.app.state.rates.charge(address=address_of(request.scope))


router = APIRouter(include_in_schema=False, route_class=ShopRoute, dependencies=[Depends(_paced)])
Page = Annotated[int, Query(ge=1, le=10_000)]


@router.get("/")
async def home(request: Request) -> Response:
    """What this shopper may like, what is new, and where everything is."""
    house = house_of(request)
    room, shopper = house.retrieval, shopper_of(request)

    def looked_up() -> dict[str, Any]:
        liked = room.recommender.recommend(Wanted(session_id=shopper.session_id, surface="home", limit=HOME))
        room.recommender.record(liked)
        shown = tuple(item.product.product_id for item in liked.items)
        new = room.recommender.recommend(
            Wanted(constraints=Constraints(sort="newest"), surface="new", limit=STRIP, exclude=shown)
        )
        room.recommender.record(new)
        profile = room.shoppers.of(None, shopper.session_id)
        return {
            "liked": _list(liked.ranking_id, "home", liked.items),
            "new": _list(new.ranking_id, "new", new.items),
            "tops": departments(room.recommender),
            "known": profile is not None and bool(profile.history or profile.answers),
        }

    found = await asyncio.to_thread(looked_up)
    return await _answer(request, "shop/home.html", **found)


@router.get("/c/{slug:path}")
async def category(request: Request, slug: str, page: Page = 1) -> Response:
    """One shelf, narrowed and sorted by what stands in the address."""
    recommender, shopper = house_of(request).retrieval.recommender, shopper_of(request)
    given = constraints_in(request.query_params.multi_items())

    def looked_up() -> dict[str, Any]:
        tree = tree_of(recommender.vocabulary())
        here = tree.by_slug.get(slug.strip("/"))
        if here is None:
            raise Problem("not-found", "There is no such shelf in this shop.")
        wanted = _within(given, here)
        listed = shelf.browsed(
            recommender,
            Wanted(constraints=wanted, session_id=shopper.session_id, surface="category"),
            page,
        )
        relaxed = listed.ranking.relaxed
        facets = {**recommender.facets(wanted)}
        for name in given.include:
            others = {key: values for key, values in wanted.include.items() if key != name}
            facets[name] = recommender.facets(wanted.model_copy(update={"include": others})).get(name, {})
        facets.pop("category", None)
        below = [(node, recommender.count(_within(Constraints(), node))) for node in _below(tree, here)]
        pairs = pairs_of(given)
        return {
            "here": here,
            "above": tree.of(here.value)[:-1],
            "below": [(node, count) for node, count in below if count],
            "shelf": listed,
            "list": _list(listed.ranking.ranking_id, "category", listed.items),
            "relaxed": relaxed,
            "groups": list(groups(facets, given.include, listed.total)),
            "chips": chips(given, here.href, [], recommender.vocabulary().currency),
            "given": given,
            "pages": _pages(here.href, pairs, listed),
        }

    found = await asyncio.to_thread(looked_up)
    return await _answer(request, "shop/category.html", sorts=SORTS, **found)


@router.get("/search")
async def search(
    request: Request,
    q: Annotated[str, Query(max_length=4000)] = "",
    exact: str = "",
    page: Page = 1,
) -> Response:
    """Words to products. What they mean is shown as filters, each of which can be taken away again."""
    house, shopper = house_of(request), shopper_of(request)
    recommender = house.retrieval.recommender
    text = " ".join(q.replace("\x00", " ").split())[:WORDS]
    given = constraints_in(request.query_params.multi_items())
    if text and not exact:
        vocabulary = await asyncio.to_thread(recommender.vocabulary)
        understood = await house.agent.interpreter.interpret(text, given, vocabulary)
        text, given = understood.text.strip(), understood.constraints
        given = fewer(given, await asyncio.to_thread(recommender.facets, given))

    def looked_up() -> dict[str, Any]:
        wanted = Wanted(text=text, constraints=given, session_id=shopper.session_id, surface="search")
        plain = not text or given.sort not in (None, "relevance")
        listed = (shelf.browsed if plain else shelf.found)(recommender, wanted, page)
        kept: Pairs = [("q", text), ("exact", "1")] if text else [("exact", "1")]
        matches: tuple[RankedProduct, ...] = listed.matches or listed.ranking.items
        facets = recommender.facets(given) if not text else tallied([item.product for item in matches])
        tree = tree_of(recommender.vocabulary())
        return {
            "text": text,
            "shelf": listed,
            "list": _list(listed.ranking.ranking_id, "search", listed.items),
            "others": _list(listed.ranking.ranking_id, "search", listed.others),
            "relaxed": listed.ranking.relaxed,
            "groups": list(groups(facets, given.include, len(matches))),
            "chips": chips(given, "/search", kept, recommender.vocabulary().currency),
            "given": given,
            "tops": tree.tops,
            "pages": _pages("/search", [*kept, *pairs_of(given)], listed),
        }

    found = await asyncio.to_thread(looked_up)
    return await _answer(request, "shop/search.html", sorts=SORTS, said=q.strip(), **found)


@router.get("/p/{product_id:path}")
async def product(request: Request, product_id: str) -> Response:
    """One product: what it is, what is like it, and what goes with it."""
    recommender = house_of(request).retrieval.recommender

    def looked_up() -> dict[str, Any]:
        shown = recommender.product(product_id).public()
        # Not recorded: where scripts run, the page's own element asks for lists that events can cite.
        like, goes = recommender.similar(product_id, CAROUSEL), recommender.goes_with(product_id, CAROUSEL)
        tree = tree_of(recommender.vocabulary())
        return {
            "product": shown,
            "path": tree.of(shown.categories[0]) if shown.categories else [],
            "variants": [each.public() for each in recommender.variants(product_id)],
            "similar": _list(None, SIMILAR, like.items),
            "goes_with": _list(None, "goes_with", goes.items),
        }

    found = await asyncio.to_thread(looked_up)
    return await _answer(request, "shop/product.html", **found)


@router.get("/cart")
async def cart(request: Request) -> Response:
    """The cart lives in the browser; this is its page."""
    return await _answer(request, "shop/cart.html")


async def _answer(request: Request, template: str, **values: Any) -> Response:
    shopper = shopper_of(request)
    keyring: Keyring = request.app.state.keyring
    publishable = keyring.now().publishable
    room = house_of(request).retrieval
    tree = tree_of(await asyncio.to_thread(room.recommender.vocabulary))
    made = page(
        template,
        SHOP_POLICY,
        key=publishable[0].get_secret_value() if publishable else "",
        session_id=shopper.session_id,
        nav=tree.tops[:24],
        made_up=request.app.state.made_up,
        **values,
    )
    return remembered(made, shopper, secure=request.url.scheme == "https")


def _list(ranking_id: str | None, surface: str, items: Any) -> dict[str, Any]:
    """Cards as templates take them. What holds for every card is said once, and not what stands on it."""
    shown = [item if isinstance(item, Item) else Item.of(item) for item in items]
    said = [[reason.text for reason in item.reasons if reason.code not in _ON_THE_CARD] for item in shown]
    shared = [text for text in said[0] if all(text in each for each in said)] if len(said) > 1 else []
    cards = [
        (item, [text for text in texts if text not in shared][:2])
        for item, texts in zip(shown, said, strict=True)
    ]
    return {"ranking_id": ranking_id, "surface": surface, "cards": cards, "shared": shared[:2]}


def _within(given: Constraints, node: Category) -> Constraints:
    return given.model_copy(update={"include": {**given.include, "category": (node.value,)}})


def _below(tree: Tree, here: Category) -> tuple[Category, ...]:
    return tree.below.get(here.segments, ())


def _pages(path: str, pairs: Pairs, listed: shelf.Shelf) -> list[tuple[int, str]]:
    """The numbers worth a link: the ends, and those around this page."""
    near = {1, listed.pages, *range(listed.page - 2, listed.page + 3)}
    numbers = [number for number in sorted(near) if 1 <= number <= listed.pages]
    return [(number, address(path, [*pairs, ("page", str(number))])) for number in numbers]
