"""The storefront's addresses: what they mean, what they never do, and what a page carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.turns import new_session_id
from api.pages.links import picture_path, product_path, web_address
from api.pages.shop.filters import chips, constraints_in, fewer, groups, pairs_of
from api.pages.shop.tally import tallied
from api.pages.shop.tree import grown, slug_in
from api.settings import ApiSettings
from retrieval.types import Constraints, PriceRange, PublicProduct, Sort
from tests.api.shop import kettle, shop
from tests.serving import Serving

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip)
NAMED = st.dictionaries(
    WORDS.filter(bool),
    st.lists(WORDS.filter(bool), min_size=1, max_size=4, unique=True).map(tuple),
    max_size=4,
)
SORTED: list[Sort | None] = [None, "price_asc", "price_desc", "rating", "newest"]


@given(
    include=NAMED,
    exclude=NAMED,
    low=st.none() | st.integers(0, 10**5).map(float),
    high=st.none() | st.integers(10**5, 10**6 - 1).map(float),
    stock=st.sampled_from([None, True]),
    sort=st.sampled_from(SORTED),
)
def test_filters_survive_the_address(
    include: dict[str, tuple[str, ...]],
    exclude: dict[str, tuple[str, ...]],
    low: float | None,
    high: float | None,
    stock: bool | None,
    sort: Sort | None,
) -> None:
    price = PriceRange(min=low, max=high) if low is not None or high is not None else None
    wanted = Constraints(price=price, include=include, exclude=exclude, in_stock=stock, sort=sort)
    assert constraints_in(pairs_of(wanted)) == wanted
    for chip in chips(wanted, "/search", [], "USD"):
        query = httpx.URL(f"http://x{chip.without}").params.multi_items()
        left = constraints_in(query)
        assert left != wanted
        assert set(pairs_of(left)) < set(pairs_of(wanted))


def test_many_amounts_are_one_filter_and_only_those_that_are_here() -> None:
    weights = tuple(f"{n} kg" for n in range(1, 160))
    wanted = Constraints(include={"weight": weights, "size": ("38", "40", "44", "46", "48")})
    found = fewer(wanted, {"weight": {f"{n} KG": 1 for n in range(3, 12)}, "size": {"99": 1}})
    assert found.include == {"weight": tuple(f"{n} kg" for n in range(3, 12)), "size": wanted.include["size"]}
    texts = [chip.text for chip in chips(found, "/search", [], "USD")]
    assert texts == ["weight 3 kg to 11 kg", "38", "40", "44", "46", "48"]
    assert constraints_in(pairs_of(fewer(wanted, {}))).include["weight"] == weights[:100]


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=40))
def test_any_address_is_read(pairs: list[tuple[str, str]]) -> None:
    constraints_in(pairs)


@pytest.mark.parametrize("price", ["nan", "inf", "-1", "1e400", "x", "1,2,3"])
def test_a_price_that_is_none_is_left_out(price: str) -> None:
    assert constraints_in([("min", price), ("max", price)]) == Constraints()


def test_bounds_the_wrong_way_round_are_turned() -> None:
    assert constraints_in([("min", "80"), ("max", "20")]).price == PriceRange(min=20, max=80)


def test_every_category_has_an_address_of_its_own() -> None:
    paths = ["A & B > C", "A & B > c", "A B > C", "日本 > 茶", "茶 > 日本", "--- > ?!"]
    tree = grown(paths, [part for path in paths for part in path.split(" > ")])
    assert {category.value for category in tree.by_slug.values()} >= set(paths)
    assert len({category.href for category in tree.by_slug.values()}) == len(tree.by_slug)
    assert [category.value for category in tree.of("日本 > 茶")] == ["日本", "日本 > 茶"]
    assert slug_in("Tents & Shelter") == "tents-shelter"


def test_what_tells_nothing_is_no_filter() -> None:
    found = {"brand": {"a": 5, "b": 5}, "material": {"wool": 20}, "rare": {"x": 1}, "waterproof": {"yes": 4}}
    assert [group.name for group in groups(found, {}, 20)] == ["brand", "waterproof"]
    chosen = [group for group in groups(found, {"size": ("xl",)}, 20) if group.name == "size"]
    assert [(choice.value, choice.chosen) for choice in chosen[0].choices] == [("xl", True)]


@pytest.mark.parametrize(
    ("image", "own"),
    [
        ("https://cdn.example/a.png", True),
        ("data:image/png;base64,AA", True),
        ("/pictures/x.svg", True),
        ("//evil.example/a.png", False),
        ("/\\evil.example/a.png", False),
        ("javascript:alert(1)", False),
        ("http://cdn.example/a.png", False),
        ("data:text/html,x", False),
        (None, False),
    ],
)
def test_only_pictures_that_may_be_asked_for_are(image: str | None, own: bool) -> None:
    product = PublicProduct(product_id="a/b ?#", title="t", image=image)
    assert picture_path(product) == (image if own else "/pictures/a%2Fb%20%3F%23.svg")


def test_a_products_own_page_elsewhere_is_named_where_it_is_one() -> None:
    def host(url: str) -> str | None:
        return web_address(PublicProduct(product_id="p", title="t", url=url))

    assert host("https://shop.example/p/1") == "shop.example"
    assert [host(url) for url in ("/p/1", "javascript:alert(1)", "https://a b", "http://[x")] == [None] * 4


def test_any_id_has_its_page_and_its_picture(server: Serving, client: httpx.Client) -> None:
    ids = ["a/b", "ünï ?&#%", "p/similar", "x.svg", '"><b>', "a%2Fb"]
    server.house.retrieval.writer.put(
        [kettle(n, product_id=each, title=f"Odd {n}") for n, each in enumerate(ids)]
    )
    try:
        for number, each in enumerate(ids):
            page = client.get(product_path(each))
            assert page.status_code == 200, each
            assert f"<h1>Odd {number}</h1>" in page.text
            assert client.get(f"/pictures/{product_path(each)[3:]}.svg").status_code == 200
    finally:
        server.house.retrieval.writer.delete(ids)


@pytest.mark.parametrize(
    "path",
    [
        "/?x=1",
        "/search",
        "/search?q=%00&f.%00=1&min=x&page=2",
        "/search?q=kettle&page=9999",
        "/search?q=kettle&sort=rating&exact=1",
        "/search?exact=1&sort=price_asc&f.color=blue&f.color=red",
        "/c/kitchen?page=500",
        "/c/kitchen/kettles/stovetop-kettles?sort=nonsense&f.nothing=x",
        "/cart",
    ],
)
def test_whatever_is_typed_is_a_page(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert not re.search(r"<style|\sstyle=|\son\w+=", page.text)


def test_finds_are_sorted_and_stay_finds(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": "kettle", "exact": "1", "sort": "price_desc"}).text
    results = page.partition('class="results"')[2]
    amounts = [float(text) for text in re.findall(r'<p class="price">\$([\d.]+)</p>', results)]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) >= 3
    assert "Ridge Tent" not in results.partition('class="others"')[0]


def test_a_shopper_is_known_again_by_a_cookie_of_the_servers_own(client: httpx.Client) -> None:
    first = client.get("/")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    session = re.search(r'aisle-session" content="(s_[\w-]{36})"', first.text)
    assert session is not None
    again = client.get("/cart")
    assert "set-cookie" not in again.headers
    assert session.group(1) in again.text
    for made_up in ("s_guessed", new_session_id()):
        client.cookies.clear()
        client.cookies.set("aisle_shopper", made_up)
        assert made_up not in client.get("/").text


@pytest.fixture
def keyed(tmp_path: Path) -> Iterator[Serving]:
    settings = ApiSettings.model_validate(
        {"secret_keys": "sk_hidden_1", "publishable_keys": "pk_shown_1", "limit_address": "4/hour"}
    )
    with Serving(tmp_path, shop(), settings=settings) as server:
        yield server


def test_the_publishable_key_travels_and_visitors_are_paced(keyed: Serving) -> None:
    with keyed.client() as client:
        page = client.get("/").text
        assert unescape(page).count("pk_shown_1") >= 2
        assert "sk_hidden" not in page
        answers = [client.get("/search", params={"q": "kettle"}) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["content-type"].startswith("text/html")
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "kind", ["Kettles", "Kitchen > Kettles", "kitchen", "Kitchen > Kettles > Stovetop Kettles"]
)
def test_a_category_in_force_says_how_many_finds_it_has(kind: str) -> None:
    products = [kettle(number).public() for number in range(3)]
    group, *_ = groups(tallied(products), {"category": [kind]}, total=3)
    assert group.name == "category"
    assert [(choice.value.casefold(), choice.count) for choice in group.choices] == [(kind.casefold(), 3)]
