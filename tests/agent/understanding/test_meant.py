"""Words that mean one thing or another by what stands beside them."""

from __future__ import annotations

from functools import cache

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.lexicon import Lexicon
from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.types import Constraints, Product, Vocabulary
from tests.agent.understanding.catalogs import after

SHELVES: tuple[tuple[str, dict[str, str]], ...] = (
    ("Phones & Tablets > Smartphones", {"storage": "128 GB", "color": "Black"}),
    ("Phones & Tablets > Tablets", {"storage": "256 GB", "color": "Red"}),
    ("Phones & Tablets > Tablets", {"storage": "1 TB", "color": "Skin"}),
    ("Computers > Keyboards", {"switch": "Red", "color": "Red", "layout": "Compact"}),
    ("Computers > Mice", {"connectivity": "Wireless"}),
    ("Food > Pasta & Rice > Pasta", {"country": "Italy", "flavour": "Mint"}),
    ("Food > Pasta & Rice > Rice", {"country": "Spain", "flavour": "Orange"}),
    ("Food > Coffee", {"roast": "Light"}),
    ("Books > History", {"language": "English"}),
    ("Books > Biography", {"language": "French"}),
    ("Beauty > Creams", {"skin_type": "Dry", "hair_type": "Normal"}),
    ("Beauty > Shampoo", {"hair_type": "Dry"}),
    ("Beauty > Shampoo", {"hair_type": "Dry"}),
    ("Women > Outerwear > Coats & Jackets", {"gender": "Women"}),
    ("Pets > Dogs > Dog Coats", {"pet": "dog"}),
    ("Furniture > Sofas", {"seats": "3", "color": "Black"}),
    ("Kitchen > Chopping Boards", {"pieces": "6", "size": "M"}),
    ("Furniture > Tents", {"people": "2"}),
    ("TV & Video > Televisions", {"screen_size": "55 inch"}),
)
BRANDS = ("Nothing", "Kind", "Sony", "On", "W", "M", "A")


@cache
def bazaar() -> Lexicon:
    """A shop of everything."""
    columns = Columns()
    for number, (path, attributes) in enumerate(SHELVES):
        product = Product(
            product_id=f"p{number}",
            title=path.split(" > ")[-1],
            brand=BRANDS[number % len(BRANDS)],
            categories=(path,),
            attributes=dict(attributes),
        )
        columns.set(columns.add(), product)
    return build_lexicon(learn(columns, revision=1))


CASES: tuple[tuple[str, dict[str, list[str]], dict[str, list[str]]], ...] = (
    ("pasta", {"category": ["Pasta"]}, {}),
    ("a phone", {"category": ["Smartphones"]}, {}),
    ("a nothing phone", {"category": ["Smartphones"], "brand": ["Nothing"]}, {}),
    ("kind pasta", {"category": ["Pasta"], "brand": ["Kind"]}, {}),
    ("a keyboard with red switches", {"category": ["Keyboards"], "switch": ["Red"]}, {}),
    ("a red keyboard", {"category": ["Keyboards"], "color": ["Red"]}, {}),
    ("a keyboard, compact layout", {"category": ["Keyboards"], "layout": ["Compact"]}, {}),
    ("a compact keyboard", {"category": ["Keyboards"]}, {}),
    ("wireless mouse", {"category": ["Mice"], "connectivity": ["Wireless"]}, {}),
    ("italian pasta", {"category": ["Pasta"], "country": ["Italy"]}, {}),
    ("a history book", {"category": ["History"]}, {}),
    ("cream for dry skin", {"category": ["Creams"], "skin_type": ["Dry"]}, {}),
    ("shampoo for dry hair", {"category": ["Shampoo"], "hair_type": ["Dry"]}, {}),
    ("cream for my sensitive skin", {"category": ["Creams"]}, {}),
    ("a tablet in skin", {"category": ["Tablets"], "color": ["Skin"]}, {}),
    ("coats", {"category": ["Coats & Jackets"]}, {}),
    ("a three seater sofa", {"category": ["Sofas"], "seats": ["3"]}, {}),
    ("a tent for two", {"category": ["Tents"], "people": ["2"]}, {}),
    ("a tv", {"category": ["Televisions"]}, {}),
    ("a couch", {"category": ["Sofas"]}, {}),
    ("coffee as light as possible", {"category": ["Coffee"]}, {}),
    ("on coffee", {"category": ["Coffee"], "brand": ["On"]}, {}),
    ("more on coffee", {"category": ["Coffee"]}, {}),
    ("chopping bord", {"category": ["Chopping Boards"]}, {}),
    ("a set of 6 chopping boards", {"category": ["Chopping Boards"], "pieces": ["6"]}, {}),
    ("chopping boards, m", {"category": ["Chopping Boards"], "size": ["M"]}, {}),
    ("chopping boards m", {"category": ["Chopping Boards"]}, {}),
    ("chopping boards, m please", {"category": ["Chopping Boards"], "size": ["M"]}, {}),
    ("nothing from sony", {}, {"brand": ["Sony"]}),
    ("W pasta", {"category": ["Pasta"], "brand": ["W"]}, {}),
    ("show me w pasta", {"category": ["Pasta"], "brand": ["W"]}, {}),
    ("I'm looking for W pasta", {"category": ["Pasta"], "brand": ["W"]}, {}),
    ("pasta by W please", {"category": ["Pasta"], "brand": ["W"]}, {}),
    ("pasta from Sony or W", {"category": ["Pasta"], "brand": ["Sony", "W"]}, {}),
    ("pasta, not from W", {"category": ["Pasta"]}, {"brand": ["W"]}),
    ("black w pasta", {"category": ["Pasta"], "color": ["Black"]}, {}),
    ("something w pasta", {"category": ["Pasta"]}, {}),
    ("m pasta", {"category": ["Pasta"]}, {}),
    ("a pasta", {"category": ["Pasta"]}, {}),
    ("by kind please", {"brand": ["Kind"]}, {}),
)


