"""Which words name a kind of thing, which only what it comes in, and which kinds one word means."""

from __future__ import annotations

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.kin import kin, parts
from agent.understanding.lexicon import Lexicon
from agent.understanding.rules import understand
from retrieval.catalog.bundled import catalog_path
from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.types import Constraints, Product
from tests.agent.understanding.catalogs import after

PATHS = (
    "Shoes > Boots > Ankle & Chelsea Boots",
    "Shoes > Hiking & Outdoor > Hiking Boots",
    "Bags > Totes",
    "Camping > Sleeping Bags",
    "Home > Lighting > Table & Desk Lamps",
    "Home > Sofas & Tables",
)


def shop(*more: Product) -> Lexicon:
    """Two products under every path."""
    columns = Columns()
    for number, path in enumerate(PATHS * 2):
        product = Product(
            product_id=f"p{number}",
            title=path.split(" > ")[-1],
            categories=(path,),
            attributes={"usage": "Travel", "color": "Red", "scent": "Rose"},
        )
        columns.set(columns.add(), product)
    for product in more:
        columns.set(columns.add(), product)
    return build_lexicon(learn(columns, revision=1))


def test_a_word_that_names_no_kind_means_those_of_one_shelf_that_it_heads() -> None:
    floor = Product(product_id="f", title="Arc", categories=("Home > Lighting > Floor & Pendant Lamps",))
    found = after(["a lamp for reading"], shop(floor)).include["category"]
    assert set(found) == {"Table & Desk Lamps", "Floor & Pendant Lamps"}
    assert "category" not in after(["a lamp"], shop()).include, "one alone may be anything's"


def test_a_word_means_every_kind_that_it_heads() -> None:
    assert kin(("Boots", "Ankle & Chelsea Boots", "Hiking Boots", "Bags", "Sleeping Bags"), ()) == {}
    lexicon = shop()
    assert lexicon.kin["boot"] == ("Boots", "Hiking Boots"), "what lies below is among them anyway"
    assert "bag" not in lexicon.kin, "a department is all that its name means"
    assert after(["boots"], lexicon).wire() == {"include": {"category": ["Boots", "Hiking Boots"]}}
    assert after(["hiking boots"], lexicon).wire() == {"include": {"category": ["Hiking Boots"]}}
    assert after(["bags, no boots"], lexicon).wire() == {
        "include": {"category": ["Bags"]},
        "exclude": {"category": ["Boots", "Hiking Boots"]},
    }


def test_what_shares_a_noun_is_no_kind_without_it() -> None:
    assert parts("Table & Desk Lamps") == ["Table Lamps", "Desk Lamps"]
    assert parts("Coats & Jackets") == ["Coats", "Jackets"]
    assert parts("Perfume and Body Mist") == ["Perfume", "Body Mist"]
    lexicon = shop()
    assert after(["a table"], lexicon).wire() == {"include": {"category": ["Sofas & Tables"]}}
    assert after(["a table lamp"], lexicon).wire() == {"include": {"category": ["Table & Desk Lamps"]}}


@pytest.mark.parametrize(
    "message",
    [
        "nuts packed in resealable bag",
        "nuts in a resealable bag",
        "a 12 ounce bag of nuts",
        "bag of nuts, 3 ounce",
        "nuts that come in a small bag",
        "travel size shampoo",
        "travel-sized shampoo",
        "a pen in a travel case",
        "something in a gift bag",
    ],
)
def test_what_a_thing_comes_in_is_no_constraint(message: str) -> None:
    assert after([message], shop()) == Constraints()


@pytest.mark.parametrize(
    ("message", "include"),
    [
        ("bags", {"category": ["Bags"]}),
        ("a travel bag", {"usage": ["Travel"], "category": ["Bags"]}),
        ("I am interested in a bag", {"category": ["Bags"]}),
        ("a bag of good quality", {"category": ["Bags"]}),
        ("a red size 9 bag", {"color": ["Red"], "category": ["Bags"]}),
        ("a red bag for travel", {"color": ["Red"], "category": ["Bags"], "usage": ["Travel"]}),
    ],
)
def test_a_bag_that_is_wanted_is_one(message: str, include: dict[str, list[str]]) -> None:
    assert after([message], shop()).wire() == {"include": include}


def test_free_of_something_is_without_it() -> None:
    assert after(["rose-free"], shop()).wire() == {"exclude": {"scent": ["Rose"]}}
    assert after(["red, free shipping"], shop()).wire() == {"include": {"color": ["Red"]}}


def test_products_without_a_category_are_not_lost_to_a_word_for_one() -> None:
    bare = Product(product_id="bare", title="Leather boots")
    understood = understand("red boots", Constraints(), shop(bare))
    assert understood.constraints.wire() == {"include": {"color": ["Red"]}}
    assert understood.text == "red boots", "the word is searched for"


def test_the_bundled_catalog_hides_no_boots() -> None:
    columns = Columns()
    for line in catalog_path().read_text(encoding="utf-8").splitlines():
        columns.set(columns.add(), Product.model_validate_json(line))
    held = after(["boots"], build_lexicon(learn(columns, revision=1)))
    found = columns.mask(held)
    assert found.sum() > columns.mask(Constraints(include={"category": ("Boots",)})).sum()
