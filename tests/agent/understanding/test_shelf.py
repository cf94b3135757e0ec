"""What may stand under several attributes is read as the products of the kind spoken of have it."""

from __future__ import annotations

from functools import cache
from itertools import count as numbers

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.lexicon import Lexicon
from agent.understanding.rules import understand
from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.types import Constraints, Product, Vocabulary
from tests.agent.doubles import ShelfRecommender

SHELVES: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("Audio > Speakers", 2, {"weight": "9 kg"}),
    ("Office > Desks", 3, {"max_load": "9 kg", "weight": "18 kg"}),
    ("Food > Coffee > Coffee Beans", 2, {"weight": "250 g", "material": "coffee"}),
    ("Food > Coffee > Filters", 2, {"material": "paper"}),
    ("Kitchen > Bowls", 5, {"capacity": "250 g", "scent": "none"}),
    ("Beauty > Soaps", 1, {"scent": "assorted"}),
    ("Food > Chocolates", 2, {"flavor": "assorted", "weight": "70 g"}),
    ("Outdoor > Sleeping Bags", 3, {"temperature": "2 C"}),
    ("Outdoor > Sleeping Bags", 1, {"temperature": "-2 C"}),
    ("Games > Board Games", 2, {"people": "2"}),
    ("Games > Board Games", 1, {"people": "2-4"}),
    ("Games > Board Games", 1, {"people": "3", "pieces": "24"}),
    ("Food > Tea > Tea & Infusions", 1, {"material": "tea"}),
    ("Food > Tea > Tea & Infusions", 1, {"material": "herbs"}),
    ("Outdoor > Tents", 1, {"people": "4", "material": "cotton"}),
    ("Computers > Laptops", 1, {"screen_size": "14 in"}),
    ("Bags > Backpacks", 2, {"laptop_size": "14 in", "tags": "summer"}),
    ("Bags > Backpacks", 1, {"season": "summer"}),
    ("Kitchen > Bowls", 1, {"material": "steel", "capacity": "70 g"}),
)


@cache
def shop() -> ShelfRecommender:
    number = numbers()
    return ShelfRecommender(
        [
            Product(
                product_id=f"p{next(number)}",
                title=path.split(" > ")[-1],
                categories=(path,),
                attributes=dict(attributes),
            )
            for path, many, attributes in SHELVES
            for _ in range(many)
        ]
    )


@cache
def lexicon() -> Lexicon:
    columns = Columns()
    for product in shop().products:
        columns.set(columns.add(), product)
    return build_lexicon(learn(columns, revision=1))


def after(*turns: str) -> Constraints:
    """What holds after the last turn, in a shop whose products can be counted."""
    held = Constraints()
    for message in turns:
        held = understand(message, held, lexicon(), shop().count).constraints
    return held


@pytest.mark.parametrize(
    ("message", "include"),
    [
        ("speakers, 9 kg", {"category": ("Speakers",), "weight": ("9 kg",)}),
        ("a desk, 9 kg", {"category": ("Desks",), "max_load": ("9 kg",)}),
        ("coffee beans, 250 g", {"category": ("Coffee Beans",), "weight": ("250 g",)}),
        ("soaps, assorted please", {"category": ("Soaps",), "scent": ("assorted",)}),
        ("chocolates, assorted", {"category": ("Chocolates",), "flavor": ("assorted",)}),
        ("speakers, max load 9 kg", {"category": ("Speakers",), "max_load": ("9 kg",)}),
        ("tents, 9 kg", {"category": ("Tents",), "max_load": ("9 kg",)}),
        ("9 kg", {"max_load": ("9 kg",)}),
        ("laptops, 14 in", {"category": ("Laptops",), "screen_size": ("14 in",)}),
        ("backpacks, summer", {"category": ("Backpacks",), "season": ("summer",)}),
    ],
    ids=[
        "of few products of this kind, of more of another",
        "the kind of the others",
        "a weight",
        "a scent",
        "a flavour",
        "the name beside it says which",
        "no product of the kind: most of all",
        "no kind: most of all",
        "the name beside it is the kind",
        "a tag says less than an attribute",
    ],
)
def test_a_value_of_several_attributes_is_the_one_of_its_kind(
    message: str, include: dict[str, tuple[str, ...]]
) -> None:
    assert after(message).include == include


def test_the_kind_may_be_one_that_the_talk_is_of() -> None:
    assert after("speakers", "9 kg").include == {"category": ("Speakers",), "weight": ("9 kg",)}
    assert after("speakers", "not 9 kg").exclude == {"weight": ("9 kg",)}
    assert after("speakers", "start over, 9 kg").include == {"max_load": ("9 kg",)}
    assert after("speakers, 9 kg", "never mind the 9 kg").include == {"category": ("Speakers",)}


def test_where_nothing_can_be_counted_most_products_of_all_decide() -> None:
    read = understand("250 g", Constraints(), lexicon()).constraints
    assert read.include == {"capacity": ("250 g",)}
    assert understand("70 g", Constraints(), lexicon()).constraints.include == {"weight": ("70 g",)}
    assert understand("assorted", Constraints(), lexicon()).constraints.include == {"flavor": ("assorted",)}


@pytest.mark.parametrize(
    ("message", "name", "values"),
    [
        ("sleeping bags, -2 C", "temperature", ("-2 C",)),
        ("sleeping bags, 2 C", "temperature", ("2 C",)),
        ("sleeping bags (\N{MINUS SIGN}2 C)", "temperature", ("-2 C",)),
        ("sleeping bags, -3 C", "temperature", None),
        ("board games for 2-4 people", "people", ("2-4",)),
        ("board games for 2\N{EN DASH}4 people", "people", ("2-4",)),
        ("board games, people 2-4", "people", ("2-4",)),
        ("board games, people 2", "people", ("2",)),
        ("board games, people 24", "people", None),
        ("board games, 24 pieces", "pieces", ("24",)),
        ("a tent for 3-4 people", "people", ("3", "4")),
        ("a tent for 4-2 people", "people", None),
    ],
)
def test_a_dash_before_a_number_makes_another_number(
    message: str, name: str, values: tuple[str, ...] | None
) -> None:
    assert after(message).include.get(name) == values


def test_what_a_kind_is_made_of_does_not_widen_it() -> None:
    beans = {"category": ("Coffee Beans",), "material": ("coffee",)}
    assert after("Coffee Beans, coffee please").include == beans
    tea = {"category": ("Tea & Infusions",), "material": ("tea",)}
    assert after("I need Tea & Infusions, tea").include == tea
    assert after("coffee filters, coffee").include == {"category": ("Filters",)}
    assert after("coffee beans or coffee").include == {"category": ("Coffee Beans", "Coffee")}


def test_a_message_of_many_such_values_asks_the_catalog_a_bounded_number_of_times() -> None:
    values = {f"{number} kg": 1 for number in range(200)}
    vocabulary = Vocabulary(
        values={"brand": {}, "category": {"Desks": 9}, "weight": values, "max_load": values}, revision=1
    )
    asked: list[Constraints] = []

    def counted(constraints: Constraints) -> int:
        asked.append(constraints)
        return int("weight" in constraints.include)

    message = "desks, " + ", ".join(values)
    read = understand(message, Constraints(), build_lexicon(vocabulary), counted).constraints
    assert read.include["weight"][:2] == ("0 kg", "1 kg")
    assert len(asked) < 100