@pytest.mark.parametrize(("message", "include", "exclude"), CASES, ids=[case[0] for case in CASES])
def test_a_word_is_read_by_its_neighbours(
    message: str, include: dict[str, list[str]], exclude: dict[str, list[str]]
) -> None:
    wanted = Constraints.model_validate({"include": include, "exclude": exclude})
    assert after([message], bazaar()) == wanted


def test_or_goes_on_with_what_is_ruled_out() -> None:
    held = after(["rice", "no orange", "or mint"], bazaar())
    assert held.exclude == {"flavour": ("Orange", "Mint")}
    assert "flavour" not in held.include
    assert after(["rice in mint", "or orange"], bazaar()).include["flavour"] == ("Mint", "Orange")


def test_never_mind_before_a_refinement_lets_go_of_nothing() -> None:
    held = after(["rice", "cheapest first", "never mind, best rated first"], bazaar())
    assert held.sort == "rating"
    assert held.include == {"category": ("Rice",)}
    assert after(["rice", "never mind, show me tablets"], bazaar()).include == {"category": ("Tablets",)}
    assert after(["rice", "never mind"], bazaar()) == Constraints()


@pytest.mark.parametrize("message", ["it doesn't matter what color", "I don't care what colour"])
def test_a_name_is_let_go_of_after_what(message: str) -> None:
    assert after(["a red keyboard", message], bazaar()).include == {"category": ("Keyboards",)}


def test_clear_before_a_kind_says_how_it_looks_and_before_a_name_lets_go() -> None:
    assert after(["I need clear tablets"], bazaar()).include == {"category": ("Tablets",)}
    assert after(["a red keyboard", "clear the colour"], bazaar()).include == {"category": ("Keyboards",)}
    assert after(["a red keyboard", "please clear colour"], bazaar()).include == {"category": ("Keyboards",)}
    assert after(["a red keyboard", "clear the red"], bazaar()).include == {"category": ("Keyboards",)}


def test_what_is_to_be_kept_is_not_what_keeps_it() -> None:
    assert after(["something to keep my rice fresh"], bazaar()).include == {}
    assert after(["something to store my tablets in"], bazaar()).include == {}
    assert after(["I keep my promise: rice"], bazaar()).include == {"category": ("Rice",)}


@pytest.mark.parametrize(
    ("message", "kinds"),
    [
        ("a stand for my tablet", None),
        ("something to spread on my pasta", None),
        ("a tablet for my keyboard", ("Tablets",)),
        ("something for my tablet", ("Tablets",)),
        ("a replacement for my keyboard", ("Keyboards",)),
        ("I'm shopping for the rice", ("Rice",)),
        ("search for the rice", ("Rice",)),
        ("I'd settle for the tablet", ("Tablets",)),
        ("my max for the tablet is $200", ("Tablets",)),
        ("what's popular in the coffee section", ("Coffee",)),
        ("any recommendations for my keyboard?", ("Keyboards",)),
    ],
)
def test_what_something_is_for_is_not_what_is_wanted(message: str, kinds: tuple[str, ...] | None) -> None:
    assert after([message], bazaar()).include.get("category") == kinds


def test_what_is_for_the_baby_stands_on_the_babys_shelf() -> None:
    lexicon = build_lexicon(Vocabulary(values={"category": {"Baby": 9, "Toys": 9}}, revision=1))
    assert after(["diapers for the baby"], lexicon).include == {"category": ("Baby",)}
    assert after(["toppers for my baby shower"], lexicon).include == {}


def test_a_bound_that_is_fine_is_one() -> None:
    price = after(["rice", "anything under 30 is fine"], bazaar()).price
    assert price is not None
    assert price.max == 30


def test_and_now_turns_to_another_kind() -> None:
    assert after(["rice", "and now a tablet"], bazaar()).include == {"category": ("Tablets",)}
    assert after(["rice", "and pasta"], bazaar()).include == {"category": ("Rice", "Pasta")}


def test_what_the_shop_does_not_have_is_ruled_out_with_what_it_has() -> None:
    held = after(["sofas, not brown or black"], bazaar())
    assert held.exclude == {"color": ("Black",)}
    assert "color" not in held.include
    assert after(["sofas, brown or black"], bazaar()).include["color"] == ("Black",)


@pytest.mark.parametrize("message", ["something for my books: a sofa", "furniture for the home: a sofa"])
def test_what_follows_a_colon_is_the_thing(message: str) -> None:
    assert after([message], bazaar()).include == {"category": ("Sofas",)}
